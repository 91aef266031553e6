//! Digests, placeholders and the names of the machinery, where they do not belong.

use serde_json::{Value, json};
use testkit::salts::salt;
use testkit::sd_jwt::Draft;
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    algorithms(suite);
    twice(suite);
    misplaced(suite);
    budgets(suite);
    accepted(suite);
}

fn algorithms(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, algorithm: Value, code: &str| {
        add_changed(suite, name, description, |d| {
            d.payload["_sd_alg"] = algorithm;
        })
        .refused(code);
    };
    refused(
        "hash-unknown",
        "A hash algorithm that is not known.",
        json!("md5"),
        "input.unsupported",
    );
    refused(
        "hash-in-capitals",
        "Names are compared letter by letter.",
        json!("SHA-256"),
        "input.unsupported",
    );
    refused(
        "hash-truncated",
        "A hash of which only a part is left.",
        json!("sha-256-128"),
        "input.unsupported",
    );
    refused(
        "hash-no-string",
        "A name is a string.",
        json!(["sha-256"]),
        "format.sd_structure",
    );
    add_changed(
        suite,
        "hash-inside",
        "The hash algorithm is named at the top.",
        |d| d.payload["subject"]["_sd_alg"] = json!("sha-256"),
    )
    .refused("format.sd_structure");
    add_changed(
        suite,
        "hash-disclosed",
        "Nobody discloses by which algorithm disclosures are found.",
        |d| disclose_at_top(d, "_sd_alg", json!("sha-256")),
    )
    .refused("format.sd_structure");
}

fn twice(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, change: &dyn Fn(&mut Draft), code: &str| {
        add_changed(suite, name, description, change).refused(code);
    };
    let duplicate = "format.duplicate_digest";
    refused(
        "digest-given-twice",
        "One digest in two places of one list.",
        &|d| {
            let digest = d.payload["_sd"][0].as_str().expect("a digest").to_owned();
            d.add_digest(digest);
        },
        duplicate,
    );
    refused(
        "decoy-given-twice",
        "Even a digest of nothing stands once.",
        &|d| {
            for _ in 0..2 {
                d.add_digest("a digest of nothing".to_owned());
            }
        },
        duplicate,
    );
    refused(
        "digest-of-a-member-and-of-an-element",
        "One digest in an object and in an array.",
        &|d| {
            d.add_digest("of nothing".to_owned());
            d.payload["x"] = json!([{ "...": "of nothing" }]);
        },
        duplicate,
    );
    refused(
        "digest-in-two-objects",
        "One digest in two objects.",
        &|d| d.payload["x"] = json!({ "y": { "_sd": [d.payload["_sd"][0]] } }),
        duplicate,
    );
    refused(
        "digest-of-two-elements",
        "One digest in two places of an array.",
        &|d| d.payload["x"] = json!([{ "...": "of nothing" }, { "...": "of nothing" }]),
        duplicate,
    );
    refused(
        "digest-again-inside-a-disclosure",
        "One digest in the open and in what is disclosed.",
        &|d| {
            let again = json!({ "_sd": [d.payload["_sd"][0]] });
            disclose_at_top(d, "x", again);
        },
        duplicate,
    );
    refused(
        "name-given-twice-by-disclosures",
        "Two disclosures of one claim: which one is meant?",
        &|d| {
            for value in [json!("one"), json!("another")] {
                disclose_at_top(d, "x", value);
            }
        },
        "format.duplicate_member",
    );
    refused(
        "disclosed-over-a-visible-claim",
        "A disclosure may not replace what is in the open.",
        &|d| disclose_at_top(d, "iss", json!(STRANGER)),
        "format.duplicate_member",
    );
}

