//! The programmes that the vectors are about.

use serde_json::{Value, json};

use crate::world::{CITY, CREDIT_STATUS, MARKET_CREDIT, merged};

/// The simplest programme, with the members of `changes` in place of its own.
pub fn programme(changes: Value) -> Value {
    let base = json!({
        "id": "test.inline", "version": 1, "language": 1, "family": "other",
        "title": { "zh-CN": "测试项目", "en": "A programme to test with" },
        "owner": "示例单位", "contact": "contact@app.example",
        "basis": ["上海市社会信用条例 第二十六条"],
        "valid_from": "2026-01-01", "valid_until": "2026-12-31",
        "regions": ["310000"],
        "inputs": { "credit": { "vct": CREDIT_STATUS } },
        "tiers": [{ "id": "only", "when": true, "benefit": perk() }],
    });
    merged(base, &changes)
}

/// A programme whose only tier has this condition.
pub fn programme_when(when: Value) -> Value {
    programme(json!({ "tiers": [{ "id": "only", "when": when, "benefit": perk() }] }))
}

/// A programme with this one requirement.
pub fn programme_requiring(when: Value) -> Value {
    programme(json!({ "requirements": [{ "id": "required", "when": when }] }))
}

/// Nobody on a list of serious dishonesty.
pub fn not_listed() -> Value {
    json!({ "none": [{ "var": "credit.listings" }, { "==": [{ "var": "severity" }, "serious"] }] })
}

pub fn score_at_least(score: i64) -> Value {
    json!({ ">=": [{ "var": "credit.evaluations.sh-public.score" }, score] })
}

pub fn perk() -> Value {
    json!({ "kind": "perk", "code": "test", "text": { "zh-CN": "测试", "en": "A test" } })
}

pub fn yuan(amount: &str) -> Value {
    json!({ "currency": "CNY", "amount": amount })
}

/// What a person's public record and market credit come to together: both are needed.
pub fn both(changes: Value) -> Value {
    let base = programme(json!({
        "inputs": {
            "credit": { "vct": CREDIT_STATUS },
            "market": { "vct": MARKET_CREDIT },
        },
        "requirements": [{ "id": "not-listed", "when": not_listed() }],
        "tiers": [{ "id": "only", "when": zhima_at_least(700), "benefit": perk() }],
    }));
    merged(base, &changes)
}

/// The same where a score is not needed for the second tier.
pub fn optional_market() -> Value {
    both(json!({
        "inputs": {
            "credit": { "vct": CREDIT_STATUS },
            "market": { "vct": MARKET_CREDIT, "optional": true },
        },
        "tiers": [
            { "id": "gold", "when": zhima_at_least(700), "benefit": perk() },
            { "id": "silver", "when": score_at_least(700), "benefit": perk() },
        ],
    }))
}

pub fn zhima_at_least(score: i64) -> Value {
    json!({ ">=": [{ "var": "market.evaluations.zhima.score" }, score] })
}

/// A firm whose legal representative is on no list.
pub fn firm_and_officer(changes: Value) -> Value {
    let none_listed = |alias: &str| {
        let listings = format!("{alias}.listings");
        json!({ "none": [{ "var": listings }, { "==": [{ "var": "severity" }, "serious"] }] })
    };
    let base = programme(json!({
        "id": "test.firm-and-officer", "regions": ["310115"], "subject_kinds": ["enterprise"],
        "inputs": {
            "firm": { "vct": CREDIT_STATUS },
            "officer": {
                "vct": CREDIT_STATUS, "is": { "of": "firm", "role": "legal_representative" },
            },
        },
        "requirements": [
            { "id": "firm-not-listed", "when": none_listed("firm") },
            { "id": "officer-not-listed", "when": none_listed("officer") },
        ],
    }));
    merged(base, &changes)
}

/// Deposits waived by score, as the demo has it.
pub fn bike() -> Value {
    let red_list = json!({
        "some": [{ "var": "credit.honours" }, { "==": [{ "var": "kind" }, "red_list"] }]
    });
    let deposit = |max: &str| json!({ "<=": [{ "var": "request.deposit" }, yuan(max)] });
    let waiver = |max: &str| json!({ "kind": "deposit_waiver", "max": yuan(max) });
    let gold = json!({ "or": [score_at_least(700), { "and": [score_at_least(600), red_list] }] });
    programme(json!({
        "id": "test.bike", "iss": CITY, "family": "xinyi-zu", "subject_kinds": ["natural_person"],
        "inputs": { "credit": { "vct": CREDIT_STATUS, "jurisdictions": ["310000"] } },
        "request": { "deposit": { "type": "money" } },
        "requirements": [{
            "id": "not-listed", "when": not_listed(), "basis": "全国失信惩戒措施基础清单（2024年版）",
            "unmet": { "zh-CN": "现被列入严重失信主体名单。", "en": "On a list of serious dishonesty." },
        }],
        "tiers": [
            { "id": "gold", "when": { "and": [deposit("299.00"), gold] }, "benefit": waiver("299.00") },
            {
                "id": "silver", "when": { "and": [deposit("99.00"), score_at_least(600)] },
                "benefit": waiver("99.00"),
            },
        ],
    }))
}

/// Loans by tax grade, in Pudong.
pub fn loan() -> Value {
    let grade =
        |grades: Value| json!({ "in": [{ "var": "credit.evaluations.tax.grade" }, grades] });
    let loan = |max: &str| json!({ "kind": "loan_prequalification", "max_amount": yuan(max), "max_months": 12 });
    programme(json!({
        "id": "test.loan", "iss": CITY, "family": "xinyi-dai", "regions": ["310115"],
        "subject_kinds": ["enterprise"],
        "request": { "amount": { "type": "money" } },
        "requirements": [
            {
                "id": "two-years-old",
                "when": { "and": [
                    { "<": [{ "var": "credit.subject.established" }, { "var": "now" }] },
                    { "!": { "within": [{ "var": "credit.subject.established" }, "P2Y"] } },
                ] },
            },
            { "id": "tax-status", "when": { "==": [{ "var": "credit.registration.tax_status" }, "normal"] } },
            { "id": "not-listed", "when": not_listed() },
            {
                "id": "no-penalty",
                "when": { "none": [
                    { "var": "credit.penalties" },
                    { "in": [{ "var": "class" }, ["general", "serious"]] },
                ] },
            },
        ],
        "tiers": [
            { "id": "a", "when": grade(json!(["A"])), "benefit": loan("1000000.00") },
            { "id": "b", "when": grade(json!(["A", "B"])), "benefit": loan("800000.00") },
        ],
    }))
}
