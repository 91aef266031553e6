//! What a bundle says, typed.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::birth::Birth;
use super::links::Links;
use super::reader::Reader;
use super::vocabulary::{self, ListType};
use crate::error::{Code, Error, Stage};
use crate::faults::Faults;
use crate::rules::{Fact, Members, Scalar};
use crate::sd_jwt;
use crate::time::Day;

/// The type of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vct {
    /// Status from a public credit platform.
    CreditStatus,
    /// Market credit, such as a private score, with the subject's consent.
    MarketCredit,
}

impl Vct {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "urn:xinyi:credit-status:1" => Some(Self::CreditStatus),
            "urn:xinyi:market-credit:1" => Some(Self::MarketCredit),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::CreditStatus => "urn:xinyi:credit-status:1",
            Self::MarketCredit => "urn:xinyi:market-credit:1",
        }
    }

    /// Whether a bundle of this type may hold the list.
    pub(super) fn has_list(self, list: &ListType) -> bool {
        self == Self::CreditStatus || *list == vocabulary::ACTIVITIES
    }
}

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

/// Each list, in the issuer's numbering.
pub(crate) type Lists = Vec<Listed>;

type Listed = (&'static ListType, Claim<Vec<Claim<Record>>>);

pub(super) fn count<'a>(lists: impl IntoIterator<Item = &'a Listed>) -> usize {
    let lengths = lists.into_iter().map(|(_, claim)| match claim {
        Claim::Known(records) => records.len(),
        _ => 0,
    });
    lengths.sum()
}

/// What a bundle says, typed. Nothing is yet said about whether it may be used.
#[derive(Debug, Clone)]
pub(crate) struct Claims {
    pub(crate) subject_kind: Arc<str>,
    pub(crate) jurisdiction: Arc<str>,
    /// The edition of the catalogue that the issuer works by.
    pub(crate) catalogue_year: u32,
    /// The day the platform drew the data.
    pub(crate) as_of: Day,
    pub(crate) subject: Named,
    pub(crate) links: Links,
    pub(crate) birth: Birth,
    /// Each an object of [`vocabulary::EVALUATION`].
    pub(crate) evaluations: Named,
    /// In the issuer's numbering.
    pub(crate) lists: Lists,
    pub(crate) registration: Claim<Members>,
    pub(crate) finance: Claim<Members>,
    /// JSON pointers of members that were passed over.
    pub(crate) ignored: Vec<String>,
}

impl Claims {
    /// What a copy takes, in [steps](crate::limits::WORK).
    pub(crate) fn copy_steps(&self) -> usize {
        let records = self.records().map(|(_, record)| record.copy_steps());
        let named = self.subject.copy_steps() + self.evaluations.copy_steps();
        1 + self.count() / 8 + named + records.sum::<usize>()
    }

    /// How many records there are, or may be, in the places of all lists.
    pub(crate) fn count(&self) -> usize {
        count(&self.lists)
    }

    /// Whether it is about a natural person.
    pub(super) fn is_of_person(&self) -> bool {
        &*self.subject_kind == "natural_person"
    }

    /// Whether the issuer works by a newer edition of the catalogue than those known here.
    pub(super) fn is_of_newer_edition(&self) -> bool {
        let newest = vocabulary::CATALOGUE_EDITIONS.iter().max();
        newest.is_none_or(|newest| self.catalogue_year > *newest)
    }

    /// Nobody draws data on a day that has not come.
    ///
    /// # Errors
    /// `claim.conflict`.
    pub(crate) fn drawn_by(self, day: Day) -> Result<Self, Error> {
        if self.as_of > day {
            return Err(Error::new(Code::ClaimConflict)
                .with("pointer", "/as_of")
                .at(Stage::Bundle));
        }
        Ok(self)
    }

    /// The records that are disclosed, of all lists.
    pub(crate) fn records(&self) -> impl Iterator<Item = (&'static ListType, &Record)> {
        let lists = self.lists.iter().filter_map(|(list, claim)| match claim {
            Claim::Known(records) => Some((*list, records)),
            _ => None,
        });
        lists.flat_map(|(list, records)| {
            records.iter().filter_map(move |record| match record {
                Claim::Known(record) => Some((list, record)),
                _ => None,
            })
        })
    }

    /// Types the claims of one bundle.
    ///
    /// # Errors
    /// `claim.required`, `claim.invalid`, `claim.protected`, `claim.partial_record`,
    /// `claim.forbidden`, `claim.conflict`, each with a pointer.
    pub(crate) fn parse(vct: Vct, payload: &sd_jwt::Members) -> Result<Self, Error> {
        Reader::new(Faults::Abort)
            .claims(vct, payload)
            .map_err(|e| e.at(Stage::Bundle))
    }

    /// Everything for which [`parse`](Self::parse) refuses the claims, not the first alone.
    pub(crate) fn problems(vct: Vct, payload: &sd_jwt::Members) -> Vec<Error> {
        let problems = Reader::new(Faults::collect()).problems(vct, payload);
        let at_bundle = problems.into_iter().map(|e| e.at(Stage::Bundle));
        at_bundle.collect()
    }
}
