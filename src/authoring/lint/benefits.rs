//! Benefits: which gives less, and figures by which one gives nothing.

use super::finding::finding;
use crate::decimal::Decimal;
use crate::error::Code;
use crate::json::{ObjectReader, Value};
use crate::rules::Findings;

/// What the members of a benefit are worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// More is better, and none is nothing.
    More,
    /// Less is better.
    Less,
}

/// The figures of each kind.
const FIGURES: &[(&str, &[(&str, Worth)])] = &[
    (
        "deferred_payment",
        &[("max", Worth::More), ("days", Worth::More)],
    ),
    ("deposit_waiver", &[("max", Worth::More)]),
    ("discount", &[("percent_off", Worth::More)]),
    ("fast_track", &[("time_reduction_percent", Worth::More)]),
    ("free_allowance", &[("quantity", Worth::More)]),
    ("inspection", &[("frequency_percent", Worth::Less)]),
    (
        "loan_prequalification",
        &[("max_amount", Worth::More), ("max_months", Worth::More)],
    ),
];

fn kind(benefit: &Value) -> Option<&str> {
    benefit.member("kind").and_then(Value::as_str)
}

fn figures(benefit: &Value) -> &'static [(&'static str, Worth)] {
    let of = kind(benefit).and_then(|kind| FIGURES.iter().find(|(known, _)| *known == kind));
    of.map_or(&[], |(_, figures)| figures)
}

fn figure(benefit: &Value, name: &str) -> Option<Decimal> {
    match benefit.member(name)? {
        Value::Number(number) => Some(*number),
        money => Decimal::parse(money.member("amount")?.as_str()?),
    }
}

/// Whether one benefit is plainly less than another: both are of one kind, it is better in no figure, and worse in
/// some. Where they differ otherwise, or a figure is left out of one, there is no telling.
pub(super) fn gives_less(one: &Value, other: &Value) -> bool {
    if kind(one) != kind(other) || one.member("unit") != other.member("unit") {
        return false;
    }
    let mut is_less = false;
    for (name, worth) in figures(one) {
        let (a, b) = match (figure(one, name), figure(other, name)) {
            (None, None) => continue,
            (Some(a), Some(b)) => (a, b),
            _ => return false,
        };
        let (a, b) = if *worth == Worth::Less {
            (b, a)
        } else {
            (a, b)
        };
        if a > b {
            return false;
        }
        is_less |= a < b;
    }
    let waived = |benefit: &Value| benefit.member("documents_waived") == Some(&true.into());
    match (waived(one), waived(other)) {
        (true, false) => false,
        (false, true) => true,
        _ => is_less,
    }
}

/// Figures by which a benefit is none.
pub(super) fn look(document: &ObjectReader<'_>, found: &mut Findings) {
    for tier in document.each("tiers").unwrap_or_default() {
        let Ok(benefit) = tier.read::<&Value>("benefit") else {
            continue;
        };
        for (name, worth) in figures(benefit) {
            let Some(figure) = figure(benefit, name) else {
                continue;
            };
            // The last of graded inspections is always drawn.
            if *worth == Worth::More && figure == Decimal::ZERO {
                let place = [&tier.place("benefit"), "/", name].concat();
                found.warnings.push(finding(Code::ProgrammeFigure, &place));
            }
        }
    }
}
