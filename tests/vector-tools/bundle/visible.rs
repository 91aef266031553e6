//! What must stand in the open, and what is disclosed whole or not at all.

use serde_json::json;

use crate::vector::Suite;
use crate::world::*;

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
