//! What `Verifier::ends` says of everything that is published: when it ends, unless something takes its place.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::platform::{Plan, entry_key};
use testkit::verifying::{at, verifier};
use testkit::world::*;
use xinyi::issuer::EndingPart;

/// The ends of a kind, with what they are of.
fn ends(platform: &Value, part: EndingPart) -> Vec<Value> {
    let ends = verifier(platform).ends(at(NOW));
    assert!(ends.is_sorted_by_key(|end| end.ends));
    let ends = ends.iter().filter(|end| end.part == part);
    ends.map(|end| {
        let mut members = serde_json::to_value(end).expect("JSON");
        members["ends"] = json!(end.ends.unix());
        members.as_object_mut().expect("an object").remove("part");
        members
    })
    .collect()
}

#[test]
fn every_part_has_its_end() {
    let world = World::new();
    let platform = Plan::small(&world).build();
    let of = |part| ends(&platform, part);
    assert_eq!(
        of(EndingPart::Root),
        [json!({ "version": 1, "ends": NOW + 365 * DAY })]
    );
    assert_eq!(
        of(EndingPart::Manifest),
        [json!({ "version": 5, "ends": NOW + 14 * DAY })]
    );
    assert_eq!(
        of(EndingPart::TrustList),
        [json!({ "version": 3, "ends": NOW + 90 * DAY })]
    );
    // 2027-01-01 in China: the built-in edition has the year 2026.
    assert_eq!(
        of(EndingPart::Calendar),
        [json!({ "version": 1, "ends": 1_798_732_800 })]
    );
    let lists = of(EndingPart::StatusList);
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0]["uri"], json!(status_uri(2)));
    // An hour after the list's `iat` fewer seconds of its greatest age are left.
    assert!(lists[0]["ends"].as_i64().expect("seconds") <= NOW + 3 * DAY);
    assert_eq!(of(EndingPart::Programme)[0]["id"], json!("test.bike"));
}

#[test]
fn a_key_ends_where_no_other_takes_its_place() {
    let world = World::new();
    let of = |keys: Vec<(&str, i64, i64)>| {
        let mut plan = Plan::small(&world);
        let all = plan.city()["keys"].as_array_mut().expect("keys");
        all.retain(|key| key["use"] != json!("status"));
        for (kid, from, to) in keys {
            let mut key = entry_key(kid, "status", &world.city_status);
            key["not_before"] = json!(NOW + from * DAY);
            key["not_after"] = json!(NOW + to * DAY);
            all.push(key);
        }
        plan.status_lists.clear();
        let found = ends(&plan.build(), EndingPart::Key);
        let mut found = found
            .into_iter()
            .filter(|end| end["issuer"] == json!(CITY) && end["use"] == json!("status"));
        let one = found.next();
        assert!(found.next().is_none());
        one.map(|end| {
            let days = (end["ends"].as_i64().expect("seconds") - NOW) / DAY;
            (end["kid"].as_str().expect("a name").to_owned(), days)
        })
    };
    let named = |kid: &str, days| Some((kid.to_owned(), days));
    assert_eq!(of(vec![("a", -9, 5)]), named("a", 5));
    // One that begins in time takes over, in whatever order they stand.
    assert_eq!(of(vec![("b", 4, 90), ("a", -9, 5)]), named("b", 90));
    assert_eq!(of(vec![("a", -9, 5), ("b", 5, 90)]), named("b", 90));
    // One that begins a day too late does not.
    assert_eq!(of(vec![("a", -9, 5), ("b", 6, 90)]), named("a", 5));
    // What has ended is told for as long as nobody takes it out.
    assert_eq!(of(vec![("a", -9, -2), ("b", -9, -1)]), named("b", -1));
    // An issuer that signs no lists, or none before next year, has no end of that.
    assert_eq!(of(vec![]), None);
    assert_eq!(of(vec![("a", 5, 90)]), None);
}

#[test]
fn a_lost_key_vouches_for_nothing_and_a_replaced_one_until_it_was() {
    let world = World::new();
    let of = |revoked: Value| {
        let mut plan = Plan::small(&world);
        let mut key = entry_key("p", "programme", &world.city_programme);
        key["revoked"] = revoked;
        let all = plan.city()["keys"].as_array_mut().expect("keys");
        all.retain(|key| key["use"] != json!("programme"));
        all.push(key);
        plan.programmes.clear();
        let found = ends(&plan.build(), EndingPart::Key);
        let found = found
            .into_iter()
            .find(|end| end["issuer"] == json!(CITY) && end["use"] == json!("programme"));
        found.map(|end| end["ends"].as_i64().expect("seconds") - NOW)
    };
    assert_eq!(
        of(json!({ "at": NOW + DAY, "reason": "superseded" })),
        Some(DAY)
    );
    assert_eq!(
        of(json!({ "at": NOW - DAY, "reason": "compromised" })),
        None
    );
}

#[test]
fn a_programme_ends_with_the_last_version_that_begins_in_time() {
    let world = World::new();
    let of = |versions: &[(i64, &str, &str)]| {
        let mut plan = Plan::small(&world);
        let signed = versions.iter().map(|(version, from, until)| {
            let document = programme(json!({
                "id": "test.one", "iss": CITY, "version": version,
                "valid_from": from, "valid_until": until,
            }));
            (document, "programme-1", &world.city_programme)
        });
        plan.programmes = signed.collect();
        let found = ends(&plan.build(), EndingPart::Programme);
        found.first().map(|end| {
            let ends = at(end["ends"].as_i64().expect("seconds")).to_string();
            (end["version"].as_i64().expect("a version"), ends)
        })
    };
    let end = |version, text: &str| Some((version, text.to_owned()));
    let first = (1, "2026-01-01", "2026-12-31");
    assert_eq!(of(&[first]), end(1, "2026-12-31T16:00:00Z"));
    assert_eq!(
        of(&[first, (2, "2027-01-01", "2027-06-30")]),
        end(2, "2027-06-30T16:00:00Z")
    );
    assert_eq!(
        of(&[first, (2, "2026-12-01", "2027-06-30")]),
        end(2, "2027-06-30T16:00:00Z")
    );
    // From its first day on a later version decides alone, and if it ends sooner, that is the end.
    assert_eq!(
        of(&[first, (2, "2026-12-01", "2026-12-02")]),
        end(2, "2026-12-02T16:00:00Z")
    );
    assert_eq!(
        of(&[first, (2, "2027-01-02", "2027-06-30")]),
        end(1, "2026-12-31T16:00:00Z")
    );
    assert_eq!(of(&[(1, "2027-01-01", "2027-06-30")]), None);
    assert_eq!(
        of(&[(1, "2025-01-01", "2025-06-30")]),
        end(1, "2025-06-30T16:00:00Z")
    );
}
