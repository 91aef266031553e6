//! What must stand in the open, and what is disclosed whole or not at all.

use serde_json::json;
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let hiding = |hidden: &'static str| {
        let draft = world
            .person()
            .draft_hiding(|p| is_disclosure(p) || p == hidden);
        draft.sign("bundle-1", &world.city)
    };
    let mut shown = |name: &str, description, pointer: &'static str, code: &str, at: &str| {
        let bundle = world.bind(&hiding(pointer).show_all());
        suite
            .add(name, description)
            .bundle(bundle)
            .refused_at(code, at);
    };
    let protected = "claim.protected";
    shown(
        "iss-disclosable",
        "An issuer that could be left out.",
        "/iss",
        protected,
        "/iss",
    );
    shown(
        "vct-disclosable",
        "A type that could be left out.",
        "/vct",
        protected,
        "/vct",
    );
    shown(
        "iat-disclosable",
        "A time of issue that could be left out.",
        "/iat",
        protected,
        "/iat",
    );
    shown(
        "cnf-in-part-disclosable",
        "A holder's key that could be left out.",
        "/cnf/jwk",
        protected,
        "/cnf",
    );
    shown(
        "exp-disclosable",
        "An end that could be left out.",
        "/exp",
        protected,
        "/exp",
    );
    shown(
        "status-disclosable",
        "A status that could be left out.",
        "/status",
        protected,
        "/status",
    );
    shown(
        "status-in-part-disclosable",
        "An index that could be left out.",
        "/status/status_list",
        protected,
        "/status",
    );
    shown(
        "cnf-disclosable",
        "A holder's key that could be left out.",
        "/cnf",
        protected,
        "/cnf",
    );
    shown(
        "subject-kind-disclosable",
        "Every bundle says what its subject is.",
        "/subject_kind",
        protected,
        "/subject_kind",
    );
    shown(
        "jurisdiction-disclosable",
        "Every bundle says where it is from.",
        "/jurisdiction",
        protected,
        "/jurisdiction",
    );
    shown(
        "catalogue-disclosable",
        "Every bundle says by which catalogue.",
        "/catalogue",
        protected,
        "/catalogue",
    );
    shown(
        "as-of-disclosable",
        "Every bundle says when it was drawn.",
        "/as_of",
        protected,
        "/as_of",
    );
    shown(
        "subject-disclosable",
        "Only its members are disclosed.",
        "/subject",
        protected,
        "/subject",
    );
    shown(
        "evaluations-disclosable",
        "Only the schemes are disclosed.",
        "/evaluations",
        protected,
        "/evaluations",
    );

    for (name, description, claim, value) in [
        (
            "nbf-disclosable",
            "A beginning that could be left out.",
            "nbf",
            json!(NOW - DAY),
        ),
        (
            "vct-hash-disclosable",
            "A hash that could be left out.",
            "vct#integrity",
            json!("sha256-AAAA"),
        ),
        (
            "other-types-disclosable",
            "Other types that could be left out.",
            "aka_vcts",
            json!(["urn:xinyi:other:1"]),
        ),
    ] {
        let pointer = format!("/{claim}");
        let draft = world
            .person()
            .set(&pointer, value)
            .draft_hiding(|p| is_disclosure(p) || p == pointer);
        suite
            .add(name, description)
            .bundle(world.bind(&draft.sign("bundle-1", &world.city).show_all()))
            .refused_at(protected, &pointer);
    }
    suite
        .add(
            "other-types-in-part-disclosable",
            "One of the other types could be left out.",
        )
        .bundle({
            let sketch = world.person().set(
                "/aka_vcts",
                json!(["urn:xinyi:other:1", "urn:xinyi:other:2"]),
            );
            let draft = sketch.draft_hiding(|p| is_disclosure(p) || p == "/aka_vcts/1");
            world.bind(&draft.sign("bundle-1", &world.city).show(LOOK))
        })
        .refused_at(protected, "/aka_vcts");
    suite
        .add("sub-disclosed", "Who it is about may be left out.")
        .bundle({
            let sketch = world.person().set("/sub", json!("urn:example:1"));
            let draft = sketch.draft_hiding(|p| is_disclosure(p) || p == "/sub");
            world.bind(&draft.sign("bundle-1", &world.city).show_all())
        })
        .granted("gold");
    suite
        .add(
            "exp-hidden",
            "Whoever hides when it ends would have it for ever.",
        )
        .bundle(world.bind(&hiding("/exp").show(LOOK)))
        .refused_at("claim.required", "/exp");
    suite
        .add(
            "as-of-hidden",
            "Whoever hides when it was drawn hides that it is stale.",
        )
        .bundle(world.bind(&hiding("/as_of").show(LOOK)))
        .refused_at("claim.required", "/as_of");
    suite
        .add(
            "partial-record",
            "A record with something left out could pass for a milder one.",
        )
        .bundle({
            let sketch = world.listed(&json!({}));
            let draft = sketch.draft_hiding(|p| {
                is_disclosure(p) || p == "/listings/0/until" || p == "/listings/0/state"
            });
            world.bind(&draft.sign("bundle-1", &world.city).show(LOOK_AT_LISTING))
        })
        .refused_at("claim.partial_record", "/listings/0");
    suite
        .add(
            "partial-record-shown-in-full",
            "Even if nothing of it is left out today.",
        )
        .bundle({
            let draft = world
                .listed(&json!({}))
                .draft_hiding(|p| is_disclosure(p) || p == "/listings/0/state");
            world.bind(&draft.sign("bundle-1", &world.city).show_all())
        })
        .refused_at("claim.partial_record", "/listings/0");
    suite
        .add("partial-evaluation", "A score without its end.")
        .bundle({
            let sketch = world
                .person()
                .set("/evaluations/sh-public/valid_until", json!("2026-01-31"));
            let draft = sketch.draft_hiding(|p| is_disclosure(p) || p.ends_with("/valid_until"));
            world.bind(&draft.sign("bundle-1", &world.city).show(LOOK))
        })
        .refused_at("claim.partial_record", "/evaluations/sh-public");
}
