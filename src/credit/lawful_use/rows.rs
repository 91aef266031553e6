//! Which of the law is applied.

/// Which rows of the tables of law apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    All,
    /// Those that were found in a source: to see what rests on the others.
    Confirmed,
}

impl Rows {
    pub(super) fn has(self, confirmed: bool) -> bool {
        confirmed || self == Self::All
    }
}
