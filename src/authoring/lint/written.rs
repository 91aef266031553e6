//! The rules of a programme as they are written, for pointers into them.

use crate::json::{Value, pointer_push, pointer_to};
use crate::programme::Programme;
use crate::rules::Expr;
use crate::rules::analysis::Rules;
use crate::time::Day;

/// The rules of a programme, in the order in which they are analysed.
pub(super) struct Written<'p> {
    pub(super) rules: Vec<&'p Expr>,
    /// The pointer of each, and what stands there.
    places: Vec<(String, &'p Value)>,
    pub(super) by_part: Rules,
}

impl<'p> Written<'p> {
    pub(super) fn of(document: &'p Value, programme: &'p Programme) -> Self {
        let mut written = Self {
            rules: Vec::new(),
            places: Vec::new(),
            by_part: Rules::default(),
        };
        if let Some(rule) = &programme.applies_when {
            let place = pointer_to(&["applies_when"]);
            let number = written.add(rule, place, document.member("applies_when"));
            written.by_part.applies_when = Some(number);
        }
        let part = |list: &str, number: usize| {
            let part = document.member(list).and_then(Value::as_array);
            part.and_then(|parts| parts.get(number)?.member("when"))
        };
        for (number, requirement) in programme.requirements.iter().enumerate() {
            let list = "requirements";
            let place = pointer_to(&[list, &number.to_string(), "when"]);
            let number = written.add(&requirement.when, place, part(list, number));
            written.by_part.requirements.push(number);
        }
        for (number, tier) in programme.tiers.iter().enumerate() {
            let place = pointer_to(&["tiers", &number.to_string(), "when"]);
            let number = written.add(&tier.when, place, part("tiers", number));
            written.by_part.tiers.push(number);
        }
        written
    }

    fn add(&mut self, rule: &'p Expr, place: String, value: Option<&'p Value>) -> usize {
        self.rules.push(rule);
        self.places.push((place, value.unwrap_or(&Value::Null)));
        self.rules.len() - 1
    }

    /// The days that the rules name.
    pub(super) fn days(&self) -> Vec<Day> {
        let mut days = Vec::new();
        for (_, value) in &self.places {
            days_in(value, &mut days);
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The pointer to a part of a rule, by the places of its operands.
    pub(super) fn pointer(&self, rule: usize, place: &[usize]) -> String {
        let Some((pointer, value)) = self.places.get(rule) else {
            return String::new();
        };
        let (mut pointer, mut value) = (pointer.clone(), *value);
        for number in place {
            let Some((operator, operands)) = call(value) else {
                break;
            };
            pointer_push(&mut pointer, operator);
            if operands.as_array().is_some() {
                pointer_push(&mut pointer, &number.to_string());
            }
            value = operand(operands, *number);
        }
        pointer
    }

    fn part(&self, rule: usize, place: &[usize]) -> &Value {
        let value = self
            .places
            .get(rule)
            .map_or(&Value::Null, |(_, value)| *value);
        let part = place.iter().try_fold(value, |value, number| {
            call(value).map(|(_, operands)| operand(operands, *number))
        });
        part.unwrap_or(&Value::Null)
    }

    /// The operator of a part of a rule; of a literal, itself.
    pub(super) fn operator(&self, rule: usize, place: &[usize]) -> String {
        let part = self.part(rule, place);
        call(part).map_or_else(|| part.to_string(), |(operator, _)| operator.to_owned())
    }

    /// An operand of a part of a rule.
    pub(super) fn operand(&self, rule: usize, place: &[usize], number: usize) -> Value {
        let operands = call(self.part(rule, place)).map(|(_, operands)| operands);
        operands.map_or(Value::Null, |operands| operand(operands, number).clone())
    }
}

/// The operator and the operands of a part of a rule.
fn call(part: &Value) -> Option<(&str, &Value)> {
    part.as_object()?.iter().next()
}

/// One of the operands: `{"!": x}` is short for `{"!": [x]}`.
fn operand(operands: &Value, number: usize) -> &Value {
    match operands.as_array() {
        Some(operands) => operands.get(number).unwrap_or(&Value::Null),
        None => operands,
    }
}

fn days_in(value: &Value, days: &mut Vec<Day>) {
    match value {
        Value::String(text) => days.extend(Day::parse(text)),
        Value::Array(parts) => parts.iter().for_each(|part| days_in(part, days)),
        Value::Object(members) => members.iter().for_each(|(_, part)| days_in(part, days)),
        _ => {}
    }
}
