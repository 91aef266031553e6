//! `xinyi present`, as a person types it: what is shown, by whose key, and what a verifier makes of it.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use testkit::desk::Desk;
use testkit::keys::derived_key;
use testkit::platform::Plan as Platform;
use testkit::world::*;

fn pem(key: &xinyi::issuer::SigningKey) -> String {
    let pkcs8 = data_encoding::BASE64.encode(key.to_pkcs8());
    format!("-----BEGIN PRIVATE KEY-----\n{pkcs8}\n-----END PRIVATE KEY-----\n")
}

/// A desk with a platform, a person's bundle and that of the agency, and their keys.
fn desk() -> Desk {
    let world = World::new();
    let platform = Platform::base(&world).build();
    let market_holder = derived_key("another-holder");
    let optional = optional_market().to_string();
    testkit::desk!(&[
        ("root", platform["root"].as_str().unwrap()),
        ("snapshot", platform["snapshot"].as_str().unwrap()),
        ("request", r#"{"deposit": "99.00"}"#),
        ("bundle", &world.person().sign().show_all()),
        ("listed", &world.listed(&json!({})).sign().show_all()),
        ("linked", &world.person().linked().sign().show_all()),
        (
            "market",
            &world
                .market()
                .held_by(&market_holder)
                .linked()
                .sign()
                .show_all()
        ),
        ("optional.json", &optional),
        ("key.pem", &pem(&world.holder)),
        ("market.pem", &pem(&market_holder)),
        ("stranger.pem", &pem(&world.stranger)),
    ])
}

const BIKE: [&str; 10] = [
    "--root",
    "root",
    "--snapshot",
    "snapshot",
    "--programme",
    "test.bike",
    "--request",
    "request",
    "--now",
    "1795140000",
];
const OPTIONAL: [&str; 8] = [
    "--root",
    "root",
    "--snapshot",
    "snapshot",
    "--programme-file",
    "optional.json",
    "--now",
    "1795140000",
];
const TO_APP: [&str; 4] = ["--aud", AUDIENCE, "--nonce", NONCE];

fn args<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

fn check(desk: &Desk, what: &[&str], file: &str) -> Value {
    let (answer, _) = desk.answer(&args(&[&["check"], what, &TO_APP, &["--json", file]]));
    answer
}

fn told(output: &std::process::Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn refused(desk: &Desk, what: &[&str], code: &str, status: i32) {
    let (answer, found) = desk.answer(what);
    assert_eq!(answer["error"]["code"], code, "{answer}");
    assert_eq!((&answer["ok"], found), (&json!(false), status), "{answer}");
}

#[test]
fn what_is_planned_is_presented_and_granted() {
    let desk = desk();
    let present = args(&[&["present"], &BIKE, &TO_APP, &["--holder-key", "key.pem"]]);
    let output = desk.xinyi(&args(&[&present, &["bundle"]]));
    let (presentation, aside) = told(&output);
    assert_eq!(output.status.code(), Some(0), "{aside}");
    // The presentation alone, and beside it what it shows.
    assert_eq!(presentation.trim_end().matches('~').count(), 4);
    assert!(aside.contains("您将向 https://app.example 出示"), "{aside}");
    fs::write(desk.path().join("shown"), &presentation).unwrap();
    let answer = check(&desk, &BIKE, "shown");
    assert_eq!(answer["decision"]["tier"], "gold", "{answer}");
    // In a file, for its owner alone.
    let output = desk.xinyi(&args(&[&present, &["--out", "file", "bundle"]]));
    assert_eq!(told(&output).0, "file: written\n");
    assert_eq!(
        check(&desk, &BIKE, "file")["decision"]["outcome"],
        "granted"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.path().join("file"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let (answer, status) = desk.answer(&args(&[&present, &["--json", "bundle"]]));
    assert_eq!((&answer["ok"], status), (&json!(true), 0));
    assert_eq!(answer["plan"]["exact"], true);
    assert_eq!(
        answer["presentation"]
            .as_str()
            .unwrap()
            .matches('~')
            .count(),
        4
    );
}

#[test]
fn a_plan_presents_nothing() {
    let desk = desk();
    let plan = args(&[&["present"], &BIKE, &["--plan"]]);
    let (said, _) = told(&desk.xinyi(&args(&[&plan, &["bundle"]])));
    for words in ["名单记录的条数", "不会出示", "[credit /listings]"] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains('~'), "{said}");
    let (answer, status) = desk.answer(&args(&[&plan, &["--json", "bundle"]]));
    assert_eq!(status, 0);
    assert!(answer.get("presentation").is_none());
    assert_eq!(answer["plan"]["words"].as_array().map(Vec::len), Some(4));
    // A key is of no use to it.
    let output = desk.xinyi(&args(&[&plan, &["--holder-key", "key.pem", "bundle"]]));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn without_a_grant_nothing_is_presented() {
    let desk = desk();
    for key in ["key.pem", "nowhere.pem"] {
        let present = args(&[&["present"], &BIKE, &TO_APP, &["--holder-key", key]]);
        let output = desk.xinyi(&args(&[&present, &["--out", "shown", "listed"]]));
        let (said, _) = told(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("没有需要出示的信息") && !said.contains('~'),
            "{said}"
        );
        assert!(!Path::new(&desk.path().join("shown")).exists());
    }
    // Whoever wants to show it all the same chooses by hand, and is told.
    let chosen = [
        "--disclose",
        "/listings",
        "--disclose",
        "/listings/0",
        "listed",
    ];
    let present = args(&[&["present"], &BIKE, &TO_APP, &["--holder-key", "key.pem"]]);
    let output = desk.xinyi(&args(&[&present, &chosen]));
    let (said, aside) = told(&output);
    assert_eq!(
        (output.status.code(), said.matches('~').count()),
        (Some(0), 3)
    );
    assert!(
        aside.contains("decided as undetermined") || aside.contains("decided as not_granted"),
        "{aside}"
    );
}

#[test]
fn a_signature_by_another_key_is_of_no_use() {
    let desk = desk();
    let present = args(&[&["present"], &BIKE, &TO_APP]);
    let by = |key: &'static str| args(&[&present, &["--holder-key", key, "--json", "bundle"]]);
    refused(&desk, &by("stranger.pem"), "signature.invalid", 1);
    let nowhere = [
        "--holder-key",
        "key.pem",
        "--disclose",
        "/listing",
        "bundle",
        "--json",
    ];
    refused(&desk, &args(&[&present, &nowhere]), "input.options", 2);
    for missing in [
        args(&[&present, &["bundle"]]),
        args(&[&["present"], &BIKE, &["--holder-key", "key.pem", "bundle"]]),
    ] {
        assert_eq!(desk.xinyi(&missing).status.code(), Some(2));
    }
}

#[test]
fn several_bundles_are_presented_by_their_own_keys() {
    let desk = desk();
    let bundles = ["credit=linked", "market=market"];
    let present = args(&[&["present"], &OPTIONAL, &TO_APP]);
    let keys = [
        "--holder-key",
        "key.pem",
        "--holder-key",
        "market=market.pem",
    ];
    let output = desk.xinyi(&args(&[&present, &keys, &["--out", "shown"], &bundles]));
    assert_eq!(output.status.code(), Some(0), "{:?}", told(&output));
    let text = fs::read_to_string(desk.path().join("shown")).unwrap();
    let shown: Value = serde_json::from_str(&text).expect("JSON by alias");
    assert_eq!(shown.as_object().map(|each| each.len()), Some(2));
    let answer = check(&desk, &OPTIONAL, "shown");
    assert_eq!(answer["decision"]["tier"], "gold", "{answer}");
    // By one key for both, one of them is not signed by its holder.
    let wrong = args(&[&present, &["--holder-key", "key.pem", "--json"], &bundles]);
    let (_, aside) = told(&desk.xinyi(&wrong));
    refused(&desk, &wrong, "signature.invalid", 1);
    assert!(aside.contains("of the bundle 'market'"), "{aside}");
}

#[test]
fn consent_is_signed_with_it() {
    let desk = desk();
    let present = args(&[&["present"], &BIKE, &TO_APP, &["--holder-key", "key.pem"]]);
    let until = ["--consent-until", "1795143600", "bundle"];
    let (presentation, _) = told(&desk.xinyi(&args(&[&present, &until])));
    fs::write(desk.path().join("shown"), presentation).unwrap();
    let answer = check(&desk, &BIKE, "shown");
    assert_eq!(
        answer["decision"]["valid_until"], "2026-11-20T03:00:00Z",
        "{answer}"
    );
}

/// The key stays with another program, which is this one here.
#[cfg(unix)]
#[test]
fn a_command_signs_for_the_holder() {
    let desk = desk();
    let world = World::new();
    let public = xinyi::Value::from(world.holder.to_jwk()).to_string();
    fs::write(desk.path().join("public.json"), public).unwrap();
    let present = args(&[
        &["present"],
        &BIKE,
        &TO_APP,
        &["--public-key", "public.json"],
    ]);
    // It answers with what is no signature of this.
    let wrong = [
        "--sign-command",
        "read line; printf 'A%.0s' $(seq 86); echo",
        "--json",
        "bundle",
    ];
    refused(&desk, &args(&[&present, &wrong]), "signature.invalid", 1);
}

#[test]
fn the_text_of_a_request_is_answered() {
    let desk = desk();
    let ask = args(&[&["request"], &BIKE, &TO_APP]);
    let text = told(&desk.xinyi(&args(&[&ask, &["--text"]]))).0;
    let text = text.trim_end();
    fs::write(desk.path().join("asked"), format!("{text}\n")).unwrap();
    let documents = [
        "--root",
        "root",
        "--snapshot",
        "snapshot",
        "--now",
        "1795140000",
    ];
    for asked in [text, "asked"] {
        let answer = [
            "present",
            "--presentation-request",
            asked,
            "--holder-key",
            "key.pem",
            "--out",
            "shown",
        ];
        let output = desk.xinyi(&args(&[&answer, &documents, &["bundle"]]));
        assert_eq!(output.status.code(), Some(0), "{}", told(&output).1);
        let decided = check(&desk, &BIKE, "shown");
        assert_eq!(decided["decision"]["tier"], "gold", "{decided}");
    }
    // What a request says is said once.
    for twice in [
        ["--aud", AUDIENCE],
        ["--nonce", NONCE],
        ["--programme", "test.bike"],
    ] {
        let answer = [
            "present",
            "--presentation-request",
            text,
            "--holder-key",
            "key.pem",
        ];
        let output = desk.xinyi(&args(&[&answer, &documents, &twice, &["bundle"]]));
        assert_eq!(output.status.code(), Some(2), "{}", told(&output).1);
    }
    // One character of it is another.
    let damaged = text.replacen(
        &text[20..21],
        if &text[20..21] == "0" { "1" } else { "0" },
        1,
    );
    let answer = [
        "present",
        "--json",
        "--presentation-request",
        &damaged,
        "--holder-key",
        "key.pem",
    ];
    let (answer, status) = desk.answer(&args(&[&answer, &documents, &["bundle"]]));
    assert_eq!((&answer["ok"], status), (&json!(false), 2), "{answer}");
}

#[test]
fn what_will_be_shown_is_said_before_anything_is_signed() {
    let desk = desk();
    let present = args(&[&["present"], &BIKE, &TO_APP]);
    let output = desk.xinyi(&args(&[
        &present,
        &["--holder-key", "nowhere.pem", "bundle"],
    ]));
    let (said, aside) = told(&output);
    assert_eq!(
        (output.status.code(), said.as_str()),
        (Some(2), ""),
        "{aside}"
    );
    let words = aside
        .find("您将向 https://app.example 出示")
        .expect("the words");
    assert!(
        words < aside.find("nowhere.pem").expect("what went wrong"),
        "{aside}"
    );
    let by_hand = [
        "--holder-key",
        "nowhere.pem",
        "--disclose",
        "/listings",
        "bundle",
    ];
    let aside = told(&desk.xinyi(&args(&[&present, &by_hand]))).1;
    assert!(
        aside.contains("to https://app.example: credit /listings"),
        "{aside}"
    );
}

#[test]
fn a_bundle_that_nothing_is_chosen_of_is_not_presented() {
    let desk = desk();
    let present = args(&[&["present"], &OPTIONAL, &TO_APP, &["--json"]]);
    let bundles = ["credit=linked", "market=market"];
    let chosen = ["--holder-key", "key.pem", "--disclose", "credit=/listings"];
    let (answer, status) = desk.answer(&args(&[&present, &chosen, &bundles]));
    assert_eq!(status, 0, "{answer}");
    let presented = answer["presentation"]
        .as_object()
        .expect("presentations by alias");
    assert_eq!(presented.keys().collect::<Vec<_>>(), ["credit"]);
    // A name that is none, and keys that are of nobody or two of one.
    for (wrong, problem) in [
        (
            &["--holder-key", "key.pem", "--disclose", "typo=/listings"][..],
            "no bundle 'typo'",
        ),
        (&["--holder-key", "typo=key.pem"], "'typo' is not presented"),
        (
            &["--holder-key", "key.pem", "--holder-key", "market.pem"],
            "has two keys",
        ),
    ] {
        let output = desk.xinyi(&args(&[&["present"], &OPTIONAL, &TO_APP, wrong, &bundles]));
        let (said, aside) = told(&output);
        assert_eq!(
            (output.status.code(), said.as_str()),
            (Some(2), ""),
            "{aside}"
        );
        assert!(aside.contains(problem), "{aside}");
    }
}

#[test]
fn what_nobody_would_take_is_not_written() {
    let desk = desk();
    let present = args(&[&["present"], &BIKE, &TO_APP, &["--holder-key", "key.pem"]]);
    let ended = ["--consent-until", "1795139999", "--out", "shown", "bundle"];
    refused(
        &desk,
        &args(&[&present, &ended, &["--json"]]),
        "binding.consent",
        1,
    );
    assert!(!desk.path().join("shown").exists());
    // Somebody who chose by hand gets it, and is told.
    let chosen = [
        "--consent-until",
        "1795139999",
        "--disclose",
        "/listings",
        "bundle",
        "--json",
    ];
    let (answer, status) = desk.answer(&args(&[&present, &chosen]));
    assert_eq!(
        (status, &answer["decided"]["error"]["code"]),
        (1, &json!("binding.consent")),
        "{answer}"
    );
    assert!(answer["presentation"].is_string());
}

#[test]
fn whoever_decides_can_ask_for_consent_and_set_how_old_things_may_be() {
    let desk = desk();
    let present = args(&[&["present"], &BIKE, &TO_APP, &["--holder-key", "key.pem"]]);
    for (file, more) in [
        ("plain", &[][..]),
        ("consented", &["--consent-until", "1795143600"]),
    ] {
        let output = desk.xinyi(&args(&[&present, more, &["--out", file, "bundle"]]));
        assert_eq!(output.status.code(), Some(0), "{}", told(&output).1);
    }
    let check = args(&[&["check", "--json"], &BIKE, &TO_APP]);
    refused(
        &desk,
        &args(&[&check, &["--require-consent", "plain"]]),
        "binding.consent",
        1,
    );
    refused(
        &desk,
        &args(&[&check, &["--status-max-age", "1", "plain"]]),
        "status.expired",
        1,
    );
    let kept = args(&[
        &check,
        &["--require-consent", "--record", "kept", "consented"],
    ]);
    assert_eq!(desk.answer(&kept).1, 0);
    let record = fs::read_dir(desk.path().join("kept/records"))
        .expect("records")
        .next();
    let record = record.expect("a record").expect("a record").path();
    let replayed = desk.answer(&["replay", "--json", record.to_str().expect("UTF-8")]);
    assert_eq!(replayed.1, 0, "{}", replayed.0);
    let kept: Value =
        serde_json::from_str(&fs::read_to_string(record).expect("a record")).expect("JSON");
    assert_eq!(kept["verifier"]["requireConsent"], json!(true));

    // Ten minutes later.
    let mut later = args(&[&check, &["plain"]]);
    for part in &mut later {
        if *part == "1795140000" {
            *part = "1795140600";
        }
    }
    refused(&desk, &later, "binding.window", 1);
    assert_eq!(desk.answer(&args(&[&later, &["--window", "600"]])).1, 0);
    refused(
        &desk,
        &args(&[&later, &["--window", "599"]]),
        "binding.window",
        1,
    );
}
