//! What each part of a rule comes to on the cases.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xinyi::authoring::library;
use xinyi::{Explain, Trial};

use super::cases::{Case, cases_of, is_of_no_list};
use super::parse;

/// The leaves of a rule: what is not put together of other conditions. A quantifier over a list is one.
fn leaves(rule: &Value) -> Vec<&Value> {
    match rule.as_object().and_then(|rule| rule.iter().next()) {
        Some((operator, operands)) if ["and", "or", "!"].contains(&operator.as_str()) => {
            let parts = match operands {
                Value::Array(parts) => parts.as_slice(),
                single => std::slice::from_ref(single),
            };
            parts.iter().flat_map(leaves).collect()
        }
        Some(_) => vec![rule],
        None => Vec::new(),
    }
}

/// A leaf is asked alone, of the facts of each case.
#[test]
fn every_leaf_is_seen_true_false_and_unknown() {
    let mut count = 0;
    let mut unseen = Vec::new();
    for programme in library() {
        let document = parse(programme.text());
        let cases = cases_of(programme);
        let rules = [document.get("applies_when")].into_iter().flatten();
        let parts = ["requirements", "tiers"].map(|list| document[list].as_array());
        let parts = parts.into_iter().flatten().flatten();
        for leaf in rules
            .chain(parts.map(|part| &part["when"]))
            .flat_map(leaves)
        {
            let mut alone = document.clone();
            let alone_members = alone.as_object_mut().expect("a programme");
            alone_members.remove("applies_when");
            alone_members.remove("requirements");
            alone["tiers"] = json!([{ "id": "leaf", "when": leaf, "benefit": { "kind": "discount", "percent_off": 1 } }]);
            let alone = alone.to_string();
            let outcome = |case: &Case| {
                let trial = Trial::run(&alone, &case.facts, case.now, Explain::Full);
                trial.expect("a case").decision().outcome().as_str()
            };
            let seen: BTreeSet<&str> = cases.iter().map(outcome).collect();
            // A bundle always shows of what kind its subject is.
            let shown = leaf.to_string().contains("credit.subject_kind");
            let unlisted = is_of_no_list(programme) && leaf.to_string().contains("credit.listings");
            let verdicts = [
                ("granted", "true", false),
                ("not_granted", "false", unlisted),
                ("undetermined", "unknown", shown),
            ];
            for (outcome, verdict, excused) in verdicts {
                if !seen.contains(outcome) && !excused {
                    unseen.push(format!("{}: {leaf} is not seen {verdict}", programme.id()));
                }
            }
            count += 1;
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
    println!("{count} leaves, each seen true, false and unknown");
}
