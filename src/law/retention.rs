//! How long adverse information may be kept and used (失信信息保存、查询期限).

use super::reader::Row;
use super::regime::MOST_MONTHS;
use super::row::{About, Source};
use crate::error::Problem;

/// The law of one place. Its days in force are those of the question.
#[derive(Debug)]
pub(crate) struct Retention {
    pub(crate) source: Source,
    pub(crate) about: About,
    pub(crate) months: u32,
    pub(crate) clock: RetentionClock,
    /// Whether it goes on for as long as the subject is on a serious list.
    pub(crate) while_listed: bool,
}

/// From when retention is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetentionClock {
    /// The end of the behaviour; its determination, where the record does not say when that was.
    EndOfBehaviour,
    /// The day on which it was determined.
    Determination,
}

impl Retention {
    pub(super) fn read(row: &Row<'_>) -> Self {
        row.only_beside_source(&["about", "months", "clock", "while_listed"]);
        let months = row.number("months");
        if months == 0 || months > MOST_MONTHS {
            row.fail("months", Problem::Value);
        }
        Self {
            source: Source::read(row),
            about: About::read(row),
            months,
            clock: match row.one_of("clock", &["end_of_behaviour", "determination"]) {
                0 => RetentionClock::EndOfBehaviour,
                _ => RetentionClock::Determination,
            },
            while_listed: row.flag("while_listed"),
        }
    }
}
