//! The conditions of a programme with their verdicts, and the outcome that these come to.

use super::outcome::{Answer, Outcome};
use crate::json::Value;
use crate::rules::{self, Explanations, LeafReason, LeafReasons, Unknown, Verdict, Why};

/// Where a reason stands in the programme.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Rule {
    /// A member of the programme's document that is a condition, such as `valid_until`.
    Member(&'static str),
    Requirement(usize),
    Tier(usize),
}

/// The conditions of a case on one day.
pub(super) struct Conditions<'a> {
    pub(super) environment: rules::Environment<'a>,
    /// Those under which the programme applies at all.
    pub(super) applies: Vec<EvaluatedCondition<'a>>,
    pub(super) requirements: Vec<EvaluatedCondition<'a>>,
    pub(super) tiers: Vec<EvaluatedCondition<'a>>,
}

/// A condition with its verdict. Its reasons are worked out when they are wanted.
pub(super) struct EvaluatedCondition<'a> {
    rule: Rule,
    verdict: Verdict,
    reasons: ReasonSource<'a>,
}

/// Where the reasons of a condition come from.
enum ReasonSource<'a> {
    /// It has one reason, made with it.
    Fixed(LeafReason),
    /// They are those of an expression.
    Expression(&'a rules::Expr),
}

impl Conditions<'_> {
    /// The outcome, and the tier of a grant.
    pub(super) fn answer(&self) -> Answer {
        let outcome = match conjunction(&self.applies) {
            Verdict::False => Outcome::NotApplicable,
            Verdict::True => self.outcome_if_applicable(),
            Verdict::Unknown => Outcome::Undetermined,
        };
        Answer {
            outcome,
            tier: self.tier().filter(|_| outcome == Outcome::Granted),
        }
    }

    /// The outcome by requirements and tiers, given that the programme applies.
    fn outcome_if_applicable(&self) -> Outcome {
        let verdicts = self.tiers.iter().map(|tier| tier.verdict);
        match (
            conjunction(&self.requirements),
            verdicts.fold(Verdict::False, Verdict::or),
        ) {
            (Verdict::False, _) | (_, Verdict::False) => Outcome::NotGranted,
            (Verdict::True, Verdict::True) => Outcome::Granted,
            _ => Outcome::Undetermined,
        }
    }

    /// The index of the best tier that is reached.
    fn tier(&self) -> Option<usize> {
        let mut tiers = self.tiers.iter();
        tiers.position(|tier| tier.verdict == Verdict::True)
    }

    /// The first better tier that is still open, with the reasons that leave it open.
    pub(super) fn upgrade(&self) -> Option<(usize, Vec<LeafReason>)> {
        let granted = self.answer().tier?;
        let mut better = self.tiers.iter().take(granted);
        let open = better.position(|tier| tier.verdict == Verdict::Unknown)?;
        Some((open, self.least(self.tiers.get(open)?)))
    }

    /// The reasons of the answer, each with the rule that it belongs to.
    pub(super) fn reasons(&self) -> Vec<(Rule, LeafReason)> {
        let Self {
            applies,
            requirements,
            tiers,
            ..
        } = self;
        let answer = self.answer();
        match answer.outcome {
            Outcome::NotApplicable => self.reasons_of_one_failed(applies),
            // Without a requirement that fails, every tier does, and each has to be explained.
            Outcome::NotGranted => match conjunction(requirements) {
                Verdict::False => self.reasons_of_one_failed(requirements),
                _ => self.reasons_of_all(tiers.iter().collect()),
            },
            Outcome::Granted => {
                let mut all: Vec<_> = requirements.iter().collect();
                all.extend(answer.tier.and_then(|tier| tiers.get(tier)));
                self.reasons_of_all(all)
            }
            Outcome::Undetermined => {
                let mut open: Vec<&EvaluatedCondition<'_>> = applies.iter().collect();
                if self.outcome_if_applicable() == Outcome::Undetermined {
                    open.extend(requirements);
                    // Where a tier is reached already, no other can change the outcome.
                    if self.tier().is_none() {
                        open.extend(tiers);
                    }
                }
                open.retain(|condition| condition.verdict == Verdict::Unknown);
                self.reasons_of_all(open)
            }
        }
    }

    /// The fewest reasons that explain one of the conditions that fail.
    fn reasons_of_one_failed(
        &self,
        conditions: &[EvaluatedCondition<'_>],
    ) -> Vec<(Rule, LeafReason)> {
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

    /// The fewest reasons that explain every one of these conditions. Each is given once, for the first rule that
    /// it stands in.
    fn reasons_of_all(&self, conditions: Vec<&EvaluatedCondition<'_>>) -> Vec<(Rule, LeafReason)> {
        let mut reasons = LeafReasons::default();
        let work = self.environment.work;
        let mut whole = Explanations::nothing();
        let mut first: Vec<Option<&Rule>> = Vec::new();
        for condition in conditions {
            let part = self.explain(condition, &mut reasons);
            whole = whole.and(&part, work);
            for number in part.numbers() {
                first.resize(first.len().max(number + 1), None);
                if let Some(first) = first.get_mut(number) {
                    first.get_or_insert(&condition.rule);
                }
            }
        }
        let tagged = whole.least().into_iter().filter_map(|number| {
            let rule = (*first.get(number)?)?;
            Some((rule.clone(), reasons.get(number)?.clone()))
        });
        tagged.collect()
    }

    fn least(&self, condition: &EvaluatedCondition<'_>) -> Vec<LeafReason> {
        let mut reasons = LeafReasons::default();
        let explanations = self.explain(condition, &mut reasons);
        reasons.least(explanations)
    }

    fn explain(
        &self,
        condition: &EvaluatedCondition<'_>,
        reasons: &mut LeafReasons,
    ) -> Explanations {
        match &condition.reasons {
            ReasonSource::Fixed(reason) => {
                Explanations::by(reason.clone(), reasons, self.environment.work)
            }
            ReasonSource::Expression(when) => when.explanations(self.environment, reasons),
        }
    }
}

/// Kleene's conjunction of their verdicts.
fn conjunction(conditions: &[EvaluatedCondition<'_>]) -> Verdict {
    let verdicts = conditions.iter().map(|condition| condition.verdict);
    verdicts.fold(Verdict::True, Verdict::and)
}

impl<'a> EvaluatedCondition<'a> {
    /// A condition that is an expression.
    pub(super) fn of(
        rule: Rule,
        when: &'a rules::Expr,
        environment: rules::Environment<'_>,
    ) -> Self {
        Self {
            rule,
            verdict: when.evaluate(environment),
            reasons: ReasonSource::Expression(when),
        }
    }

    /// A condition that is no expression: the claim that it is about, the cause of the reason if it does not
    /// hold, and what the reason says of path, expected and actual value.
    pub(super) fn built_in(
        rule: Rule,
        verdict: Verdict,
        (claim, cause): (&str, Why),
        (path, expected, actual): (&str, Value, Value),
    ) -> Self {
        Self {
            rule,
            verdict,
            reasons: ReasonSource::Fixed(LeafReason {
                op: "in",
                negated: false,
                verdict,
                claim: claim.to_owned(),
                why: if verdict == Verdict::True {
                    Why::Present
                } else {
                    cause
                },
                path: path.to_owned(),
                kind: None,
                others: Vec::new(),
                expected,
                actual,
                unknowns: Vec::new(),
            }),
        }
    }

    /// Says what leaves a built-in condition unknown.
    pub(super) fn add_unknown(&mut self, unknown: Unknown) {
        if let ReasonSource::Fixed(reason) = &mut self.reasons {
            reason.why = unknown.cause.into();
            reason.unknowns.push(unknown);
        }
    }
}
