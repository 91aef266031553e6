//! Root, manifest, trust list and snapshot: who may sign, how many must, and what belongs together.

mod editions;
mod entries;
mod programme_versions;
mod roots;
mod tomorrow;

use serde_json::{Value, json};
use testkit::jose::{compact, general, header};
use testkit::platform::{Plan, Signers, StatusList, root_signers};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    thresholds(suite);
    pins(suite);
    ends(suite);
    versions(suite);
    editions::add(suite);
    entries::add(suite);
    roots::add(suite);
    tomorrow::add(suite);
    snapshots(suite);
    programmes(suite);
    programme_versions::add(suite);
}

fn thresholds(suite: &mut Suite<'_>) {
    let world = suite.world;
    let plan = || Plan::small(world);
    let one: Signers<'_> = vec![("root-1", &world.roots[0])];

    suite
        .add("whole", "Nothing is wrong with this platform.")
        .on(plan().build())
        .granted("gold");
    let mut refused = |name: &str, description, platform: Value, code: &str| {
        suite.add(name, description).on(platform).refused(code);
    };
    refused(
        "root-below-threshold",
        "One signature of the two that the root itself asks for.",
        Plan {
            root_signers: one.clone(),
            ..plan()
        }
        .build(),
        "trust.threshold",
    );
    refused(
        "trust-list-below-threshold",
        "One signature of two.",
        Plan {
            trust_list_signers: one.clone(),
            ..plan()
        }
        .build(),
        "trust.threshold",
    );
    refused(
        "one-key-twice",
        "One key that signs twice counts once.",
        Plan {
            trust_list_signers: [one.clone(), one.clone()].concat(),
            ..plan()
        }
        .build(),
        "trust.threshold",
    );
    refused(
        "one-key-by-two-names",
        "One key that the root lists twice counts once.",
        {
            let mut plan = plan();
            plan.root["keys"][1] = plan.root["keys"][0].clone();
            plan.root["keys"][1]["kid"] = json!("root-2");
            let by_two_names = vec![("root-1", &world.roots[0]), ("root-2", &world.roots[0])];
            plan.root_signers = vec![("root-1", &world.roots[0]), ("root-3", &world.roots[2])];
            Plan {
                trust_list_signers: by_two_names,
                ..plan
            }
            .build()
        },
        "trust.threshold",
    );
    refused(
        "key-of-another-role",
        "A key for the trust list signs no manifest.",
        Plan {
            manifest_signers: one.clone(),
            ..plan()
        }
        .build(),
        "trust.threshold",
    );
    refused(
        "key-of-a-stranger",
        "The right name, and another key.",
        Plan {
            manifest_signers: vec![("manifest-1", &world.stranger)],
            ..plan()
        }
        .build(),
        "trust.threshold",
    );
    let signers = root_signers(world);
    refused(
        "document-of-another-kind",
        "A signed trust list in the place of the manifest.",
        {
            let list = general("xinyi-trust-list+jwt", &plan().trust_list, &signers);
            plan().build_with(|_| {}, |snapshot| snapshot["manifest"] = list)
        },
        "trust.threshold",
    );
    suite
        .add(
            "one-signature-too-many",
            "A signature that nobody can verify does not harm the others.",
        )
        .on(Plan {
            trust_list_signers: [signers.clone(), vec![("root-9", &world.stranger)]].concat(),
            ..plan()
        }
        .build())
        .granted("gold");
    suite
        .add(
            "signature-of-an-unknown-algorithm",
            "Nor does one of an algorithm that is not known.",
        )
        .on(plan().build_with(
            |_| {},
            |snapshot| {
                let unknown = json!({ "protected": "eyJhbGciOiJYIn0", "signature": "AAAA" });
                snapshot["trust_list"]["signatures"]
                    .as_array_mut()
                    .expect("signatures")
                    .push(unknown);
            },
        ))
        .granted("gold");
    suite
        .add("unprotected-header", "A header that nobody signed.")
        .on(plan().build_with(
            |_| {},
            |snapshot| {
                snapshot["trust_list"]["signatures"][0]["header"] = json!({ "kid": "root-1" });
            },
        ))
        .refused("format.structure");
}

