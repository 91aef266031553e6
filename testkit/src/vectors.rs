//! Reading vectors and running them, as every host calls the library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use xinyi::Instant;

use crate::surface;

/// A vector with the platform it is for.
#[derive(Clone)]
pub struct Vector {
    /// `suite/name-of-the-defect`.
    pub name: String,
    /// With `bundle` or `bundles` as they are presented.
    pub document: Value,
    pub platform: Value,
}

/// Where the vectors are.
pub fn folder() -> PathBuf {
    crate::in_repository("tests/vectors")
}

/// All vectors, in the order of their names.
pub fn all() -> Vec<Vector> {
    let mut vectors = Vec::new();
    for suite in suites() {
        let tokens = read(&format!("{suite}.tokens.json"));
        for file in names(&folder().join(&suite)) {
            let of_suite = file.trim_end_matches(".json");
            let name = format!("{suite}/{of_suite}");
            let mut document = read(&format!("{name}.json"));
            let presented = tokens[of_suite].clone();
            let member = match presented.is_object() {
                true => "bundles",
                false => "bundle",
            };
            document[member] = presented;
            let platform = document["platform"]
                .as_str()
                .expect("the name of a platform");
            let platform = self::platform(platform);
            vectors.push(Vector {
                name,
                document,
                platform,
            });
        }
    }
    vectors
}

fn suites() -> impl Iterator<Item = String> {
    let suites = names(&folder()).into_iter();
    suites.filter(|name| name != "platforms" && !name.contains('.'))
}

impl Vector {
    /// The result as every host prints it: of the check, or of the creation where that fails.
    pub fn run(&self) -> String {
        self.run_with_reports().1
    }

    /// What is reported of each step, with the result.
    pub fn run_with_reports(&self) -> (Vec<String>, String) {
        let (reports, verifier) = self.loaded();
        let report = verifier.report();
        let created: Value = serde_json::from_str(&report).expect("a report is JSON");
        let result = match created["ok"] == true {
            true => {
                let options = self.document["check"].to_string();
                verifier.check(&self.presented(), &options)
            }
            false => report,
        };
        (reports, surface::fill_messages(&result))
    }

    /// What is reported of each step, with the verifier after the last one.
    fn loaded(&self) -> (Vec<String>, surface::Verifier) {
        let snapshot = self.platform.get("snapshot").and_then(Value::as_str);
        let mut verifier = self.create(snapshot, &Map::new());
        let mut reports = Vec::new();
        for step in self.steps() {
            reports.push(surface::fill_messages(&self.take(step, &mut verifier)));
        }
        (reports, verifier)
    }

    /// Of a vector that is decided, the snapshot that a record of the decision has.
    pub fn snapshot(&self) -> String {
        let exported: Value = serde_json::from_str(&self.loaded().1.export()).expect("JSON");
        exported["snapshot"]
            .as_str()
            .expect("a snapshot")
            .to_owned()
    }

    /// How its verifier is made, as JSON.
    pub fn creation(&self) -> String {
        let mut create = Map::new();
        create.insert("now".to_owned(), self.platform["now"].clone());
        if let Some(options) = self.document.get("create").and_then(Value::as_object) {
            create.extend(options.clone());
        }
        Value::from(create).to_string()
    }

    /// Of a vector that is decided, what is forecast for a month later, and for the instant before and
    /// the one at which the decision turns: each time with the result.
    pub fn forecasts(&self) -> Vec<(i64, String)> {
        let decided: Value = serde_json::from_str(&self.run()).expect("a result is JSON");
        if decided["ok"] != true || !self.steps().is_empty() {
            return Vec::new();
        }
        let decision = &decided["decision"];
        let now = self.document["check"]["now"].as_i64().expect("a time");
        let mut times = vec![now + 30 * 86_400];
        let turn = ["eligible_from", "valid_until"].map(|name| decision[name].as_str());
        if let Some(turn) = turn.into_iter().flatten().next().and_then(Instant::parse) {
            times.extend([turn.unix() - 1, turn.unix()]);
        }
        let snapshot = self.platform.get("snapshot").and_then(Value::as_str);
        let verifier = self.create(snapshot, &Map::new());
        let forecast = |at: i64| {
            let mut options = self.document["check"].clone();
            options["at"] = at.into();
            let result = verifier.forecast(&self.presented(), &options.to_string());
            (at, surface::fill_messages(&result))
        };
        times.into_iter().map(forecast).collect()
    }

    /// What is presented, as the core takes it.
    pub fn presented(&self) -> String {
        match self.document.get("bundles") {
            Some(bundles) => bundles.to_string(),
            None => self.document["bundle"]
                .as_str()
                .expect("a bundle")
                .to_owned(),
        }
    }

