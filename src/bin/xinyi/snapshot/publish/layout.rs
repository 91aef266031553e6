//! The paths of the folder that are the same for every platform.

/// Where the files are that never change.
pub(super) const FILES: &str = "files";
/// What names the current ones.
pub(super) const INDEX: &str = "index.json";
/// The current snapshot, for whoever asks for it alone.
pub(super) const SNAPSHOT: &str = "snapshot.json";
