//! Suspended, reinstated, revoked.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::json;
use testkit::desk::told;
use testkit::keys::derived_key;
use testkit::subjects::{NOW, key_name, line};

use super::office::{CITY, Office, STATUS, bundles};

const HOUR: i64 = 3_600;

#[test]
fn a_subject_is_suspended_reinstated_and_revoked_with_who_and_why() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1), line(2)]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    office.sets_at(NOW, "build", &[]);
    let answers = office.lines("out.ndjson");
    let (one, two) = (bundles(&answers[0])[0], bundles(&answers[1])[0]);
    let by = ["--who", "王某，信用科", "--why", "异议核查"];
    let with = |change: [&'static str; 2]| [&change[..], &by[..]].concat();
    let mut now = NOW;
    for (change, outcome) in [
        (["--suspend", "p-1"], "status.suspended"),
        (["--reinstate", "p-1"], "granted"),
        (["--revoke", "p-1"], "status.invalid"),
        // For good.
        (["--reinstate", "p-1"], "status.invalid"),
    ] {
        now += HOUR;
        office.sets_at(now, "set", &with(change));
        assert_eq!(office.outcome_at(now + 60, one), outcome, "{change:?}");
        assert_eq!(office.outcome_at(now + 60, two), "granted");
    }
    assert_eq!(
        office.count("SELECT count(*) FROM changes WHERE who = '王某，信用科'"),
        3
    );
    // Nobody changes the log, nor what is invalid.
    for sql in [
        "DELETE FROM changes",
        "UPDATE changes SET who = 'nobody'",
        "UPDATE entries SET status = 0 WHERE status = 1",
        "DELETE FROM entries",
        "UPDATE entries SET subject = 'p-2' WHERE subject = 'p-1'",
    ] {
        assert!(office.register().execute(sql, []).is_err(), "{sql}");
    }
    // A key that was revoked is not renewed, and gets nothing new.
    office.write_lines("in.ndjson", [line(1)]);
    let output = office.issue_at(now, &["in.ndjson"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output).contains("status.invalid"),
        "{}",
        told(&output)
    );
}

