//! What changes between two programmes: in their words, and for whom.

use std::cmp::Ordering;

use serde::Serialize;

use super::benefit::order;
use super::patch::is_same;
use super::prose::{self, Part};
use super::source::Source;
use crate::bilingual::Texts;
use crate::decision::{Explain, Outcome, ProgrammeVersion};
use crate::error::{Error, Stage, string_enum};
use crate::json::{self, Object, Value};
use crate::law::LawEdition;
use crate::limits;
use crate::time::Instant;
use crate::trial::Trial;

/// Two programmes: one before, and one after.
pub struct Comparison<'l> {
    law: &'l LawEdition,
    before: Source,
    after: Source,
}

/// What is otherwise in the programme after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProgrammeChanges {
    /// The programme before.
    pub before: ProgrammeVersion,
    /// The programme after.
    pub after: ProgrammeVersion,
    /// Members of the document other than rules. Of `requirements` and `tiers` the order of the ids.
    pub members: Vec<MemberChange>,
    /// Requirements and tiers, by their ids, and `applies_when`.
    pub parts: Vec<PartChange>,
}

/// A member that is otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MemberChange {
    /// Its name.
    pub name: String,
    /// What it was; none, if it was left out.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// A rule, with all that belongs to it, that is otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PartChange {
    /// `applies_when`, `requirements` or `tiers`.
    pub list: &'static str,
    /// The id; empty for `applies_when`.
    pub id: String,
    /// What it said, in plain words; none, if it is new.
    pub before: Option<Texts>,
    /// What it says; none, if it is gone.
    pub after: Option<Texts>,
}

string_enum! {
    /// What somebody has of a change.
    Effect {
        /// Another tier or benefit, and a better one.
        Better = "better",
        /// A benefit, where there was none.
        Gains = "gains",
        /// No benefit, where there was one.
        Loses = "loses",
        /// Something else, neither better nor worse by any figure.
        Other = "other",
        /// The same outcome, the same tier and the same benefit.
        Same = "same",
        /// Another tier or benefit, and a worse one.
        Worse = "worse",
    }
}

/// What one programme comes to on somebody's facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Answered {
    /// The outcome.
    pub outcome: Outcome,
    /// The id of the tier that is granted.
    pub tier: Option<String>,
    /// Its benefit.
    pub benefit: Option<Value>,
}

/// What both programmes come to on somebody's facts.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// What the change does to them; none, if one of the programmes cannot be decided on the facts.
    pub effect: Option<Effect>,
    /// By the programme before, or why it cannot be decided.
    #[serde(serialize_with = "answered")]
    pub before: Result<Answered, Error>,
    /// By the programme after.
    #[serde(serialize_with = "answered")]
    pub after: Result<Answered, Error>,
}

fn answered<S: serde::Serializer>(
    answered: &Result<Answered, Error>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match answered {
        Ok(answered) => answered.serialize(serializer),
        Err(error) => Object::from([("error", error.to_json())]).serialize(serializer),
    }
}

impl<'l> Comparison<'l> {
    /// # Errors
    /// Those for which the one before is refused, or else the one after.
    pub fn of(law: &'l LawEdition, before: &str, after: &str) -> Result<Self, Error> {
        let mut before = Source::read(law.law(), before)?;
        let mut after = Source::read(law.law(), after)?;
        // Of a version and the one that follows it, one is in force at a time. What else they differ in is the question.
        let (one, other) = (before.programme.window, after.programme.window);
        let both = (one.0.min(other.0), one.1.max(other.1));
        before.programme.window = both;
        after.programme.window = both;
        Ok(Self { law, before, after })
    }

    /// What is otherwise in the programme after.
    pub fn changes(&self) -> ProgrammeChanges {
        ProgrammeChanges {
            before: version(&self.before),
            after: version(&self.after),
            members: members(&self.before.document, &self.after.document),
            parts: parts(
                &prose::parts(&self.before, self.law),
                &prose::parts(&self.after, self.law),
            ),
        }
    }

