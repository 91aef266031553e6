//! Decisions are made again from what is kept of them.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use testkit::desk::{Desk, blocks, told};
use testkit::surface;

#[test]
fn every_decision_of_the_vectors_comes_out_again() {
    let mut decided = 0;
    for vector in testkit::vectors::all() {
        let result = vector.run();
        if !result.starts_with(r#"{"ok":true"#) {
            continue;
        }
        decided += 1;
        let again = surface::replay(
            vector.platform["root"].as_str().expect("a root"),
            &vector.snapshot(),
            &vector.creation(),
            &vector.presented(),
            &vector.document["check"].to_string(),
        );
        assert_eq!(surface::fill_messages(&again), result, "{}", vector.name);
    }
    assert!(decided >= 300, "only {decided} decisions");
}

/// A desk with a demo platform, and what its checks are given.
fn demo() -> (Desk, Value) {
    let desk = testkit::desk!(&[]);
    desk.sh("xinyi demo --out demo --now 2026-11-18T08:00:00Z");
    let text = fs::read_to_string(desk.path().join("demo/platform.json")).expect("a platform");
    (desk, serde_json::from_str(&text).expect("JSON"))
}

/// Checks a bundle of the demo, and keeps the record.
fn keep(desk: &Desk, platform: &Value, name: &str, more: &str) -> PathBuf {
    let file = format!("bundles/{name}.sd-jwt");
    let bundles = platform["bundles"].as_array().expect("bundles");
    let bundle = bundles
        .iter()
        .find(|b| b["file"] == file.as_str())
        .expect(name);
    let request = bundle["request"].to_string();
    fs::write(desk.path().join("request.json"), request).expect("written");
    let output = desk.shell(&format!(
        "xinyi check --root demo/root.json --snapshot demo/snapshot.json --programme {} --aud {} --nonce={} \\
            --request request.json --now {} --record kept {more} demo/{file} || [ $? = 1 ]",
        bundle["programme"].as_str().expect("a programme"),
        platform["audience"].as_str().expect("an audience"),
        platform["nonce"].as_str().expect("a nonce"),
        platform["now"],
    ));
    let aside = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    let line = aside.lines().find_map(|line| line.strip_suffix(": kept"));
    let path = line.unwrap_or_else(|| panic!("{}", told(&output)));
    desk.path().join(path.trim_start_matches("xinyi: "))
}

fn replay(desk: &Desk, record: &Path) -> (Value, i32) {
    desk.answer(&["replay", "--json", record.to_str().expect("UTF-8")])
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a file");
    assert!(text.contains(from), "{from} in {text}");
    fs::write(path, text.replacen(from, to, 1)).expect("written");
}

fn documents(desk: &Desk) -> Vec<PathBuf> {
    let folder = desk.path().join("kept/documents");
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort_unstable();
    paths
}

#[test]
fn a_decision_is_kept_and_comes_out_again() {
    let (desk, platform) = demo();
    for (name, outcome) in [("zhang-gold", "granted"), ("zhao-listed", "not_granted")] {
        let record = keep(&desk, &platform, name, "");
        let (answer, status) = replay(&desk, &record);
        assert_eq!(status, 0, "{answer}");
        assert_eq!(
            (&answer["verdict"], &answer["damaged"]),
            (&json!("same"), &json!([]))
        );
        assert_eq!(answer["decision"]["outcome"], json!(outcome));

        let kept: Value =
            serde_json::from_str(&fs::read_to_string(&record).expect("a record")).expect("JSON");
        assert_eq!(kept["decision"], answer["decision"]);
        let bundle = fs::read_to_string(desk.path().join(format!("demo/bundles/{name}.sd-jwt")));
        assert_eq!(
            kept["presentation"],
            json!(bundle.expect("a bundle").trim_end())
        );
    }
    // Root, snapshot and law are kept once.
    assert_eq!(documents(&desk).len(), 3);
    // The same decision again is the same record.
    let records = || {
        fs::read_dir(desk.path().join("kept/records"))
            .expect("a folder")
            .count()
    };
    assert_eq!(records(), 2);
    keep(&desk, &platform, "zhang-gold", "");
    assert_eq!(records(), 2);
}

#[test]
fn a_refusal_leaves_no_record() {
    let (desk, platform) = demo();
    let refused = desk.shell(&format!(
        "xinyi check --root demo/root.json --snapshot demo/snapshot.json --programme demo.xinyi-zu.shared-bike \\
            --aud https://another.example --nonce=x --now {} --record kept demo/bundles/zhang-gold.sd-jwt",
        platform["now"],
    ));
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(!desk.path().join("kept").exists());
}

