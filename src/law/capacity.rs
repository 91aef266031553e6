//! Who is a subject of credit (信用主体): natural persons by their age.

use super::reader::Row;
use super::row::Source;
use crate::error::Problem;

/// The ages of a natural person that matter, in years.
#[derive(Debug)]
pub(crate) struct Capacity {
    pub(crate) source: Source,
    /// Before it nobody is a subject; from it on whoever lives mainly on own labour.
    pub(crate) partial: i64,
    /// From it on everybody is.
    pub(crate) full: i64,
}

impl Capacity {
    pub(super) fn read(row: &Row<'_>) -> Self {
        row.only_beside_source(&["partial", "full"]);
        let (partial, full) = (row.number("partial"), row.number("full"));
        if partial > full || full > 150 {
            row.fail("full", Problem::Value);
        }
        Self {
            source: Source::read(row),
            partial: i64::from(partial),
            full: i64::from(full),
        }
    }
}
