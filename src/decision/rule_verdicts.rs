//! What each rule of a programme comes to by itself, and each leaf of it.

use super::case::{Case, EvaluationTime};
use crate::credit::Rows;
use crate::error::Error;
use crate::rules::{LeafVerdicts, Verdict};
use crate::time::Instant;

/// What one rule comes to.
#[derive(Debug, Clone)]
pub(crate) struct RuleVerdicts {
    pub(crate) verdict: Verdict,
    /// Its leaves, in the order in which they are written.
    pub(crate) leaves: Vec<LeafVerdicts>,
}

impl Case<'_> {
    /// What each rule comes to at `now`, whether the outcome rests on it or not, in the order of
    /// [`Programme::rules`](crate::programme::Programme::rules).
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn rule_verdicts(&self, now: Instant) -> Result<Vec<RuleVerdicts>, Error> {
        let facts = self.day_facts(EvaluationTime::At(now), Rows::All);
        let rules = self.programme.rules().into_iter();
        let verdicts = rules.map(|rule| RuleVerdicts {
            verdict: rule.evaluate(facts.environment()),
            leaves: rule.leaf_verdicts(facts.environment()),
        });
        let verdicts = verdicts.collect();
        self.work.check()?;
        Ok(verdicts)
    }
}
