//! Whom bundles are asked for: lines of JSON, or rows of a table.

use std::path::Path;

use xinyi::{Day, Error, Value};

use super::rejected::Rejected;
use super::tables::{LineMapping, SubjectRow, SubjectRows};
use crate::failure::Failure;
use crate::lines::{self, Lines};

pub(super) enum Input<'a> {
    Lines(Box<Lines>),
    Rows(Box<SubjectRows<'a>>),
}

/// What stands for one subject.
pub(super) enum Line {
    Json(lines::Line),
    Row(SubjectRow),
}

impl Line {
    /// On which it begins, from 1.
    pub(super) fn number(&self) -> u64 {
        match self {
            Self::Json(line) => line.number,
            Self::Row(row) => row.number,
        }
    }

    /// What it says.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn document(self) -> Result<Value, Error> {
        match self {
            Self::Json(line) => line.document(),
            Self::Row(row) => row.document,
        }
    }
}

impl<'a> Input<'a> {
    /// Opens it: a table where there is a mapping for it, or else lines. `-` is standard input.
    pub(super) fn open(
        path: &Path,
        mapping: Option<&'a LineMapping>,
        today: Day,
        rejected: &'a mut Rejected,
    ) -> Result<Self, Failure> {
        Ok(match mapping {
            None => Self::Lines(Box::new(Lines::open(path)?.digested())),
            Some(mapping) => {
                Self::Rows(Box::new(SubjectRows::open(path, mapping, today, rejected)?))
            }
        })
    }

    /// The next that is not blank, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<Line>, Failure> {
        Ok(match self {
            Self::Lines(lines) => lines.next()?.map(Line::Json),
            Self::Rows(rows) => rows.next()?.map(Line::Row),
        })
    }

    /// The digest of what was read up to the one that was returned last.
    pub(super) fn digest(&self) -> Vec<u8> {
        match self {
            Self::Lines(lines) => lines.digest(),
            Self::Rows(rows) => rows.digest(),
        }
    }

    /// How many bytes it has, if that is known.
    pub(super) fn bytes(&self) -> Option<u64> {
        match self {
            Self::Lines(lines) => lines.bytes(),
            Self::Rows(rows) => rows.bytes(),
        }
    }

    /// How many bytes were read.
    pub(super) fn read(&self) -> u64 {
        match self {
            Self::Lines(lines) => lines.read(),
            Self::Rows(rows) => rows.read_bytes(),
        }
    }

    /// What is told of it as a whole: the last has come.
    pub(super) fn complete(&mut self) -> Result<(), Failure> {
        match self {
            Self::Lines(_) => Ok(()),
            Self::Rows(rows) => rows.complete(),
        }
    }
}
