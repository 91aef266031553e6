//! "On no list of serious dishonesty" is satisfied by nothing short of that: neither by what is not
//! shown nor by what nobody can vouch for. Each is a bundle that is signed, presented and verified.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::verifying::asking_for;
use testkit::world::*;

const NOTHING_SHOWN: &[&str] = &["/subject/age_over"];
const LIST_SHOWN: &[&str] = &["/subject/age_over", "/listings"];
const ALL_SHOWN: &[&str] = &["/subject/age_over", "/listings", "/listings/0"];

/// The decision of a programme that asks for nothing but that, on one presentation.
fn decide(world: &World, presentation: &str) -> Value {
    let verifier = testkit::verifying::verifier(&Plan::base(world).build());
    let options = asking_for(&programme_requiring(not_listed()));
    let decision = verifier.check(presentation, &options);
    let decision = decision.unwrap_or_else(|e| panic!("{e}"));
    serde_json::to_value(decision).expect("JSON")
}

/// That it is left open, for one reason; gives what would have to be disclosed.
#[track_caller]
fn left_open(decision: &Value, code: &str) -> Value {
    assert_eq!(decision["outcome"], "undetermined", "{decision}");
    let reasons = decision["reasons"].as_array().expect("reasons");
    let codes: Vec<&Value> = reasons.iter().map(|reason| &reason["code"]).collect();
    assert_eq!(codes, [code], "{decision}");
    assert_eq!(decision["tier"], Value::Null);
    decision["missing"].clone()
}

#[test]
fn an_empty_list_that_is_shown_satisfies_it() {
    let world = World::new();
    let decision = decide(&world, &world.person().present(LIST_SHOWN));
    assert_eq!(decision["outcome"], "granted", "{decision}");
}

#[test]
fn a_hidden_element_does_not() {
    let world = World::new();
    let decision = decide(&world, &world.listed(&json!({})).present(LIST_SHOWN));
    let missing = left_open(&decision, "listing.undisclosed");
    assert_eq!(missing, json!(["credit.listings[0]"]));
    let shown = decide(&world, &world.listed(&json!({})).present(ALL_SHOWN));
    assert_eq!(shown["outcome"], "not_granted", "{shown}");
}

#[test]
fn a_hidden_list_does_not() {
    let world = World::new();
    let decision = decide(&world, &world.person().present(NOTHING_SHOWN));
    let missing = left_open(&decision, "listing.undisclosed");
    assert_eq!(missing, json!(["credit.listings"]));
}

#[test]
fn an_empty_list_of_last_week_does_not() {
    let world = World::new();
    let drawn = |day: &str, ago: i64| {
        let iat = json!(NOW - ago * DAY);
        let person = world.person().set("/iat", iat).set("/as_of", json!(day));
        decide(&world, &person.present(LIST_SHOWN))
    };
    // It is Friday; Tuesday is three working days ago, and Monday four.
    assert_eq!(drawn("2026-11-17", 3)["outcome"], "granted");
    let missing = left_open(&drawn("2026-11-16", 4), "listing.stale");
    assert_eq!(missing, json!([]));
}

#[test]
fn an_empty_list_by_who_does_not_know_all_does_not() {
    let world = World::new();
    let decision = decide(&world, &world.by_authority().present(&["/listings"]));
    let missing = left_open(&decision, "listing.incomplete");
    assert_eq!(missing, json!([]));
}

#[test]
fn a_serious_listing_under_objection_does_not() {
    let world = World::new();
    let disputed = world.listed(&json!({ "disputed": true }));
    let decision = decide(&world, &disputed.present(ALL_SHOWN));
    let missing = left_open(&decision, "listing.disputed");
    assert_eq!(missing, json!([]));
    assert_eq!(decision["manual_review"], true);
}

#[test]
fn a_code_of_a_catalogue_newer_than_this_does_not() {
    let world = World::new();
    // What its list is, only a later version knows, or whoever made a local supplement.
    let of = |edition: &str| {
        let listed = world.listed(&json!({ "list": "list_of_2027", "severity": "serious" }));
        decide(
            &world,
            &listed.set("/catalogue", json!(edition)).present(ALL_SHOWN),
        )
    };
    let missing = left_open(&of("CN-2027"), "listing.catalogue_newer");
    assert_eq!(missing, json!([]));
    let missing = left_open(&of("CN-2025"), "listing.outside_catalogue");
    assert_eq!(missing, json!([]));
}
