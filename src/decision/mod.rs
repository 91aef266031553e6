//! The decision: outcome, tier and benefit, with reasons, what is missing, and how long it holds.
//!
//! Each module stands on those before it: a case and its facts on one day, the days on which it turns, what
//! can be done about it, all that was decided, and how it is told.

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
mod written;

pub(crate) use case::{BundleInput, Case};
pub use document::{
    Ahead, BundleEvidence, Decision, Evidence, ProgrammeVersion, Proof, Reason, Remedy, SetAside,
    Step, Then, Upgrade, Warning,
};
pub(crate) use horizon::Ends;
pub use outcome::{Explain, Outcome, WarningCode};

use written::Teller;

use crate::error::Error;
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
        warnings: Vec<Warning>,
        evidence: Evidence,
    ) -> Result<Decision, Error> {
        let decided = self.decided(now, ends)?;
        let teller = Teller {
            programme: self.programme,
            explain,
        };
        Ok(teller.decision(&decided, warnings, evidence))
    }
}
