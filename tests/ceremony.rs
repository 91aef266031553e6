//! `docs/operate.md` as it stands, and what the commands in it refuse.
#![cfg(all(feature = "cli", feature = "sm2"))]

use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};
use testkit::desk::{Desk, blocks, told};
use xinyi::issuer::{self, Role};
use xinyi::{Instant, Verifier, VerifierOptions};

/// The folder that is left when every command of the page has been run.
static PLATFORM: LazyLock<Desk> = LazyLock::new(|| {
    let desk = testkit::desk!(&[]);
    desk.sh(&blocks("docs/operate.md", "sh"));
    desk
});

#[test]
fn every_command_of_the_page_does_what_it_says() {
    let office = PLATFORM.path().join("office");
    let read = |name: &str| fs::read_to_string(office.join(name)).expect(name);
    // An app that pins the first root ends up on the second.
    let verifier = load(&read("root.1.json"), &read("snapshot.json"));
    let report: Value = serde_json::to_value(verifier.report()).expect("JSON");
    assert_eq!(
        report["root"],
        json!({ "result": "accepted", "version": 2 })
    );
    assert_eq!(report["manifest"]["version"], json!(3));
    assert_eq!(report["trust_list"]["version"], json!(2));
    assert_eq!(report["programmes"][0]["id"], json!("city.shared-bike"));
    assert_eq!(report["status_lists"][0]["result"], json!("accepted"));
    assert!(!report.to_string().contains("refused"), "{report}");
}

#[test]
fn both_languages_have_the_same_commands() {
    for fence in ["sh", "sh elsewhere", "sh softhsm", "sh openssl"] {
        let of = |page| blocks(page, fence);
        assert_eq!(
            of("docs/operate.md"),
            of("docs/operate.zh-CN.md"),
            "{fence}"
        );
    }
}

#[cfg(unix)]
#[test]
fn private_keys_are_for_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mut seen = 0;
    for folder in fs::read_dir(PLATFORM.path()).expect("folders") {
        for file in fs::read_dir(folder.expect("a folder").path()).expect("files") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                let mode = fs::metadata(&path).expect("its mode").permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{}", path.display());
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 11);
}

#[test]
fn a_key_is_not_written_over() {
    let desk = testkit::desk!(&[]);
    let generate = ["key", "generate", "--out", "a.pem"];
    assert!(desk.xinyi(&generate).status.success());
    let before = fs::read(desk.path().join("a.pem")).expect("the key");
    assert_eq!(desk.xinyi(&generate).status.code(), Some(2));
    assert_eq!(
        fs::read(desk.path().join("a.pem")).expect("the key"),
        before
    );
    // Nor is one made whose public half would be.
    fs::remove_file(desk.path().join("a.pem")).expect("removed");
    assert_eq!(desk.xinyi(&generate).status.code(), Some(2));
    assert!(!desk.path().join("a.pem").exists());
}

