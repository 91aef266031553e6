//! The form of a list of records: what is known of it beside its fields.

use super::codes::{CLASSES, COMMITMENT_STATES, SEVERITIES};
use super::form::{Field, has};
use super::name::{BROKEN_ON, CLASS, FIELD, Name, SEVERITY, STATE};
use crate::credit::record::{ByName, Record};
use crate::credit::vct::Vct;
use crate::law::Adverse;
use crate::time::Day;

/// A list of records. Each is one disclosure, and so is the list.
#[derive(Debug)]
pub(crate) struct ListType {
    pub(crate) name: &'static str,
    /// What one of its records is called, in reasons and in the published schemas.
    pub(crate) noun: &'static str,
    /// Its Chinese term, and what a record says. For what is published about records.
    #[cfg(test)]
    pub(crate) terms: [&'static str; 2],
    pub(crate) fields: &'static [Field],
    /// The types of bundles that may hold it.
    pub(crate) vcts: &'static [Vct],
    /// Issued in every bundle of these types, empty if there is nothing.
    pub(crate) always_issued: bool,
    /// What it is to the law, if it speaks against its subject: the lawful-use filter then decides
    /// whether a record counts.
    pub(crate) adverse: Option<Adverse>,
    /// The first day on which a record holds.
    pub(super) begins: Option<Name<Day>>,
    /// The last.
    pub(super) ends: Option<Name<Day>>,
    /// When what an adverse record is about was done: the first of these that it has.
    pub(super) done: &'static [Name<Day>],
    /// A day before which that was not done.
    pub(super) done_after: Option<Name<Day>>,
    /// Days of which the second is never before the first, where it would make the record look
    /// milder: a publication that ended before it began, a promise broken before it was made.
    pub(super) order: &'static [(Name<Day>, Name<Day>)],
}

impl ListType {
    pub(crate) fn is_adverse(&self) -> bool {
        self.adverse.is_some()
    }

    /// Whether a bundle of that type may hold it.
    pub(crate) fn is_in(&self, vct: Vct) -> bool {
        self.vcts.contains(&vct)
    }

    /// Whether every bundle of that type has it.
    pub(crate) fn is_always_in(&self, vct: Vct) -> bool {
        self.always_issued && self.is_in(vct)
    }

    /// Whether its records are each of a field.
    pub(crate) fn has_field(&self) -> bool {
        has(self.fields, FIELD)
    }

    /// The member by whose codes statements of absence tell its records apart. Promises that were kept are adverse to
    /// nobody: statements are about those that were broken.
    pub(crate) fn degrees(&self) -> Option<(Name<str>, &'static [&'static str])> {
        match self.adverse? {
            Adverse::Listing => Some((SEVERITY, SEVERITIES)),
            Adverse::Penalty => Some((CLASS, CLASSES)),
            Adverse::Promise => Some((STATE, COMMITMENT_STATES)),
            Adverse::Obligation => None,
        }
    }

    /// The first day on which a record holds; none: any.
    pub(crate) fn first_day(&self, record: &Record) -> Option<Day> {
        self.begins.and_then(|name| record.day(name))
    }

    /// The last day on which a record holds; none: it has no end of its own.
    pub(crate) fn last_day(&self, record: &Record) -> Option<Day> {
        self.ends.and_then(|name| record.day(name))
    }

    /// The day on which that was done which an adverse record is about, if it is told.
    pub(crate) fn done_on(&self, record: &Record) -> Option<Day> {
        let mut told = self.done.iter().filter_map(|name| record.day(*name));
        told.next()
    }

    /// A day before which that was not done.
    pub(crate) fn done_after(&self, record: &Record) -> Option<Day> {
        self.done_after.and_then(|name| record.day(name))
    }

    /// The member by which a record contradicts itself to its subject's advantage.
    pub(crate) fn contradiction(&self, record: &Record) -> Option<&'static str> {
        let days = |earlier, later| record.day(earlier).zip(record.day(later));
        let mut order = self.order.iter();
        let disordered =
            order.find(|(earlier, later)| days(*earlier, *later).is_some_and(|(e, l)| l < e));
        // What was broken was not kept; `remedied` says that it was put right.
        let kept = matches!(record.text(STATE), Some("performing" | "fulfilled"));
        let broken = kept && record.day(BROKEN_ON).is_some();
        disordered
            .map(|(_, later)| later.text)
            .or(broken.then_some(STATE.text))
    }
}
