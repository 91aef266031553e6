//! What a record may say: its members, codes and days.

mod codes;

use serde_json::{Value, json};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    whole(suite);
    codes::extremes(suite);
    codes::codes(suite);
    codes::nested(suite);
    numerous(suite);
    contradictions(suite);
    partial(suite);
    market(suite);
}

fn promise() -> Value {
    json!({
        "type": "self_publicised", "item": "on-time-payment", "made_on": "2026-01-15",
        "state": "performing", "authority": "示例区市场监督管理局",
    })
}

fn honour() -> Value {
    json!({
        "kind": "red_list", "list": "tax-a", "scope": "310000", "since": "2025-05-06",
        "authority": "示例区税务局",
    })
}

fn licence() -> Value {
    json!({
        "document": "JY13100000000000", "kind": "food", "valid_from": "2024-01-01",
        "state": "active", "authority": "示例区市场监督管理局",
    })
}

fn debt() -> Value {
    json!({
        "kind": "arrears", "due": "2025-12-31", "state": "active",
        "authority": "示例区税务局", "basis": "中华人民共和国税收征收管理法",
    })
}

/// The standard person with one record in a list.
fn person_with<'w>(world: &'w World, list: &str, base: Value, changes: Value) -> Sketch<'w> {
    let record = merged(base, &changes);
    world.person().set(&format!("/{list}"), json!([record]))
}

fn whole(suite: &mut Suite<'_>) {
    let world = suite.world;
    let via = json!({ "role": "principal", "subject_kind": "enterprise" });
    let listing = json!({
        "severity": "attention", "until": TODAY, "recognised_in": ["320000"], "via": via,
        "disputed": false,
    });
    let penalty = json!({
        "also": ["confiscation"], "behaviour_ended_on": "2026-03-01", "regime": "ndrc-36",
        "amount": yuan("800.00"), "obligations_met": true,
    });
    let promise = json!({ "region": "310115", "due": "2026-12-31", "basis": "…" });
    let hours = json!({ "kind": "hours", "value": 40.5, "level": "★★", "as_of": TODAY });
    let sketch = world
        .person()
        .without_decoys()
        .set("/subject/name", json!("张三"))
        .set("/evaluations/sh-public/valid_until", json!("2027-04-30"))
        .set("/listings/0", merged(self::listing(), &listing))
        .set("/penalties/0", merged(self::penalty(), &penalty))
        .set("/commitments/0", merged(self::promise(), &promise))
        .set("/honours/0", honour())
        .set("/licences/0", licence())
        .set("/obligations", json!([debt()]))
        .set("/activities", json!([hours]))
        .set(
            "/registration",
            json!({ "status": "active", "tax_status": "normal", "frozen": false }),
        )
        .set(
            "/finance",
            json!({ "revenue": yuan("0.00"), "profit": yuan("-12.5"), "debt_ratio": 0.4 }),
        );
    suite
        .add("every-kind-of-record", "One of each, and nothing hidden.")
        .bundle(world.bind(&sketch.sign().show_all()))
        .granted("gold");
}

/// One more than there may be of anything that a rule goes through, or the law.
fn numerous(suite: &mut Suite<'_>) {
    let world = suite.world;
    let officers: Vec<Value> = (0..257)
        .map(|n| json!({ "role": "director", "id": format!("{n:017}X") }))
        .collect();
    let schemes: serde_json::Map<String, Value> = (0..65)
        .map(|n| (format!("scheme-{n}"), json!({ "grade": "A" })))
        .collect();
    let regions: Vec<String> = (0..513).map(|n| format!("320{n:03}")).collect();
    let fined = merged(penalty(), &json!({ "also": vec!["warning"; 513] }));
    for (name, description, sketch, pointer) in [
        (
            "257-officers",
            "A firm of nothing but directors.",
            world.firm().set("/subject/officers", json!(officers)),
            "/subject/officers",
        ),
        (
            "65-evaluations",
            "Whoever is asked has a grade for it.",
            world.person().set("/evaluations", json!(schemes)),
            "/evaluations",
        ),
        (
            "recognised-in-513-regions",
            "More prefectures than there are.",
            world.listed(&json!({ "recognised_in": regions })),
            "/listings/0/recognised_in",
        ),
        (
            "513-further-penalties",
            "Warned again and again in one decision.",
            world.person().set("/penalties", json!([fined])),
            "/penalties/0/also",
        ),
    ] {
        suite
            .add(name, description)
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at("limit.items", pointer);
    }
    let sketch = world.firm().set("/subject/officers", json!(officers[1..]));
    suite
        .add("256-officers", "As many as may be.")
        .bundle(world.bind(&sketch.sign().show_all()))
        .programme(programme(json!({ "subject_kinds": [], "tiers": [{
            "id": "only", "benefit": perk(),
            "when": { "==": [{ "count": [{ "var": "credit.subject.officers" },
                { "==": [{ "var": "role" }, "director"] }] }, 256] },
        }] })))
        .granted("only");
}

