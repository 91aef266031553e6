//! What goes wrong with a register.

use std::path::Path;

use crate::failure::Failure;
use crate::files::failed;

/// What goes wrong while a register is worked on.
pub(crate) enum Trouble {
    /// By the database.
    Database(rusqlite::Error),
    /// By what was asked.
    Asked(Failure),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Asked(failure)
    }
}

impl From<xinyi::Error> for Trouble {
    fn from(error: xinyi::Error) -> Self {
        Self::Asked(error.into())
    }
}

impl Trouble {
    pub(super) fn into_failure(self, path: &Path) -> Failure {
        match self {
            Self::Database(error) => failed(path, &said(&error)),
            Self::Asked(failure) => failure,
        }
    }
}

/// What a database says, with what it means where that is not plain.
pub(super) fn said(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => {
            "the disk is full; nothing is lost, the same command goes on once there is room"
                .to_owned()
        }
        _ => error.to_string(),
    }
}
