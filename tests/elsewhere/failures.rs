//! Whatever a command does but sign: nothing is written, it is said what happened, and nothing goes on running.

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD, HEXUPPER};
use serde_json::json;
use testkit::desk::{Desk, told};
use testkit::sm2::der;

use crate::{NOW, build, build_by, desk, read, signature};

/// Every file with its contents.
fn files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let all = fs::read_dir(desk.path()).expect("files");
    let all = all.map(|file| file.expect("a file"));
    all.map(|file| {
        let name = file.file_name().to_string_lossy().into_owned();
        (name, fs::read(file.path()).expect("its contents"))
    })
    .filter(|(name, _)| name != "pid")
    .collect()
}

#[track_caller]
fn is_refused(output: &Output, code: &str, problem: &str) {
    let told = told(output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains(&format!("refused: {code}\n")), "{told}");
    assert!(told.contains(problem), "{told}");
}

/// Checks that a command's signature is refused, and that nothing is written.
#[track_caller]
fn refused(desk: &Desk, command: &str, code: &str, problem: &str) {
    let before = files(desk);
    is_refused(&build_by(desk, command), code, problem);
    assert_eq!(files(desk), before, "{command}");
}

/// The same of one that does not even answer as it should.
#[track_caller]
fn no_signature(desk: &Desk, command: &str, problem: &str) {
    refused(desk, command, "issuer.signer", problem);
}

/// Checks that the process whose number is in the file `pid` has ended. It must have closed its standard error: until
/// that is closed, a desk waits for it.
#[track_caller]
fn has_ended(desk: &Desk) {
    let output = desk.shell("kill -0 \"$(cat pid)\"");
    assert!(!output.status.success(), "it goes on");
}

#[test]
fn a_command_that_signs_as_the_key_does_gives_the_same_bytes() {
    let desk = desk();
    let signature = signature(&desk, "key");
    let bytes = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("bytes");
    for answer in [
        signature,
        BASE64.encode(&bytes),
        BASE64URL.encode(&bytes),
        format!("  {}\\r", BASE64.encode(&bytes)),
    ] {
        let output = build_by(&desk, &format!("read line; printf '{answer}\\n'"));
        assert!(output.status.success(), "{answer}: {}", told(&output));
        assert_eq!(read(&desk, "by-command.jwt"), read(&desk, "key.jwt"));
        fs::remove_file(desk.path().join("by-command.jwt")).expect("removed");
    }
}

#[test]
fn the_command_gets_what_is_to_be_signed_in_base64url() {
    let desk = desk();
    let signature = signature(&desk, "key");
    build_by(
        &desk,
        &format!("read -r line; echo \"$line\" > seen; echo {signature}"),
    );
    let token = read(&desk, "key.jwt");
    let (input, _) = token.rsplit_once('.').expect("a signature");
    let expected = BASE64URL_NOPAD.encode(input.as_bytes());
    assert_eq!(read(&desk, "seen"), format!("{expected}\n"));
}

#[test]
fn a_command_that_ends_too_early() {
    let desk = desk();
    no_signature(&desk, "no-such-command", "ended with status 127");
    no_signature(&desk, "./key.pem", "ended with status 126");
    no_signature(&desk, "exit 3", "ended with status 3 and had not answered");
    no_signature(&desk, "true", "ended with status 0 and had not answered");
    no_signature(&desk, "", "ended with status 0 and had not answered");
    no_signature(&desk, "read line; exit 5", "ended with status 5");
    no_signature(&desk, "kill -9 $$", "SIGKILL");
}

#[test]
fn an_answer_that_is_no_signature() {
    let desk = desk();
    no_signature(&desk, "read line; echo", "an empty line");
    no_signature(&desk, "echo 'PIN: 5926'", "a line of 9 characters");
    no_signature(&desk, "echo A", "1 characters");
    no_signature(&desk, "printf '\\377\\376\\n'", "is not base64");
    let encoding = "signature.encoding";
    refused(&desk, "echo AAAA", encoding, "3 bytes");
    // The private key, by mistake.
    no_signature(&desk, "sed -n 2p key.pem", "where tools wrap base64");
    // A signature as tools write it when nobody tells them otherwise.
    let right = BASE64URL_NOPAD.decode(signature(&desk, "key").as_bytes());
    let right = right.expect("bytes");
    let base64 = BASE64.encode(&right);
    for width in [64, 76] {
        let (first, rest) = base64.split_at(width);
        let wrapped = format!("read line; echo {first}; echo {rest}");
        no_signature(&desk, &wrapped, "it has to be on one line");
    }
    let digits = format!("read line; echo {}", HEXUPPER.encode(&right));
    no_signature(&desk, &digits, "128 hexadecimal digits");
    let secret = read(&desk, "key.pem");
    let secret = secret.lines().nth(1).expect("the key");
    for mistake in [
        "sed -n 2p key.pem",
        "cat key.pem",
        "echo; cat key.pem",
        "echo 'PIN: 5926'",
    ] {
        let told = told(&build_by(&desk, mistake));
        assert!(!told.contains("5926"), "{told}");
        assert!(!told.contains(&secret[30..]), "{told}");
    }
}

