//! Remedies: what is promised comes about, nothing less would do, and nothing is offered that the law
//! does not have.

use serde_json::{Map, Value, json};
use testkit::facts;
use testkit::programmes::{self, perk};
use testkit::world::{TODAY, merged};
use xinyi::{Day, Explain, Instant, Trial};

#[track_caller]
fn decide(programme: &Value, facts: &Value, today: &str) -> Value {
    let now = Day::parse(today).expect("a day").start();
    let now = now.add_seconds(3_600).expect("an instant");
    decide_at(programme, facts, now)
}

#[track_caller]
fn decide_at(programme: &Value, facts: &Value, now: Instant) -> Value {
    let trial = Trial::run(
        &programme.to_string(),
        &facts.to_string(),
        now,
        Explain::Full,
    );
    let trial = trial.unwrap_or_else(|e| panic!("{e}\n{programme}\n{facts}"));
    serde_json::to_value(trial.decision()).expect("JSON")
}

fn programme(changes: Value) -> Value {
    let lasting = json!({
        "valid_from": "2019-01-01", "valid_until": "2060-12-31", "fields": ["market"],
    });
    programmes::programme(merged(lasting, &changes))
}

fn none(list: &str) -> Value {
    let there = match list {
        "commitments" => json!({ "==": [{ "var": "state" }, "broken"] }),
        _ => json!({ "!=": [{ "var": "authority" }, ""] }),
    };
    json!({ "none": [{ "var": format!("credit.{list}") }, there] })
}

fn facts(credit: Value) -> Value {
    json!({ "credit": facts::firm(credit) })
}

/// Under Order 36: general ones can be repaired after three months, serious ones after twelve.
fn penalty(class: &str, determined: &str, more: Value) -> Value {
    let penalty = json!({
        "document": "示例罚1号", "kind": "fine", "field": "market", "class": class, "procedure": "general",
        "determined_on": determined, "regime": "ndrc-36", "state": "active",
        "authority": "示例市市场监督管理局", "basis": "示例依据",
    });
    merged(penalty, &more)
}

fn listing(list: &str, since: &str) -> Value {
    json!({
        "list": list, "field": "market", "severity": "serious", "scope": "310000", "since": since,
        "state": "active", "authority": "示例市市场监督管理局", "basis": "示例依据",
    })
}

fn commitment() -> Value {
    json!({
        "type": "approval_replacing", "item": "food-licence", "made_on": "2026-01-15",
        "broken_on": "2026-06-01", "state": "broken", "authority": "示例市市场监督管理局",
    })
}

fn obligation() -> Value {
    json!({
        "kind": "arrears", "due": "2026-06-30", "state": "active", "authority": "示例市税务局",
        "basis": "示例依据",
    })
}

/// Remedies without what the law says of each step: actions with paths and days, day, tier.
fn in_short(decision: &Value) -> Value {
    let remedies = decision["remedies"].as_array().expect("remedies").iter();
    let short = remedies.map(|remedy| {
        let steps = remedy["steps"].as_array().expect("steps").iter();
        let steps = steps.map(|s| json!([s["action"], s["path"], s["earliest"]]));
        json!([
            steps.collect::<Vec<_>>(),
            remedy["on"],
            remedy["then"]["tier"]
        ])
    });
    short.collect()
}

