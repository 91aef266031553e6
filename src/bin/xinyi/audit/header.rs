//! The search for the header, the row of the columns' names.

use super::forms::known_names;

/// Among how many rows the header is looked for.
pub(super) const HEADER_ROWS: usize = 20;

/// The row so far that has most names of columns, each row with its place.
pub(super) struct Search<P> {
    best: Option<(usize, P)>,
}

impl<P> Search<P> {
    pub(super) fn new() -> Self {
        Self { best: None }
    }

    /// Looks at a row. `true` if it is the header without doubt, which ends the search: mostly the first.
    pub(super) fn is_header(&mut self, names: &[String], place: P) -> bool {
        let known = known_names(names);
        let is_certain = known >= 2 && known * 2 >= names.len();
        let most = self.best.as_ref().map_or(0, |(most, _)| *most);
        if is_certain || known > most {
            self.best = Some((known, place));
        }
        is_certain
    }

    /// How many names the best row has, and its place.
    pub(super) fn best(self) -> Option<(usize, P)> {
        self.best
    }
}
