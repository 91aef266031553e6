//! Ways out of records that are on no list, and of bundles that are out of date.

use super::reader::Row;
use super::row::{About, Source};
use super::words::{Action, Duty};

/// What can be done at once. Its days in force are those of the question.
#[derive(Debug)]
pub(crate) struct ExitRule {
    pub(crate) source: Source,
    pub(crate) about: About,
    pub(crate) action: Action,
    pub(crate) duties: Vec<Duty>,
    /// Working days within which it is decided, or recorded; 0: no source says.
    pub(crate) handling: u32,
}

impl ExitRule {
    pub(super) fn read(row: &Row<'_>) -> Self {
        row.only_beside_source(&["about", "action", "duties", "handling"]);
        Self {
            source: Source::read(row),
            about: About::read(row),
            action: Action::read(row),
            duties: Duty::several(row),
            handling: row.working_days("handling"),
        }
    }
}