#[test]
fn openssl_reads_our_keys_and_we_read_its() {
    let desk = testkit::desk!(&[]);
    let openssl = |arguments: &str| {
        let openssl = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(desk.path())
            .output();
        openssl.is_ok_and(|output| output.status.success())
    };
    if !openssl("version") {
        testkit::skip("keys of openssl in a ceremony: no openssl");
        return;
    }
    for (algorithm, kind) in [
        ("Ed25519", "-algorithm ED25519"),
        ("ES256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
        ("SM2", "-algorithm SM2"),
    ] {
        desk.sh(&format!(
            "xinyi key generate --algorithm {algorithm} --out {algorithm}.pem"
        ));
        assert!(
            openssl(&format!("pkey -in {algorithm}.pem -check -noout")),
            "{algorithm}"
        );
        assert!(openssl(&format!(
            "genpkey {kind} -out theirs-{algorithm}.pem"
        )));
        desk.sh(&format!(
            "xinyi status build --issuer https://i.example --uri u --entries 8 --kid k --key theirs-{algorithm}.pem --out {algorithm}.jwt"
        ));
    }
}

#[test]
fn too_few_signatures_are_not_enough() {
    let desk = copy();
    desk.sh("cp office/list.2.json list.json && cp office/root.2.json root.json");
    // A draft has nobody's signature.
    desk.sh("xinyi trust list rotate list.json --days 9 --out next.json");
    let verify = [
        "trust",
        "list",
        "verify",
        "next.json",
        "--root",
        "root.json",
        "--json",
    ];
    let mut found = Vec::new();
    for n in [1, 1, 3, 6] {
        let (answer, status) = desk.answer(&verify);
        found.push((answer["by"][0]["found"].clone(), status));
        desk.sh(&format!(
            "xinyi trust list sign next.json --root root.json --key machine-{n}/root-{n}.pem"
        ));
    }
    let (answer, status) = desk.answer(&verify);
    found.push((answer["by"][0]["found"].clone(), status));
    // The first holder signed twice, and counts once.
    let expected = [(0, 1), (1, 1), (1, 1), (2, 1), (3, 0)];
    assert_eq!(
        found,
        expected.map(|(count, status)| (json!(count), status))
    );
    assert_eq!(answer["by"][0]["waiting"], json!(["root-4", "root-5"]));
}

#[test]
fn who_does_not_count_does_not_sign() {
    let desk = copy();
    desk.sh("xinyi key generate --out stranger.pem");
    for sign in [
        // Nobody knows the key.
        "trust list sign office/list.2.json --root office/root.2.json --key stranger.pem",
        // The second holder left.
        "trust list sign office/list.2.json --root office/root.2.json --key machine-2/root-2.pem",
        // A manifest's key signs manifests.
        "trust list sign office/list.2.json --root office/root.2.json --key office/manifest-2.pem",
        "trust manifest sign office/manifest.3.json --root office/root.2.json --key machine-1/root-1.pem",
        // What is no such document.
        "trust root sign office/list.2.json --key machine-1/root-1.pem",
        "trust list sign office/snapshot.json --root office/root.2.json --key machine-1/root-1.pem",
        // What is no key.
        "trust list sign office/list.2.json --root office/root.2.json --key office/root-1.jwk",
    ] {
        let before = desk.files();
        let arguments: Vec<&str> = sign.split(' ').collect();
        let output = desk.xinyi(&arguments);
        assert_eq!(output.status.code(), Some(2), "{sign}: {}", told(&output));
        assert_eq!(desk.files(), before, "{sign}");
    }
}

#[test]
fn a_root_by_its_own_keys_alone_is_no_next_version() {
    let desk = copy();
    desk.sh("for n in 1 3 4 6; do cp machine-$n/root-$n.jwk .; done
         xinyi key generate --out other.pem
         xinyi trust root rotate office/root.2.json --days 9 --key other=other.jwk \
           --root 1:other --manifest 1:other --trust-list 1:other --out root.3.json
         xinyi trust root sign root.3.json --previous office/root.2.json --key other.pem");
    let verify = |previous: &[&str]| {
        let arguments = [
            &["trust", "root", "verify", "root.3.json", "--json"],
            previous,
        ]
        .concat();
        desk.answer(&arguments).1
    };
    assert_eq!(verify(&[]), 0, "it is signed as it says itself");
    assert_eq!(verify(&["--previous", "office/root.2.json"]), 1);
    // Two of the former keys are one too few.
    for n in [1, 3] {
        desk.sh(&format!(
            "xinyi trust root sign root.3.json --previous office/root.2.json --key machine-{n}/root-{n}.pem"
        ));
        assert_eq!(verify(&["--previous", "office/root.2.json"]), 1);
    }
    desk.sh("xinyi trust root sign root.3.json --previous office/root.2.json --key machine-6/root-6.pem");
    assert_eq!(verify(&["--previous", "office/root.2.json"]), 0);
    // It does not follow the first.
    let skipped = [
        "trust",
        "root",
        "verify",
        "root.3.json",
        "--previous",
        "office/root.1.json",
    ];
    assert_eq!(desk.xinyi(&skipped).status.code(), Some(2));
}

/// Every app in the field would refuse it, and run out with the manifest before.
#[test]
fn no_manifest_is_begun_that_forgets_the_law_of_the_one_before() {
    let desk = copy();
    let rotate = |more: &str| {
        let rest = "--trust-list office/list.2.json --days 9 --out new.json";
        let command = format!("trust manifest rotate office/manifest.3.json {rest} {more}");
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let output = desk.xinyi(&arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), told)
    };
    let (status, told) = rotate("");
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("version 1 of the law"), "{told}");
    assert!(!desk.path().join("new.json").exists());
    assert_eq!(rotate("--law office/law.1.json").0, Some(0));
}

