//! The conditions of a programme with their verdicts, and what these come to.
use std::collections::BTreeMap;

use super::outcome::{Answer, Outcome};
use crate::json::Value;
use crate::rules::{self, Explanations, Reason, Reasons, Unknown, Verdict, Why};

/// Where a reason stands in the programme.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Rule {
    /// A condition that every programme has; by its member in the document.
    Member(&'static str),
    Requirement(usize),
    Tier(usize),
}

/// The conditions of a case on one day.
pub(super) struct Conditions<'a> {
    pub(super) facts: rules::Facts<'a>,
    /// Under which the programme has anything to say.
    pub(super) applies: Vec<Condition<'a>>,
    pub(super) requirements: Vec<Condition<'a>>,
    pub(super) tiers: Vec<Condition<'a>>,
}

/// A condition with its verdict; its reasons are found when they are wanted.
pub(super) struct Condition<'a> {
    rule: Rule,
    verdict: Verdict,
    why: Source<'a>,
}

enum Source<'a> {
    Known(Reason),
    Of(&'a rules::Expr),
}

impl Conditions<'_> {
    pub(super) fn answer(&self) -> Answer {
        let outcome = match all(&self.applies) {
            Verdict::False => Outcome::NotApplicable,
            Verdict::True => self.due(),
            Verdict::Unknown => Outcome::Undetermined,
        };
        Answer {
            outcome,
            tier: self.tier().filter(|_| outcome == Outcome::Granted),
        }
    }

    /// Where the programme applies.
    fn due(&self) -> Outcome {
        let verdicts = self.tiers.iter().map(|tier| tier.verdict);
        match (
            all(&self.requirements),
            verdicts.fold(Verdict::False, Verdict::or),
        ) {
            (Verdict::False, _) | (_, Verdict::False) => Outcome::NotGranted,
            (Verdict::True, Verdict::True) => Outcome::Granted,
            _ => Outcome::Undetermined,
        }
    }

    /// The best that is reached.
    fn tier(&self) -> Option<usize> {
        let mut tiers = self.tiers.iter();
        tiers.position(|tier| tier.verdict == Verdict::True)
    }

    /// The first better tier that is still open, and what would settle it.
    pub(super) fn upgrade(&self) -> Option<(usize, Vec<Reason>)> {
        let granted = self.answer().tier?;
        let mut better = self.tiers.iter().take(granted);
        let open = better.position(|tier| tier.verdict == Verdict::Unknown)?;
        Some((open, self.least(self.tiers.get(open)?)))
    }

    /// Why it comes to its answer, with the rule that each reason belongs to.
    pub(super) fn reasons(&self) -> Vec<(Rule, Reason)> {
        let Self {
            applies,
            requirements,
            tiers,
            ..
        } = self;
        let answer = self.answer();
        match answer.outcome {
            Outcome::NotApplicable => self.one_of(applies),
            // Without a requirement that fails, every tier does, and each has to be explained.
            Outcome::NotGranted => match all(requirements) {
                Verdict::False => self.one_of(requirements),
                _ => self.all_of(tiers.iter()),
            },
            Outcome::Granted => {
                let granted = answer.tier.and_then(|tier| tiers.get(tier));
                self.all_of(requirements.iter().chain(granted))
            }
            Outcome::Undetermined => {
                let mut open: Vec<&Condition<'_>> = applies.iter().collect();
                if self.due() == Outcome::Undetermined {
                    open.extend(requirements);
                    // Where a tier is reached already, no other can change the outcome.
                    if self.tier().is_none() {
                        open.extend(tiers);
                    }
                }
                open.retain(|condition| condition.verdict == Verdict::Unknown);
                self.all_of(open.into_iter())
            }
        }
    }

    /// The least that explain one condition that fails.
    fn one_of(&self, conditions: &[Condition<'_>]) -> Vec<(Rule, Reason)> {
        let failed = conditions
            .iter()
            .filter(|condition| condition.verdict == Verdict::False);
        let each = failed.map(|condition| (condition, self.least(condition)));
        let Some((condition, reasons)) = each.min_by_key(|(_, reasons)| reasons.len()) else {
            return Vec::new();
        };
        let of_it = reasons
            .into_iter()
            .map(|reason| (condition.rule.clone(), reason));
        of_it.collect()
    }

    /// The least that explain every one of these, each said once, of the first rule that it stands in.
    fn all_of<'c>(
        &self,
        conditions: impl Iterator<Item = &'c Condition<'c>>,
    ) -> Vec<(Rule, Reason)> {
        let mut reasons = Reasons::default();
        let work = self.facts.work;
        let each: Vec<_> = conditions
            .map(|condition| (&condition.rule, self.explain(condition, &mut reasons)))
            .collect();
        let whole = each
            .iter()
            .fold(Explanations::nothing(), |whole, (_, part)| {
                whole.and(part, work)
            });
        let mut first = BTreeMap::new();
        for (rule, part) in &each {
            for number in part.numbers() {
                first.entry(number).or_insert(*rule);
            }
        }
        let tagged = whole.least().into_iter().filter_map(|number| {
            let rule = *first.get(&number)?;
            Some((rule.clone(), reasons.get(number)?.clone()))
        });
        tagged.collect()
    }

    fn least(&self, condition: &Condition<'_>) -> Vec<Reason> {
        let mut reasons = Reasons::default();
        let explanations = self.explain(condition, &mut reasons);
        reasons.least(explanations)
    }

    fn explain(&self, condition: &Condition<'_>, reasons: &mut Reasons) -> Explanations {
        match &condition.why {
            Source::Known(reason) => Explanations::by(reason.clone(), reasons, self.facts.work),
            Source::Of(when) => when.explanations(self.facts, reasons),
        }
    }
}

fn all(conditions: &[Condition<'_>]) -> Verdict {
    let verdicts = conditions.iter().map(|condition| condition.verdict);
    verdicts.fold(Verdict::True, Verdict::and)
}

impl<'a> Condition<'a> {
    pub(super) fn of(rule: Rule, when: &'a rules::Expr, facts: rules::Facts<'_>) -> Self {
        Self {
            rule,
            verdict: when.evaluate(facts),
            why: Source::Of(when),
        }
    }

    /// A condition that is no expression: claim and cause, then path, expected and actual.
    pub(super) fn plain(
        rule: Rule,
        verdict: Verdict,
        (claim, fault): (&str, Why),
        (path, expected, actual): (&str, Value, Value),
    ) -> Self {
        Self {
            rule,
            verdict,
            why: Source::Known(Reason {
                op: "in",
                negated: false,
                verdict,
                claim: claim.to_owned(),
                why: if verdict == Verdict::True {
                    Why::Present
                } else {
                    fault
                },
                path: path.to_owned(),
                others: Vec::new(),
                expected,
                actual,
                unknowns: Vec::new(),
            }),
        }
    }

    pub(super) fn open(&mut self, unknown: Unknown) {
        if let Source::Known(reason) = &mut self.why {
            reason.why = unknown.cause.into();
            reason.unknowns.push(unknown);
        }
    }
}
