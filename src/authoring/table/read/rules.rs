//! Conditions and rules of cells, put together.

use super::super::cell;
use super::super::condition::{Condition, Headers};
use super::super::facts::{operation, path_of};
use super::super::findings::Fault;
use super::super::sheet::Place;
use super::columns::{Column, Table};
use super::reader::Reader;
use crate::error::Problem;
use crate::json::{Value, pointer_push};

/// A part of a rule, the cell that says what is compared, and the cell that says with what.
pub(super) struct Conjunct {
    pub(super) rule: Value,
    pub(super) fact: Place,
    pub(super) value: Place,
}
impl Reader<'_> {
    /// A condition of a row: a fact with an operator and a value, or a rule.
    pub(super) fn row_condition(
        &mut self,
        table: &Table<'_>,
        row: usize,
        headers: &Headers<'_>,
        conjuncts: &mut Vec<Conjunct>,
    ) {
        let grid = self.grid;
        let at = |wanted: Column| {
            let column = table.column(|column| *column == wanted);
            column.map(|column| Place { row, column })
        };
        let text = |place: Option<Place>| {
            let text = place.map_or("", |place| grid.cell(place.row, place.column));
            if cell::is_any(text) { "" } else { text }
        };
        let (fact, value, rule) = (
            at(Column::RowCondition),
            at(Column::RowValue),
            at(Column::Rule),
        );
        match (fact, text(fact)) {
            (Some(place), said) if !said.is_empty() => {
                if let Some(condition) = self.told(headers.read(said, &[]), place) {
                    let value_place = value.unwrap_or(place);
                    match text(value) {
                        "" => self
                            .findings
                            .error(value_place, "", Fault::new(Problem::Missing)),
                        text => self.conjunct(&condition, text, place, value_place, conjuncts),
                    }
                }
            }
            _ if !text(value).is_empty() => {
                let place = fact.or(value).unwrap_or(Place { row, column: 0 });
                self.findings.error(place, "", Fault::new(Problem::Missing));
            }
            _ => {}
        }
        match rule {
            Some(place) if !text(rule).is_empty() => self.rule_cell(text(rule), place, conjuncts),
            _ => {}
        }
    }

    pub(super) fn conjunct(
        &mut self,
        condition: &Condition,
        text: &str,
        fact: Place,
        value: Place,
        conjuncts: &mut Vec<Conjunct>,
    ) {
        if let Some((rule, note)) = self.told(condition.rule(text), value) {
            if let Some(note) = note {
                self.findings.warning(value, text, note);
            }
            conjuncts.push(Conjunct { rule, fact, value });
        }
    }

    /// A rule in JSON, or an array of rules that all have to hold.
    pub(super) fn rule_cell(&mut self, text: &str, place: Place, conjuncts: &mut Vec<Conjunct>) {
        let rules = match cell::parse(text) {
            Some(Value::Array(rules)) if !rules.is_empty() => rules,
            Some(rule @ (Value::Object(_) | Value::Bool(_))) => vec![rule],
            _ => {
                self.findings.error(place, text, Fault::new(Problem::Rule));
                return;
            }
        };
        let conjunct = |rule| Conjunct {
            rule,
            fact: place,
            value: place,
        };
        conjuncts.extend(rules.into_iter().map(conjunct));
    }

    /// The rule that all of these hold.
    pub(super) fn rule(&mut self, pointer: &str, mut conjuncts: Vec<Conjunct>) -> Value {
        let is_one = conjuncts.len() == 1;
        for (index, conjunct) in conjuncts.iter().enumerate() {
            let at = match is_one {
                true => pointer.to_owned(),
                false => format!("{pointer}/and/{index}"),
            };
            let mut facts = Vec::new();
            facts_in(&conjunct.rule, &at, &mut facts);
            for fact in facts {
                self.places.add(fact, conjunct.fact);
            }
            self.places.add(at, conjunct.value);
        }
        match conjuncts.len() {
            0 => true.into(),
            1 => conjuncts.remove(0).rule,
            _ => operation("and", conjuncts.into_iter().map(|c| c.rule).collect()),
        }
    }
}

/// The JSON pointers of the facts of a rule.
fn facts_in(rule: &Value, pointer: &str, into: &mut Vec<String>) {
    if path_of(rule).is_some() {
        into.push(pointer.to_owned());
        return;
    }
    match rule {
        Value::Array(parts) => {
            for (index, part) in parts.iter().enumerate() {
                facts_in(part, &format!("{pointer}/{index}"), into);
            }
        }
        Value::Object(members) => {
            for (name, part) in members.iter() {
                let mut at = pointer.to_owned();
                pointer_push(&mut at, name);
                facts_in(part, &at, into);
            }
        }
        _ => {}
    }
}
