//! A row as a record, by a mapping.

use xinyi::identity::{CodeKind, CodeVerdict, examine, examine_as};
use xinyi::{Day, Object, Value};

use super::mapping::{Form, Mapping, Member};
use crate::audit::{Problem, Row, day, is_amount, is_empty, place_of, plain_code};
use crate::json::object;

/// A mapping with the places of its columns in a file.
pub(super) struct Placed<'a> {
    mapping: &'a Mapping,
    subject: Vec<usize>,
    members: Vec<Option<usize>>,
    today: Day,
}

/// What is wrong with a row, and in which column.
pub(super) type Fault = (String, Problem);

impl<'a> Placed<'a> {
    /// Finds the columns among their names.
    ///
    /// # Errors
    /// The name of one that is not there, and whose cells cannot be left out.
    pub(super) fn of(mapping: &'a Mapping, names: &[String], today: Day) -> Result<Self, String> {
        let subject: Vec<usize> = mapping
            .subject
            .iter()
            .filter_map(|name| place_of(names, name))
            .collect();
        if subject.is_empty() {
            return Err(mapping.subject.join(", "));
        }
        let mut members = Vec::new();
        for (_, member) in &mapping.members {
            let place = member
                .column
                .as_deref()
                .map(|name| (name, place_of(names, name)));
            match place {
                Some((name, None)) if !member.optional => return Err(name.to_owned()),
                Some((_, place)) => members.push(place),
                None => members.push(None),
            }
        }
        Ok(Self {
            mapping,
            subject,
            members,
            today,
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
        let found = examine(subject, self.today);
        let gravest = found.problems.first().copied().map(Problem::Code);
        match (found.kind, found.verdict) {
            (CodeKind::Unknown, _) | (_, CodeVerdict::Invalid) => {
                Some(gravest.unwrap_or(Problem::CodeMissing))
            }
            _ => None,
        }
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
        let mut record = Object::new();
        let mut faults = Vec::new();
        for ((name, member), place) in self.mapping.members.iter().zip(&self.members) {
            if let Some(value) = &member.value {
                record.set(name, value.clone());
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
            if let Err(problem) = member.put(name, cell, &mut record, self.today) {
                faults.push((column(member), problem));
            }
        }
        match faults.is_empty() {
            true => Ok(record),
            false => Err(faults),
        }
    }
}

fn column(member: &Member) -> String {
    member.column.clone().unwrap_or_default()
}

impl Member {
    /// Puts what a cell says into a record.
    fn put(&self, name: &str, cell: &str, record: &mut Object, today: Day) -> Result<(), Problem> {
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
            let value = self.value_of(part, today)?;
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

    fn value_of(&self, cell: &str, today: Day) -> Result<Value, Problem> {
        if let Some(code) = self.code_of(cell) {
            return code.map(Value::from).ok_or(Problem::Value);
        }
        match self.form {
            Form::Text => Ok(cell.into()),
            Form::Day => {
                let (day, _) = day(cell).ok_or(Problem::Date)?;
                Ok(day.to_string().into())
            }
            Form::TenThousandYuan => yuan(cell).ok_or(Problem::Amount),
            Form::Region => region(cell, today).ok_or(Problem::OtherCode),
        }
    }
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
