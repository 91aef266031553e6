//! How something that is hidden may turn out.

use serde_json::{Value, json};

use super::{BIRTHS, DAYS};

/// The ways in which a unit may turn out, as far as the programme's rules and the law tell them apart;
/// none where they are too many to say.
pub fn ways(programme: &Value, unit: &str) -> Option<Vec<Option<Value>>> {
    let list = unit.split('[').next()?;
    let ways: Vec<Value> = match (list, list == unit) {
        ("credit.registration", _) => vec![json!({"status": "normal"}), json!({"status": "cancelled"})],
        ("credit.subject.age_over", _) => [(true, true), (true, false), (false, false)]
            .map(|(adult, over)| json!({"18": adult, "35": over}))
            .into(),
        ("credit.subject.birthdate", _) => BIRTHS.iter().map(|day| json!(day)).collect(),
        ("credit.subject.established", _) => {
            let past = DAYS.iter().filter(|day| **day <= "2026-11-22");
            BIRTHS.iter().chain(past).map(|day| json!(day)).collect()
        }
        ("credit.subject.residence", _) => vec![json!("310115"), json!("320500")],
        ("credit.evaluations.sh-public", _) => evaluations(programme),
        ("credit.listings", false) => ["serious", "attention"]
            .map(|severity| {
                json!({
                    "list": "market_serious", "field": "market", "severity": severity, "scope": "national",
                    "since": "2026-11-22", "state": "active", "authority": "a", "basis": "b",
                })
            })
            .into(),
        ("credit.commitments", false) => ["performing", "fulfilled", "broken", "remedied"]
            .map(|state| {
                let mut record = json!({
                    "type": "proof_item", "item": "i", "made_on": "2026-11-21", "state": state, "authority": "a",
                });
                if matches!(state, "broken" | "remedied") {
                    record["broken_on"] = json!("2026-11-22");
                }
                record
            })
            .into(),
        ("credit.honours", false) => ["2024-11-21", "2024-11-22"]
            .map(|since| {
                json!({
                    "kind": "recognition", "list": "volunteer", "scope": "310000", "since": since, "authority": "a",
                })
            })
            .into(),
        ("credit.licences", false) => ["food", "fire"]
            .map(|kind| {
                json!({
                    "document": "d", "kind": kind, "valid_from": "2019-05-05", "state": "active", "authority": "a",
                })
            })
            .into(),
        _ => return None,
    };
    Some(ways.into_iter().map(Some).chain([None]).collect())
}

/// A score on either side of each that the rules name, with each grade and without one.
fn evaluations(programme: &Value) -> Vec<Value> {
    fn bounds(rule: &Value, into: &mut Vec<u64>) {
        match rule {
            Value::Array(parts) => {
                let is_score = |part: &Value| part["var"] == "credit.evaluations.sh-public.score";
                let numbers = parts.iter().filter_map(Value::as_u64);
                if parts.iter().any(is_score) {
                    into.extend(numbers.flat_map(|bound| [bound - 1, bound, bound + 1]));
                }
                parts.iter().for_each(|part| bounds(part, into));
            }
            Value::Object(members) => members.values().for_each(|part| bounds(part, into)),
            _ => {}
        }
    }
    let mut scores = vec![600];
    bounds(programme, &mut scores);
    scores.sort_unstable();
    scores.dedup();
    let mut grades = vec![None];
    if programme.to_string().contains("sh-public.grade") {
        grades.extend(["C", "B", "A", "E"].map(Some));
    }
    let mut evaluations = Vec::new();
    for grade in grades {
        for score in scores.iter().copied().map(Some).chain([None]) {
            let mut evaluation = json!({});
            if let Some(score) = score {
                evaluation["score"] = json!(score);
            }
            if let Some(grade) = grade {
                evaluation["grade"] = json!(grade);
            }
            // One of neither says nothing, and is as good as none.
            if score.is_some() || grade.is_some() {
                evaluations.push(evaluation);
            }
        }
    }
    evaluations
}
