//! Who is measured: a person with twelve disclosures, and a programme of six tiers.

use serde_json::{Value, json};

use crate::world::*;

/// What is shown: twelve disclosures.
pub const SHOWN: [&str; 12] = [
    "/subject/residence",
    "/subject/age_over",
    "/evaluations/sh-public",
    "/evaluations/national",
    "/listings",
    "/listings/0",
    "/penalties",
    "/commitments",
    "/commitments/0",
    "/honours",
    "/honours/0",
    "/licences",
];

/// A person with something in several of the lists, and this `status_list`.
pub fn person<'w>(world: &'w World, status: &Value) -> Sketch<'w> {
    let listing = merged(
        listing_on("abnormal_operation", "market"),
        &json!({ "severity": "attention" }),
    );
    let promise = json!({
        "type": "self_publicised", "item": "on-time-payment", "made_on": "2026-01-02",
        "state": "fulfilled", "authority": "示例区发展和改革委员会",
    });
    let honour = json!({
        "kind": "recognition", "list": "volunteer", "scope": "310000", "since": "2025-12-05",
        "authority": "示例市精神文明建设办公室",
    });
    world
        .person()
        .set(
            "/subject",
            json!({ "residence": "310115", "age_over": { "18": true, "25": true } }),
        )
        .set(
            "/evaluations",
            json!({ "sh-public": { "score": 742 }, "national": { "grade": "B" } }),
        )
        .set("/listings", json!([listing]))
        .set("/commitments", json!([promise]))
        .set("/honours", json!([honour]))
        .set("/status/status_list", status.clone())
}

/// Six tiers, of which the fourth is reached, in what JsonLogic has too.
pub fn six_tiers() -> Value {
    let is = |name: &str, value: &str| json!({ "==": [{ "var": name }, value] });
    let honoured = |kind: &str| json!({ "some": [{ "var": "credit.honours" }, is("kind", kind)] });
    let graded =
        |grades: Value| json!({ "in": [{ "var": "credit.evaluations.national.grade" }, grades] });
    let broken = json!({ "none": [{ "var": "credit.commitments" }, is("state", "broken")] });
    let resident = is("credit.subject.residence", "310115");
    let adult = json!({ "==": [{ "var": "credit.subject.age_over.18" }, true] });
    let tier = |id: &str, score: i64, more: Vec<Value>| {
        let all = [vec![score_at_least(score)], more].concat();
        json!({ "id": id, "when": { "and": all }, "benefit": perk() })
    };
    programme(json!({
        "id": "bench.six-tiers", "iss": CITY,
        "requirements": [
            { "id": "not-listed", "when": not_listed() },
            { "id": "adult", "when": adult },
        ],
        "tiers": [
            tier("first", 700, vec![graded(json!(["A"])), honoured("red_list")]),
            tier("second", 700, vec![graded(json!(["A", "B"])), honoured("red_list")]),
            tier("third", 800, vec![honoured("recognition"), broken.clone()]),
            tier("fourth", 700, vec![honoured("recognition"), broken, resident]),
            tier("fifth", 650, vec![graded(json!(["A", "B"]))]),
            tier("sixth", 600, vec![]),
        ],
    }))
}
