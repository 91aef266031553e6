//! Signing by a command, with keys that xinyi never reads: whoever has them, and whatever the command does.
#![cfg(all(unix, feature = "cli", feature = "sm2"))]

mod failures;
mod modules;
mod openssl;
mod several;

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use testkit::desk::Desk;

const NOW: &str = "2026-11-20T02:00:00Z";
const URI: &str = "https://credit.city.example/status/1";

/// A desk with keys: `key` and `other`, of which xinyi could read the private half, too.
fn desk() -> Desk {
    let desk = testkit::desk!(&[]);
    desk.sh("xinyi key generate --out key.pem; xinyi key generate --out other.pem");
    desk
}

/// Signs a status list with what the arguments say.
fn build(desk: &Desk, signer: &[&str], out: &str) -> Output {
    let list = [
        "status",
        "build",
        "--issuer",
        "https://credit.city.example",
        "--uri",
        URI,
        "--entries",
        "8",
        "--kid",
        "k",
        "--now",
        NOW,
        "--out",
        out,
    ];
    desk.xinyi(&[&list[..], signer].concat())
}

/// The same with a command, for the public key of `key.jwk`.
fn build_by(desk: &Desk, command: &str) -> Output {
    let signer = [
        "--public-key",
        "key.jwk",
        "--sign-command",
        command,
        "--sign-timeout",
        "5",
    ];
    build(desk, &signer, "by-command.jwt")
}

/// The signature that a key makes of the status list.
fn signature(desk: &Desk, key: &str) -> String {
    let out = format!("{key}.jwt");
    let output = build(desk, &["--key", &format!("{key}.pem")], &out);
    assert!(output.status.success(), "{}", testkit::desk::told(&output));
    let token = read(desk, &out);
    let (_, signature) = token.trim_end().rsplit_once('.').expect("a signature");
    signature.to_owned()
}

#[track_caller]
fn read(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path().join(name)).expect(name)
}

/// Checks that a status list verifies with a key.
#[track_caller]
fn verifies(desk: &Desk, jwk: &str, token: &str) {
    let verify = ["status", "verify", "--jwk", jwk, "--uri", URI, "--idx", "3"];
    let (answer, status) = desk.answer(&[&verify[..], &["--now", NOW, "--json", token]].concat());
    assert_eq!((&answer["ok"], status), (&json!(true), 0), "{answer}");
}

/// What a token says.
fn payload(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a payload");
    let payload = data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes());
    serde_json::from_slice(&payload.expect("base64url")).expect("JSON")
}

/// Whether a program is there; a line says what is left out if not, and in CI that is a failure.
#[track_caller]
fn there_is(program: &str) -> bool {
    let found = testkit::desk!(&[]).shell(&format!("command -v {program}"));
    if !found.status.success() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "no {program}");
        eprintln!("skipped: no {program}");
    }
    found.status.success()
}
