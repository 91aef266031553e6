//! Commands that end in the middle of their work, and go on.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use serde_json::json;
use testkit::desk::told;
use testkit::subjects::{NOW, line, penalty};

use super::office::{ISSUE, Office, bundles, disclosed, entry};
use super::tables::organisation;

const SUBJECTS: u64 = 1_500;
const DAY: i64 = 86_400;

/// The lines that are issued, and where.
const WHOLE: [&str; 2] = ["in.ndjson", "out.ndjson"];

/// Begins `xinyi issue`, on one core: on all of a large machine it would be done before it could be ended.
fn begun(office: &Office, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(ISSUE)
        .args(["--jobs", "1", "--now", &NOW.to_string()])
        .args(arguments)
        .current_dir(office.desk.path())
        .stderr(said(office))
        .spawn()
        .expect("xinyi runs")
}

/// Where all that commands say is kept.
fn said(office: &Office) -> File {
    let mut options = File::options();
    let path = office.desk.path().join("said");
    options
        .create(true)
        .append(true)
        .open(path)
        .expect("a file")
}

/// Some kill fell within the work: a run went on from where one before it was, and what that one may have signed is void.
#[track_caller]
fn assert_went_on(office: &Office) {
    let said = office.text("said");
    assert!(said.contains("goes on after line"), "{said}");
    assert!(office.count("SELECT count(*) FROM entries WHERE void = 1") > 0);
}

/// Begins it and ends it after so long, if it has not ended. Whether it has.
fn killed_after(office: &Office, arguments: &[&str], wait: Duration) -> bool {
    let mut child = begun(office, arguments);
    thread::sleep(wait);
    child.kill().expect("killed");
    child.wait().expect("it ends").success()
}

/// Until the next kill: ten random moments at least, and from then on longer and longer ones, so that a busy machine gets
/// on as well.
fn some_time(random: &mut fastrand::Rng, kills: u64) -> Duration {
    let most = match kills {
        0..10 => 100 + 20 * kills,
        _ => 300 * (kills - 8),
    };
    Duration::from_millis(random.u64(20..most))
}

/// Begins it again and again, and ends it at random moments, until it is done.
fn killed_until_it_is_done(office: &Office, arguments: &[&str]) {
    let mut random = fastrand::Rng::new();
    println!("seed {}", random.get_seed());
    let mut kills = 0;
    while !killed_after(office, arguments, some_time(&mut random, kills)) {
        kills += 1;
        assert!(kills < 200, "it does not get on");
    }
    println!("{kills} kills");
    assert!(kills >= 10, "it is too quick for this test: {kills}");
}

/// The answers, which are all there, in order, with a bundle each, and no entry in two. Returns the entries.
fn whole(office: &Office, name: &str, count: u64) -> Vec<(String, u64)> {
    let answers = office.lines(name);
    let lines: Vec<u64> = answers.iter().filter_map(|a| a["line"].as_u64()).collect();
    assert_eq!(lines, (1..=count).collect::<Vec<_>>());
    assert!(answers.iter().all(|answer| answer["ok"] == json!(true)));
    let entries: Vec<_> = answers.iter().map(|a| entry(bundles(a)[0])).collect();
    assert_eq!(entries.iter().collect::<BTreeSet<_>>().len() as u64, count);
    assert!(!office.exists(&format!("{name}.partial")));
    entries
}

#[test]
fn issuing_that_is_killed_goes_on_with_nobody_twice_and_no_entry_twice() {
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    killed_until_it_is_done(&office, &WHOLE);
    let entries = whole(&office, "out.ndjson", SUBJECTS);
    // The register says the same, and of what a killed command may have signed, that it is invalid.
    assert_eq!(
        office.count("SELECT count(*) FROM issued"),
        i64::try_from(SUBJECTS).expect("small")
    );
    assert_went_on(&office);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE void = 1 AND status <> 1"),
        0
    );
    let register = office.register();
    let mut idx = register
        .prepare("SELECT void FROM entries JOIN lists USING (list) WHERE uri = ? AND idx = ?")
        .expect("SQL");
    for (uri, index) in &entries {
        let index = i64::try_from(*index).expect("small");
        let void: i64 = idx
            .query_row((uri, index), |row| row.get(0))
            .expect("in the register");
        assert_eq!(void, 0);
    }
}

