//! Every vector in `tests/vectors` comes out as it says.
#![cfg(feature = "sm2")]

use serde_json::{Value, json};

#[test]
fn every_vector_comes_out_as_it_says() {
    let vectors = testkit::vectors::all();
    assert!(vectors.len() >= 90, "only {} vectors", vectors.len());
    let problems: Vec<String> = vectors.iter().filter_map(problem_with).collect();
    assert!(
        problems.is_empty(),
        "{} of {} vectors:\n\n{}",
        problems.len(),
        vectors.len(),
        problems.join("\n\n"),
    );
}

/// Nothing that `codes` tells depends on a record that is set aside, or says that there was one.
#[test]
fn codes_say_nothing_of_what_was_set_aside() {
    let mut seen = 0;
    for vector in testkit::vectors::all() {
        let told = |explain: &str| -> Value {
            let mut vector = vector.clone();
            vector.document["check"]["explain"] = json!(explain);
            let (_, text) = vector.run_with_reports();
            serde_json::from_str(&text).expect("a result is JSON")
        };
        let full = told("full")["decision"].clone();
        let aside = full["set_aside"].as_array().map_or(&[][..], Vec::as_slice);
        let warned = full["warnings"].to_string().contains("law.superseded");
        if aside.is_empty() && !warned {
            continue;
        }
        seen += 1;
        let codes = told("codes")["decision"].to_string();
        for word in ["\"ground\"", "law_newer"] {
            assert!(!codes.contains(word), "{}: {word} in {codes}", vector.name);
        }
        for record in aside {
            for member in ["path", "basis"] {
                let text = record[member].to_string();
                assert!(!codes.contains(&text), "{}: {text} in {codes}", vector.name);
            }
        }
    }
    assert!(seen >= 50, "only {seen} decisions set something aside");
}

fn problem_with(vector: &testkit::vectors::Vector) -> Option<String> {
    let (reports, text) = vector.run_with_reports();
    let result: Value = serde_json::from_str(&text).expect("a result is JSON");
    let expect = &vector.document["expect"];
    let members = expect.as_object().expect("what is expected is an object");
    let found = |name: &str| match name {
        "reports" => reported(&reports, &expect["reports"]),
        name => found(&result, name),
    };
    let differs = |name: &str| found(name) != expect[name];
    let differing: Vec<&String> = members.keys().filter(|name| differs(name)).collect();
    if differing.is_empty() {
        return None;
    }
    let found: Vec<String> = differing
        .iter()
        .map(|name| {
            format!(
                "  {name}: expected {}, found {}",
                expect[*name],
                found(name)
            )
        })
        .collect();
    Some(format!(
        "{}: {}\n{}\n  {text}",
        vector.name,
        vector.document["description"].as_str().unwrap_or_default(),
        found.join("\n"),
    ))
}

/// What a result says of a member of `expect`.
fn found(result: &Value, name: &str) -> Value {
    let decision = &result["decision"];
    match name {
        "ok" => result["ok"].clone(),
        "outcome" | "tier" | "missing" => decision[name].clone(),
        "upgrade" => decision["upgrade"].get("tier").cloned().unwrap_or_default(),
        "codes" => codes(decision),
        "code" => result["error"]["code"].clone(),
        "pointer" => result["error"]["details"]["pointer"].clone(),
        other => panic!("nothing can be expected of {other:?}"),
    }
}

/// What the reports say of the parts that are named, in the same form: `accepted`, `kept`, or why
/// a part was refused.
fn reported(reports: &[String], expected: &Value) -> Value {
    let parts_of = |(text, expected): (&String, &Value)| {
        let report: Value = serde_json::from_str(text).expect("a report is JSON");
        let named = expected.as_object().expect("parts by their names").keys();
        let parts = named.map(|name| (name.clone(), part(&report["report"][name])));
        Value::Object(parts.collect())
    };
    let expected = expected.as_array().expect("a report for each step");
    assert_eq!(reports.len(), expected.len(), "a report for each step");
    reports.iter().zip(expected).map(parts_of).collect()
}

fn part(part: &Value) -> Value {
    match part {
        Value::Array(parts) => parts.iter().map(self::part).collect(),
        part if part["result"] == "refused" => part["error"]["code"].clone(),
        part if part["result"].is_string() => part["result"].clone(),
        part => part.clone(),
    }
}

/// The codes of the reasons, each once, in order.
fn codes(decision: &Value) -> Value {
    let mut codes: Vec<&Value> = Vec::new();
    for reason in decision["reasons"].as_array().into_iter().flatten() {
        if !codes.contains(&&reason["code"]) {
            codes.push(&reason["code"]);
        }
    }
    json!(codes)
}