#[test]
fn what_has_gone_by_itself_need_not_be_repaired() {
    let requirement = |list: &str| json!({ "id": list, "when": none(list) });
    let programme = programme(json!({
        "requirements": [requirement("penalties"), requirement("commitments")],
    }));
    let facts = facts(json!({
        "penalties": [
            penalty("general", "2026-10-10", json!({})),
            penalty("serious", "2026-05-10", json!({ "obligations_met": true })),
        ],
        "commitments": [commitment()],
    }));
    let decision = decide(&programme, &facts, TODAY);
    assert_eq!(decision["outcome"], "not_granted");
    let order_36 = "信用修复管理办法（国家发展改革委令第36号）";
    let general = json!({
        "path": "credit.penalties[0]", "action": "credit_repair", "earliest": "2027-01-11",
        "duties": ["perform_duties", "public_commitment"], "basis": order_36, "confirmed": false,
    });
    let serious = json!({
        "path": "credit.penalties[1]", "action": "credit_repair", "earliest": "2027-05-11",
        "duties": ["public_commitment"], "basis": order_36, "confirmed": false,
    });
    let promise = json!({
        "path": "credit.commitments[0]", "action": "fulfil_commitment", "earliest": TODAY,
        "duties": [], "basis": "上海市社会信用条例 第三十八条", "confirmed": true,
    });
    let then = json!({ "outcome": "granted", "tier": "only", "benefit": perk() });
    // The penalties go by themselves as well: the serious one through 2029-05-10, the general one
    // through 2027-10-10.
    assert_eq!(
        decision["remedies"],
        json!([
            { "steps": [promise], "on": "2029-05-11", "then": then },
            { "steps": [serious, promise], "on": "2027-10-11", "then": then },
            // And ten working days for the authority to decide.
            { "steps": [general, serious, promise], "on": "2027-05-25", "then": then },
        ])
    );
    // By itself, the promise through 2031-06-01.
    assert_eq!(decision["eligible_from"], "2031-06-01T16:00:00Z");
}

#[test]
fn fewer_steps_come_first_and_more_lead_further() {
    let programme = programme(json!({ "tiers": [
        { "id": "gold", "when": { "and": [none("penalties"), none("obligations")] }, "benefit": perk() },
        { "id": "silver", "when": none("obligations"), "benefit": perk() },
    ] }));
    let facts = facts(json!({
        "penalties": [penalty("general", "2026-10-10", json!({}))],
        "obligations": [obligation()],
    }));
    let settle = json!(["settle_obligation", "credit.obligations[0]", TODAY]);
    let repair = json!(["credit_repair", "credit.penalties[0]", "2027-01-11"]);
    assert_eq!(
        in_short(&decide(&programme, &facts, TODAY)),
        json!([
            [[settle], "2026-11-25", "silver"],
            [[settle], "2027-10-11", "gold"],
            [[repair, settle], "2027-01-25", "gold"],
        ])
    );
}

#[test]
fn a_better_tier_is_a_remedy_for_whoever_is_granted_a_lesser_one() {
    let programme = programme(json!({ "tiers": [
        { "id": "gold", "when": none("penalties"), "benefit": perk() },
        { "id": "silver", "when": true, "benefit": perk() },
    ] }));
    let facts = facts(json!({ "penalties": [penalty("general", "2026-10-10", json!({}))] }));
    let decision = decide(&programme, &facts, TODAY);
    assert_eq!(decision["tier"], "silver");
    let repair = json!(["credit_repair", "credit.penalties[0]", "2027-01-11"]);
    assert_eq!(
        in_short(&decision),
        json!([[[repair], "2027-01-25", "gold"]])
    );
}

#[test]
fn what_time_brings_as_soon_is_no_remedy() {
    let programme = programme(json!({
        "requirements": [{ "id": "r", "when": none("penalties") }],
    }));
    let minor = json!({ "published_on": "2026-09-01", "publish_until": "2026-11-25" });
    let penalties = json!([penalty("general", "2026-09-01", minor)]);
    let decision = decide(&programme, &facts(json!({ "penalties": penalties })), TODAY);
    // It could be repaired from 2026-12-02 on, and has gone by itself by then.
    assert_eq!(decision["remedies"], json!([]));
    assert_eq!(decision["eligible_from"], "2026-11-25T16:00:00Z");
}