#[test]
fn renewing_that_is_killed_goes_on_with_nobody_twice_and_what_changed_is_invalid_once() {
    let office = Office::new(50_000);
    office.write_lines("first.ndjson", (0..SUBJECTS).map(line));
    office.issues_at(
        NOW - DAY,
        &["--new-register", "first.ndjson", "first-out.ndjson"],
    );
    let first = whole(&office, "first-out.ndjson", SUBJECTS);
    // Of three subjects one has another record, one another score, and one nothing new.
    let next = |subject: u64| {
        let mut next = line(subject);
        next.as_object_mut().expect("a line").remove("keys");
        match subject % 3 {
            0 => next["claims"]["penalties"] = json!([penalty(subject + SUBJECTS)]),
            1 => next["claims"]["evaluations"]["sh-public"]["score"] = json!(999),
            _ => {}
        }
        next
    };
    office.write_lines("in.ndjson", (0..SUBJECTS).map(next));
    killed_until_it_is_done(&office, &[&["--renew"], &WHOLE[..]].concat());

    let second = whole(&office, "out.ndjson", SUBJECTS);
    for (subject, (before, after)) in first.iter().zip(&second).enumerate() {
        assert_eq!(before == after, subject % 3 == 2, "{subject}");
    }
    let third = i64::try_from(SUBJECTS / 3).expect("small");
    assert_eq!(office.count("SELECT count(*) FROM issued"), 5 * third);
    // The earlier bundle of whoever's records have changed, once, and nobody else's.
    let changed = "SELECT count(*) FROM changes WHERE cause = 'records_changed'";
    assert_eq!(office.count(changed), third);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE status = 1 AND void = 0"),
        third
    );
    // What a killed command may have signed and nobody got counts for nobody.
    assert_went_on(&office);
    assert_eq!(
        office.count("SELECT count(*) FROM entries WHERE void = 1 AND status <> 1"),
        0
    );
}

#[test]
fn issuing_by_tables_that_is_killed_goes_on_with_nobody_twice_and_every_record() {
    let office = Office::new(50_000);
    let code = |n: u64| organisation(&format!("91310115MA1K{n:04}"));
    let firm = |n: u64| {
        let mut firm = line(n);
        firm["claims"]["subject_kind"] = json!("enterprise");
        firm["claims"]["subject"] = json!({ "id": code(n) });
        firm.as_object_mut().expect("a line").remove("subject");
        firm["claims"]
            .as_object_mut()
            .expect("claims")
            .remove("penalties");
        firm
    };
    office.write_lines("in.ndjson", (0..SUBJECTS).map(firm));
    // One of two firms has a penalty; of one the row cannot be used.
    let mut rows = String::from("cf_xdr_shxym,cf_wsh,cf_cflb,cf_jdrq,cf_cfjg,cf_yj\n");
    for n in (0..SUBJECTS).step_by(2) {
        let kind = if n == 100 { "罚酒" } else { "罚款" };
        rows += &format!(
            "{},{n}号,{kind},2026-09-01,示例区税务局,某法第一条\n",
            code(n)
        );
    }
    office.write("cf.csv", &rows);
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    let mut random = fastrand::Rng::new();
    println!("seed {}", random.get_seed());
    let tables = [
        "--table",
        "penalties=cf.csv",
        "--rejected-rows",
        "rejected.ndjson",
    ];
    let arguments = [&tables[..], &WHOLE].concat();
    let mut kills = 0;
    // It ends with 1: not everybody has a bundle.
    while !office.exists("out.ndjson") {
        killed_after(&office, &arguments, some_time(&mut random, kills));
        kills += 1;
        assert!(kills < 200, "it does not get on");
    }
    println!("{kills} kills");
    assert!(kills >= 10, "it is too quick for this test: {kills}");
    let last = office.issue_at(NOW, &arguments);
    assert!(matches!(last.status.code(), Some(1 | 2)), "{}", told(&last));

    let answers = office.lines("out.ndjson");
    let lines: Vec<u64> = answers.iter().filter_map(|a| a["line"].as_u64()).collect();
    assert_eq!(lines, (1..=SUBJECTS).collect::<Vec<_>>());
    let mut entries = BTreeSet::new();
    for (n, answer) in (0..).zip(&answers) {
        if n == 100 {
            assert_eq!(answer["error"]["code"], json!("input.options"));
            continue;
        }
        let bundle = bundles(answer)[0];
        assert!(entries.insert(entry(bundle)), "{n}");
        let (_, elements) = disclosed(bundle);
        let documents: Vec<_> = elements
            .iter()
            .filter_map(|e| e["document"].as_str())
            .collect();
        let want = match n % 2 {
            0 => vec![format!("{n}号")],
            _ => Vec::new(),
        };
        assert_eq!(documents, want);
    }
    assert_eq!(
        office.count("SELECT count(*) FROM issued"),
        i64::try_from(SUBJECTS - 1).expect("small")
    );
    assert_eq!(office.lines("rejected.ndjson").len(), 1);
    assert_went_on(&office);
}

