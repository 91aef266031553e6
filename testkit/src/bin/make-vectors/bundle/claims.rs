//! Claims that are missing or malformed.

use serde_json::{Value, json};
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let everything = |sketch: &Sketch<'_>| world.bind(&sketch.sign().show_all());
    let mut refused = |name: &str, description, sketch: Sketch<'_>, code: &str, at: &str| {
        suite
            .add(name, description)
            .bundle(everything(&sketch))
            .refused_at(code, at);
    };
    let (required, invalid) = ("claim.required", "claim.invalid");
    let person = || world.person();

    refused(
        "iss-left-out",
        "Nobody issued it.",
        person().remove("/iss"),
        required,
        "/iss",
    );
    refused(
        "iat-left-out",
        "Issued at no time.",
        person().remove("/iat"),
        required,
        "/iat",
    );
    refused(
        "exp-left-out",
        "Without an end.",
        person().remove("/exp"),
        required,
        "/exp",
    );
    refused(
        "vct-left-out",
        "Of no type.",
        person().remove("/vct"),
        required,
        "/vct",
    );
    refused(
        "cnf-left-out",
        "Bound to no key.",
        person().remove("/cnf"),
        required,
        "/cnf",
    );
    refused(
        "as-of-left-out",
        "Drawn on no day.",
        person().remove("/as_of"),
        required,
        "/as_of",
    );
    refused(
        "kind-left-out",
        "About nobody knows what.",
        person().remove("/subject_kind"),
        required,
        "/subject_kind",
    );
    refused(
        "list-left-out",
        "A list that every bundle has, neither shown nor hidden.",
        person().without_decoys().remove("/penalties"),
        required,
        "/penalties",
    );
    refused(
        "vct-unknown",
        "A type that does not exist.",
        person().set("/vct", json!("urn:xinyi:credit-status:2")),
        invalid,
        "/vct",
    );
    refused(
        "vct-no-string",
        "A type has a name.",
        person().set("/vct", json!([CREDIT_STATUS])),
        invalid,
        "/vct",
    );
    refused(
        "vct-hash-no-string",
        "A hash is text.",
        person().set("/vct#integrity", json!(1)),
        invalid,
        "/vct#integrity",
    );
    refused(
        "other-types-empty",
        "An empty list of other types.",
        person().set("/aka_vcts", json!([])),
        invalid,
        "/aka_vcts",
    );
    refused(
        "other-types-with-the-type-itself",
        "Another type is another.",
        person().set("/aka_vcts", json!([CREDIT_STATUS])),
        invalid,
        "/aka_vcts",
    );
    refused(
        "other-types-no-list",
        "Other types come in a list.",
        person().set("/aka_vcts", json!("urn:xinyi:other:1")),
        invalid,
        "/aka_vcts",
    );
    refused(
        "other-types-no-strings",
        "A type has a name.",
        person().set("/aka_vcts", json!([1])),
        invalid,
        "/aka_vcts",
    );
    refused(
        "iss-with-an-escape",
        "A name that a terminal obeys.",
        person().set("/iss", json!(format!("{CITY}\u{1b}[2Jgranted"))),
        invalid,
        "/iss",
    );
    refused(
        "iss-that-runs-backwards",
        "A name that looks like another.",
        person().set("/iss", json!(format!("\u{202e}{CITY}"))),
        invalid,
        "/iss",
    );
    refused(
        "iss-with-a-space",
        "Two names that look alike.",
        person().set("/iss", json!(format!("{CITY} "))),
        invalid,
        "/iss",
    );
    refused(
        "status-list-with-a-line-break",
        "A name that begins a line.",
        person().set(
            "/status/status_list/uri",
            json!(format!("{}\n", status_uri(2))),
        ),
        invalid,
        "/status/status_list/uri",
    );
    refused(
        "status-list-of-a-name-too-long",
        "2,049 bytes, by one.",
        person().set(
            "/status/status_list/uri",
            json!(format!("{:x<2049}", status_uri(2))),
        ),
        invalid,
        "/status/status_list/uri",
    );
    refused(
        "iss-no-string",
        "Issuers have names.",
        person().set("/iss", json!([CITY])),
        invalid,
        "/iss",
    );
    refused(
        "sub-no-string",
        "Subjects have names.",
        person().set("/sub", json!(1)),
        invalid,
        "/sub",
    );
    refused(
        "status-no-object",
        "A status says where it is to be found.",
        person().set("/status", json!(status_uri(2))),
        invalid,
        "/status",
    );
    refused(
        "kind-unknown",
        "A kind of subject that does not exist.",
        person().set("/subject_kind", json!("robot")),
        invalid,
        "/subject_kind",
    );
    refused(
        "jurisdiction-of-four-digits",
        "A region has six digits.",
        person().set("/jurisdiction", json!("3100")),
        invalid,
        "/jurisdiction",
    );
    refused(
        "as-of-no-day",
        "There is no such day.",
        person().set("/as_of", json!("2026-11-31")),
        invalid,
        "/as_of",
    );
    refused(
        "catalogue-unknown",
        "Not an edition of the catalogue.",
        person().set("/catalogue", json!("2025")),
        invalid,
        "/catalogue",
    );
    refused(
        "null",
        "Nothing is `null`.",
        person().set("/subject/residence", Value::Null),
        invalid,
        "/subject/residence",
    );
    refused(
        "list-no-array",
        "A list is a list.",
        person().set("/honours", json!({})),
        invalid,
        "/honours",
    );
    refused(
        "score-as-text",
        "A score is a number.",
        person().set("/evaluations/sh-public/score", json!("742")),
        invalid,
        "/evaluations/sh-public/score",
    );
    refused(
        "scheme-misspelt",
        "A scheme has a plain name.",
        person().set("/evaluations/SH Public", json!({})),
        invalid,
        "/evaluations/SH Public",
    );
    refused(
        "record-without-state",
        "A record says how it stands.",
        person().set("/listings/0", without(listing(), "state")),
        required,
        "/listings/0/state",
    );
    refused(
        "severity-unknown",
        "A severity that does not exist.",
        world.listed(&json!({ "severity": "mild" })),
        invalid,
        "/listings/0/severity",
    );
    refused(
        "state-unknown",
        "A state that does not exist.",
        world.listed(&json!({ "state": "forgiven" })),
        invalid,
        "/listings/0/state",
    );
    refused(
        "day-with-time",
        "A day is a day.",
        world.listed(&json!({ "since": "2024-05-06T00:00:00Z" })),
        invalid,
        "/listings/0/since",
    );
    refused(
        "amount-as-number",
        "An amount has a currency.",
        person().set("/penalties/0", merged(penalty(), &json!({ "amount": 100 }))),
        invalid,
        "/penalties/0/amount",
    );
    refused(
        "amount-below-zero",
        "A fine is not negative.",
        person().set(
            "/penalties/0",
            merged(penalty(), &json!({ "amount": yuan("-1.00") })),
        ),
        invalid,
        "/penalties/0/amount",
    );
    refused(
        "forbidden-field",
        "What may not be collected of anybody.",
        person().set("/subject/blood_type", json!("A")),
        "claim.forbidden",
        "/subject/blood_type",
    );
    refused(
        "forbidden-field-in-a-record",
        "At whatever depth, in whatever spelling.",
        world.listed(&json!({ "note": { "Medical-History": "…" } })),
        "claim.forbidden",
        "/listings/0/note/Medical-History",
    );
    refused(
        "ages-that-contradict",
        "Over 25, and not over 18.",
        person().set("/subject/age_over", json!({ "18": false, "25": true })),
        "claim.conflict",
        "/subject",
    );
    refused(
        "age-and-birthdate-that-contradict",
        "Over 25, and born this century's fifteenth year.",
        person().set("/subject/birthdate", json!("2015-01-01")),
        "claim.conflict",
        "/subject",
    );
    refused(
        "as-of-after-issue",
        "Drawn after it was issued.",
        person().set("/as_of", json!("2026-11-21")),
        "claim.conflict",
        "/as_of",
    );

    suite
        .add(
            "unknown-member-in-a-record",
            "What a later version may add is passed over, with a warning.",
        )
        .bundle(
            world
                .listed(&json!({ "severity": "attention", "remarks": "…" }))
                .present(LOOK_AT_LISTING),
        )
        .granted("gold");
    suite
        .add(
            "other-types",
            "What else the type may be called says nothing of who may sign it.",
        )
        .bundle(
            world
                .person()
                .set("/aka_vcts", json!(["urn:xinyi:market-credit:1"]))
                .present(LOOK),
        )
        .granted("gold");
    suite
        .add("unknown-claim", "The same at the top.")
        .bundle(
            world
                .person()
                .set("/printed_on", json!("paper"))
                .present(LOOK),
        )
        .granted("gold");
}

fn without(mut record: Value, name: &str) -> Value {
    record
        .as_object_mut()
        .and_then(|record| record.remove(name))
        .expect("a member");
    record
}