#[test]
fn none_is_offered_where_the_law_has_no_row_or_excludes_it() {
    let requiring =
        |list: &str| programme(json!({ "requirements": [{ "id": "r", "when": none(list) }] }));
    let of = |list: &str, record: Value| {
        let mut credit = Map::new();
        credit.insert(list.to_owned(), json!([record]));
        in_short(&decide(&requiring(list), &facts(credit.into()), TODAY))
    };
    let samr = |more: Value| {
        let mut penalty = penalty("serious", "2026-01-10", json!({}));
        penalty.as_object_mut().expect("an object").remove("regime");
        for (name, value) in more.as_object().expect("an object") {
            penalty[name] = value.clone();
        }
        penalty
    };
    assert_eq!(
        of("listings", listing("procurement", "2024-05-06")),
        json!([])
    );
    let particular = json!({ "regime": "cn-2019", "class": "serious_particular" });
    let particular = penalty("serious", "2023-12-10", particular);
    assert_eq!(of("penalties", particular), json!([]));
    // The time that it takes began on a day that is not said.
    let named = samr(json!({ "regime": "samr-45" }));
    assert_eq!(of("penalties", named), json!([]));
    assert_eq!(of("penalties", samr(json!({}))), json!([]));
    // Of the regimes that may apply no source says after how long one lets it be repaired.
    let drugs = json!({ "field": "food_drug", "published_on": "2026-01-12" });
    assert_eq!(of("penalties", samr(drugs)), json!([]));
    // Of the regimes that may apply one does not let this kind be repaired.
    assert_eq!(
        of("penalties", samr(json!({ "kind": "practice_ban" }))),
        json!([])
    );
    let order_36 = penalty("serious", "2026-01-10", json!({}));
    assert_eq!(
        of("penalties", order_36),
        json!([[
            [["credit_repair", "credit.penalties[0]", "2027-01-11"]],
            "2027-01-25",
            "only"
        ]])
    );
    // On which ground somebody was listed, and when the wages were paid, has to be said.
    let grounded = |list: &str, since: &str, name: &str, value: &str| {
        let mut listing = listing(list, since);
        listing[name] = json!(value);
        listing
    };
    let defaulter = listing("judgment_defaulter", "2025-05-06");
    assert_eq!(of("listings", defaulter), json!([]));
    assert_eq!(
        of(
            "listings",
            grounded("judgment_defaulter", "2024-05-06", "ground", "1.1")
        ),
        json!([[
            [["settle_obligation", "credit.listings[0]", TODAY]],
            "2026-11-25",
            "only"
        ]])
    );
    let owing = listing("wage_arrears", "2026-09-30");
    assert_eq!(of("listings", owing), json!([]));
    assert_eq!(
        of(
            "listings",
            grounded("wage_arrears", "2026-08-10", "corrected_on", "2026-09-30")
        ),
        json!([[
            [["credit_repair", "credit.listings[0]", "2027-03-31"]],
            "2027-04-14",
            "only"
        ]])
    );
}

#[test]
fn to_show_what_is_hidden_is_no_remedy() {
    let programme = programme(json!({
        "requirements": [{ "id": "r", "when": none("listings") }],
    }));
    let hidden = json!([{ "$undisclosed": true }, listing("judgment_defaulter", "2025-05-06")]);
    let decision = decide(&programme, &facts(json!({ "listings": hidden })), TODAY);
    assert_eq!(decision["outcome"], "not_granted");
    assert_eq!(decision["remedies"], json!([]));
}

#[test]
fn a_stale_bundle_wants_a_fresh_one_before_all_else() {
    let programme = programme(json!({
        "requirements": [
            { "id": "l", "when": none("listings") }, { "id": "o", "when": none("obligations") },
        ],
    }));
    let stale = |credit: Value| {
        let mut facts = facts(credit);
        facts["credit"]["as_of"] = json!("2026-11-10");
        facts
    };
    let refresh = json!(["refresh", "credit", TODAY]);
    let decision = decide(&programme, &stale(json!({})), TODAY);
    assert_eq!(decision["outcome"], "undetermined");
    assert_eq!(in_short(&decision), json!([[[refresh], TODAY, "only"]]));

    let owing = stale(json!({ "obligations": [obligation()] }));
    let settle = json!(["settle_obligation", "credit.obligations[0]", TODAY]);
    assert_eq!(
        in_short(&decide(&programme, &owing, TODAY)),
        json!([[[refresh, settle], "2026-11-25", "only"]])
    );
}