fn misplaced(suite: &mut Suite<'_>) {
    let mut refused = |name: &str, description, change: &dyn Fn(&mut Draft), code: &str| {
        add_changed(suite, name, description, change).refused(code);
    };
    let structure = "format.sd_structure";
    refused(
        "digests-no-array",
        "Digests come in a list.",
        &|d| d.payload["_sd"] = json!("digest"),
        structure,
    );
    refused(
        "digest-no-string",
        "A digest is a string.",
        &|d| d.payload["_sd"] = json!([1]),
        structure,
    );
    refused(
        "digests-inside-a-disclosure-no-array",
        "The same in what is disclosed.",
        &|d| disclose_at_top(d, "x", json!({ "_sd": { "y": 1 } })),
        structure,
    );
    refused(
        "placeholder-with-more-in-it",
        "The place of a hidden element holds its digest alone.",
        &|d| d.payload["x"] = json!([{ "...": salt(), "y": 1 }]),
        structure,
    );
    refused(
        "placeholder-no-string",
        "A digest is a string.",
        &|d| d.payload["x"] = json!([{ "...": [salt()] }]),
        structure,
    );
    refused(
        "placeholder-outside-of-an-array",
        "Only elements of arrays have placeholders.",
        &|d| d.payload["x"] = json!({ "...": salt() }),
        structure,
    );
    refused(
        "placeholder-as-a-disclosed-value",
        "A claim's value is no placeholder.",
        &|d| disclose_at_top(d, "x", json!({ "...": salt() })),
        structure,
    );
    refused(
        "reserved-name-disclosed",
        "No claim may be called like this.",
        &|d| disclose_at_top(d, "_sd", json!([])),
        structure,
    );
    refused(
        "name-of-a-placeholder-disclosed",
        "Nor like this.",
        &|d| disclose_at_top(d, "...", json!("x")),
        structure,
    );
    refused(
        "element-disclosed-as-member",
        "A disclosure of a list's element in the place of a claim.",
        &|d| {
            let digest = d.disclose("/x".to_owned(), &json!([salt(), 1]));
            d.add_digest(digest);
        },
        "format.disclosure",
    );
    refused(
        "member-disclosed-as-element",
        "A disclosure of a claim in the place of a list's element.",
        &|d| {
            let digest = d.disclose("/x/0".to_owned(), &json!([salt(), "y", 1]));
            d.payload["x"] = json!([{ "...": digest }]);
        },
        "format.disclosure",
    );
    refused(
        "digest-where-it-is-only-a-string",
        "A list of strings is a list of strings.",
        &|d| {
            let digest = d.disclose("/x/0".to_owned(), &json!([salt(), 1]));
            d.payload["x"] = json!([digest]);
        },
        "format.unreferenced_disclosure",
    );
}

fn budgets(suite: &mut Suite<'_>) {
    add_changed(suite, "2049-digests", "More than are allowed.", |d| {
        for digest in 0..2049 {
            d.add_digest(digest.to_string());
        }
    })
    .refused("limit.digests");
    add_changed(
        suite,
        "disclosures-17-deep",
        "One in another, one more than is allowed.",
        |d| disclose_nested(d, 17),
    )
    .refused("limit.depth");
    add_changed(
        suite,
        "disclosures-16-deep",
        "One in another, as many as are allowed.",
        |d| disclose_nested(d, 16),
    )
    .granted("gold");
}

fn accepted(suite: &mut Suite<'_>) {
    let mut accepted = |name: &str, description, change: &dyn Fn(&mut Draft)| {
        add_changed(suite, name, description, change).granted("gold");
    };
    accepted("hash-left-out", "Without a name it is SHA-256.", &|d| {
        let members = d.payload.as_object_mut().expect("an object");
        members.remove("_sd_alg").expect("it is named");
    });
    accepted(
        "empty-lists",
        "Lists with nothing in them, digests among them.",
        &|d| d.payload["x"] = json!([[], {}, { "_sd": [] }]),
    );
    accepted(
        "digest-of-another-length",
        "A digest of nothing may look like anything.",
        &|d| d.add_digest("short".to_owned()),
    );
    // Names that mean something to JavaScript's own objects.
    for name in ["__proto__", "constructor", "toString"] {
        accepted(
            &format!("claim-called-{}", name.trim_matches('_')),
            "A name like any other.",
            &|d| disclose_at_top(d, name, json!({ "outcome": "granted" })),
        );
    }
}

/// Adds the standard person's bundle, changed after its digests were made, with everything shown.
fn add_changed<'s>(
    suite: &'s mut Suite<'_>,
    name: &str,
    description: &'static str,
    change: impl FnOnce(&mut Draft),
) -> &'s mut crate::vector::Vector {
    let bundle = suite.world.person().present_changed(change);
    suite.add(name, description).bundle(bundle)
}

fn disclose_at_top(draft: &mut Draft, name: &str, value: Value) {
    let digest = draft.disclose(format!("/{name}"), &json!([salt(), name, value]));
    draft.add_digest(digest);
}

/// A claim with so many disclosures, each inside the one before.
fn disclose_nested(draft: &mut Draft, levels: usize) {
    let mut value = json!(1);
    for _ in 1..levels {
        let digest = draft.disclose("/x/…".to_owned(), &json!([salt(), "y", value]));
        value = json!({ "_sd": [digest] });
    }
    disclose_at_top(draft, "x", value);
}
