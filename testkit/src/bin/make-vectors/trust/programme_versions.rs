//! Which version of a programme decides: what is newer and left out brings nothing older back.

use serde_json::{Value, json};
use testkit::platform::{Plan, entry_key};
use testkit::world::*;

use crate::vector::Suite;

/// The eve of the day on which the second version begins, where it is not in force yet.
const TOMORROW: &str = "2026-11-21";
const MIDNIGHT: i64 = NOW + 14 * HOUR;

pub fn add(suite: &mut Suite<'_>) {
    left_out(suite);
    of_no_use(suite);
    days(suite);
    running(suite);
    by_number(suite);
}

/// A version of the standard programme whose only tier is named after it.
fn version(number: i64, name: &str, changes: Value) -> Value {
    let tiers = json!([{ "id": name, "when": score_at_least(700), "benefit": perk() }]);
    let next = merged(bike(), &json!({ "version": number, "tiers": tiers }));
    merged(next, &changes)
}

fn second(changes: Value) -> Value {
    version(
        2,
        "second",
        merged(json!({ "valid_from": "2026-11-01" }), &changes),
    )
}

/// A platform with these versions besides the first, whose tier is `gold`.
fn plan<'w>(world: &'w World, versions: &[Value]) -> Plan<'w> {
    let mut plan = Plan::small(world);
    let signed = versions
        .iter()
        .map(|document| (document.clone(), "programme-1", &world.city_programme));
    plan.programmes.extend(signed);
    plan
}

/// A snapshot without the programmes of these places.
fn without(places: &'static [usize]) -> impl FnOnce(&mut Value) {
    move |snapshot| {
        let programmes = snapshot["programmes"].as_array_mut().expect("programmes");
        for place in places.iter().rev() {
            programmes.remove(*place);
        }
    }
}

fn left_out(suite: &mut Suite<'_>) {
    let world = suite.world;
    let both = || plan(world, &[second(json!({}))]);
    suite
        .add(
            "newer-programme",
            "The highest version that has begun decides.",
        )
        .on(both().build())
        .granted("second");
    suite
        .add(
            "newer-programme-left-out",
            "The manifest pins it: the older and milder one does not decide in its place.",
        )
        .on(both().build_with(|_| {}, without(&[1])))
        .refused("programme.missing");
    suite
        .add("all-of-a-programme-left-out", "It is known, and not here.")
        .on(both().build_with(|_| {}, without(&[0, 1])))
        .refused("programme.missing");
    suite
        .add("older-programme-left-out", "Nobody needs it any more.")
        .on(both().build_with(|_| {}, without(&[0])))
        .granted("second");
    suite
        .add("newest-of-three-left-out", "Nor does the second decide.")
        .on(
            plan(world, &[second(json!({})), version(3, "third", json!({}))])
                .build_with(|_| {}, without(&[2])),
        )
        .refused("programme.missing");
    suite
        .add("newer-programme-damaged", "It does not verify.")
        .on(both().build_with(
            |_| {},
            |snapshot| {
                let text = snapshot["programmes"][1].as_str().expect("a token");
                snapshot["programmes"][1] = json!(text[..text.len() - 4]);
            },
        ))
        .refused("programme.missing");
}

/// They are there.
fn of_no_use(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, changes: Value, code: &str| {
        let platform = plan(world, &[second(changes)]).build();
        suite.add(name, description).on(platform).refused(code);
    };
    refused(
        "newer-programme-of-a-later-language",
        "Verified, and written for later apps.",
        json!({ "language": 2 }),
        "programme.unsupported",
    );
    refused(
        "newer-programme-with-an-unknown-operator",
        "Verified, and not understood.",
        json!({ "requirements": [{ "id": "r", "when": { "most": [{ "var": "credit.listings" }, true] } }] }),
        "programme.unsupported",
    );
    refused(
        "newer-programme-with-an-unknown-member",
        "Verified, and not understood.",
        json!({ "quota": 100 }),
        "programme.unsupported",
    );
    refused(
        "newer-programme-for-another-city",
        "Its issuer does not speak for Suzhou: it does not verify.",
        json!({ "regions": ["310000", "320500"] }),
        "programme.missing",
    );
    let mut signed = |name: &str, description, kid: &'static str, key, revoked: Option<Value>| {
        let mut plan = Plan::small(world);
        plan.programmes.push((second(json!({})), kid, key));
        if let Some(revoked) = revoked {
            let mut lost = entry_key(kid, "programme", key);
            lost["revoked"] = revoked;
            let keys = plan.city()["keys"].as_array_mut().expect("keys");
            keys.push(lost);
        }
        let vector = suite.add(name, description).on(plan.build());
        vector.refused("programme.missing");
    };
    signed(
        "newer-programme-by-a-lost-key",
        "Nothing that the key signed holds, and nothing older holds instead.",
        "programme-lost",
        &world.city_lost,
        Some(json!({ "at": NOW - 10 * DAY })),
    );
    signed(
        "newer-programme-by-a-replaced-key",
        "The manifest stands by it after the key had gone.",
        "programme-0",
        &world.city_old,
        Some(json!({ "at": NOW - 10 * DAY, "reason": "superseded" })),
    );
    signed(
        "newer-programme-by-a-stranger",
        "The right name, and another key.",
        "programme-1",
        &world.stranger,
        None,
    );
}