    /// Decides both on somebody's facts, each as if it were in force as soon and as long as the two together, as [`Trial::run`] takes them.
    ///
    /// # Errors
    /// `format.*`, `limit.*` for what is no JSON.
    pub fn on(&self, facts: &str, now: Instant) -> Result<Difference, Error> {
        let facts = json::parse(facts.as_bytes(), limits::OPTIONS_BYTES);
        Ok(self.on_facts(&facts.map_err(|e| e.at(Stage::Input))?, now))
    }

    /// The same of facts that were read before.
    pub fn on_facts(&self, facts: &Value, now: Instant) -> Difference {
        let decide = |source: &Source| {
            let law = self.law.law();
            let trial = Trial::of_known(law, &source.programme, facts, now, Explain::Codes)?;
            let decision = trial.decision();
            Ok(Answered {
                outcome: decision.outcome(),
                tier: decision.tier().map(str::to_owned),
                benefit: decision.benefit().cloned(),
            })
        };
        let (before, after) = (decide(&self.before), decide(&self.after));
        let both = before.as_ref().ok().zip(after.as_ref().ok());
        Difference {
            effect: both.map(|(before, after)| effect(before, after)),
            before,
            after,
        }
    }
}

fn version(source: &Source) -> ProgrammeVersion {
    ProgrammeVersion {
        id: source.programme.id.clone(),
        version: source.programme.version,
    }
}

/// Members that are told rule by rule.
const PARTS: [&str; 3] = ["applies_when", "requirements", "tiers"];

fn members(before: &Value, after: &Value) -> Vec<MemberChange> {
    let names = [before, after].into_iter().filter_map(Value::as_object);
    let mut all: Vec<&str> = Vec::new();
    for (name, _) in names.flat_map(Object::iter) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let of = |document: &Value, name: &str| match PARTS.contains(&name) {
        false => document.member(name).cloned(),
        true => {
            let parts = document.member(name).and_then(Value::as_array)?;
            let ids = parts.iter().filter_map(|part| part.member("id").cloned());
            Some(Value::Array(ids.collect()))
        }
    };
    let changes = all.into_iter().map(|name| MemberChange {
        name: name.to_owned(),
        before: of(before, name),
        after: of(after, name),
    });
    changes
        .filter(|change| !are_same(change.before.as_ref(), change.after.as_ref()))
        .collect()
}

fn parts(before: &[Part], after: &[Part]) -> Vec<PartChange> {
    let find = |parts: &[Part], part: &Part| {
        let mut parts = parts.iter();
        let found = parts.find(|other| other.list == part.list && other.id == part.id);
        found.map(said)
    };
    let mut changes = Vec::new();
    for part in before {
        changes.push(PartChange {
            list: part.list,
            id: part.id.clone(),
            before: Some(said(part)),
            after: find(after, part),
        });
    }
    for part in after.iter().filter(|part| find(before, part).is_none()) {
        changes.push(PartChange {
            list: part.list,
            id: part.id.clone(),
            before: None,
            after: Some(said(part)),
        });
    }
    changes.retain(|change| change.before != change.after);
    changes
}

fn said(part: &Part) -> Texts {
    let [chinese, english] = part.words.clone();
    Texts { chinese, english }
}

fn are_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => is_same(one, other),
        (one, other) => one == other,
    }
}

fn effect(before: &Answered, after: &Answered) -> Effect {
    let granted = |answered: &Answered| answered.outcome == Outcome::Granted;
    let is_unchanged = before.outcome == after.outcome
        && before.tier == after.tier
        && are_same(before.benefit.as_ref(), after.benefit.as_ref());
    match (granted(before), granted(after)) {
        _ if is_unchanged => Effect::Same,
        (false, true) => Effect::Gains,
        (true, false) => Effect::Loses,
        (false, false) => Effect::Other,
        (true, true) => match (&before.benefit, &after.benefit) {
            (Some(before), Some(after)) => match order(before, after) {
                Some(Ordering::Less) => Effect::Better,
                Some(Ordering::Greater) => Effect::Worse,
                Some(Ordering::Equal) | None => Effect::Other,
            },
            _ => Effect::Other,
        },
    }
}
