//! Platforms as they are stored and as people read them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use testkit::jose::{from_base64url, sha256};
use testkit::platform::Plan;
use testkit::world::World;

use super::layout::{shortened, shortened_text};
use super::reading::Reader;
use super::vector::Vector;

/// Platforms by their names. Others are told by how they differ from the standard ones.
pub struct Platforms {
    all: BTreeMap<String, Value>,
    /// Those that several vectors may share: names that do not hang on who comes first.
    shared: Vec<String>,
}

const STANDARD: [&str; 2] = ["base", "small"];

impl Platforms {
    /// The standard ones, and those that vectors share by a name of their own.
    pub fn new(world: &World, vectors: &[Vector]) -> Self {
        let mut platforms = Self {
            all: BTreeMap::new(),
            shared: Vec::new(),
        };
        for (name, plan) in STANDARD.iter().zip([Plan::base(world), Plan::small(world)]) {
            platforms.share(name, &plan.build());
        }
        for (name, platform) in vectors.iter().filter_map(Vector::shared_platform) {
            platforms.share(name, platform);
        }
        platforms
    }

    /// As they were built, by name.
    #[cfg(test)]
    pub fn built(&self) -> &BTreeMap<String, Value> {
        &self.all
    }

    fn share(&mut self, name: &str, platform: &Value) {
        if self.add(name, platform) == name && !self.shared.iter().any(|known| known == name) {
            self.shared.push(name.to_owned());
        }
    }

    /// Adds a platform, and gives the name that it is to be called by: what is shared is not
    /// written twice.
    pub fn add(&mut self, name: &str, platform: &Value) -> String {
        let shared = self.shared.iter().find(|name| self.all[*name] == *platform);
        if let Some(name) = shared {
            return name.clone();
        }
        let known = self.all.entry(name.to_owned()).or_insert(platform.clone());
        assert!(known == platform, "two platforms are called {name}");
        name.to_owned()
    }

    /// The texts of all, by name: a document that a standard platform has is named by its place.
    pub fn stored(&self) -> BTreeMap<&str, Value> {
        let all = self.all.iter();
        let parts = all.map(|(name, platform)| (name.as_str(), parts(platform)));
        let mut all: BTreeMap<&str, Value> = parts.collect();
        let mut places = Vec::new();
        for name in STANDARD {
            let mut platform = all[name].clone();
            refer(&mut platform, &places);
            places.extend(
                documents(&mut platform)
                    .into_iter()
                    .filter_map(|(at, document)| {
                        (document.get("$ref").is_none())
                            .then(|| (format!("#/{name}{at}"), document.clone()))
                    }),
            );
            all.insert(name, platform);
        }
        for (_, platform) in all.iter_mut().filter(|(name, _)| !STANDARD.contains(name)) {
            refer(platform, &places);
        }
        all
    }

    /// All as people read them.
    pub fn readable(&self, reader: &Reader) -> BTreeMap<&str, Value> {
        let read = |name: &str| platform(reader, &self.all[name]);
        let standard = STANDARD.map(|name| (name, read(name)));
        let names = self.all.keys().map(String::as_str);
        let told = names.map(|name| {
            let others = standard.iter().position(|(other, _)| *other == name);
            let others = &standard[..others.unwrap_or(standard.len())];
            (name, Reader::told_by(others, &read(name)))
        });
        told.collect()
    }
}

/// With documents in place of their texts, wherever these can be had back from them by JavaScript
/// as well.
fn parts(platform: &Value) -> Value {
    let mut parts = platform.clone();
    for name in ["root", "snapshot"] {
        let Some(text) = platform.get(name).and_then(Value::as_str) else {
            continue;
        };
        let document = serde_json::from_str::<Value>(text).unwrap_or_default();
        let again = document.to_string();
        if document.is_object() && again == text && is_plain(&document) {
            parts[name] = document;
        }
    }
    parts
}

/// Whether JavaScript keeps the order of the members and every number.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().all(|(name, value)| {
            !name.starts_with(|c: char| c.is_ascii_digit()) && is_plain(value)
        }),
        Value::Array(elements) => elements.iter().all(is_plain),
        Value::Number(number) => number.as_i64().is_some_and(|n| n.unsigned_abs() < 1 << 53),
        _ => true,
    }
}

/// The documents of a platform with their places.
fn documents(platform: &mut Value) -> Vec<(String, &mut Value)> {
    let mut documents = Vec::new();
    for (name, part) in platform.as_object_mut().into_iter().flatten() {
        if name == "root" {
            documents.push(("/root".to_owned(), part));
            continue;
        }
        for (name, part) in part.as_object_mut().into_iter().flatten() {
            let at = format!("/snapshot/{name}");
            match part {
                Value::Array(parts) => {
                    let parts = parts.iter_mut().enumerate();
                    documents.extend(parts.map(|(n, part)| (format!("{at}/{n}"), part)));
                }
                part => documents.push((at, part)),
            }
        }
    }
    documents.retain(|(_, part)| part.to_string().len() > 100);
    documents
}

