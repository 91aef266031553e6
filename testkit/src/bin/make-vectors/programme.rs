//! Programmes that do not read, and that are not there.

mod rules;

use serde_json::{Value, json};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    choice(suite);
    documents(suite);
    inputs(suite);
    rules::add(suite);
    benefits(suite);
}

fn choice(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, programme: Value, code: &str| {
        suite
            .add(name, description)
            .programme(programme)
            .refused(code);
    };
    refused(
        "unknown-id",
        "No such programme.",
        json!("test.nothing"),
        "programme.unknown",
    );
    refused(
        "none-in-force",
        "Every version has ended.",
        json!("test.ended"),
        "programme.none_in_force",
    );
    refused(
        "unknown-version",
        "No such version.",
        json!({ "id": "test.bike", "version": 9 }),
        "programme.unknown",
    );
    refused(
        "reference-without-version",
        "A reference names both.",
        json!({ "id": "test.bike" }),
        "input.options",
    );
    refused(
        "empty-reference",
        "A reference names both.",
        json!({}),
        "input.options",
    );
}

fn documents(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, changes: Value, code: &str, at: &str| {
        suite
            .add(name, description)
            .programme(programme(changes))
            .refused_at(code, at);
    };
    let schema = "programme.schema";
    let only = |when: Value| json!({ "id": "only", "when": when, "benefit": perk() });
    refused(
        "unknown-member",
        "A member that is passed over could grant what was not meant.",
        json!({ "requirment": [] }),
        schema,
        "/requirment",
    );
    refused(
        "wrong-type",
        "A version is a number.",
        json!({ "version": "1" }),
        schema,
        "/version",
    );
    refused(
        "id-that-runs-backwards",
        "A name that looks like another.",
        json!({ "id": "test\u{202e}.bike" }),
        schema,
        "/id",
    );
    refused(
        "issuer-with-a-space",
        "A name that looks like another.",
        json!({ "iss": format!("{CITY} ") }),
        schema,
        "/iss",
    );
    refused(
        "tier-with-an-escape",
        "A name that a terminal obeys.",
        json!({ "tiers": [{ "id": "only\u{1b}[2J", "when": true, "benefit": perk() }] }),
        schema,
        "/tiers/0/id",
    );
    refused(
        "requirement-with-a-mark-without-width",
        "Two names that look alike.",
        json!({ "requirements": [{ "id": "a\u{200b}", "when": true }] }),
        schema,
        "/requirements/0/id",
    );
    refused(
        "request-with-an-escape",
        "A name that a terminal obeys; the error shows it by its number.",
        json!({ "request": { "\u{1b}[2J": { "type": "money" } } }),
        schema,
        "/request/\\u{1b}[2J",
    );
    refused(
        "version-zero",
        "Versions begin at one.",
        json!({ "version": 0 }),
        schema,
        "/version",
    );
    refused(
        "unknown-family",
        "No such family.",
        json!({ "family": "xinyi-che" }),
        schema,
        "/family",
    );
    refused(
        "title-in-one-language",
        "Titles are in both languages.",
        json!({ "title": { "en": "Title" } }),
        schema,
        "/title/zh-CN",
    );
    refused(
        "no-such-day",
        "A day that does not exist.",
        json!({ "valid_from": "2026-02-29" }),
        schema,
        "/valid_from",
    );
    refused(
        "ends-before-it-begins",
        "The last day is before the first.",
        json!({ "valid_until": "2025-12-31" }),
        schema,
        "/valid_until",
    );
    refused(
        "no-regions",
        "A programme is for somewhere.",
        json!({ "regions": [] }),
        schema,
        "/regions",
    );
    refused(
        "region-misspelt",
        "A region has six digits.",
        json!({ "regions": ["310000", "31"] }),
        schema,
        "/regions/1",
    );
    refused(
        "unknown-field",
        "No such field.",
        json!({ "fields": ["sports"] }),
        schema,
        "/fields/0",
    );
    refused(
        "unknown-kind-of-subject",
        "No such kind.",
        json!({ "subject_kinds": ["person"] }),
        schema,
        "/subject_kinds/0",
    );
    refused(
        "unknown-type-of-request",
        "No such type.",
        json!({ "request": { "deposit": { "type": "yuan" } } }),
        schema,
        "/request/deposit/type",
    );
    refused(
        "max-age-misspelt",
        "Not a period.",
        json!({ "max_age": "3 days" }),
        schema,
        "/max_age",
    );
    refused(
        "no-tiers",
        "A programme gives something.",
        json!({ "tiers": [] }),
        schema,
        "/tiers",
    );
    refused(
        "tier-without-benefit",
        "A tier gives something.",
        json!({ "tiers": [{ "id": "only", "when": true }] }),
        schema,
        "/tiers/0/benefit",
    );
    refused(
        "tiers-of-one-name",
        "Tiers are told apart by their names.",
        json!({ "tiers": [only(json!(true)), only(json!(true))] }),
        schema,
        "/tiers/1/id",
    );
    refused(
        "null",
        "Nothing is `null`.",
        json!({ "max_age": null }),
        schema,
        "/max_age",
    );
    let unsupported = "input.unsupported";
    refused(
        "later-language",
        "A later version of the rule language.",
        json!({ "language": 2 }),
        unsupported,
        "/language",
    );
    refused(
        "grade-at-two-places",
        "A grade would be better than itself.",
        json!({ "scales": { "tax": ["B", "A", "B"] } }),
        schema,
        "/scales/tax/2",
    );
    refused(
        "scale-without-grades",
        "An order of something.",
        json!({ "scales": { "tax": [] } }),
        schema,
        "/scales/tax",
    );
    refused(
        "threshold-off-its-scale",
        "No grade is ever at least that.",
        json!({
            "scales": { "tax": ["C", "B", "A"] },
            "tiers": [only(json!({
                "at-least": [{ "var": "credit.evaluations.tax.grade" }, "AA", "tax"],
            }))],
        }),
        "programme.value",
        "/tiers/0/when/at-least/1",
    );
}

