//! Whole decisions as they are told to people, kept beside this file: what an official letter would say, and a
//! citizen understands. `UPDATE=1 cargo test --test letters` writes them anew, to be read before they are kept.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use testkit::facts::{firm, person};
use testkit::programmes::programme;
use xinyi::{Explain, Instant, Trial, messages};

/// Noon of 22 November 2026, in China.
const NOW: &str = "2026-11-22T04:00:00Z";

/// The decision, with its texts.
fn decide(programme: &Value, facts: &Value, explain: Explain) -> xinyi::Value {
    let now = Instant::parse(NOW).expect(NOW);
    let trial = Trial::run(&programme.to_string(), &facts.to_string(), now, explain);
    let trial = trial.unwrap_or_else(|e| panic!("{e}: {facts}"));
    let text = serde_json::to_string(&trial).expect("JSON");
    let mut document = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
    messages::fill(&mut document);
    document
}

fn letter(decision: &xinyi::Value, language: &str) -> String {
    messages::letter(decision, language, false).join("\n") + "\n"
}

/// Compares the letter of a decision, in both languages, with the one that is kept.
#[track_caller]
fn reads(name: &str, programme: &Value, facts: &Value) {
    let decision = decide(programme, facts, Explain::Full);
    let found = [letter(&decision, "zh-CN"), letter(&decision, "en")].join("\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/letters/{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &found).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == found, "{name}: kept\n{kept}\nfound\n{found}");
}

fn texts(chinese: &str, english: &str) -> Value {
    json!({ "zh-CN": chinese, "en": english })
}

fn yuan(amount: &str) -> Value {
    json!({ "currency": "CNY", "amount": amount })
}

/// A bank's programme for firms: no penalty of more than the minor class, no listing, no broken promise.
fn loan() -> Value {
    let loan = |amount: &str| json!({ "kind": "loan_prequalification", "max_amount": yuan(amount), "max_months": 12 });
    let penalty = json!({ "in": [{ "var": "class" }, ["general", "serious"]] });
    programme(json!({
        "id": "test.xinyi-dai", "family": "xinyi-dai", "fields": ["market"],
        "requirements": [
            { "id": "not-listed", "when": { "none": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }] } },
            { "id": "no-penalty", "when": { "none": [{ "var": "credit.penalties" }, penalty] } },
            { "id": "promises", "when": { "none": [{ "var": "credit.commitments" }, { "==": [{ "var": "state" }, "broken"] }] } },
        ],
        "tiers": [
            { "id": "a", "title": texts("甲档", "Band A"), "benefit": loan("1000000.00"),
              "when": { "==": [{ "var": "credit.evaluations.tax.grade" }, "A"] } },
            { "id": "b", "title": texts("乙档", "Band B"), "benefit": loan("500000.00"),
              "when": { "in": [{ "var": "credit.evaluations.tax.grade" }, ["A", "B"]] } },
        ],
    }))
}

fn firm_with(list: &str, records: Value) -> Value {
    let credit =
        json!({ "as_of": "2026-11-20", "evaluations": { "tax": { "grade": "B" } }, list: records });
    json!({ "credit": firm(credit) })
}

fn penalty(changes: Value) -> Value {
    let penalty = json!({
        "document": "示例市监处罚〔2026〕1号", "kind": "fine", "field": "market", "class": "general", "procedure": "general",
        "determined_on": "2026-06-01", "published_on": "2026-06-08", "amount": yuan("80000.00"), "obligations_met": true,
        "state": "active", "authority": "示例市场监督管理局", "basis": "示例",
    });
    testkit::world::merged(penalty, &changes)
}

fn wage_arrears() -> Value {
    json!({
        "list": "wage_arrears", "field": "labour", "severity": "serious", "scope": "national", "since": "2026-02-01",
        "state": "active", "authority": "示例人力资源和社会保障局", "basis": "示例",
    })
}

