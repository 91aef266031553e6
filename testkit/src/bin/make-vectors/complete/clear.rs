//! Statements of absence: what a hidden list may hold lies outside those that are shown.

use serde_json::{Value, json};
use testkit::jose::sha256;
use testkit::sd_jwt::Draft;
use testkit::world::*;

use crate::vector::Suite;

const FIRST: &[&str] = &["/subject/age_over", "/clear/0"];

/// Of every field, of Shanghai and of what counts in the whole country.
fn statement(list: &str) -> Value {
    json!({ "list": list, "fields": "*", "regions": ["310000", "100000"] })
}

fn changed(list: &str, changes: Value) -> Value {
    merged(statement(list), &changes)
}

fn none_of(list: &str, condition: Value) -> Value {
    json!({ "none": [{ "var": format!("credit.{list}") }, condition] })
}

fn is(member: &str, code: &str) -> Value {
    json!({ "==": [{ "var": member }, code] })
}

pub fn add(suite: &mut Suite<'_>) {
    hidden_lists(suite);
    reach(suite);
    knowledge(suite);
    places(suite);
    contradictions(suite);
    malformed(suite);
    partial(suite);
}

/// What is said of a list settles rules about it, and no more.
fn hidden_lists(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, description, said, rule, codes) in [
        (
            "clear-serious",
            "On no list of serious dishonesty, and nothing else of the listings is known.",
            changed("listings", json!({ "severity": "serious" })),
            not_listed(),
            None,
        ),
        (
            "clear-listings",
            "On no list at all.",
            statement("listings"),
            none_of("listings", json!(true)),
            None,
        ),
        (
            "clear-serious-attention-left-open",
            "That the lists are not serious ones does not say that there are none.",
            changed("listings", json!({ "severity": "serious" })),
            none_of("listings", json!(true)),
            Some("listing.undisclosed"),
        ),
        (
            "clear-attention-serious-left-open",
            "To be on no lesser list says nothing of the serious ones.",
            changed("listings", json!({ "severity": "attention" })),
            not_listed(),
            Some("listing.undisclosed"),
        ),
        (
            "clear-penalties-of-a-class",
            "No penalty of the serious class.",
            changed("penalties", json!({ "class": "serious" })),
            none_of("penalties", is("class", "serious")),
            None,
        ),
        (
            "clear-penalties-other-classes-left-open",
            "Those of other classes may be there.",
            changed("penalties", json!({ "class": "serious" })),
            none_of(
                "penalties",
                json!({ "in": [{ "var": "class" }, ["serious", "general"]] }),
            ),
            Some("penalty.undisclosed"),
        ),
        (
            "clear-penalties",
            "No penalty.",
            statement("penalties"),
            json!({ "<": [{ "count": [{ "var": "credit.penalties" }, true] }, 1] }),
            None,
        ),
        (
            "clear-commitments",
            "No promise that was broken.",
            statement("commitments"),
            none_of("commitments", is("state", "broken")),
            None,
        ),
        (
            "clear-commitments-kept-left-open",
            "Promises that are kept are not spoken of.",
            statement("commitments"),
            none_of("commitments", json!(true)),
            Some("commitment.undisclosed"),
        ),
        (
            "clear-obligations",
            "Nothing is owed.",
            statement("obligations"),
            none_of("obligations", json!(true)),
            None,
        ),
        (
            "clear-of-another-list",
            "What is said of penalties says nothing of listings.",
            statement("penalties"),
            not_listed(),
            Some("listing.undisclosed"),
        ),
    ] {
        let bundle = world.person().set("/clear", json!([said])).present(FIRST);
        let vector = suite.add(name, description);
        vector.bundle(bundle).programme(programme_requiring(rule));
        match codes {
            None => vector.granted("only"),
            Some(code) => {
                let list = match code.split_once('.').expect("a code").0 {
                    "penalty" => "credit.penalties",
                    "commitment" => "credit.commitments",
                    _ => "credit.listings",
                };
                vector.undetermined(&[code], &[list]);
            }
        }
    }
    suite
        .add(
            "clear-of-old-data",
            "Of data that were drawn weeks ago a statement is as old as a list.",
        )
        .bundle(
            world
                .person()
                .set("/as_of", json!("2026-10-20"))
                .set("/clear", json!([statement("listings")]))
                .present(FIRST),
        )
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.stale"], &[]);
    suite
        .add("clear-read-by-a-rule", "Rules read the lists.")
        .programme(programme_requiring(
            json!({ "some": [{ "var": "credit.clear" }, true] }),
        ))
        .refused("programme.path");
}

