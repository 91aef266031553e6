//! The decision as a document.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::horizon::Ends;
use super::outcome::{Case, Found, Rule, Time};
use super::remedy::{Remedy, Step};
use crate::credit::{Claim, Ground, Rows, SetAside};
use crate::error::{Error, string_enum};
use crate::json::{Object, Value, write};
use crate::messages;
use crate::programme::Programme;
use crate::rules::{Cause, Reason, Unknown, Verdict};
use crate::time::{Day, Instant};
use crate::visible::make_visible;

string_enum! {
    /// What a decision says.
    Outcome {
        /// The benefit of the decision's tier is due.
        Granted = "granted",
        /// The programme is not for this subject, or not for this day.
        NotApplicable = "not_applicable",
        /// No benefit. It says nothing about the base service.
        NotGranted = "not_granted",
        /// What is hidden, stale or disputed leaves it open.
        Undetermined = "undetermined",
    }
}

string_enum! {
    /// How much a decision tells.
    Explain {
        /// Reasons by code, without values, records and their places.
        Codes = "codes",
        /// Everything: for the holder's own device, or with authorisation.
        Full = "full",
    }
}

/// The version of the format of decisions.
const FORMAT: i64 = 1;

/// A decision, format 1.
///
/// Only a verified bundle leads to one. [`to_json`](Self::to_json) is the whole of it; the other
/// methods are for callers that act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    outcome: Outcome,
    document: Object,
}

impl Decision {
    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The id of the tier that is granted.
    pub fn tier(&self) -> Option<&str> {
        self.document.get("tier").and_then(Value::as_str)
    }

    /// The benefit of that tier, as the programme words it.
    pub fn benefit(&self) -> Option<&Value> {
        self.document.get("benefit").filter(|b| **b != Value::Null)
    }

    /// The document. No character in it is unseen but line breaks and tabs
    /// ([`is_unseen`](crate::is_unseen)): others stand there by their numbers.
    pub fn to_json(&self) -> Value {
        self.document.clone().into()
    }
}

/// As compact JSON.
impl core::fmt::Display for Decision {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&write(&self.to_json()))
    }
}

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
        mut warnings: Vec<Value>,
        evidence: Object,
    ) -> Result<Decision, Error> {
        let days = self.turning_days(now);
        self.work.check()?;
        let found = self.decide(Time::At(now));
        let eligible_from = self.eligible_from(&found, &days, now);
        let valid_until = self.valid_until(&found, &days, ends, now);
        let then = eligible_from.map(|from| Time::Renewed(Day::of(from)));
        let mut estimated =
            self.is_estimated(Time::At(now)) || then.is_some_and(|then| self.is_estimated(then));
        let mut unconfirmed = self.rests_on_unconfirmed(&found, Time::At(now))
            || then.is_some_and(|then| self.rests_on_unconfirmed(&self.decide(then), then));
        let records = self.records_of(&found, explain, now);
        self.work.check()?;
        // What is left of the work goes to remedies: without some of them the decision stands.
        let (remedies, all) = self.remedies(&found, &days, now);
        for Remedy { grounds, .. } in &remedies {
            estimated |= grounds.estimated;
            unconfirmed |= !grounds.confirmed;
        }
        let due = [
            (!all).then(|| warning("remedies.too_many")),
            estimated.then(|| warning("time.estimated_working_days")),
            unconfirmed.then(|| warning("law.unconfirmed")),
        ];
        warnings.extend(due.into_iter().flatten());
        let programme = self.programme;
        let tier = found.answer.tier.and_then(|t| programme.tiers.get(t));
        let upgrade = found.upgrade.as_ref().and_then(|(better, open)| {
            let better = programme.tiers.get(*better)?;
            Some(Object::from([
                ("tier", Value::from(better.id.as_str())),
                ("benefit", better.benefit.clone()),
                ("missing", missing(open.iter()).into()),
            ]))
        });
        let undetermined = found.answer.outcome == Outcome::Undetermined;
        let open: Vec<&Reason> = match undetermined {
            true => found.reasons.iter().map(|(_, reason)| reason).collect(),
            false => Vec::new(),
        };
        let for_a_person = |u: &Unknown| {
            matches!(
                u.cause,
                Cause::Disputed | Cause::OutsideCatalogue | Cause::UnknownGrade
            )
        };
        let manual_review = open.iter().flat_map(|r| &r.unknowns).any(for_a_person);
        let mut reasons: Vec<Object> = Vec::new();
        let mut told = BTreeSet::new();
        for (rule, reason) in ordered(&found.reasons) {
            let mut json = reason_json(programme, rule, reason, explain);
            if let Some(Some(record)) = records.get(reason.path.as_str()) {
                json.set("record", record.clone());
            }
            // Those that differ by what is not told are one.
            if told.insert(write(&json.clone().into())) {
                reasons.push(json);
            }
        }
        let mut document = Object::from([
            ("decision", Value::from(FORMAT)),
            ("outcome", found.answer.outcome.as_str().into()),
            ("programme", programme_json(programme).into()),
            ("tier", tier.map(|t| t.id.as_str()).into()),
            ("benefit", tier.map(|t| t.benefit.clone()).into()),
            ("reasons", reasons.into()),
            ("missing", missing(open.into_iter()).into()),
            ("set_aside", set_aside(&found, explain)),
            ("remedies", self.remedies_json(&remedies, explain)),
            ("eligible_from", instant(eligible_from)),
            ("valid_until", instant(valid_until)),
            ("upgrade", upgrade.into()),
            ("manual_review", manual_review.into()),
            ("warnings", Value::Array(warnings)),
            ("evidence", evidence.into()),
        ]);
        // Here, so that every host writes the same: texts of programmes and records, too, are shown.
        document.iter_mut().for_each(|(_, m)| make_visible(m));
        Ok(Decision {
            outcome: found.answer.outcome,
            document,
        })
    }
}

