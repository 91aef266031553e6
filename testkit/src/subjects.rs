//! Subjects that a platform issues bundles to: any number of them, all made up.

use serde_json::{Value, json};

use crate::keys::derived_key;

/// The day on which their data are drawn, and a time on that day: 2026-11-30T08:00:00+08:00.
pub const AS_OF: &str = "2026-11-30";
/// In UNIX seconds.
pub const NOW: i64 = 1_795_996_800;

/// What a platform's bundles have in common, with status lists of so many entries.
pub fn settings(entries: u64) -> Value {
    json!({
        "issuer": "https://credit.city.example",
        "vct": "urn:xinyi:credit-status:1",
        "catalogue": "CN-2025",
        "status": { "uri": "https://credit.city.example/status/{list}", "entries": entries },
        "defaults": { "jurisdiction": "310000" },
        "clear": [
            { "list": "listings", "severity": "serious", "fields": "*", "regions": ["310000", "100000"] },
            { "list": "penalties", "fields": "*", "regions": ["310000", "100000"] }
        ],
        "links": ["https://agency.example"]
    })
}

/// The name of a subject's key, for [`derived_key`].
pub fn key_name(subject: u64) -> String {
    format!("holder {subject}")
}

/// What a platform says of the subject of a number. One of 20 has a penalty, one of 100 is on a list.
pub fn claims(subject: u64) -> Value {
    let mut claims = json!({
        "subject_kind": "natural_person",
        "subject": {
            "name": format!("测试{subject}"),
            "birthdate": "1990-03-01",
            "age_over": { "18": true },
            "residence": "310115"
        },
        "evaluations": { "sh-public": { "score": 600 + subject % 200 } },
        "listings": [], "penalties": [], "commitments": [], "honours": [], "licences": []
    });
    if subject % 20 == 19 {
        claims["penalties"] = json!([penalty(subject)]);
    }
    if subject % 100 == 50 {
        claims["listings"] = json!([{
            "list": "judgment_defaulter", "ground": "1.1", "field": "judicial", "severity": "serious",
            "scope": "national", "since": "2026-03-02", "state": "active", "authority": "示例区人民法院",
            "basis": "最高人民法院关于公布失信被执行人名单信息的若干规定"
        }]);
    }
    claims
}

/// A penalty of the subject of a number.
pub fn penalty(subject: u64) -> Value {
    json!({
        "document": format!("示例市监处罚〔2026〕{subject}号"), "kind": "fine", "field": "market", "class": "general",
        "procedure": "general", "region": "310115", "determined_on": "2026-09-01", "published_on": "2026-09-03",
        "amount": { "currency": "CNY", "amount": "2000.00" }, "obligations_met": true, "state": "active",
        "authority": "示例区市场监督管理局", "basis": "中华人民共和国行政处罚法"
    })
}

/// The line by which the subject of a number is issued a bundle.
pub fn line(subject: u64) -> Value {
    json!({
        "id": subject,
        "subject": format!("p-{subject}"),
        "claims": claims(subject),
        "keys": [serde_json::to_value(derived_key(&key_name(subject)).to_jwk()).expect("a key")]
    })
}
