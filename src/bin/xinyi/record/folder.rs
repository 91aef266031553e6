//! A folder of records: `records/`, and `documents/` for what many records have in common.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::format::{Decided, Record, digest};
use crate::failure::Failure;
use crate::files::{self, Access};

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

    /// Writes what is not there yet. A file of that name holds the same, or is damaged, which a replay tells.
    fn add(&self, path: &Path, text: &str) -> Result<(), Failure> {
        let folder = path.parent().unwrap_or(&self.path);
        let add = || {
            fs::create_dir_all(folder)?;
            match files::create(path, text, Access::Owner) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                done => done,
            }
        };
        add().map_err(|e| files::failed(path, &e.to_string()))
    }
}