/// A bike for people of Shanghai, by their score.
fn bike() -> Value {
    let score =
        |least: i64| json!({ ">=": [{ "var": "credit.evaluations.sh-public.score" }, least] });
    let waiver = |amount: &str| json!({ "kind": "deposit_waiver", "max": yuan(amount) });
    programme(json!({
        "id": "test.xinyi-zu", "family": "xinyi-zu", "subject_kinds": ["natural_person"],
        "requirements": [
            { "id": "not-listed", "when": { "none": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }] } },
            { "id": "no-penalty", "when": { "none": [{ "var": "credit.penalties" }, { "in": [{ "var": "class" }, ["general", "serious"]] }] } },
        ],
        "tiers": [
            { "id": "gold", "title": texts("金牌", "Gold"), "when": score(700), "benefit": waiver("299.00") },
            { "id": "silver", "title": texts("银牌", "Silver"), "when": score(600), "benefit": waiver("99.00") },
        ],
    }))
}

/// What a volunteer gets for hours, in five levels.
fn volunteer() -> Value {
    let names = ["五星级", "四星级", "三星级", "二星级", "一星级"];
    let english = [
        "Five stars",
        "Four stars",
        "Three stars",
        "Two stars",
        "One star",
    ];
    let hours = json!({ "sum": [{ "var": "credit.activities" }, { "==": [{ "var": "kind" }, "volunteer_hours"] }, "value"] });
    let tiers = [1500, 1000, 600, 300, 100].iter().enumerate().map(|(i, least)| {
        json!({ "id": format!("{}-star", 5 - i), "title": texts(names[i], english[i]), "when": { ">=": [hours, least] },
            "benefit": { "kind": "discount", "percent_off": 30 - 5 * i } })
    });
    programme(json!({ "id": "test.youth", "family": "youth", "tiers": tiers.collect::<Vec<_>>() }))
}

fn adult(changes: Value) -> Value {
    let base = json!({ "as_of": "2026-11-20", "subject": { "age_over": { "18": true } },
        "evaluations": { "sh-public": { "score": 655 } } });
    json!({ "credit": person(testkit::world::merged(base, &changes)) })
}

#[test]
fn a_firm_with_a_market_penalty_of_2026() {
    reads(
        "firm-with-a-market-penalty",
        &loan(),
        &firm_with("penalties", json!([penalty(json!({}))])),
    );
    // Each counts alone: the others are named.
    let two = [
        json!({}),
        json!({ "class": "serious", "determined_on": "2026-09-01", "published_on": "2026-09-03" }),
    ];
    let two = two.map(penalty).to_vec();
    reads(
        "firm-with-two-penalties",
        &loan(),
        &firm_with("penalties", json!(two)),
    );
}

#[test]
fn a_firm_listed_for_wages_that_nobody_says_are_paid() {
    reads(
        "wage-arrears",
        &loan(),
        &firm_with("listings", json!([wage_arrears()])),
    );
}

#[test]
fn somebody_of_seventeen() {
    let young =
        json!({ "as_of": "2026-11-22", "subject": { "age_over": { "16": true, "18": false } } });
    reads("seventeen", &bike(), &adult(young));
    // Drawn two days ago: the birthday may have been since.
    let then = json!({ "subject": { "age_over": { "16": true, "18": false } } });
    reads("seventeen-two-days-ago", &bike(), &adult(then));
    let under_16 =
        json!({ "as_of": "2026-11-22", "subject": { "age_over": { "16": false, "20": false } } });
    let decision = decide(&bike(), &adult(under_16), Explain::Full);
    assert!(letter(&decision, "zh-CN").contains("申请人未满 16 周岁"));
    let born = json!({ "subject": { "age_over": {}, "birthdate": "2009-05-03" } });
    reads("seventeen-by-birthdate", &bike(), &adult(born));
}

