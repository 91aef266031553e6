//! The claims of a bundle, typed.

use std::sync::Arc;

use super::birth::{Birth, age_of};
use super::links::Links;
use super::record::{ByName, Claim, Group, Record};
use super::statement::Statement;
use super::vocabulary::name::AGE_OVER;
use super::vocabulary::{AS_OF, ClaimType, ListType, NATURAL_PERSON, SELF_EMPLOYED};
use crate::error::{Code, Error, Stage};
use crate::law::Edition;
use crate::rules::{Fact, Members, Scalar, Verdict};
use crate::time::Day;

/// The lists of a bundle, in the issuer's numbering.
pub(crate) type Lists = Vec<Listed>;

type Listed = (&'static ListType, Claim<Vec<Claim<Record>>>);

/// The claims that are one disclosure each, such as `registration`.
pub(crate) type Wholes = Vec<(&'static ClaimType, Claim<Members>)>;

pub(super) fn count<'a>(lists: impl IntoIterator<Item = &'a Listed>) -> usize {
    let lengths = lists.into_iter().map(|(_, claim)| match claim {
        Claim::Known(records) => records.len(),
        _ => 0,
    });
    lengths.sum()
}

/// The claims of a bundle, typed. Whether they may be used is decided later, by the law.
#[derive(Debug, Clone)]
pub(crate) struct Claims {
    pub(crate) subject_kind: Arc<str>,
    pub(crate) jurisdiction: Arc<str>,
    /// The edition of the catalogue that the issuer works by.
    pub(crate) catalogue_year: u32,
    /// The day the platform drew the data.
    pub(crate) as_of: Day,
    pub(crate) subject: Group,
    pub(crate) links: Links,
    pub(crate) birth: Birth,
    /// Each an object of the fields of [`vocabulary::EVALUATIONS`].
    pub(crate) evaluations: Group,
    /// In the issuer's numbering.
    pub(crate) lists: Lists,
    pub(crate) wholes: Wholes,
    /// The statements of absence that are shown.
    pub(crate) clear: Arc<[Statement]>,
    /// JSON pointers of unknown members, which are ignored.
    pub(crate) ignored: Vec<String>,
}

impl Claims {
    /// What a copy takes, in [steps](crate::limits::WORK).
    pub(crate) fn copy_steps(&self) -> usize {
        let records = self.records().map(|(_, _, record)| record.copy_steps());
        let named = self.subject.copy_steps() + self.evaluations.copy_steps();
        1 + self.count() / 8 + named + records.sum::<usize>()
    }

    /// How many records there are, or may be, in the places of all lists.
    pub(crate) fn count(&self) -> usize {
        count(&self.lists)
    }

    /// Whether it is about a natural person.
    pub(super) fn is_of_person(&self) -> bool {
        &*self.subject_kind == NATURAL_PERSON
    }

    /// Whether it is about an organisation. A self-employed business is taken for a natural person, so
    /// that what is on record of it is personal information.
    pub(crate) fn is_of_organisation(&self) -> bool {
        !self.is_of_person() && &*self.subject_kind != SELF_EMPLOYED
    }

    /// Whether the issuer works by a newer edition of the catalogue than the law does that is applied.
    pub(super) fn is_of_newer_edition(&self, law: &Edition) -> bool {
        self.catalogue_year > law.catalogue.year
    }

    /// The highest of the ages up to `years` that the bundle denies, as `age_over` has it; 0 where it denies none.
    pub(crate) fn denied_age(&self, years: i64) -> i64 {
        let mut denied = 0;
        if let Some(Fact::Object(ages)) = self.subject.fact(AGE_OVER.text) {
            for (age, over) in &ages.known {
                if let (Some(age), Fact::Known(Scalar::Bool(false))) = (age_of(age), over)
                    && age <= years
                {
                    denied = denied.max(age);
                }
            }
        }
        denied
    }

    /// Checks that the data was drawn by this day.
    ///
    /// # Errors
    /// `claim.conflict`.
    pub(crate) fn drawn_by(self, day: Day) -> Result<Self, Error> {
        if self.as_of > day {
            return Err(Error::new(Code::ClaimConflict)
                .with("pointer", ["/", AS_OF.name].concat())
                .at(Stage::Bundle));
        }
        Ok(self)
    }

    /// The records that are disclosed, of all lists, each with its place in its list.
    pub(crate) fn records(&self) -> impl Iterator<Item = (&'static ListType, usize, &Record)> {
        // All uses have this one function. Of nested iterators each would have its own.
        let (mut list, mut next) = (0, 0);
        std::iter::from_fn(move || {
            while let Some((of, claim)) = self.lists.get(list) {
                let records = match claim {
                    Claim::Known(records) => records.as_slice(),
                    _ => &[],
                };
                let index = next;
                next += 1;
                match records.get(index) {
                    Some(Claim::Known(record)) => return Some((*of, index, record)),
                    Some(_) => {}
                    None => (list, next) = (list + 1, 0),
                }
            }
            None
        })
    }
}

/// Whether the one subject of all these bundles has completed so many years on a day. True for a subject that is no
/// natural person.
pub(crate) fn are_of_age<'c>(
    all: impl Iterator<Item = &'c Claims>,
    years: i64,
    day: Day,
) -> Verdict {
    let mut births = all
        .filter(|claims| claims.is_of_person())
        .map(|claims| claims.birth);
    let Some(first) = births.next() else {
        return Verdict::True;
    };
    births
        .try_fold(first, Birth::meet)
        .map_or(Verdict::Unknown, |birth| birth.is_of_age(years, day))
}
