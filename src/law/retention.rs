//! How long adverse information may be kept and used (失信信息保存、查询期限).

use std::sync::Arc;

use super::regime::MOST_MONTHS;
use super::row::{About, SOURCE, Source};
use crate::error::{Error, Problem};
use crate::json::ObjectReader;

/// The law of one place. Its days in force are those of the question.
#[derive(Debug)]
pub(crate) struct Retention {
    pub(crate) source: Arc<Source>,
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
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        row.only(
            &[
                &["about", "months", "clock", "while_listed"][..],
                &SOURCE[..],
            ]
            .concat(),
        )?;
        let clocks = [
            RetentionClock::EndOfBehaviour,
            RetentionClock::Determination,
        ];
        let months = row.read("months")?;
        if months == 0 || months > MOST_MONTHS {
            return Err(row.fail("months", Problem::Value));
        }
        Ok(Self {
            source: Arc::new(Source::read(row)?),
            about: About::read(row)?,
            months,
            clock: row.one_of("clock", &clocks, |clock| match clock {
                RetentionClock::EndOfBehaviour => "end_of_behaviour",
                RetentionClock::Determination => "determination",
            })?,
            while_listed: row.maybe("while_listed")?.unwrap_or(false),
        })
    }
}
