//! A decided case, typed: all that a decision can tell.

use super::case::{Case, EvaluationTime};
use super::conditions::Rule;
use super::day::Assessment;
use super::format::RecordOutlook;
use super::outcome::{Answer, Outcome, WarningCode};
use super::remedy::DecidedRemedy;
use crate::credit::{Claim, SetAsideRecord};
use crate::error::Error;
use crate::names::Names;
use crate::rules::{Cause, LeafReason, Unknown, Verdict};
use crate::time::{Day, Instant};

/// What a case comes to, why, for how long, and what can be done.
#[derive(Debug)]
pub(super) struct Decided {
    pub(super) answer: Answer,
    /// Most useful first: false verdicts, then unknown ones, then true ones. Within each, the order of the
    /// programme.
    pub(super) reasons: Vec<DecidedReason>,
    /// The units whose disclosure can still change an outcome that is open, each once.
    pub(super) missing: Vec<String>,
    pub(super) set_aside: Vec<SetAsideRecord>,
    pub(super) remedies: Vec<DecidedRemedy>,
    pub(super) eligible_from: Option<Instant>,
    pub(super) valid_until: Option<Instant>,
    /// The first better tier that is still open.
    pub(super) upgrade: Option<DecidedUpgrade>,
    /// Whether only a person can settle what leaves the outcome open.
    pub(super) manual_review: bool,
    pub(super) warnings: Vec<WarningCode>,
}

/// A reason with the rule that it belongs to.
#[derive(Debug)]
pub(super) struct DecidedReason {
    pub(super) rule: Rule,
    pub(super) reason: LeafReason,
    /// If it is about an adverse record.
    pub(super) outlook: Option<RecordOutlook>,
}

/// A tier by its index, and the units whose disclosure can settle it.
#[derive(Debug)]
pub(super) struct DecidedUpgrade {
    pub(super) tier: usize,
    pub(super) missing: Vec<String>,
}

