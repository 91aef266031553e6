//! Commands that end in the middle of their work, and go on.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

use serde_json::json;
use testkit::desk::told;
use testkit::subjects::{NOW, line};

use super::office::{ISSUE, Office, bundles, entry};

const SUBJECTS: u64 = 1_500;

/// Begins `xinyi issue`, on one core: on all of a large machine it would be done before it could be ended.
fn begun(office: &Office) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(ISSUE)
        .args(["--jobs", "1", "--now", &NOW.to_string()])
        .args(["in.ndjson", "out.ndjson"])
        .current_dir(office.desk.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("xinyi runs")
}

/// Begins it and ends it after so long, if it has not ended. Whether it has.
fn killed_after(office: &Office, wait: Duration) -> bool {
    let mut child = begun(office);
    thread::sleep(wait);
    child.kill().expect("killed");
    child.wait().expect("it ends").success()
}

#[test]
fn issuing_that_is_killed_goes_on_with_nobody_twice_and_no_entry_twice() {
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    let mut random = fastrand::Rng::new();
    println!("seed {}", random.get_seed());
    let mut kills = 0;
    // At ten random moments at least, and from then on at longer ones.
    while !killed_after(
        &office,
        Duration::from_millis(random.u64(20..100 + 20 * kills)),
    ) {
        kills += 1;
        assert!(kills < 200, "it does not get on");
    }
    println!("{kills} kills");
    assert!(kills >= 10, "it is too quick for this test: {kills}");

    let answers = office.lines("out.ndjson");
    let lines: Vec<u64> = answers.iter().filter_map(|a| a["line"].as_u64()).collect();
    assert_eq!(lines, (1..=SUBJECTS).collect::<Vec<_>>());
    assert!(answers.iter().all(|answer| answer["ok"] == json!(true)));
    let entries: BTreeSet<_> = answers.iter().map(|a| entry(bundles(a)[0])).collect();
    assert_eq!(entries.len() as u64, SUBJECTS);
    // The register says the same, and of what a killed command may have signed, that it is invalid.
    assert_eq!(
        office.count("SELECT count(*) FROM issued"),
        i64::try_from(SUBJECTS).expect("small")
    );
    assert!(office.count("SELECT count(*) FROM entries WHERE void = 1") > 0);
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
    assert!(!office.exists("out.ndjson.partial"));
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
            !killed_after(&office, Duration::from_millis(wait)),
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
    let mut first = begun(&office);
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

/// The disk is a file system in memory, which only root may make.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let office = Office::new(50_000);
    office.write_lines("in.ndjson", (0..SUBJECTS).map(line));
    let small = office.desk.path().join("small");
    fs::create_dir(&small).expect("a folder");
    let mount = |options: &str| {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&small)
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success())
    };
    if !mount("size=2m") {
        println!("skipped: no file system can be mounted here");
        return;
    }
    let issue = |arguments: &[&str]| {
        let now = NOW.to_string();
        let mut all = ISSUE.to_vec();
        if let Some(register) = all.last_mut() {
            *register = "small/r.db";
        }
        all.extend(["--now", &now]);
        all.extend(arguments);
        office.desk.xinyi(&all)
    };
    let full = issue(&["--new-register", "in.ndjson", "small/out.ndjson"]);
    let larger = mount("remount,size=200m");
    let whole = issue(&["in.ndjson", "small/out.ndjson"]);
    let answers = office.desk.path().join("small/out.ndjson");
    let answers = fs::read_to_string(answers).unwrap_or_default();
    let unmounted = Command::new("umount").arg(&small).status();
    assert!(larger && unmounted.is_ok_and(|status| status.success()));

    assert_eq!(full.status.code(), Some(2));
    assert!(
        told(&full).contains("the disk is full; nothing is lost"),
        "{}",
        told(&full)
    );
    assert_eq!(whole.status.code(), Some(0), "{}", told(&whole));
    assert!(
        told(&whole).contains("goes on after line"),
        "{}",
        told(&whole)
    );
    let answers: Vec<serde_json::Value> = answers
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let entries: BTreeSet<_> = answers.iter().map(|a| entry(bundles(a)[0])).collect();
    assert_eq!(entries.len() as u64, SUBJECTS);
}