/// From when on, and until when.
fn days(suite: &mut Suite<'_>) {
    let world = suite.world;
    let tomorrow = || plan(world, &[second(json!({ "valid_from": TOMORROW }))]);
    let here = tomorrow().build();
    let absent = tomorrow().build_with(|_| {}, without(&[1]));
    let mut at =
        |name: &str, description, (of, platform): (&str, &Value), now: i64, tier: Option<&str>| {
            let vector = suite.add(name, description).on_shared(of, platform);
            vector
                .check("now", json!(now))
                .check("holder", json!("unbound"));
            match tier {
                Some(tier) => vector.granted(tier),
                None => vector.refused("programme.missing"),
            }
        };
    let here = ("trust-version-of-tomorrow", &here);
    let absent = ("trust-version-of-tomorrow-left-out", &absent);
    at(
        "programme-of-tomorrow",
        "Until then the first version decides.",
        here,
        MIDNIGHT - 1,
        Some("gold"),
    );
    at(
        "programme-of-tomorrow-that-has-come",
        "And then the second.",
        here,
        MIDNIGHT,
        Some("second"),
    );
    at(
        "programme-of-tomorrow-left-out",
        "Until then nobody needs it: its pin says when it begins.",
        absent,
        MIDNIGHT - 1,
        Some("gold"),
    );
    at(
        "programme-of-tomorrow-that-has-come-left-out",
        "And then nothing older decides.",
        absent,
        MIDNIGHT,
        None,
    );

    let no_day = |manifest: &mut Value| {
        let pin = manifest["programmes"][1].as_object_mut().expect("a pin");
        pin.remove("valid_from").expect("a day");
    };
    suite
        .add(
            "pin-without-a-day-left-out",
            "A pin that does not say when is meant at once.",
        )
        .on(tomorrow().build_with(no_day, without(&[1])))
        .refused("programme.missing");
    suite
        .add("pin-without-a-day", "The document says when.")
        .on(tomorrow().build_with(no_day, |_| {}))
        .granted("gold");
    suite
        .add(
            "pin-of-another-day",
            "Pin and document do not agree, so that the programme is not what is pinned.",
        )
        .on(plan(world, &[second(json!({}))]).build_with(
            |manifest| manifest["programmes"][1]["valid_from"] = json!("2026-11-02"),
            |_| {},
        ))
        .refused("programme.missing");
    suite
        .add("pin-of-no-day", "What a manifest says is read strictly.")
        .on(tomorrow().build_with(
            |manifest| manifest["programmes"][1]["valid_from"] = json!("soon"),
            |_| {},
        ))
        .refused("format.schema");
    suite
        .add("only-programme-of-tomorrow-left-out", "Nothing has begun.")
        .on({
            let mut plan = tomorrow();
            plan.programmes.remove(0);
            plan.build_with(|_| {}, without(&[0]))
        })
        .refused("programme.none_in_force");
    let ended = second(json!({ "valid_until": "2026-11-19" }));
    suite
        .add(
            "newer-programme-that-has-ended",
            "It replaced the first one for good.",
        )
        .on(plan(world, &[ended]).build())
        .refused("programme.none_in_force");
}