impl Case<'_> {
    /// Decides a case at `now`. `documents_end` is the first end of a document that it rests on.
    ///
    /// # Errors
    /// `limit.work`.
    pub(super) fn decide(
        &self,
        now: Instant,
        documents_end: Option<Instant>,
    ) -> Result<Decided, Error> {
        let days = self.change_points(now);
        self.work.check()?;
        let mut assessment = self.assess(EvaluationTime::At(now));
        let eligible_from = self.eligible_from(&assessment, &days, now);
        let valid_until = self.valid_until(assessment.answer, &days, documents_end, now);
        let then = eligible_from.map(|from| EvaluationTime::Renewed(Day::of(from)));
        let mut estimated =
            assessment.is_estimated || then.is_some_and(|then| self.is_estimated(then));
        let mut unconfirmed = self.rests_on_unconfirmed(&assessment, EvaluationTime::At(now))
            || then.is_some_and(|then| self.rests_on_unconfirmed(&self.assess(then), then));
        let open = match assessment.answer.outcome {
            Outcome::Undetermined => assessment.reasons.as_slice(),
            _ => &[],
        };
        let missing = missing(open.iter().map(|(_, reason)| reason));
        let mut unknowns = open.iter().flat_map(|(_, reason)| &reason.unknowns);
        let manual_review = unknowns.any(needs_a_person);
        let mut is_stale = false;
        for reason in open.iter().map(|(_, reason)| reason) {
            is_stale |= reason.is_stale();
        }
        if let Some((_, open)) = &assessment.upgrade {
            for reason in open {
                is_stale |= reason.is_stale();
            }
        }
        estimated |= self.bundles.iter().any(|bundle| {
            let fresh = bundle.fresh_until;
            let ends = valid_until == Some(fresh.at) || is_stale && now >= fresh.at;
            fresh.is_estimated && ends
        });
        let reasons = self.reasons(&mut assessment, now);
        let mut bundles = self.bundles.iter();
        let another_end = bundles.any(|bundle| self.lawful_use(bundle).says_another_end());
        self.work.check()?;
        // What is left of the work goes to remedies. Without some of them the decision still stands.
        let (remedies, is_complete) = self.remedies(&assessment, &days, now);
        for DecidedRemedy { grounds, .. } in &remedies {
            estimated |= grounds.estimated;
            unconfirmed |= !grounds.confirmed;
        }
        let warnings = [
            (!is_complete).then_some(WarningCode::RemediesTooMany),
            estimated.then_some(WarningCode::TimeEstimatedWorkingDays),
            unconfirmed.then_some(WarningCode::LawUnconfirmed),
            another_end.then_some(WarningCode::LawPublishUntil),
        ];
        Ok(Decided {
            answer: assessment.answer,
            reasons,
            missing,
            set_aside: assessment.set_aside,
            remedies,
            eligible_from,
            valid_until,
            upgrade: assessment.upgrade.map(|(tier, open)| DecidedUpgrade {
                tier,
                missing: self::missing(open.iter()),
            }),
            manual_review,
            warnings: warnings.into_iter().flatten().collect(),
        })
    }

    /// The reasons in the order of a decision, with the outlook of each record. The outlook is worked out where it
    /// will not be told too: whether there is work enough must not depend on how much is told.
    fn reasons(&self, assessment: &mut Assessment, now: Instant) -> Vec<DecidedReason> {
        let mut known = Names::default();
        let mut outlooks: Vec<Option<RecordOutlook>> = Vec::new();
        let reasons = std::mem::take(&mut assessment.reasons).into_iter();
        let decided = reasons.map(|(rule, reason)| {
            let outlook = match known.get(&reason.path) {
                Some(number) => outlooks.get(number).copied().flatten(),
                None => {
                    known.add(&reason.path);
                    let outlook = self.outlook(&reason.path, now);
                    outlooks.push(outlook);
                    outlook
                }
            };
            DecidedReason {
                rule,
                reason,
                outlook,
            }
        });
        let [mut against, mut open, mut in_order] = [const { Vec::new() }; 3];
        for reason in decided {
            match reason.reason.verdict {
                Verdict::False => against.push(reason),
                Verdict::Unknown => open.push(reason),
                Verdict::True => in_order.push(reason),
            }
        }
        against.append(&mut open);
        against.append(&mut in_order);
        against
    }

    /// The outlook of the adverse record that a path names; `None` if it names none.
    fn outlook(&self, path: &str, now: Instant) -> Option<RecordOutlook> {
        let (place, index) = path.strip_suffix(']')?.split_once('[')?;
        let (alias, name) = place.split_once('.')?;
        let bundle = self.bundles.iter().find(|b| b.input.alias == alias)?;
        let mut lists = bundle.claims.lists.iter();
        let (list, claim) = lists.find(|(list, _)| list.name == name)?;
        let Claim::Known(records) = claim else {
            return None;
        };
        let Claim::Known(record) = records.get(index.parse::<usize>().ok()?)? else {
            return None;
        };
        let prospects = self
            .lawful_use(bundle)
            .prospects(list, record, Day::of(now))?;
        let today = Day::of(now);
        Some(RecordOutlook {
            counts_until: prospects.counts_until,
            repairable_from: prospects.exit.map(|exit| exit.earliest.unwrap_or(today)),
        })
    }
}

/// Whether no disclosure settles it, but a person can: a dispute, a code or a grade that is not known here.
fn needs_a_person(unknown: &Unknown) -> bool {
    matches!(
        unknown.cause,
        Cause::Disputed | Cause::OutsideCatalogue | Cause::UnknownGrade
    )
}

/// The units whose disclosure can still change the answer, each once.
fn missing<'a>(reasons: impl Iterator<Item = &'a LeafReason>) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut seen = Names::default();
    for unknown in reasons.flat_map(|r| &r.unknowns) {
        if unknown.cause == Cause::Undisclosed && seen.add(&unknown.unit) {
            units.push(unknown.unit.to_string());
        }
    }
    units
}
