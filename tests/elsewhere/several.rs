//! Several signatures by one command.

use testkit::desk::told;

use crate::{NOW, desk, read};

/// A key that two roots call by different names signs twice, and its holder is asked once.
#[test]
fn a_command_is_started_once_for_all_signatures() {
    let desk = desk();
    let common =
        format!("--days 9 --now {NOW} --root 1:NAME --manifest 1:NAME --trust-list 1:NAME");
    let with = |name: &str| common.replace("NAME", name);
    desk.sh(&format!(
        "xinyi trust root init --id urn:example --key a=key.jwk {} --out 1.json
         xinyi trust root rotate 1.json --key b=key.jwk {} --out 2.json
         cp 2.json by-command.json
         xinyi trust root sign 2.json --previous 1.json --key key.pem",
        with("a"),
        with("b")
    ));
    // The two signatures, in the order in which they are asked for.
    let signed: serde_json::Value = serde_json::from_str(&read(&desk, "2.json")).expect("JSON");
    let signatures = signed["signatures"].as_array().expect("signatures").iter();
    let signatures = signatures.map(|one| one["signature"].as_str().expect("a signature"));
    let answers: Vec<String> = signatures
        .map(|one| format!("read line; echo {one}"))
        .collect();
    assert_eq!(answers.len(), 2);
    let sign = |answers: &str| {
        desk.xinyi(&[
            "trust",
            "root",
            "sign",
            "by-command.json",
            "--previous",
            "1.json",
            "--public-key",
            "key.jwk",
            "--sign-command",
            &format!("echo started >> log; {answers}"),
        ])
    };
    let before = read(&desk, "by-command.json");
    // The second is wrong: not even the first is kept.
    let twice = format!("{}; {}", answers[0], answers[0]);
    for (wrong, code) in [
        (&*answers[0], "issuer.signer"),
        (&twice, "signature.invalid"),
    ] {
        let output = sign(wrong);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains(code), "{}", told(&output));
        assert_eq!(read(&desk, "by-command.json"), before);
    }
    let output = sign(&answers.join("; "));
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(read(&desk, "by-command.json"), read(&desk, "2.json"));
    assert_eq!(read(&desk, "log"), "started\n".repeat(3));
}
