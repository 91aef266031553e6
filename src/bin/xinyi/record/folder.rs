//! A folder of records: `records/`, and `documents/` for what many records have in common.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::format::{Decided, Record, digest};
use crate::failure::Failure;
use crate::files::{self, Access, failed};

pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// Writes the record of a decision, after the documents that it needs. Returns where it is.
    pub(crate) fn keep(&self, decided: &Decided<'_>) -> Result<PathBuf, Failure> {
        for folder in [&self.path, &self.records(), &self.documents()] {
            make(folder).map_err(|e| failed(folder, &e.to_string()))?;
        }
        // Until the record is there, nothing says that its documents are needed.
        let _lock = self.lock(File::lock_shared)?;
        for (name, text) in decided.documents() {
            let path = self.document(name, &digest(&text));
            self.add(&path, &text)?;
        }
        let text = Record::of(decided).to_text();
        let path = self.records().join(digest(&text) + ".json");
        self.add(&path, &text)?;
        Ok(path)
    }

    pub(crate) fn records(&self) -> PathBuf {
        self.path.join("records")
    }

    pub(crate) fn documents(&self) -> PathBuf {
        self.path.join("documents")
    }

    /// Where a document is. Its name begins with what it is: a digest may begin like an option.
    pub(crate) fn document(&self, name: &str, digest: &str) -> PathBuf {
        self.documents().join(format!("{name}-{digest}.json"))
    }

    /// Keeps everybody else from adding records for as long as the result is held.
    pub(crate) fn close(&self) -> Result<File, Failure> {
        self.lock(File::lock)
    }

    fn lock(&self, how: impl FnOnce(&File) -> io::Result<()>) -> Result<File, Failure> {
        let path = self.path.join("lock");
        let open = || {
            let mut options = File::options();
            let file = options
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)?;
            how(&file)?;
            Ok(file)
        };
        open().map_err(|e: io::Error| failed(&path, &e.to_string()))
    }

    /// Writes what is not there yet. A file of that name has to hold the same: what needs it could not be replayed.
    fn add(&self, path: &Path, text: &str) -> Result<(), Failure> {
        match files::create(path, text, Access::Owner) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                match files::read_bytes(path)? == text.as_bytes() {
                    true => Ok(()),
                    false => Err(failed(path, "it was changed since it was written")),
                }
            }
            done => done.map_err(|e| failed(path, &e.to_string())),
        }
    }
}

/// Makes a folder that is for its owner alone: how many decisions there are and when is nobody else's business.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