/// A statement reaches no further than its fields and regions.
fn reach(suite: &mut Suite<'_>) {
    let world = suite.world;
    let market = || none_of("listings", is("field", "market"));
    let of_shanghai = || none_of("listings", is("scope", "310000"));
    for (name, description, changes, rule, is_known) in [
        (
            "clear-of-a-field",
            "A rule of the field that is spoken of.",
            json!({ "fields": ["market"] }),
            market(),
            true,
        ),
        (
            "clear-beyond-its-fields",
            "A rule of any field.",
            json!({ "fields": ["market"] }),
            not_listed(),
            false,
        ),
        (
            "clear-of-a-district",
            "The city's other districts have lists of their own.",
            json!({ "regions": ["310115", "100000"] }),
            not_listed(),
            false,
        ),
        (
            "clear-without-the-country",
            "Who is on no list of the city may be on the country's.",
            json!({ "regions": ["310000"] }),
            not_listed(),
            false,
        ),
        (
            "clear-without-the-country-rule-of-the-city",
            "A rule of the city's own lists.",
            json!({ "regions": ["310000"] }),
            of_shanghai(),
            true,
        ),
        (
            "clear-of-the-country-alone",
            "Who is on no list of the country may be on the city's.",
            json!({ "regions": ["100000"] }),
            not_listed(),
            false,
        ),
    ] {
        let said = changed("listings", changes);
        let bundle = world.person().set("/clear", json!([said])).present(FIRST);
        let vector = suite.add(name, description);
        vector.bundle(bundle).programme(programme_requiring(rule));
        match is_known {
            true => vector.granted("only"),
            false => vector.undetermined(&["listing.undisclosed"], &["credit.listings"]),
        }
    }
    suite
        .add(
            "clear-of-one-of-two-provinces",
            "A programme of two provinces asks for both.",
        )
        .bundle(
            world
                .person()
                .set("/clear", json!([statement("listings")]))
                .present(FIRST),
        )
        .programme(merged(
            programme_requiring(not_listed()),
            &json!({ "regions": ["310000", "320000"] }),
        ))
        .undetermined(&["listing.undisclosed"], &["credit.listings"]);
    let city = json!({ "regions": ["310000"], "severity": "serious" });
    let country = json!({ "regions": ["100000"], "severity": "serious" });
    suite
        .add("clear-by-two-statements", "Together they say it all.")
        .bundle(
            world
                .person()
                .set(
                    "/clear",
                    json!([changed("listings", city), changed("listings", country)]),
                )
                .present(&["/subject/age_over", "/clear/0", "/clear/1"]),
        )
        .programme(programme_requiring(not_listed()))
        .granted("only");
}

/// Nor further than its issuer is complete.
fn knowledge(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, description, rule, is_known) in [
        (
            "clear-beyond-complete",
            "A regulator cannot say of other fields that there is nothing.",
            not_listed(),
            false,
        ),
        (
            "clear-within-complete",
            "It can say so of its own.",
            none_of("listings", is("field", "market")),
            true,
        ),
    ] {
        let bundle = world
            .by_authority()
            .set("/clear", json!([statement("listings")]))
            .present(FIRST);
        let vector = suite.add(name, description);
        vector.bundle(bundle).programme(programme_requiring(rule));
        match is_known {
            true => vector.granted("only"),
            false => vector.undetermined(&["listing.incomplete"], &[]),
        }
    }
}

