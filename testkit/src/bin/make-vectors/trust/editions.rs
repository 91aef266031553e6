//! The edition of the law that a manifest pins, and what decides where it is not here.

use serde_json::{Value, json};
use testkit::jose::{base64url, general};
use testkit::law::edition;
use testkit::platform::{Plan, root_signers};
use testkit::world::*;

use crate::vector::Suite;

/// On a list of three years, or of five: this is between the two.
fn between(world: &World) -> String {
    listed(world, "market_serious")
}

fn listed(world: &World, list: &str) -> String {
    let since = json!({ "since": "2022-11-01" });
    let listing = merged(listing_on(list, "market"), &since);
    let person = world.person().set("/listings", json!([listing]));
    person.present(LOOK_AT_LISTING)
}

/// A platform that pins an edition.
fn pinning(world: &World, manifest: u64, edition: Value) -> Plan<'_> {
    let mut plan = Plan::small(world);
    plan.manifest["version"] = json!(manifest);
    plan.law = Some(edition);
    plan
}

/// The same, and another thing in the edition's place in the snapshot.
fn with(world: &World, law: Option<Value>) -> Value {
    pinning(world, 6, edition()).build_with(
        |_| {},
        |snapshot| match law {
            Some(law) => snapshot["law"] = law,
            None => drop(snapshot.as_object_mut().expect("a snapshot").remove("law")),
        },
    )
}

fn changed(changes: Value) -> Value {
    merged(edition(), &changes)
}

pub fn add(suite: &mut Suite<'_>) {
    newer(suite);
    not_here(suite);
    rollback(suite);
}

fn newer(suite: &mut Suite<'_>) {
    let world = suite.world;
    suite
        .add(
            "edition-none",
            "By the edition that is built in, the term of the list is over.",
        )
        .on(Plan::small(world).build())
        .bundle(between(world))
        .granted("gold");
    suite
        .add(
            "edition-newer",
            "An edition of a later day decides: by it the term is not over.",
        )
        .on(pinning(world, 5, edition()).build())
        .bundle(between(world))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "edition-older",
            "One of an earlier day than the built-in one does not replace it.",
        )
        .on(pinning(world, 5, changed(json!({ "edition": "2020-01-01" }))).build())
        .bundle(between(world))
        .granted("gold");
    suite
        .add(
            "edition-with-a-new-code",
            "A list that only the newer edition knows, and a programme that names it.",
        )
        .on({
            let mut edition = edition();
            let lists = &mut edition["catalogue"]["codes"]["lists"];
            lists[1]["code"] = json!("grey_merchants");
            edition["lists"][0]["code"] = json!("grey_merchants");
            pinning(world, 5, edition).build()
        })
        .bundle(listed(world, "grey_merchants"))
        .programme(programme_requiring(json!({
            "none": [{ "var": "credit.listings" }, { "==": [{ "var": "list" }, "grey_merchants"] }],
        })))
        .not_granted(&["listing.present"]);
    suite
        .add(
            "edition-that-nobody-pins",
            "Signed by the right keys, and no part of what the manifest holds together.",
        )
        .on_shared("trust-edition-before", &Plan::small(world).build())
        .load(
            &pinning(world, 6, edition()).build_with(
                |manifest| drop(manifest.as_object_mut().expect("a manifest").remove("law")),
                |_| {},
            ),
            json!({ "manifest": "accepted", "law": "trust.pin" }),
        )
        .bundle(between(world))
        .granted("gold");
}