#[test]
fn a_signature_that_is_not_the_keys() {
    let desk = desk();
    let [right, other] = ["key", "other"].map(|key| signature(&desk, key));
    let told = "checked with key.jwk";
    let by = |answer: &str| format!("read line; echo {answer}");
    refused(&desk, &by(&other), "signature.invalid", told);
    refused(&desk, &by(&"A".repeat(86)), "signature.invalid", told);
    // Ed25519 has no form in DER.
    let bytes = BASE64URL_NOPAD.decode(right.as_bytes()).expect("bytes");
    let in_der = BASE64URL_NOPAD.encode(&der(&bytes));
    refused(&desk, &by(&in_der), "signature.encoding", "DER");
}

#[test]
fn a_command_that_writes_on_and_on() {
    let desk = desk();
    let signature = signature(&desk, "key");
    no_signature(&desk, "yes A | tr -d '\\n'", "more than 1024 bytes");
    let more = "more lines than it was asked for";
    for after in ["echo", "echo hello", &format!("echo {signature}"), "yes"] {
        no_signature(
            &desk,
            &format!("read line; echo {signature}; {after}"),
            more,
        );
    }
    no_signature(
        &desk,
        &format!("read line; echo {signature}; yes A | tr -d '\\n'"),
        "more than 1024 bytes",
    );
}

#[test]
fn a_command_that_signs_and_then_says_that_it_failed() {
    let desk = desk();
    let signature = signature(&desk, "key");
    no_signature(
        &desk,
        &format!("read line; echo {signature}; exit 4"),
        "the command signed, and then ended with status 4",
    );
}

#[test]
fn a_command_that_hangs_is_stopped() {
    let desk = desk();
    let signature = signature(&desk, "key");
    let limited = |command: &str, problem: &str| {
        let before = files(&desk);
        let signer = ["--public-key", "key.jwk", "--sign-command", command];
        let signer = [&signer[..], &["--sign-timeout", "1"]].concat();
        let output = build(&desk, &signer, "by-command.jwt");
        is_refused(&output, "issuer.signer", problem);
        assert_eq!(files(&desk), before, "{command}");
        has_ended(&desk);
    };
    let number = "echo $$ > pid; exec 2>&-";
    let in_time = "did not answer within 1 seconds";
    limited(&format!("{number}; exec sleep 60"), in_time);
    limited(
        &format!("{number}; read line; while :; do :; done"),
        in_time,
    );
    // It closes its output, but goes on.
    let closed = "closed its standard output";
    limited(&format!("{number}; exec >&-; exec sleep 60"), closed);
    let end = "did not end within 1 seconds";
    let signs = format!("{number}; read line; echo {signature}");
    limited(&format!("{signs}; exec sleep 60"), end);
    limited(&format!("{signs}; exec >&-; exec sleep 60"), end);
}

#[test]
fn what_the_command_says_on_standard_error_is_seen() {
    let desk = desk();
    let signature = signature(&desk, "key");
    let output = build_by(
        &desk,
        &format!("read line; echo 'touch the button' >&2; echo {signature}"),
    );
    assert!(output.status.success());
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(error, "touch the button\n");
}

