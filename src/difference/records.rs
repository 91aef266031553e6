//! What changed in the records. They are matched by what a record is known by, and not by their places.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::credit::{self, list_type};
use crate::error::string_enum;
use crate::json::{Object, Value, pointer_to};

string_enum! {
    /// What happened to a claim or a record.
    ChangeKind {
        /// It is on record now, and was not.
        Added = "added",
        /// It says something else.
        Changed = "changed",
        /// It was shown, and is hidden now: it may be there as before.
        Hidden = "hidden",
        /// It was on record, and is not any more.
        Removed = "removed",
        /// It is shown now, and was hidden: it may have been there before.
        Shown = "shown",
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What happened.
    pub change: ChangeKind,
    /// The claim: a list, such as `penalties`, or `evaluations.sh-public`.
    pub claim: String,
    /// Where it is in the earlier bundle, a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// Where it is in the later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<String>,
    /// What it says, where it is in one of them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// What differs, where it is in both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberChange>,
}

/// A member that differs. One that is not there is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MemberChange {
    /// Its name; empty for a claim that is one value.
    pub member: String,
    /// What it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Value>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<Value>,
}

impl Change {
    /// Whether it is about a record of a list, and not about the list.
    pub(super) fn is_of_a_record(&self) -> bool {
        let places = [&self.earlier, &self.later];
        places
            .into_iter()
            .flatten()
            .any(|place| place.matches('/').count() > 1)
    }

    /// The record in the later bundle as decisions name it, after the input: `penalties[1]`.
    pub(super) fn later_path(&self) -> Option<String> {
        let (_, index) = self.later.as_ref()?.rsplit_once('/')?;
        Some(format!("{}[{index}]", self.claim))
    }

    /// Whether it is none: a record that says the same in both, told with its places.
    pub(super) fn is_none(&self) -> bool {
        self.change == ChangeKind::Changed && self.members.is_empty()
    }

    /// Without anything that a record says.
    pub(super) fn by_name_alone(self) -> Self {
        Self::new(self.change, &self.claim)
    }

    fn new(change: ChangeKind, claim: &str) -> Self {
        Self {
            change,
            claim: claim.to_owned(),
            earlier: None,
            later: None,
            value: None,
            members: Vec::new(),
        }
    }
}

/// The claims that are neither records nor on record: about the bundle itself. Links are new in every bundle, and
/// statements of absence say what the lists say.
const OF_THE_BUNDLE: &[&str] = &[
    "iss",
    "iat",
    "nbf",
    "exp",
    "vct",
    "cnf",
    "status",
    "as_of",
    "catalogue",
    "clear",
];
const NEW_EACH_TIME: &[&str] = &["link", "links"];
/// The claims whose members are a disclosure each.
const GROUPS: &[&str] = &["subject", "evaluations"];

/// What a record is known by. Others of these members may be corrected; of these each makes another record.
fn known_by(list: &str) -> &'static [&'static str] {
    match list {
        "listings" => &["list", "scope", "since", "authority"],
        "penalties" => &["document", "authority"],
        "commitments" => &["type", "item", "made_on", "authority"],
        "obligations" => &["kind", "due", "authority", "basis"],
        "honours" => &["kind", "list", "scope", "since", "authority"],
        "licences" => &["document", "kind", "authority"],
        _ => &["kind"],
    }
}

/// What is shown in a place. Nothing, where it is hidden or is not there: an issuer need not issue every claim, so that
/// what a bundle lacks says nothing of what was on record.
fn shown<'v>(object: &'v Object, name: &str) -> Option<&'v Value> {
    object.get(name).filter(|value| !is_hidden(value))
}

fn is_hidden(value: &Value) -> bool {
    let members = value.as_object();
    members.is_some_and(|members| members.len() == 1 && members.contains(credit::UNDISCLOSED))
}

/// What changed between two sets of claims, as plain facts, and where records are that did not.
pub(super) fn changes(earlier: &Object, later: &Object) -> Vec<Change> {
    let mut found = Vec::new();
    let names = names(earlier, later);
    for name in names.iter().filter(|name| !OF_THE_BUNDLE.contains(name)) {
        // Never a disclosure themselves: where all of one is hidden, its members are.
        let group = |of: &'_ Object| of.get(name).and_then(Value::as_object).cloned();
        match [shown(earlier, name), shown(later, name)] {
            _ if GROUPS.contains(name) => {
                let [before, after] = [earlier, later].map(|of| group(of).unwrap_or_default());
                let (before, after) = (&before, &after);
                for member in self::names(before, after) {
                    if !NEW_EACH_TIME.contains(&member) {
                        let claim = format!("{name}.{member}");
                        let sides = [shown(before, member), shown(after, member)];
                        found.extend(whole(&claim, &pointer_to(&[name, member]), sides));
                    }
                }
            }
            [Some(Value::Array(before)), Some(Value::Array(after))]
                if list_type(name).is_some() =>
            {
                records(name, before, after, &mut found);
            }
            sides => found.extend(whole(name, &pointer_to(&[name]), sides)),
        }
    }
    found
}