fn not_here(suite: &mut Suite<'_>) {
    let world = suite.world;
    let signed = |edition: &Value| general("xinyi-law+jwt", edition, &root_signers(world));
    let cut = {
        let mut law = signed(&edition());
        let payload = edition().to_string();
        law["payload"] = json!(base64url(&payload.as_bytes()[..payload.len() / 2]));
        law
    };
    let stranger = vec![("root-1", &world.stranger), ("root-2", &world.stranger)];
    let one = vec![("root-1", &world.roots[0])];
    let kind = "xinyi-trust-list+jwt";
    // An app that has no edition loads a manifest that pins one.
    let before = Plan::small(world).build();
    for (name, description, code, law) in [
        (
            "edition-left-out",
            "The snapshot lacks what its manifest pins.",
            "law.missing",
            None,
        ),
        ("edition-cut", "Half of it.", "trust.threshold", Some(cut)),
        (
            "edition-forged",
            "Signed by somebody else under the names of the root's keys.",
            "trust.threshold",
            Some(general("xinyi-law+jwt", &edition(), &stranger)),
        ),
        (
            "edition-below-threshold",
            "One signature of two.",
            "trust.threshold",
            Some(general("xinyi-law+jwt", &edition(), &one)),
        ),
        (
            "edition-signed-as-another-document",
            "The right keys, under the name of another kind of document.",
            "trust.threshold",
            Some(general(kind, &edition(), &root_signers(world))),
        ),
        (
            "edition-that-was-changed",
            "Of another version, and not the one that is pinned.",
            "trust.pin",
            Some(signed(&changed(json!({ "version": 1 })))),
        ),
    ] {
        suite
            .add(name, description)
            .on_shared("trust-edition-before", &before)
            .load(
                &with(world, law),
                json!({ "manifest": "accepted", "law": code }),
            )
            .bundle(between(world))
            .undetermined(&["listing.undecided"], &[]);
    }
    for (name, description, code, changes) in [
        (
            "edition-of-another-format",
            "The pinned one is in a form that this version does not read.",
            "law.unsupported",
            json!({ "format": 2 }),
        ),
        (
            "edition-that-contradicts-itself",
            "A row of the pinned one lacks its clock.",
            "format.schema",
            json!({ "retention": [{ "months": 60 }] }),
        ),
        (
            "edition-from-the-future",
            "Made more than an hour from now: the clock is behind.",
            "time.rollback",
            json!({ "iat": NOW + HOUR + 1 }),
        ),
    ] {
        suite
            .add(name, description)
            .on_shared("trust-edition-before", &before)
            .load(
                &pinning(world, 6, changed(changes)).build(),
                json!({ "manifest": "accepted", "law": code }),
            )
            .bundle(between(world))
            .undetermined(&["listing.undecided"], &[]);
    }
    suite
        .add(
            "edition-left-out-and-nothing-to-set-aside",
            "Nothing depends on what is missing.",
        )
        .on(with(world, None))
        .granted("gold");
    suite
        .add(
            "edition-left-out-and-a-record-that-is-over",
            "A record that says itself that it was repaired does not count by any law.",
        )
        .on(with(world, None))
        .bundle(
            world
                .listed(&json!({ "state": "repaired" }))
                .present(LOOK_AT_LISTING),
        )
        .granted("gold");
    suite
        .add(
            "edition-left-out-and-a-record-of-a-minor",
            "What was done before the subject was of age is not set aside for sure.",
        )
        .on(with(world, None))
        .bundle(
            world
                .listed(&json!({ "since": "2012-01-01" }))
                .set("/subject/birthdate", json!("2000-01-01"))
                .set("/subject/age_over", json!({ "18": true }))
                .present(&[
                    "/subject/age_over",
                    "/subject/birthdate",
                    "/evaluations/sh-public",
                    "/listings",
                    "/listings/0",
                ]),
        )
        .undetermined(&["listing.undecided"], &[]);
}

fn rollback(suite: &mut Suite<'_>) {
    let world = suite.world;
    let third = pinning(world, 5, changed(json!({ "version": 3 }))).build();
    let then = |edition: Option<Value>| {
        let mut plan = Plan::small(world);
        plan.manifest["version"] = json!(6);
        plan.law = edition;
        plan.build()
    };
    let shorter = {
        let mut edition = edition();
        edition["lists"][0]["terms"] = json!([{ "shortest": 36, "longest": 36 }]);
        edition
    };
    for (name, description, edition) in [
        (
            "edition-of-before",
            "Whoever has seen version 3 takes no manifest that pins version 2, whose term is shorter.",
            Some(shorter),
        ),
        ("edition-no-more", "Nor one that pins none.", None),
    ] {
        let older = then(edition);
        suite
            .add(name, description)
            .on_shared("trust-edition-3", &third)
            .load(
                &older,
                json!({ "manifest": "trust.rollback", "trust_list": "kept" }),
            )
            .bundle(between(world))
            .not_granted(&["listing.present"]);
        suite
            .add(&format!("{name}-after-a-restart"), description)
            .on_shared("trust-edition-3", &third)
            .restart(
                "kept",
                Some(&older),
                json!({}),
                json!({ "state": "accepted", "manifest": "trust.rollback" }),
            )
            .bundle(between(world))
            .refused("trust.rollback");
    }
    suite
        .add(
            "edition-that-is-held",
            "A snapshot without it takes nothing away.",
        )
        .on_shared("trust-edition-3", &third)
        .load(
            &pinning(world, 6, changed(json!({ "version": 3 }))).build_with(
                |_| {},
                |snapshot| drop(snapshot.as_object_mut().expect("a snapshot").remove("law")),
            ),
            json!({ "manifest": "accepted", "law": "kept" }),
        )
        .bundle(between(world))
        .not_granted(&["listing.present"]);
}
