//! Keys for later versions of this software: they stay where they are, and count for nothing.

use serde_json::{Value, json};
use testkit::jose::{general, jwk};
use testkit::platform::{Plan, Signers, entry_key, root};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    of_issuers(suite);
    of_roots(suite);
}

/// Of an algorithm that there is none of here.
fn unknown_key(kid: &str) -> Value {
    json!({ "kid": kid, "alg": "ML-DSA-44", "jwk": { "kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA" } })
}

fn of_issuers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let of_entry = |kid: &str| {
        let window =
            json!({ "use": "bundle", "not_before": NOW - 900 * DAY, "not_after": NOW + 900 * DAY });
        merged(unknown_key(kid), &window)
    };
    let add_to =
        |entry: &mut Value, key: Value| entry["keys"].as_array_mut().expect("keys").push(key);
    let with = |change: &dyn Fn(&mut Plan<'_>)| {
        let mut plan = Plan::small(world);
        change(&mut plan);
        plan.build()
    };
    let small = Plan::small(world).build();
    let mut passed_over = |name: &str, description, key: Value| {
        let platform = with(&|plan| {
            plan.manifest["version"] = json!(6);
            add_to(plan.city(), key.clone());
        });
        suite
            .add(name, description)
            .on_shared("attack-small", &small)
            .load(
                &platform,
                json!({ "manifest": "accepted", "dropped_issuers": [], "ignored_keys": ["ignored"] }),
            )
            .granted("gold");
    };
    passed_over(
        "key-of-an-unknown-algorithm",
        "The issuer can have it before every app understands it.",
        of_entry("bundle-9"),
    );
    passed_over(
        "key-of-an-unknown-use",
        "The same of a key for something else.",
        entry_key("seal-1", "seal", &world.stranger),
    );
    passed_over(
        "key-of-an-unknown-curve",
        "An algorithm by a name that is of several.",
        {
            let mut key = of_entry("bundle-9");
            key["alg"] = json!("EdDSA");
            key["jwk"] = json!({ "kty": "OKP", "crv": "Ed448", "x": "AAAA" });
            key
        },
    );
    suite
        .add(
            "bundle-by-the-name-of-a-key-of-an-unknown-algorithm",
            "Another key does not become it.",
        )
        .on(with(&|plan| add_to(plan.city(), of_entry("bundle-9"))))
        .bundle(
            world
                .person()
                .signed_by("bundle-9", &world.city)
                .present(LOOK),
        )
        .refused("trust.key");
    suite
        .add(
            "two-keys-of-one-name-and-one-of-an-unknown-algorithm",
            "Which one is meant? The entry is dropped.",
        )
        .on(with(&|plan| {
            let keys = plan.city()["keys"].as_array_mut().expect("keys");
            keys.insert(0, of_entry("bundle-1"));
        }))
        .programme(programme(json!({})))
        .refused("trust.issuer");

    let district = world.firm().present(&["/subject/established"]);
    suite
        .add(
            "district-with-a-longer-key-of-an-unknown-algorithm",
            "A key that signs nothing exceeds nothing.",
        )
        .on(with(&|plan| add_to(plan.district(), of_entry("bundle-9"))))
        .bundle(district.clone())
        .programme(programme(json!({})))
        .granted("only");
    suite
        .add(
            "district-of-a-city-with-a-key-of-an-unknown-algorithm-alone",
            "Nor does it keep a city going whose other keys were revoked.",
        )
        .on(with(&|plan| {
            for key in plan.city()["keys"].as_array_mut().expect("keys") {
                key["revoked"] = json!({ "at": NOW - DAY });
            }
            add_to(plan.city(), of_entry("bundle-9"));
        }))
        .bundle(district)
        .programme(programme(json!({})))
        .refused("trust.issuer");
}