/// Which bundles it reads, and whom they are about.
fn inputs(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, inputs: Value, code: &str, at: &str| {
        suite
            .add(name, description)
            .programme(programme(json!({ "inputs": inputs })))
            .refused_at(code, at);
    };
    let schema = "programme.schema";
    let credit = json!({ "vct": CREDIT_STATUS });
    let with = |is: Value| {
        let officer = json!({ "vct": CREDIT_STATUS, "is": is });
        json!({ "firm": credit, "officer": officer })
    };
    refused(
        "no-inputs",
        "A programme reads something.",
        json!({}),
        schema,
        "/inputs",
    );
    refused(
        "reserved-alias",
        "The name stands for something else.",
        json!({ "request": credit }),
        schema,
        "/inputs/request",
    );
    refused(
        "alias-for-what-is-promised",
        "The name stands for something else.",
        json!({ "promised": credit }),
        schema,
        "/inputs/promised",
    );
    refused(
        "alias-for-today",
        "The name stands for something else.",
        json!({ "now": credit }),
        schema,
        "/inputs/now",
    );
    refused(
        "alias-with-a-dot",
        "A dot parts the names of a path.",
        json!({ "credit.status": credit }),
        schema,
        "/inputs/credit.status",
    );
    refused(
        "alias-in-capitals",
        "Small letters, so that two names cannot look alike.",
        json!({ "Credit": credit }),
        schema,
        "/inputs/Credit",
    );
    refused(
        "unknown-type-of-input",
        "No such type of bundle.",
        json!({ "credit": { "vct": "urn:x" } }),
        schema,
        "/inputs/credit/vct",
    );
    refused(
        "officer-of-no-input",
        "There is no such firm.",
        with(json!({ "of": "company", "role": "legal_representative" })),
        schema,
        "/inputs/officer/is/of",
    );
    refused(
        "officer-of-itself",
        "Nobody is an officer of himself.",
        with(json!({ "of": "officer", "role": "legal_representative" })),
        schema,
        "/inputs/officer/is/of",
    );
    refused(
        "officer-in-no-role",
        "No such role.",
        with(json!({ "of": "firm", "role": "owner" })),
        schema,
        "/inputs/officer/is/role",
    );
    refused(
        "officer-without-a-role",
        "An officer is something to the firm.",
        with(json!({ "of": "firm" })),
        schema,
        "/inputs/officer/is/role",
    );
    refused(
        "officer-with-unknown-member",
        "A misspelt member is not passed over.",
        with(json!({ "of": "firm", "role": "director", "since": "2026-01-01" })),
        schema,
        "/inputs/officer/is/since",
    );
    refused(
        "officer-by-name-alone",
        "Whose officer, and which one?",
        with(json!("legal_representative")),
        schema,
        "/inputs/officer/is",
    );
    let mut chain = with(json!({ "of": "firm", "role": "actual_controller" }));
    chain["person"] = json!({
        "vct": CREDIT_STATUS, "is": { "of": "officer", "role": "legal_representative" },
    });
    refused(
        "officer-of-an-officer",
        "An officer's officer is nobody to the programme.",
        chain,
        schema,
        "/inputs/person/is/of",
    );
    let many = (0..17).map(|i| (format!("input_{i}"), credit.clone()));
    refused(
        "17-inputs",
        "More than anybody asks for.",
        Value::Object(many.collect()),
        "limit.items",
        "/inputs",
    );
    let regions: Vec<String> = (0..513).map(|n| format!("{}", 310_000 + n)).collect();
    let request: serde_json::Map<String, Value> = (0..65)
        .map(|n| (format!("m{n}"), json!({ "type": "boolean" })))
        .collect();
    let scales: serde_json::Map<String, Value> = (0..65)
        .map(|n| (format!("s{n}"), json!(["B", "A"])))
        .collect();
    let grades: Vec<String> = (0..513).map(|n| n.to_string()).collect();
    let far = json!({ "credit": { "vct": CREDIT_STATUS, "jurisdictions": regions } });
    for (name, description, changes, pointer) in [
        (
            "513-regions",
            "More prefectures than there are.",
            json!({ "regions": regions }),
            "/regions",
        ),
        (
            "513-jurisdictions",
            "Of any platform, then.",
            json!({ "inputs": far }),
            "/inputs/credit/jurisdictions",
        ),
        (
            "513-fields",
            "One field again and again.",
            json!({ "fields": vec!["market"; 513] }),
            "/fields",
        ),
        (
            "65-members-of-the-request",
            "A form that nobody fills in.",
            json!({ "request": request }),
            "/request",
        ),
        (
            "65-scales",
            "A scale for whoever has one.",
            json!({ "scales": scales }),
            "/scales",
        ),
        (
            "513-grades",
            "Nobody tells so many apart.",
            json!({ "scales": { "fine": grades } }),
            "/scales/fine",
        ),
    ] {
        suite
            .add(name, description)
            .programme(programme(changes))
            .refused_at("limit.items", pointer);
    }
    // An alias that is also the name of a field means one of two things in a quantifier.
    suite
        .add(
            "alias-like-a-field",
            "Is it the severity of the record, or the bundle?",
        )
        .programme(programme(json!({
            "inputs": { "severity": credit },
            "requirements": [{ "id": "r", "when": { "none": [
                { "var": "severity.listings" }, { "==": [{ "var": "severity" }, "serious"] },
            ] } }],
        })))
        .refused_at("programme.path", "/requirements/0/when/none/1/==/0/var");
}

