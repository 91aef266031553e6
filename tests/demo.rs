//! The demo platform is what it says of itself: every bundle comes out as `platform.json` expects.
#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::surface;

/// In the middle of a week; at the end of a year beyond the calendar; on a leap day; at Spring
/// Festival, when three working days take longest.
const TIMES: [&str; 4] = [
    "2026-11-18T08:00:00Z",
    "2029-12-31T23:59:59Z",
    "2028-02-29T03:00:00Z",
    "2026-02-19T16:00:00Z",
];

fn xinyi(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("xinyi runs")
}

fn demo(now: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let output = xinyi(&["demo", "--out", "demo", "--now", now], folder.path());
    assert!(output.status.success(), "{output:?}");
    folder
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn read_json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn every_bundle_comes_out_as_expected() {
    for now in TIMES {
        let folder = demo(now);
        let folder = folder.path().join("demo");
        let platform = read_json(&folder.join("platform.json"));
        let named = |name: &str| read(&folder.join(platform[name].as_str().expect(name)));
        let create = json!({ "now": platform["now"], "allowDemoRoot": true }).to_string();
        let verifier = surface::Verifier::new(&named("root"), Some(&named("snapshot")), &create);
        let bundles = platform["bundles"].as_array().expect("bundles");
        assert!(bundles.len() >= 10);
        for bundle in bundles {
            let file = bundle["file"].as_str().expect("a file");
            let options = json!({
                "programme": bundle["programme"], "now": platform["now"],
                "holder": { "audience": platform["audience"], "nonce": platform["nonce"] },
                "request": bundle["request"],
            });
            let result = verifier.check(&read(&folder.join(file)), &options.to_string());
            let result: Value = serde_json::from_str(&result).expect("JSON");
            assert_eq!(
                found(&result),
                bundle["expect"],
                "{file} at {now}: {result}"
            );
        }
    }
}

/// A result as `expect` writes it.
fn found(result: &Value) -> Value {
    if result["ok"] == false {
        return json!({ "error": result["error"]["code"] });
    }
    let decision = &result["decision"];
    let mut found = json!({ "outcome": decision["outcome"] });
    if !decision["tier"].is_null() {
        found["tier"] = decision["tier"].clone();
    }
    if let Some(upgrade) = decision["upgrade"].get("tier") {
        found["upgrade"] = upgrade.clone();
    }
    found
}

/// What a shop learns of somebody on no list: that he is on none, and no more.
#[test]
fn who_is_on_no_list_is_granted_without_showing_one() {
    const LOOK: &[&str] = &["/subject/age_over", "/evaluations/sh-public"];
    const FIRM: &[&str] = &[
        "/subject/established",
        "/registration",
        "/evaluations/tax",
        "/clear/2",
        "/clear/4",
    ];
    const YOUTH: &[&str] = &[
        "/subject/age_over",
        "/subject/residence",
        "/activities",
        "/activities/0",
    ];
    for now in TIMES {
        let folder = demo(now);
        let folder = folder.path().join("demo");
        let platform = read_json(&folder.join("platform.json"));
        let named = |name: &str| read(&folder.join(platform[name].as_str().expect(name)));
        let create = json!({ "now": platform["now"], "allowDemoRoot": true }).to_string();
        let verifier = surface::Verifier::new(&named("root"), Some(&named("snapshot")), &create);
        let bundles = platform["bundles"].as_array().expect("bundles").iter();
        for (name, shown, outcome) in [
            ("zhang-gold", LOOK, "granted"),
            ("li-silver", LOOK, "granted"),
            ("he-volunteer-gold", YOUTH, "granted"),
            ("firm-loan", FIRM, "granted"),
            // In the place of the statement there is none for them.
            ("zhao-listed", LOOK, "undetermined"),
            ("sun-record-hidden", LOOK, "undetermined"),
        ] {
            let wallet = read(&folder.join(format!("wallets/{name}.sd-jwt")));
            let shows = |pointer: &str| pointer == "/clear/0" || shown.contains(&pointer);
            let presentation = xinyi::issuer::present(&wallet, shows, None).expect("a bundle");
            let file = format!("bundles/{name}.sd-jwt");
            let bundle = bundles
                .clone()
                .find(|bundle| bundle["file"] == file.as_str());
            let bundle = bundle.expect("the bundle");
            let options = json!({
                "programme": bundle["programme"], "now": platform["now"],
                "holder": "unbound", "request": bundle["request"],
            });
            let result = verifier.check(&presentation, &options.to_string());
            let result: Value = serde_json::from_str(&result).expect("JSON");
            let found = &result["decision"];
            assert_eq!(found["outcome"], outcome, "{name} at {now}: {result}");
            if outcome == "undetermined" {
                assert_eq!(found["missing"], json!(["credit.listings"]), "{name}");
            } else {
                assert_eq!(found["tier"], bundle["expect"]["tier"], "{name}");
            }
        }
        let places = |name: &str| {
            let wallet = read(&folder.join(format!("wallets/{name}.sd-jwt")));
            let payload = wallet.split('.').nth(1).expect("a payload");
            let payload = testkit::jose::from_base64url(payload).expect("base64url");
            let payload: Value = serde_json::from_slice(&payload).expect("JSON");
            payload["clear"].as_array().expect("places").len()
        };
        assert_eq!(places("zhang-gold"), 5);
        assert_eq!(places("zhao-listed"), 5);
    }
}

#[test]
fn every_outcome_and_several_refusals_occur() {
    let folder = demo(TIMES[0]);
    let platform = read_json(&folder.path().join("demo/platform.json"));
    let expected = platform["bundles"].as_array().expect("bundles").iter();
    let expected: Vec<&Value> = expected.map(|bundle| &bundle["expect"]).collect();
    for outcome in ["granted", "not_granted", "undetermined", "not_applicable"] {
        assert!(
            expected.iter().any(|e| e["outcome"] == outcome),
            "{outcome}"
        );
    }
    for code in ["status.invalid", "time.expired", "trust.issuer"] {
        assert!(expected.iter().any(|e| e["error"] == code), "{code}");
    }
}

#[test]
fn the_commands_that_are_printed_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = xinyi(&["demo", "--out", "demo", "--now", TIMES[0]], folder.path());
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let commands = printed.replace("\\\n", " ");
    let commands = commands
        .lines()
        .filter_map(|line| line.trim().strip_prefix("xinyi "));
    let mut count = 0;
    for command in commands {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let output = xinyi(&arguments, folder.path());
        assert!(output.status.success(), "{command}: {output:?}");
        count += 1;
    }
    assert_eq!(count, 2);
}

