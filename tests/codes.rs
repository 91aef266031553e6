//! `xinyi request` and `xinyi qr`, as a person types them.
#![cfg(all(feature = "cli", feature = "sm2"))]

use serde_json::{Value, json};
use testkit::desk::{Desk, told};
use testkit::platform::Plan;
use testkit::world::{AUDIENCE, NONCE, NOW, World};

/// With a platform and a presentation.
fn desk() -> Desk {
    let world = World::new();
    let platform = Plan::base(&world).build();
    let text = |name: &str| platform[name].as_str().expect(name);
    let presentation =
        world
            .person()
            .present(&["/listings", "/subject/age_over", "/evaluations/sh-public"]);
    testkit::desk!(&[
        ("root.json", text("root")),
        ("snapshot.json", text("snapshot")),
        ("bundle", &format!("{presentation}\n")),
        ("deposit.json", r#"{"deposit":"99.00"}"#),
    ])
}

fn request<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let common = [
        "request",
        "--root",
        "root.json",
        "--snapshot",
        "snapshot.json",
        "--aud",
        AUDIENCE,
    ];
    [&common, more].concat()
}

/// Of a command that ends well.
#[track_caller]
fn printed(desk: &Desk, arguments: &[&str], input: &str) -> String {
    let output = desk.xinyi_with(arguments, input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_request_is_printed_in_every_form() {
    let desk = desk();
    let now = NOW.to_string();
    let bike = [
        "--programme",
        "test.bike",
        "--request",
        "deposit.json",
        "--now",
        &now,
    ];
    let given = request(&[&bike[..], &["--nonce", NONCE]].concat());
    let whole = printed(&desk, &[&given[..], &["--json"]].concat(), "");
    let whole: Value = serde_json::from_str(&whole).expect("JSON");
    assert_eq!(whole["ok"], true);
    let whole = &whole["request"];
    assert_eq!(whole["nonce"], NONCE);
    assert_eq!(whole["audience"], AUDIENCE);
    assert_eq!(whole["request"], json!({ "deposit": "99.00" }));
    let text = printed(&desk, &[&given[..], &["--text"]].concat(), "");
    assert_eq!(text, format!("{}\n", whole["text"].as_str().unwrap()));
    let query = printed(&desk, &[&given[..], &["--dcql"]].concat(), "");
    assert_eq!(
        serde_json::from_str::<Value>(&query).unwrap(),
        whole["dcql_query"]
    );
    let people = printed(&desk, &given, "");
    assert!(people.contains(&text) && people.contains(NONCE), "{people}");

    // What the text says is what was asked.
    let said = printed(&desk, &["qr", "decode", "-"], &text);
    let said: Value = serde_json::from_str(&said).expect("JSON");
    for name in ["nonce", "audience", "programme", "request"] {
        assert_eq!(said[name], whole[name], "{name}");
    }

    // Without a nonce a new one is made each time.
    let made = || -> String {
        let text = printed(&desk, &request(&[&bike[..], &["--json"]].concat()), "");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        document["request"]["nonce"]
            .as_str()
            .expect("a nonce")
            .to_owned()
    };
    let [one, another] = [made(), made()];
    assert_eq!(one.len(), 22);
    assert_ne!(one, another);
}

#[test]
fn what_cannot_be_requested_is_a_failure() {
    let desk = desk();
    let now = NOW.to_string();
    for (more, code) in [
        (vec!["--programme", "test.bikes"], "programme.unknown"),
        (
            vec!["--programme", "test.bike", "--nonce", ""],
            "input.holder",
        ),
        (vec!["--programme-file", "deposit.json"], "programme.schema"),
    ] {
        let output = desk.xinyi(&request(&[&more[..], &["--now", &now]].concat()));
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains(code), "{}", told(&output));
        desk.refused(
            &request(&[&more[..], &["--now", &now, "--json"]].concat()),
            code,
            2,
        );
    }
}

#[test]
fn a_presentation_goes_into_texts_and_comes_back() {
    let desk = desk();
    let texts = printed(
        &desk,
        &["qr", "encode", "--max-length", "700", "bundle"],
        "",
    );
    let mut lines: Vec<&str> = texts.lines().collect();
    assert!(lines.len() > 2);
    lines.reverse();
    let scanned = format!("\n{}\r\n{}\n", lines[0], lines.join("\r\n\n"));
    let back = printed(&desk, &["qr", "decode", "-"], &scanned);
    let bundle = std::fs::read_to_string(desk.path().join("bundle")).unwrap();
    assert_eq!(back, bundle);

    let missing = desk.xinyi_with(&["qr", "decode", "-"], lines[0].as_bytes());
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        told(&missing).contains("format.qr_parts"),
        "{}",
        told(&missing)
    );

    desk.refused(&["qr", "decode", "--json", "deposit.json"], "format.qr", 2);

    // Several by alias, and as JSON.
    let both = ["qr", "encode", "--json", "credit=bundle", "market=bundle"];
    let (texts, status) = desk.answer(&both);
    assert_eq!(status, 0);
    let texts: Vec<String> = serde_json::from_value(texts["texts"].clone()).expect("texts");
    let back = printed(&desk, &["qr", "decode", "--json", "-"], &texts.join("\n"));
    let back: Value = serde_json::from_str(&back).expect("JSON");
    let bundle = bundle.trim_end();
    assert_eq!(
        back,
        json!({ "ok": true, "presented": { "credit": bundle, "market": bundle } })
    );
}

#[test]
fn a_vp_token_in_a_file_is_checked() {
    let desk = desk();
    let bundle = std::fs::read_to_string(desk.path().join("bundle")).unwrap();
    let token = json!({ "credit": [bundle.trim_end()] }).to_string();
    let now = NOW.to_string();
    let check = [
        "check",
        "--root",
        "root.json",
        "--snapshot",
        "snapshot.json",
        "--programme",
        "test.bike",
        "--aud",
        AUDIENCE,
        "--nonce",
        NONCE,
        "--request",
        "deposit.json",
        "--now",
        &now,
        "--json",
        "-",
    ];
    let decided = printed(&desk, &check, &token);
    let decided: Value = serde_json::from_str(&decided).expect("JSON");
    assert_eq!(decided["decision"]["tier"], "gold", "{decided}");
    let twice = json!({ "credit": [bundle.trim_end(), "b~"] }).to_string();
    let refused = desk.xinyi_with(&check, twice.as_bytes());
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        told(&refused).contains("/bundle/credit"),
        "{}",
        told(&refused)
    );
}