fn benefits(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, benefit: Value, at: &str| {
        let tiers = json!([{ "id": "only", "when": true, "benefit": benefit }]);
        let pointer = format!("/tiers/0/benefit{at}");
        suite
            .add(name, description)
            .programme(programme(json!({ "tiers": tiers })))
            .refused_at("programme.benefit", &pointer);
    };
    refused(
        "benefit-without-kind",
        "A benefit is of a kind.",
        json!({ "max": yuan("1.00") }),
        "/kind",
    );
    refused(
        "benefit-of-unknown-kind",
        "No such kind.",
        json!({ "kind": "cash" }),
        "/kind",
    );
    refused(
        "waiver-without-amount",
        "A waiver has a limit.",
        json!({ "kind": "deposit_waiver" }),
        "/max",
    );
    refused(
        "waiver-below-zero",
        "An amount is not negative.",
        json!({ "kind": "deposit_waiver", "max": yuan("-1.00") }),
        "/max",
    );
    refused(
        "waiver-as-number",
        "An amount has a currency.",
        json!({ "kind": "deposit_waiver", "max": 299 }),
        "/max",
    );
    refused(
        "discount-above-100",
        "No more than all of it.",
        json!({ "kind": "discount", "percent_off": 100.5 }),
        "/percent_off",
    );
    refused(
        "perk-without-chinese",
        "A text is in Chinese at least.",
        json!({ "kind": "perk", "code": "x", "text": { "en": "A test" } }),
        "/text/zh-CN",
    );
    refused(
        "benefit-with-unknown-member",
        "A misspelt member is not passed over.",
        json!({ "kind": "discount", "percent_off": 10, "until": "2027-01-01" }),
        "/until",
    );
    refused(
        "lane-as-a-string",
        "People read it: it is a text in both languages.",
        json!({ "kind": "fast_track", "lane": "green" }),
        "/lane",
    );
    let chinese = json!({ "zh-CN": "测试" });
    let perk = json!({ "kind": "perk", "code": "x", "text": chinese });
    let tiers = json!([{ "id": "only", "title": chinese, "when": true, "benefit": perk }]);
    suite
        .add(
            "draft-in-chinese-alone",
            "A draft may lack the English; the Chinese stands for it.",
        )
        .programme(programme(json!({ "tiers": tiers })))
        .granted("only");
    suite
        .add(
            "to-be-signed-in-chinese-alone",
            "What names an issuer is to be signed, and says everything in both languages.",
        )
        .programme(programme(json!({ "iss": CITY, "tiers": tiers })))
        .refused_at("programme.benefit", "/tiers/0/benefit/text/en");
}
