//! Ways out of records that are on no list, and of bundles that are out of date.

use std::sync::Arc;

use super::row::{About, SOURCE, Source};
use super::words::{Action, Duty};
use crate::error::Error;
use crate::json::ObjectReader;

/// What can be done at once. Its days in force are those of the question.
#[derive(Debug)]
pub(crate) struct ExitRule {
    pub(crate) source: Arc<Source>,
    pub(crate) about: About,
    pub(crate) action: Action,
    pub(crate) duties: Vec<Duty>,
    /// Working days within which it is decided, or recorded; 0: no source says.
    pub(crate) handling: u32,
}

impl ExitRule {
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        row.only(&[&["about", "action", "duties", "handling"][..], &SOURCE[..]].concat())?;
        Ok(Self {
            source: Arc::new(Source::read(row)?),
            about: About::read(row)?,
            action: row.one_of("action", Action::ALL, Action::as_str)?,
            duties: row.several_of("duties", Duty::ALL, Duty::as_str)?,
            handling: row.maybe("handling")?.unwrap_or(0),
        })
    }
}
