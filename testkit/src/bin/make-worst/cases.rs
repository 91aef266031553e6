//! Documents at their limits, and what is to be done with each.

mod bundles;
mod decisions;
mod manifests;
mod programmes;
mod roots;
mod snapshots;
mod status_lists;
mod trust_lists;
mod whole;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use testkit::jose::{base64url, jwk};
use testkit::surface;
use testkit::world::{DAY, NOW, World};
use xinyi::issuer::{Algorithm, SigningKey, SystemRandom};

/// Writes each as a folder of its own.
pub fn write(folder: &Path, decisions: Option<&Path>) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(folder)?,
    }
    let world = World::new();
    let mut cases = Cases {
        folder: folder.to_owned(),
        made: 0,
    };
    snapshots::add(&mut cases, &world)?;
    roots::add(&mut cases, &world)?;
    manifests::add(&mut cases, &world)?;
    trust_lists::add(&mut cases, &world)?;
    status_lists::add(&mut cases, &world)?;
    programmes::add(&mut cases, &world)?;
    whole::add(&mut cases, &world)?;
    bundles::add(&mut cases, &world)?;
    decisions::add(&mut cases, &world, decisions)
}

/// Where they are written to, one after the other: all together would take gigabytes.
struct Cases {
    folder: PathBuf,
    made: usize,
}

impl Cases {
    fn add(&mut self, case: &Case) -> io::Result<()> {
        self.made += 1;
        let folder = self.folder.join(format!("{:03}", self.made));
        fs::create_dir(&folder)?;
        fs::write(folder.join("name"), &case.name)?;
        let mut files = case.files.iter();
        files.try_for_each(|(name, text)| fs::write(folder.join(name), text))
    }
}

/// What is done, a file for each argument. The last step is what is measured.
struct Case {
    name: String,
    files: Vec<(&'static str, String)>,
}

impl Case {
    /// A verifier is created.
    fn creating(name: impl Into<String>, platform: &Value) -> Self {
        let text = |member: &str| platform[member].as_str().expect("a document").to_owned();
        Self {
            name: name.into(),
            files: vec![
                ("root", text("root")),
                ("snapshot", text("snapshot")),
                ("create", json!({ "now": NOW }).to_string()),
            ],
        }
    }

    /// At another time than the documents are made for.
    fn at(mut self, now: i64) -> Self {
        self.files.retain(|(name, _)| *name != "create");
        let options = json!({ "now": now }).to_string();
        self.files.push(("create", options));
        self
    }

    /// Then it loads a further snapshot.
    fn loading(mut self, platform: &Value) -> Self {
        let snapshot = platform["snapshot"].as_str().expect("a document");
        self.files.push(("further", snapshot.to_owned()));
        self
    }

    /// Then it checks what is presented.
    fn checking(mut self, bundle: String, options: &Value) -> Self {
        self.files.push(("bundle", bundle));
        self.files.push(("check", options.to_string()));
        self
    }

    /// What it comes to, found natively.
    fn answer(&self) -> String {
        let file = |name: &str| {
            let found = self.files.iter().find(|(of, _)| *of == name);
            found.map(|(_, text)| text.as_str()).unwrap_or_default()
        };
        if !file("try").is_empty() {
            return surface::try_programme(file("programme"), file("facts"), file("try"));
        }
        let verifier = surface::Verifier::new(file("root"), Some(file("snapshot")), file("create"));
        verifier.check(file("bundle"), file("check"))
    }

    /// A programme is tried on facts.
    fn trying(name: impl Into<String>, programme: &Value, facts: &Value, options: &Value) -> Self {
        Self {
            name: name.into(),
            files: vec![
                ("programme", programme.to_string()),
                ("facts", facts.to_string()),
                ("try", options.to_string()),
            ],
        }
    }
}

/// A key of the dearest algorithm.
fn sm2_key() -> SigningKey {
    SigningKey::generate(Algorithm::Sm2, &SystemRandom::new()).expect("a key")
}

/// What has the form of a signature by a key, and is found to be none only when all is computed.
fn forged(algorithm: Algorithm) -> String {
    let mut signature = [0x11; 64];
    if algorithm == Algorithm::Ed25519 {
        // Its second number is below the order of the group, the lowest byte first.
        signature[63] = 0x01;
    }
    base64url(&signature)
}

/// A key of a root or an entry, by as few bytes as that takes.
fn short_key(kid: &str, key: &SigningKey) -> Value {
    json!({ "kid": kid, "alg": short_alg(key), "jwk": jwk(key) })
}

/// The same, of an entry.
fn short_entry_key(kid: &str, key_use: &str, key: &SigningKey) -> Value {
    let mut entry = short_key(kid, key);
    entry["use"] = json!(key_use);
    entry["not_before"] = json!(NOW - DAY);
    entry["not_after"] = json!(NOW + DAY);
    entry
}

fn short_alg(key: &SigningKey) -> &'static str {
    match key.algorithm() {
        Algorithm::Sm2 => "SM2",
        other => other.name(),
    }
}

/// The entry of a city, with what it may sign and nothing more.
fn city(issuer: &str, keys: Vec<Value>) -> Value {
    json!({
        "issuer": issuer, "name": { "zh-CN": "市", "en": "c" }, "kind": "municipal", "regions": ["310000"], "vct": [], "fields": [],
        "schemes": [], "keys": keys,
    })
}
