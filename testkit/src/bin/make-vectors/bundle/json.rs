//! JSON that another reader might take for something else.

use crate::vector::Suite;
use testkit::jose::{compact_with, header};
use testkit::world::*;

pub fn add(suite: &mut Suite<'_>) {
    payloads(suite);
    inside(suite);
    headers(suite);
}

/// Whatever the payload is, it is signed.
fn payloads(suite: &mut Suite<'_>) {
    let world = suite.world;
    let head = header("dc+sd-jwt", "bundle-1", &world.city).to_string();
    let mut payload = |name: &str, description, payload: &[u8], code: &str| {
        let sign = |input: &[u8]| world.city.sign(input).expect("a signature");
        let token = compact_with(&head, payload, sign);
        suite
            .add(name, description)
            .bundle(format!("{token}~"))
            .refused(code);
    };
    payload("payload-no-json", "Not JSON.", b"{'iss': 1}", "format.json");
    payload("payload-empty", "Nothing.", b"", "format.json");
    payload(
        "payload-no-object",
        "JSON, but no object.",
        b"[]",
        "format.structure",
    );
    payload(
        "payload-with-trailing-data",
        "Two documents.",
        b"{}{}",
        "format.json",
    );
    payload(
        "payload-with-a-byte-order-mark",
        "An invisible character before the document.",
        "\u{feff}{}".as_bytes(),
        "format.json",
    );
    payload(
        "payload-with-a-comment",
        "JSON has no comments.",
        b"{/* nothing */}",
        "format.json",
    );
    payload(
        "payload-with-a-trailing-comma",
        "One comma too many.",
        br#"{"a":1,}"#,
        "format.json",
    );
    payload(
        "payload-in-utf-16",
        "Another encoding.",
        b"{\0}\0",
        "format.json",
    );
    payload(
        "payload-no-utf-8",
        "A byte that no character of UTF-8 has.",
        b"{\"a\":\"\xff\"}",
        "format.utf8",
    );
    payload(
        "payload-with-an-overlong-character",
        "A quotation mark in two bytes.",
        b"{\"a\":\"\xc0\xa2\"}",
        "format.utf8",
    );
    payload(
        "payload-with-half-a-character",
        "One half of a surrogate pair.",
        br#"{"a":"\ud83d"}"#,
        "format.json",
    );
    payload(
        "payload-with-a-line-break-in-text",
        "A control character that is not escaped.",
        b"{\"a\":\"\n\"}",
        "format.json",
    );
    payload(
        "member-given-twice",
        "Two issuers: which one is meant?",
        format!(r#"{{"iss":"{STRANGER}","iss":"{CITY}"}}"#).as_bytes(),
        "format.duplicate_member",
    );
    payload(
        "member-given-twice-by-another-spelling",
        "The same name, once with an escape.",
        format!(r#"{{"iss":"{CITY}","\u0069ss":"{STRANGER}"}}"#).as_bytes(),
        "format.duplicate_member",
    );
    payload(
        "nested-10000-deep",
        "Deeper than anybody needs.",
        format!(r#"{{"a":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000)).as_bytes(),
        "limit.depth",
    );
    payload(
        "nested-97-deep",
        "One level more than is allowed.",
        format!(r#"{{"a":{}{}}}"#, "[".repeat(96), "]".repeat(96)).as_bytes(),
        "limit.depth",
    );
    payload(
        "number-of-19-digits",
        "No number needs so many digits.",
        br#"{"a":1234567890123456789}"#,
        "format.number",
    );
    payload(
        "number-in-small-parts",
        "No number needs so small parts.",
        br#"{"a":1e-19}"#,
        "format.number",
    );
    payload(
        "number-with-a-leading-zero",
        "Is it octal?",
        br#"{"a":010}"#,
        "format.number",
    );
    payload(
        "number-that-is-none",
        "Not a number.",
        br#"{"a":NaN}"#,
        "format.json",
    );
}

/// Deeper in a bundle that is otherwise whole.
fn inside(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut replaced = |name: &str, description, from: &str, to: &str, code: &str| {
        let bundle = world.person().present_text(|payload| {
            let changed = payload.replacen(from, to, 1);
            assert_ne!(payload, changed, "{name}");
            changed
        });
        suite.add(name, description).bundle(bundle).refused(code);
    };
    replaced(
        "nested-member-given-twice",
        "Two indexes of one status: which one is meant?",
        r#""idx":0"#,
        r#""idx":0,"idx":1"#,
        "format.duplicate_member",
    );
    replaced(
        "digests-given-twice",
        "Two lists of digests: one would be passed over.",
        r#""_sd":"#,
        r#""_sd":[],"_sd":"#,
        "format.duplicate_member",
    );
    suite
        .add("nested-96-deep", "As deep as is allowed.")
        .bundle(world.person().present_text(|payload| {
            let nested = format!(r#"{{"x":{}{},"#, "[".repeat(95), "]".repeat(95));
            payload.replacen('{', &nested, 1)
        }))
        .granted("gold");
    suite
        .add(
            "payload-in-other-spacing",
            "Line breaks and escapes mean nothing.",
        )
        .bundle(world.person().present_text(|payload| {
            let spaced = payload.replace(r#""iss":"#, "\r\n\t\"\\u0069\\u0073s\" : ");
            format!(" {spaced}\n")
        }))
        .granted("gold");
}

fn headers(suite: &mut Suite<'_>) {
    let world = suite.world;
    let mut header = |name: &str, description, header: &str, code: &str| {
        let draft = world.person().draft();
        let sign = |input: &[u8]| world.city.sign(input).expect("a signature");
        let token = compact_with(header, draft.payload.to_string().as_bytes(), sign);
        suite
            .add(name, description)
            .bundle(format!("{token}~"))
            .refused(code);
    };
    header(
        "header-member-given-twice",
        "Two algorithms: which one is meant?",
        r#"{"alg":"none","typ":"dc+sd-jwt","kid":"bundle-1","alg":"Ed25519"}"#,
        "format.duplicate_member",
    );
    header(
        "header-with-trailing-data",
        "Two headers.",
        r#"{"alg":"Ed25519","typ":"dc+sd-jwt","kid":"bundle-1"}{}"#,
        "format.json",
    );
    header("header-no-object", "A list.", "[]", "format.structure");
}