#[test]
fn a_penalty_of_hangzhou_under_a_programme_of_shanghai() {
    let elsewhere = penalty(json!({ "field": "environment", "region": "330100" }));
    reads(
        "hangzhou-penalty",
        &bike(),
        &adult(json!({ "penalties": [elsewhere] })),
    );
}

#[test]
fn a_penalty_that_is_in_principle_not_made_public() {
    let minor = penalty(json!({ "kind": "warning", "class": "minor", "procedure": "simple" }));
    reads(
        "simple-procedure",
        &bike(),
        &adult(json!({ "penalties": [minor] })),
    );
}

#[test]
fn nearest_tier() {
    let hours = json!({ "activities": [{ "kind": "volunteer_hours", "value": 99, "as_of": "2026-11-01" }] });
    reads("volunteer-99-hours", &volunteer(), &adult(hours));
    let decision = decide(&volunteer(), &adult(json!({})), Explain::Codes);
    assert_eq!(letter(&decision, "zh-CN").matches("活动记录").count(), 1);
    reads(
        "score-below",
        &bike(),
        &adult(json!({ "evaluations": { "sh-public": { "score": 580 } } })),
    );
}

/// Of tiers that fail by one fact, the last is told of: it asks for least. Others are told of as before.
#[test]
fn one_reason_for_tiers_that_fail_alike() {
    let tier = |id: &str, when: Value| json!({ "id": id, "when": when, "benefit": testkit::programmes::perk() });
    let score = json!({ "var": "credit.evaluations.sh-public.score" });
    let expected = |tiers: &[Value]| {
        let decision = decide(
            &programme(json!({ "tiers": tiers })),
            &adult(json!({})),
            Explain::Full,
        );
        let reasons = decision
            .member("reasons")
            .and_then(xinyi::Value::as_array)
            .expect("reasons");
        let expected = reasons
            .iter()
            .filter_map(|r| r.member("expected")?.as_str().map(str::to_owned));
        expected.collect::<Vec<_>>()
    };
    let [high, higher] =
        [900, 1000].map(|least| tier(&format!("t{least}"), json!({ ">=": [score, least] })));
    let [low, lower] =
        [400, 90].map(|most| tier(&format!("t{most}"), json!({ "<=": [score, most] })));
    assert_eq!(expected(&[higher.clone(), high.clone()]), ["900"]);
    assert_eq!(expected(&[lower.clone(), low.clone()]), ["400"]);
    assert_eq!(expected(&[higher, lower, high, low]), ["900", "400"]);
    let national = |least: i64| {
        tier(
            "n",
            json!({ ">=": [{ "var": "credit.evaluations.national.score" }, least] }),
        )
    };
    assert_eq!(
        expected(&[national(950), tier("t900", json!({ ">=": [score, 900] }))]),
        ["950", "900"]
    );
}

#[test]
fn a_score_above_a_bound_is_nobodys_fault() {
    let low = json!({ "<=": [{ "var": "credit.evaluations.sh-public.score" }, 600] });
    let tiers = json!([{ "id": "help", "title": texts("帮扶档", "The tier of help"), "when": low,
        "benefit": { "kind": "perk", "code": "help", "text": texts("信用辅导", "Advice on credit") } }]);
    reads(
        "score-above",
        &programme(json!({ "tiers": tiers })),
        &adult(json!({})),
    );
}

#[test]
fn stale_data_and_a_fresh_bundle() {
    let mut stale = adult(json!({}));
    stale["credit"]["as_of"] = json!("2026-11-02");
    reads("stale", &bike(), &stale);
    // Also where it is not told what to do.
    let decision = decide(&bike(), &stale, Explain::Codes);
    assert!(letter(&decision, "zh-CN").contains("如记录没有变化，当日即可享受"));
}

