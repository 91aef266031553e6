//! The language over complete facts, two-valued, straight from its description: a second opinion
//! that shares no code with the evaluator but decimals and the working-day calendar.

use super::*;
use crate::law;
use crate::time::BeyondCalendar;

/// What a rule can see of plain JSON facts.
#[derive(Clone, Copy)]
pub(super) struct World<'w> {
    pub(super) facts: &'w Value,
    pub(super) today: Day,
    /// How a grade that is on no scale compares: nobody knows.
    off_scale: bool,
    element: Option<&'w Value>,
}

impl<'w> World<'w> {
    pub(super) fn new(facts: &'w Value, today: Day, off_scale: bool) -> Self {
        Self {
            facts,
            today,
            off_scale,
            element: None,
        }
    }

    /// Whether a condition holds.
    pub(super) fn holds(self, rule: &Value) -> bool {
        let (op, operands) = match rule {
            Value::Bool(value) => return *value,
            rule => rule
                .as_object()
                .and_then(|o| o.iter().next())
                .expect("a rule"),
        };
        let operands = operands
            .as_array()
            .unwrap_or(std::slice::from_ref(operands));
        let value = |i: usize| self.value(&operands[i]);
        match op {
            "var" => value_is(self.value(rule), &Value::Bool(true)),
            "and" => operands.iter().all(|o| self.holds(o)),
            "or" => operands.iter().any(|o| self.holds(o)),
            "!" => !self.holds(&operands[0]),
            "exists" => value(0).is_some(),
            "in-region" => match (value(0), value(1)) {
                (Some(Value::String(region)), Some(Value::Array(list))) => {
                    list.iter().any(|outer| lies_in(&region, text(outer)))
                }
                _ => false,
            },
            "in" => match (value(0), value(1)) {
                (Some(item), Some(Value::Array(list))) => list.contains(&item),
                _ => false,
            },
            "some" | "all" | "none" => {
                let list = self.elements(&operands[0]);
                let mut satisfied = list
                    .iter()
                    .map(|element| self.at(element).holds(&operands[1]));
                match op {
                    "some" => satisfied.any(|s| s),
                    "all" => satisfied.all(|s| s),
                    _ => !satisfied.any(|s| s),
                }
            }
            "at-least" => {
                let order = ["D", "C", "B", "A"];
                let place = |grade: &Value| order.iter().position(|g| *g == text(grade));
                match value(0) {
                    None => false,
                    Some(grade) => match (place(&grade), value(1).and_then(|t| place(&t))) {
                        (Some(grade), Some(threshold)) => grade >= threshold,
                        _ => self.off_scale,
                    },
                }
            }
            "within" => {
                let (Some(from), Some(period)) = (value(0), value(1)) else {
                    return false;
                };
                let (from, period) = (text(&from), text(&period));
                let today = self.today.to_string();
                from <= today.as_str() && today <= plus(from, period)
            }
            _ => {
                let values: Option<Vec<Value>> = (0..operands.len()).map(value).collect();
                values.is_some_and(|values| values.windows(2).all(|p| compares(op, &p[0], &p[1])))
            }
        }
    }

    fn at(self, element: &'w Value) -> Self {
        Self {
            element: Some(element),
            ..self
        }
    }

    fn elements(self, list: &Value) -> Vec<Value> {
        let list = self.value(list);
        let list = list.as_ref().and_then(Value::as_array).unwrap_or_default();
        let there = list.iter().filter(|e| e.member("$gone").is_none());
        there.cloned().collect()
    }

