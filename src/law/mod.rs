//! The law of credit records as data: dated editions of rows, each with its article and how sure it is.
//!
//! The law changes by the month, and an app that was built last year still decides by it. So nothing in
//! the code knows a law by its name: which regimes, lists and provinces there are, how long what they say
//! lasts and how it ends before, stands in an [`Edition`]. One is built in (`edition.json`).
//!
//! A row says what it is [about](About), from which day to which it is in force, and on what it
//! [rests](Source). Of a row that was found in a full text `confirmed` is true; the others decide like
//! any row, and a decision that would be another without them says so.
//!
//! This module reads rows and answers what they say of a place, a field and a day. How they are applied to
//! a record is the business of `credit::lawful_use`.

mod calendar;
mod capacity;
mod catalogue;
mod codes;
mod document;
mod edition;
mod exits;
mod lists;
#[cfg(test)]
mod page;
mod publicity;
mod reader;
mod regime;
mod retention;
mod row;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use capacity::Capacity;
pub(crate) use catalogue::{Catalogue, CodeList, catalogue_year};
pub use document::LawEdition;
pub(crate) use edition::{Edition, Law, built_in};
pub(crate) use exits::ExitRule;
pub(crate) use lists::ListRule;
pub(crate) use regime::{Clock, Penalty, Regime, Uncorrected};
pub(crate) use retention::{Retention, RetentionClock};
pub(crate) use row::{Of, Source};
pub(crate) use words::Adverse;
pub use words::{Action, Duty, Ground};
#[cfg(test)]
pub(crate) use words::{CLASSES, PROCEDURES, RECORDS, SUBJECT_KINDS};
