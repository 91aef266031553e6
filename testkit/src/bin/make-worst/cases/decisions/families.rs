//! Families of programmes, of every size.

use serde_json::{Value, json};
use testkit::programmes::{perk, programme};

/// Makes programme and facts of a size.
pub type Family = fn(usize) -> Value;

/// All, by their names.
pub const ALL: [(&str, Family); 10] = [
    ("officers within officers", officers),
    ("officers, rule by rule", officers_in_turn),
    ("a scale of 512 grades", scale),
    ("many reasons", reasons),
    ("hidden records", hidden),
    ("penalties, each with its reason", penalties_told),
    ("a day at a time", every_day),
    ("512 regions", regions),
    ("recognised elsewhere", recognised),
    ("250 working days", working_days),
];

fn case(programme: Value, facts: Value) -> Value {
    json!({ "programme": programme, "facts": testkit::facts::firm(facts) })
}

fn when(condition: Value) -> Value {
    programme(json!({
        "valid_until": "2060-12-31",
        "tiers": [{ "id": "only", "when": condition, "benefit": perk() }],
    }))
}

fn var(path: &str) -> Value {
    json!({ "var": path })
}

fn repeated(one: Value, count: usize) -> Value {
    vec![one; count].into()
}

/// Not more than there may be of adverse records.
fn few(count: usize) -> usize {
    count.min(xinyi::limits::ADVERSE_RECORDS)
}

fn penalties(count: usize) -> Value {
    let one = |i: usize| {
        let day = format!("20{}-{:02}-{:02}", 22 + i % 4, 1 + i / 28 % 12, 1 + i % 28);
        json!({
            "document": i.to_string(), "kind": "fine", "field": "market", "class": "serious",
            "procedure": "general", "region": "310000", "determined_on": day, "published_on": day,
            "regime": "ndrc-36", "state": "active", "authority": "x", "basis": "x",
        })
    };
    (0..few(count)).map(one).collect::<Vec<_>>().into()
}

fn listings(count: usize, scope: &str) -> Vec<Value> {
    let one = |i: usize| {
        json!({
            "list": "wage_arrears", "field": "market", "severity": "serious", "scope": scope,
            "since": format!("20{}-{:02}-{:02}", 20 + i % 6, 1 + i / 28 % 12, 1 + i % 28),
            "state": "active", "authority": format!("y{i}"), "basis": "x",
        })
    };
    (0..few(count)).map(one).collect()
}

fn all_officers(count: usize) -> Value {
    let one = |i: usize| json!({ "role": "director", "id": i.to_string() });
    let all: Vec<Value> = (0..count.min(xinyi::limits::OFFICERS)).map(one).collect();
    json!({ "subject": { "officers": all } })
}

fn a_supervisor() -> Value {
    json!({ "some": [var("credit.subject.officers"), { "==": [var("role"), "supervisor"] }] })
}

fn officers(count: usize) -> Value {
    let nested = json!({ "some": [var("credit.subject.officers"), a_supervisor()] });
    case(
        when(json!({ "or": repeated(nested, count.min(400)) })),
        all_officers(256),
    )
}

fn officers_in_turn(count: usize) -> Value {
    case(
        when(json!({ "or": repeated(a_supervisor(), count.min(800)) })),
        all_officers(256),
    )
}

fn scale(count: usize) -> Value {
    let grades: Vec<String> = (0..512).map(|i| format!("g{i}")).collect();
    let one = json!({ "at-least": [var("authority"), "g511", "s"] });
    let mut programme = when(json!({
        "none": [var("credit.listings"), { "or": repeated(one, count.min(800)) }],
    }));
    programme["scales"] = json!({ "s": grades });
    let mut listings = listings(250, "310000");
    for listing in &mut listings {
        listing["authority"] = json!("g510");
    }
    case(programme, json!({ "listings": listings }))
}

fn reasons(count: usize) -> Value {
    let one = |j: usize| {
        let each =
            (0..15).map(|i| json!({ "!=": [var("credit.jurisdiction"), format!("{j}-{i}")] }));
        json!({ "id": format!("r{j}"), "when": { "or": each.collect::<Vec<_>>() } })
    };
    let mut programme = when(json!(true));
    programme["requirements"] = (0..count.min(64)).map(one).collect::<Vec<_>>().into();
    case(programme, json!({}))
}

fn hidden(count: usize) -> Value {
    let one = |i: usize| json!({ "none": [var("credit.listings"), { "==": [var("authority"), format!("z{i}")] }] });
    let each: Vec<Value> = (0..count.min(800)).map(one).collect();
    let records = repeated(json!({ "$undisclosed": true }), 256);
    case(when(json!({ "and": each })), json!({ "listings": records }))
}

fn penalties_told(count: usize) -> Value {
    let one = |i: usize| json!({ "none": [var("credit.penalties"), { "==": [var("document"), (i % 256).to_string()] }] });
    let each: Vec<Value> = (0..count.min(800)).map(one).collect();
    case(
        when(json!({ "and": each })),
        json!({ "penalties": penalties(256) }),
    )
}

/// A month and thirty days differ from one day to the next, so that every day is looked at.
fn every_day(count: usize) -> Value {
    let plus = |period: &str| json!({ "plus-time": [var("now"), period] });
    let turning = json!({ "and": [
        { "some": [var("credit.activities"), true] }, { "<": [plus("P1M"), plus("P30D")] },
    ] });
    case(when(turning), json!({ "penalties": penalties(count) }))
}

fn many_regions(count: usize) -> Value {
    (0..count.min(512))
        .map(|i| format!("31{i:04}"))
        .collect::<Vec<_>>()
        .into()
}

fn regions(count: usize) -> Value {
    let mut one = every_day(256);
    one["programme"]["regions"] = many_regions(count);
    one
}

fn recognised(count: usize) -> Value {
    let mut programme = when(json!({
        "none": [var("credit.listings"), { "within": [var("since"), "P10Y"] }],
    }));
    programme["regions"] = many_regions(count);
    programme["fields"] = json!(["market"]);
    let there: Vec<String> = (0..80).map(|i| format!("33{i:04}")).collect();
    let mut listings = listings(200, "320000");
    for listing in &mut listings {
        listing["recognised_in"] = json!(there);
    }
    case(
        programme,
        json!({ "jurisdiction": "320000", "listings": listings }),
    )
}

fn working_days(count: usize) -> Value {
    let one = json!({ "before": [{ "plus-time": [var("now"), "P250B"] }, var("determined_on")] });
    let condition =
        json!({ "none": [var("credit.penalties"), { "or": repeated(one, count.min(800)) }] });
    case(when(condition), json!({ "penalties": penalties(256) }))
}