fn contradictions(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, description, list, base, changes, member) in [
        (
            "listing-of-tomorrow",
            "Nobody can have known of it when the data were drawn.",
            "listings",
            listing(),
            json!({ "since": "2026-11-21" }),
            "since",
        ),
        (
            "listing-that-ended-before-it-began",
            "It would never have counted.",
            "listings",
            listing(),
            json!({ "until": "2024-05-05" }),
            "until",
        ),
        (
            "penalty-of-the-next-century",
            "A slip of the pen, and no rule that looks back two years would see it.",
            "penalties",
            penalty(),
            json!({ "determined_on": "2126-05-06", "published_on": "2126-05-08", "publish_until": "2127-05-06" }),
            "determined_on",
        ),
        (
            "penalty-published-before-it-was-determined",
            "Its publicity would end too early.",
            "penalties",
            penalty(),
            json!({ "published_on": "2026-05-05" }),
            "published_on",
        ),
        (
            "penalty-whose-publicity-ended-before-it-began",
            "It would never have been public.",
            "penalties",
            penalty(),
            json!({ "publish_until": "2026-05-07" }),
            "publish_until",
        ),
        (
            "penalty-for-what-is-still-to-come",
            "What was penalised will have ended next year.",
            "penalties",
            penalty(),
            json!({ "behaviour_ended_on": "2027-01-01" }),
            "behaviour_ended_on",
        ),
        (
            "commitment-broken-before-it-was-made",
            "It would be kept on record for too short a time.",
            "commitments",
            promise(),
            json!({ "state": "broken", "broken_on": "2026-01-14" }),
            "broken_on",
        ),
        (
            "commitment-to-be-broken",
            "Nobody can have known that it would be.",
            "commitments",
            promise(),
            json!({ "state": "broken", "broken_on": "2026-12-01" }),
            "broken_on",
        ),
        (
            "commitment-broken-and-kept",
            "What was broken may be remedied, but was not kept.",
            "commitments",
            promise(),
            json!({ "state": "fulfilled", "broken_on": "2026-06-01" }),
            "state",
        ),
    ] {
        let sketch = person_with(world, list, base, changes);
        suite
            .add(name, description)
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at("claim.conflict", &format!("/{list}/0/{member}"));
    }
    suite
        .add("founded-tomorrow", "It would pass for an old firm.")
        .bundle({
            let sketch = world
                .firm()
                .set("/subject/established", json!("2026-11-21"));
            world.bind(&sketch.sign().show_all())
        })
        .refused_at("claim.conflict", "/subject/established");
    suite
        .add(
            "days-in-order",
            "Listed, and off the list again, all on one day, the day on which the data were drawn.",
        )
        .bundle(
            world
                .listed(&json!({ "since": TODAY, "until": TODAY, "severity": "attention" }))
                .present(LOOK_AT_LISTING),
        )
        .granted("gold");
}

fn partial(suite: &mut Suite<'_>) {
    let world = suite.world;
    let via = json!({ "role": "principal", "subject_kind": "enterprise" });
    let officer = json!({ "role": "director", "id": "11010519491231002X" });
    for (name, sketch, hidden, pointer) in [
        (
            "partial-responsible-person",
            world.listed(&json!({ "via": via })),
            "/listings/0/via/role",
            "/listings/0",
        ),
        (
            "partial-list-in-a-record",
            world.listed(&json!({ "recognised_in": ["320000", "330000"] })),
            "/listings/0/recognised_in/1",
            "/listings/0",
        ),
        (
            "partial-figures",
            world
                .person()
                .set("/finance", json!({ "profit": yuan("-1.00") })),
            "/finance/profit",
            "/finance",
        ),
        (
            "partial-registration",
            world.person().set(
                "/registration",
                json!({ "status": "active", "frozen": true }),
            ),
            "/registration/frozen",
            "/registration",
        ),
        (
            "partial-ages",
            world.person(),
            "/subject/age_over/36",
            "/subject/age_over",
        ),
        (
            "partial-officers",
            world.firm().set("/subject/officers", json!([officer])),
            "/subject/officers/0",
            "/subject/officers",
        ),
    ] {
        let draft = sketch.draft_hiding(|p| is_disclosure(p) || p == hidden);
        let key = match hidden.starts_with("/subject/officers") {
            true => &world.district,
            false => &world.city,
        };
        suite
            .add(name, "Disclosed whole or not at all.")
            .bundle(world.bind(&draft.sign("bundle-1", key).show_all()))
            .refused_at("claim.partial_record", pointer);
    }
}

fn market(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (claim, value) in [
        ("listings", json!([])),
        ("penalties", json!([penalty()])),
        ("commitments", json!([promise()])),
        ("obligations", json!([debt()])),
        ("honours", json!([])),
        ("licences", json!([licence()])),
        ("registration", json!({ "status": "active" })),
    ] {
        let pointer = format!("/{claim}");
        let sketch = world.market().set(&pointer, value);
        suite
            .add(
                &format!("market-credit-with-{claim}"),
                "Market credit does not tell of public records.",
            )
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at("claim.invalid", &pointer);
    }
}
