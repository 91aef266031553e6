//! What is done to an app between two checks: old snapshots, mixed ones, stolen keys, a lost state
//! and a lying clock.

mod storage;

use serde_json::{Value, json};
use testkit::jose::{base64url, general, jwk};
use testkit::platform::{Plan, Signers, StatusList, root};
use testkit::world::*;

use crate::vector::{Suite, Vector};

pub fn add(suite: &mut Suite<'_>) {
    let snapshots = Snapshots::new(suite.world);
    replays(suite, &snapshots);
    mixtures(suite, &snapshots);
    states(suite, &snapshots);
    clocks(suite, &snapshots);
    damage(suite, &snapshots);
    stolen_keys(suite);
    chains(suite);
    lists(suite);
    revoked_keys(suite);
    storage::add(suite);
}

/// One platform on three days.
struct Snapshots {
    older: Value,
    present: Value,
    newer: Value,
}

impl Snapshots {
    fn new(world: &World) -> Self {
        let day = |older: i64| {
            let mut plan = Plan::small(world);
            let moved = |document: &mut Value| {
                for time in ["iat", "exp"] {
                    let at = document[time].as_i64().expect("a time");
                    document[time] = json!(at - older * DAY);
                }
                let version = document["version"].as_i64().expect("a version");
                document["version"] = json!(version - older);
            };
            moved(&mut plan.manifest);
            moved(&mut plan.trust_list);
            let iat = NOW - older * DAY - HOUR;
            // The second bundle was revoked today.
            let second = u8::from(older == 0);
            let list = StatusList::new(&status_uri(2), 2, &[0, second, 2, 3]);
            let list = list.set("iat", json!(iat)).set("exp", json!(iat + 3 * DAY));
            plan.status_lists = vec![list.sign_for(world)];
            plan.manifest["status_lists"] = json!([{ "uri": status_uri(2), "min_iat": iat }]);
            plan.build()
        };
        Self {
            older: day(1),
            present: day(0),
            newer: {
                let mut plan = Plan::small(world);
                plan.manifest["version"] = json!(6);
                plan.manifest["iat"] = json!(NOW);
                plan.trust_list["version"] = json!(4);
                plan.trust_list["iat"] = json!(NOW);
                plan.build()
            },
        }
    }

    /// The parts of two snapshots: those that are named of the second, the rest of the first.
    fn mixed(one: &Value, other: &Value, names: &[&str]) -> Value {
        let mut mixed = one.clone();
        let mut parts = parts(one);
        for name in names {
            parts[*name] = self::parts(other)[*name].clone();
        }
        mixed["snapshot"] = json!(parts.to_string());
        mixed
    }
}

fn parts(platform: &Value) -> Value {
    let text = platform["snapshot"].as_str().expect("a snapshot");
    serde_json::from_str(text).expect("a snapshot is JSON")
}

/// Everything was there already.
fn all_kept() -> Value {
    json!({
        "root": "kept", "manifest": "kept", "trust_list": "kept", "programmes": ["kept"],
        "status_lists": ["kept"],
    })
}

fn all_accepted() -> Value {
    json!({
        "root": "accepted", "manifest": "accepted", "trust_list": "accepted",
        "programmes": ["accepted"], "status_lists": ["accepted"],
    })
}

/// The same of a new start with a state.
fn all_accepted_with(state: &str) -> Value {
    merged(all_accepted(), &json!({ "state": state }))
}

/// Adds a vector for the present platform.
fn present<'s>(
    suite: &'s mut Suite<'_>,
    snapshots: &Snapshots,
    name: &str,
    description: &'static str,
) -> &'s mut Vector {
    let vector = suite.add(name, description);
    vector.on_shared("attack-present", &snapshots.present)
}

