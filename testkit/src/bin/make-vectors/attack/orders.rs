//! Snapshots that are replayed, and mixed of several.

use super::*;

pub fn replays(suite: &mut Suite<'_>, snapshots: &Snapshots) {
    let older = &snapshots.older;
    present(
        suite,
        snapshots,
        "older-snapshot",
        "Yesterday's, once more.",
    )
    .load(older, all_kept())
    .granted("gold");
    present(
        suite,
        snapshots,
        "older-snapshot-at-a-new-start",
        "Yesterday's, for an app that remembers today's.",
    )
    .restart(
        "kept",
        Some(older),
        json!({}),
        json!({ "state": "accepted", "manifest": "trust.rollback" }),
    )
    .refused("trust.rollback");
    present(
        suite,
        snapshots,
        "older-snapshot-for-an-app-that-remembers-nothing",
        "To it, it is a snapshot like any other that still holds.",
    )
    .restart("wiped", Some(older), json!({}), all_accepted())
    .granted("gold");
    present(
        suite,
        snapshots,
        "older-snapshot-than-the-apps-minimum",
        "What the app was built with is not forgotten.",
    )
    .create(json!({ "minimum": { "manifest": 5, "trust_list": 3 } }))
    .restart(
        "wiped",
        Some(older),
        json!({}),
        json!({ "manifest": "trust.rollback" }),
    )
    .refused("trust.rollback");
    present(
        suite,
        snapshots,
        "older-snapshot-after-a-newer-one",
        "A newer one was taken; yesterday's takes nothing back.",
    )
    .load(
        &snapshots.newer,
        json!({ "root": "kept", "manifest": "accepted", "trust_list": "accepted" }),
    )
    .load(older, all_kept())
    .granted("gold");
}

pub fn mixtures(suite: &mut Suite<'_>, snapshots: &Snapshots) {
    let Snapshots {
        older,
        present: now,
        newer,
    } = snapshots;
    let mixed = Snapshots::mixed;
    let mut kept = |name: &str, description, snapshot: Value, report: Value| {
        present(suite, snapshots, name, description)
            .load(&snapshot, report)
            .granted("gold");
    };
    kept(
        "older-trust-list",
        "Yesterday's trust list beside today's manifest.",
        mixed(now, older, &["trust_list"]),
        json!({ "manifest": "kept", "trust_list": "kept" }),
    );
    kept(
        "older-manifest",
        "Yesterday's manifest beside today's trust list.",
        mixed(now, older, &["manifest"]),
        json!({ "manifest": "kept", "trust_list": "kept" }),
    );
    kept(
        "older-status-list",
        "Yesterday's status list beside today's manifest.",
        mixed(now, older, &["status_lists"]),
        json!({ "manifest": "kept", "status_lists": ["kept"] }),
    );
    kept(
        "newer-manifest-with-the-present-trust-list",
        "Half of a newer snapshot is of no use, and does no harm.",
        mixed(now, newer, &["manifest"]),
        json!({ "manifest": "kept", "trust_list": "trust.pin" }),
    );
    kept(
        "newer-trust-list-with-the-present-manifest",
        "The other half.",
        mixed(now, newer, &["trust_list"]),
        json!({ "manifest": "kept", "trust_list": "trust.pin" }),
    );

    let mut refused = |name: &str, description, snapshot: Value, report: Value, code: &str| {
        present(suite, snapshots, name, description)
            .restart("kept", Some(&snapshot), json!({}), report)
            .refused(code);
    };
    refused(
        "newer-manifest-with-the-present-trust-list-at-a-new-start",
        "Two genuine documents that do not belong together.",
        mixed(now, newer, &["manifest"]),
        json!({ "manifest": "trust.pin", "trust_list": "trust.pin" }),
        "trust.pin",
    );
    refused(
        "older-trust-list-at-a-new-start",
        "Yesterday's trust list beside today's manifest.",
        mixed(now, older, &["trust_list"]),
        json!({ "manifest": "trust.pin", "trust_list": "trust.pin" }),
        "trust.pin",
    );
    refused(
        "older-manifest-at-a-new-start",
        "Yesterday's manifest beside today's trust list.",
        mixed(now, older, &["manifest"]),
        json!({ "manifest": "trust.rollback" }),
        "trust.rollback",
    );
    refused(
        "older-status-list-at-a-new-start",
        "Yesterday's status list beside today's manifest, which asks for a newer one.",
        mixed(now, older, &["status_lists"]),
        json!({ "manifest": "accepted", "status_lists": ["trust.rollback"] }),
        "status.missing",
    );

    // The subject's bundle became invalid since.
    let world = suite.world;
    let revoking = |min_iat: i64| {
        let mut plan = Plan::small(world);
        plan.status_lists = vec![StatusList::new(&status_uri(2), 2, &[1]).sign_for(world)];
        plan.manifest["status_lists"] = json!([{ "uri": status_uri(2), "min_iat": min_iat }]);
        plan.build()
    };
    let asks_for_it = revoking(NOW - HOUR);
    let before = mixed(&asks_for_it, older, &["status_lists"]);
    suite
        .add(
            "status-list-from-before-the-revocation",
            "A list from before does not bring it back.",
        )
        .on(asks_for_it.clone())
        .load(&before, json!({ "status_lists": ["kept"] }))
        .refused("status.invalid");
    suite
        .add(
            "status-list-from-before-the-revocation-for-an-app-that-remembers-nothing",
            "The manifest asks for the newer one.",
        )
        .on(asks_for_it.clone())
        .restart(
            "wiped",
            Some(&before),
            json!({}),
            json!({ "status_lists": ["trust.rollback"] }),
        )
        .refused("status.missing");
    let asks_for_none = revoking(NOW - 3 * DAY);
    let before = mixed(&asks_for_none, older, &["status_lists"]);
    suite
        .add(
            "status-list-from-before-the-revocation-at-a-new-start",
            "The app remembers the newer one, whatever the manifest asks for.",
        )
        .on(asks_for_none)
        .restart(
            "kept",
            Some(&before),
            json!({}),
            json!({ "manifest": "accepted", "status_lists": ["trust.rollback"] }),
        )
        .refused("status.missing");
}
