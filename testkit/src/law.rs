//! An edition of the law for platforms: short, and of a day that no built-in edition reaches.

use serde_json::{Value, json};

use crate::world::{DAY, NOW};

/// A row's title, made up.
fn source() -> Value {
    json!({
        "basis": { "title": "测试规定", "article": "第一条" }, "in_force": {}, "confirmed": true,
        "source": "made up",
    })
}

fn row(members: Value) -> Value {
    crate::world::merged(source(), &members)
}

/// Whoever is on the list `market_serious` stays there for five years, in place of the three of the edition that is
/// built in.
pub fn edition() -> Value {
    let code = |code: &str| json!({ "code": code, "title": { "zh-CN": "测试", "en": "Test" } });
    let list = |code: &str, field: &str| json!({ "code": code, "fields": [field], "title": { "zh-CN": "测试", "en": "Test" } });
    let grounds = [
        "ended",
        "not_recognised",
        "not_yet",
        "publicity_ended",
        "repaired",
        "settled",
        "withdrawn",
    ];
    json!({
        "edition": "2099-01-01", "version": 2, "iat": NOW - DAY, "format": 1,
        "catalogue": {
            "edition": "CN-2025",
            "codes": {
                "fields": [code("judicial"), code("market")],
                "lists": [list("judgment_defaulter", "judicial"), list("market_serious", "market")],
                "kinds": [code("fine")],
                "regimes": [],
            },
        },
        "calendar": [{
            "year": 2026, "holidays": [{ "from": "2026-10-01", "until": "2026-10-07" }],
            "workdays": ["2026-10-10"], "notice": "made up",
        }],
        "regimes": [],
        "lists": [row(json!({ "code": "market_serious", "terms": [{ "shortest": 60, "longest": 60 }] }))],
        "retention": [row(json!({ "months": 60, "clock": "determination" }))],
        "national": [],
        "never_public": [],
        "capacity": row(json!({ "partial": 16, "full": 18 })),
        "exits": [row(json!({ "action": "refresh" }))],
        "grounds": grounds.map(|ground| row(json!({ "ground": ground }))),
    })
}