/// Puts places where documents are that have one.
fn refer(platform: &mut Value, places: &[(String, Value)]) {
    for (_, document) in documents(platform) {
        if let Some((place, _)) = places.iter().find(|(_, known)| known == document) {
            *document = json!({ "$ref": place });
        }
    }
}

fn platform(reader: &Reader, platform: &Value) -> Value {
    let mut document = json!({ "now": platform["now"] });
    for (name, part) in platform.as_object().into_iter().flatten() {
        let json = part.as_str().map(serde_json::from_str::<Value>);
        document[name] = match (name.as_str(), json) {
            ("root", Some(Ok(root))) => reader.general(&root),
            ("snapshot", Some(Ok(snapshot))) if snapshot.is_object() => {
                self::snapshot(reader, &snapshot)
            }
            (_, Some(_)) => shortened_text(part.as_str().unwrap_or_default()).into(),
            (_, None) => part.clone(),
        };
    }
    if parts(platform)["snapshot"].is_string() {
        document["snapshot_text"] =
            shortened_text(platform["snapshot"].as_str().unwrap_or_default()).into();
    }
    shortened(by_name(reader.explained(document)))
}

fn snapshot(reader: &Reader, snapshot: &Value) -> Value {
    let read = |document: &Value| match document {
        Value::Object(_) => reader.general(document),
        Value::String(token) => status(reader.jws(token)),
        other => other.clone(),
    };
    let mut read: Value = snapshot
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, part)| match part {
            Value::Array(parts) => (name.clone(), parts.iter().map(read).collect()),
            part => (name.clone(), read(part)),
        })
        .collect::<Map<_, _>>()
        .into();
    // Pins that hold change whenever what is pinned does.
    let payload = |document: &Value| match document {
        Value::String(token) => token.split('.').nth(1).and_then(from_base64url),
        document => document["payload"].as_str().and_then(from_base64url),
    };
    let hash = |document: &Value| payload(document).map(|bytes| json!(sha256(&bytes)));
    let trust_list = hash(&snapshot["trust_list"]);
    let programmes = snapshot["programmes"].as_array().into_iter().flatten();
    let programmes: Vec<Value> = programmes.filter_map(hash).collect();
    if let Some(pin) = read.pointer_mut("/manifest/says/trust_list/sha256")
        && Some(&*pin) == trust_list.as_ref()
    {
        *pin = json!("of the one here");
    }
    let pins = read.pointer_mut("/manifest/says/programmes");
    for pin in pins.and_then(Value::as_array_mut).into_iter().flatten() {
        if programmes.contains(&pin["sha256"]) {
            pin["sha256"] = json!("of one here");
        }
    }
    read
}

/// A token, with the entries of the status list that it may be.
fn status(mut token: Value) -> Value {
    const LONG: usize = 2_000;
    let list = token.pointer("/says/status_list").cloned();
    let list = list.unwrap_or_default();
    let bytes = list["lst"]
        .as_str()
        .filter(|lst| lst.len() < LONG)
        .and_then(from_base64url)
        .and_then(|bytes| {
            miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&bytes, LONG).ok()
        });
    if let (Some(bytes), Some(bits @ (1 | 2 | 4 | 8))) = (bytes, list["bits"].as_u64()) {
        let entry = |byte: &u8, at: u64| u64::from(*byte) >> (at * bits) & ((1 << bits) - 1);
        let entries = bytes.iter();
        let entries = entries.flat_map(|byte| (0..8 / bits).map(move |at| entry(byte, at)));
        token["says"]["status_list"]["lst"] = json!({ "entries": entries.collect::<Vec<_>>() });
    }
    token
}

/// Lists as objects, wherever their elements have names: a change is then found by the name.
fn by_name(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, v)| (name, by_name(v)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(elements) => {
            let elements: Vec<Value> = elements.into_iter().map(by_name).collect();
            let names: Option<Vec<String>> = elements.iter().map(name).collect();
            let Some(names) = names.filter(|names| !names.is_empty()) else {
                return elements.into();
            };
            let mut named = Map::new();
            for (mut name, element) in names.into_iter().zip(elements) {
                while named.contains_key(&name) {
                    name.push_str(" (again)");
                }
                named.insert(name, element);
            }
            named.into()
        }
        scalar => scalar,
    }
}

fn name(value: &Value) -> Option<String> {
    let text = |at: &str| value.pointer(at).and_then(Value::as_str);
    let version = |at: &str| value.pointer(at).map(Value::to_string);
    let names = ["/issuer", "/kid", "/uri", "/says/sub", "/header/kid"];
    let of_programme = |id: &str, number: &str| Some(format!("{} {}", text(id)?, version(number)?));
    of_programme("/says/id", "/says/version")
        .or_else(|| of_programme("/id", "/version"))
        .or_else(|| names.into_iter().find_map(text).map(str::to_owned))
}
