//! Whoever can write an app's storage: states that say more than has happened.

use serde_json::{Value, json};
use testkit::jose::{general, jwk};
use testkit::platform::{Plan, Signers, StatusList, root};
use testkit::world::*;

use crate::vector::Suite;

/// What the highest version is that every reader of JSON keeps exact.
const HIGHEST: u64 = (1 << 53) - 1;
/// 1 January of the year 4000. What comes later than 5138 no app in JavaScript takes for a time.
const YEAR_4000: i64 = 64_060_588_800;

pub fn add(suite: &mut Suite<'_>) {
    forged(suite);
    carried(suite);
    times_of_lists(suite);
}

/// Of a root of the same name, by keys of one's own.
fn forged(suite: &mut Suite<'_>) {
    let world = suite.world;
    let forge = |change: &dyn Fn(&mut Plan<'_>)| {
        let mut plan = Plan::small(world);
        for key in plan.root["keys"].as_array_mut().expect("keys") {
            key["jwk"] = jwk(&world.stranger);
            key["alg"] = json!("Ed25519");
        }
        let role = |kid: &str| json!({ "kids": [kid], "threshold": 1 });
        plan.root["roles"] = json!({
            "root": role("root-1"), "trust_list": role("root-1"), "manifest": role("manifest-1"),
        });
        plan.root_signers = vec![("root-1", &world.stranger)];
        plan.trust_list_signers = vec![("root-1", &world.stranger)];
        plan.manifest_signers = vec![("manifest-1", &world.stranger)];
        change(&mut plan);
        plan.build()
    };
    let mut passed_over = |name: &str, description, state: Value| {
        let small = Plan::small(world).build();
        suite
            .add(name, description)
            .on_shared("attack-small", &small)
            .restart_as(&state, super::all_accepted_with("state.unproven"))
            .granted("gold");
    };
    passed_over(
        "state-of-a-forged-manifest",
        "A version that no genuine manifest has come to, and no signature that counts.",
        forge(&|plan| plan.manifest["version"] = json!(HIGHEST)),
    );
    passed_over(
        "state-of-a-forged-root",
        "The highest root that there can be, and nothing that leads to it.",
        forge(&|plan| plan.root["version"] = json!(HIGHEST)),
    );
    passed_over("state-of-the-year-4000", "A time that has not come.", {
        let mut state = forge(&|plan| {
            for document in [&mut plan.root, &mut plan.trust_list, &mut plan.manifest] {
                document["iat"] = json!(YEAR_4000);
                document["exp"] = json!(YEAR_4000 + DAY);
            }
        });
        state["now"] = json!(YEAR_4000);
        state
    });
    passed_over(
        "state-with-a-forged-link",
        "A next root that the pinned one has not signed.",
        forge(&|plan| {
            let mut second = plan.root.clone();
            second["version"] = json!(2);
            let signers: Signers<'_> = vec![("root-1", &world.stranger)];
            plan.roots = vec![general("xinyi-root+jwt", &second, &signers)];
        }),
    );
}

/// What a state proves is obeyed, with no snapshot that says so.
fn carried(suite: &mut Suite<'_>) {
    let world = suite.world;
    let small = Plan::small(world).build();
    let second = {
        let mut second = root(world);
        second["version"] = json!(2);
        second["iat"] = json!(NOW - DAY);
        // The key for manifests is another one.
        second["keys"][3]["jwk"] = jwk(&world.stranger);
        second
    };
    let signers: Signers<'_> = vec![("root-1", &world.roots[0]), ("root-2", &world.roots[1])];
    let after = |roots: Vec<Value>| {
        let plan = Plan {
            roots,
            manifest_signers: vec![("manifest-1", &world.stranger)],
            ..Plan::small(world)
        };
        plan.build()
    };
    let whole = after(vec![general("xinyi-root+jwt", &second, &signers)]);
    suite
        .add(
            "state-that-carries-the-newest-root",
            "A snapshot without the way to it is enough.",
        )
        .on_shared("attack-next-root", &whole)
        .restart(
            "kept",
            Some(&after(Vec::new())),
            json!({}),
            super::all_accepted_with("accepted"),
        )
        .granted("gold");
    suite
        .add(
            "state-that-carries-the-newest-root-and-a-snapshot-of-before",
            "What the former key signed holds no more.",
        )
        .on_shared("attack-next-root", &whole)
        .restart(
            "kept",
            Some(&small),
            json!({}),
            json!({ "state": "accepted", "manifest": "trust.threshold" }),
        )
        .refused("trust.threshold");
    let far = {
        let mut plan = Plan::small(world);
        plan.manifest["version"] = json!(HIGHEST);
        plan.manifest["iat"] = json!(YEAR_4000);
        plan.manifest["exp"] = json!(YEAR_4000 + DAY);
        plan.build()
    };
    suite
        .add(
            "manifest-of-the-year-4000",
            "The key for manifests was stolen. Nothing of what it signs for a time to come is stored.",
        )
        .on_shared("attack-small", &small)
        .load(&far, json!({ "manifest": "time.rollback", "state_changed": false }))
        .restart("kept", None, json!({}), super::all_accepted_with("accepted"))
        .granted("gold");
}

