//! A platform's office: the demo's city with a register of its own.

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use rusqlite::Connection;
use serde_json::{Value, json};
use testkit::desk::{Desk, told};
use testkit::subjects::{self, NOW};

pub const CITY: &str = "https://credit.shanghai.example";

/// What issues: the demo's key, the office's settings and register.
pub const ISSUE: [&str; 9] = [
    "issue",
    "--key",
    "demo/keys/city-bundle-1.pem",
    "--kid",
    "bundle-1",
    "--settings",
    "settings.json",
    "--register",
    "r.db",
];

/// What signs status lists.
pub const STATUS: [&str; 10] = [
    "--register",
    "r.db",
    "--key",
    "demo/keys/city-status-1.pem",
    "--kid",
    "status-1",
    "--issuer",
    CITY,
    "--out",
    "lists",
];

pub struct Office {
    pub desk: Desk,
}

impl Office {
    /// With status lists of so many entries, and no register yet.
    pub fn new(entries: u64) -> Self {
        let desk = testkit::desk!(&[]);
        let mut settings = subjects::settings(entries);
        settings["issuer"] = json!(CITY);
        settings["status"]["uri"] = json!(format!("{CITY}/status/issued-{{list}}"));
        let office = Self { desk };
        office.write("settings.json", &settings.to_string());
        let demo = office
            .desk
            .xinyi(&["demo", "--out", "demo", "--now", &NOW.to_string()]);
        assert!(demo.status.success(), "{}", told(&demo));
        office
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.desk.path().join(name), text).expect(name);
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.desk.path().join(name)).expect(name)
    }

    /// A file of lines.
    pub fn write_lines(&self, name: &str, lines: impl IntoIterator<Item = Value>) {
        let text: String = lines.into_iter().map(|line| format!("{line}\n")).collect();
        self.write(name, &text);
    }

    pub fn lines(&self, name: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.desk.path().join(name)).expect(name);
        text.lines()
            .map(|line| serde_json::from_str(line).expect(line))
            .collect()
    }

    pub fn exists(&self, name: &str) -> bool {
        self.desk.path().join(name).exists()
    }

    /// `xinyi issue` at a time.
    pub fn issue_at(&self, now: i64, arguments: &[&str]) -> Output {
        let now = now.to_string();
        let mut all = ISSUE.to_vec();
        all.extend(["--now", &now]);
        all.extend(arguments);
        self.desk.xinyi(&all)
    }

    #[track_caller]
    pub fn issues_at(&self, now: i64, arguments: &[&str]) {
        let output = self.issue_at(now, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    }

    /// `xinyi status build|set` at a time.
    #[track_caller]
    pub fn status_at(&self, now: i64, command: &str, arguments: &[&str]) -> Output {
        let now = now.to_string();
        let mut all = vec!["status", command];
        all.extend(STATUS);
        all.extend(["--now", &now]);
        all.extend(arguments);
        self.desk.xinyi(&all)
    }

    #[track_caller]
    pub fn sets_at(&self, now: i64, command: &str, arguments: &[&str]) {
        let output = self.status_at(now, command, arguments);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    }

    /// The outcome, or the code of the error, of the demo's shared bikes for a bundle and the office's first list.
    pub fn outcome_at(&self, now: i64, bundle: &str) -> String {
        self.write("b.sd-jwt", bundle);
        self.write("request.json", r#"{"deposit":"99.00"}"#);
        let now = now.to_string();
        let (answer, _) = self.desk.answer(&[
            "check",
            "--root",
            "demo/root.json",
            "--snapshot",
            "demo/snapshot.json",
            "--programme",
            "demo.xinyi-zu.shared-bike",
            "--unbound",
            "--now",
            &now,
            "--status",
            "lists/1.jwt",
            "--request",
            "request.json",
            "--json",
            "b.sd-jwt",
        ]);
        let told = match answer["ok"].as_bool() {
            Some(true) => &answer["decision"]["outcome"],
            _ => &answer["error"]["code"],
        };
        told.as_str().expect("an answer").to_owned()
    }

    /// The register, to be read.
    pub fn register(&self) -> Connection {
        Connection::open(self.desk.path().join("r.db")).expect("a register")
    }

    /// A number that the register comes to.
    pub fn count(&self, sql: &str) -> i64 {
        self.register()
            .query_row(sql, [], |row| row.get(0))
            .expect(sql)
    }
}

/// The bundles of an answer.
pub fn bundles(answer: &Value) -> Vec<&str> {
    let credentials = answer["credentials"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"));
    credentials
        .iter()
        .map(|c| c["credential"].as_str().expect("a bundle"))
        .collect()
}

/// The visible claims of a bundle.
pub fn claims(bundle: &str) -> Value {
    let payload = bundle.split('.').nth(1).expect("a payload");
    let payload = data_encoding::BASE64URL_NOPAD
        .decode(payload.as_bytes())
        .expect("base64url");
    serde_json::from_slice(&payload).expect("JSON")
}

/// The entry of a bundle: the list and the index.
pub fn entry(bundle: &str) -> (String, u64) {
    let status = &claims(bundle)["status"]["status_list"];
    let uri = status["uri"].as_str().expect("a name").to_owned();
    (uri, status["idx"].as_u64().expect("an index"))
}

/// What the disclosures of a bundle say: by name, and elements without one.
pub fn disclosed(bundle: &str) -> (BTreeMap<String, Value>, Vec<Value>) {
    let (mut named, mut elements) = (BTreeMap::new(), Vec::new());
    for disclosure in bundle.split('~').skip(1).filter(|d| !d.is_empty()) {
        let text = data_encoding::BASE64URL_NOPAD
            .decode(disclosure.as_bytes())
            .expect("base64url");
        let parts: Vec<Value> = serde_json::from_slice(&text).expect("an array");
        match &parts[..] {
            [_, name, value] => {
                named.insert(name.as_str().expect("a name").to_owned(), value.clone());
            }
            [_, element] => elements.push(element.clone()),
            _ => panic!("{parts:?}"),
        }
    }
    (named, elements)
}