/// A place that shows nothing says nothing, whether there is a statement in it or none.
fn places(suite: &mut Suite<'_>) {
    let world = suite.world;
    let hidden = world.person().set("/clear", json!([statement("listings")]));
    suite
        .add("clear-hidden", "A statement that is not shown.")
        .bundle(hidden.present(&["/subject/age_over"]))
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.undisclosed"], &["credit.listings"]);
    let decoys = |draft: &mut Draft| {
        let places = draft.payload["clear"].as_array_mut().expect("an array");
        places.insert(0, json!({ "...": sha256(b"nothing") }));
        places.push(json!({ "...": sha256(b"nothing either") }));
    };
    suite
        .add(
            "clear-among-decoys",
            "Places of statements that are not made of this person do not matter.",
        )
        .bundle(hidden.present_changed(decoys))
        .programme(programme_requiring(not_listed()))
        .granted("only");
    suite
        .add(
            "clear-decoys-alone",
            "A person of whom no statement is made.",
        )
        .bundle({
            let draft = world.person().set("/clear", json!([]));
            let mut draft = draft.draft();
            decoys(&mut draft);
            world.bind(
                &draft
                    .sign("bundle-1", &world.city)
                    .show(&["/subject/age_over"]),
            )
        })
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.undisclosed"], &["credit.listings"]);
    let attention = || world.listed(&json!({ "severity": "attention" }));
    for (name, description, said, rule, is_known) in [
        (
            "clear-place-of-a-shown-list",
            "In a list that is shown, a place that is hidden is a decoy if there can be nothing else.",
            changed("penalties", json!({})),
            none_of("penalties", json!(true)),
            true,
        ),
        (
            "clear-place-of-a-shown-list-in-part",
            "Where something else can be, it is any record: less is known then than could be.",
            changed("penalties", json!({ "class": "serious" })),
            none_of("penalties", is("class", "serious")),
            false,
        ),
    ] {
        let sketch = attention()
            .set("/penalties", json!([]))
            .set("/clear", json!([said]));
        let mut draft = sketch.draft_hiding(|p| is_disclosure(p) && p != "/penalties");
        draft.payload["penalties"] = json!([{ "...": sha256(b"no penalty") }]);
        let vector = suite.add(name, description);
        vector
            .bundle(world.bind(&draft.sign("bundle-1", &world.city).show(FIRST)))
            .programme(programme_requiring(rule));
        match is_known {
            true => vector.granted("only"),
            false => vector.undetermined(&["penalty.undisclosed"], &["credit.penalties[0]"]),
        }
    }
}

/// A record that is shown beside a statement that there is none.
fn contradictions(suite: &mut Suite<'_>) {
    let world = suite.world;
    let shown: &[&str] = &["/subject/age_over", "/clear/0", "/listings", "/listings/0"];
    for (name, description, listing, said) in [
        (
            "clear-contradicted",
            "On the list after all.",
            json!({}),
            statement("listings"),
        ),
        (
            "clear-contradicted-by-its-severity",
            "A serious list.",
            json!({}),
            changed(
                "listings",
                json!({ "severity": "serious", "fields": ["judicial"] }),
            ),
        ),
        (
            "clear-contradicted-by-a-list-of-the-country",
            "What counts in the whole country is spoken of by 100000.",
            json!({ "scope": "national" }),
            changed("listings", json!({ "regions": ["100000"] })),
        ),
        (
            "clear-contradicted-by-recognition",
            "Another province's list that says itself that it is recognised here.",
            json!({ "scope": "320000", "recognised_in": ["310000"] }),
            statement("listings"),
        ),
    ] {
        let sketch = world.listed(&listing).set("/clear", json!([said]));
        suite
            .add(name, description)
            .bundle(sketch.present(shown))
            .programme(programme_requiring(not_listed()))
            .refused_at("claim.conflict", "/clear/0");
    }
    for (name, description, listing, said) in [
        (
            "clear-beside-a-lesser-list",
            "A list of another severity.",
            json!({ "severity": "attention" }),
            changed("listings", json!({ "severity": "serious" })),
        ),
        (
            "clear-beside-a-repaired-record",
            "A record that may no longer be used.",
            json!({ "state": "repaired" }),
            statement("listings"),
        ),
        (
            "clear-beside-a-list-of-another-field",
            "A list of another field, and no serious one.",
            json!({ "severity": "attention" }),
            changed("listings", json!({ "fields": ["tax"] })),
        ),
    ] {
        let sketch = world.listed(&listing).set("/clear", json!([said]));
        suite
            .add(name, description)
            .bundle(sketch.present(shown))
            .programme(programme_requiring(not_listed()))
            .granted("only");
    }
    suite
        .add(
            "clear-beside-a-disputed-record",
            "An objection is pending: whether the record stands is not known.",
        )
        .bundle(
            world
                .listed(&json!({ "disputed": true }))
                .set("/clear", json!([statement("listings")]))
                .present(shown),
        )
        .programme(programme_requiring(not_listed()))
        .undetermined(&["listing.disputed"], &[]);
    let fined = world.person().set("/penalties", json!([penalty()]));
    suite
        .add("clear-contradicted-by-a-penalty", "A fine of its class.")
        .bundle(
            fined
                .set(
                    "/clear",
                    json!([
                        statement("listings"),
                        changed("penalties", json!({ "class": "general" }))
                    ]),
                )
                .present(&[
                    "/subject/age_over",
                    "/clear/1",
                    "/penalties",
                    "/penalties/0",
                ]),
        )
        .programme(programme_requiring(not_listed()))
        .refused_at("claim.conflict", "/clear/1");
}