/// Nothing proves these, and so they are obeyed as little as possible.
fn times_of_lists(suite: &mut Suite<'_>) {
    let world = suite.world;
    let small = Plan::small(world).build();
    // The list at hand is an hour old.
    let newer = |version: i64, iat: i64| {
        let mut plan = Plan::small(world);
        plan.manifest["version"] = json!(version);
        plan.manifest["iat"] = json!(NOW - DAY);
        let list = StatusList::new(&status_uri(2), 2, &[0]);
        let list = list.set("iat", json!(iat)).set("exp", json!(iat + 3 * DAY));
        (plan, list.sign_for(world))
    };
    let state = |version: i64, iat: i64| {
        let (mut plan, list) = newer(version, iat);
        plan.status_lists = vec![list];
        let mut platform = plan.build();
        platform["now"] = json!(iat.max(NOW));
        platform
    };
    suite
        .add(
            "state-of-a-newer-status-list",
            "A list that is older than one that was there is not taken.",
        )
        .on_shared("attack-small", &small)
        .restart_as(
            &state(5, NOW - 1),
            json!({ "state": "accepted", "status_lists": ["trust.rollback"] }),
        )
        .refused("status.missing");
    suite
        .add(
            "state-of-a-status-list-to-come",
            "Nobody has seen a list of tomorrow.",
        )
        .on_shared("attack-small", &small)
        .restart_as(&state(5, NOW + DAY), super::all_accepted_with("accepted"))
        .granted("gold");
    let (mut beside, list) = newer(5, NOW + DAY);
    beside.status_lists.push(list);
    let beside = beside.build();
    suite
        .add(
            "state-of-a-status-list-to-come-that-is-there",
            "Somebody has signed it: it stops the check, and lets no older list decide.",
        )
        .on_shared("attack-small", &small)
        .restart_as(&state(5, NOW + DAY), super::all_accepted_with("accepted"))
        .load(&beside, json!({ "status_lists": ["kept", "accepted"] }))
        .refused("time.rollback");
    let next = newer(6, NOW + DAY).0.build();
    suite
        .add(
            "state-of-a-status-list-to-come-until-the-next-manifest",
            "The next manifest ends it.",
        )
        .on_shared("attack-small", &small)
        .restart_as(&state(5, NOW + DAY), super::all_accepted_with("accepted"))
        .load(&beside, json!({ "status_lists": ["kept", "accepted"] }))
        .load(
            &next,
            json!({ "manifest": "accepted", "status_lists": ["accepted"] }),
        )
        .granted("gold");
    // What came along is measured by it as well.
    let stapled = StatusList::new(&status_uri(2), 2, &[0]).set("iat", json!(NOW - 60));
    let stapled = stapled.sign_for(world);
    for (name, description, iat, code) in [
        (
            "state-of-a-newer-status-list-than-came-along",
            "The same of a list that came along.",
            NOW - 1,
            Some("trust.rollback"),
        ),
        (
            "state-of-a-status-list-to-come-and-one-that-came-along",
            "Nor is it measured by one of tomorrow.",
            NOW + DAY,
            None,
        ),
    ] {
        let vector = suite.add(name, description);
        vector
            .on_shared("attack-small", &small)
            .restart_as(&state(5, iat), json!({ "state": "accepted" }))
            .check("statusLists", json!([stapled]));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    }
    suite
        .add(
            "state-of-a-newer-status-list-before-the-present-manifest",
            "The manifest says how new the list has to be.",
        )
        .on_shared("attack-small", &small)
        .restart_as(&state(4, NOW - 1), super::all_accepted_with("accepted"))
        .granted("gold");
}
