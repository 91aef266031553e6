//! Benefits: which is more.

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::json::Value;

/// A figure of a benefit.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) worth: Worth,
}

/// What a figure is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// More is better. One that is left out is open.
    More,
    /// More is better. One that is left out is none.
    Extra,
    /// Less is better.
    Less,
}

const fn more(name: &'static str) -> Figure {
    Figure {
        name,
        worth: Worth::More,
    }
}

const fn extra(name: &'static str) -> Figure {
    Figure {
        name,
        worth: Worth::Extra,
    }
}

/// The figures of each kind. Kinds that are not here have none.
const FIGURES: &[(&str, &[Figure])] = &[
    ("deferred_payment", &[more("max"), more("days")]),
    ("deposit_waiver", &[more("max")]),
    ("discount", &[more("percent_off")]),
    (
        "fast_track",
        &[extra("time_reduction_percent"), extra("documents_waived")],
    ),
    ("free_allowance", &[more("quantity")]),
    (
        "inspection",
        &[Figure {
            name: "frequency_percent",
            worth: Worth::Less,
        }],
    ),
    (
        "loan_prequalification",
        &[more("max_amount"), more("max_months")],
    ),
];

fn kind(benefit: &Value) -> Option<&str> {
    benefit.member("kind").and_then(Value::as_str)
}

/// The figures that a benefit may have.
pub(super) fn figures(benefit: &Value) -> &'static [Figure] {
    let of = kind(benefit).and_then(|kind| FIGURES.iter().find(|(known, _)| *known == kind));
    of.map_or(&[], |(_, figures)| figures)
}

impl Figure {
    /// What it is in a benefit; none if that is open.
    pub(super) fn of(&self, benefit: &Value) -> Option<Decimal> {
        match benefit.member(self.name) {
            Some(Value::Number(number)) => Some(*number),
            Some(Value::Bool(is_given)) => Some(i64::from(*is_given).into()),
            Some(money) => Decimal::parse(money.member("amount")?.as_str()?),
            None => (self.worth == Worth::Extra).then_some(Decimal::ZERO),
        }
    }
}

/// How one benefit compares with another of its kind, by all of their figures: none where some speak for the one and some
/// for the other, or cannot be compared. What is not a figure, such as the name of a lane, makes no difference.
pub(super) fn order(one: &Value, other: &Value) -> Option<Ordering> {
    let figures = figures(one);
    let is_of_kind = kind(one) == kind(other) && one.member("unit") == other.member("unit");
    if !is_of_kind || figures.is_empty() {
        return None;
    }
    let mut order = Ordering::Equal;
    for figure in figures {
        let next = match (figure.of(one), figure.of(other)) {
            (Some(a), Some(b)) if figure.worth == Worth::Less => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            // Open in both.
            (None, None) => Ordering::Equal,
            _ => return None,
        };
        match (order, next) {
            (_, Ordering::Equal) => {}
            (Ordering::Equal, next) => order = next,
            (order, next) if order == next => {}
            _ => return None,
        }
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_benefit_is_more_if_no_figure_speaks_against_it() {
        let read = |text: &str| json::parse(text.as_bytes(), 1000).expect(text);
        let waiver = |amount: &str| {
            format!(r#"{{"kind":"deposit_waiver","max":{{"currency":"CNY","amount":"{amount}"}}}}"#)
        };
        let loan = |amount: &str, months: &str| {
            let amount = format!(r#"{{"currency":"CNY","amount":"{amount}"}}"#);
            format!(r#"{{"kind":"loan_prequalification","max_amount":{amount}{months}}}"#)
        };
        let months = |months: u8| format!(r#","max_months":{months}"#);
        let inspected =
            |percent: &str| format!(r#"{{"kind":"inspection","frequency_percent":{percent}}}"#);
        let fast = |members: &str| format!(r#"{{"kind":"fast_track"{members}}}"#);
        let free = |quantity: u8, unit: &str| {
            format!(
                r#"{{"kind":"free_allowance","quantity":{quantity},"unit":{{"zh-CN":"{unit}"}}}}"#
            )
        };
        let discount = r#"{"kind":"discount","percent_off":5}"#.to_owned();
        let perk = r#"{"kind":"perk","code":"a"}"#.to_owned();
        for (one, other, want) in [
            (waiver("99.00"), waiver("100"), Some(Ordering::Less)),
            (waiver("99.00"), waiver("9.00"), Some(Ordering::Greater)),
            (waiver("99.00"), waiver("99"), Some(Ordering::Equal)),
            (waiver("99.00"), discount, None),
            (perk.clone(), perk, None),
            (
                loan("5", &months(12)),
                loan("6", &months(12)),
                Some(Ordering::Less),
            ),
            (loan("5", &months(12)), loan("6", &months(6)), None),
            (loan("5", ""), loan("6", ""), Some(Ordering::Less)),
            (loan("5", ""), loan("6", &months(6)), None),
            (inspected("5"), inspected("2.5"), Some(Ordering::Less)),
            (
                fast(""),
                fast(r#","time_reduction_percent":30"#),
                Some(Ordering::Less),
            ),
            (
                fast(r#","documents_waived":true"#),
                fast(r#","time_reduction_percent":30"#),
                None,
            ),
            (free(3, "小时"), free(4, "小时"), Some(Ordering::Less)),
            (free(3, "小时"), free(4, "次"), None),
        ] {
            let (a, b) = (read(&one), read(&other));
            assert_eq!(order(&a, &b), want, "{one} {other}");
            assert_eq!(order(&b, &a), want.map(Ordering::reverse), "{other} {one}");
        }
    }
}
