//! What the bundles of the demo say: about nobody, with codes that belong to nobody.

use crate::json::{Object, Value};
use crate::time::Day;

/// So many days from today.
pub(super) fn day(today: Day, days: i64) -> String {
    today.add_days(days).unwrap_or(today).to_string()
}

/// With one record in a list.
pub(super) fn with(claims: Object, name: &str, record: Object) -> Object {
    with_all(claims, name, vec![record])
}

/// With these records in a list.
pub(super) fn with_all(mut claims: Object, name: &str, records: Vec<Object>) -> Object {
    claims.set(name, records);
    claims
}

/// The statements of absence that the platforms of the demo make of whomever they are true of: of every field, of
/// Shanghai and of what counts in the whole country. On no serious list comes first: it is the least that programmes
/// ask for.
pub(super) fn statements() -> Vec<Object> {
    let about = |list: &str| {
        object! { "list": list, "fields": "*", "regions": vec!["310000", "100000"] }
    };
    let mut serious = about("listings");
    serious.set("severity", "serious");
    let lists = ["listings", "penalties", "obligations", "commitments"];
    let whole = lists.into_iter().map(about);
    [serious].into_iter().chain(whole).collect()
}

/// Somebody from 25 to 35.
pub(super) fn person(name: &str, id_tail: &str, score: i64) -> Object {
    object! {
        "subject_kind": "natural_person",
        "jurisdiction": "310000",
        "subject": object! {
            "name": name,
            "id_tail": id_tail,
            "age_over": object! { "18": true, "25": true, "36": false },
            "residence": "310115",
        },
        "evaluations": object! { "sh-public": object! { "score": score } },
    }
}

pub(super) fn sixteen_year_old(name: &str, id_tail: &str) -> Object {
    object! {
        "subject_kind": "natural_person",
        "jurisdiction": "310000",
        "subject": object! {
            "name": name,
            "id_tail": id_tail,
            "age_over": object! { "16": true, "18": false },
            "residence": "310104",
        },
    }
}

/// A firm of Pudong. The codes are made up, and belong to nobody.
pub(super) fn firm(today: Day, name: &str, id: &str, tax_grade: &str) -> Object {
    object! {
        "subject_kind": "enterprise",
        "jurisdiction": "310115",
        "subject": object! {
            "id": id,
            "name": name,
            "established": day(today, -1_900),
        },
        "evaluations": object! {
            "national": object! { "grade": "良+" },
            "tax": object! { "grade": tax_grade },
        },
        "registration": object! { "status": "active", "tax_status": "normal" },
    }
}

/// The code of the firms' legal representative: of a region that there is not, so that it belongs to nobody.
pub(super) const OFFICER: &str = "310199198805120015";
/// That of somebody else, made up likewise.
pub(super) const NO_OFFICER: &str = "310199199103080025";

/// A firm that names its legal representative.
pub(super) fn with_officer(mut firm: Object) -> Object {
    if let Some(Value::Object(mut subject)) = firm.remove("subject") {
        let officer = object! { "role": "legal_representative", "id": OFFICER };
        subject.set("officers", vec![officer]);
        firm.set("subject", subject);
    }
    firm
}

/// What the bundle of a legal representative says.
pub(super) fn officer(id: &str, listings: Vec<Object>) -> Object {
    object! {
        "subject_kind": "natural_person",
        "jurisdiction": "310000",
        "subject": object! {
            "id": id,
            "name": "秦川",
            "age_over": object! { "18": true },
        },
        "listings": listings,
    }
}

pub(super) fn judgment_defaulter(today: Day) -> Object {
    object! {
        "list": "judgment_defaulter",
        "ground": "1.1",
        "field": "judicial",
        "severity": "serious",
        "scope": "national",
        "since": day(today, -200),
        "state": "active",
        "authority": "示例区人民法院",
        "basis": "最高人民法院关于公布失信被执行人名单信息的若干规定",
    }
}

pub(super) fn penalty(today: Day) -> Object {
    let published = today.add_days(-145).unwrap_or(today);
    // As long as the law allows, of what was published since SAMR Order 107.
    let public = published.add_months(12).unwrap_or(published);
    object! {
        "document": "示例市监处罚〔演示〕1号",
        "kind": "fine",
        "field": "market",
        "class": "general",
        "procedure": "general",
        "region": "310115",
        "determined_on": day(today, -150),
        "published_on": published.to_string(),
        "publish_until": public.to_string(),
        "amount": object! { "currency": "CNY", "amount": "80000.00" },
        "obligations_met": true,
        "state": "active",
        "authority": "示例区市场监督管理局",
        "basis": "中华人民共和国行政处罚法",
    }
}

/// Three weeks old, and of the serious class: it can be repaired after a year.
pub(super) fn serious_penalty(today: Day) -> Object {
    object! {
        "document": "示例应急处罚〔演示〕7号",
        "kind": "suspension",
        "also": vec!["fine"],
        "field": "construction",
        "class": "serious",
        "procedure": "general",
        "region": "310115",
        "determined_on": day(today, -21),
        "published_on": day(today, -18),
        "amount": object! { "currency": "CNY", "amount": "150000.00" },
        "obligations_met": false,
        "regime": "ndrc-36",
        "state": "active",
        "authority": "示例区应急管理局",
        "basis": "中华人民共和国安全生产法",
    }
}

pub(super) fn broken_promise(today: Day) -> Object {
    object! {
        "type": "approval_replacing",
        "item": "food-licence",
        "region": "310115",
        "made_on": day(today, -400),
        "due": day(today, -220),
        "state": "broken",
        "broken_on": day(today, -200),
        "authority": "示例区市场监督管理局",
    }
}

/// A promise that was broken as well, and then kept.
pub(super) fn kept_after_all(today: Day) -> Object {
    let mut promise = broken_promise(today);
    promise.set("state", "remedied");
    promise.set("remedied_on", day(today, -90));
    promise
}

pub(super) fn hours(today: Day, hours: i64) -> Object {
    object! { "kind": "volunteer_hours", "value": hours, "as_of": day(today, -7) }
}
