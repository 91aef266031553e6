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

    /// How near the rules are to what they are wanted to come to, in the same order. Where a rule is wanted to come to
    /// nothing in particular, it does not count.
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn nearness(&self, now: Instant, wanted: &[Option<bool>]) -> Result<u64, Error> {
        let facts = self.day_facts(EvaluationTime::At(now), Rows::All);
        let rules = self.programme.rules().into_iter().zip(wanted);
        let near = rules.filter_map(|(rule, wanted)| {
            wanted.map(|wanted| rule.nearness(facts.environment(), wanted))
        });
        let near = near.sum();
        self.work.check()?;
        Ok(near)
    }
}
