//! States and clocks that are behind or ahead, and what was damaged on its way.

use super::*;

pub fn states(suite: &mut Suite<'_>, snapshots: &Snapshots) {
    let world = suite.world;
    present(
        suite,
        snapshots,
        "state-kept",
        "The app starts anew with what it has stored.",
    )
    .restart("kept", None, json!({}), all_accepted_with("accepted"))
    .granted("gold");
    present(suite, snapshots, "state-wiped", "Nothing was left of it.")
        .restart("wiped", None, json!({}), all_accepted())
        .granted("gold");
    present(
        suite,
        snapshots,
        "state-corrupted",
        "A state that cannot be read is none, and no hindrance.",
    )
    .restart(
        "corrupted",
        None,
        json!({}),
        all_accepted_with("state.unreadable"),
    )
    .granted("gold");
    let other = {
        let mut plan = Plan::small(world);
        plan.root["id"] = json!("urn:xinyi:other");
        plan.manifest["version"] = json!(1_000);
        plan.build()
    };
    present(
        suite,
        snapshots,
        "state-of-another-root",
        "What is known of another platform says nothing of this one.",
    )
    .restart_as(&other, all_accepted_with("state.root"))
    .granted("gold");
}

pub fn clocks(suite: &mut Suite<'_>, snapshots: &Snapshots) {
    let older = &snapshots.older;
    const YEAR: i64 = 365 * DAY;
    for (name, description, now, code) in [
        ("clock-an-hour-back", "Clocks differ.", NOW - HOUR, None),
        (
            "clock-a-day-back",
            "It is known to be later.",
            NOW - DAY,
            Some("time.rollback"),
        ),
        (
            "clock-five-years-back",
            "It is known to be later.",
            NOW - 5 * YEAR,
            Some("time.rollback"),
        ),
        (
            "clock-an-hour-on",
            "Everything still holds.",
            NOW + HOUR,
            None,
        ),
        ("clock-a-day-on", "Everything still holds.", NOW + DAY, None),
        (
            "clock-five-years-on",
            "Nothing holds any more.",
            NOW + 5 * YEAR,
            Some("trust.expired"),
        ),
    ] {
        let vector = present(suite, snapshots, name, description);
        // Key binding has a clock of its own, the telephone's.
        vector
            .check("holder", json!("unbound"))
            .check("now", json!(now));
        // The state that the app has stored knows no other time than the documents'.
        vector.restart("kept", None, json!({}), all_accepted_with("accepted"));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    }
    present(
        suite,
        snapshots,
        "clock-five-years-on-and-back",
        "A clock that once ran ahead locks nobody out.",
    )
    .load_with(
        &snapshots.present,
        json!({ "now": NOW + 5 * YEAR }),
        all_kept(),
    )
    .restart(
        "kept",
        None,
        json!({ "now": NOW + 5 * YEAR }),
        all_accepted_with("accepted"),
    )
    .restart("kept", None, json!({}), all_accepted_with("accepted"))
    .granted("gold");
    present(
        suite,
        snapshots,
        "started-with-the-clock-a-day-back",
        "What is stored outlasts a start with a clock that has forgotten the time.",
    )
    .restart(
        "kept",
        None,
        json!({ "now": NOW - DAY }),
        all_accepted_with("accepted"),
    )
    .load_with(older, json!({ "now": NOW - DAY }), all_kept())
    .restart("kept", None, json!({}), all_accepted_with("accepted"))
    .granted("gold");
    // Issued before the present manifest, so that nothing but the manifest tells the time.
    let world = suite.world;
    let of_yesterday = world
        .person()
        .set("/iat", json!(NOW - DAY))
        .set("/as_of", json!("2026-11-18"))
        .present(LOOK);
    let next_root = {
        let mut second = root(world);
        second["version"] = json!(2);
        second["iat"] = json!(NOW - 2 * DAY);
        let signers: Signers<'_> = vec![("root-1", &world.roots[0]), ("root-2", &world.roots[1])];
        let mut parts = parts(&snapshots.present);
        parts["roots"] = json!([general("xinyi-root+jwt", &second, &signers)]);
        let mut platform = snapshots.present.clone();
        platform["snapshot"] = json!(parts.to_string());
        platform
    };
    let accepts_the_root = merged(all_kept(), &json!({ "root": "accepted" }));
    for (name, description, now, code) in [
        (
            "clock-behind-the-manifest-after-a-new-root",
            "A manifest that holds under the new root still tells the time.",
            NOW - 9 * HOUR,
            Some("time.rollback"),
        ),
        (
            "clock-with-the-manifest-after-a-new-root",
            "The same bundle, at a time that may be.",
            NOW - 2 * HOUR,
            None,
        ),
    ] {
        let vector = present(suite, snapshots, name, description);
        vector
            .load(&next_root, accepts_the_root.clone())
            .bundle(of_yesterday.clone())
            .check("holder", json!("unbound"))
            .check("now", json!(now));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    }
    present(
        suite,
        snapshots,
        "newer-snapshot-with-the-clock-a-day-back",
        "What comes from the future is not stored; what was there is.",
    )
    .load_with(
        &snapshots.newer,
        json!({ "now": NOW - DAY }),
        json!({ "manifest": "time.rollback", "trust_list": "kept" }),
    )
    .granted("gold");
    present(
        suite,
        snapshots,
        "freeze",
        "Whoever keeps new manifests away holds the app until the last one ends, and no longer.",
    )
    .restart(
        "kept",
        None,
        json!({ "now": NOW + 14 * DAY }),
        all_accepted_with("accepted"),
    )
    .check("holder", json!("unbound"))
    .check("now", json!(NOW + 14 * DAY))
    .refused("trust.expired");
}

pub fn damage(suite: &mut Suite<'_>, snapshots: &Snapshots) {
    let whole = &snapshots.present;
    let vector = present(
        suite,
        snapshots,
        "truncated-at-every-sixteenth",
        "A download that broke off takes nothing away.",
    );
    for sixteenths in 0..16 {
        vector.load_with(
            whole,
            json!({ "sixteenths": sixteenths }),
            json!({ "snapshot": "format.json", "state_changed": false }),
        );
    }
    vector.granted("gold");
    let vector = present(
        suite,
        snapshots,
        "truncated-at-a-new-start",
        "Without a whole snapshot there is no trust list.",
    );
    vector
        .restart(
            "kept",
            Some(whole),
            json!({ "sixteenths": 15 }),
            json!({ "state": "accepted", "snapshot": "format.json" }),
        )
        .refused("format.json");
    present(
        suite,
        snapshots,
        "truncated-and-loaded-again",
        "The next download is whole.",
    )
    .restart(
        "kept",
        Some(whole),
        json!({ "sixteenths": 15 }),
        json!({ "state": "accepted", "snapshot": "format.json" }),
    )
    .load(whole, all_accepted_with("accepted"))
    .granted("gold");
    present(
        suite,
        snapshots,
        "snapshot-of-50-megabytes",
        "Refused by its length.",
    )
    .load_with(
        whole,
        json!({ "padded": 50_000_000 }),
        json!({ "snapshot": "limit.bytes", "state_changed": false }),
    )
    .granted("gold");
}