fn pins(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, platform: Value, code: &str| {
        suite.add(name, description).on(platform).refused(code);
    };
    refused(
        "unpinned-trust-list",
        "A genuine trust list, but not the one that the manifest names.",
        Plan::small(world).build_with(
            |manifest| {
                manifest["trust_list"]["sha256"] =
                    json!("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
            },
            |_| {},
        ),
        "trust.pin",
    );
    refused(
        "trust-list-of-another-version",
        "The manifest names another version.",
        Plan::small(world).build_with(
            |manifest| manifest["trust_list"]["version"] = json!(4),
            |_| {},
        ),
        "trust.pin",
    );
    refused(
        "unpinned-programme",
        "A genuine programme that the manifest does not name.",
        Plan::small(world).build_with(|manifest| manifest["programmes"] = json!([]), |_| {}),
        "programme.unknown",
    );
    refused(
        "programme-that-was-changed",
        "Signed anew, and not what the manifest names.",
        {
            let changed = merged(bike(), &json!({ "requirements": [] })).to_string();
            let key = &world.city_programme;
            let signed = compact(
                &header("xinyi-programme+jwt", "programme-1", key),
                &changed,
                key,
            );
            Plan::small(world)
                .build_with(|_| {}, |snapshot| snapshot["programmes"] = json!([signed]))
        },
        "programme.missing",
    );
}

fn ends(suite: &mut Suite<'_>) {
    let world = suite.world;
    let plan = || Plan::small(world);
    let mut refused = |name: &str, description, change: &dyn Fn(&mut Plan<'_>), code: &str| {
        let mut plan = plan();
        change(&mut plan);
        suite.add(name, description).on(plan.build()).refused(code);
    };
    refused(
        "expired-manifest",
        "Nobody stands by it any more.",
        &|p| p.manifest["exp"] = json!(NOW),
        "trust.expired",
    );
    refused(
        "expired-trust-list",
        "The same for the trust list.",
        &|p| p.trust_list["exp"] = json!(NOW),
        "trust.expired",
    );
    refused(
        "expired-root",
        "The same for the root.",
        &|p| p.root["exp"] = json!(NOW),
        "trust.expired",
    );
    refused(
        "manifest-from-the-future",
        "Made more than an hour from now: the clock is behind.",
        &|p| p.manifest["iat"] = json!(NOW + HOUR + 1),
        "time.rollback",
    );
    refused(
        "trust-list-from-the-future",
        "The same for the trust list.",
        &|p| p.trust_list["iat"] = json!(NOW + HOUR + 1),
        "time.rollback",
    );
    let mut granted = |name: &str, description, change: &dyn Fn(&mut Plan<'_>)| {
        let mut plan = Plan::small(world);
        change(&mut plan);
        suite
            .add(name, description)
            .on(plan.build())
            .granted("gold");
    };
    granted(
        "just-before-all-ends",
        "Manifest, trust list and root hold until their `exp`.",
        &|p| {
            for document in [&mut p.root, &mut p.trust_list, &mut p.manifest] {
                document["exp"] = json!(NOW + 1);
            }
        },
    );
    granted(
        "manifest-of-an-hour-on",
        "Clocks differ by up to an hour.",
        &|p| p.manifest["iat"] = json!(NOW + HOUR),
    );
    granted(
        "trust-list-of-an-hour-on",
        "The same for the trust list.",
        &|p| p.trust_list["iat"] = json!(NOW + HOUR),
    );

    let bundle = world
        .person()
        .set("/iat", json!(NOW - DAY))
        .set("/as_of", json!("2026-11-19"));
    let unbound = bundle.present(LOOK);
    // The manifest was made two hours before now.
    suite
        .add(
            "clock-behind-the-manifest",
            "More than an hour before the manifest was made.",
        )
        .bundle(unbound.clone())
        .check("holder", json!("unbound"))
        .check("now", json!(NOW - 3 * HOUR - 1))
        .refused("time.rollback");
    // So was its status list.
    let mut plan = plan();
    let list = StatusList::new(&status_uri(2), 2, &[0]).set("iat", json!(NOW - 2 * HOUR));
    plan.status_lists = vec![list.sign_for(world)];
    suite
        .add(
            "clock-an-hour-behind-the-manifest",
            "Clocks differ by up to an hour.",
        )
        .on(plan.build())
        .bundle(unbound)
        .check("holder", json!("unbound"))
        .check("now", json!(NOW - 3 * HOUR))
        .granted("gold");
    suite
        .add(
            "clock-behind-the-apps-minimum",
            "The app knows that it must be later.",
        )
        .create(json!({ "minimum": { "time": NOW + HOUR + 1 } }))
        .refused("time.rollback");
    suite
        .add(
            "clock-an-hour-behind-the-apps-minimum",
            "Clocks differ by up to an hour.",
        )
        .create(json!({ "minimum": { "time": NOW + HOUR } }))
        .granted("gold");
}

fn versions(suite: &mut Suite<'_>) {
    let mut minimum = |name: &str, description, least: Value, code: Option<&str>| {
        let vector = suite
            .add(name, description)
            .create(json!({ "minimum": least }));
        match code {
            Some(code) => vector.refused(code),
            None => vector.granted("gold"),
        }
    };
    minimum(
        "versions-as-known",
        "The versions that the app knows of.",
        json!({ "root": 1, "manifest": 5, "trust_list": 3 }),
        None,
    );
    minimum(
        "older-manifest-than-known",
        "The app knows of a newer manifest.",
        json!({ "manifest": 6 }),
        Some("trust.rollback"),
    );
    minimum(
        "older-trust-list-than-known",
        "The app knows of a newer trust list.",
        json!({ "trust_list": 4 }),
        Some("trust.rollback"),
    );
    minimum(
        "older-root-than-known",
        "The app knows of a newer root.",
        json!({ "root": 2 }),
        Some("trust.rollback"),
    );
}

fn snapshots(suite: &mut Suite<'_>) {
    let world = suite.world;
    let whole = || Plan::small(world).build();
    let with = |snapshot: &str| merged(whole(), &json!({ "snapshot": snapshot }));
    let mut refused = |name: &str, description, platform: Value, code: &str| {
        suite.add(name, description).on(platform).refused(code);
    };
    refused(
        "no-snapshot",
        "A root alone.",
        {
            let mut platform = whole();
            platform
                .as_object_mut()
                .and_then(|p| p.remove("snapshot"))
                .expect("a snapshot");
            platform
        },
        "trust.missing",
    );
    refused(
        "snapshot-no-json",
        "Not JSON.",
        with("snapshot"),
        "format.json",
    );
    refused(
        "snapshot-without-manifest",
        "Nothing says what belongs together.",
        with(r#"{"snapshot":1}"#),
        "format.schema",
    );
    refused(
        "snapshot-of-a-later-format",
        "A format that is not known.",
        Plan::small(world).build_with(|_| {}, |snapshot| snapshot["snapshot"] = json!(2)),
        "input.unsupported",
    );
    refused(
        "snapshot-with-unknown-member",
        "A part that is not known.",
        Plan::small(world).build_with(|_| {}, |snapshot| snapshot["extra"] = json!([])),
        "format.schema",
    );
    refused(
        "root-no-json",
        "Not JSON.",
        merged(whole(), &json!({ "root": "root" })),
        "format.json",
    );
    refused(
        "root-of-another-form",
        "Not a JWS.",
        merged(whole(), &json!({ "root": "{}" })),
        "format.structure",
    );
    refused(
        "manifest-that-is-no-manifest",
        "Signed, and something else.",
        Plan::small(world).build_with(|manifest| *manifest = json!({ "version": 1 }), |_| {}),
        "format.schema",
    );
}

fn programmes(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut refused = |name: &str, description, programme: Value, (kid, key), code: &str| {
        let plan = Plan {
            programmes: vec![(programme, kid, key)],
            ..Plan::small(world)
        };
        suite.add(name, description).on(plan.build()).refused(code);
    };
    refused(
        "programme-by-a-bundle-key",
        "A key for bundles signs no programmes.",
        bike(),
        ("bundle-1", &world.city),
        "programme.missing",
    );
    refused(
        "programme-by-a-stranger",
        "Another key than the one that is named.",
        bike(),
        ("programme-1", &world.stranger),
        "programme.missing",
    );
    refused(
        "programme-of-a-stranger",
        "By nobody that the trust list names.",
        merged(bike(), &json!({ "iss": STRANGER })),
        ("programme-1", &world.city_programme),
        "programme.missing",
    );
    refused(
        "programme-for-another-city",
        "Its issuer does not speak for Suzhou.",
        merged(bike(), &json!({ "regions": ["310000", "320500"] })),
        ("programme-1", &world.city_programme),
        "programme.missing",
    );
    refused(
        "programme-that-does-not-read",
        "Signed, pinned, and malformed.",
        merged(bike(), &json!({ "tiers": [] })),
        ("programme-1", &world.city_programme),
        "programme.unsupported",
    );
}
