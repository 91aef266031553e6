//! `xinyi commit`, and `xinyi check --commitment`, as a person types them.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::fs;

use serde_json::{Value, json};
use testkit::commitments::TEXT;
use testkit::desk::{Desk, told};
use testkit::jose::sha256;
use testkit::keys;
use testkit::platform::Plan as Platform;
use testkit::world::*;

const COMMIT: [&str; 20] = [
    "commit",
    "bundle.txt",
    "--type",
    "approval_replacing",
    "--item",
    "fire-safety",
    "--text",
    "text.txt",
    "--programme",
    "test.inline",
    "--programme-version",
    "1",
    "--aud",
    AUDIENCE,
    "--nonce",
    NONCE,
    "--until",
    "2026-11-20T03:00:00Z",
    "--now",
    "2026-11-20T02:00:00Z",
];

/// A test key as a file holds it.
fn pem(name: &str) -> String {
    let all = fs::read_to_string(keys::path()).expect("the keys");
    let (_, rest) = all
        .split_once(&format!("Test key: {name} (Ed25519)\n"))
        .expect(name);
    let (pem, _) = rest.split_once("-----END PRIVATE KEY-----").expect(name);
    format!("{}-----END PRIVATE KEY-----\n", pem.trim_start())
}

/// A desk with what the standard person has, and a programme that asks for a commitment.
fn desk() -> Desk {
    let world = World::new();
    let platform = Platform::base(&world).build();
    let text = |name: &str| platform[name].as_str().expect(name).to_owned();
    let programme = programme_requiring(json!({ "some": [
        { "var": "promised" },
        { "==": [{ "var": "text_sha256" }, sha256(TEXT.as_bytes())] },
    ] }));
    testkit::desk!(&[
        ("root.json", &text("root")),
        ("snapshot.json", &text("snapshot")),
        ("programme.json", &programme.to_string()),
        ("bundle.txt", &world.person().sign().show_all()),
        ("presentation.txt", &world.person().present(LOOK)),
        // An editor ends a file with a line break.
        ("text.txt", &format!("{TEXT}\n")),
        ("holder.pem", &pem("holder")),
        ("stranger.pem", &pem("stranger")),
    ])
}

fn check(desk: &Desk, more: &[&str]) -> (Value, i32) {
    let check = [
        "check",
        "--root",
        "root.json",
        "--snapshot",
        "snapshot.json",
        "--programme-file",
        "programme.json",
        "--now",
        "2026-11-20T02:00:00Z",
        "--json",
        "presentation.txt",
    ];
    desk.answer(&[&check[..], more].concat())
}

const BOUND: [&str; 4] = ["--aud", AUDIENCE, "--nonce", NONCE];

#[test]
fn a_commitment_is_signed_and_decides() {
    let desk = desk();
    let (before, status) = check(&desk, &BOUND);
    assert_eq!(status, 1, "{before}");
    assert_eq!(before["decision"]["missing"], json!(["promised"]));

    let commit = [
        &COMMIT[..],
        &["--holder-key", "holder.pem", "--out", "commitment.txt"],
    ]
    .concat();
    let output = desk.xinyi(&commit);
    assert!(output.status.success(), "{}", told(&output));
    let with = [&BOUND[..], &["--commitment", "commitment.txt"]].concat();
    let (after, status) = check(&desk, &with);
    assert_eq!(
        (&after["decision"]["outcome"], status),
        (&json!("granted"), 0)
    );
    assert_eq!(after["decision"]["valid_until"], "2026-11-20T03:00:00Z");

    // What is there already is left alone.
    assert!(!desk.xinyi(&commit).status.success());
    let twice = [&with[..], &["--commitment", "commitment.txt"]].concat();
    let (refused, status) = check(&desk, &twice);
    assert_eq!(
        (&refused["error"]["code"], status),
        (&json!("input.options"), 2)
    );
    let unbound = ["--unbound", "--commitment", "commitment.txt"];
    let (refused, status) = check(&desk, &unbound);
    assert_eq!(
        (&refused["error"]["code"], status),
        (&json!("input.options"), 2)
    );

    // An answer about what was presented, and not about the call.
    let signed = fs::read_to_string(desk.path().join("commitment.txt")).expect("a commitment");
    let (unsigned, _) = signed.trim_end().rsplit_once('.').expect("a signature");
    let bad = format!("{unsigned}.{}", "A".repeat(86));
    fs::write(desk.path().join("commitment.txt"), bad).expect("written");
    let (refused, status) = check(&desk, &with);
    assert_eq!(
        (
            &refused["error"]["code"],
            &refused["error"]["stage"],
            status
        ),
        (&json!("signature.invalid"), &json!("commitment"), 1)
    );
}