#[test]
fn a_snapshot_that_does_not_verify_is_not_written() {
    let desk = copy();
    let build = |parts: &str| {
        let arguments = format!(
            "snapshot build --root office/root.1.json --next-root office/root.2.json {parts} --out new.json"
        );
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        let status = desk.xinyi(&arguments).status.code();
        (status, desk.path().join("new.json").exists())
    };
    let whole = "--manifest office/manifest.3.json --trust-list office/list.2.json \
        --law office/law.1.json --programme office/shared-bike.jws --status-list office/status.jwt";
    for (part, by) in [
        ("manifest.3.json", "manifest.2.json"),
        ("list.2.json", "list.1.json"),
        ("shared-bike.jws", "status.jwt"),
        ("status.jwt", "shared-bike.jws"),
    ] {
        assert_eq!(build(&whole.replace(part, by)), (Some(1), false), "{part}");
    }
    // What the manifest pins is missed.
    for part in [
        "--programme office/shared-bike.jws",
        "--law office/law.1.json",
    ] {
        assert_eq!(build(&whole.replace(part, "")), (Some(1), false), "{part}");
    }
    assert_eq!(build(whole), (Some(0), true));
}

#[test]
fn a_snapshot_without_a_programme_that_is_pinned_does_not_pass() {
    let desk = copy();
    let path = desk.path().join("office/snapshot.json");
    let verify = [
        "snapshot",
        "verify",
        "--root",
        "office/root.1.json",
        "--json",
        "office/snapshot.json",
    ];
    assert_eq!(desk.answer(&verify).1, 0);
    let mut parts: Value =
        serde_json::from_slice(&fs::read(&path).expect("the snapshot")).expect("JSON");
    // The manifest says from when on it is missed.
    let manifest = issuer::contents(Role::Manifest, &parts["manifest"].to_string());
    let manifest = xinyi::Value::from(manifest.expect("a manifest")).to_string();
    let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    let programme = fs::read(desk.path().join("office/shared-bike.json")).expect("the programme");
    let programme: Value = serde_json::from_slice(&programme).expect("JSON");
    assert!(programme["valid_from"].is_string());
    assert_eq!(
        manifest["programmes"][0]["valid_from"],
        programme["valid_from"]
    );
    assert_eq!(manifest["trust_list"].get("valid_from"), None);

    parts["programmes"] = json!([]);
    fs::write(&path, parts.to_string()).expect("written");
    let (answer, status) = desk.answer(&verify);
    let line = &answer["report"]["programmes"][0];
    assert_eq!((&answer["ok"], status), (&json!(false), 1), "{answer}");
    assert_eq!(
        [&line["id"], &line["version"], &line["error"]["code"]],
        [
            &json!("city.shared-bike"),
            &json!(1),
            &json!("programme.missing")
        ]
    );
    let printed = desk.xinyi(&[
        "snapshot",
        "verify",
        "--root",
        "office/root.1.json",
        "office/snapshot.json",
    ]);
    let printed = String::from_utf8(printed.stdout).expect("UTF-8");
    assert!(
        printed.contains("programmes: refused id \"city.shared-bike\", version 1"),
        "{printed}"
    );
}

#[test]
fn invalid_is_for_good_and_time_does_not_go_back() {
    let desk = copy();
    let set = |arguments: &str| {
        let all = format!(
            "status set --key office/status-1.pem --kid status-1 office/status.jwt {arguments}"
        );
        let all: Vec<&str> = all.split_whitespace().collect();
        desk.xinyi(&all)
    };
    let status = |idx: u32| {
        let idx = idx.to_string();
        let verify = [
            "status",
            "verify",
            "--jwk",
            "office/status-1.jwk",
            "--uri",
            "https://credit.city.example/status/1",
            "--idx",
            &idx,
            "--json",
            "office/status.jwt",
        ];
        desk.answer(&verify).0["status"].clone()
    };
    assert_eq!(
        [status(41), status(42), status(99)],
        [json!("VALID"), json!("INVALID"), json!("SUSPENDED")]
    );
    let later = "--now 2100-01-01T00:00:00Z";
    for refused in [
        format!("{later} 42=VALID"),
        format!("{later} 42=SUSPENDED"),
        format!("{later} 100000=INVALID"),
        format!("{later} 41=7"),
        "--now 2000-01-01T00:00:00Z 41=INVALID".to_owned(),
    ] {
        let output = set(&refused);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{refused}: {}",
            told(&output)
        );
        assert_eq!([status(41), status(42)], [json!("VALID"), json!("INVALID")]);
    }
    fs::write(desk.path().join("changes"), "99=VALID\n\n7=INVALID\n").expect("written");
    desk.sh("sleep 1");
    let output = set("--changes changes 8=SUSPENDED 42=INVALID");
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(
        [status(99), status(7), status(8), status(42)],
        [
            json!("VALID"),
            json!("INVALID"),
            json!("SUSPENDED"),
            json!("INVALID")
        ]
    );
}

