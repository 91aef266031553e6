//! Disclosures and digests.

use serde_json::{Value, json};
use testkit::jose::base64url;
use testkit::salts::salt;
use testkit::world::*;

use crate::vector::Suite;

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
        "disclosure-with-a-number-for-name",
        "A name is a string.",
        &[&disclosure(&json!([salt(), 1, []]))],
        "format.disclosure",
    );
    refused(
        "disclosure-with-trailing-data",
        "Two documents.",
        &[&base64url(br#"["salt","x",1][]"#)],
        "format.json",
    );
    refused(
        "disclosure-with-a-member-given-twice",
        "Two grades: which one is meant?",
        &[&base64url(br#"["salt","x",{"grade":"D","grade":"A"}]"#)],
        "format.duplicate_member",
    );
    refused(
        "disclosure-no-utf-8",
        "A byte that no character of UTF-8 has.",
        &[&base64url(b"[\"salt\",\"x\",\"\xff\"]")],
        "format.utf8",
    );
    refused(
        "disclosure-with-bits-to-spare",
        "The last character says more than the bytes do.",
        // `[]` is `W10`.
        &["W11"],
        "format.base64",
    );
    refused(
        "disclosure-with-padding",
        "base64url has no padding here.",
        &["W10="],
        "format.base64",
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

    // A disclosure's digest is of its text, however the text spells its JSON.
    let mut draft = world.person().draft();
    let spelt = [
        (
            "/x",
            r#" [ "\u0073alt" , "\u0078", { "y" : [ ] } ]"#.to_owned(),
        ),
        ("/z", "[\"盐\",\"z\",\"值 ✓ \\ud83d\\ude00\"]\n".to_owned()),
    ];
    for (pointer, text) in spelt {
        draft.disclose_text(pointer.to_owned(), &text);
    }
    suite
        .add(
            "disclosures-in-other-spellings",
            "Spacing, escapes and every script.",
        )
        .bundle(world.bind(&draft.sign("bundle-1", &world.city).show_all()))
        .granted("gold");
    let backwards = world.person().sign();
    suite
        .add("disclosures-in-another-order", "Their order means nothing.")
        .bundle({
            let all = backwards.disclosures.iter().rev();
            world.bind(&backwards.with(all.map(|d| d.text.as_str())))
        })
        .granted("gold");
    let listed = world.listed(&json!({ "severity": "attention" })).sign();
    suite
        .add(
            "disclosure-without-the-one-it-is-in",
            "An element of a list that is not shown.",
        )
        .bundle(world.bind(&listed.show(&[LOOK[0], LOOK[1], "/listings/0"])))
        .refused("format.unreferenced_disclosure");
}