#[test]
fn a_command_may_have_the_key() {
    let desk = desk();
    let (by_key, status) =
        desk.answer(&[&COMMIT[..], &["--holder-key", "holder.pem", "--json"]].concat());
    assert_eq!(status, 0, "{by_key}");
    assert_eq!(by_key["text_sha256"], sha256(TEXT.as_bytes()));
    let signed = by_key["commitment"].as_str().expect("a commitment");
    let (_, signature) = signed.rsplit_once('.').expect("a signature");
    desk.sh("xinyi key show --json holder.pem > holder.json");
    let shown = fs::read_to_string(desk.path().join("holder.json")).expect("a key");
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    fs::write(desk.path().join("holder.jwk"), shown["jwk"].to_string()).expect("written");
    let command = format!("read line; echo {signature}");
    let by_command = [
        "--sign-command",
        &command,
        "--public-key",
        "holder.jwk",
        "--json",
    ];
    let (by_command, status) = desk.answer(&[&COMMIT[..], &by_command].concat());
    assert_eq!((&by_command, status), (&by_key, 0));
}

#[test]
fn what_would_not_hold_is_not_signed() {
    let desk = desk();
    let by = |key: &'static str| [&COMMIT[..], &["--holder-key", key]].concat();
    desk.refused(
        &[&by("stranger.pem")[..], &["--json"]].concat(),
        "signature.invalid",
        2,
    );
    let changed = |at: &str, value: &'static str| -> Vec<&str> {
        let mut arguments = by("holder.pem");
        arguments.push("--json");
        let place = arguments
            .iter()
            .position(|argument| *argument == at)
            .expect(at);
        arguments[place + 1] = value;
        arguments
    };
    for (at, value, code) in [
        ("--type", "promise", "input.options"),
        ("--item", "Fire safety", "input.options"),
        ("--until", "2026-11-20T02:00:00Z", "input.options"),
        ("--aud", "", "input.holder"),
    ] {
        desk.refused(&changed(at, value), code, 2);
    }
    // Nobody signs without a key, nor with two.
    for more in [
        vec![],
        vec!["--holder-key", "holder.pem", "--sign-command", "x"],
    ] {
        let output = desk.xinyi(&[&COMMIT[..], &more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    }
}

#[test]
fn what_was_signed_is_presented_with_the_bundle() {
    let desk = desk();
    let commit = [
        &COMMIT[..],
        &["--holder-key", "holder.pem", "--out", "signed"],
    ]
    .concat();
    let output = desk.xinyi(&commit);
    assert!(output.status.success(), "{}", told(&output));
    let present = [
        "present",
        "--root",
        "root.json",
        "--snapshot",
        "snapshot.json",
        "--programme-file",
        "programme.json",
        "--now",
        "2026-11-20T02:00:00Z",
        "--holder-key",
        "holder.pem",
        "--json",
        "bundle.txt",
    ];
    let present = [&present[..], &BOUND].concat();
    // Without it nothing is decided, and there is nothing to show.
    let (answer, status) = desk.answer(&present);
    assert_eq!(
        (status, &answer["plan"]["disclose"]),
        (1, &json!(null)),
        "{answer}"
    );
    assert_eq!(answer["plan"]["decision"]["missing"], json!(["promised"]));
    let (answer, status) = desk.answer(&[&present[..], &["--commitment", "signed"]].concat());
    assert_eq!(status, 0, "{answer}");
    assert_eq!(
        answer["decided"]["decision"]["outcome"],
        json!("granted"),
        "{answer}"
    );
    assert_eq!(answer["plan"]["valid_until"], json!("2026-11-20T03:00:00Z"));
    // One for another request is found before it is sent.
    let other = present.iter().map(|part| {
        if *part == NONCE {
            "another-nonce-than-that"
        } else {
            part
        }
    });
    let other = [&other.collect::<Vec<_>>()[..], &["--commitment", "signed"]].concat();
    let (answer, status) = desk.answer(&other);
    assert_eq!(
        (status, &answer["error"]["code"]),
        (1, &json!("binding.nonce")),
        "{answer}"
    );
}
