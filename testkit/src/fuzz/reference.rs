//! A second reading of RFC 9901 §7.1, with nothing in mind but the text of it; and cases for it.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

/// A payload and its disclosures, as a signer may have made them.
#[derive(Debug)]
pub struct Case {
    pub payload: Value,
    /// In base64url.
    pub disclosures: Vec<String>,
}

impl Case {
    /// The case that the bytes choose.
    pub fn of(bytes: &[u8]) -> Self {
        let mut choices = Choices {
            bytes,
            made: Vec::new(),
            pending: Vec::new(),
            names: 0,
        };
        let mut disclosures = Vec::new();
        // Each may hold digests of those that were made before it.
        for _ in 0..choices.next() % 7 {
            let content = choices.disclosure();
            let text = base64url(content.to_string().as_bytes());
            choices.made.push(digest(&text));
            let is_member = content.as_array().map(Vec::len) == Some(3);
            choices.pending.push((is_member, digest(&text)));
            disclosures.push(text);
        }
        let mut members = choices.object(0);
        if !choices.next().is_multiple_of(8) {
            choices.refer_to_the_rest(&mut members);
        }
        let mut payload = Value::Object(members);
        if let (Value::Object(members), 0) = (&mut payload, choices.next() % 16) {
            let names = [
                json!("sha-256"),
                json!("sha-512"),
                json!("SHA-256"),
                json!(1),
            ];
            let name = usize::from(choices.next()).min(3);
            members.insert("_sd_alg".to_owned(), names[name].clone());
        }
        if choices.next() == 255
            && let Some(again) = disclosures.first().cloned()
        {
            disclosures.push(again);
        }
        if choices.next() % 2 == 1 {
            disclosures.reverse();
        }
        Self {
            payload,
            disclosures,
        }
    }

    /// The processed payload, or nothing.
    pub fn process(&self) -> Result<Value, ()> {
        let Value::Object(payload) = &self.payload else {
            return Err(());
        };
        match payload.get("_sd_alg") {
            None => {}
            Some(Value::String(name)) if name == "sha-256" => {}
            Some(_) => return Err(()),
        }
        let mut contents = Vec::new();
        for text in &self.disclosures {
            let content = serde_json::from_slice(&decode(text)).map_err(drop)?;
            let Value::Array(parts) = content else {
                return Err(());
            };
            let strings = parts.len().saturating_sub(1);
            if !(2..=3).contains(&parts.len()) || !parts[..strings].iter().all(Value::is_string) {
                return Err(());
            }
            contents.push((digest(text), parts));
        }
        let distinct: HashSet<&String> = contents.iter().map(|(digest, _)| digest).collect();
        if distinct.len() < contents.len() {
            return Err(());
        }
        let mut reader = Reader {
            contents,
            met: Vec::new(),
        };
        let processed = reader.object(payload, true)?;
        let met: HashSet<&String> = reader.met.iter().collect();
        let all_referenced = reader
            .contents
            .iter()
            .all(|(digest, _)| met.contains(digest));
        if met.len() < reader.met.len() || !all_referenced {
            return Err(());
        }
        Ok(Value::Object(processed))
    }
}

struct Reader {
    contents: Vec<(String, Vec<Value>)>,
    /// Every digest that was met, as often as it was.
    met: Vec<String>,
}

impl Reader {
    fn meet(&mut self, digest: &str) -> Option<Vec<Value>> {
        // Once is enough to refuse it all in the end; twice round would never end.
        let again = self.met.iter().any(|met| met == digest);
        self.met.push(digest.to_owned());
        let found = self.contents.iter().find(|(of, _)| of == digest);
        found.filter(|_| !again).map(|(_, parts)| parts.clone())
    }

    fn value(&mut self, value: &Value) -> Result<Value, ()> {
        match value {
            Value::Object(members) => self.object(members, false).map(Value::Object),
            Value::Array(elements) => {
                let mut out = Vec::new();
                for element in elements {
                    match element.get("...") {
                        None => out.push(self.value(element)?),
                        Some(Value::String(digest))
                            if element.as_object().map(Map::len) == Some(1) =>
                        {
                            match self.meet(digest).as_deref() {
                                None => {}
                                Some([_, value]) => out.push(self.value(value)?),
                                Some(_) => return Err(()),
                            }
                        }
                        Some(_) => return Err(()),
                    }
                }
                Ok(Value::Array(out))
            }
            scalar => Ok(scalar.clone()),
        }
    }

    fn object(
        &mut self,
        members: &Map<String, Value>,
        top: bool,
    ) -> Result<Map<String, Value>, ()> {
        let mut out = Map::new();
        for (name, value) in members {
            match name.as_str() {
                "_sd" => {}
                "_sd_alg" if top => {}
                "_sd_alg" | "..." => return Err(()),
                _ => drop(out.insert(name.clone(), self.value(value)?)),
            }
        }
        let none = json!([]);
        for digest in members.get("_sd").unwrap_or(&none).as_array().ok_or(())? {
            match self.meet(digest.as_str().ok_or(())?).as_deref() {
                None => {}
                Some([_, Value::String(name), value]) => {
                    let reserved = ["_sd", "_sd_alg", "..."].contains(&name.as_str());
                    if reserved || out.contains_key(name) {
                        return Err(());
                    }
                    let value = self.value(value)?;
                    out.insert(name.clone(), value);
                }
                Some(_) => return Err(()),
            }
        }
        Ok(out)
    }
}

