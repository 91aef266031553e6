//! A row as a record, or as a subject's line, by a mapping.

use std::path::{Component, Path, PathBuf};

use xinyi::identity::{CodeKind, CodeVerdict, examine, examine_as};
use xinyi::{Day, Decimal, Object, Value};

use super::super::rejected::Fault;
use super::mapping::{Form, Mapping, Member};
use crate::audit::{Problem, Row, day, is_amount, is_empty, is_rounded, places_of, plain_code};
use crate::files::read_public_key_bytes;
use crate::json::object;
use crate::key_file::{self, KeyFile};

/// A mapping with the places of its columns in a file.
pub(super) struct Placed<'a> {
    mapping: &'a Mapping,
    subject: Vec<usize>,
    members: PlacedMembers<'a>,
}

/// The members of a mapping with the places of their columns in a file.
pub(super) struct PlacedMembers<'a> {
    members: &'a [(String, Member)],
    places: Vec<Option<usize>>,
    reading: Reading,
}

/// What the reading of cells goes by.
pub(super) struct Reading {
    pub(super) today: Day,
    /// Where files are that cells name.
    pub(super) folder: PathBuf,
}

impl<'a> Placed<'a> {
    /// Finds the columns among their names.
    ///
    /// # Errors
    /// What is wrong with one: that it is not there, and its cells cannot be left out, or that it is there twice.
    pub(super) fn of(
        mapping: &'a Mapping,
        names: &[String],
        reading: Reading,
    ) -> Result<Self, String> {
        let mut subject = Vec::new();
        for name in &mapping.subject {
            subject.extend(place_of(names, name)?);
        }
        if subject.is_empty() {
            return Err(missing(&mapping.subject.join(", ")));
        }
        Ok(Self {
            mapping,
            subject,
            members: PlacedMembers::of(&mapping.members, names, reading)?,
        })
    }

    /// Whose row it is.
    pub(super) fn subject(&self, row: &Row) -> Option<String> {
        let codes = self
            .subject
            .iter()
            .map(|place| plain_code(row.cell(*place)));
        let code = codes.into_iter().find(|code| !is_empty(code));
        code.map(|code| code.to_uppercase())
    }

    /// What is wrong with the code of whom a row is about.
    pub(super) fn problem_of(&self, subject: &str) -> Option<Problem> {
        code(subject, self.members.reading.today).err()
    }

    /// The columns with the subject's code.
    pub(super) fn subject_columns(&self) -> String {
        self.mapping.subject.join(", ")
    }

    /// The record of a row.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(super) fn record(&self, row: &Row) -> Result<Object, Vec<Fault>> {
        self.members.of_row(row)
    }
}

impl<'a> PlacedMembers<'a> {
    /// Finds the columns among their names.
    ///
    /// # Errors
    /// What is wrong with one: that it is not there, and its cells cannot be left out, or that it is there twice.
    pub(super) fn of(
        members: &'a [(String, Member)],
        names: &[String],
        reading: Reading,
    ) -> Result<Self, String> {
        let mut places = Vec::new();
        for (_, member) in members {
            let Some(name) = member.column.as_deref() else {
                places.push(None);
                continue;
            };
            let place = place_of(names, name)?;
            if place.is_none() && !member.optional {
                return Err(missing(name));
            }
            places.push(place);
        }
        Ok(Self {
            members,
            places,
            reading,
        })
    }

    /// What the cells of a row say, member by member.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub(super) fn of_row(&self, row: &Row) -> Result<Object, Vec<Fault>> {
        let mut found = Object::new();
        let mut faults = Vec::new();
        for ((name, member), place) in self.members.iter().zip(&self.places) {
            if let Some(value) = &member.value {
                found.set(name, value.clone());
                continue;
            }
            let cell = place.map_or("", |place| row.cell(place));
            let is_none = is_empty(cell) || member.none.iter().any(|none| none == cell);
            if is_none {
                if !member.optional {
                    faults.push((column(member), Problem::Empty));
                }
                continue;
            }
            if let Err(problem) = member.put(name, cell, &mut found, &self.reading) {
                faults.push((column(member), problem));
            }
        }
        match faults.is_empty() {
            true => Ok(found),
            false => Err(faults),
        }
    }

    /// What a row has in the first of the columns of these members that is not empty.
    pub(super) fn text_in<'r>(&self, row: &'r Row, names: &[&str]) -> Option<&'r str> {
        let mut cells = names.iter().filter_map(|name| {
            let place = self.members.iter().position(|(own, _)| own == name)?;
            Some(row.cell((*self.places.get(place)?)?))
        });
        cells.find(|cell| !is_empty(cell))
    }
}

/// Where a column is. Of two of one name nobody knows which is meant.
fn place_of(names: &[String], name: &str) -> Result<Option<usize>, String> {
    match places_of(names, name).as_slice() {
        [] => Ok(None),
        [place] => Ok(Some(*place)),
        _ => Err(format!("the column {name} is there twice")),
    }
}

fn missing(name: &str) -> String {
    format!("there is no column {name}")
}

fn column(member: &Member) -> String {
    member.column.clone().unwrap_or_default()
}

