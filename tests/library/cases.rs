//! The cases beside the programmes, as `xinyi programme test` runs them.

use serde_json::{Value, json};
use xinyi::LawEdition;
use xinyi::authoring::{Cases, LeafCoverage, LibraryProgramme, library};

use super::parse;

pub fn law() -> LawEdition {
    LawEdition::built_in().expect("the built-in edition")
}

pub fn cases_of(programme: &LibraryProgramme) -> Cases {
    Cases::read(programme.cases()).unwrap_or_else(|e| panic!("{}: {e}", programme.id()))
}

/// The verdicts that no case can show: a bundle always shows of what kind its subject is, and of what no list of the
/// catalogue is about nobody is certain to be on one.
fn is_whole(programme: &LibraryProgramme, leaf: &LeafCoverage) -> bool {
    let document = parse(programme.text());
    let rule = document.pointer(&leaf.pointer).expect("a leaf").to_string();
    let is_shown = rule.contains("credit.subject_kind");
    let is_unlisted = rule.contains("credit.listings") && is_of_no_list(programme);
    leaf.seen_true && (leaf.seen_false || is_unlisted) && (leaf.seen_unknown || is_shown)
}

#[test]
fn every_case_comes_out_and_every_leaf_is_seen() {
    let law = law();
    let (mut count, mut leaves) = (0, 0);
    let mut wrong = Vec::new();
    for programme in library() {
        let id = programme.id();
        let report = cases_of(programme)
            .run(&law, programme.text())
            .unwrap_or_else(|e| panic!("{id}: {e}"));
        for case in &report.cases {
            if !case.ok || !case.confirmed {
                wrong.push(format!("{id}, {}: {:?}", case.name, case.differences));
            }
            let tier = case.expected.member("tier").is_some();
            let outcome = case
                .expected
                .member("outcome")
                .and_then(xinyi::Value::as_str);
            assert_eq!(tier, outcome == Some("granted"), "{id}, {}", case.name);
        }
        for leaf in &report.coverage {
            if !is_whole(programme, leaf) {
                wrong.push(format!("{id}, {}: {leaf:?}", leaf.pointer));
            }
        }
        count += report.cases.len();
        leaves += report.coverage.len();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!(
        "{} programmes, {count} cases, {leaves} leaves",
        library().len()
    );
}

/// Whether it is a certificate of a field of which the catalogue has no list. A local list is for a person to look at, so
/// that its requirement is never certain to be unmet.
pub fn is_of_no_list(programme: &LibraryProgramme) -> bool {
    let edition = parse(include_str!("../../src/law/edition.json"));
    let lists = edition["catalogue"]["codes"]["lists"]
        .as_array()
        .expect("lists")
        .clone();
    let document = parse(programme.text());
    let field = &document["tiers"][0]["benefit"]["field"];
    let is_listed = |list: &Value| list["fields"].as_array().expect("fields").contains(field);
    field.is_string() && !lists.iter().any(is_listed)
}

#[test]
fn each_programme_is_seen_with_every_outcome_and_every_tier() {
    for programme in library() {
        let document = parse(programme.text());
        let cases = parse(programme.cases());
        let cases = cases["cases"].as_array().expect("cases");
        let seen =
            |member: &str, value: &Value| cases.iter().any(|c| c["expect"][member] == *value);
        for outcome in ["granted", "not_granted", "undetermined", "not_applicable"] {
            assert!(
                seen("outcome", &json!(outcome)),
                "{}: {outcome}",
                programme.id()
            );
        }
        for tier in document["tiers"].as_array().expect("tiers") {
            assert!(
                seen("tier", &tier["id"]),
                "{}: {}",
                programme.id(),
                tier["id"]
            );
        }
        for requirement in document["requirements"].as_array().into_iter().flatten() {
            let id = &requirement["id"];
            let unmet = cases.iter().any(|case| {
                let unmet = case["expect"]["requirements"].as_array();
                unmet.is_some_and(|unmet| unmet.contains(id))
            });
            let known = is_of_no_list(programme) && id == "not-listed";
            assert!(unmet || known, "{}: {id}", programme.id());
        }
    }
}
