//! The subject of a bundle, and whether another bundle can be about the same.

use super::claims::Claims;
use super::record::ByName;
use super::vocabulary::name::{AGE_OVER, ID, ID_TAIL, OFFICERS, ROLE};
use super::vocabulary::{SUBJECT, SUBJECT_KIND};
use crate::identity::is_same;
use crate::rules::{Fact, List, Members, Scalar};

impl Claims {
    /// The subject's identity code, if it is disclosed.
    pub(crate) fn id(&self) -> Option<&str> {
        self.subject.text(ID)
    }

    /// Whether somebody is an officer of the subject; `None` if its officers are not disclosed.
    pub(crate) fn has_officer(&self, role: &str, id: &str) -> Option<bool> {
        let Fact::List(officers) = self.subject.fact(OFFICERS.text)? else {
            return None;
        };
        let is_meant = |officer: &Members| {
            officer.text(ROLE) == Some(role)
                && officer.text(ID).is_some_and(|found| is_same(found, id))
        };
        Some(records(officers).any(is_meant))
    }

    pub(crate) fn shows_officers(&self) -> bool {
        self.subject.fact(OFFICERS.text).is_some()
    }

    /// The JSON pointer to a contradiction, if both bundles cannot be about one subject: its kind, or what both
    /// disclose of `subject`. In jurisdiction and records two issuers may well differ.
    pub(crate) fn contradiction(&self, other: &Self) -> Option<String> {
        if self.subject_kind != other.subject_kind {
            return Some(["/", SUBJECT_KIND.name].concat());
        }
        let differing = self.subject.known.iter().find(|(name, fact)| {
            let other = other.subject.fact(name);
            other.is_some_and(|other| differ(name, fact, other))
        });
        if let Some((name, _)) = differing {
            return Some(pointer(name));
        }
        if self.belies_tail_of(other) || other.belies_tail_of(self) {
            return Some(pointer(ID_TAIL.text));
        }
        // An age holds on the day on which it was stated. So the days of birth are compared that the ages allow.
        let born = self.birth.meet(other.birth);
        born.is_none().then(|| pointer(AGE_OVER.text))
    }

    fn belies_tail_of(&self, other: &Self) -> bool {
        let (Some(id), Some(tail)) = (self.id(), other.subject.text(ID_TAIL)) else {
            return false;
        };
        let end = id.len().checked_sub(tail.len());
        let end = end.and_then(|start| id.get(start..));
        !end.is_some_and(|end| is_same(end, tail))
    }
}

fn pointer(member: &str) -> String {
    ["/", SUBJECT.name, "/", member].concat()
}

/// Whether two disclosures of one member of `subject` cannot both be true.
fn differ(name: &str, one: &Fact, other: &Fact) -> bool {
    if name == AGE_OVER.text {
        return false;
    }
    match (one, other) {
        (Fact::Known(Scalar::Text(one)), Fact::Known(Scalar::Text(other))) if name == ID.text => {
            !is_same(one, other)
        }
        // In whatever order.
        (Fact::List(one), Fact::List(other)) => {
            let within = |all: &List, some: &List| {
                records(some).all(|record| records(all).any(|another| another == record))
            };
            !(within(one, other) && within(other, one))
        }
        _ => one != other,
    }
}

fn records(list: &List) -> impl Iterator<Item = &Members> {
    list.elements
        .iter()
        .filter_map(|element| element.record.as_deref())
}