fn replays(suite: &mut Suite<'_>, snapshots: &Snapshots) {
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

fn mixtures(suite: &mut Suite<'_>, snapshots: &Snapshots) {
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

fn states(suite: &mut Suite<'_>, snapshots: &Snapshots) {
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

fn clocks(suite: &mut Suite<'_>, snapshots: &Snapshots) {
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

fn damage(suite: &mut Suite<'_>, snapshots: &Snapshots) {
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

/// The keys of manifest and trust list were stolen, and signed versions that no honest one would
/// ever reach. The next root names other keys.
fn stolen_keys(suite: &mut Suite<'_>) {
    let world = suite.world;
    let stolen = {
        let mut plan = Plan::small(world);
        plan.manifest["version"] = json!(1_000_000);
        plan.trust_list["version"] = json!(1_000_000);
        plan.build()
    };
    let next = test_key("next-root");
    let mut second = root(world);
    second["version"] = json!(2);
    second["iat"] = json!(NOW - DAY);
    let mut keys = second["keys"].as_array().expect("keys").clone();
    keys.push(json!({ "kid": "next", "alg": "Ed25519", "jwk": jwk(&next) }));
    second["keys"] = json!(keys);
    for role in ["manifest", "trust_list"] {
        second["roles"][role] = json!({ "kids": ["next"], "threshold": 1 });
    }
    let signers: Signers<'_> = vec![("root-1", &world.roots[0]), ("root-2", &world.roots[1])];
    let rotated = Plan {
        roots: vec![general("xinyi-root+jwt", &second, &signers)],
        trust_list_signers: vec![("next", &next)],
        manifest_signers: vec![("next", &next)],
        ..Plan::small(world)
    };
    let rotated = rotated.build();
    let present = Plan::small(world).build();
    suite
        .add(
            "fast-forward",
            "Versions that stolen keys have signed end with those keys.",
        )
        .on_shared("attack-stolen", &stolen)
        .load(
            &rotated,
            json!({ "root": "accepted", "manifest": "accepted", "trust_list": "accepted" }),
        )
        .granted("gold");
    suite
        .add(
            "fast-forward-at-a-new-start",
            "The same for an app that starts anew.",
        )
        .on_shared("attack-stolen", &stolen)
        .restart(
            "kept",
            Some(&rotated),
            json!({}),
            all_accepted_with("accepted"),
        )
        .granted("gold");
    suite
        .add(
            "fast-forward-without-a-new-root",
            "As long as the root names the keys, their versions count.",
        )
        .on_shared("attack-stolen", &stolen)
        .restart(
            "kept",
            Some(&present),
            json!({}),
            json!({ "state": "accepted", "manifest": "trust.rollback" }),
        )
        .refused("trust.rollback");
    suite
        .add(
            "stolen-keys-after-the-new-root",
            "What they go on signing is no longer looked at.",
        )
        .on_shared("attack-rotated", &rotated)
        .load(
            &stolen,
            json!({ "root": "kept", "manifest": "trust.threshold", "trust_list": "kept" }),
        )
        .granted("gold");
}

/// Roots one after the other, each with another key.
fn chains(suite: &mut Suite<'_>) {
    let world = suite.world;
    let keys: Vec<_> = (1..=6)
        .map(|number| test_key(&format!("chain-{number}")))
        .collect();
    let version = |number: usize| {
        let key = &keys[number - 1];
        let role = json!({ "kids": [format!("key-{number}")], "threshold": 1 });
        // Each held for half a year.
        let iat = NOW - (7 - i64::try_from(number).expect("a number")) * 180 * DAY;
        json!({
            "id": "urn:xinyi:test", "version": number, "iat": iat, "exp": iat + 270 * DAY,
            "keys": [{ "kid": format!("key-{number}"), "alg": "Ed25519", "jwk": jwk(key) }],
            "roles": { "root": role, "manifest": role, "trust_list": role },
        })
    };
    let names: Vec<String> = (1..=6).map(|number| format!("key-{number}")).collect();
    let signer = |number: usize| (names[number - 1].as_str(), &keys[number - 1]);
    let link = |number: usize| {
        let signers = [signer(number - 1), signer(number)];
        general("xinyi-root+jwt", &version(number), &signers)
    };
    let platform = |links: &[usize]| {
        let plan = Plan {
            root: version(1),
            root_signers: vec![signer(1)],
            roots: links.iter().map(|number| link(*number)).collect(),
            trust_list_signers: vec![signer(6)],
            manifest_signers: vec![signer(6)],
            ..Plan::small(world)
        };
        plan.build()
    };
    let whole = platform(&[2, 3, 4, 5, 6]);
    suite
        .add(
            "five-roots-on",
            "From a root of three years ago, which has long ended, to the newest.",
        )
        .on_shared("attack-five-roots", &whole)
        .restart("kept", None, json!({}), all_accepted_with("accepted"))
        .granted("gold");
    let broken = platform(&[2, 3, 5, 6]);
    suite
        .add(
            "five-roots-on-with-one-missing",
            "The app stays with the third version, and says that the fourth is missing.",
        )
        .on_shared("attack-missing-root", &broken)
        .restart(
            "kept",
            Some(&broken),
            json!({}),
            json!({ "root": "trust.rollback", "manifest": "trust.threshold" }),
        )
        .refused("trust.threshold");
    suite
        .add(
            "five-roots-on-with-one-missing-at-first",
            "With the missing one it goes on from where it was.",
        )
        .on_shared("attack-missing-root", &broken)
        .load(&whole, all_accepted())
        .granted("gold");
    suite
        .add(
            "five-roots-on-out-of-order",
            "Links are taken in their order, not put in order.",
        )
        .on(platform(&[2, 4, 3, 5, 6]))
        .refused("trust.threshold");
}

/// Status lists that are longer than anybody needs.
fn lists(suite: &mut Suite<'_>) {
    let world = suite.world;
    let platform = |uri: &str, bytes: &[u8]| {
        let mut plan = Plan::small(world);
        let lst = base64url(&miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9));
        let list = StatusList::new(uri, 1, &[]);
        let list = list.set("status_list", json!({ "bits": 1, "lst": lst }));
        plan.status_lists = vec![list.sign_for(world)];
        plan.manifest["status_lists"] = json!([]);
        plan.build()
    };
    let at = |uri: &str, idx: u64| {
        world
            .person()
            .set("/status/status_list", json!({ "uri": uri, "idx": idx }))
            .present(LOOK)
    };

    let bomb = format!("{CITY}/status/bomb");
    let platform_of_bomb = platform(&bomb, &vec![0; 64 << 20]);
    for (name, description, idx) in [
        (
            "status-list-of-64-megabytes",
            "Inflated no further than to the entry.",
            0,
        ),
        (
            "status-list-of-64-megabytes-within-the-limit",
            "The last entry that may be reached.",
            (32 << 23) - 1,
        ),
    ] {
        suite
            .add(name, description)
            .on_shared("attack-bomb", &platform_of_bomb)
            .bundle(at(&bomb, idx))
            .granted("gold");
    }
    suite
        .add(
            "status-list-of-64-megabytes-beyond-the-limit",
            "No further than is allowed.",
        )
        .on_shared("attack-bomb", &platform_of_bomb)
        .bundle(at(&bomb, 32 << 23))
        .refused("limit.inflated");

    let long = format!("{CITY}/status/long");
    let mut bytes = vec![0; 100_000_000 / 8];
    if let Some(last) = bytes.last_mut() {
        *last = 0x80;
    }
    let platform_of_long = platform(&long, &bytes);
    suite
        .add(
            "status-list-of-100-million-entries",
            "The last but one, which is valid.",
        )
        .on_shared("attack-long", &platform_of_long)
        .bundle(at(&long, 99_999_998))
        .granted("gold");
    suite
        .add("last-of-100-million-entries", "The last, which is invalid.")
        .on_shared("attack-long", &platform_of_long)
        .bundle(at(&long, 99_999_999))
        .refused("status.invalid");
    suite
        .add("after-100-million-entries", "One more than there are.")
        .on_shared("attack-long", &platform_of_long)
        .bundle(at(&long, 100_000_000))
        .refused("status.index");
}

/// A key that was revoked, before or after it signed, and for one reason or the other.
fn revoked_keys(suite: &mut Suite<'_>) {
    let world = suite.world;
    let platform = |revoked: Value| {
        let mut plan = Plan::small(world);
        plan.city()["keys"][0]["revoked"] = revoked;
        plan.manifest["version"] = json!(6);
        plan.build()
    };
    // The standard bundle was signed an hour ago.
    for (name, description, revoked, is_good) in [
        (
            "key-superseded-after-it-signed",
            "What it signed before holds.",
            json!({ "at": NOW - HOUR + 1, "reason": "superseded" }),
            true,
        ),
        (
            "key-superseded-before-it-signed",
            "What it signs afterwards does not.",
            json!({ "at": NOW - HOUR, "reason": "superseded" }),
            false,
        ),
        (
            "key-compromised-after-it-signed",
            "A thief writes any date.",
            json!({ "at": NOW - HOUR + 1, "reason": "compromised" }),
            false,
        ),
        (
            "key-revoked-for-no-reason",
            "Without a reason it is the worst.",
            json!({ "at": NOW - HOUR + 1 }),
            false,
        ),
        (
            "key-revoked-for-an-unknown-reason",
            "Nor is it any better for a reason that nobody here knows.",
            json!({ "at": NOW - HOUR + 1, "reason": "retired" }),
            false,
        ),
        (
            "key-to-be-compromised",
            "Whatever the date of it: a stolen key is stolen.",
            json!({ "at": NOW + DAY, "reason": "compromised" }),
            false,
        ),
    ] {
        let small = Plan::small(world).build();
        let vector = suite.add(name, description);
        vector
            .on_shared("attack-small", &small)
            .load(&platform(revoked), json!({ "manifest": "accepted" }));
        match is_good {
            true => vector.granted("gold"),
            false => vector.refused("trust.key_window"),
        }
    }
}