#[test]
fn one_key_of_a_subject_can_be_revoked() {
    let office = Office::new(1_000);
    let mut wanted = line(1);
    let lost = derived_key("lost");
    wanted["keys"] = json!([
        wanted["keys"][0],
        serde_json::to_value(lost.to_jwk()).expect("a key")
    ]);
    office.write_lines("in.ndjson", [wanted]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let lost = lost.thumbprint();
    let by = [
        "--revoke",
        "p-1",
        "--holder",
        &lost,
        "--who",
        "a",
        "--why",
        "a lost telephone",
    ];
    office.sets_at(NOW + HOUR, "set", &by);
    let answers = office.lines("out.ndjson");
    let [kept, gone] = bundles(&answers[0])[..] else {
        panic!("two bundles")
    };
    assert_eq!(office.outcome_at(NOW + 2 * HOUR, kept), "granted");
    assert_eq!(office.outcome_at(NOW + 2 * HOUR, gone), "status.invalid");
    // The next bundles are for the key that is left.
    let mut next = line(1);
    next.as_object_mut().expect("a line").remove("keys");
    office.write_lines("next.ndjson", [next]);
    office.issues_at(
        NOW + 2 * HOUR,
        &["--renew", "next.ndjson", "next-out.ndjson"],
    );
    let answers = office.lines("next-out.ndjson");
    assert_eq!(bundles(&answers[0]).len(), 1);
    let holder = &super::office::claims(bundles(&answers[0])[0])["cnf"]["jwk"];
    let own = serde_json::to_value(derived_key(&key_name(1)).to_jwk()).expect("a key");
    assert_eq!(*holder, own);
}

#[test]
fn changes_from_a_file_are_made_all_or_none() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", (0..10).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let change = |subject: &str, change: &str, why: &str| json!({ "subject": subject, "change": change, "who": "信用科", "why": why });
    let bad = [
        change("p-1", "revoke", "a"),
        change("p-99", "revoke", "a"),
        change("p-2", "revok", "a"),
        change("p-2", "revoke", " "),
    ];
    office.write_lines("changes.ndjson", bad);
    let output = office.status_at(NOW, "set", &["--changes", "changes.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
    for line in ["line 2", "line 3", "line 4", "nothing was changed"] {
        assert!(told(&output).contains(line), "{}", told(&output));
    }
    assert_eq!(office.count("SELECT count(*) FROM changes"), 0);
    office.write_lines(
        "changes.ndjson",
        (0..10).map(|n| change(&format!("p-{n}"), "suspend", "a")),
    );
    office.sets_at(NOW, "set", &["--changes", "changes.ndjson"]);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE status = 2"),
        10
    );
    // Once more changes nothing.
    office.sets_at(NOW + HOUR, "set", &["--changes", "changes.ndjson"]);
    assert_eq!(office.count("SELECT count(*) FROM changes"), 10);
}

#[test]
fn setting_that_is_killed_is_done_by_the_same_command() {
    const SUBJECTS: u64 = 500;
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    office.write_lines(
        "changes.ndjson",
        (0..SUBJECTS).map(
            |n| json!({ "subject": format!("p-{n}"), "change": "revoke", "who": "a", "why": "b" }),
        ),
    );
    let mut random = fastrand::Rng::new();
    println!("seed {}", random.get_seed());
    for kill in 0..10 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xinyi"))
            .args(["status", "set"])
            .args(STATUS)
            .args(["--now", &NOW.to_string(), "--changes", "changes.ndjson"])
            .current_dir(office.desk.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xinyi runs");
        thread::sleep(Duration::from_millis(random.u64(5..60 + 20 * kill)));
        child.kill().expect("killed");
        child.wait().expect("it ends");
        // All or none, and logged once.
        let changed = office.count("SELECT count(*) FROM entries WHERE status = 1");
        assert!(
            changed == 0 || changed == i64::try_from(SUBJECTS).expect("small"),
            "{changed}"
        );
        assert_eq!(office.count("SELECT count(*) FROM changes"), changed);
        // A list that is there is whole.
        if let Ok(list) = fs::read_to_string(office.desk.path().join("lists/1.jwt")) {
            assert!(list.ends_with('\n'), "half a list");
        }
    }
    office.sets_at(NOW + HOUR, "set", &["--changes", "changes.ndjson"]);
    let answers = office.lines("out.ndjson");
    assert_eq!(
        office.outcome_at(NOW + 2 * HOUR, bundles(&answers[7])[0]),
        "status.invalid"
    );
    assert_eq!(
        office.count("SELECT count(*) FROM changes"),
        i64::try_from(SUBJECTS).expect("small")
    );
}

#[test]
fn nobody_gets_round_a_suspension_or_a_revocation_by_the_next_bundle() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1), line(2), line(3)]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let by = ["--who", "a", "--why", "b"];
    let set =
        |now: i64, change: [&str; 2]| office.sets_at(now, "set", &[&change[..], &by[..]].concat());
    set(NOW + HOUR, ["--suspend", "p-1"]);
    // With another score it would have a new entry, which is valid in every list that is out by then.
    let mut better = line(1);
    better["claims"]["evaluations"]["sh-public"]["score"] = json!(799);
    better.as_object_mut().expect("a line").remove("keys");
    let mut worse = line(2);
    worse["claims"]["penalties"] = json!([testkit::subjects::penalty(2)]);
    worse.as_object_mut().expect("a line").remove("keys");
    let mut unchanged = line(1);
    unchanged.as_object_mut().expect("a line").remove("keys");
    unchanged["subject"] = json!("p-1");
    office.write_lines("next.ndjson", [better.clone(), worse, unchanged]);
    let renew = ["--renew", "next.ndjson", "next-out.ndjson"];
    let output = office.issue_at(NOW + 2 * HOUR, &renew);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let next = office.lines("next-out.ndjson");
    assert_eq!(next[0]["error"]["code"], json!("status.suspended"));
    assert_eq!(next[0]["error"]["details"]["pointer"], json!("/subject"));
    assert_eq!(next[1]["ok"], json!(true));
    let entries = "SELECT count(*) FROM entries WHERE subject = 'p-1'";
    assert_eq!(office.count(entries), 1);
    // Of whom nothing has changed has the entry that is suspended.
    office.sets_at(NOW + 2 * HOUR, "build", &[]);
    let same = bundles(&next[2])[0];
    assert_eq!(office.outcome_at(NOW + 3 * HOUR, same), "status.suspended");
    set(NOW + 3 * HOUR, ["--reinstate", "p-1"]);
    assert_eq!(office.outcome_at(NOW + 4 * HOUR, same), "granted");
    office.write_lines("next.ndjson", [better]);
    let renew = ["--renew", "next.ndjson", "better.ndjson"];
    office.issues_at(NOW + 4 * HOUR, &renew);
    let better = office.lines("better.ndjson");
    assert_eq!(
        office.outcome_at(NOW + 4 * HOUR, bundles(&better[0])[0]),
        "granted"
    );

    // A key that was revoked after its bundles had become invalid is revoked all the same, also for another subject.
    set(NOW + 4 * HOUR, ["--revoke", "p-2"]);
    let mut other = line(4);
    other["keys"] = line(2)["keys"].clone();
    office.write_lines("in.ndjson", [line(2), other]);
    let output = office.issue_at(NOW + 5 * HOUR, &["in.ndjson", "none.ndjson"]);
    assert_eq!(output.status.code(), Some(1));
    for answer in office.lines("none.ndjson") {
        assert_eq!(answer["error"]["code"], json!("status.invalid"), "{answer}");
    }

    // What is refused takes nothing away.
    let mut wrong = line(3);
    wrong["claims"]["penalties"] = json!([{ "document": "1" }]);
    office.write_lines("in.ndjson", [wrong]);
    assert_eq!(
        office
            .issue_at(NOW + 5 * HOUR, &["in.ndjson"])
            .status
            .code(),
        Some(1)
    );
    office.sets_at(NOW + 6 * HOUR, "build", &[]);
    let first = office.lines("out.ndjson");
    assert_eq!(
        office.outcome_at(NOW + 7 * HOUR, bundles(&first[2])[0]),
        "granted"
    );
}

