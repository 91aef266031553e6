//! Texts of QR codes, good and bad, and what each is read as.

use serde_json::{Value, json};
use testkit::codes::{base45, parts, whole};
use testkit::sd_jwt::SdJwt;
use testkit::world::{AUDIENCE, NONCE, World};

/// Each by its name: `texts`, or the `text` of a request, and what to `expect`.
pub fn codes(world: &World) -> Vec<(&'static str, Value)> {
    let shown = ["/listings", "/subject/age_over", "/evaluations/sh-public"];
    let token: SdJwt = world.person().sign();
    let presentation = token.show(&shown);
    let other = token.show(&shown[..1]);
    let bytes = presentation.as_bytes();
    let both = json!({ "credit": presentation, "market": other }).to_string();
    let three = parts(bytes, 3);
    let others = parts(other.as_bytes(), 3);
    let read = |texts: Vec<String>, presented: Value| json!({ "texts": texts, "expect": { "presented": presented } });
    let refused = |texts: Vec<String>, code: &str, problem: Option<&str>| {
        let mut expect = json!({ "code": code });
        if let Some(problem) = problem {
            expect["problem"] = json!(problem);
        }
        json!({ "texts": texts, "expect": expect })
    };
    let one = |text: &str| vec![text.to_owned()];
    let pick = |places: &[usize]| places.iter().map(|i| three[*i].clone()).collect::<Vec<_>>();
    let changed = |text: &str| {
        let (head, body) = text.split_once(':').expect("a text of a code");
        let first = if body.starts_with("BB8") {
            "AB8"
        } else {
            "BB8"
        };
        format!("{head}:{first}{}", &body[3..])
    };
    let asked = json!({
        "nonce": NONCE, "audience": AUDIENCE, "programme": { "id": "test.bike", "version": 1 },
        "request": { "deposit": "99.00" },
    });
    let request = |document: &Value, expect: Value| json!({ "text": whole("XYQ1", document.to_string().as_bytes()), "expect": expect });
    let without = |name: &str| {
        let mut asked = asked.clone();
        asked.as_object_mut().expect("an object").remove(name);
        asked
    };
    let with = |name: &str, value: Value| {
        let mut asked = asked.clone();
        asked[name] = value;
        asked
    };
    let wrong = |document: Value, pointer: &str, problem: &str| {
        request(
            &document,
            json!({ "code": "format.schema", "pointer": pointer, "problem": problem }),
        )
    };
    vec![
        (
            "whole",
            read(vec![whole("XY1", bytes)], json!(presentation)),
        ),
        (
            "several-by-alias",
            read(
                vec![whole("XY1", both.as_bytes())],
                json!({ "credit": presentation, "market": other }),
            ),
        ),
        (
            "whole-with-white-space-around",
            read(
                vec![format!(" {}\r\n", whole("XY1", bytes))],
                json!(presentation),
            ),
        ),
        (
            "parts-in-order",
            read(pick(&[0, 1, 2]), json!(presentation)),
        ),
        (
            "parts-in-another-order",
            read(pick(&[2, 0, 1]), json!(presentation)),
        ),
        (
            "part-given-twice",
            read(pick(&[0, 2, 0, 1]), json!(presentation)),
        ),
        (
            "part-missing",
            refused(pick(&[0, 2]), "format.qr_parts", Some("missing")),
        ),
        (
            "parts-of-two",
            refused(
                vec![three[0].clone(), three[1].clone(), others[2].clone()],
                "format.qr_parts",
                Some("mixed"),
            ),
        ),
        (
            "whole-beside-a-part",
            refused(
                vec![three[0].clone(), whole("XY1", bytes)],
                "format.qr_parts",
                Some("mixed"),
            ),
        ),
        (
            "part-of-another-count",
            refused(
                vec![three[0].clone(), three[1].replace("/2/3:", "/2/4:")],
                "format.qr_parts",
                Some("mixed"),
            ),
        ),
        (
            "part-changed",
            refused(
                vec![three[0].clone(), changed(&three[1]), three[2].clone()],
                "format.qr",
                Some("checksum"),
            ),
        ),
        (
            "part-that-says-it-is-all",
            refused(
                vec![three[0].replace("/1/3:", "/1/1:")],
                "format.qr",
                Some("checksum"),
            ),
        ),
        (
            "part-of-seventeen",
            refused(
                vec![three[0].replace("/1/3:", "/1/17:")],
                "limit.items",
                None,
            ),
        ),
        (
            "part-beyond-the-last",
            refused(
                vec![three[0].replace("/1/3:", "/4/3:")],
                "format.qr",
                Some("qr_prefix"),
            ),
        ),
        (
            "part-zero",
            refused(
                vec![three[0].replace("/1/3:", "/0/3:")],
                "format.qr",
                Some("qr_prefix"),
            ),
        ),
        ("empty", refused(one(""), "format.qr", Some("qr_prefix"))),
        ("none", refused(vec![], "format.qr", Some("qr_prefix"))),
        (
            "an-address",
            refused(one("https://app.example/"), "format.qr", Some("qr_prefix")),
        ),
        (
            "presentation-bare",
            refused(one(&presentation), "format.qr", Some("qr_prefix")),
        ),
        (
            "text-of-a-request",
            refused(vec![whole("XYQ1", bytes)], "format.qr", Some("qr_prefix")),
        ),
        (
            "lower-case-prefix",
            refused(one(&whole("xy1", bytes)), "format.qr", Some("qr_prefix")),
        ),
        (
            "lower-case",
            refused(
                one(&format!(
                    "XY1:{}",
                    base45(b"ab").to_lowercase().replace(':', "a")
                )),
                "format.base45",
                Some("upper_case_expected"),
            ),
        ),
        (
            "outside-the-alphabet",
            refused(one("XY1:BB8_B8"), "format.base45", None),
        ),
        (
            "line-break-inside",
            refused(one("XY1:BB8\tBB8"), "format.base45", None),
        ),
        (
            "three-characters-beyond-two-bytes",
            refused(one("XY1:GGW"), "format.base45", None),
        ),
        (
            "one-character-left",
            refused(one("XY1:BB8B"), "format.base45", None),
        ),
        (
            "cut-off",
            refused(
                vec![whole("XY1", bytes)[..304].to_owned()],
                "format.qr",
                Some("deflate"),
            ),
        ),
        (
            "something-after-the-end",
            refused(
                vec![format!("{}BB8", even(&presentation))],
                "format.qr",
                Some("deflate"),
            ),
        ),
        (
            "bomb",
            refused(
                vec![whole("XY1", &vec![b'x'; 64 * 1024 + 1])],
                "limit.inflated",
                None,
            ),
        ),
        (
            "longer-than-a-code",
            refused(
                vec![format!("XY1:{}", "0".repeat(4_293))],
                "limit.bytes",
                None,
            ),
        ),
        (
            "not-utf-8",
            refused(vec![whole("XY1", b"ab\xff~")], "format.utf8", None),
        ),
        ("request", request(&asked, json!({ "request": asked }))),
        (
            "request-without-a-request",
            request(
                &without("request"),
                json!({ "request": without("request") }),
            ),
        ),
        (
            "request-without-a-nonce",
            wrong(without("nonce"), "/nonce", "missing"),
        ),
        (
            "request-with-an-empty-audience",
            wrong(with("audience", json!("")), "/audience", "value"),
        ),
        (
            "request-with-a-query",
            wrong(with("dcql_query", json!({})), "/dcql_query", "unknown"),
        ),
        (
            "request-with-a-programme-of-its-own",
            wrong(
                with(
                    "programme",
                    json!({ "id": "test.bike", "version": 1, "tiers": [] }),
                ),
                "/programme/tiers",
                "unknown",
            ),
        ),
        (
            "request-no-json",
            json!({ "text": whole("XYQ1", b"nothing"), "expect": { "code": "format.json" } }),
        ),
        (
            "request-with-a-member-twice",
            json!({
                "text": whole("XYQ1", br#"{"nonce":"a","nonce":"b"}"#), "expect": { "code": "format.duplicate_member" },
            }),
        ),
        (
            "request-in-the-text-of-a-presentation",
            json!({
                "text": whole("XY1", asked.to_string().as_bytes()), "expect": { "code": "format.qr", "problem": "qr_prefix" },
            }),
        ),
    ]
}

/// A text that ends with a whole group of characters, so that more of them can follow.
fn even(presentation: &str) -> String {
    let texts = (0..).map(|n| whole("XY1", format!("{presentation}{}", "~".repeat(n)).as_bytes()));
    let mut even = texts.filter(|text| (text.len() - 4) % 3 == 0);
    even.next().expect("there is always one")
}
