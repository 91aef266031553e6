//! Roots: from the pinned one to the newest.

use serde_json::{Value, json};
use testkit::jose::{general, jwk};
use testkit::platform::{Plan, Signers, root};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let next = test_key("next-root");
    // The second version replaces the first key and the manifest's.
    let version = |number: u64| {
        let mut root = root(world);
        root["version"] = json!(number);
        root["iat"] = json!(NOW - 10 * DAY);
        root["keys"][0]["jwk"] = jwk(&next);
        root["keys"][0]["kid"] = json!("root-4");
        root["keys"][3]["jwk"] = jwk(&next);
        root["keys"][3]["alg"] = json!("Ed25519");
        root["keys"][3]["kid"] = json!("manifest-2");
        for role in ["root", "trust_list"] {
            root["roles"][role]["kids"] = json!(["root-4", "root-2", "root-3"]);
        }
        root["roles"]["manifest"]["kids"] = json!(["manifest-2"]);
        root
    };
    let old: Signers<'_> = vec![("root-1", &world.roots[0]), ("root-2", &world.roots[1])];
    let new: Signers<'_> = vec![("root-4", &next), ("root-2", &world.roots[1])];
    let both = [old.clone(), new.clone()].concat();
    let sign = |root: &Value, signers: &Signers<'_>| general("xinyi-root+jwt", root, signers);
    // Everything else is signed by the keys of the second version.
    let after = |roots: Vec<Value>| {
        Plan {
            roots,
            trust_list_signers: new.clone(),
            manifest_signers: vec![("manifest-2", &next)],
            ..Plan::small(world)
        }
        .build()
    };
    suite
        .add(
            "next-root",
            "The second version, signed as the first asks and as it asks itself.",
        )
        .on(after(vec![sign(&version(2), &both)]))
        .granted("gold");
    suite
        .add(
            "root-that-is-known-already",
            "Links that lead to where the app is are passed over.",
        )
        .on(after(vec![
            sign(&root(world), &old),
            sign(&version(2), &both),
        ]))
        .granted("gold");
    suite
        .add(
            "next-root-by-its-own-keys",
            "The first version did not agree.",
        )
        .on(after(vec![sign(&version(2), &new)]))
        .refused("trust.threshold");
    suite
        .add(
            "next-root-by-the-old-keys",
            "The second version does not stand by itself.",
        )
        .on(after(vec![sign(&version(2), &old)]))
        .refused("trust.threshold");
    suite
        .add(
            "skipped-root",
            "From the first version straight to the third.",
        )
        .on(after(vec![sign(&version(3), &both)]))
        .refused("trust.threshold");
    suite
        .add(
            "next-root-of-another-name",
            "The second version of something else.",
        )
        .on(after(vec![sign(
            &merged(version(2), &json!({ "id": "urn:xinyi:other" })),
            &both,
        )]))
        .refused("trust.threshold");
    suite
        .add(
            "expired-root-on-the-way",
            "Only the last of a chain must hold.",
        )
        .on(after(vec![
            sign(&merged(version(2), &json!({ "exp": NOW - DAY })), &both),
            sign(&version(3), &new),
        ]))
        .granted("gold");
    suite
        .add("expired-root-at-the-end", "The last of a chain must hold.")
        .on(after(vec![sign(
            &merged(version(2), &json!({ "exp": NOW })),
            &both,
        )]))
        .refused("trust.expired");
    suite
        .add(
            "next-root-as-known",
            "The app knows of the second version, and it is there.",
        )
        .on(after(vec![sign(&version(2), &both)]))
        .create(json!({ "minimum": { "root": 2 } }))
        .granted("gold");

    suite
        .add(
            "next-root-from-the-future",
            "Made more than an hour from now: the app stays with the one before.",
        )
        .on_shared("attack-small", &Plan::small(world).build())
        .load(
            &after(vec![sign(
                &merged(version(2), &json!({ "iat": NOW + HOUR + 1 })),
                &both,
            )]),
            json!({ "root": "time.rollback", "manifest": "trust.threshold" }),
        )
        .granted("gold");
    suite
        .add("next-root-of-an-hour-on", "Clocks differ by up to an hour.")
        .on(after(vec![sign(
            &merged(version(2), &json!({ "iat": NOW + HOUR })),
            &both,
        )]))
        .granted("gold");
    // Nothing else is as new as the root.
    let of_now = Plan {
        root: merged(root(world), &json!({ "iat": NOW })),
        ..Plan::small(world)
    };
    let of_now = of_now.build();
    let of_yesterday = world
        .person()
        .set("/iat", json!(NOW - DAY))
        .set("/as_of", json!("2026-11-19"))
        .present(LOOK);
    for (name, description, now, code) in [
        (
            "clock-behind-the-root",
            "More than an hour before the root was made.",
            NOW - HOUR - 1,
            Some("time.rollback"),
        ),
        (
            "clock-an-hour-behind-the-root",
            "Clocks differ by up to an hour.",
            NOW - HOUR,
            None,
        ),
    ] {
        let vector = suite.add(name, description);
        vector
            .on_shared("trust-root-of-now", &of_now)
            .bundle(of_yesterday.clone())
            .check("holder", json!("unbound"))
            .check("now", json!(now));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    }

    suite
        .add(
            "highest-root",
            "After the highest version there is none: the claim to be one is refused.",
        )
        .on({
            let mut highest = root(world);
            highest["version"] = json!((1_u64 << 53) - 1);
            let mut beyond = root(world);
            beyond["version"] = json!(1_u64 << 53);
            Plan {
                root: highest,
                roots: vec![sign(&beyond, &old)],
                ..Plan::small(world)
            }
            .build()
        })
        .granted("gold");

    let mut pinned = |name: &str, description, change: &dyn Fn(&mut Value), code: &str| {
        let mut plan = Plan::small(world);
        change(&mut plan.root);
        suite.add(name, description).on(plan.build()).refused(code);
    };
    pinned(
        "threshold-of-none",
        "Anybody could sign.",
        &|r| r["roles"]["manifest"]["threshold"] = json!(0),
        "format.schema",
    );
    pinned(
        "threshold-above-the-keys",
        "Nobody could sign.",
        &|r| r["roles"]["manifest"]["threshold"] = json!(2),
        "format.schema",
    );
    pinned(
        "role-of-an-unknown-key",
        "A key that the root does not list.",
        &|r| r["roles"]["manifest"]["kids"] = json!(["manifest-9"]),
        "format.schema",
    );
    pinned(
        "demo-root",
        "The root of the public demo, which an app has to allow.",
        &|r| r["id"] = json!("urn:xinyi:demo"),
        "trust.demo_root",
    );
    pinned(
        "demo-root-of-ones-own",
        "The root of a demo that somebody made, whose keys lie in a folder.",
        &|r| r["id"] = json!("urn:xinyi:demo:7HnYtb5o"),
        "trust.demo_root",
    );
    suite
        .add("root-with-a-name-like-a-demo", "No demo.")
        .on({
            let mut plan = Plan::small(world);
            plan.root["id"] = json!("urn:xinyi:demonstrably-not");
            plan.build()
        })
        .granted("gold");
    suite
        .add("demo-root-allowed", "The root of the public demo, allowed.")
        .on({
            let mut plan = Plan::small(world);
            plan.root["id"] = json!("urn:xinyi:demo");
            plan.build()
        })
        .create(json!({ "allowDemoRoot": true }))
        .granted("gold");
}
