//! What an app knows beforehand.

use crate::time::Instant;

/// Constants that the app keeps beside its pinned root, for when everything else was wiped.
#[derive(Debug, Clone, Copy, Default)]
pub struct Minimum {
    /// The least version of the root.
    pub root: u64,
    /// The least version of the manifest.
    pub manifest: u64,
    /// The least version of the trust list.
    pub trust_list: u64,
    /// It is known to be later than this.
    pub time: Option<Instant>,
}
