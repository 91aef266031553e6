//! The end of an analysis that would take too long.

/// There are more cells, lists or combinations than are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;
