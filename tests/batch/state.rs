//! What a batch remembers from run to run.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::json;
use testkit::desk::{Desk, told};

use super::lines::{BIKE, answers, desk, lines, text};

const LATER: &str = "2026-11-18T09:00:00Z";

/// A desk with a demo platform, `old.json` and, an hour later, `new.json`, whose status list has somebody revoked.
fn two_snapshots() -> (Desk, usize) {
    let desk = desk();
    let all = lines(&desk, BIKE);
    fs::write(
        desk.path().join("in.ndjson"),
        text(all.into_iter().map(|(_, line)| line)),
    )
    .expect("lines");
    let before = run(&desk, "demo/snapshot.json", LATER, &[]);
    let granted = answers(&before.stdout)
        .iter()
        .position(|answer| answer["decision"]["outcome"] == json!("granted"))
        .expect("somebody is granted it");
    let bundle = &lines(&desk, BIKE)[granted].1["bundle"];
    let bundle = bundle.as_str().expect("one bundle");
    let payload = bundle.split('.').nth(1).expect("a payload");
    let payload = data_encoding::BASE64URL_NOPAD
        .decode(payload.as_bytes())
        .expect("base64url");
    let claims: serde_json::Value = serde_json::from_slice(&payload).expect("JSON");
    let status = &claims["status"]["status_list"];
    fs::write(desk.path().join("idx"), status["idx"].to_string()).expect("an index");
    desk.sh(&format!(
        "cp demo/snapshot.json old.json
        cp demo/trust/status-list.jwt list.jwt
        xinyi status set list.jwt $(cat idx)=INVALID --key demo/keys/city-status-1.pem --kid status-1 --now {LATER}
        programmes=$(ls demo/programmes/*.jws | sed 's/^/--programme /')
        xinyi trust manifest rotate demo/trust/manifest.json --trust-list demo/trust/trust-list.json $programmes \\
          --status-list list.jwt --days 14 --now {LATER} --out next.json
        xinyi trust manifest sign next.json --root demo/root.json --key demo/keys/manifest-1.pem
        xinyi snapshot build --root demo/root.json --manifest next.json --trust-list demo/trust/trust-list.json \\
          $programmes --status-list list.jwt --out new.json --now {LATER}"
    ));
    (desk, granted)
}

fn run(desk: &Desk, snapshot: &str, now: &str, more: &[&str]) -> Output {
    let by = [
        "batch",
        "--root",
        "demo/root.json",
        "--snapshot",
        snapshot,
        "--programme",
        BIKE,
        "--now",
        now,
        "--window",
        "86400",
    ];
    desk.xinyi(&[&by[..], more, &["in.ndjson"]].concat())
}

#[test]
fn an_older_snapshot_brings_nobody_back_who_was_revoked() {
    let (desk, somebody) = two_snapshots();
    let with_state = ["--state", "state"];
    let told_to = |snapshot: &str, more: &[&str]| {
        let output = run(&desk, snapshot, LATER, more);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{}",
            told(&output)
        );
        let answer = answers(&output.stdout)[somebody].clone();
        let of = [&answer["decision"]["outcome"], &answer["error"]["code"]];
        of.iter()
            .find_map(|told| told.as_str())
            .expect("an answer")
            .to_owned()
    };
    let begun = ["--state", "state", "--new-state"];
    assert_eq!(told_to("old.json", &begun), "granted");
    let first = fs::read_to_string(desk.path().join("state")).expect("a state");
    assert_eq!(told_to("new.json", &with_state), "status.invalid");
    let second = fs::read_to_string(desk.path().join("state")).expect("a state");
    assert_ne!(first, second);
    // Whoever forgets believes the older one.
    assert_eq!(told_to("old.json", &[]), "granted");
    assert_eq!(told_to("old.json", &with_state), "trust.rollback");
    // It says so on every line, and forgets nothing by that.
    let all = answers(&run(&desk, "old.json", LATER, &with_state).stdout);
    assert!(all.iter().all(|a| a["ok"] == json!(false)));
    assert_eq!(
        fs::read_to_string(desk.path().join("state")).expect("a state"),
        second
    );
    assert_eq!(told_to("new.json", &with_state), "status.invalid");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(desk.path().join("state"))
            .expect("a state")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // A clock that was set back.
    let output = run(&desk, "new.json", "2026-11-18T07:00:00Z", &with_state);
    let answer = &answers(&output.stdout)[somebody];
    assert_eq!(answer["error"]["code"], json!("time.rollback"));
}

#[test]
fn a_state_that_is_of_no_use_is_told_and_made_anew() {
    let (desk, _) = two_snapshots();
    let with_state = ["--state", "state"];
    run(
        &desk,
        "new.json",
        LATER,
        &["--state", "state", "--new-state"],
    );
    let good = fs::read(desk.path().join("state")).expect("a state");
    for bad in [
        &b""[..],
        b"xys2.made-up.up",
        b"xys\xFF\xFE",
        &good[..good.len() / 2],
    ] {
        fs::write(desk.path().join("state"), bad).expect("a file");
        let output = run(&desk, "old.json", LATER, &with_state);
        assert!(
            told(&output).contains("state.unreadable"),
            "{}",
            told(&output)
        );
        assert_eq!(answers(&output.stdout)[0]["ok"], json!(true));
    }
    // It cannot be kept: nothing is decided that would be forgotten.
    for place in ["nowhere/state", "-", "demo"] {
        let output = run(&desk, "new.json", LATER, &["--state", place, "--new-state"]);
        assert_eq!(output.status.code(), Some(2), "{place}: {}", told(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn nothing_else_is_taken_for_a_state_and_written_over() {
    let (desk, _) = two_snapshots();
    desk.sh(&format!("xinyi demo --out other --now {LATER}"));
    fs::write(desk.path().join("strange"), b"\xFF\xFE").expect("a file");
    // A slip, and what is no text.
    for name in ["old.json", "strange"] {
        let before = fs::read(desk.path().join(name)).expect(name);
        let output = run(&desk, "new.json", LATER, &["--state", name]);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(
            told(&output).contains("this is no state"),
            "{}",
            told(&output)
        );
        assert!(output.stdout.is_empty());
        assert_eq!(fs::read(desk.path().join(name)).expect(name), before);
    }
    // A trial by another root with the state that is in use.
    run(
        &desk,
        "new.json",
        LATER,
        &["--state", "state", "--new-state"],
    );
    let before = fs::read(desk.path().join("state")).expect("a state");
    let output = desk.xinyi(&[
        "batch",
        "--root",
        "other/root.json",
        "--snapshot",
        "other/snapshot.json",
        "--programme",
        BIKE,
        "--now",
        LATER,
        "--state",
        "state",
        "in.ndjson",
    ]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(told(&output).contains("state.root"), "{}", told(&output));
    assert!(output.stdout.is_empty());
    assert_eq!(
        fs::read(desk.path().join("state")).expect("a state"),
        before
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", desk.path().join("link")).expect("a link");
        let output = run(&desk, "new.json", LATER, &["--state", "link"]);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains("leads nowhere"), "{}", told(&output));
    }
}

#[test]
fn a_state_that_is_gone_is_not_begun_anew_without_a_word() {
    let (desk, _) = two_snapshots();
    let state = desk.path().join("state");
    let refused = |more: &[&str], problem: &str| {
        let more = [&["--state", "state"], more].concat();
        let output = run(&desk, "old.json", LATER, &more);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains(problem), "{}", told(&output));
        assert!(output.stdout.is_empty());
    };
    refused(&[], "--new-state");
    assert!(!state.exists());
    run(
        &desk,
        "new.json",
        LATER,
        &["--state", "state", "--new-state"],
    );
    let before = fs::read(&state).expect("a state");
    refused(&["--new-state"], "goes on without --new-state");
    assert_eq!(fs::read(&state).expect("a state"), before);
    fs::remove_file(&state).expect("removed");
    refused(&[], "--new-state");
}

#[test]
fn whoever_has_the_state_is_waited_for() {
    let (desk, _) = two_snapshots();
    let held = File::create(desk.path().join("state.lock")).expect("a lock");
    held.lock().expect("it is free");
    let mut child = Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(["batch", "--root", "demo/root.json", "--snapshot"])
        .args(["new.json", "--programme", BIKE, "--now", LATER])
        .args(["--state", "state", "--new-state"])
        .args(["in.ndjson", "out.ndjson"])
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xinyi runs");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    // It says so: nobody has to wonder why nothing comes.
    let said = stderr.by_ref().map_while(Result::ok);
    let waits = said
        .into_iter()
        .any(|line| line.contains("state.lock: another process has it"));
    assert!(waits, "it does not wait");
    assert!(child.try_wait().expect("a child").is_none());
    assert!(!desk.path().join("state").exists());
    held.unlock().expect("unlocked");
    assert!(stderr.all(|line| line.is_ok()));
    let status = child.wait().expect("it ends");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    assert!(desk.path().join("state").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::remove_file(desk.path().join("state.lock")).expect("a lock");
        run(&desk, "new.json", LATER, &["--state", "state"]);
        let lock = fs::metadata(desk.path().join("state.lock")).expect("a lock");
        assert_eq!(lock.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn several_at_once_lose_nothing_of_what_one_has_seen() {
    let (desk, _) = two_snapshots();
    run(
        &desk,
        "old.json",
        LATER,
        &["--state", "state", "--new-state"],
    );
    std::thread::scope(|scope| {
        for n in 0..8 {
            let desk = &desk;
            let snapshot = if n % 2 == 0 { "new.json" } else { "old.json" };
            scope.spawn(move || run(desk, snapshot, LATER, &["--state", "state"]));
        }
    });
    let output = run(&desk, "old.json", LATER, &["--state", "state"]);
    assert_eq!(
        answers(&output.stdout)[0]["error"]["code"],
        json!("trust.rollback")
    );
}
