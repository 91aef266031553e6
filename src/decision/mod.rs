//! The decision: outcome, tier and benefit, with reasons, what is missing, and how long it holds.
//!
//! Each module stands on those before it: a case and its facts on one day, the days on which it turns, what
//! can be done about it, all that is told, and the document.

mod case;
mod conditions;
mod day;
mod decided;
mod document;
mod horizon;
mod outcome;
mod remedy;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;

pub(crate) use case::{BundleInput, Case};
#[cfg(test)]
pub(crate) use decided::Warning;
pub use document::Decision;
pub(crate) use document::warning;
pub(crate) use horizon::Ends;
pub use outcome::{Explain, Outcome};

use crate::error::Error;
use crate::json::{Object, Value};
use crate::time::Instant;

impl Case<'_> {
    /// Decides a case at `now`, and says so in a document.
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn decision(
        &self,
        now: Instant,
        ends: Ends,
        explain: Explain,
        warnings: Vec<Value>,
        evidence: Object,
    ) -> Result<Decision, Error> {
        let decided = self.decided(now, ends)?;
        Ok(document::write_decision(
            self.programme,
            &decided,
            explain,
            warnings,
            evidence,
        ))
    }
}