#[test]
fn each_step_is_about_the_bundle_that_has_the_record() {
    let settled = json!({ "none": [{ "var": "second.obligations" }, true] });
    let programme = programme(json!({
        "inputs": {
            "credit": { "vct": "urn:xinyi:credit-status:1" },
            "second": { "vct": "urn:xinyi:credit-status:1" },
        },
        "requirements": [
            { "id": "p", "when": none("penalties") }, { "id": "o", "when": settled },
        ],
    }));
    let penalties = json!([penalty("general", "2026-10-10", json!({}))]);
    let mut both = facts(json!({ "penalties": penalties }));
    both["second"] = facts(json!({ "obligations": [obligation()] }))["credit"].clone();
    let repair = json!(["credit_repair", "credit.penalties[0]", "2027-01-11"]);
    let settle = json!(["settle_obligation", "second.obligations[0]", TODAY]);
    assert_eq!(
        in_short(&decide(&programme, &both, TODAY)),
        json!([
            [[settle], "2027-10-11", "only"],
            [[repair, settle], "2027-01-25", "only"],
        ])
    );
    // Of the two only the one that is out of date is asked for again.
    both["second"]["as_of"] = json!("2026-11-10");
    let refresh = json!(["refresh", "second", TODAY]);
    assert_eq!(
        in_short(&decide(&programme, &both, TODAY)),
        json!([
            [[refresh, settle], "2027-10-11", "only"],
            [[refresh, repair, settle], "2027-01-25", "only"],
        ])
    );
}

/// Of more steps than are combined in every way, those that are needless are left out.
#[test]
fn of_many_records_only_those_that_matter_have_to_go() {
    let by = |n: usize| json!({ "==": [{ "var": "authority" }, format!("示例单位{n}")] });
    let gone = |which: &[usize]| {
        let any: Vec<Value> = which.iter().map(|n| by(*n)).collect();
        json!({ "none": [{ "var": "credit.penalties" }, { "or": any }] })
    };
    let records: Vec<Value> = (0..12)
        .map(|n| {
            // Each can be repaired a month later than the one before it.
            let determined = format!("2026-{:02}-10", 6 + n / 3);
            let authority = json!({ "authority": format!("示例单位{n}") });
            penalty("general", &determined, authority)
        })
        .collect();
    let facts = facts(json!({ "penalties": records }));
    let tiers = |gold: &[usize], silver: &[usize]| {
        programme(json!({ "tiers": [
            { "id": "gold", "when": gone(gold), "benefit": perk() },
            { "id": "silver", "when": gone(silver), "benefit": perk() },
        ] }))
    };
    let found = |gold: &[usize], silver: &[usize]| {
        let decision = decide(&tiers(gold, silver), &facts, TODAY);
        let remedies = decision["remedies"].as_array().expect("remedies").clone();
        let each = remedies.iter().map(|remedy| {
            let steps = remedy["steps"].as_array().expect("steps").iter();
            let paths: Vec<&Value> = steps.map(|step| &step["path"]).collect();
            json!([paths, remedy["then"]["tier"]])
        });
        each.collect::<Vec<_>>()
    };
    let path = |n: usize| format!("credit.penalties[{n}]");
    assert_eq!(
        found(&[1, 5, 7, 9, 11], &[1, 7]),
        [
            json!([[path(1), path(7)], "silver"]),
            json!([[path(1), path(5), path(7), path(9), path(11)], "gold"]),
        ]
    );
    // A lesser tier that takes more than two steps as well.
    assert_eq!(
        found(&[1, 5, 7, 9, 11], &[1, 5, 7]),
        [
            json!([[path(1), path(5), path(7)], "silver"]),
            json!([[path(1), path(5), path(7), path(9), path(11)], "gold"]),
        ]
    );
}

#[test]
fn codes_alone_tell_of_no_record() {
    let programme = programme(json!({
        "requirements": [{ "id": "r", "when": none("penalties") }],
    }));
    let penalty = || penalty("general", "2026-10-10", json!({}));
    let facts = facts(json!({ "penalties": [penalty(), penalty()] }));
    let now = Day::parse(TODAY).expect("a day").start();
    let trial = Trial::run(
        &programme.to_string(),
        &facts.to_string(),
        now,
        Explain::Codes,
    );
    let decision: Value =
        serde_json::to_value(trial.expect("a decision").decision()).expect("JSON");
    let then = json!({ "outcome": "granted", "tier": "only", "benefit": perk() });
    assert_eq!(
        decision["remedies"],
        json!([{ "on": "2027-01-25", "then": then }])
    );
    assert_eq!(decision["reasons"][0]["path"], "credit.penalties");
    assert!(decision["reasons"][0].get("others").is_none());
}

