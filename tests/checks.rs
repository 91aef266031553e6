//! `docs/verification.md` names the tests of every check, and `SECURITY.md` those of every attack:
//! they exist, and expect what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// One row of a table.
struct Row {
    text: String,
    /// The codes that it names.
    codes: BTreeSet<String>,
    /// The tests that it names.
    tests: Vec<String>,
    /// A name of a limit, with its value.
    limit: Option<(String, String)>,
}

#[test]
fn every_check_has_tests_and_they_expect_what_it_says() {
    expect_what_they_say(rows());
}

#[test]
fn every_attack_has_tests_and_they_expect_what_it_says() {
    let attacks = table_under("Attacks");
    let named: BTreeSet<String> = attacks.iter().flat_map(|row| row.tests.clone()).collect();
    let vectors = vectors();
    let left_out: Vec<&String> = vectors
        .keys()
        .filter(|name| name.starts_with("attack/") && !named.contains(*name))
        .collect();
    assert!(left_out.is_empty(), "{left_out:?}");
    assert!(attacks.len() >= 25, "only {} rows", attacks.len());
    expect_what_they_say(attacks);
}

#[test]
fn every_promise_has_tests() {
    let promises = table_under("What is promised");
    assert!(promises.len() >= 10, "only {} rows", promises.len());
    let vectors = vectors();
    for row in promises {
        assert!(!row.tests.is_empty(), "{} names no test", row.text);
        for test in row.tests {
            let is_there = vectors.contains_key(&test) || root().join(&test).exists();
            assert!(is_there, "{}: {test} is not there", row.text);
        }
    }
}

#[track_caller]
fn expect_what_they_say(rows: Vec<Row>) {
    let vectors = vectors();
    let mut mistakes = Vec::new();
    for row in rows {
        let mut wrong = |what: String| mistakes.push(format!("{}\n  {what}", row.text));
        if row.tests.is_empty() {
            wrong("names no test".to_owned());
        }
        let mut shown = BTreeSet::new();
        for test in &row.tests {
            if let Some((file, function)) = test.split_once("::") {
                let source = fs::read_to_string(root().join(file)).unwrap_or_default();
                let definition = format!("#[test]\nfn {function}()");
                let source: Vec<&str> = source.lines().map(str::trim_start).collect();
                if !source.join("\n").contains(&definition) {
                    wrong(format!("{test} is not there"));
                }
                // What it expects is in its own text.
                shown.extend(row.codes.iter().cloned());
            } else if let Some(expected) = vectors.get(test) {
                match (&expected.code, &expected.outcome) {
                    (Some(code), _) if !row.codes.contains(code) => {
                        wrong(format!("{test} expects {code}"));
                    }
                    (None, Some(outcome)) if row.codes.contains(outcome) => {
                        shown.insert(outcome.clone());
                    }
                    // The whole is not refused, but a part of the snapshot is.
                    (None, _) if !expected.reported.is_disjoint(&row.codes) => {
                        shown.extend(expected.reported.iter().cloned());
                    }
                    (None, _) if !row.codes.is_empty() => {
                        wrong(format!("{test} is not refused"));
                    }
                    (code, _) => shown.extend(code.clone()),
                }
            } else if !root().join(test).exists() {
                wrong(format!("{test} is not there"));
            }
        }
        for code in row.codes.difference(&shown) {
            wrong(format!("no test of it expects {code}"));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn every_refusal_is_a_check() {
    let named: BTreeSet<String> = rows().into_iter().flat_map(|row| row.tests).collect();
    let of_verification = |name: &str| {
        let suites = ["binding/", "bundle/", "certificate/", "inputs/", "status/"];
        suites.iter().any(|suite| name.starts_with(suite))
    };
    let vectors = vectors();
    let left_out: Vec<&String> = vectors
        .keys()
        .filter(|name| of_verification(name) && !named.contains(*name))
        .collect();
    assert!(left_out.is_empty(), "{left_out:?}");
    let refusals = vectors.values().filter(|one| one.code.is_some()).count();
    assert!(refusals >= 250, "only {refusals} refusals");
}

#[test]
fn budgets_are_those_of_the_code() {
    let source = fs::read_to_string(root().join("src/limits.rs")).expect("the limits");
    let mut seen = 0;
    for (name, limit) in rows().into_iter().filter_map(|row| row.limit) {
        let definition = source
            .lines()
            .find_map(|line| line.strip_prefix(&format!("pub const {name}: usize = ")))
            .unwrap_or_else(|| panic!("no {name}"));
        let factors = definition.trim_end_matches(';').split(" * ");
        let value: usize = factors
            .map(|factor| factor.replace('_', "").parse::<usize>().expect("a number"))
            .product();
        assert_eq!(value.to_string(), limit, "{name}");
        seen += 1;
    }
    assert!(seen >= 6, "only {seen} budgets");
}

/// What a vector expects: the code by which it is refused, or the outcome.
struct Expected {
    code: Option<String>,
    outcome: Option<String>,
    /// What the reports on loads say of parts.
    reported: BTreeSet<String>,
}

/// What each vector expects.
fn vectors() -> BTreeMap<String, Expected> {
    let expected = |document: &Value| {
        let member = |name: &str| document["expect"][name].as_str().map(str::to_owned);
        Expected {
            code: member("code"),
            outcome: member("outcome"),
            reported: {
                let reports = document["expect"]["reports"].as_array();
                let parts = reports.into_iter().flatten().filter_map(Value::as_object);
                let results = parts.flat_map(|parts| parts.values());
                results
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect()
            },
        }
    };
    let all = testkit::vectors::all();
    all.into_iter()
        .map(|vector| (vector.name, expected(&vector.document)))
        .collect()
}

/// The rows of all tables; the tests stand in the last column, the codes in the one before.
fn rows() -> Vec<Row> {
    let page = fs::read_to_string(root().join("docs/verification.md")).expect("the page");
    let rows: Vec<Row> = page.lines().filter_map(row).collect();
    assert!(rows.len() >= 80, "only {} rows", rows.len());
    rows
}

/// The rows of the table in a section of `SECURITY.md`.
fn table_under(section: &str) -> Vec<Row> {
    let page = fs::read_to_string(root().join("SECURITY.md")).expect("the page");
    let heading = format!("\n## {section}");
    let (_, table) = page.split_once(&heading).expect("the section");
    let (table, _) = table.split_once("\n## ").expect("a section after it");
    table.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
    let (first, tests) = (*cells.first()?, *cells.get(cells.len().checked_sub(2)?)?);
    if tests == "tests" || tests.starts_with("---") {
        return None;
    }
    // A table with a column of limits has one cell more, one without codes one less.
    let codes = match cells.len() {
        4 => cells[1],
        5 => cells[2],
        _ => "",
    };
    let limit = (cells.len() == 5).then(|| {
        let (value, name) = cells[1].split_once(' ').expect("a limit and its name");
        (
            name.trim_matches(['(', ')', '`']).to_owned(),
            value.to_owned(),
        )
    });
    Some(Row {
        text: first.to_owned(),
        codes: quoted(codes).collect(),
        tests: quoted(tests).collect(),
        limit,
    })
}

/// What stands between backticks.
fn quoted(cell: &str) -> impl Iterator<Item = String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
