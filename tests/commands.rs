//! `xinyi sd-jwt verify`, `jws verify`, `status verify` and `inspect`, as a person types them.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use testkit::desk::Desk;
use testkit::facts;
use testkit::programmes::programme_when;
use testkit::world::merged;

/// The key of RFC 9901's examples (Appendix A.5).
const RFC_9901_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ","y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}"#;
const SECTION_5_1: &str = include_str!("../src/sd_jwt/testdata/rfc9901_section_5_1.txt");
const APPENDIX_A_3: &str = include_str!("../src/sd_jwt/testdata/rfc9901_appendix_a_3.txt");

/// RFC 8037, Appendix A.2 and A.4.
const RFC_8037_KEY: &str =
    r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
const RFC_8037_TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

/// While the examples hold.
const NOW: &str = "1800000000";

#[test]
fn an_sd_jwt_is_verified_and_its_payload_shown() {
    let desk = testkit::desk!(&[("key", RFC_9901_KEY), ("token", SECTION_5_1)]);
    let verify = ["sd-jwt", "verify", "--jwk", "key", "--now", NOW, "token"];
    let (answer, status) = desk.answer(&verify);
    assert_eq!(status, 0);
    assert_eq!(answer["ok"], json!(true));
    assert_eq!(answer["payload"]["nationalities"], json!(["US", "DE"]));
    assert_eq!(answer["payload"].get("_sd"), None);
    assert_eq!(answer["payload"].get("_sd_alg"), None);

    // One line on request; the same document.
    let output = desk.xinyi(&[&verify[..], &["--json"]].concat());
    let line = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(line.trim_end().lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON"), answer);
}

#[test]
fn what_is_asked_of_an_sd_jwt_is_settled_beforehand() {
    let desk = testkit::desk!(&[
        ("key", RFC_9901_KEY),
        ("other", RFC_8037_KEY),
        ("token", SECTION_5_1),
    ]);
    let verify =
        |more: &[&'static str]| [&["sd-jwt", "verify", "--now", NOW, "token"], more].concat();
    desk.refused(&verify(&["--jwk", "key", "--vc"]), "format.typ", 1);
    let binding = [
        "--jwk",
        "key",
        "--key-binding",
        "--aud",
        "a",
        "--nonce",
        "n",
    ];
    desk.refused(&verify(&binding), "binding.missing", 1);
    desk.refused(&verify(&["--jwk", "other"]), "signature.algorithm", 1);
    desk.refused(
        &[
            "sd-jwt",
            "verify",
            "--jwk",
            "key",
            "--now",
            "1883000000",
            "token",
        ],
        "time.expired",
        1,
    );
    desk.refused(
        &[
            "sd-jwt",
            "verify",
            "--jwk",
            "key",
            "--now",
            "2023-05-02T02:59:59Z",
            "token",
        ],
        "time.rollback",
        1,
    );
}

#[test]
fn a_presentation_answers_its_audience_and_nonce() {
    let desk = testkit::desk!(&[("key", RFC_9901_KEY), ("token", APPENDIX_A_3)]);
    let verify = |aud, nonce, now| {
        let start = ["sd-jwt", "verify", "--jwk", "key", "--key-binding"];
        [
            &start[..],
            &["--aud", aud, "--nonce", nonce, "--now", now, "token"],
        ]
        .concat()
    };
    let kb = APPENDIX_A_3.rsplit_once('~').expect("a key binding JWT").1;
    let inspected = desk.answer(&["inspect", "--json", "token"]).0;
    let claims = &inspected["key_binding"]["claims"];
    assert!(kb.contains('.') && claims["sd_hash"].is_string());
    let (aud, nonce) = (
        claims["aud"].as_str().unwrap(),
        claims["nonce"].as_str().unwrap(),
    );
    let at = claims["iat"].as_i64().unwrap();
    let (now, late) = (at.to_string(), (at + 301).to_string());

    let (answer, status) = desk.answer(&verify(aud, nonce, &now));
    assert_eq!((&answer["ok"], status), (&json!(true), 0), "{answer}");
    desk.refused(
        &verify("https://other.example", nonce, &now),
        "binding.audience",
        1,
    );
    desk.refused(&verify(aud, "other", &now), "binding.nonce", 1);
    desk.refused(&verify(aud, nonce, &late), "binding.window", 1);
}

#[test]
fn a_jws_is_verified_and_its_payload_shown() {
    let desk = testkit::desk!(&[
        ("key", RFC_8037_KEY),
        ("token", &format!("{RFC_8037_TOKEN}\n")),
        ("changed", &RFC_8037_TOKEN.replace("RXhh", "RXhi")),
        ("bare", RFC_8037_TOKEN.rsplit_once('.').unwrap().0),
        (
            "private",
            &RFC_8037_KEY.replace("\"kty\"", "\"d\":\"AA\",\"kty\""),
        ),
        ("empty", ""),
    ]);
    let (answer, status) = desk.answer(&["jws", "verify", "--jwk", "key", "token"]);
    let payload = "RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    assert_eq!(answer, json!({"ok": true, "payload_base64url": payload}));
    assert_eq!(status, 0);
    desk.refused(
        &["jws", "verify", "--jwk", "key", "changed"],
        "signature.invalid",
        1,
    );
    desk.refused(
        &["jws", "verify", "--jwk", "key", "bare"],
        "format.structure",
        1,
    );
    desk.refused(
        &["jws", "verify", "--jwk", "key", "empty"],
        "format.structure",
        1,
    );
    // The key is not part of the question.
    desk.refused(
        &["jws", "verify", "--jwk", "private", "token"],
        "signature.key",
        2,
    );
    desk.refused(
        &["jws", "verify", "--jwk", "empty", "token"],
        "format.json",
        2,
    );
    desk.refused(
        &["jws", "verify", "--jwk", "key", "--sm2-id", "x", "token"],
        "signature.key",
        2,
    );
}

#[test]
fn a_token_comes_on_standard_input_and_may_be_anything() {
    let desk = testkit::desk!(&[("key", RFC_8037_KEY)]);
    let verify = ["jws", "verify", "--jwk", "key", "-"];
    for (input, ok) in [
        (RFC_8037_TOKEN.as_bytes(), true),
        (b"\xff\xfe", false),
        (b"\0", false),
        (b"", false),
    ] {
        let output = desk.xinyi_with(&verify, input);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(answer["ok"], json!(ok));
        assert_eq!(output.status.code(), Some(i32::from(!ok)));
    }
}

#[test]
fn usage_is_not_an_answer() {
    let desk = testkit::desk!(&[("key", RFC_8037_KEY), ("token", RFC_8037_TOKEN)]);
    for arguments in [
        &["jws", "verify", "token"][..],
        &["jws", "verify", "--jwk", "missing", "token"],
        &["jws", "verify", "--jwk", "key", "missing"],
        &["jws", "sign", "--jwk", "key", "token"],
        &["sd-jwt", "verify", "--jwk", "key", "--key-binding", "token"],
        &[
            "sd-jwt",
            "verify",
            "--jwk",
            "key",
            "--key-binding",
            "--aud",
            "a",
            "token",
        ],
        &[
            "sd-jwt", "verify", "--jwk", "key", "--aud", "a", "--nonce", "n", "token",
        ],
        &["sd-jwt", "verify", "--jwk", "key", "--now", "noon", "token"],
        &["status", "verify", "--jwk", "key", "--uri", "u", "token"],
        &[
            "status", "verify", "--jwk", "key", "--uri", "u", "--idx", "-1", "token",
        ],
        &[
            "status",
            "verify",
            "--jwk",
            "key",
            "--uri",
            "u",
            "--idx",
            "0",
            "--max-age",
            "0",
            "token",
        ],
        &["inspect"],
        &["inspect", "missing"],
    ] {
        let output = desk.xinyi(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(output.stdout, b"", "{arguments:?}");
        assert_ne!(output.stderr, b"", "{arguments:?}");
    }
}

#[test]
fn a_status_list_is_read_to_its_end() {
    let desk = testkit::desk!(&[]);
    desk.xinyi(&["demo", "--out", "demo", "--now", "2026-11-18T08:00:00Z"]);
    let snapshot: Value = read_json(&desk.path().join("demo/snapshot.json"));
    let token = snapshot["status_lists"][0].as_str().expect("a status list");
    let claims: Value = part(token, 1);
    let key = status_key(&snapshot, &part(token, 0)["kid"]);
    fs::write(desk.path().join("key"), key.to_string()).unwrap();
    fs::write(desk.path().join("list"), token).unwrap();
    let uri = claims["sub"].as_str().expect("its URI");
    let now = claims["iat"].to_string();
    let verify = |idx: &str, uri: &str, now: &str, more: &[&str]| {
        let arguments = [
            "status", "verify", "--jwk", "key", "--uri", uri, "--idx", idx, "--now", now,
        ];
        desk.answer(&[&arguments[..], more, &["list"]].concat())
    };

    for (file, expected) in [
        (
            "zhang-gold",
            json!({"ok": true, "status": "VALID", "value": 0}),
        ),
        (
            "wu-revoked",
            json!({"ok": true, "status": "INVALID", "value": 1}),
        ),
        (
            "zheng-suspended",
            json!({"ok": true, "status": "SUSPENDED", "value": 2}),
        ),
    ] {
        let bundle = format!("demo/bundles/{file}.sd-jwt");
        let (inspected, _) = desk.answer(&["inspect", "--json", &bundle]);
        let idx = inspected["claims"]["status"]["status_list"]["idx"].to_string();
        assert_eq!(verify(&idx, uri, &now, &[]), (expected, 0), "{file}");
    }

    let code = |(answer, status): (Value, i32)| (answer["error"]["code"].clone(), status);
    let refused = |code: &str| (json!(code), 1);
    assert_eq!(
        code(verify("0", "urn:other", &now, &[])),
        refused("status.subject")
    );
    assert_eq!(
        code(verify("99999999999", uri, &now, &[])),
        refused("status.index")
    );
    let later = (claims["iat"].as_i64().unwrap() + 100).to_string();
    assert_eq!(
        code(verify("0", uri, &later, &["--max-age", "100"])),
        refused("status.expired")
    );
    assert_eq!(verify("0", uri, &later, &["--max-age", "101"]).1, 0);
    let end = claims["exp"].to_string();
    assert_eq!(code(verify("0", uri, &end, &[])), refused("status.expired"));
    assert_eq!(
        code(verify("0", uri, "1700000000", &[])),
        refused("time.rollback")
    );
}

#[test]
fn inspect_says_first_and_last_that_nothing_is_proven() {
    let desk = testkit::desk!(&[]);
    desk.xinyi(&["demo", "--out", "demo", "--now", "2026-11-18T08:00:00Z"]);
    let inspect = |file: &str| {
        let path = format!("demo/bundles/{file}");
        let output = desk.xinyi(&["inspect", "--now", "2026-11-18T08:00:00Z", &path]);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        assert!(lines[1].starts_with("None of this is proven."), "{text}");
        assert_eq!(lines[..2], lines[lines.len() - 2..]);
        (text, output.status.code())
    };
    let (text, status) = inspect("zhang-gold.sd-jwt");
    assert!(text.contains("problems found: 0"), "{text}");
    assert_eq!(status, Some(0));
    // A stranger's bundle has nothing wrong with it either: which is why it is said.
    assert_eq!(inspect("chen-stranger.sd-jwt").1, Some(0));
    let (text, status) = inspect("chu-altered.sd-jwt");
    assert!(text.contains("format.unreferenced_disclosure"), "{text}");
    assert_eq!(status, Some(1));

    let (document, _) = desk.answer(&["inspect", "--json", "demo/bundles/zhang-gold.sd-jwt"]);
    assert_eq!(document["proven"], json!(false));
}

fn read_json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

/// The JSON of a token's part.
fn part(token: &str, index: usize) -> Value {
    let text = token.split('.').nth(index).expect("a part");
    serde_json::from_slice(&base64url(text)).expect("JSON")
}

fn status_key(snapshot: &Value, kid: &Value) -> Value {
    let list = &snapshot["trust_list"];
    let payload = list["payload"].as_str().expect("a payload");
    let list: Value = serde_json::from_slice(&base64url(payload)).expect("JSON");
    let entries = list["entries"].as_array().expect("entries");
    let mut keys = entries
        .iter()
        .flat_map(|entry| entry["keys"].as_array().expect("keys"));
    let key = keys.find(|key| key["kid"] == *kid && key["use"] == "status");
    key.expect("the key")["jwk"].clone()
}

fn base64url(text: &str) -> Vec<u8> {
    let decoded = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes());
    decoded.expect("base64url")
}

#[test]
fn a_reason_says_of_whose_record_it_is_where_there_are_several() {
    let programme = |inputs: Value| {
        let when = json!({ "none": [{ "var": "firm.listings" }, true] });
        merged(programme_when(when), &json!({ "inputs": inputs })).to_string()
    };
    let credit = json!({ "vct": "urn:xinyi:credit-status:1" });
    let officer = json!({
        "vct": "urn:xinyi:credit-status:1", "is": { "of": "firm", "role": "legal_representative" },
    });
    let firm = facts::firm(json!({ "subject": {} }));
    let young = facts::person(json!({ "subject": { "birthdate": "2010-01-01" } }));
    let desk = testkit::desk!(&[
        ("one", &programme(json!({ "firm": credit }))),
        (
            "two",
            &programme(json!({ "firm": credit, "officer": officer })),
        ),
        ("firm", &json!({ "firm": firm }).to_string()),
        ("young", &json!({ "firm": young }).to_string()),
        (
            "both",
            &json!({ "firm": firm, "officer": young }).to_string(),
        ),
    ]);
    let printed = |programme, facts| {
        let try_it = [
            "programme",
            "try",
            programme,
            "--facts",
            facts,
            "--now",
            "2026-11-20T04:00:00Z",
        ];
        String::from_utf8(desk.xinyi(&try_it).stdout).expect("UTF-8")
    };
    let both = printed("two", "both");
    assert!(both.contains("  [officer] 申请人未满 18 周岁"), "{both}");
    assert!(
        both.contains("  [officer] The subject is under 18"),
        "{both}"
    );
    let one = printed("one", "young");
    assert!(one.contains("  申请人未满 18 周岁"), "{one}");
    assert!(!printed("one", "firm").contains("[firm]"));
}

/// A demo platform in `demo`, and a check of its first bundle.
fn demo() -> (Desk, Vec<String>) {
    let desk = testkit::desk!(&[]);
    let made = desk.xinyi(&["demo", "--out", "demo", "--now", "2026-11-18T08:00:00Z"]);
    assert!(made.status.success(), "{made:?}");
    let platform = fs::read(desk.path().join("demo/platform.json")).expect("the platform");
    let platform: Value = serde_json::from_slice(&platform).expect("JSON");
    let bundle = &platform["bundles"][0];
    fs::write(desk.path().join("request"), bundle["request"].to_string()).expect("written");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut check: Vec<String> =
        "check --json --root demo/root.json --snapshot demo/snapshot.json \
        --now 2026-11-18T08:00:00Z --request request"
            .split_whitespace()
            .map(str::to_owned)
            .collect();
    check.extend(["--aud".to_owned(), text(&platform["audience"])]);
    check.extend(["--nonce".to_owned(), text(&platform["nonce"])]);
    check.push(format!("demo/{}", text(&bundle["file"])));
    assert_eq!(bundle["programme"], json!(SHARED_BIKE));
    (desk, check)
}

const SHARED_BIKE: &str = "demo.xinyi-zu.shared-bike";

#[test]
fn a_programme_by_its_id_is_never_a_file() {
    let (desk, check) = demo();
    let with = |more: &[&'static str]| {
        let check = check.iter().map(String::as_str);
        check.chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let by_id = ["--programme", SHARED_BIKE];
    let (signed, status) = desk.answer(&with(&by_id));
    assert_eq!(status, 0, "{signed}");
    let evidence = &signed["decision"]["evidence"];
    assert_eq!(evidence["programme_signed"], json!(true));
    assert!(evidence["programme_sha256"].is_string());

    // Everybody gets everything, by a file that is called like the programme.
    let own = fs::read(desk.path().join("demo/programmes/shared-bike.json")).expect("a programme");
    let mut own: Value = serde_json::from_slice(&own).expect("JSON");
    own["tiers"][0]["when"] = json!(true);
    own["tiers"][0]["id"] = json!("mine");
    for name in [SHARED_BIKE, "mine.json"] {
        fs::write(desk.path().join(name), own.to_string()).expect("written");
    }
    assert_eq!(desk.answer(&with(&by_id)), (signed, 0));
    let (unknown, status) = desk.answer(&with(&["--programme", "mine.json"]));
    assert_eq!(
        (&unknown["error"]["code"], status),
        (&json!("programme.unknown"), 2)
    );

    let (mine, status) = desk.answer(&with(&["--programme-file", "mine.json"]));
    let decision = &mine["decision"];
    assert_eq!((&decision["tier"], status), (&json!("mine"), 0), "{mine}");
    assert_eq!(decision["evidence"]["programme_signed"], json!(false));
    assert_eq!(decision["evidence"]["programme_sha256"], Value::Null);
    let for_people = |more: &[&'static str]| {
        let check = with(more);
        let check: Vec<&str> = check.into_iter().filter(|a| *a != "--json").collect();
        String::from_utf8(desk.xinyi(&check).stdout).expect("UTF-8")
    };
    assert!(for_people(&["--programme-file", "mine.json"]).contains("该项目未经平台签名"));
    assert!(!for_people(&by_id).contains("未经平台签名"));
    let input = with(&["--programme-file", "-"]);
    let output = desk.xinyi_with(&input, own.to_string().as_bytes());
    assert_eq!(
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON"),
        mine
    );
}

/// Every 64th nonce is one.
#[test]
fn a_nonce_that_begins_with_a_hyphen_is_a_nonce() {
    let (desk, mut check) = demo();
    let place = check.iter().position(|a| a == "--nonce").expect("a nonce");
    check[place + 1] = "-b-nonce-of-22-letters".to_owned();
    let check: Vec<&str> = check.iter().map(String::as_str).collect();
    let check = [&check[..], &["--programme", SHARED_BIKE]].concat();
    let (answer, status) = desk.answer(&check);
    let found = (&answer["error"]["code"], status);
    assert_eq!(found, (&json!("binding.nonce"), 1), "{answer}");
    let token = [
        "sd-jwt",
        "verify",
        "--json",
        "--jwk",
        "none.jwk",
        "--key-binding",
        "--aud",
        "a",
        "--nonce",
        "-b",
        "none",
    ];
    let said = String::from_utf8(desk.xinyi(&token).stderr).expect("UTF-8");
    assert!(
        said.contains("none.jwk") && !said.contains("unexpected"),
        "{said}"
    );
}

#[test]
fn a_programme_is_named_once_and_in_one_way() {
    let (desk, check) = demo();
    let run = |more: &[&'static str]| {
        let check = check.iter().map(String::as_str);
        desk.xinyi(&check.chain(more.iter().copied()).collect::<Vec<_>>())
    };
    let both = [
        "--programme",
        SHARED_BIKE,
        "--programme-file",
        "demo/programmes/shared-bike.json",
    ];
    for usage in [&[][..], &both] {
        let output = run(usage);
        assert_eq!(output.status.code(), Some(2), "{usage:?}");
        assert!(output.stdout.is_empty(), "{usage:?}");
    }
    // A file that only names a signed programme is no unsigned one.
    let names = [
        json!(SHARED_BIKE),
        json!({ "id": SHARED_BIKE, "version": 1 }),
        json!([]),
    ];
    for name in names {
        fs::write(desk.path().join("name"), name.to_string()).expect("written");
        let output = run(&["--programme-file", "name"]);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(
            (&answer["error"]["code"], output.status.code()),
            (&json!("programme.schema"), Some(2)),
            "{name}"
        );
    }
}

#[test]
fn a_demo_platform_is_taken_with_a_notice() {
    let (desk, check) = demo();
    let check = check.iter().map(String::as_str);
    let output = desk.xinyi(
        &check
            .chain(["--programme", SHARED_BIKE])
            .collect::<Vec<_>>(),
    );
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(output.status.code(), Some(0));
    // Beside what decided, as evidence has it.
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        text.contains(r#""programme_signed":true,"demo":true,"law":{"edition":"#),
        "{answer}"
    );
    let notice = "the root of a demo platform";
    assert!(String::from_utf8_lossy(&output.stderr).contains(notice));
    let verify = [
        "snapshot",
        "verify",
        "--root",
        "demo/root.json",
        "--now",
        "2026-11-18T08:00:00Z",
    ];
    let output = desk.xinyi(&[&verify[..], &["demo/snapshot.json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains(notice));
}

#[test]
fn the_law_is_shown_and_an_edition_checked() {
    let desk = testkit::desk!(&[]);
    let output = desk.xinyi(&["law", "show", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let mut edition: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(edition, read_json(Path::new("src/law/edition.json")));
    let shown = String::from_utf8(desk.xinyi(&["law", "show"]).stdout).expect("UTF-8");
    for row in [
        "regimes samr-107",
        "lists wage_arrears",
        "第三十五条",
        "unconfirmed",
    ] {
        assert!(shown.contains(row), "{row}: {shown}");
    }
    let verify = |edition: &Value| {
        let edition = edition.to_string();
        let output = desk.xinyi_with(&["law", "verify", "--json", "-"], edition.as_bytes());
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        (output.status.code(), answer)
    };
    let (status, answer) = verify(&edition);
    assert_eq!((status, &answer["ok"]), (Some(0), &json!(true)));
    assert_eq!(answer["edition"], edition["edition"]);
    edition["regimes"][0]["clock"] = json!("payment");
    let (status, answer) = verify(&edition);
    assert_eq!((status, &answer["ok"]), (Some(1), &json!(false)));
    let details = &answer["error"]["details"];
    assert_eq!(details["pointer"], "/regimes/0/clock");
    assert_eq!(details["expected"], "determination, publication");
}