#[test]
fn a_run_goes_on_by_the_same_command_alone_or_is_given_up() {
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    let mut wait = 20;
    loop {
        assert!(
            !killed_after(&office, &WHOLE, Duration::from_millis(wait)),
            "it is too quick"
        );
        if office.count("SELECT coalesce(max(lines), 0) FROM runs WHERE ended_at IS NULL") > 0 {
            break;
        }
        wait += 20;
    }
    for (arguments, problem) in [
        (&["in.ndjson", "other.ndjson"][..], "has not ended"),
        (&["none.ndjson", "out.ndjson"], "not the lines"),
        (
            &["--as-of", "2026-11-30", "in.ndjson", "out.ndjson"],
            "other settings",
        ),
    ] {
        let output = office.issue_at(NOW, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains(problem), "{}", told(&output));
    }
    office.issues_at(NOW, &["--abandon"]);
    assert!(!office.exists("out.ndjson.partial"));
    assert_eq!(office.count("SELECT count(*) FROM issued"), 0);
    office.write_lines("in.ndjson", (0..10).map(line));
    office.issues_at(NOW, &["in.ndjson", "out.ndjson"]);
    assert_eq!(office.count("SELECT count(*) FROM issued"), 10);
}

#[test]
fn of_two_commands_one_is_refused() {
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    let mut first = begun(&office, &WHOLE);
    while !office.exists("out.ndjson.partial") {
        assert!(
            first.try_wait().expect("a status").is_none(),
            "it has ended"
        );
        thread::sleep(Duration::from_millis(5));
    }
    let second = office.issue_at(NOW, &["in.ndjson", "second.ndjson"]);
    let set = office.status_at(NOW, "build", &[]);
    for refused in [second, set] {
        assert_eq!(refused.status.code(), Some(2));
        assert!(
            told(&refused).contains("another command"),
            "{}",
            told(&refused)
        );
    }
    first.kill().expect("killed");
    first.wait().expect("it ends");
}

/// The disk is a small file system in memory. Whoever has name spaces of their own may make one there.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    fs::create_dir(office.desk.path().join("small")).expect("a folder");
    let own = ["unshare --user --map-root-user --mount", "unshare --mount"];
    let mount = "mount -t tmpfs -o size=2m tmpfs small";
    let makes_one = |own: &&&str| {
        office
            .desk
            .shell(&format!("{own} {mount}"))
            .status
            .success()
    };
    let Some(own) = own.iter().find(makes_one) else {
        testkit::skip("a full disk: no file system can be mounted here");
        return;
    };
    let mut issue = ISSUE.to_vec();
    if let Some(register) = issue.last_mut() {
        *register = "small/r.db";
    }
    let issue = format!("xinyi {} --now {NOW}", issue.join(" "));
    let script = format!(
        "{mount}
        {issue} --new-register in.ndjson small/out.ndjson > full 2>&1 || echo \"status $?\" >> full
        mount -o remount,size=200m small
        {issue} in.ndjson small/out.ndjson > whole 2>&1
        cp small/out.ndjson out.ndjson"
    );
    office.write("script", &script);
    office.desk.sh(&format!("{own} bash -euo pipefail script"));
    let told = |name: &str| fs::read_to_string(office.desk.path().join(name)).expect(name);
    let (full, whole_told) = (told("full"), told("whole"));
    assert!(full.contains("the disk is full; nothing is lost"), "{full}");
    assert!(full.ends_with("status 2\n"), "{full}");
    assert!(whole_told.contains("goes on after line"), "{whole_told}");
    whole(&office, "out.ndjson", SUBJECTS);
}
