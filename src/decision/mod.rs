//! The decision: outcome, tier and benefit, with reasons, what is missing, and how long it holds.
//!
//! Each module builds on those before it:
//!
//! - `outcome`: what a decision comes to;
//! - `case`: a programme and the bundles that were given for it;
//! - `conditions`, `day`: the verdicts of one day, the answer that they come to, and its reasons;
//! - `horizon`: how long the answer holds, and from when it would be another;
//! - `remedy`: what the subject can do about it;
//! - `decided`: all of this together;
//! - `format`: the document, and `render`, which writes it and leaves out what may not be told;
//! - `rule_verdicts`: what each rule comes to by itself, for those who write programmes.

mod case;
mod conditions;
mod day;
mod decided;
mod format;
mod horizon;
mod outcome;
mod remedy;
mod render;
#[cfg(feature = "authoring")]
mod rule_verdicts;
#[cfg(test)]
mod tests;

pub(crate) use case::{BundleInput, Case};
pub(crate) use format::Provenance;
pub use format::{
    BundleEvidence, Contact, Decision, Evidence, Objection, ProgrammeVersion, Proof, Reason,
    RecordOutlook, Remedy, RemedyOutcome, SetAside, Step, Upgrade, Warning,
};
pub(crate) use outcome::Answer;
pub use outcome::{Explain, Outcome, WarningCode};
#[cfg(feature = "authoring")]
pub(crate) use rule_verdicts::RuleVerdicts;

use case::EvaluationTime;
use render::Renderer;

use crate::credit::Rows;
use crate::error::Error;
use crate::time::Instant;

impl Case<'_> {
    /// What a case comes to at `now`, and nothing else of it.
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn answer_at(&self, now: Instant) -> Result<Answer, Error> {
        let answer = self.answer(EvaluationTime::At(now), Rows::All);
        self.work.check()?;
        Ok(answer)
    }

    /// Until when a grant holds, as a decision has it.
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn holds_until(
        &self,
        answer: Answer,
        now: Instant,
        documents_end: Option<Instant>,
    ) -> Result<Option<Instant>, Error> {
        let days = self.change_points(now);
        let until = self.valid_until(answer, &days, documents_end, now);
        self.work.check()?;
        Ok(until)
    }

    /// Decides a case at `now`. `documents_end` is the first end of a document that it rests on: of a bundle's
    /// `exp`, of its status list, of a consent.
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn decision(
        &self,
        now: Instant,
        documents_end: Option<Instant>,
        explain: Explain,
        provenance: Provenance,
    ) -> Result<Decision, Error> {
        let decided = self.decide(now, documents_end)?;
        let renderer = Renderer {
            programme: self.programme,
            explain,
        };
        Ok(renderer.decision(&decided, provenance))
    }
}