    /// What an operand is, if it is anything.
    fn value(self, operand: &Value) -> Option<Value> {
        let Some((op, argument)) = operand.as_object().and_then(|o| o.iter().next()) else {
            return Some(operand.clone());
        };
        let argument = match argument {
            Value::Array(one) if one.len() == 1 => &one[0],
            other => other,
        };
        let parts = argument.as_array().unwrap_or_default();
        match op {
            "currency" => Some(operand.clone()),
            "count" => {
                let list = self.elements(&parts[0]);
                let counted = list.iter().filter(|e| self.at(e).holds(&parts[1]));
                Some((counted.count() as i64).into())
            }
            "sum" => {
                let list = self.elements(&parts[0]);
                let summed = list.iter().filter(|e| self.at(e).holds(&parts[1]));
                // In tenths, which the fields of these facts are whole numbers of.
                let tenths = summed.filter_map(|e| e.member(text(&parts[2]))).map(|n| {
                    let Value::Number(n) = n else {
                        panic!("a number")
                    };
                    let (whole, tenth) = match n.to_string().split_once('.') {
                        Some((whole, tenth)) => (whole.to_owned(), tenth.to_owned()),
                        None => (n.to_string(), "0".to_owned()),
                    };
                    format!("{whole}{tenth}").parse::<i64>().expect("tenths")
                });
                let sum: i64 = tenths.sum();
                let decimal = crate::decimal::Decimal::parse(&format!("{sum}e-1"));
                Some(Value::Number(decimal.expect("a sum")))
            }
            "percent-of" => {
                let (percent, of) = (self.value(&parts[0])?, self.value(&parts[1])?);
                let amount = of.member("amount").and_then(Value::as_str);
                match (amount, &of) {
                    (Some(amount), _) => {
                        let share = hundredths(&percent, amount);
                        Some(
                            json::parse(
                                format!(r#"{{"currency":"CNY","amount":"{share}"}}"#).as_bytes(),
                                100,
                            )
                            .expect("money"),
                        )
                    }
                    (None, Value::Number(number)) => {
                        let share = hundredths(&percent, &number.to_string());
                        Some(Value::Number(
                            crate::decimal::Decimal::parse(&share).expect("a share"),
                        ))
                    }
                    _ => None,
                }
            }
            "plus-time" => {
                let from = self.value(&parts[0])?;
                Some(plus(text(&from), text(&parts[1])).into())
            }
            "var" => self.find(text(argument)),
            "age" => {
                let birth = self.value(argument)?;
                let today = self.today.to_string();
                let mut years = 0_i64;
                while plus(text(&birth), &format!("P{}Y", years + 1)) <= today {
                    years += 1;
                }
                (text(&birth) <= today.as_str()).then(|| Value::from(years))
            }
            _ => Some(self.holds(operand).into()),
        }
    }

    fn find(self, path: &str) -> Option<Value> {
        if path == "now" {
            return Some(self.today.to_string().into());
        }
        if path.is_empty() {
            return self.element.cloned();
        }
        let in_facts = matches!(path.split('.').next(), Some("credit" | "request"));
        let start = if in_facts { self.facts } else { self.element? };
        let found = path
            .split('.')
            .try_fold(start, |value, name| value.member(name));
        found.cloned()
    }
}

fn value_is(found: Option<Value>, wanted: &Value) -> bool {
    found.as_ref() == Some(wanted)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn compares(op: &str, a: &Value, b: &Value) -> bool {
    let order = match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => {
            let amount = |money: &Value| {
                let amount = text(money.member("amount").expect("money"));
                crate::decimal::Decimal::parse(amount).expect(amount)
            };
            if a.member("currency") != b.member("currency") {
                return op == "!=";
            }
            amount(a).cmp(&amount(b))
        }
    };
    match op {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" | "before" => order.is_lt(),
        "<=" | "not-after" => order.is_le(),
        ">" | "after" => order.is_gt(),
        ">=" | "not-before" => order.is_ge(),
        _ => panic!("{op}"),
    }
}

/// Whether a region is another, or lies in it: zeros at the end of that one stand for anything.
fn lies_in(region: &str, outer: &str) -> bool {
    let mut outer = outer;
    while let Some(rest) = outer.strip_suffix("00") {
        outer = rest;
    }
    region.starts_with(outer)
}

/// So many hundredths of a decimal, by counting in units of 10⁻⁶.
fn hundredths(percent: &Value, of: &str) -> String {
    let millionths = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<6}")
            .parse::<i128>()
            .expect(text)
    };
    let Value::Number(percent) = percent else {
        panic!("a percentage")
    };
    let product = millionths(&percent.to_string()) * millionths(of);
    // The units of the product are 10⁻¹², and hundredths of it 10⁻¹⁴.
    let text = format!("{product:0>15}");
    let (whole, fraction) = text.split_at(text.len() - 14);
    format!("{whole}.{fraction}")
}

/// A day and one unit of a period, as texts: `2024-02-29` and `P1Y`.
fn plus(from: &str, period: &str) -> String {
    let number: u32 = period[1..period.len() - 1].parse().expect(period);
    let months = match &period[period.len() - 1..] {
        "Y" => number * 12,
        "M" => number,
        "D" => {
            let mut reached = day(from);
            for _ in 0..number {
                reached = reached.next().expect(from);
            }
            return reached.to_string();
        }
        _ => {
            let reached = law::built_in().calendar.working_days_after(
                day(from),
                number,
                BeyondCalendar::Weekdays,
            );
            return reached.expect(from).day.to_string();
        }
    };
    let mut parts = from.split('-').map(|part| part.parse::<u32>().expect(from));
    let mut part = || parts.next().expect(from);
    let (year, month, date) = (part(), part() - 1 + months, part());
    let (year, month) = (year + month / 12, month % 12 + 1);
    // The first that exists, counting down from the same day of the month.
    let last = (28..=date)
        .rev()
        .find(|d| Day::parse(&format!("{year:04}-{month:02}-{d:02}")).is_some());
    format!("{year:04}-{month:02}-{:02}", last.unwrap_or(date))
}