#[test]
fn a_status_list_says_whose_it_is_and_goes_on_saying_so() {
    let desk = copy();
    let iss = || {
        let token = fs::read_to_string(desk.path().join("office/status.jwt")).expect("the list");
        let payload = token.split('.').nth(1).expect("a payload");
        let payload = data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes());
        let claims: Value = serde_json::from_slice(&payload.expect("base64url")).expect("JSON");
        claims["iss"].clone()
    };
    assert_eq!(iss(), json!("https://credit.city.example"));
    let set = "xinyi status set office/status.jwt --key office/status-1.pem --kid status-1";
    desk.sh(&format!("{set} --now 2100-01-01T00:00:00Z"));
    assert_eq!(iss(), json!("https://credit.city.example"));
    desk.sh(&format!(
        "{set} --now 2100-01-02T00:00:00Z --issuer https://other.example"
    ));
    assert_eq!(iss(), json!("https://other.example"));
}

#[test]
fn a_key_of_tomorrow_is_warned_of_and_no_fault() {
    let desk = copy();
    let entries = fs::read_to_string(desk.path().join("office/entries.json")).expect("entries");
    let later = entries.replacen(r#""alg": "SGD_SM3_SM2""#, r#""alg": "ML-DSA-44""#, 1);
    fs::write(desk.path().join("office/later.json"), later).expect("written");
    let init = "trust list init --entries office/later.json --days 9 --out office/later.1.json";
    let output = desk.xinyi(&init.split(' ').collect::<Vec<_>>());
    assert!(output.status.success(), "{}", told(&output));
    let warning = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        warning.contains(r#""kid":"bundle-1","alg":"ML-DSA-44""#),
        "{warning}"
    );
    // A misspelt member is one.
    let wrong = entries.replacen(r#""alg": "SGD_SM3_SM2""#, r#""alg": 7"#, 1);
    fs::write(desk.path().join("office/wrong.json"), wrong).expect("written");
    let init = "trust list init --entries office/wrong.json --days 9 --out office/wrong.1.json";
    let output = desk.xinyi(&init.split(' ').collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
}

/// A desk where keys are kept on several machines.
trait Office {
    /// Every file with its contents.
    fn files(&self) -> Vec<(String, Vec<u8>)>;
}

impl Office for Desk {
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        for folder in ["office", "machine-1", "machine-2"] {
            for file in fs::read_dir(self.path().join(folder)).expect("files") {
                let path = file.expect("a file").path();
                let contents = fs::read(&path).expect("its contents");
                all.push((path.display().to_string(), contents));
            }
        }
        all.sort();
        all
    }
}

/// A folder of its own with all that the page leaves.
fn copy() -> Desk {
    let desk = testkit::desk!(&[]);
    let from = PLATFORM.path().display();
    desk.sh(&format!("cp -R '{from}'/. ."));
    desk
}

#[expect(
    clippy::disallowed_methods,
    reason = "the page's commands read the clock too"
)]
fn load(root: &str, snapshot: &str) -> Verifier {
    let now = std::time::SystemTime::now();
    let now = now.duration_since(std::time::UNIX_EPOCH).expect("a time");
    let now = i64::try_from(now.as_secs()).expect("a time");
    let now = Instant::from_unix(now).expect("a time");
    Verifier::new(root, Some(snapshot), &VerifierOptions::at(now)).expect("a verifier")
}
