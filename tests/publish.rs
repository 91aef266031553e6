//! `xinyi snapshot publish` and `due`: a folder that never shows half of anything, and never anything older.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use testkit::desk::{Desk, told};

/// The platform's date, and a day of it.
const NOW: i64 = 1_795_334_400;
const DAY: i64 = 86_400;

/// A demo platform with what may come after it: `manifest.2.json`, a list that was signed a day later, and a root with
/// another manifest key.
static PLATFORM: LazyLock<Desk> = LazyLock::new(|| {
    let desk = testkit::desk!(&[]);
    let later = NOW + DAY;
    desk.sh(&format!(
        "xinyi demo --out demo --now {NOW}
        cp demo/trust/manifest.json manifest.json
        cp demo/trust/status-list.jwt list.jwt
        cp demo/trust/status-list.jwt list.2.jwt
        xinyi status set list.2.jwt --key demo/keys/city-status-1.pem --kid status-1 --now {later} 7=SUSPENDED
        programmes=$(ls demo/programmes/*.jws | sed 's/^/--programme /')
        xinyi trust manifest rotate manifest.json --trust-list demo/trust/trust-list.json $programmes --days 14 --now {later} --out manifest.2.json
        xinyi trust manifest sign manifest.2.json --root demo/root.json --key demo/keys/manifest-1.pem
        xinyi key generate --out manifest-2.pem
        xinyi trust root rotate demo/root.json --key manifest-2=manifest-2.jwk --manifest 1:manifest-2 --days 365 --now {later} --out root.2.json
        for n in 1 2; do
          xinyi trust root sign root.2.json --previous demo/root.json --key demo/keys/root-$n.pem
        done
        xinyi trust manifest rotate manifest.2.json --trust-list demo/trust/trust-list.json $programmes --days 14 --now {later} --out manifest.3.json
        xinyi trust manifest sign manifest.3.json --root root.2.json --key manifest-2.pem"
    ));
    desk
});

/// The arguments of a publication of the platform into a folder.
fn publishing(out: &Path, manifest: &str, list: &str, now: i64, more: &[&str]) -> Vec<String> {
    let mut arguments: Vec<String> = ["snapshot", "publish", "--json"]
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    let mut add = |name: &str, value: &str| {
        arguments.extend([name.to_owned(), value.to_owned()]);
    };
    add("--root", "demo/root.json");
    add("--manifest", manifest);
    add("--trust-list", "demo/trust/trust-list.json");
    add("--status-list", list);
    add("--out", out.to_str().expect("a name"));
    add("--now", &now.to_string());
    let programmes = fs::read_dir(PLATFORM.path().join("demo/programmes")).expect("programmes");
    for programme in programmes {
        let path = programme.expect("a file").path();
        if path.extension().is_some_and(|end| end == "jws") {
            add("--programme", path.to_str().expect("a name"));
        }
    }
    arguments.extend(more.iter().map(|&word| word.to_owned()));
    arguments
}

/// A folder to publish into.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("www")
    }

    fn publish(&self, manifest: &str, list: &str, now: i64, more: &[&str]) -> (Value, i32) {
        let arguments = publishing(&self.path(), manifest, list, now, more);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        PLATFORM.answer(&arguments)
    }

    #[track_caller]
    fn published(&self, manifest: &str, list: &str, now: i64, more: &[&str]) -> Value {
        let (answer, status) = self.publish(manifest, list, now, more);
        assert_eq!(status, 0, "{answer}");
        answer
    }

    #[track_caller]
    fn refused(&self, manifest: &str, list: &str, more: &[&str], code: &str) -> Value {
        let before = self.files();
        let (answer, status) = self.publish(manifest, list, NOW + DAY, more);
        assert_eq!(status, 1, "{answer}");
        assert_eq!(answer["error"]["code"], json!(code), "{answer}");
        assert!(answer["error"]["message"].is_string(), "{answer}");
        assert_eq!(self.files(), before, "nothing was written");
        answer["error"]["details"].clone()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect(path)
    }

    fn index(&self) -> Value {
        serde_json::from_str(&self.read("index.json")).expect("JSON")
    }

    /// Every file with what it holds and when it was written.
    fn files(&self) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => {
                        let written = fs::metadata(&path).and_then(|data| data.modified());
                        let content = fs::read(&path).expect("a file");
                        files.insert(path, (content, written.expect("a time")));
                    }
                }
            }
        }
        files
    }
}

/// Every path that an index names.
fn named(index: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let mut values = vec![index];
    while let Some(value) = values.pop() {
        match value {
            Value::Array(elements) => values.extend(elements),
            Value::Object(members) => {
                for (name, value) in members {
                    match (name.as_str(), value) {
                        ("path" | "at", Value::String(path)) => paths.push(path.clone()),
                        _ => values.push(value),
                    }
                }
            }
            _ => {}
        }
    }
    paths
}

#[test]
fn the_index_names_every_part_and_each_is_there() {
    let folder = Folder::new();
    let answer = folder.published("manifest.json", "list.jwt", NOW, &[]);
    let index = folder.index();
    assert_eq!(answer["index"], index);
    for path in named(&index) {
        let content = folder.read(&path);
        if let Some(name) = path.strip_prefix("files/") {
            let digest = testkit::jose::sha256(content.as_bytes());
            let digest = BASE64URL_NOPAD
                .decode(digest.as_bytes())
                .expect("base64url");
            let digest = HEXLOWER.encode(&digest);
            assert!(name.contains(&digest[..32]), "{path}");
        }
        for end in ["br", "gz"] {
            assert!(
                folder.path().join(format!("{path}.{end}")).exists(),
                "{path}.{end}"
            );
        }
    }
    // What a verifier loads is all of it.
    let snapshot = folder.read(index["snapshot"]["path"].as_str().expect("a path"));
    assert_eq!(snapshot, folder.read("snapshot.json"));
    let parts: Value = serde_json::from_str(&snapshot).expect("JSON");
    assert_eq!(
        parts["programmes"].as_array().expect("programmes").len(),
        index["programmes"].as_array().expect("named").len()
    );
    // A status list is where its URI says.
    let list = &index["status_lists"][0];
    assert_eq!(
        list["uri"],
        json!("https://credit.shanghai.example/status/1")
    );
    assert_eq!(list["at"], json!("status/1"));
    assert_eq!(json!(folder.read("status/1")), parts["status_lists"][0]);
    assert_eq!(index["manifest"]["exp"], json!(NOW + 14 * DAY));
}

#[test]
fn what_is_published_again_changes_nothing() {
    let folder = Folder::new();
    folder.published("manifest.json", "list.jwt", NOW, &[]);
    let before = folder.files();
    let answer = folder.published("manifest.json", "list.jwt", NOW + 3_600, &["--prune", "1h"]);
    assert_eq!(folder.files(), before);
    assert_eq!(answer["written"], json!([]));
    // What was damaged is made good, beside its file too.
    let list = folder.path().join("status/1");
    fs::write(&list, "damaged").expect("written");
    fs::write(folder.path().join("index.json.br"), "damaged").expect("written");
    let answer = folder.published("manifest.json", "list.jwt", NOW + 3_600, &[]);
    assert_eq!(answer["written"], json!(["status/1", "index.json"]));
    let contents = |files: BTreeMap<PathBuf, (Vec<u8>, _)>| -> Vec<_> {
        files
            .into_iter()
            .map(|(path, (content, _))| (path, content))
            .collect()
    };
    assert_eq!(contents(folder.files()), contents(before));
}

#[test]
fn nothing_older_takes_the_place_of_what_stands() {
    let folder = Folder::new();
    folder.published("manifest.2.json", "list.2.jwt", NOW + DAY, &[]);
    let details = folder.refused("manifest.json", "list.2.jwt", &[], "trust.rollback");
    assert_eq!(details["part"], json!("manifest"));
    // In it a bundle that is suspended by now would be good again.
    let details = folder.refused("manifest.2.json", "list.jwt", &[], "trust.rollback");
    assert_eq!(details["part"], json!("status_list"));
    folder.published("manifest.2.json", "list.2.jwt", NOW + DAY, &[]);
    // Nor where the index was lost, or a publication ended before it was written.
    fs::remove_file(folder.path().join("index.json")).expect("removed");
    folder.refused("manifest.json", "list.2.jwt", &[], "trust.rollback");
    fs::write(folder.path().join("index.json"), "{}").expect("written");
    let arguments = publishing(
        &folder.path(),
        "manifest.2.json",
        "list.2.jwt",
        NOW + DAY,
        &[],
    );
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_eq!(PLATFORM.xinyi(&arguments).status.code(), Some(2));
}

/// Nothing was written, and not by an answer of the kind that verifies.
#[track_caller]
fn not_written(folder: &Folder, manifest: &str, list: &str, more: &[&str]) -> String {
    let before = folder.files();
    let arguments = publishing(&folder.path(), manifest, list, NOW + DAY, more);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = PLATFORM.xinyi(&arguments);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert_eq!(folder.files(), before, "nothing was written");
    told(&output)
}

#[test]
fn what_stands_and_does_not_verify_is_not_written_over() {
    let folder = Folder::new();
    folder.published("manifest.2.json", "list.2.jwt", NOW + DAY, &[]);
    let index = folder.index();
    let named = index["snapshot"]["path"].as_str().expect("a path");
    for path in [named, "snapshot.json"] {
        let text = folder.read(path);
        fs::write(folder.path().join(path), &text[..1_000]).expect("damaged");
    }
    let said = not_written(&folder, "manifest.json", "list.2.jwt", &[]);
    assert!(said.contains("does not verify by this root"), "{said}");

    // Of another platform.
    let other = Folder::new();
    other.published("manifest.json", "list.jwt", NOW, &[]);
    let desk = testkit::desk!(&[]);
    desk.sh(&format!("xinyi demo --out other --now {NOW}"));
    let strange = desk.path().join("other/snapshot.json");
    let strange = fs::read_to_string(strange).expect("a snapshot");
    let index = other.index();
    let named = index["snapshot"]["path"].as_str().expect("a path");
    for path in [named, "snapshot.json"] {
        fs::write(other.path().join(path), &strange).expect("another platform's");
    }
    let said = not_written(&other, "manifest.json", "list.jwt", &[]);
    assert!(said.contains("不能用这个信任根验证"), "{said}");
}

#[test]
fn a_status_list_that_stands_is_neither_older_nor_gone_afterwards() {
    let folder = Folder::new();
    folder.published("manifest.2.json", "list.jwt", NOW + DAY, &[]);
    // As if a publication had been killed after the list and before the snapshot.
    let newer = fs::read_to_string(PLATFORM.path().join("list.2.jwt")).expect("a list");
    fs::write(folder.path().join("status/1"), newer).expect("written");
    let details = folder.refused("manifest.2.json", "list.jwt", &[], "trust.rollback");
    assert_eq!(details["part"], json!("status_list"));
    folder.published("manifest.2.json", "list.2.jwt", NOW + DAY, &[]);

    // A list of bundles that are out there.
    let uri = "https://credit.shanghai.example/status/1";
    let arguments = publishing(
        &folder.path(),
        "manifest.2.json",
        "list.2.jwt",
        NOW + DAY,
        &[],
    );
    let at = arguments
        .iter()
        .position(|word| word == "--status-list")
        .expect("a list");
    let without: Vec<&str> = [&arguments[..at], &arguments[at + 2..]]
        .concat()
        .leak()
        .iter()
        .map(String::as_str)
        .collect();
    let (answer, status) = PLATFORM.answer(&without);
    assert_eq!(
        (status, &answer["error"]["code"]),
        (1, &json!("status.missing")),
        "{answer}"
    );
    let dropped = [&without[..], &["--drop-status-list", uri]].concat();
    let (answer, status) = PLATFORM.answer(&dropped);
    assert_eq!(status, 0, "{answer}");
}

#[test]
fn the_chain_of_roots_never_gets_shorter() {
    let folder = Folder::new();
    folder.published("manifest.json", "list.jwt", NOW, &[]);
    let next = ["--next-root", "root.2.json"];
    // The new root names another manifest key, so that without it the manifest is nobody's.
    let (answer, status) = folder.publish("manifest.3.json", "list.jwt", NOW + DAY, &[]);
    assert_eq!(status, 1, "{answer}");
    assert_eq!(
        answer["report"]["manifest"]["error"]["code"],
        json!("trust.threshold")
    );
    folder.published("manifest.3.json", "list.jwt", NOW + DAY, &next);
    assert_eq!(folder.index()["roots"].as_array().expect("roots").len(), 2);
    // By the first root alone this one verifies. Apps that were there before have the second.
    let (answer, status) = folder.publish("manifest.2.json", "list.jwt", NOW + DAY, &[]);
    assert_eq!(status, 1, "{answer}");
    assert_eq!(
        answer["error"]["code"],
        json!("trust.threshold"),
        "{answer}"
    );
}

#[test]
fn what_was_named_before_stays_until_nobody_can_want_it() {
    let folder = Folder::new();
    folder.published("manifest.json", "list.jwt", NOW, &[]);
    let old = folder.index()["snapshot"]["path"]
        .as_str()
        .expect("a path")
        .to_owned();
    let answer = folder.published(
        "manifest.2.json",
        "list.2.jwt",
        NOW + DAY,
        &["--prune", "2d"],
    );
    let unused = answer["unused"].as_array().expect("paths");
    // Snapshot, manifest and status list; the rest is the same.
    assert_eq!(unused.len(), 3, "{answer}");
    assert!(unused.contains(&json!(old)));
    folder.read(&old);
    // Not the time of its writing counts, but that since when nothing names it.
    let answer = folder.published(
        "manifest.2.json",
        "list.2.jwt",
        NOW + 3 * DAY - 1,
        &["--prune", "2d"],
    );
    assert_eq!(answer["deleted"], json!([]));
    let answer = folder.published(
        "manifest.2.json",
        "list.2.jwt",
        NOW + 3 * DAY,
        &["--prune", "2d"],
    );
    assert_eq!(
        answer["deleted"].as_array().expect("paths").len(),
        3,
        "{answer}"
    );
    for end in ["", ".br", ".gz"] {
        assert!(!folder.path().join(format!("{old}{end}")).exists());
    }
    for path in named(&folder.index()) {
        folder.read(&path);
    }
    // An app that has read an index a minute ago fetches what it named.
    let arguments = publishing(
        &folder.path(),
        "manifest.2.json",
        "list.2.jwt",
        NOW + DAY,
        &["--prune", "59m"],
    );
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_eq!(PLATFORM.xinyi(&arguments).status.code(), Some(2));
}

#[test]
fn files_of_others_are_left_alone() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("status")).expect("a folder");
    fs::write(folder.path().join("status/1"), "somebody's page").expect("written");
    fs::write(folder.path().join("index.html"), "somebody's page").expect("written");
    let arguments = publishing(&folder.path(), "manifest.json", "list.jwt", NOW, &[]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = PLATFORM.xinyi(&arguments);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert_eq!(folder.read("status/1"), "somebody's page");
    assert!(!folder.path().join("files").exists());
    // Elsewhere there is room for both, and nothing of it is deleted.
    let more = ["--served-at", "https://elsewhere.example", "--prune", "1h"];
    let answer = folder.published("manifest.json", "list.jwt", NOW, &more);
    assert_eq!(answer["index"]["status_lists"][0].get("at"), None);
    folder.published("manifest.2.json", "list.jwt", NOW + DAY, &more);
    folder.published("manifest.2.json", "list.jwt", NOW + 9 * DAY - 1, &more);
    assert_eq!(folder.read("status/1"), "somebody's page");
    assert_eq!(folder.read("index.html"), "somebody's page");
}

/// Killed at any moment, a publication leaves an index whose every file is there; the next one completes it.
#[test]
fn a_reader_in_the_middle_never_misses_a_file() {
    let folder = Folder::new();
    let mut seen = 0;
    for round in 0..6_u64 {
        let (manifest, list) = match round % 3 {
            0 => ("manifest.json", "list.jwt"),
            1 => ("manifest.json", "list.2.jwt"),
            _ => ("manifest.2.json", "list.2.jwt"),
        };
        let fresh = Folder::new();
        let folder = if round < 4 { &fresh } else { &folder };
        let arguments = publishing(&folder.path(), manifest, list, NOW + DAY, &[]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_xinyi"))
            .args(&arguments)
            .current_dir(PLATFORM.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("xinyi runs");
        // A reader all the time, until the writer is killed.
        for _ in 0..(5 + round * 90) {
            seen += usize::from(is_whole(folder));
            sleep(Duration::from_millis(5));
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        is_whole(folder);
        folder.published(manifest, list, NOW + DAY, &[]);
        assert!(is_whole(folder));
    }
    assert!(seen > 0, "no index was ever seen");
}

/// Whether there is an index. If so, all that it names is there, and can be read.
fn is_whole(folder: &Folder) -> bool {
    let Ok(text) = fs::read_to_string(folder.path().join("index.json")) else {
        return false;
    };
    let index: Value = serde_json::from_str(&text).expect("a whole index");
    let paths = named(&index);
    assert!(paths.len() > 10);
    for path in paths {
        folder.read(&path);
    }
    true
}

#[test]
fn two_at_once_are_told() {
    let folder = Folder::new();
    folder.published("manifest.json", "list.jwt", NOW, &[]);
    let lock = fs::File::open(folder.path().join(".publishing")).expect("the lock");
    lock.lock().expect("held");
    let arguments = publishing(&folder.path(), "manifest.json", "list.jwt", NOW, &[]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = PLATFORM.xinyi(&arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("another command is publishing there"));
}

#[test]
fn what_ends_soon_is_told_before_it_ends() {
    let due = |within: &str, now: i64, more: &[&str]| {
        let now = now.to_string();
        let base = ["snapshot", "due", "--json", "--root", "demo/root.json"];
        let rest = ["--within", within, "--now", &now, "demo/snapshot.json"];
        let (answer, status) = PLATFORM.answer(&[&base[..], more, &rest[..]].concat());
        let ends = answer["ends"].as_array().expect("ends").iter();
        let due: Vec<String> = ends
            .filter(|end| end["due"] == json!(true))
            .map(|end| end["part"].as_str().expect("a part").to_owned())
            .collect();
        assert_eq!(answer["ok"], json!(status == 0), "{answer}");
        (status, due)
    };
    assert_eq!(due("2d", NOW, &[]), (0, vec![]));
    // The status list holds for three days, the manifest for fourteen.
    assert_eq!(due("3d", NOW, &[]), (1, vec!["status_list".to_owned()]));
    assert_eq!(due("71h", NOW, &[]), (0, vec![]));
    assert_eq!(
        due("1h", NOW, &["--status-max-age", "3600"]),
        (1, vec!["status_list".to_owned()])
    );
    let (status, parts) = due("14d", NOW, &[]);
    assert_eq!(
        (status, parts),
        (1, vec!["status_list".to_owned(), "manifest".to_owned()])
    );
    // What has ended is due, and refused as well.
    assert_eq!(due("1h", NOW + 4 * DAY, &[]).0, 1);
    let output = PLATFORM.shell(&format!(
        "xinyi snapshot due --root demo/root.json --within 3d --now {NOW} demo/snapshot.json"
    ));
    assert_eq!(output.status.code(), Some(1));
    let text = told(&output);
    let line = text
        .lines()
        .find(|line| line.starts_with('!'))
        .expect("a line");
    assert!(
        line.contains("状态列表 / status_list https://credit.shanghai.example/status/1"),
        "{line}"
    );
    assert!(line.ends_with("还有 3 天 0 小时 / 3 d 0 h left"), "{line}");
    for wrong in ["3", "d", "-1d", "3w", "1.5h", ""] {
        let within = format!("--within={wrong}");
        let arguments = [
            "snapshot",
            "due",
            "--root",
            "demo/root.json",
            &within,
            "demo/snapshot.json",
        ];
        assert_eq!(PLATFORM.xinyi(&arguments).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn a_snapshot_that_is_of_no_use_is_due() {
    let snapshot = fs::read_to_string(PLATFORM.path().join("demo/snapshot.json")).expect("read");
    let now = NOW.to_string();
    let arguments = [
        "snapshot",
        "due",
        "--json",
        "--root",
        "demo/root.json",
        "--within",
        "1h",
        "--now",
        &now,
        "-",
    ];
    let output = PLATFORM.xinyi_with(&arguments, &snapshot.as_bytes()[..1_000]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["refused"][0]["part"], json!("snapshot"));
    assert!(
        answer["refused"][0]["error"]["message"].is_string(),
        "{answer}"
    );
}