#[test]
fn a_list_of_a_day_to_come_is_not_made_worse() {
    let office = Office::new(1_000);
    office.write_lines("in.ndjson", [line(1)]);
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    office.sets_at(NOW + 100 * 24 * HOUR, "build", &[]);
    let output = office.status_at(NOW + HOUR, "build", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("as of a later time"),
        "{}",
        told(&output)
    );
    // The way back, once the clock is right.
    let bundle = office.lines("out.ndjson");
    let bundle = bundles(&bundle[0])[0];
    assert_eq!(office.outcome_at(NOW + HOUR, bundle), "time.rollback");
    office.sets_at(NOW + HOUR, "build", &["--despite-later-list"]);
    assert_eq!(office.outcome_at(NOW + HOUR, bundle), "granted");
    // From then on as ever.
    let by = ["--revoke", "p-1", "--who", "a", "--why", "b"];
    office.sets_at(NOW + 2 * HOUR, "set", &by);
    assert_eq!(office.outcome_at(NOW + 2 * HOUR, bundle), "status.invalid");
}

#[test]
fn a_list_is_signed_as_long_as_it_has_bundles_or_may_get_some() {
    const DAY: i64 = 24 * HOUR;
    let office = Office::new(20);
    // More than nine of ten entries of the first list.
    office.write_lines("in.ndjson", (0..19).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let build = |now: i64| {
        let output = office.status_at(now, "build", &[]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        let there = [1, 2, 3].map(|n| office.exists(&format!("lists/{n}.jwt")));
        (told(&output), there)
    };
    assert_eq!(build(NOW).1, [true, true, false]);
    let ends = |list: i64| office.count(&format!("SELECT ends_at FROM lists WHERE list = {list}"));
    let longest = "SELECT max(exp) FROM entries WHERE list = 1";
    assert_eq!(ends(1), office.count(longest));
    let end = ends(1);
    // Until its last bundle has ended, and while a clock that is behind may think that it has not.
    assert_eq!(build(end - HOUR).1, [true, true, false]);
    assert_eq!(build(end + HOUR - 1).1, [true, true, false]);
    // Then no more; the newest one always.
    assert_eq!(office.text("lists/ended"), "");
    let (text, there) = build(end + HOUR);
    assert_eq!(there, [false, true, false]);
    assert!(text.contains("not signed any more"), "{text}");
    assert_eq!(
        office.text("lists/ended"),
        format!("{CITY}/status/issued-1\n")
    );
    let signed = "SELECT signed_at FROM lists WHERE list = 1";
    let last = office.count(signed);
    build(end + 2 * HOUR);
    assert_eq!(office.count(signed), last);
    // A subject of whom nothing has changed keeps the entry, and so the list comes back.
    let (uri, _) = super::office::entry(bundles(&office.lines("out.ndjson")[0])[0]);
    assert!(uri.ends_with("issued-1"), "{uri}");
    let mut next = line(0);
    next.as_object_mut().expect("a line").remove("keys");
    office.write_lines("next.ndjson", [next]);
    office.issues_at(end + DAY, &["--renew", "next.ndjson", "next-out.ndjson"]);
    assert_eq!(
        super::office::entry(bundles(&office.lines("next-out.ndjson")[0])[0]).0,
        uri
    );
    assert_eq!(build(end + DAY).1, [true, true, false]);
    assert!(ends(1) > end);
    assert_eq!(office.text("lists/ended"), "");
}

#[test]
fn a_list_with_somebody_who_is_suspended_is_signed_until_it_is_decided() {
    let office = Office::new(20);
    office.write_lines("in.ndjson", (0..19).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let by = ["--who", "a", "--why", "b"];
    let set =
        |now: i64, change: [&str; 2]| office.sets_at(now, "set", &[&change[..], &by[..]].concat());
    set(NOW + HOUR, ["--suspend", "p-0"]);
    let end = office.count("SELECT ends_at FROM lists WHERE list = 1");
    let later = end + 10 * 24 * HOUR;
    // The next bundle of the same entry, for which somebody may keep the list from before.
    office.sets_at(later, "build", &[]);
    assert!(office.exists("lists/1.jwt"));
    assert_eq!(office.text("lists/ended"), "");
    let mut next = line(0);
    next.as_object_mut().expect("a line").remove("keys");
    office.write_lines("next.ndjson", [next]);
    office.issues_at(later, &["--renew", "next.ndjson", "next-out.ndjson"]);
    let next = office.lines("next-out.ndjson");
    office.sets_at(later + HOUR, "build", &[]);
    assert_eq!(
        office.outcome_at(later + HOUR, bundles(&next[0])[0]),
        "status.suspended"
    );
    // Once it is decided, the list ends as any other.
    set(later + 2 * HOUR, ["--revoke", "p-0"]);
    let end = office.count("SELECT ends_at FROM lists WHERE list = 1");
    office.sets_at(end + HOUR, "build", &[]);
    assert!(!office.exists("lists/1.jwt"));
}

/// Every night the same command, also on the day on which a list ends.
#[test]
fn publishing_goes_on_when_a_list_ends() {
    let office = Office::new(20);
    office.write_lines("in.ndjson", (0..19).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let night = |now: i64, more: &str| {
        office.sets_at(now, "build", &[]);
        let output = office.desk.shell(&format!(
            "lists=$(ls lists/*.jwt | sed 's/^/--status-list /')
            programmes=$(ls demo/programmes/*.jws | sed 's/^/--programme /')
            rm -f next.json
            xinyi trust manifest rotate manifest.json --trust-list demo/trust/trust-list.json $programmes $lists \
              --days 14 --now {now} --out next.json > log
            xinyi trust manifest sign next.json --root demo/root.json --key demo/keys/manifest-1.pem >> log
            cp next.json manifest.json
            xinyi snapshot publish --root demo/root.json --manifest manifest.json \
              --trust-list demo/trust/trust-list.json $programmes $lists --out www --now {now} {more}"
        ));
        (told(&output), output.status.code())
    };
    office.desk.sh("cp demo/trust/manifest.json manifest.json");
    let ended = "--ended-status-lists lists/ended";
    let (text, status) = night(NOW + HOUR, ended);
    assert_eq!(status, Some(0), "{text}");
    assert!(office.exists("www/status/issued-1"));
    let end = office.count("SELECT ends_at FROM lists WHERE list = 1");
    let (text, status) = night(end + HOUR, "");
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("status.missing"), "{text}");
    let (text, status) = night(end + 2 * HOUR, ended);
    assert_eq!(status, Some(0), "{text}");
    assert!(!office.text("www/index.json").contains("issued-1\""));
    let (text, status) = night(end + 3 * HOUR, "--ended-status-lists nowhere");
    assert_eq!(status, Some(2), "{text}");
}

#[test]
fn a_register_of_the_first_version_is_brought_up_to_date() {
    let office = Office::new(20);
    office.write_lines("in.ndjson", (0..19).map(line));
    office.issues_at(NOW, &["--new-register", "in.ndjson", "out.ndjson"]);
    let ends = "SELECT group_concat(ends_at) FROM lists";
    let text = |sql: &str| -> String {
        office
            .register()
            .query_row(sql, [], |row| row.get(0))
            .expect(sql)
    };
    let before = text(ends);
    office
        .register()
        .execute_batch("ALTER TABLE lists DROP COLUMN ends_at; PRAGMA user_version = 1")
        .expect("an older register");
    office.sets_at(NOW + HOUR, "build", &[]);
    assert_eq!(text(ends), before);
    assert_eq!(office.count("PRAGMA user_version"), 2);
    // One of a version to come is left alone.
    office
        .register()
        .execute_batch("PRAGMA user_version = 3")
        .expect("a newer one");
    let output = office.status_at(NOW + 2 * HOUR, "build", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("no register of this version"),
        "{}",
        told(&output)
    );
}
