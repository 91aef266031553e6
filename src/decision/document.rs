//! The decision as a document.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::conditions::Rule;
use super::decided::{Decided, Told};
use super::outcome::{Explain, Outcome};
use super::remedy::{Remedy, Step};
use crate::credit::{Ground, SetAside};
use crate::json::{Object, Value, write};
use crate::languages::blank;
use crate::programme::Programme;
use crate::rules::Verdict;
use crate::time::{Day, Instant};
use crate::visible::make_visible;

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

/// Writes down what a case under a programme has been decided to be.
pub(super) fn write_decision(
    programme: &Programme,
    decided: &Decided,
    explain: Explain,
    mut warnings: Vec<Value>,
    evidence: Object,
) -> Decision {
    warnings.extend(decided.warnings.iter().map(|w| warning(w.as_str())));
    let outcome = decided.answer.outcome;
    let tier = decided.answer.tier.and_then(|t| programme.tiers.get(t));
    let upgrade = decided.upgrade.as_ref().and_then(|upgrade| {
        let better = programme.tiers.get(upgrade.tier)?;
        Some(Object::from([
            ("tier", Value::from(better.id.as_str())),
            ("benefit", better.benefit.clone()),
            ("missing", upgrade.missing.clone().into()),
        ]))
    });
    let remedies = decided.remedies.iter();
    let remedies = remedies.map(|remedy| remedy_json(programme, remedy, explain));
    let mut document = Object::from([
        ("decision", Value::from(FORMAT)),
        ("outcome", outcome.as_str().into()),
        ("programme", programme_json(programme).into()),
        ("tier", tier.map(|t| t.id.as_str()).into()),
        ("benefit", tier.map(|t| t.benefit.clone()).into()),
        ("reasons", reasons_json(programme, decided, explain).into()),
        ("missing", decided.missing.clone().into()),
        ("set_aside", set_aside_json(&decided.set_aside, explain)),
        ("remedies", remedies.collect::<Vec<_>>().into()),
        ("eligible_from", instant(decided.eligible_from)),
        ("valid_until", instant(decided.valid_until)),
        ("upgrade", upgrade.into()),
        ("manual_review", decided.manual_review.into()),
        ("warnings", Value::Array(warnings)),
        ("evidence", evidence.into()),
    ]);
    // Here, so that every host writes the same: texts of programmes and records, too, are shown.
    document.iter_mut().for_each(|(_, m)| make_visible(m));
    Decision { outcome, document }
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

/// Those that differ by what is not told are one.
fn reasons_json(programme: &Programme, decided: &Decided, explain: Explain) -> Vec<Object> {
    let mut written = BTreeSet::new();
    let reasons = decided.reasons.iter();
    let mut reasons: Vec<Object> = reasons
        .map(|told| reason_json(programme, told, explain))
        .collect();
    reasons.retain(|reason| written.insert(write(&reason.clone().into())));
    reasons
}

fn reason_json(programme: &Programme, told: &Told, explain: Explain) -> Object {
    let Told {
        rule,
        reason,
        ahead,
    } = told;
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
    json.set("message", own_text.cloned().unwrap_or_else(blank));
    json.set("basis", requirement.and_then(|r| r.basis.as_deref()));
    if let (Explain::Full, Some(ahead)) = (explain, ahead) {
        let record = Object::from([
            ("counts_until", day(ahead.counts_until)),
            ("repairable_from", day(ahead.repairable_from)),
        ]);
        json.set("record", record);
    }
    json
}

fn set_aside_json(set_aside: &[SetAside], explain: Explain) -> Value {
    if explain == Explain::Full {
        let each = set_aside.iter().map(|s| {
            Object::from([
                ("path", Value::from(s.path.as_str())),
                ("ground", s.reason.ground.as_str().into()),
                ("basis", s.reason.basis.into()),
                ("since", day(s.reason.since)),
            ])
        });
        return each.collect::<Vec<_>>().into();
    }
    // Grounds in the order of their names, the laws of each in that of the records.
    let mut counts: Vec<(Ground, &str, i64)> = Vec::new();
    for SetAside { reason, .. } in set_aside {
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

fn remedy_json(programme: &Programme, remedy: &Remedy, explain: Explain) -> Object {
    let steps = remedy.steps.iter().map(|step| step_json(step, explain));
    let tier = programme.tiers.get(remedy.tier);
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

fn day(day: Option<Day>) -> Value {
    day.map(|day| day.to_string()).into()
}
