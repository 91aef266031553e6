//! Keys that were stolen or revoked, and roots one after the other.

use super::*;

/// The keys of manifest and trust list were stolen, and signed versions that no honest one would
/// ever reach. The next root names other keys.
pub fn stolen_keys(suite: &mut Suite<'_>) {
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
pub fn chains(suite: &mut Suite<'_>) {
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

/// A key that was revoked, before or after it signed, and for one reason or the other.
pub fn revoked_keys(suite: &mut Suite<'_>) {
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
