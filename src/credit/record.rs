//! What claims are made of: what may be hidden, named facts, and records.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::rules::{Fact, Members, Scalar};
use crate::time::Day;

/// A claim that may be hidden.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Claim<T> {
    Absent,
    Hidden,
    Known(T),
}

/// Claims by name, of which further ones may be hidden.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Named {
    pub(crate) known: Vec<(Arc<str>, Fact)>,
    /// Known to be there, or not, but not shown. Only plain facts can say this of a name.
    pub(crate) hidden: Vec<Arc<str>>,
    /// Anything may be there besides.
    pub(crate) open: bool,
}

impl Named {
    pub(crate) fn get(&self, name: &str) -> Option<&Fact> {
        find(&self.known, name)
    }

    pub(super) fn copy_steps(&self) -> usize {
        1 + copy_steps(&self.known) + self.hidden.len()
    }
}

/// One record of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) members: Members,
    /// The members whose codes our edition of the catalogue does not have: what they say is not
    /// known.
    pub(crate) outside_catalogue: Vec<&'static str>,
}

impl Record {
    pub(crate) fn fact(&self, name: &str) -> Option<&Fact> {
        find(&self.members.known, name)
    }

    /// What a copy takes, in [steps](crate::limits::WORK).
    pub(super) fn copy_steps(&self) -> usize {
        2 + copy_steps(&self.members.known)
    }

    pub(crate) fn day(&self, name: &str) -> Option<Day> {
        match self.fact(name)? {
            Fact::Known(Scalar::Day(day)) => Some(*day),
            _ => None,
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.fact(name)? {
            Fact::Known(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_disputed(&self) -> bool {
        is_disputed(&self.members)
    }

    /// Whether it carries a code that our edition of the catalogue does not have.
    pub(crate) fn is_outside_catalogue(&self) -> bool {
        !self.outside_catalogue.is_empty()
    }
}

pub(crate) fn is_disputed(members: &Members) -> bool {
    find(&members.known, "disputed") == Some(&Fact::Known(Scalar::Bool(true)))
}

fn find<'a>(known: &'a [(Arc<str>, Fact)], name: &str) -> Option<&'a Fact> {
    known.iter().find(|(n, _)| **n == *name).map(|(_, f)| f)
}

/// Four names are copied in a step, eight strings of a list, and an element of one in two.
fn copy_steps(members: &[(Arc<str>, Fact)]) -> usize {
    let lists = members.iter().map(|(_, fact)| match fact {
        Fact::Known(Scalar::Texts(texts)) => texts.len() / 8,
        Fact::List(list) => 2 * list.elements.len(),
        Fact::Object(object) => 1 + object.known.len() / 4,
        _ => 0,
    });
    members.len() / 4 + lists.sum::<usize>()
}
