//! The file of bundles. It has a name of its own until it is complete, and goes on where the register says.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::files::{Access, create_for, failed, sync_folder};
use crate::terminal;

pub(super) enum Output {
    File {
        path: PathBuf,
        partial: PathBuf,
        file: BufWriter<File>,
    },
    Stdout,
}

/// What there is of the output of a run.
pub(super) enum Found {
    /// It is to be written.
    Open(Output),
    /// It was complete, and only the register was not told.
    Complete,
}

impl Output {
    /// Sees that a run may begin to write there.
    pub(super) fn check_free(path: Option<&Path>) -> Result<(), Failure> {
        let Some(path) = path else {
            return Ok(());
        };
        for taken in [path, &partial(path)] {
            if taken.exists() {
                return Err(failed(taken, "there is such a file, and it is kept"));
            }
        }
        Ok(())
    }

    /// Opens the output of a run that has written so many bytes of it. What comes after them belongs to no line that was
    /// written down as answered.
    pub(super) fn open(path: Option<&Path>, done: u64) -> Result<Found, Failure> {
        let Some(path) = path else {
            return Ok(Found::Open(Self::Stdout));
        };
        let partial = partial(path);
        let problem = |e: io::Error| failed(&partial, &e.to_string());
        if is_complete(path, done) {
            return Ok(Found::Complete);
        }
        if path.exists() {
            return Err(failed(path, "there is such a file, and it is kept"));
        }
        let mut file = match done {
            0 => {
                let file = create_for(&partial, Access::Owner).map_err(problem)?;
                sync_folder(&partial);
                file
            }
            _ => File::options()
                .write(true)
                .open(&partial)
                .map_err(problem)?,
        };
        if file.metadata().map_err(problem)?.len() < done {
            return Err(failed(
                &partial,
                "bundles are missing that were written to it",
            ));
        }
        file.set_len(done).map_err(problem)?;
        file.seek(SeekFrom::End(0)).map_err(problem)?;
        Ok(Found::Open(Self::File {
            path: path.to_owned(),
            file: BufWriter::with_capacity(1 << 20, file),
            partial,
        }))
    }

    /// Writes lines, so that they are on the disk. Returns how many bytes they are.
    pub(super) fn write(&mut self, lines: &[&str]) -> Result<u64, Failure> {
        let bytes = lines.iter().map(|line| line.len() as u64 + 1).sum();
        match self {
            Self::Stdout => lines.iter().for_each(|line| terminal::json_text(line)),
            Self::File { file, partial, .. } => {
                let written = || {
                    for line in lines {
                        file.write_all(line.as_bytes())?;
                        file.write_all(b"\n")?;
                    }
                    file.flush()?;
                    file.get_ref().sync_data()
                };
                let mut written = written;
                written().map_err(|e| full(partial, &e))?;
            }
        }
        Ok(bytes)
    }

    /// Gives it its name.
    pub(super) fn complete(self) -> Result<(), Failure> {
        let Self::File {
            path,
            partial,
            file,
        } = self
        else {
            return Ok(());
        };
        let problem = |e: io::Error| full(&partial, &e);
        let file = file.into_inner().map_err(|e| problem(e.into_error()))?;
        file.sync_all().map_err(problem)?;
        if path.exists() {
            return Err(failed(&path, "there is such a file by now, and it is kept"));
        }
        fs::rename(&partial, &path).map_err(problem)?;
        sync_folder(&path);
        Ok(())
    }
}

/// Whether the output of a run is there as a whole: only the register was not told.
pub(super) fn is_complete(path: &Path, done: u64) -> bool {
    let length = fs::metadata(path).map(|file| file.len());
    !partial(path).exists() && length.is_ok_and(|length| length == done)
}

/// Deletes what a run that is given up has written.
pub(super) fn discard(path: &Path) -> Result<(), Failure> {
    let partial = partial(path);
    match fs::remove_file(&partial) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed(&partial, &e.to_string())),
        _ => Ok(()),
    }
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn full(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::StorageFull => failed(
            path,
            "the disk is full; nothing is lost, the same command goes on once there is room",
        ),
        _ => failed(path, &error.to_string()),
    }
}
