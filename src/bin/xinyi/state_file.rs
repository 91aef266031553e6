//! The file in which a command keeps what must not be forgotten between two of its runs: the highest versions and times
//! that it has seen, so that nothing older is believed afterwards.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use xinyi::{PartResult, Verifier};

use crate::failure::Failure;
use crate::files::{self, Access, failed};
use crate::terminal::aside;

/// The file, which no other process reads or writes meanwhile.
pub(crate) struct StateFile {
    path: PathBuf,
    /// Held until what it says is written. The file itself is replaced, so that a lock on it would hold nothing.
    _lock: File,
    text: Option<String>,
}

impl StateFile {
    /// Reads what an earlier run has kept. Of several processes each waits for the one before it.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Err(failed(path, "a file expected: it is going to be replaced"));
        }
        let problem = |path: &Path, e: io::Error| failed(path, &e.to_string());
        // What a link leads to is replaced, and not the link.
        let (path, is_there) = match path.canonicalize() {
            Ok(target) => (target, true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => (path.to_owned(), false),
            Err(e) => return Err(problem(path, e)),
        };
        let lock_path = lock_of(&path);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path);
        let lock = lock.map_err(|e| problem(&lock_path, e))?;
        lock.lock().map_err(|e| problem(&lock_path, e))?;
        // Another process may have written it while this one waited.
        let text = match is_there || path.exists() {
            true => {
                let bytes = files::read_bytes(&path)?;
                Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
            }
            false => {
                aside!(
                    "{}: there is no state; a new one begins, and older documents are known from now on",
                    path.display()
                );
                None
            }
        };
        Ok(Self {
            path,
            _lock: lock,
            text,
        })
    }

    /// What an earlier run has kept, for [`VerifierOptions::state`](xinyi::VerifierOptions::state).
    pub(crate) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Keeps what a verifier that was made by it has seen beyond it, and says so if the file was of no use.
    pub(crate) fn keep(self, verifier: &Verifier) -> Result<(), Failure> {
        let report = verifier.report();
        if let Some(part) = &report.state
            && part.result == PartResult::Refused
        {
            let code = part
                .error
                .as_ref()
                .map_or("", |error| error.code().as_str());
            aside!(
                "{}: {}: of no use, and a new one takes its place: what it remembered is lost",
                self.path.display(),
                code
            );
        }
        if !report.state_changed {
            return Ok(());
        }
        let state = verifier.export_state();
        let written = files::replace(&self.path, &state, Access::Owner);
        written.map_err(|e| failed(&self.path, &e.to_string()))
    }
}

fn lock_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".lock");
    name.into()
}