/// Something that does not change the outcome but that its reader should know.
pub(crate) fn warning(code: &str) -> Value {
    Object::from([("code", Value::from(code))]).into()
}

fn programme_json(programme: &Programme) -> Object {
    let version = i64::try_from(programme.version).unwrap_or(i64::MAX);
    Object::from([
        ("id", Value::from(programme.id.as_str())),
        ("version", version.into()),
    ])
}

/// Most useful first: what speaks against, then what is open, then what is in order; the order of
/// the programme within each.
fn ordered(reasons: &[(Rule, Reason)]) -> Vec<&(Rule, Reason)> {
    let of = |verdict| {
        let same = move |(_, reason): &&(Rule, Reason)| reason.verdict == verdict;
        reasons.iter().filter(same)
    };
    of(Verdict::False)
        .chain(of(Verdict::Unknown))
        .chain(of(Verdict::True))
        .collect()
}

fn reason_json(programme: &Programme, rule: &Rule, reason: &Reason, explain: Explain) -> Object {
    let requirement = match rule {
        Rule::Requirement(i) => programme.requirements.get(*i),
        _ => None,
    };
    let id = match rule {
        Rule::Member(name) => name,
        Rule::Requirement(_) => requirement.map_or("", |r| r.id.as_str()),
        Rule::Tier(i) => programme.tiers.get(*i).map_or("", |t| t.id.as_str()),
    };
    let own_text = requirement
        .filter(|_| reason.verdict == Verdict::False)
        .and_then(|r| r.unmet.as_ref());
    let full = explain == Explain::Full;
    // The number of a record says how many others there are.
    let path = match reason.path.split_once('[') {
        Some((list, _)) if !full => list,
        _ => &reason.path,
    };
    let mut json = Object::from([
        ("rule", Value::from(id)),
        (
            "code",
            format!("{}.{}", reason.claim, reason.why.as_str()).into(),
        ),
        ("verdict", reason.verdict.as_str().into()),
        ("path", path.into()),
        ("op", reason.op.into()),
    ]);
    if full {
        if let (Some((list, _)), false) = (path.split_once('['), reason.others.is_empty()) {
            let others = reason.others.iter().map(|i| format!("{list}[{i}]"));
            json.set("others", others.collect::<Vec<_>>());
        }
        json.set("expected", reason.expected.clone());
        json.set("actual", reason.actual.clone());
    }
    json.set("message", own_text.cloned().unwrap_or_else(messages::blank));
    json.set("basis", requirement.and_then(|r| r.basis.as_deref()));
    json
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

fn set_aside(found: &Found, explain: Explain) -> Value {
    if explain == Explain::Full {
        let each = found.set_aside.iter().map(|s| {
            Object::from([
                ("path", Value::from(s.path.as_str())),
                ("ground", s.reason.ground.as_str().into()),
                ("basis", s.reason.basis.into()),
                ("since", s.reason.since.map(|day| day.to_string()).into()),
            ])
        });
        return each.collect::<Vec<_>>().into();
    }
    // Grounds in the order of their names, the laws of each in that of the records.
    let mut counts: Vec<(Ground, &str, i64)> = Vec::new();
    for SetAside { reason, .. } in &found.set_aside {
        let same = |(g, b, _): &&mut (Ground, &str, i64)| *g == reason.ground && *b == reason.basis;
        match counts.iter_mut().find(same) {
            Some((_, _, count)) => *count += 1,
            None => {
                let place = counts.partition_point(|(ground, ..)| *ground <= reason.ground);
                counts.insert(place, (reason.ground, reason.basis, 1));
            }
        }
    }
    let each = counts.into_iter().map(|(ground, basis, count)| {
        Object::from([
            ("ground", Value::from(ground.as_str())),
            ("basis", basis.into()),
            ("count", count.into()),
        ])
    });
    each.collect::<Vec<_>>().into()
}

impl Case<'_> {
    /// Whether a rule then counts working days in a year whose holidays are not announced.
    pub(super) fn is_estimated(&self, time: Time) -> bool {
        let scene = self.scene(time, Rows::All);
        let mut rules = self.programme.rules();
        rules.any(|rule| rule.is_estimated(scene.facts()))
    }

    /// The records that reasons name, by their paths: of those that are adverse what lies ahead, where
    /// everything is told.
    fn records_of<'f>(
        &self,
        found: &'f Found,
        explain: Explain,
        now: Instant,
    ) -> BTreeMap<&'f str, Option<Object>> {
        let mut records = BTreeMap::new();
        if explain == Explain::Full {
            for (_, reason) in &found.reasons {
                let path = reason.path.as_str();
                records
                    .entry(path)
                    .or_insert_with(|| self.prospects(path, now));
            }
        }
        records
    }

    /// Of a path that names an adverse record: until when that counts by itself, and from when it
    /// can be repaired.
    fn prospects(&self, path: &str, now: Instant) -> Option<Object> {
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
        let prospects = self.law(bundle).prospects(list, record, Day::of(now))?;
        let today = Day::of(now);
        let repair = prospects.exit.map(|exit| exit.earliest.unwrap_or(today));
        let day = |day: Option<Day>| Value::from(day.map(|day| day.to_string()));
        Some(Object::from([
            ("counts_until", day(prospects.counts_until)),
            ("repairable_from", day(repair)),
        ]))
    }

    fn remedies_json(&self, remedies: &[Remedy], explain: Explain) -> Value {
        let each = remedies.iter().map(|remedy| {
            let steps = remedy.steps.iter().map(|step| step_json(step, explain));
            let tier = self.programme.tiers.get(remedy.tier);
            let then = Object::from([
                ("outcome", Value::from(Outcome::Granted.as_str())),
                ("tier", tier.map(|t| t.id.as_str()).into()),
                ("benefit", tier.map(|t| t.benefit.clone()).into()),
            ]);
            Object::from([
                ("steps", steps.collect::<Vec<_>>().into()),
                ("on", Value::from(remedy.on.to_string())),
                ("then", then.into()),
            ])
        });
        each.collect::<Vec<_>>().into()
    }
}

fn step_json(step: &Step, explain: Explain) -> Object {
    let mut json = Object::new();
    if explain == Explain::Full {
        json.push("path", step.path.as_str().into());
    }
    let duties = step
        .exit
        .duties
        .iter()
        .map(|duty| Value::from(duty.as_str()));
    json.push("action", step.exit.action.as_str().into());
    json.push("earliest", step.earliest.to_string().into());
    json.push("duties", Value::Array(duties.collect()));
    json.push("basis", step.exit.basis.into());
    json
}

/// Days are announced by the instant at which they begin in China.
fn instant(at: Option<Instant>) -> Value {
    at.map(|at| at.to_string()).into()
}
