//! Whom a bundle is about, and whether another may be about the same.

use alloc::borrow::ToOwned;
use alloc::string::String;

use super::claims::Claims;
use crate::identity::is_same;
use crate::rules::{Fact, List, Members, Scalar};

impl Claims {
    /// The subject's identity code, if it is disclosed.
    pub(crate) fn id(&self) -> Option<&str> {
        self.subject_text("id")
    }

    /// Whether somebody is an officer of the subject; `None` if its officers are not disclosed.
    pub(crate) fn has_officer(&self, role: &str, id: &str) -> Option<bool> {
        let Fact::List(officers) = self.subject.get("officers")? else {
            return None;
        };
        let is_meant = |officer: &Members| {
            text(officer, "role") == Some(role)
                && text(officer, "id").is_some_and(|found| is_same(found, id))
        };
        Some(records(officers).any(is_meant))
    }

    /// The JSON pointer to something in which no subject can be what both bundles say of theirs:
    /// its kind, or what both disclose of `subject`. Where they come from and what is on record is
    /// another matter, in which two issuers may well differ.
    pub(crate) fn contradiction(&self, other: &Self) -> Option<String> {
        if self.subject_kind != other.subject_kind {
            return Some("/subject_kind".to_owned());
        }
        let differing = self.subject.known.iter().find(|(name, fact)| {
            let other = other.subject.get(name);
            other.is_some_and(|other| differ(name, fact, other))
        });
        if let Some((name, _)) = differing {
            return Some(format!("/subject/{name}"));
        }
        if self.belies_tail_of(other) || other.belies_tail_of(self) {
            return Some("/subject/id_tail".to_owned());
        }
        // Ages hold on the day on which they were told: what they leave open of the birth is
        // compared.
        let born = self.birth.meet(other.birth);
        born.is_none().then(|| "/subject/age_over".to_owned())
    }

    fn belies_tail_of(&self, other: &Self) -> bool {
        let (Some(id), Some(tail)) = (self.id(), other.subject_text("id_tail")) else {
            return false;
        };
        let end = id.len().checked_sub(tail.len());
        let end = end.and_then(|start| id.get(start..));
        !end.is_some_and(|end| is_same(end, tail))
    }

    fn subject_text(&self, name: &str) -> Option<&str> {
        match self.subject.get(name)? {
            Fact::Known(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Whether two disclosures of one member of `subject` cannot both be true.
fn differ(name: &str, one: &Fact, other: &Fact) -> bool {
    match (name, one, other) {
        ("age_over", _, _) => false,
        ("id", Fact::Known(Scalar::Text(one)), Fact::Known(Scalar::Text(other))) => {
            !is_same(one, other)
        }
        // In whatever order.
        (_, Fact::List(one), Fact::List(other)) => {
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
        .filter_map(|element| element.record.as_ref())
}

fn text<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    let known = members.known.iter().find(|(known, _)| **known == *name);
    match &known?.1 {
        Fact::Known(Scalar::Text(text)) => Some(text),
        _ => None,
    }
}