impl Member {
    /// Puts what a cell says into a record.
    fn put(
        &self,
        name: &str,
        cell: &str,
        record: &mut Object,
        reading: &Reading,
    ) -> Result<(), Problem> {
        // The whole may be a code, with a comma in it.
        let parts: Vec<&str> = match self.split && self.exact(cell).is_none() {
            true => cell
                .split([';', '；', '、', ',', '，'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect(),
            false => vec![cell],
        };
        let mut values: Vec<Value> = Vec::new();
        for part in parts {
            let value = self.value_of(part, reading)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if !self.first_of.is_empty() {
            let is_there = |code: &&String| values.contains(&Value::from(code.as_str()));
            let first = self.first_of.iter().find(is_there).ok_or(Problem::Value)?;
            record.set(name, first.as_str());
            return Ok(());
        }
        let mut values = values.into_iter();
        record.set(name, values.next().ok_or(Problem::Empty)?);
        let rest: Vec<Value> = values.collect();
        match (&self.rest, rest.is_empty()) {
            (_, true) => Ok(()),
            (Some(further), false) => {
                record.set(further, rest);
                Ok(())
            }
            (None, false) => Err(Problem::Value),
        }
    }

    fn value_of(&self, cell: &str, reading: &Reading) -> Result<Value, Problem> {
        if let Some(code) = self.code_of(cell) {
            return code.cloned().ok_or(Problem::Value);
        }
        match self.form {
            Form::Text => Ok(cell.into()),
            Form::Day => {
                let (day, _) = day(cell).ok_or(Problem::Date)?;
                Ok(day.to_string().into())
            }
            Form::TenThousandYuan => yuan(cell).ok_or(Problem::Amount),
            Form::Region => region(cell, reading.today).ok_or(Problem::OtherCode),
            Form::Code => code(&plain_code(cell).to_uppercase(), reading.today).map(Value::from),
            Form::Number => Decimal::parse(cell).map(Value::from).ok_or(Problem::Number),
            Form::Key => public_key(cell.as_bytes()),
            Form::KeyFile => {
                let path = within(&reading.folder, cell).ok_or(Problem::KeyFile)?;
                let bytes = read_public_key_bytes(&path).map_err(|_| Problem::KeyFile)?;
                public_key(&bytes)
            }
        }
    }
}

/// A code in its one spelling, of whatever kind.
///
/// # Errors
/// What is wrong with it.
fn code(text: &str, today: Day) -> Result<String, Problem> {
    let found = examine(text, today);
    match (found.kind, found.verdict) {
        (CodeKind::Unknown, _) | (_, CodeVerdict::Invalid) if is_rounded(text) => {
            Err(Problem::CodeRounded)
        }
        (CodeKind::Unknown, _) | (_, CodeVerdict::Invalid) => {
            let gravest = found.problems.first().copied().map(Problem::Code);
            Err(gravest.unwrap_or(Problem::CodeMissing))
        }
        _ => Ok(found.normalised.unwrap_or_else(|| text.to_owned())),
    }
}

/// The public key in a text, as a JWK with its own members alone.
fn public_key(text: &[u8]) -> Result<Value, Problem> {
    match key_file::read(text, None) {
        Ok(KeyFile::Public(key, _)) => Ok(key.to_jwk().into()),
        // Of whoever is to hold it, nobody else may have the private key.
        Ok(KeyFile::Private(..) | KeyFile::Encrypted(_)) => Err(Problem::PrivateKey),
        Err(_) => Err(Problem::Key),
    }
}

/// A file in a folder or below it. A table may come from elsewhere: what it names is not read beyond, nor what links
/// lead to.
fn within(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    if !parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let path = folder.join(name).canonicalize().ok()?;
    let is_within = path.starts_with(folder.canonicalize().ok()?);
    (is_within && path.is_file()).then_some(path)
}

/// Whether a text is a code in its one spelling.
pub(super) fn is_code(text: &str, today: Day) -> bool {
    let found = examine(text, today);
    found.kind != CodeKind::Unknown
        && found.verdict != CodeVerdict::Invalid
        && found.normalised.as_deref() == Some(text)
}

/// 万元, with at most six decimals, as an amount of money.
fn yuan(cell: &str) -> Option<Value> {
    if !is_amount(cell) {
        return None;
    }
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let fen = format!("{whole}{fraction:0<6}");
    let (yuan, fen) = fen.split_at_checked(fen.len() - 2)?;
    let yuan = match yuan.trim_start_matches('0') {
        "" => "0",
        yuan => yuan,
    };
    Some(object! { "currency": "CNY", "amount": format!("{yuan}.{fen}") }.into())
}

/// Where an authority is registered: the third to the eighth character of its code (GB 32100).
fn region(cell: &str, today: Day) -> Option<Value> {
    let found = examine_as(CodeKind::Uscc, &plain_code(cell), today);
    match found.verdict {
        CodeVerdict::Invalid => None,
        _ => found.region.map(Value::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_yuan_are_exact() {
        for (cell, amount) in [
            ("1", Some("10000.00")),
            ("0.2", Some("2000.00")),
            ("0.000001", Some("0.01")),
            ("12.345678", Some("123456.78")),
            ("0", Some("0.00")),
            ("0.0000001", None),
            ("1e3", None),
            ("-1", None),
        ] {
            let found = yuan(cell);
            let found = found
                .as_ref()
                .and_then(|money| money.member("amount")?.as_str());
            assert_eq!(found, amount, "{cell}");
        }
    }
}