#[test]
fn a_reason_names_the_further_records_that_stand_in_the_way() {
    let serious = json!({ "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "class" }, "serious"] }] });
    let programme = programme(json!({ "requirements": [{ "id": "r", "when": serious }] }));
    let of = |penalties: Value| {
        let decision = decide(&programme, &facts(json!({ "penalties": penalties })), TODAY);
        let reason = &decision["reasons"][0];
        json!([reason["path"], reason.get("others")])
    };
    let serious = || penalty("serious", "2026-05-10", json!({}));
    let general = penalty("general", "2026-05-10", json!({}));
    let disputed = penalty("serious", "2026-05-10", json!({ "disputed": true }));
    assert_eq!(
        of(json!([general, serious(), disputed, { "$undisclosed": true }, serious(), serious()])),
        json!([
            "credit.penalties[1]",
            ["credit.penalties[4]", "credit.penalties[5]"]
        ])
    );
    assert_eq!(
        of(json!([serious(), general, disputed])),
        json!(["credit.penalties[0]", null])
    );
}

#[test]
fn a_reason_says_until_when_its_record_counts() {
    let of = |list: &str, record: Value| {
        let programme = programme(json!({ "requirements": [{ "id": "r", "when": none(list) }] }));
        let mut credit = Map::new();
        credit.insert(list.to_owned(), json!([record]));
        let decision = decide(&programme, &facts(credit.into()), TODAY);
        decision["reasons"][0]["record"].clone()
    };
    let dates = |until: Option<&str>, repair: Option<&str>| json!({ "counts_until": until, "repairable_from": repair });
    let general = penalty("general", "2026-10-10", json!({}));
    assert_eq!(
        of("penalties", general),
        dates(Some("2027-10-10"), Some("2027-01-11"))
    );
    assert_eq!(
        of("commitments", commitment()),
        dates(Some("2031-06-01"), Some(TODAY))
    );
    assert_eq!(
        of("listings", listing("abnormal_operation", "2024-05-06")),
        dates(None, Some(TODAY))
    );
    assert_eq!(
        of("listings", listing("social_insurance", "2024-05-06")),
        dates(None, None)
    );
    let mut ending = listing("wage_arrears", "2026-09-30");
    ending["until"] = json!("2026-12-31");
    ending["corrected_on"] = json!("2026-09-30");
    assert_eq!(
        of("listings", ending),
        dates(Some("2026-12-31"), Some("2027-03-31"))
    );
    // What is set aside is no reason, and an honour has nothing to be repaired.
    let simple = penalty("general", "2026-10-10", json!({ "procedure": "simple" }));
    assert_eq!(of("penalties", simple), Value::Null);
}

#[test]
fn what_is_done_and_then_waited_for_is_a_remedy() {
    let of_age = json!({ ">=": [{ "age": { "var": "credit.subject.established" } }, 3] });
    let young = programme(json!({
        "requirements": [{ "id": "o", "when": none("obligations") }, { "id": "a", "when": of_age }],
    }));
    let owing = facts(json!({
        "subject": { "established": "2024-01-01" }, "obligations": [obligation()],
    }));
    let decision = decide(&young, &owing, TODAY);
    let settle = json!(["settle_obligation", "credit.obligations[0]", TODAY]);
    assert_eq!(decision["eligible_from"], Value::Null);
    assert_eq!(
        in_short(&decision),
        json!([[[settle], "2027-01-01", "only"]])
    );

    let requirement = |list: &str| json!({ "id": list, "when": none(list) });
    let listed = programme(json!({
        "requirements": [requirement("listings"), requirement("commitments")],
    }));
    let mut procurement = listing("procurement", "2024-05-06");
    procurement["until"] = json!("2027-03-01");
    let facts = facts(json!({ "listings": [procurement], "commitments": [commitment()] }));
    let fulfil = json!(["fulfil_commitment", "credit.commitments[0]", TODAY]);
    assert_eq!(
        in_short(&decide(&listed, &facts, TODAY)),
        json!([[[fulfil], "2027-03-02", "only"]])
    );
}