fn malformed(suite: &mut Suite<'_>) {
    let world = suite.world;
    for (name, said, pointer) in [
        (
            "list-unknown",
            changed("listings", json!({ "list": "rumours" })),
            "list",
        ),
        ("list-of-honours", statement("honours"), "list"),
        (
            "severity-unknown",
            changed("listings", json!({ "severity": "grave" })),
            "severity",
        ),
        (
            "severity-of-penalties",
            changed("penalties", json!({ "severity": "serious" })),
            "severity",
        ),
        (
            "class-unknown",
            changed("penalties", json!({ "class": "grave" })),
            "class",
        ),
        (
            "class-of-listings",
            changed("listings", json!({ "class": "serious" })),
            "class",
        ),
        (
            "fields-of-commitments",
            changed("commitments", json!({ "fields": ["market"] })),
            "fields",
        ),
        (
            "fields-of-obligations",
            changed("obligations", json!({ "fields": ["market"] })),
            "fields",
        ),
        (
            "fields-empty",
            changed("listings", json!({ "fields": [] })),
            "fields",
        ),
        (
            "fields-misspelt",
            changed("listings", json!({ "fields": ["market", "*"] })),
            "fields/1",
        ),
        (
            "fields-as-text",
            changed("listings", json!({ "fields": "market" })),
            "fields",
        ),
        (
            "regions-empty",
            changed("listings", json!({ "regions": [] })),
            "regions",
        ),
        (
            "regions-misspelt",
            changed("listings", json!({ "regions": ["310000", "national"] })),
            "regions/1",
        ),
    ] {
        let bundle = world.person().set("/clear", json!([said])).present(FIRST);
        suite
            .add(
                &format!("clear-{name}"),
                "A statement that nobody could rely on.",
            )
            .bundle(bundle)
            .programme(programme_requiring(not_listed()))
            .refused_at("claim.invalid", &format!("/clear/0/{pointer}"));
    }
    let of_nothing = json!({ "list": "listings", "fields": "*" });
    for (name, description, sketch, code, pointer) in [
        (
            "clear-without-regions",
            "Of no place.",
            world.person().set("/clear", json!([of_nothing])),
            "claim.required",
            "/clear/0/regions",
        ),
        (
            "clear-no-array",
            "Statements are elements of an array.",
            world.person().set("/clear", statement("listings")),
            "claim.invalid",
            "/clear",
        ),
        (
            "clear-of-nothing",
            "A statement is an object.",
            world.person().set("/clear", json!(["listings"])),
            "claim.invalid",
            "/clear/0",
        ),
        (
            "clear-of-65",
            "More statements than anybody makes.",
            world
                .person()
                .set("/clear", Value::Array(vec![statement("listings"); 65])),
            "limit.items",
            "/clear",
        ),
        (
            "clear-in-market-credit",
            "Market credit does not tell of public records.",
            world.market().set("/clear", json!([statement("listings")])),
            "claim.invalid",
            "/clear",
        ),
    ] {
        suite
            .add(name, description)
            .bundle(sketch.present(FIRST))
            .programme(programme_requiring(not_listed()))
            .refused_at(code, pointer);
    }
    suite
        .add(
            "clear-with-an-unknown-member",
            "What is not known of a statement is passed over, and told.",
        )
        .bundle(
            world
                .person()
                .set(
                    "/clear",
                    json!([changed(
                        "listings",
                        json!({ "severity": "serious", "ours": true })
                    )]),
                )
                .present(FIRST),
        )
        .programme(programme_requiring(not_listed()))
        .granted("only");
}

/// Neither the array nor a part of a statement is a disclosure.
fn partial(suite: &mut Suite<'_>) {
    let world = suite.world;
    let sketch = world.person().set("/clear", json!([statement("listings")]));
    for (name, description, hidden, code, pointer) in [
        (
            "clear-disclosable",
            "How many statements there are is seen by everybody.",
            "/clear",
            "claim.protected",
            "/clear",
        ),
        (
            "clear-in-part",
            "A statement is disclosed whole or not at all.",
            "/clear/0/fields",
            "claim.partial_record",
            "/clear/0",
        ),
    ] {
        let draft = sketch.draft_hiding(|p| is_disclosure(p) || p == hidden);
        suite
            .add(name, description)
            .bundle(world.bind(&draft.sign("bundle-1", &world.city).show_all()))
            .programme(programme_requiring(not_listed()))
            .refused_at(code, pointer);
    }
}