fn of_roots(suite: &mut Suite<'_>) {
    let world = suite.world;
    let signers: Signers<'_> = vec![("root-1", &world.roots[0]), ("root-2", &world.roots[1])];
    let with_key = |version: u64| {
        let mut root = root(world);
        root["version"] = json!(version);
        root["iat"] = json!(NOW - 10 * DAY);
        root["keys"]
            .as_array_mut()
            .expect("keys")
            .push(unknown_key("root-9"));
        root
    };
    let in_role = |mut root: Value, role: &str, threshold: u64| {
        let role = &mut root["roles"][role];
        role["kids"]
            .as_array_mut()
            .expect("names")
            .push(json!("root-9"));
        role["threshold"] = json!(threshold);
        root
    };
    let pinning = |root: Value| {
        Plan {
            root,
            ..Plan::small(world)
        }
        .build()
    };
    let small = Plan::small(world).build();
    let next = |root: &Value| {
        let plan = Plan {
            roots: vec![general("xinyi-root+jwt", root, &signers)],
            ..Plan::small(world)
        };
        plan.build()
    };
    suite
        .add(
            "root-with-a-key-of-an-unknown-algorithm",
            "It may have a place in a role: the others are enough.",
        )
        .on(pinning(in_role(with_key(1), "root", 2)))
        .granted("gold");
    suite
        .add(
            "next-root-with-a-key-of-an-unknown-algorithm",
            "The chain goes on.",
        )
        .on_shared("attack-small", &small)
        .load(
            &next(&in_role(with_key(2), "manifest", 1)),
            json!({ "root": "accepted", "manifest": "kept", "ignored_keys": ["ignored"] }),
        )
        .granted("gold");
    suite
        .add(
            "next-root-with-an-unknown-role",
            "What is signed for it is for later versions.",
        )
        .on_shared("attack-small", &small)
        .load(
            &next(&{
                let mut root = root(world);
                root["version"] = json!(2);
                root["roles"]["witness"] = json!({ "kids": ["root-3"], "threshold": 1 });
                root
            }),
            json!({ "root": "accepted", "manifest": "kept", "ignored_keys": ["ignored"] }),
        )
        .granted("gold");
    suite
        .add(
            "next-root-whose-manifest-needs-a-key-of-an-unknown-algorithm",
            "The root holds, and no manifest can be verified by it.",
        )
        .on_shared("attack-small", &small)
        .load(
            &next(&in_role(with_key(2), "manifest", 2)),
            json!({ "root": "accepted", "manifest": "trust.unsupported" }),
        )
        .refused("trust.unsupported");
    suite
        .add(
            "next-root-whose-trust-list-needs-a-key-of-an-unknown-algorithm",
            "The same for the trust list.",
        )
        .on_shared("attack-small", &small)
        .load(
            &next(&{
                let mut root = in_role(with_key(2), "trust_list", 2);
                root["roles"]["trust_list"]["kids"] = json!(["root-1", "root-9"]);
                root
            }),
            json!({ "root": "accepted", "trust_list": "trust.unsupported" }),
        )
        .refused("trust.unsupported");
    suite
        .add(
            "next-root-that-needs-a-key-of-an-unknown-algorithm",
            "That it stands by itself cannot be seen: the app stays with the one before.",
        )
        .on_shared("attack-small", &small)
        .load(
            &next(&in_role(with_key(2), "root", 4)),
            json!({ "root": "trust.unsupported", "manifest": "kept" }),
        )
        .granted("gold");
    suite
        .add(
            "root-that-needs-a-key-of-an-unknown-algorithm",
            "Nor can it be seen of the one that is pinned.",
        )
        .on(pinning(in_role(with_key(1), "root", 4)))
        .refused("trust.unsupported");
    suite
        .add(
            "root-with-two-keys-of-one-name-and-one-of-an-unknown-algorithm",
            "Which one is meant?",
        )
        .on(pinning({
            let mut root = root(world);
            root["keys"]
                .as_array_mut()
                .expect("keys")
                .push(unknown_key("root-1"));
            root
        }))
        .refused("format.schema");
    suite
        .add(
            "root-with-a-malformed-key",
            "A key that is none, of an algorithm that is known.",
        )
        .on(pinning({
            let mut root = root(world);
            root["keys"][2]["jwk"] = merged(jwk(&world.roots[2]), &json!({ "x": "AAAA" }));
            root
        }))
        .refused("signature.key");
}
