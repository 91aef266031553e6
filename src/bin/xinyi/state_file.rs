//! The file in which a command keeps what must not be forgotten between two of its runs: the highest versions and times
//! that it has seen, so that nothing older is believed afterwards.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use xinyi::{Code, PartResult, Verifier};

use crate::failure::Failure;
use crate::files::{self, Access, failed};
use crate::terminal::aside;

/// What every version of a state begins with.
const BEGINS: &[u8] = b"xys";

/// The file, which no other process reads or writes meanwhile.
pub(crate) struct StateFile {
    path: PathBuf,
    /// Held until what it says is written. The file itself is replaced, so that a lock on it would hold nothing.
    _lock: File,
    text: Option<String>,
}

impl StateFile {
    /// Begins one where there is none.
    ///
    /// # Errors
    /// Where there is one.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let state = Self::locked(path)?;
        match state.text {
            None => Ok(state),
            Some(_) => Err(failed(
                path,
                "there is a state, and it goes on without --new-state",
            )),
        }
    }

    /// Reads what an earlier run has kept. Of several processes each waits for the one before it.
    ///
    /// # Errors
    /// Where there is none, and for what is no state, such as a snapshot that was named by a slip: it would be replaced.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let state = Self::locked(path)?;
        match state.text {
            Some(_) => Ok(state),
            None => Err(failed(
                path,
                "there is no state: what an earlier run has kept is gone, or this is the first, which begins one with --new-state",
            )),
        }
    }

    fn locked(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Err(failed(path, "a file expected: it is going to be replaced"));
        }
        let problem = |path: &Path, e: io::Error| failed(path, &e.to_string());
        // What a link leads to is replaced, and not the link.
        let (path, is_there) = match path.canonicalize() {
            Ok(target) => (target, true),
            Err(e) if e.kind() == io::ErrorKind::NotFound => match fs::symlink_metadata(path) {
                Ok(_) => return Err(failed(path, "a link that leads nowhere")),
                Err(_) => (path.to_owned(), false),
            },
            Err(e) => return Err(problem(path, e)),
        };
        let lock = lock(&lock_of(&path))?;
        // Another process may have written it while this one waited.
        let text = match is_there || path.exists() {
            true => {
                let bytes = files::read_bytes(&path)?;
                if !bytes.is_empty() && !bytes.starts_with(BEGINS) {
                    return Err(failed(
                        &path,
                        "this is no state, and it is kept: name the file of an earlier run, or one that is not there",
                    ));
                }
                Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
            }
            false => None,
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
    ///
    /// # Errors
    /// For the state of another root, which is kept: it remembers what that platform has withdrawn.
    pub(crate) fn keep(self, verifier: &Verifier) -> Result<(), Failure> {
        let report = verifier.report();
        if let Some(part) = &report.state
            && part.result == PartResult::Refused
        {
            let code = part.error.as_ref().map(|error| error.code());
            let named = code.map_or("", |code| code.as_str());
            if code == Some(Code::StateRoot) {
                let problem = format!(
                    "{named}: the state of another root, and it is kept: each root needs a file of its own"
                );
                return Err(failed(&self.path, &problem));
            }
            aside!(
                "{}: {}: of no use, and a new one takes its place: what it remembered is lost",
                self.path.display(),
                named
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

/// The lock, once no other process has it.
fn lock(path: &Path) -> Result<File, Failure> {
    let problem = |e: io::Error| failed(path, &e.to_string());
    let lock = files::open_for(path, Access::Owner).map_err(problem)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            aside!(
                "{}: another process has it, and is waited for",
                path.display()
            );
            lock.lock().map_err(problem)?;
        }
        Err(TryLockError::Error(e)) => return Err(problem(e)),
    }
    Ok(lock)
}

fn lock_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".lock");
    name.into()
}