/// A message that no pipe has room for.
#[test]
fn a_command_that_does_not_read_what_it_is_to_sign() {
    let desk = desk();
    let entry = |n: i64| {
        json!({
            "issuer": format!("https://credit-{n}.example"),
            "name": { "zh-CN": "甲".repeat(600), "en": "A".repeat(2000) },
            "kind": "municipal", "regions": ["310000"], "vct": [], "fields": "*", "schemes": [],
            "keys": [{ "kid": "status", "use": "status", "alg": "Ed25519", "jwk": "key.jwk",
                "not_before": 0, "not_after": 1 }],
        })
    };
    let entries = json!({ "entries": (0..40).map(entry).collect::<Vec<_>>() });
    let path = desk.path().join("entries.json");
    fs::write(path, entries.to_string()).expect("written");
    desk.sh(&format!(
        "xinyi trust root init --id urn:example --days 9 --now {NOW} --key k=key.jwk \
           --root 1:k --manifest 1:k --trust-list 1:k --out root.json
         xinyi trust list init --entries entries.json --days 9 --now {NOW} --out list.json
         test \"$(wc -c < list.json)\" -gt 150000"
    ));
    let sign = |command: &str, seconds: &str| {
        let sign = ["trust", "list", "sign", "list.json", "--root", "root.json"];
        let signer = ["--public-key", "key.jwk", "--sign-command", command];
        desk.xinyi(&[&sign[..], &signer, &["--sign-timeout", seconds]].concat())
    };
    let before = files(&desk);
    for (command, seconds, problem) in [
        (
            "exec 0<&-; exec sleep 60",
            "20",
            "closed its standard input and had not read",
        ),
        ("head -c 9 > /dev/null; exit 6", "20", "ended with status 6"),
        ("exec sleep 60", "1", "did not answer within 1 seconds"),
        (
            "exec 0<&-; echo AAAA; exec sleep 60",
            "20",
            "signature.encoding",
        ),
    ] {
        let output = sign(&format!("echo $$ > pid; exec 2>&-; {command}"), seconds);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(problem), "{told}");
        assert_eq!(files(&desk), before, "{command}");
        has_ended(&desk);
    }
    desk.sh("xinyi trust list sign list.json --root root.json --key key.pem");
}

#[test]
fn a_list_that_is_changed_stays_as_it_was() {
    let desk = desk();
    let other = signature(&desk, "other");
    signature(&desk, "key");
    let before = files(&desk);
    let set = [
        "status",
        "set",
        "key.jwt",
        "3=INVALID",
        "--kid",
        "k",
        "--now",
        "2026-11-20T03:00:00Z",
        "--public-key",
        "key.jwk",
        "--sign-command",
    ];
    for (command, code) in [
        ("exit 1", "issuer.signer"),
        (
            &*format!("read line; echo {other}; sleep 0"),
            "signature.invalid",
        ),
    ] {
        is_refused(&desk.xinyi(&[&set[..], &[command]].concat()), code, "");
        assert_eq!(files(&desk), before);
    }
}

#[test]
fn arguments_that_do_not_go_together_are_refused() {
    let desk = desk();
    let signature = signature(&desk, "key");
    let command = format!("read line; echo {signature}");
    let before = files(&desk);
    for (signer, problem) in [
        (vec![], "--key <KEY.pem>|--sign-command <COMMAND>"),
        (vec!["--sign-command", &*command], "--public-key"),
        (vec!["--public-key", "key.jwk"], "--sign-command"),
        (
            vec!["--key", "key.pem", "--sign-command", &command],
            "cannot be used with",
        ),
        (
            vec!["--key", "key.pem", "--public-key", "key.jwk"],
            "cannot be used with",
        ),
        (
            vec!["--key", "key.pem", "--sign-timeout", "5"],
            "cannot be used with",
        ),
        (
            vec![
                "--public-key",
                "key.jwk",
                "--sign-timeout",
                "0",
                "--sign-command",
                &command,
            ],
            "0 is not in 1..=86400",
        ),
    ] {
        let output = build(&desk, &signer, "by-command.jwt");
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(problem), "{told}");
        assert_eq!(files(&desk), before, "{signer:?}");
    }
}

#[test]
fn what_is_no_public_key_is_refused() {
    let desk = desk();
    fs::write(
        desk.path().join("private.jwk"),
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AAAA"}"#,
    )
    .expect("written");
    let before = files(&desk);
    for (file, problem) in [
        ("private.jwk", "private.jwk"),
        ("key.pem", "a public key expected"),
        ("nowhere.jwk", "nowhere.jwk"),
    ] {
        let signer = ["--public-key", file, "--sign-command", "touch started"];
        let output = build(&desk, &signer, "by-command.jwt");
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(problem), "{told}");
        assert_eq!(files(&desk), before, "{file}");
    }
}

/// Nobody is asked for a PIN to no purpose.
#[test]
fn a_command_is_not_started_for_a_signature_that_would_not_count() {
    let desk = desk();
    desk.sh(&format!(
        "xinyi trust root init --id urn:example --days 9 --now {} --key k=key.jwk \
           --root 1:k --manifest 1:k --trust-list 1:k --out root.json",
        NOW
    ));
    let before = files(&desk);
    let sign = ["trust", "root", "sign", "root.json", "--public-key"];
    let by = ["other.jwk", "--sign-command", "touch started"];
    let output = desk.xinyi(&[&sign[..], &by].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("would not count"),
        "{}",
        told(&output)
    );
    assert_eq!(files(&desk), before);
}