    /// What happens between the creation and the check.
    pub fn steps(&self) -> &[Value] {
        let steps = self.document.get("steps").and_then(Value::as_array);
        steps.map(Vec::as_slice).unwrap_or_default()
    }

    fn create(&self, snapshot: Option<&str>, own: &Map<String, Value>) -> surface::Verifier {
        let created = serde_json::from_str(&self.creation());
        let mut create: Map<String, Value> = created.expect("an object");
        create.extend(own.clone());
        let root = self.platform["root"].as_str().expect("a root");
        surface::Verifier::new(root, snapshot, &json!(create).to_string())
    }

    /// Takes a step, and gives the report.
    fn take(&self, step: &Value, verifier: &mut surface::Verifier) -> String {
        let now = step.get("now").unwrap_or(&self.platform["now"]);
        if let Some(of) = step.get("load") {
            let snapshot = snapshot_of(of, step);
            return verifier.load(&snapshot, &json!({ "now": now }).to_string());
        }
        let exported: Value = serde_json::from_str(&verifier.export()).expect("JSON");
        let text = |name: &str| exported[name].as_str().unwrap_or_default().to_owned();
        let state = match step["restart"].as_str().expect("what is left of the state") {
            "kept" => Some(text("state")),
            "corrupted" => text("state").get(1..).map(str::to_owned),
            "wiped" => None,
            platform => Some(state_of(platform)),
        };
        let mut own = Map::new();
        own.insert("now".to_owned(), now.clone());
        own.extend(state.map(|state| ("state".to_owned(), state.into())));
        let snapshot = match step.get("with") {
            Some(of) => snapshot_of(of, step),
            None => text("snapshot"),
        };
        *verifier = self.create(Some(&snapshot), &own);
        verifier.report()
    }
}

/// A platform: root and snapshot as texts, and the time.
pub fn platform(name: &str) -> Value {
    let platform = platforms().get(name);
    platform
        .unwrap_or_else(|| panic!("no platform {name}"))
        .clone()
}

/// All platforms, by name.
pub fn platforms() -> &'static BTreeMap<String, Value> {
    static ALL: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
        let file = read("platforms.tokens.json");
        let stored = file.as_object().expect("platforms by their names").iter();
        let whole = stored.map(|(name, parts)| {
            let mut platform = referred(parts, &file);
            for part in ["root", "snapshot"] {
                if let Some(document) = platform.get_mut(part).filter(|d| !d.is_string()) {
                    *document = document.to_string().into();
                }
            }
            (name.clone(), platform)
        });
        whole.collect()
    });
    &ALL
}

/// With the documents of other platforms in the places where these are named.
fn referred(value: &Value, file: &Value) -> Value {
    if let Some(place) = value.get("$ref").and_then(Value::as_str) {
        let document = file.pointer(place.trim_start_matches('#'));
        return referred(document.unwrap_or_else(|| panic!("no {place}")), file);
    }
    match value {
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), referred(value, file)));
            Value::Object(members.collect())
        }
        Value::Array(elements) => elements.iter().map(|e| referred(e, file)).collect(),
        scalar => scalar.clone(),
    }
}

/// The snapshot of a platform, cut off or padded as the step says.
fn snapshot_of(platform: &Value, step: &Value) -> String {
    let platform = platform.as_str().expect("the name of a platform");
    let platform = self::platform(platform);
    let mut snapshot = platform["snapshot"]
        .as_str()
        .expect("a snapshot")
        .to_owned();
    if let Some(sixteenths) = step.get("sixteenths").and_then(Value::as_u64) {
        let length = snapshot.len() * usize::try_from(sixteenths).expect("a number") / 16;
        snapshot.truncate(length);
    }
    if let Some(bytes) = step.get("padded").and_then(Value::as_u64) {
        let missing = usize::try_from(bytes).expect("a number") - snapshot.len();
        snapshot.push_str(&" ".repeat(missing));
    }
    snapshot
}

/// The state of an app that has loaded another platform.
fn state_of(platform: &str) -> String {
    let platform = self::platform(platform);
    let text = |name: &str| platform[name].as_str().expect("a document");
    let options = json!({ "now": platform["now"] }).to_string();
    let verifier = surface::Verifier::new(text("root"), Some(text("snapshot")), &options);
    let exported: Value = serde_json::from_str(&verifier.export()).expect("JSON");
    exported["state"].as_str().expect("a state").to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name in UTF-8")
        })
        .collect();
    names.sort_unstable();
    names
}

fn read(path: &str) -> Value {
    let text = fs::read_to_string(folder().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{path}: {e}"))
}
