//! A table of subjects: each row becomes the line that would stand for it in a file of JSON.

use std::path::Path;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use xinyi::{Code, Day, Error, Object, Problem, Value};

use super::super::rejected::{Fault, Rejected, in_short};
use super::mapping::LineMapping;
use super::record::{PlacedMembers, Reading};
use crate::audit::{Next, Row, Rows, begins_no_data};
use crate::failure::Failure;
use crate::files::{failed, folder_of};
use crate::json::object;
use crate::tabular::source::Source;

/// The members that say whom a line is about.
const NAMES: [&str; 2] = ["/subject", "/claims/subject/id"];

/// The rows of a table of subjects, one at a time.
pub(in super::super) struct SubjectRows<'a> {
    file: String,
    rows: Rows,
    placed: PlacedMembers<'a>,
    row: Row,
    rejected: &'a mut Rejected,
    digest: Sha256,
}

/// A row that became a line, or why it did not.
pub(in super::super) struct SubjectRow {
    /// The line on which it begins, from 1.
    pub(in super::super) number: u64,
    pub(in super::super) document: Result<Value, Error>,
}

impl<'a> SubjectRows<'a> {
    /// Opens a table; `-` is standard input.
    ///
    /// # Errors
    /// Where it has no column that the mapping needs, or rows on further sheets.
    pub(in super::super) fn open(
        path: &Path,
        mapping: &'a LineMapping,
        today: Day,
        rejected: &'a mut Rejected,
    ) -> Result<Self, Failure> {
        let rows = super::open(path, &mapping.columns(), Source::without_progress)?;
        let folder = folder_of(path).to_owned();
        let reading = Reading { today, folder };
        let placed = PlacedMembers::of(&mapping.members, rows.columns(), reading)
            .map_err(|problem| failed(path, &problem))?;
        rejected.grow()?;
        Ok(Self {
            file: path.display().to_string(),
            rows,
            placed,
            row: Row::default(),
            rejected,
            digest: Sha256::new(),
        })
    }

    /// The next row of data, if there is one. One that cannot be used has been told.
    pub(in super::super) fn next(&mut self) -> Result<Option<SubjectRow>, Failure> {
        loop {
            let mut is_readable = true;
            let found = match self.rows.next(&mut self.row)? {
                Next::End => {
                    self.rows.source().check_unchanged()?;
                    return Ok(None);
                }
                Next::Unreadable(problem) => {
                    is_readable = false;
                    Err(vec![(String::new(), problem)])
                }
                // A total, or a note under the table.
                Next::Row
                    if begins_no_data(self.row.cell(0))
                        && self.placed.text_in(&self.row, &NAMES).is_none() =>
                {
                    continue;
                }
                Next::Row => self.read(),
            };
            let number = self.row.line;
            let document = match found {
                Ok(members) => Ok(line(members)),
                Err(faults) => {
                    // Cells of a row that is too short or too long may be under other names than their own.
                    let subject = self.placed.text_in(&self.row, &NAMES);
                    let subject = subject.filter(|_| is_readable);
                    let told = self.rejected.tell(&self.file, number, subject, &faults);
                    told?;
                    Err(refused(&faults))
                }
            };
            self.note(number, &document);
            return Ok(Some(SubjectRow { number, document }));
        }
    }

    /// What the row says, member by member.
    fn read(&self) -> Result<Object, Vec<Fault>> {
        let bad_bytes = self.row.problems.iter().filter(|p| !p.is_note());
        let mut faults: Vec<Fault> = bad_bytes.map(|p| (String::new(), *p)).collect();
        let members = self.placed.of_row(&self.row);
        match members {
            Ok(members) if faults.is_empty() => Ok(members),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more);
                Err(faults)
            }
        }
    }

    /// All that rows came to, so that a run goes on with the same ones alone.
    fn note(&mut self, number: u64, document: &Result<Value, Error>) {
        let text = match document {
            Ok(document) => document.to_string(),
            Err(error) => error.to_json().to_string(),
        };
        self.digest.update(number.to_be_bytes());
        self.digest.update(Sha256::digest(text.as_bytes()));
    }

    /// The digest of what has become of the rows so far.
    pub(in super::super) fn digest(&self) -> Vec<u8> {
        self.digest.clone().finalize().to_vec()
    }

    /// How many bytes there are, where they are read one after another.
    pub(in super::super) fn bytes(&self) -> Option<u64> {
        match &self.rows {
            Rows::Text(_) => self.rows.source().bytes(),
            Rows::Table(_) => None,
        }
    }

    /// How many bytes were read.
    pub(in super::super) fn read_bytes(&self) -> u64 {
        self.rows.source().offset()
    }

    /// Rows that were not used are told as a whole: the last has come.
    pub(in super::super) fn complete(&mut self) -> Result<(), Failure> {
        self.rejected.complete()
    }
}

impl LineMapping {
    /// What a run that goes on has to have in common with the one before.
    pub(in super::super) fn digest(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.text.as_bytes()))
    }
}

/// The line with members by their pointers. They do not clash, as the mapping was read.
fn line(members: Object) -> Value {
    let mut line = Object::new();
    let mut keys: Vec<(u16, Value)> = Vec::new();
    for (pointer, value) in members {
        let parts: Vec<&str> = pointer.split('/').skip(1).collect();
        match parts.as_slice() {
            ["keys", number] => keys.push((number.parse().unwrap_or(u16::MAX), value)),
            parts => put(&mut line, parts, value),
        }
    }
    if !keys.is_empty() {
        keys.sort_by_key(|(number, _)| *number);
        let keys: Vec<Value> = keys.into_iter().map(|(_, key)| key).collect();
        line.set("keys", keys);
    }
    line.into()
}

fn put(into: &mut Object, parts: &[&str], value: Value) {
    match parts {
        [] => {}
        [name] => into.set(name, value),
        [name, rest @ ..] => {
            let mut inner = match into.remove(name) {
                Some(Value::Object(inner)) => inner,
                _ => Object::new(),
            };
            put(&mut inner, rest, value);
            into.set(name, inner);
        }
    }
}

/// The answer to a row that was not used.
fn refused(faults: &[Fault]) -> Error {
    let each: Vec<Value> = faults.iter().map(|f| in_short(f).into()).collect();
    let details = object! { "pointer": "", "problems": each };
    Error::of_input(Code::InputOptions, details).because(Problem::RowsRejected)
}
