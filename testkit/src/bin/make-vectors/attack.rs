//! What is done to an app between two checks: old snapshots, mixed ones, stolen keys, a lost state
//! and a lying clock.

mod clocks;
mod keys;
mod orders;
mod storage;

use serde_json::{Value, json};
use testkit::jose::{base64url, general, jwk};
use testkit::platform::{Plan, Signers, StatusList, root};
use testkit::world::*;

use crate::vector::{Suite, Vector};

pub fn add(suite: &mut Suite<'_>) {
    let snapshots = Snapshots::new(suite.world);
    orders::replays(suite, &snapshots);
    orders::mixtures(suite, &snapshots);
    clocks::states(suite, &snapshots);
    clocks::clocks(suite, &snapshots);
    clocks::damage(suite, &snapshots);
    keys::stolen_keys(suite);
    keys::chains(suite);
    lists(suite);
    keys::revoked_keys(suite);
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
