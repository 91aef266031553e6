//! Programmes in which something is changed.

use serde_json::{Value, json};
use xinyi::authoring::library;

use super::cases::{cases_of, law};
use super::parse;

/// Operators with conditions among their operands: from which one on, and before which.
const CONDITIONS: [(&str, usize, usize); 8] = [
    ("and", 0, 64),
    ("or", 0, 64),
    ("!", 0, 1),
    ("some", 1, 2),
    ("none", 1, 2),
    ("all", 1, 2),
    ("count", 1, 2),
    ("sum", 1, 2),
];

/// A bound, and the same without what is on it.
const STRICTER: [(&str, &str); 4] = [
    (">=", ">"),
    ("<=", "<"),
    ("not-after", "before"),
    ("not-before", "after"),
];

/// A constant, a little more and a little less: a number, an amount, a period.
fn beside(constant: &Value) -> Vec<Value> {
    if let Some(number) = constant.as_i64() {
        return vec![json!(number + 1), json!(number - 1)];
    }
    if let Some(number) = constant.as_f64() {
        return vec![json!(number + 0.05), json!(number - 0.05)];
    }
    if let Some(yuan) = constant["amount"]
        .as_str()
        .and_then(|text| text.split_once('.'))
    {
        let fen = yuan.0.parse::<i64>().expect("yuan") * 100;
        let amount = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        let money = |fen| json!({ "currency": "CNY", "amount": amount(fen) });
        assert_eq!(yuan.1, "00");
        return vec![money(fen + 1), money(fen - 1)];
    }
    match constant.as_str() {
        Some(years @ ("P2Y" | "P3Y")) => vec![json!(format!("{years}1D")), json!("P1Y364D")],
        Some("P20D") => vec![json!("P21D"), json!("P19D")],
        Some("P41D") => vec![json!("P42D"), json!("P40D")],
        Some("P51D") => vec![json!("P52D"), json!("P50D")],
        _ => Vec::new(),
    }
}

/// A rule with something in it changed: a condition that holds or does not hold whatever the facts, a bound without
/// what is on it, a constant that is a little more or less.
fn changed_rules(rule: &Value) -> Vec<Value> {
    let mut changed = Vec::new();
    let Some((operator, operands)) = rule.as_object().and_then(|rule| rule.iter().next()) else {
        return changed;
    };
    let parts = match operands {
        Value::Array(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let with = |i: usize, part: Value| {
        let mut parts = parts.to_vec();
        parts[i] = part;
        json!({ operator: parts })
    };
    let known = CONDITIONS.iter().find(|(known, ..)| known == operator);
    for (i, part) in parts.iter().enumerate() {
        changed.extend(beside(part).into_iter().map(|part| with(i, part)));
        let is_condition = known.is_some_and(|(_, first, end)| (*first..*end).contains(&i));
        // What is no condition, such as a sum, is no boolean either.
        let inner = changed_rules(part).into_iter();
        let inner = inner.filter(|part| is_condition || !part.is_boolean());
        changed.extend(inner.map(|part| with(i, part)));
    }
    if let Some((_, stricter)) = STRICTER.iter().find(|(bound, _)| bound == operator) {
        changed.push(json!({ *stricter: operands }));
    }
    if !["and", "or", "!"].contains(&operator.as_str()) {
        changed.extend([json!(true), json!(false)]);
    }
    changed
}

/// Every threshold is met by cases on and beside it, and every part of a rule matters to some case: a programme that
/// is changed anywhere decides one of its cases otherwise.
#[test]
fn whatever_is_changed_in_a_programme_some_case_notices() {
    let law = law();
    let mut changes = 0;
    let mut unnoticed = Vec::new();
    // Certificates differ by their field alone: one stands for all.
    let is_copy = |id: &str| id.starts_with("certificate.") && id != "certificate.market";
    for programme in library()
        .iter()
        .filter(|programme| !is_copy(programme.id()))
    {
        let document = parse(programme.text());
        let cases = cases_of(programme);
        let mut places = vec!["/applies_when".to_owned()];
        for list in ["requirements", "tiers"] {
            let parts = document[list].as_array().map_or(0, Vec::len);
            places.extend((0..parts).map(|i| format!("/{list}/{i}/when")));
        }
        for place in places {
            let Some(rule) = document.pointer(&place) else {
                continue;
            };
            for rule in changed_rules(rule) {
                let mut document = document.clone();
                *document.pointer_mut(&place).expect("a rule") = rule.clone();
                changes += 1;
                // What is no programme any more is noticed by itself.
                let report = cases.run(&law, &document.to_string());
                if report.is_ok_and(|report| report.is_ok()) {
                    unnoticed.push(format!("{}{place}: {rule}", programme.id()));
                }
            }
        }
    }
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
    assert!(changes > 500, "{changes}");
}