/// All names, those of the earlier first.
fn names<'o>(earlier: &'o Object, later: &'o Object) -> Vec<&'o str> {
    let mut names: Vec<&str> = earlier.iter().map(|(name, _)| name).collect();
    for (name, _) in later.iter() {
        if !earlier.contains(name) {
            names.push(name);
        }
    }
    names.retain(|name| *name != credit::UNDISCLOSED);
    names
}

/// What changed in a claim that is shown or hidden as a whole.
fn whole(claim: &str, pointer: &str, sides: [Option<&Value>; 2]) -> Option<Change> {
    let change = |kind| Change::new(kind, claim);
    let place = || Some(pointer.to_owned());
    Some(match sides {
        [Some(before), Some(after)] if before != after => Change {
            earlier: place(),
            later: place(),
            members: members(before, after),
            ..change(ChangeKind::Changed)
        },
        [Some(_), None] => Change {
            earlier: place(),
            ..change(ChangeKind::Hidden)
        },
        [None, Some(after)] => Change {
            later: place(),
            value: Some(after.clone()),
            ..change(ChangeKind::Shown)
        },
        _ => return None,
    })
}

fn members(before: &Value, after: &Value) -> Vec<MemberChange> {
    if before == after {
        return Vec::new();
    }
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return vec![MemberChange {
            member: String::new(),
            earlier: Some(before.clone()),
            later: Some(after.clone()),
        }];
    };
    let differing = names(before, after).into_iter().filter_map(|name| {
        let (earlier, later) = (before.get(name), after.get(name));
        (earlier != later).then(|| MemberChange {
            member: name.to_owned(),
            earlier: earlier.cloned(),
            later: later.cloned(),
        })
    });
    differing.collect()
}

/// What became of each record of a list that both show.
fn records(list: &str, before: &[Value], after: &[Value], found: &mut Vec<Change>) {
    let key = |record: &Value| {
        let members = known_by(list).iter();
        let key: Vec<String> = members
            .map(|name| {
                record
                    .member(name)
                    .map_or_else(String::new, Value::to_string)
            })
            .collect();
        key
    };
    let mut places: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (index, record) in after.iter().enumerate() {
        if !is_hidden(record) {
            places.entry(key(record)).or_default().push(index);
        }
    }
    let hides = |records: &[Value]| records.iter().any(is_hidden);
    let (before_hides, after_hides) = (hides(before), hides(after));
    let place = |index: usize| Some(pointer_to(&[list, &index.to_string()]));
    let mut partners = vec![None; after.len()];
    // Those that are the same come first: several may be known by the same.
    for is_same_alone in [true, false] {
        for (index, record) in before.iter().enumerate() {
            if is_hidden(record) || partners.contains(&Some(index)) {
                continue;
            }
            let candidates = places
                .get(&key(record))
                .map(Vec::as_slice)
                .unwrap_or_default();
            let fits = |at: &&usize| {
                let is_free = partners.get(**at).is_some_and(Option::is_none);
                is_free && (!is_same_alone || after.get(**at) == Some(record))
            };
            if let Some(at) = candidates.iter().find(fits).copied()
                && let Some(partner) = partners.get_mut(at)
            {
                *partner = Some(index);
            }
        }
    }
    for (index, record) in before.iter().enumerate() {
        if is_hidden(record) {
            continue;
        }
        let base = |kind| Change {
            earlier: place(index),
            ..Change::new(kind, list)
        };
        match partners.iter().position(|partner| *partner == Some(index)) {
            Some(at) => {
                let other = after.get(at).unwrap_or(record);
                found.push(Change {
                    later: place(at),
                    members: members(record, other),
                    ..base(ChangeKind::Changed)
                });
            }
            // One of those that are hidden may be this one.
            None if after_hides => found.push(base(ChangeKind::Hidden)),
            None => found.push(Change {
                value: Some(record.clone()),
                ..base(ChangeKind::Removed)
            }),
        }
    }
    for (index, record) in after.iter().enumerate() {
        if !is_hidden(record) && partners.get(index).is_some_and(Option::is_none) {
            let kind = match before_hides {
                true => ChangeKind::Shown,
                false => ChangeKind::Added,
            };
            found.push(Change {
                later: place(index),
                value: Some(record.clone()),
                ..Change::new(kind, list)
            });
        }
    }
}