#[test]
fn what_was_changed_is_named() {
    let (desk, platform) = demo();
    let record = keep(&desk, &platform, "zhang-gold", "");
    let good = fs::read_to_string(&record).expect("a record");
    let in_record = [
        (
            r#""outcome":"granted""#,
            r#""outcome":"granteD""#,
            "/decision",
            "other",
        ),
        (
            r#""deposit":"99.00""#,
            r#""deposit":"98.00""#,
            "/options",
            "other",
        ),
        (
            r#""statusMaxAge":259200"#,
            r#""statusMaxAge":259201"#,
            "/verifier",
            "same",
        ),
        (
            r#""presentation":"ey"#,
            r#""presentation":"fy"#,
            "/presentation",
            "refused",
        ),
        (
            r#""keep_until":null"#,
            r#""keep_until":"2099-01-01""#,
            "/keep_until",
            "same",
        ),
        (r#""sha256":"#, r#" "sha256":"#, "byte ", "same"),
    ];
    for (from, to, part, verdict) in in_record {
        change(&record, from, to);
        let (answer, status) = replay(&desk, &record);
        assert_eq!(
            (status, &answer["verdict"]),
            (1, &json!(verdict)),
            "{to}: {answer}"
        );
        let damaged = answer["damaged"][0].as_str().expect("a part");
        assert!(damaged.starts_with(part), "{to}: {damaged}");
        fs::write(&record, &good).expect("written");
    }
    for document in documents(&desk) {
        let good = fs::read_to_string(&document).expect("a document");
        // White space that no reader minds.
        change(&document, "{", "{ ");
        let (answer, status) = replay(&desk, &record);
        assert_eq!(status, 1, "{answer}");
        let name = document
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let part = name.split('-').next().expect("a word");
        assert_eq!(answer["damaged"], json!([format!("/documents/{part}")]));
        fs::write(&document, good).expect("written");
    }
    assert_eq!(replay(&desk, &record).1, 0);
    change(&record, r#"{"record":1"#, r#"{"record":2"#);
    assert_eq!(
        desk.xinyi(&["replay", record.to_str().expect("UTF-8")])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn what_is_no_record_is_told_as_json() {
    let (desk, platform) = demo();
    let record = keep(&desk, &platform, "zhang-gold", "");
    change(&record, "{", "");
    let (answer, status) = replay(&desk, &record);
    assert_eq!((status, &answer["ok"]), (2, &json!(false)), "{answer}");
    fs::write(
        &record,
        r#"{"record":1,"documents":{"root":"../../demo/keys/x"}}"#,
    )
    .expect("written");
    let (answer, status) = replay(&desk, &record);
    assert_eq!(status, 1, "{answer}");
    assert!(
        answer["damaged"].to_string().contains("/documents/root"),
        "{answer}"
    );
}

#[test]
fn a_document_that_was_changed_is_not_relied_on() {
    let (desk, platform) = demo();
    keep(&desk, &platform, "zhang-gold", "");
    let snapshot = documents(&desk).pop().expect("a document");
    change(&snapshot, "{", "{ ");
    let bundle = "demo/bundles/li-silver.sd-jwt";
    let text = |name: &str| platform[name].as_str().expect("a text").to_owned();
    let check = format!(
        "xinyi check --root demo/root.json --snapshot demo/snapshot.json --programme demo.xinyi-zu.shared-bike \\
            --aud {} --nonce={} --request request.json --now {} --record kept {bundle}",
        text("audience"),
        text("nonce"),
        platform["now"],
    );
    let output = desk.shell(&check);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(output.stdout.is_empty(), "{}", told(&output));
}

/// Records are added while others are deleted, and none loses what it needs.
#[test]
fn records_can_be_added_while_others_are_deleted() {
    let (desk, platform) = demo();
    let first = keep(&desk, &platform, "zhang-gold", "--keep-until 2026-11-18");
    let prune = "for i in $(seq 40); do xinyi records prune kept --now 2030-01-01T00:00:00Z > /dev/null; done";
    std::thread::scope(|scope| {
        let pruning = scope.spawn(|| desk.sh(prune));
        for _ in 0..10 {
            let record = keep(&desk, &platform, "li-silver", "");
            assert_eq!(replay(&desk, &record).1, 0);
        }
        pruning.join().expect("pruned");
    });
    assert!(!first.exists());
}

/// Years later this program has another edition of the law built in.
#[test]
fn it_is_the_law_of_then_that_decides_again() {
    let vector = testkit::vectors::all()
        .into_iter()
        .find(|v| v.name == "outcome/first-tier")
        .expect("a vector");
    let mut then: Value =
        serde_json::to_value(xinyi::LawEdition::built_in().expect("an edition")).expect("JSON");
    then["edition"] = json!("2019-01-01");
    then["version"] = json!(1);
    let then = xinyi::LawEdition::parse(then.to_string().as_bytes()).expect("an edition");
    let presented = vector.presented();
    let again = xinyi::Replay::of(
        vector.platform["root"].as_str().expect("a root"),
        &vector.snapshot(),
        &then,
        &xinyi::VerifierOptions::from_json(&vector.creation()).expect("options"),
        xinyi::Presentations::parse(&presented).expect("a presentation"),
        &xinyi::CheckOptions::from_json(&vector.document["check"].to_string()).expect("options"),
    );
    let again = serde_json::to_value(again.expect("a decision")).expect("JSON");
    assert_eq!(
        again["evidence"]["law"],
        json!({ "edition": "2019-01-01", "version": 1 })
    );
}

#[test]
fn records_whose_term_is_over_are_deleted_with_what_only_they_need() {
    let (desk, platform) = demo();
    let first = keep(&desk, &platform, "zhang-gold", "--keep-until 2027-05-31");
    let second = keep(&desk, &platform, "li-silver", "--keep-until 2027-06-30");
    let third = keep(&desk, &platform, "zhao-listed", "");
    let prune = |now: &str, more: &[&str]| {
        let prune = ["records", "prune", "kept", "--json", "--now", now];
        desk.answer(&[&prune[..], more].concat())
    };
    // The last day is over at midnight in China.
    let (answer, status) = prune("2027-05-31T15:59:59Z", &[]);
    assert_eq!(
        (status, &answer["deleted"], &answer["kept"]),
        (0, &json!([]), &json!(3))
    );
    let (answer, _) = prune("2027-05-31T16:00:00Z", &["--dry-run"]);
    assert_eq!(answer["deleted"].as_array().map(Vec::len), Some(1));
    assert!(first.exists());
    prune("2027-05-31T16:00:00Z", &[]);
    assert!(!first.exists() && second.exists() && third.exists());
    assert_eq!(replay(&desk, &second).1, 0);

    // What a killed command left goes; what has no last day is told.
    fs::write(desk.path().join("kept/records/.tmpAbC123"), "half").expect("written");
    written_at(&desk, "2027-05-31T15:00:00Z");
    let (answer, _) = prune("2027-05-31T16:00:00Z", &[]);
    assert_eq!(answer["without_term"], json!(1));
    assert_eq!(answer["deleted"], json!(["kept/records/.tmpAbC123"]));

    // Of a record that was changed nobody knows what it needs and how long it may stay.
    let good = fs::read_to_string(&second).expect("a record");
    change(&second, "2027-06-30", "2027-06-29");
    fs::remove_file(&third).expect("a record");
    written_at(&desk, "2027-05-31T15:00:00Z");
    let (answer, status) = prune("2030-01-01T00:00:00Z", &[]);
    assert_eq!(
        (status, answer["unreadable"].as_array().map(Vec::len)),
        (1, Some(1))
    );
    assert_eq!(documents(&desk).len(), 3);
    fs::write(&second, good).expect("written");
    let (answer, status) = prune("2030-01-01T00:00:00Z", &[]);
    assert_eq!(
        (status, answer["deleted"].as_array().map(Vec::len)),
        (0, Some(4)),
        "{answer}"
    );
    assert!(documents(&desk).is_empty());
}

/// A server that keeps records itself takes no lock. What it is about to put in its place, and the documents of a record
/// that it is about to add, are not taken from it.
#[test]
fn what_was_written_within_the_hour_stays() {
    let (desk, platform) = demo();
    let record = keep(&desk, &platform, "zhang-gold", "--keep-until 2027-05-31");
    let text = fs::read_to_string(&record).expect("a record");
    fs::remove_file(&record).expect("a record");
    for folder in ["records", "documents"] {
        let path = desk.path().join("kept").join(folder).join(".tmpAbC123");
        fs::write(path, "half").expect("written");
    }
    let prune = |now: &str| {
        let answer = desk.answer(&["records", "prune", "kept", "--json", "--now", now]);
        answer.0["deleted"].as_array().map(Vec::len)
    };
    written_at(&desk, "2026-11-18T08:00:00Z");
    assert_eq!(prune("2026-11-18T08:00:00Z"), Some(0));
    assert_eq!(prune("2026-11-18T08:59:59Z"), Some(0));
    // By a clock that is behind it is as new.
    assert_eq!(prune("2026-11-17T08:00:00Z"), Some(0));
    fs::write(&record, &text).expect("written");
    assert_eq!(replay(&desk, &record).1, 0);

    // An hour later the record needs its documents, and without it nobody does.
    assert_eq!(prune("2026-11-18T09:00:00Z"), Some(2));
    assert_eq!(replay(&desk, &record).1, 0);
    fs::remove_file(&record).expect("a record");
    assert_eq!(prune("2026-11-18T09:00:00Z"), Some(3));
    assert!(documents(&desk).is_empty());
}

/// Dates what was written, which the machine's clock has done otherwise.
fn written_at(desk: &Desk, time: &str) {
    desk.sh(&format!("find kept -type f -exec touch -d {time} {{}} +"));
}

#[test]
fn the_commands_of_the_docs_work() {
    let (desk, platform) = demo();
    let bundle = &platform["bundles"][0];
    fs::write(
        desk.path().join("request.json"),
        bundle["request"].to_string(),
    )
    .expect("written");
    desk.sh("cp demo/root.json demo/snapshot.json .");
    desk.sh(&format!(
        "cp demo/{} presentation.sd-jwt",
        bundle["file"].as_str().expect("a file")
    ));
    let known = format!(
        "nonce={}; now={}\n",
        platform["nonce"].as_str().expect("a nonce"),
        platform["now"]
    );
    desk.sh(&(known + &blocks("docs/decisions.md", "sh")));
}
