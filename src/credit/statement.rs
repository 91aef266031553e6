//! One statement of absence: what it is about.

use super::completeness::Completeness;
use super::fields::{ALL_FIELDS, Fields};
use super::record::{ByName, Record};
use super::vocabulary::name::{CLASS, FIELDS, LIST, Name, REGIONS, SEVERITY};
use super::vocabulary::{Adverse, ListType, list_type};

/// A statement of absence, as it was read.
#[derive(Debug)]
pub(crate) struct Statement {
    /// Its place among those of the bundle.
    pub(super) place: usize,
    list: &'static ListType,
    /// Which of the [degrees](ListType::degrees) it is about; none: all.
    degree: Option<&'static str>,
    /// It stands for a row of an issuer that has every such record, of which there is none.
    pub(super) reach: Completeness,
}

impl Statement {
    /// Takes a statement from what was read; `None` where a member could not be.
    ///
    /// # Errors
    /// The name of the member that does not go with the others.
    pub(super) fn of(place: usize, record: &Record) -> Result<Option<Self>, &'static str> {
        let members = [FIELDS.text, REGIONS.text];
        let list = record.text(LIST).and_then(list_type);
        let Some(list) = list.filter(|_| members.iter().all(|name| record.fact(name).is_some()))
        else {
            return Ok(None);
        };
        let fields = record.texts(FIELDS);
        let fields = match fields.iter().any(|field| **field == *ALL_FIELDS) {
            true => Fields::All,
            false => Fields::Named(fields.iter().map(|field| field.to_string()).collect()),
        };
        let reach = Completeness::stated(record.texts(REGIONS), fields);
        // What is of no field is not told apart by fields, and to name nothing says nothing.
        if !reach.is_of_all_fields() && !list.has_field() || record.texts(FIELDS).is_empty() {
            return Err(FIELDS.text);
        }
        if record.texts(REGIONS).is_empty() {
            return Err(REGIONS.text);
        }
        let mut degree = None;
        for name in [SEVERITY, CLASS] {
            if let Some(code) = record.text(name) {
                degree = Some(degree_of(list, name, code).ok_or(name.text)?);
            }
        }
        if list.adverse == Some(Adverse::Promise) {
            degree = Some(BROKEN);
        }
        Ok(Some(Self {
            place,
            list,
            degree,
            reach,
        }))
    }

    pub(super) fn is_about(&self, list: &ListType) -> bool {
        self.list.name == list.name
    }

    /// What it says there is none of: `listings.serious`, or `listings` for all of them. Of promises it means those that
    /// were broken.
    pub(super) fn about(&self) -> String {
        match self.degree.filter(|degree| *degree != BROKEN) {
            Some(degree) => [self.list.name, ".", degree].concat(),
            None => self.list.name.to_owned(),
        }
    }

    pub(super) fn is_of_degree(&self, degree: &str) -> bool {
        self.degree.is_none_or(|own| own == degree)
    }
}

/// How a promise stands that speaks against its subject.
const BROKEN: &str = "broken";

fn degree_of(list: &ListType, name: Name<str>, code: &str) -> Option<&'static str> {
    let (known, degrees) = list.degrees()?;
    let mut degrees = degrees.iter().copied();
    degrees.find(|degree| known.text == name.text && *degree == code)
}
