//! Reading vectors and running them, as `text::Verifier` is called by every host.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use xinyi::text;

/// A vector with the platform it is for.
pub struct Vector {
    /// `suite/name-of-the-defect`.
    pub name: String,
    pub document: Value,
    pub platform: Value,
}

/// Where the vectors are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// All vectors, in the order of their names.
pub fn all() -> Vec<Vector> {
    let mut vectors = Vec::new();
    for suite in names(&folder())
        .into_iter()
        .filter(|suite| suite != "platforms")
    {
        for file in names(&folder().join(&suite)) {
            let name = format!("{suite}/{}", file.trim_end_matches(".json"));
            let document = read(&format!("{name}.json"));
            let platform = document["platform"]
                .as_str()
                .expect("the name of a platform");
            let platform = read(&format!("platforms/{platform}.json"));
            vectors.push(Vector {
                name,
                document,
                platform,
            });
        }
    }
    vectors
}

impl Vector {
    /// The result as every host prints it: of the check, or of the creation where that fails.
    pub fn run(&self) -> String {
        let mut create = Map::new();
        create.insert("now".to_owned(), self.platform["now"].clone());
        if let Some(own) = self.document.get("create").and_then(Value::as_object) {
            create.extend(own.clone());
        }
        let root = self.platform["root"].as_str().expect("a root");
        let snapshot = self.platform.get("snapshot").and_then(Value::as_str);
        let verifier = text::Verifier::new(root, snapshot, &json!(create).to_string());
        let report = verifier.report();
        let created: Value = serde_json::from_str(&report).expect("a report is JSON");
        let result = match created["ok"] == true {
            true => {
                let bundle = self.document["bundle"].as_str().expect("a bundle");
                verifier.check(bundle, &self.document["check"].to_string())
            }
            false => report,
        };
        text::fill_messages(&result)
    }
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
