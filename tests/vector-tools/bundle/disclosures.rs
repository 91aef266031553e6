//! Disclosures and digests.

use serde_json::{Value, json};

use crate::jose::{base64url, salt};
use crate::sd_jwt::Draft;
use crate::vector::Suite;
use crate::world::*;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let sd_jwt = world.person().sign();
    let with = |disclosures: &[&str]| world.bind(&sd_jwt.with(disclosures.iter().copied()));
    let disclosure = |json: &Value| base64url(json.to_string().as_bytes());
    let honours = sd_jwt.disclosure("/honours");

    let mut refused = |name: &str, description, disclosures: &[&str], code: &str| {
        suite
            .add(name, description)
            .bundle(with(disclosures))
            .refused(code);
    };
    let forged = disclosure(&json!([salt(), "listings", []]));
    refused(
        "unreferenced-disclosure",
        "The issuer did not sign this disclosure.",
        &[&forged],
        "format.unreferenced_disclosure",
    );
    refused(
        "disclosure-given-twice",
        "The same disclosure again.",
        &[honours, honours],
        "format.duplicate_digest",
    );
    refused(
        "disclosure-no-json",
        "Not JSON.",
        &[&base64url(b"honours")],
        "format.json",
    );
    refused(
        "disclosure-no-array",
        "An object.",
        &[&base64url(b"{}")],
        "format.disclosure",
    );
    refused(
        "disclosure-of-one",
        "A salt alone.",
        &[&disclosure(&json!([salt()]))],
        "format.disclosure",
    );
    refused(
        "disclosure-of-four",
        "More than salt, name and value.",
        &[&disclosure(&json!([salt(), "honours", [], []]))],
        "format.disclosure",
    );
    refused(
        "disclosure-with-a-number-for-salt",
        "A salt is a string.",
        &[&disclosure(&json!([1, "honours", []]))],
        "format.disclosure",
    );
    refused(
        "disclosure-in-base64",
        "Not the alphabet of base64url.",
        &["WyI+Il0"],
        "format.base64",
    );
    let many: Vec<String> = (0..513)
        .map(|_| disclosure(&json!([salt(), "x", 0])))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    refused(
        "513-disclosures",
        "More than are allowed.",
        &many,
        "limit.disclosures",
    );

    let mut changed = |name: &str, description, change: &dyn Fn(&mut Draft), code: &str| {
        suite
            .add(name, description)
            .bundle(world.person().present_changed(change))
            .refused(code);
    };
    changed(
        "digest-given-twice",
        "One digest in two places.",
        &|d| {
            let digest = d.payload["_sd"][0].clone();
            d.payload["_sd"]
                .as_array_mut()
                .expect("digests")
                .push(digest);
        },
        "format.duplicate_digest",
    );
    changed(
        "digests-no-array",
        "Digests come in a list.",
        &|d| d.payload["_sd"] = json!("digest"),
        "format.sd_structure",
    );
    changed(
        "digest-no-string",
        "A digest is a string.",
        &|d| d.payload["_sd"] = json!([1]),
        "format.sd_structure",
    );
    changed(
        "placeholder-with-more-in-it",
        "The place of a hidden element holds its digest alone.",
        &|d| d.payload["x"] = json!([{ "...": salt(), "y": 1 }]),
        "format.sd_structure",
    );
    changed(
        "hash-inside",
        "The hash algorithm is named at the top.",
        &|d| d.payload["subject"]["_sd_alg"] = json!("sha-256"),
        "format.sd_structure",
    );
    changed(
        "hash-unknown",
        "A hash algorithm that is not known.",
        &|d| d.payload["_sd_alg"] = json!("md5"),
        "input.unsupported",
    );
    changed(
        "disclosed-over-a-visible-claim",
        "A disclosure may not replace what is in the open.",
        &|d| {
            let digest = d.disclose("/iss".to_owned(), &json!([salt(), "iss", STRANGER]));
            d.payload["_sd"]
                .as_array_mut()
                .expect("digests")
                .push(digest.into());
        },
        "format.duplicate_member",
    );
    changed(
        "reserved-name-disclosed",
        "No claim may be called like this.",
        &|d| {
            let digest = d.disclose("/_sd".to_owned(), &json!([salt(), "_sd", []]));
            d.payload["_sd"]
                .as_array_mut()
                .expect("digests")
                .push(digest.into());
        },
        "format.sd_structure",
    );
    changed(
        "element-disclosed-as-member",
        "A disclosure of a list's element in the place of a claim.",
        &|d| {
            let digest = d.disclose("/x".to_owned(), &json!([salt(), 1]));
            d.payload["_sd"]
                .as_array_mut()
                .expect("digests")
                .push(digest.into());
        },
        "format.disclosure",
    );
}