/// What the bytes choose, one at a time; nothing once they have run out.
struct Choices<'a> {
    bytes: &'a [u8],
    /// The digests of all disclosures so far.
    made: Vec<String>,
    /// Those that nothing refers to yet, and whether they are of members.
    pending: Vec<(bool, String)>,
    names: usize,
}

impl Choices<'_> {
    fn next(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                *first
            }
            None => 0,
        }
    }

    fn disclosure(&mut self) -> Value {
        let salt = match self.next() {
            255 => json!(7),
            _ => json!(format!("salt {}", self.made.len())),
        };
        match self.next() {
            255 => json!([salt]),
            254 => json!([salt, self.name(), self.value(1), null]),
            253 => json!({ "salt": salt }),
            252 => json!([salt, 1, self.value(1)]),
            0..100 => json!([salt, self.value(1)]),
            _ => json!([salt, self.name(), self.value(1)]),
        }
    }

    fn name(&mut self) -> String {
        const NAMES: [&str; 10] = [
            "a",
            "b",
            "c",
            "d",
            "",
            "é",
            "__proto__",
            "_sd",
            "...",
            "_sd_alg",
        ];
        match self.next() {
            choice @ 246.. => NAMES[usize::from(choice - 246)].to_owned(),
            choice @ 200.. => NAMES[usize::from(choice % 7)].to_owned(),
            _ => {
                self.names += 1;
                format!("name {}", self.names)
            }
        }
    }

    /// The digest of a member's or an element's disclosure, as a rule.
    fn digest(&mut self, of_member: bool) -> Value {
        match self.next() {
            255 => json!(null),
            choice @ 250.. if !self.made.is_empty() => {
                json!(self.made[usize::from(choice) % self.made.len()])
            }
            choice @ 200.. => json!(format!("decoy {choice}")),
            _ => match self.pending.iter().position(|(is, _)| *is == of_member) {
                Some(at) => json!(self.pending.remove(at).1),
                None => {
                    self.names += 1;
                    json!(format!("decoy of {}", self.names))
                }
            },
        }
    }

    fn refer_to_the_rest(&mut self, members: &mut Map<String, Value>) {
        for (is_member, digest) in core::mem::take(&mut self.pending) {
            let (name, reference) = match is_member {
                true => ("_sd", json!(digest)),
                false => ("the rest", json!({ "...": digest })),
            };
            let list = members.entry(name).or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(reference);
            }
        }
    }

    fn value(&mut self, depth: u8) -> Value {
        if depth > 4 {
            return json!(true);
        }
        match self.next() % 12 {
            0 => json!(null),
            1 => json!("text"),
            2 => json!(12),
            3..7 => self.array(depth),
            7 => json!([]),
            _ => Value::Object(self.object(depth)),
        }
    }

    fn array(&mut self, depth: u8) -> Value {
        let mut elements = Vec::new();
        for _ in 0..self.next() % 4 {
            elements.push(match self.next() {
                255 => json!({ "...": self.digest(false), "more": 1 }),
                0..150 => json!({ "...": self.digest(false) }),
                _ => self.value(depth + 1),
            });
        }
        Value::Array(elements)
    }

    fn object(&mut self, depth: u8) -> Map<String, Value> {
        let mut members = Map::new();
        for _ in 0..self.next() % 4 {
            let name = self.name();
            // The top level's own is chosen elsewhere.
            if depth > 0 || !name.starts_with("_sd") {
                let value = self.value(depth + 1);
                members.insert(name, value);
            }
        }
        match self.next() {
            255 => drop(members.insert("_sd".to_owned(), json!({}))),
            0..180 => {
                let digests = (0..self.next() % 5).map(|_| self.digest(true)).collect();
                members.insert("_sd".to_owned(), Value::Array(digests));
            }
            _ => {}
        }
        members
    }
}

fn digest(text: &str) -> String {
    base64url(sha256(text.as_bytes()).as_ref())
}

fn sha256(bytes: &[u8]) -> impl AsRef<[u8]> {
    ring::digest::digest(&ring::digest::SHA256, bytes)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub fn base64url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for i in 0..=three.len() {
            let sextet = bits >> (18 - 6 * i) & 63;
            out.push(char::from(ALPHABET[sextet as usize]));
        }
    }
    out
}

/// Of what [`base64url`] gave.
pub fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let sextet = ALPHABET
            .iter()
            .position(|c| *c == letter)
            .unwrap_or_default();
        bits = bits << 6 | sextet as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}
