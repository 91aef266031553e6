//! All that is told of a case that is decided, typed.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Time};
use super::conditions::Rule;
use super::day::Assessment;
use super::document::Ahead;
use super::horizon::Ends;
use super::outcome::{Answer, Outcome, WarningCode};
use super::remedy::Remedy;
use crate::credit::{Claim, SetAside};
use crate::error::Error;
use crate::rules::{Cause, Reason, Unknown, Verdict};
use crate::time::{Day, Instant};

/// What a case comes to, why, for how long, and what can be done.
#[derive(Debug)]
pub(super) struct Decided {
    pub(super) answer: Answer,
    /// Most useful first: what speaks against, then what is open, then what is in order; the order of the
    /// programme within each.
    pub(super) reasons: Vec<Told>,
    /// The units whose disclosure can still change an outcome that is open, each once.
    pub(super) missing: Vec<String>,
    pub(super) set_aside: Vec<SetAside>,
    pub(super) remedies: Vec<Remedy>,
    pub(super) eligible_from: Option<Instant>,
    pub(super) valid_until: Option<Instant>,
    /// The first better tier that is still open.
    pub(super) upgrade: Option<Upgrade>,
    /// Only a person can settle what leaves it open.
    pub(super) manual_review: bool,
    pub(super) warnings: Vec<WarningCode>,
}

/// A reason, with the rule that it belongs to.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) rule: Rule,
    pub(super) reason: Reason,
    /// Of an adverse record.
    pub(super) ahead: Option<Ahead>,
}

/// A tier by its index, and the units whose disclosure can settle it.
#[derive(Debug)]
pub(super) struct Upgrade {
    pub(super) tier: usize,
    pub(super) missing: Vec<String>,
}

impl Case<'_> {
    /// Decides a case at `now`.
    ///
    /// # Errors
    /// `limit.work`.
    pub(super) fn decided(&self, now: Instant, ends: Ends) -> Result<Decided, Error> {
        let days = self.turning_days(now);
        self.work.check()?;
        let mut found = self.decide(Time::At(now));
        let eligible_from = self.eligible_from(&found, &days, now);
        let valid_until = self.valid_until(&found, &days, ends, now);
        let then = eligible_from.map(|from| Time::Renewed(Day::of(from)));
        let mut estimated = found.is_estimated || then.is_some_and(|then| self.is_estimated(then));
        let mut unconfirmed = self.rests_on_unconfirmed(&found, Time::At(now))
            || then.is_some_and(|then| self.rests_on_unconfirmed(&self.decide(then), then));
        let open = match found.answer.outcome {
            Outcome::Undetermined => found.reasons.as_slice(),
            _ => &[],
        };
        let missing = missing(open.iter().map(|(_, reason)| reason));
        let mut unknowns = open.iter().flat_map(|(_, reason)| &reason.unknowns);
        let manual_review = unknowns.any(is_for_a_person);
        let reasons = self.told(&mut found, now);
        self.work.check()?;
        // What is left of the work goes to remedies: without some of them the decision stands.
        let (remedies, all) = self.remedies(&found, &days, now);
        for Remedy { grounds, .. } in &remedies {
            estimated |= grounds.estimated;
            unconfirmed |= !grounds.confirmed;
        }
        let warnings = [
            (!all).then_some(WarningCode::RemediesTooMany),
            estimated.then_some(WarningCode::TimeEstimatedWorkingDays),
            unconfirmed.then_some(WarningCode::LawUnconfirmed),
        ];
        Ok(Decided {
            answer: found.answer,
            reasons,
            missing,
            set_aside: found.set_aside,
            remedies,
            eligible_from,
            valid_until,
            upgrade: found.upgrade.map(|(tier, open)| Upgrade {
                tier,
                missing: self::missing(open.iter()),
            }),
            manual_review,
            warnings: warnings.into_iter().flatten().collect(),
        })
    }

    /// The reasons in the order in which they are told, with what lies ahead of each record: also where
    /// that is not told, so that there is work enough for the one where there is for the other.
    fn told(&self, found: &mut Assessment, now: Instant) -> Vec<Told> {
        let mut known: BTreeMap<String, Option<Ahead>> = BTreeMap::new();
        let reasons = std::mem::take(&mut found.reasons).into_iter();
        let told = reasons.map(|(rule, reason)| {
            let ahead = match known.get(&reason.path) {
                Some(known) => *known,
                None => {
                    let ahead = self.ahead(&reason.path, now);
                    known.insert(reason.path.clone(), ahead);
                    ahead
                }
            };
            Told {
                rule,
                reason,
                ahead,
            }
        });
        let [mut against, mut open, mut in_order] = [const { Vec::new() }; 3];
        for told in told {
            match told.reason.verdict {
                Verdict::False => against.push(told),
                Verdict::Unknown => open.push(told),
                Verdict::True => in_order.push(told),
            }
        }
        against.append(&mut open);
        against.append(&mut in_order);
        against
    }

    /// Of a path that names an adverse record: until when that counts by itself, and from when it
    /// can be repaired.
    fn ahead(&self, path: &str, now: Instant) -> Option<Ahead> {
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
        Some(Ahead {
            counts_until: prospects.counts_until,
            repairable_from: prospects.exit.map(|exit| exit.earliest.unwrap_or(today)),
        })
    }
}

fn is_for_a_person(unknown: &Unknown) -> bool {
    matches!(
        unknown.cause,
        Cause::Disputed | Cause::OutsideCatalogue | Cause::UnknownGrade
    )
}

/// The units whose disclosure can still change the answer, each once.
fn missing<'a>(reasons: impl Iterator<Item = &'a Reason>) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for unknown in reasons.flat_map(|r| &r.unknowns) {
        if unknown.cause == Cause::Undisclosed && seen.insert(&*unknown.unit) {
            units.push(unknown.unit.to_string());
        }
    }
    units
}
