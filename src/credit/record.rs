//! The parts of claims: what may be hidden, groups of facts, and records.

use std::sync::Arc;

use super::vocabulary::name::{DISPUTED, FIELD, Name, REGION, SCOPE};
use crate::money::Money;
use crate::rules::{Fact, FactName, Members, Scalar};
use crate::time::Day;

/// A claim that may be hidden.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Claim<T> {
    Absent,
    Hidden,
    Known(T),
}

/// A claim whose members are a disclosure each, such as `subject` and `evaluations`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Group {
    pub(crate) known: Vec<(FactName, Fact)>,
    /// Names of members that may be there and are not disclosed. Only plain facts can name them.
    pub(crate) hidden: Vec<Arc<str>>,
    /// Whether there may be further members.
    pub(crate) open: bool,
}

/// Facts that can be read by the names of the vocabulary. A fact that is not there, or is of another type, is `None`.
pub(crate) trait ByName {
    fn fact(&self, name: &str) -> Option<&Fact>;

    fn day(&self, name: Name<Day>) -> Option<Day> {
        match self.fact(name.text)? {
            Fact::Known(Scalar::Day(day)) => Some(*day),
            _ => None,
        }
    }

    fn flag(&self, name: Name<bool>) -> Option<bool> {
        match self.fact(name.text)? {
            Fact::Known(Scalar::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    fn money(&self, name: Name<Money>) -> Option<&Money> {
        match self.fact(name.text)? {
            Fact::Known(Scalar::Money(money)) => Some(money),
            _ => None,
        }
    }

    fn text(&self, name: Name<str>) -> Option<&str> {
        match self.fact(name.text)? {
            Fact::Known(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn texts(&self, name: Name<[Arc<str>]>) -> &[Arc<str>] {
        match self.fact(name.text) {
            Some(Fact::Known(Scalar::Texts(texts))) => texts,
            _ => &[],
        }
    }

    fn is_disputed(&self) -> bool {
        self.flag(DISPUTED) == Some(true)
    }
}

impl ByName for Members {
    fn fact(&self, name: &str) -> Option<&Fact> {
        find(&self.known, name)
    }
}

impl ByName for Group {
    fn fact(&self, name: &str) -> Option<&Fact> {
        find(&self.known, name)
    }
}

impl ByName for Record {
    fn fact(&self, name: &str) -> Option<&Fact> {
        self.members.fact(name)
    }
}

impl Group {
    pub(super) fn copy_steps(&self) -> usize {
        1 + copy_steps(&self.known) + self.hidden.len()
    }
}

/// One record of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    /// Shared: the facts of every day hold them.
    pub(crate) members: Arc<Members>,
    /// The members whose codes our edition of the catalogue does not have: what they say is not
    /// known.
    pub(crate) outside_catalogue: Vec<&'static str>,
}

impl Record {
    /// What a copy takes, in [steps](crate::limits::WORK).
    pub(super) fn copy_steps(&self) -> usize {
        2 + copy_steps(&self.members.known)
    }

    /// Where it is from, as far as it says so: a region, or `national`.
    pub(crate) fn place(&self) -> Option<&str> {
        self.text(SCOPE).or_else(|| self.text(REGION))
    }

    /// The field that it is in.
    pub(crate) fn field(&self) -> Option<&str> {
        self.text(FIELD)
    }

    /// Whether that is a code which our edition of the catalogue does not have.
    pub(super) fn is_of_unknown_field(&self) -> bool {
        self.outside_catalogue.contains(&FIELD.text)
    }

    pub(super) fn set<T: ?Sized>(&mut self, name: Name<T>, scalar: Scalar) {
        let known = &mut Arc::make_mut(&mut self.members).known;
        known.retain(|(n, _)| *n != name.text);
        known.push((name.text.into(), Fact::Known(scalar)));
    }

    /// Whether it carries a code that our edition of the catalogue does not have.
    pub(crate) fn is_outside_catalogue(&self) -> bool {
        !self.outside_catalogue.is_empty()
    }
}

fn find<'a>(known: &'a [(FactName, Fact)], name: &str) -> Option<&'a Fact> {
    known.iter().find(|(n, _)| *n == name).map(|(_, f)| f)
}

/// Four names are copied in a step, eight strings of a list, and an element of one in two.
fn copy_steps(members: &[(FactName, Fact)]) -> usize {
    let lists = members.iter().map(|(_, fact)| match fact {
        Fact::Known(Scalar::Texts(texts)) => texts.len() / 8,
        Fact::List(list) => 2 * list.elements.len(),
        Fact::Object(object) => 1 + object.known.len() / 4,
        _ => 0,
    });
    members.len() / 4 + lists.sum::<usize>()
}