#[test]
fn ages_and_years() {
    let range = json!({ "<=": [20, { "age": { "var": "credit.subject.birthdate" } }, 65] });
    let ranged = programme(json!({ "requirements": [{ "id": "age", "when": range }] }));
    reads(
        "age-of-seventy",
        &ranged,
        &adult(json!({ "subject": { "birthdate": "1956-05-03" } })),
    );
    reads(
        "age-hidden",
        &ranged,
        &adult(json!({ "subject": { "birthdate": { "$undisclosed": true } } })),
    );
    let young = json!({ "==": [{ "var": "credit.subject.age_over.36" }, false] });
    let young = programme(json!({ "requirements": [{ "id": "age", "when": young }] }));
    reads(
        "over-36",
        &young,
        &adult(json!({ "subject": { "age_over": { "36": true } } })),
    );
    let two_years = json!({ "not-after": [{ "plus-time": [{ "var": "credit.subject.established" }, "P2Y"] }, { "var": "now" }] });
    let established = programme(json!({ "requirements": [{ "id": "old", "when": two_years }] }));
    let facts = json!({ "credit": firm(json!({ "as_of": "2026-11-20", "subject": { "established": "2025-03-01" } })) });
    let decision = decide(&established, &facts, Explain::Full);
    let reason = decision
        .member("reasons")
        .and_then(|r| r.as_array()?.first().cloned())
        .expect("a reason");
    // The day that stands in the register, and none that was reckoned from it.
    assert_eq!(
        reason.member("actual").and_then(xinyi::Value::as_str),
        Some("2025-03-01")
    );
    assert_eq!(
        reason
            .member("expected")
            .map(ToString::to_string)
            .as_deref(),
        Some(r#"["2026-11-22","P2Y"]"#)
    );
    reads("established-too-late", &established, &facts);
}

#[test]
fn what_is_outside_the_catalogue() {
    let listing = json!({ "list": "local_supplement", "field": "market", "severity": "serious", "scope": "310000",
        "since": "2026-02-01", "state": "active", "authority": "示例", "basis": "示例" });
    reads(
        "outside-the-catalogue",
        &loan(),
        &firm_with("listings", json!([listing])),
    );
}

#[test]
fn benefits_and_several_inputs() {
    let both = testkit::programmes::both(json!({
        "inputs": {
            "credit": { "vct": testkit::world::CREDIT_STATUS, "label": texts("公共信用信息", "Public credit record") },
            "market": { "vct": testkit::world::MARKET_CREDIT, "label": texts("市场信用评分", "Market credit score") },
        },
        "tiers": [{ "id": "green", "title": texts("绿色通道", "Green lane"),
            "when": { ">=": [{ "var": "market.evaluations.zhima.score" }, 700] },
            "benefit": { "kind": "fast_track", "lane": texts("绿色通道", "green lane"), "time_reduction_percent": 50 } }],
    }));
    let facts = |score: Value| {
        let mut facts = adult(json!({ "commitments": [] }));
        facts["market"] = json!({ "subject_kind": "natural_person", "jurisdiction": "310000", "catalogue": "CN-2025",
            "as_of": "2026-11-20", "evaluations": { "zhima": score } });
        facts
    };
    reads("green-lane", &both, &facts(json!({ "score": 720 })));
    reads(
        "market-hidden",
        &both,
        &facts(json!({ "$undisclosed": true })),
    );
}

#[test]
fn commitments() {
    let to_the_text = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    let asking = programme(json!({ "requirements": [{
        "id": "promised",
        "when": { "some": [{ "var": "promised" }, { "==": [{ "var": "text_sha256" }, to_the_text] }] },
    }] }));
    let facts = |promised: Option<Value>| {
        let mut facts = adult(json!({}));
        if let Some(promised) = promised {
            facts["promised"] = promised;
        }
        facts
    };
    let promise = json!({
        "type": "approval_replacing", "item": "fire-safety", "text_sha256": to_the_text, "made_on": "2026-11-22",
    });
    reads("not-promised-yet", &asking, &facts(None));
    reads("promised", &asking, &facts(Some(json!([promise]))));
    reads("not-promised", &asking, &facts(Some(json!([]))));
}