/// In an app that goes on, and in one that starts anew.
fn running(suite: &mut Suite<'_>) {
    let world = suite.world;
    let both = || plan(world, &[second(json!({}))]);
    let newer = |mut plan: Plan<'_>, change: fn(&mut Value)| {
        plan.manifest["version"] = json!(6);
        plan.build_with(|_| {}, change)
    };
    let all = both().build();
    let whole = newer(both(), |_| {});
    let short = newer(both(), |snapshot| {
        snapshot["programmes"]
            .as_array_mut()
            .expect("programmes")
            .truncate(1);
    });
    suite
        .add(
            "newer-programme-left-out-in-a-running-app",
            "The newer manifest is taken, and what it pins is not there.",
        )
        .load(
            &short,
            json!({ "manifest": "accepted", "programmes": ["kept", "programme.missing"] }),
        )
        .on(Plan::small(world).build())
        .refused("programme.missing");
    suite
        .add(
            "newer-programme-that-comes-after-its-pin",
            "Once it is there, it decides.",
        )
        .load(
            &short,
            json!({ "programmes": ["kept", "programme.missing"] }),
        )
        .load(
            &whole,
            json!({ "manifest": "kept", "programmes": ["kept", "accepted"] }),
        )
        .on(Plan::small(world).build())
        .granted("second");
    suite
        .add(
            "newer-programme-kept-of-an-earlier-snapshot",
            "What is there stays there.",
        )
        .load(
            &short,
            json!({ "manifest": "accepted", "programmes": ["kept"] }),
        )
        .on(all.clone())
        .granted("second");
    suite
        .add(
            "newer-programme-kept-and-stored",
            "What an app stores has all of it.",
        )
        .load(
            &short,
            json!({ "manifest": "accepted", "programmes": ["kept"] }),
        )
        .restart(
            "kept",
            None,
            json!({}),
            json!({ "programmes": ["accepted", "accepted"] }),
        )
        .on(all.clone())
        .granted("second");
    for (state, name) in [
        ("kept", "newer-programme-left-out-at-a-new-start"),
        (
            "wiped",
            "newer-programme-left-out-for-an-app-that-remembers-nothing",
        ),
    ] {
        suite
            .add(name, "The manifest is what remembers it.")
            .restart(
                state,
                Some(&short),
                json!({}),
                json!({ "programmes": ["accepted", "programme.missing"] }),
            )
            .on(all.clone())
            .refused("programme.missing");
    }
    let foreign = second(json!({ "language": 2 }));
    suite
        .add(
            "newer-programme-of-a-later-language-at-a-new-start",
            "It is stored as it came.",
        )
        .restart(
            "kept",
            None,
            json!({}),
            json!({ "programmes": ["accepted", "input.unsupported", "programme.unsupported"] }),
        )
        .on(plan(world, &[foreign]).build())
        .refused("programme.unsupported");
    suite
        .add(
            "one-programme-many-times",
            "Copies of one take nobody else's place.",
        )
        .load(
            &newer(both(), |snapshot| {
                let first = snapshot["programmes"][0].clone();
                snapshot["programmes"] = vec![first; 1_000].into();
            }),
            json!({ "programmes": ["kept"] }),
        )
        .on(all)
        .granted("second");
}

/// Whoever names a version means that one.
fn by_number(suite: &mut Suite<'_>) {
    let world = suite.world;
    let whole = plan(world, &[second(json!({}))]).build();
    let short = plan(world, &[second(json!({}))]).build_with(|_| {}, without(&[1]));
    let mut named = |name: &str,
                     description,
                     (of, platform): (&str, &Value),
                     version: i64,
                     refused: Option<&str>| {
        let vector = suite.add(name, description).on_shared(of, platform);
        vector.check(
            "programme",
            json!({ "id": "test.bike", "version": version }),
        );
        match refused {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    };
    let whole = ("trust-two-versions", &whole);
    let short = ("trust-first-of-two-versions", &short);
    named(
        "older-programme-by-number",
        "It is pinned still.",
        whole,
        1,
        None,
    );
    named(
        "older-programme-by-number-without-the-newer",
        "It is pinned still, whatever else is not here.",
        short,
        1,
        None,
    );
    named(
        "newer-programme-by-number-left-out",
        "It is pinned, and not here.",
        short,
        2,
        Some("programme.missing"),
    );
    named(
        "unknown-programme-by-number",
        "There is no such version.",
        short,
        3,
        Some("programme.unknown"),
    );
}