/// Days and instants as a reader in China takes them, until when a record counts, what to do and when.
#[test]
fn decisions_are_printed_as_the_readmes_show() {
    let now = "2026-11-25T19:58:05Z";
    let folder = demo(now);
    let folder = folder.path().join("demo");
    let platform = read_json(&folder.join("platform.json"));
    for name in ["wang-upgrade", "firm-two-penalties"] {
        let file = format!("bundles/{name}.sd-jwt");
        let mut bundles = platform["bundles"].as_array().expect("bundles").iter();
        let bundle = bundles.find(|bundle| bundle["file"] == file.as_str());
        let bundle = bundle.expect("the bundle");
        fs::write(folder.join("request"), bundle["request"].to_string()).expect("written");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let [programme, audience, nonce] = [
            &bundle["programme"],
            &platform["audience"],
            &platform["nonce"],
        ]
        .map(text);
        let arguments = [
            "check",
            "--root",
            "root.json",
            "--snapshot",
            "snapshot.json",
            "--programme",
            &programme,
            "--aud",
            &audience,
            "--nonce",
            &nonce,
            "--now",
            now,
            "--request",
            "request",
            &file,
        ];
        let printed = String::from_utf8(xinyi(&arguments, &folder).stdout).expect("UTF-8");
        let shown: String = printed
            .lines()
            .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
            .collect();
        for readme in [
            include_str!("../README.md"),
            include_str!("../README.zh-CN.md"),
        ] {
            assert!(readme.contains(&shown), "{shown}");
        }
    }
}

#[test]
fn no_app_takes_a_demo_that_it_does_not_allow() {
    let folder = demo(TIMES[0]);
    let folder = folder.path().join("demo");
    let platform = read_json(&folder.join("platform.json"));
    let named = |name: &str| read(&folder.join(platform[name].as_str().expect(name)));
    for (allowed, code) in [
        (json!({}), json!("trust.demo_root")),
        (json!({ "allowDemoRoot": false }), json!("trust.demo_root")),
        (json!({ "allowDemoRoot": true }), Value::Null),
    ] {
        let mut create = json!({ "now": platform["now"] });
        let members = create.as_object_mut().expect("an object");
        members.extend(allowed.as_object().expect("an object").clone());
        let verifier = surface::Verifier::new(
            &named("root"),
            Some(&named("snapshot")),
            &create.to_string(),
        );
        let report: Value = serde_json::from_str(&verifier.report()).expect("JSON");
        assert_eq!(report["error"]["code"], code, "{allowed}");
    }
}

#[test]
fn a_demo_is_replaced_and_nothing_else_is() {
    let folder = demo(TIMES[0]);
    let again = ["demo", "--out", "demo", "--now", TIMES[0]];
    let platform = folder.path().join("demo/platform.json");
    let before = read(&platform);
    assert!(xinyi(&again, folder.path()).status.success());
    assert_ne!(read(&platform), before, "the nonce is new");

    fs::write(&platform, "{}").expect("written");
    assert_eq!(xinyi(&again, folder.path()).status.code(), Some(2));
    assert_eq!(read(&platform), "{}");
}

#[test]
fn the_library_is_published_too() {
    for now in TIMES {
        let folder = demo(now);
        let verify = [
            "snapshot",
            "verify",
            "--root",
            "demo/root.json",
            "--now",
            now,
            "--json",
            "demo/snapshot.json",
        ];
        let output = xinyi(&verify, folder.path());
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(output.status.success(), "{report}");
        let listed = ["programme", "list", "--json"];
        let listed: Value =
            serde_json::from_slice(&xinyi(&listed, folder.path()).stdout).expect("JSON");
        let report = report.to_string();
        let ids = listed["programmes"].as_array().expect("programmes").iter();
        let ids: Vec<&str> = ids.filter_map(|one| one["id"].as_str()).collect();
        let published: Vec<&&str> = ids
            .iter()
            .filter(|id| report.contains(&format!(r#""{id}""#)))
            .collect();
        // Of other provinces a platform of Shanghai publishes nothing.
        assert!(
            published.len() > 25 && published.len() < ids.len(),
            "{published:?}"
        );
        assert!(!published.contains(&&"xinyi-zu.rental-fuzhou"));
        let check = [
            "check",
            "--root",
            "demo/root.json",
            "--snapshot",
            "demo/snapshot.json",
            "--programme",
            "xinyi-fu.utilities",
            "--unbound",
            "--now",
            now,
            "--json",
            "demo/wallets/zhang-gold.sd-jwt",
        ];
        let output = xinyi(&check, folder.path());
        let decision: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(decision["ok"], json!(true), "{decision}");
    }
}
