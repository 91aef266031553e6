//! Who is a subject of credit (信用主体): natural persons by their age.

use std::sync::Arc;

use super::row::{SOURCE, Source};
use crate::error::{Error, Problem};
use crate::json::ObjectReader;

/// The ages of a natural person that matter, in years.
#[derive(Debug)]
pub(crate) struct Capacity {
    pub(crate) source: Arc<Source>,
    /// Before it nobody is a subject; from it on whoever lives mainly on own labour.
    pub(crate) partial: i64,
    /// From it on everybody is.
    pub(crate) full: i64,
}

impl Capacity {
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        row.only(&[&["partial", "full"][..], &SOURCE[..]].concat())?;
        let capacity = Self {
            source: Arc::new(Source::read(row)?),
            partial: row.read("partial")?,
            full: row.read("full")?,
        };
        match 0 <= capacity.partial && capacity.partial <= capacity.full && capacity.full <= 150 {
            true => Ok(capacity),
            false => Err(row.fail("full", Problem::Value)),
        }
    }
}
