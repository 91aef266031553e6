//! The cases beside the programmes.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xinyi::authoring::{LibraryProgramme, library};
use xinyi::{Explain, Instant, Trial};

use super::parse;

/// A merge patch (RFC 7396): `null` takes a member away.
fn patched(target: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut target = match target {
        Value::Object(members) => members.clone(),
        _ => serde_json::Map::new(),
    };
    for (name, change) in changes {
        let old = target.remove(name).unwrap_or(Value::Null);
        if !change.is_null() {
            target.insert(name.clone(), patched(&old, change));
        }
    }
    target.into()
}

/// A case, ready to be decided.
pub struct Case {
    pub name: String,
    pub facts: String,
    pub now: Instant,
    pub expect: Value,
}

pub fn cases_of(programme: &LibraryProgramme) -> Vec<Case> {
    let document = parse(programme.cases());
    assert_eq!(document["programme"], programme.id());
    let read = |case: &Value| {
        let day = case.get("now").unwrap_or(&document["now"]);
        let noon = format!("{}T12:00:00+08:00", day.as_str().expect("a day"));
        let patch = case.get("with").cloned().unwrap_or_else(|| json!({}));
        Case {
            name: case["name"].as_str().expect("a name").to_owned(),
            facts: patched(&document["facts"], &patch).to_string(),
            now: Instant::parse(&noon).expect("a day"),
            expect: case["expect"].clone(),
        }
    };
    let cases = document["cases"].as_array().expect("cases");
    cases.iter().map(read).collect()
}

/// What of a case's expectation a programme decides otherwise.
pub fn differences(programme: &Value, case: &Case) -> Vec<String> {
    let trial = match Trial::run(&programme.to_string(), &case.facts, case.now, Explain::Full) {
        Ok(trial) => serde_json::to_value(&trial).expect("JSON"),
        Err(error) => return vec![error.code().as_str().to_owned()],
    };
    let requirements = programme["requirements"].as_array();
    let ids: BTreeSet<&str> = requirements
        .into_iter()
        .flatten()
        .filter_map(|requirement| requirement["id"].as_str())
        .collect();
    let reasons = trial["reasons"].as_array().expect("reasons");
    let unmet = reasons.iter().filter(|reason| reason["verdict"] == "false");
    let unmet: BTreeSet<&str> = unmet
        .filter_map(|reason| reason["rule"].as_str())
        .filter(|rule| ids.contains(rule))
        .collect();
    let names = |list: &Value| {
        let list = list.as_array().expect("a list");
        let names: BTreeSet<String> = list.iter().map(|name| name.to_string()).collect();
        names
    };
    let mut differences = Vec::new();
    for (member, expected) in case.expect.as_object().expect("an expectation") {
        let same = match member.as_str() {
            "requirements" => names(expected) == names(&json!(unmet)),
            "missing" => names(expected) == names(&trial["missing"]),
            "outcome" | "tier" | "eligible_from" | "valid_until" | "manual_review" => {
                trial[member] == *expected
            }
            other => panic!("{other}: {}", case.name),
        };
        if !same {
            let found = match member.as_str() {
                "requirements" => json!(unmet),
                _ => trial[member].clone(),
            };
            differences.push(format!("{member}: {expected} expected, {found} found"));
        }
    }
    differences
}

#[test]
fn every_case_is_decided_as_it_says() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for programme in library() {
        let document = parse(programme.text());
        let mut names = BTreeSet::new();
        for case in cases_of(programme) {
            let differences = differences(&document, &case);
            if !differences.is_empty() {
                wrong.push(format!(
                    "{}, {}: {differences:?}",
                    programme.id(),
                    case.name
                ));
            }
            let tier = case.expect.get("tier").is_some();
            assert_eq!(tier, case.expect["outcome"] == "granted", "{}", case.name);
            assert!(names.insert(case.name), "{}", programme.id());
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} programmes, {count} cases", library().len());
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
        let cases = cases_of(programme);
        let seen = |member: &str, value: &Value| cases.iter().any(|c| c.expect[member] == *value);
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
                let unmet = case.expect.get("requirements").and_then(Value::as_array);
                unmet.is_some_and(|unmet| unmet.contains(id))
            });
            let known = is_of_no_list(programme) && id == "not-listed";
            assert!(unmet || known, "{}: {id}", programme.id());
        }
    }
}
