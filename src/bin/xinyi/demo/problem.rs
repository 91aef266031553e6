//! Why there is no demo platform.

use std::path::PathBuf;

/// Why there is no demo platform.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum Problem {
    /// A file could not be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        path: PathBuf,
        cause: std::io::Error,
    },
    /// The folder holds something else.
    #[error("{} is not empty and holds no demo platform: choose another folder", .0.display())]
    Occupied(PathBuf),
    /// A document could not be signed.
    #[error(transparent)]
    Signing(#[from] xinyi::Error),
}
