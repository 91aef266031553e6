//! Tokens as people read them. Nothing here is told what a token was made of: it is taken from its
//! text, so that a vector's readable part cannot say another thing than its tokens.

use serde_json::{Map, Value, json};
use testkit::jose::{SHA_256, SM3, from_base64url};
use testkit::keys::Ring;
use testkit::world::{DAY, HOUR, NOW};

use super::changes::Changes;
use super::layout::{shortened, shortened_text};

/// Reads tokens, and knows the test keys.
pub struct Reader {
    ring: Ring,
}

impl Reader {
    pub fn new() -> Self {
        Self { ring: Ring::new() }
    }

    /// What is presented: header, claims with what is disclosed in its place, and key binding.
    pub fn presentation(&self, text: &str) -> Value {
        if let Ok(Value::Object(several)) = serde_json::from_str(text) {
            let texts = several.into_iter();
            let read = |(alias, text): (String, Value)| match text.as_str() {
                Some(text) => (alias, self.presentation(text)),
                None => (alias, text),
            };
            return json!({ "text_of": texts.map(read).collect::<Map<_, _>>() });
        }
        let Some((token, rest)) = text.split_once('~') else {
            return json!({ "text": shortened_text(text) });
        };
        let (disclosures, binding) = rest.rsplit_once('~').unwrap_or(("", rest));
        let mut document = self.jws(token);
        let algorithm = document.pointer("/says/_sd_alg").and_then(Value::as_str);
        let hash = if algorithm == Some(SM3.name) {
            SM3
        } else {
            SHA_256
        };
        let texts = disclosures.split('~').filter(|_| !disclosures.is_empty());
        let known = texts.map(|text| Disclosure::new((hash.digest)(text.as_bytes()), text));
        let mut opened = Opened::of(known.collect());
        if let Some(says) = document.get_mut("says") {
            *says = opened.place(says, "");
        }
        opened.describe(&mut document);
        if !binding.is_empty() {
            let mut jwt = self.jws(binding);
            let bound = &text[..text.len() - binding.len()];
            let right = (hash.digest)(bound.as_bytes());
            if let Some(claim) = jwt.pointer_mut("/says/sd_hash")
                && *claim == right.as_str()
            {
                *claim = "as it should be".into();
            }
            document["binding"] = jwt;
        }
        shortened(self.explained(document))
    }

    /// A compact JWS.
    pub fn jws(&self, token: &str) -> Value {
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return json!({ "text": token });
        };
        let mut document = json!({});
        read_into(&mut document, "header", header);
        read_into(&mut document, "says", payload);
        document["signed_by"] = self.signer_of(&document["header"], header, payload, signature);
        document
    }

    /// A JWS in general JSON serialisation.
    pub fn general(&self, jws: &Value) -> Value {
        let (Some(payload), Some(signatures)) =
            (jws["payload"].as_str(), jws["signatures"].as_array())
        else {
            return jws.clone();
        };
        let mut document = json!({});
        read_into(&mut document, "says", payload);
        let signature = |one: &Value| {
            let text = |name: &str| one[name].as_str().unwrap_or_default();
            let mut document = json!({});
            read_into(&mut document, "header", text("protected"));
            let [protected, signature] = ["protected", "signature"].map(text);
            let by = self.signer_of(&document["header"], protected, payload, signature);
            document["signed_by"] = by;
            document
        };
        document["signatures"] = signatures.iter().map(signature).collect();
        document
    }

    fn signer_of(&self, read: &Value, header: &str, payload: &str, signature: &str) -> Value {
        let input = format!("{header}.{payload}");
        let Some(bytes) = from_base64url(signature) else {
            return json!("no base64url");
        };
        match self.ring.signer_of(&read["alg"], input.as_bytes(), &bytes) {
            Some(name) => name.into(),
            None if bytes.len() == 64 => json!("nobody"),
            None => format!("nobody, with {} bytes", bytes.len()).into(),
        }
    }

    /// With test keys by their names, and times as people count them.
    pub fn explained(&self, value: Value) -> Value {
        if let Some(name) = self.ring.name_of(&value) {
            return format!("test key {name}").into();
        }
        match value {
            Value::Object(members) => {
                let member = |(name, value): (String, Value)| {
                    let value = match time(&name, &value) {
                        Some(time) => time.into(),
                        None => self.explained(value),
                    };
                    (name, value)
                };
                Value::Object(members.into_iter().map(member).collect::<Map<_, _>>())
            }
            Value::Array(elements) => elements.into_iter().map(|e| self.explained(e)).collect(),
            scalar => scalar,
        }
    }

    /// The same, told by the one of `standard` to which it is nearest.
    pub fn told_by(standard: &[(&str, Value)], document: &Value) -> Value {
        let told = standard.iter().map(|(name, like)| {
            let changes = Changes::between(like, document);
            (changes.size(), changes.to_json(name))
        });
        let shortest = told.min_by_key(|(size, _)| *size);
        match shortest {
            Some((size, told)) if size < document.to_string().len() => told,
            _ => document.clone(),
        }
    }
}

/// A disclosure that may have its place in a bundle.
struct Disclosure {
    digest: String,
    text: String,
    parts: Option<Vec<Value>>,
    /// The pointer of what it shows.
    shown: Option<String>,
}

impl Disclosure {
    fn new(digest: String, text: &str) -> Self {
        let mut document = json!({});
        read_into(&mut document, "", text);
        let parts = document[""].as_array().cloned();
        Self {
            digest,
            text: text.to_owned(),
            parts: parts.filter(|parts| parts.first().is_some_and(Value::is_string)),
            shown: None,
        }
    }
}

/// What is found while disclosures are put in their places.
struct Opened {
    disclosures: Vec<Disclosure>,
    hidden: Map<String, Value>,
}

impl Opened {
    fn of(disclosures: Vec<Disclosure>) -> Self {
        Self {
            disclosures,
            hidden: Map::new(),
        }
    }

    fn place(&mut self, value: &Value, at: &str) -> Value {
        match value {
            Value::Object(members) => {
                let mut placed = Map::new();
                for (name, member) in members {
                    match member.as_array() {
                        Some(digests) if name == "_sd" => self.open(digests, at, &mut placed),
                        _ => {
                            let member = self.place(member, &format!("{at}/{name}"));
                            placed.insert(name.clone(), member);
                        }
                    }
                }
                Value::Object(placed)
            }
            Value::Array(elements) => {
                let place = |(number, element): (usize, &Value)| {
                    self.element(element, &format!("{at}/{number}"))
                };
                elements.iter().enumerate().map(place).collect()
            }
            scalar => scalar.clone(),
        }
    }

    /// The claims behind the digests of an object.
    fn open(&mut self, digests: &[Value], at: &str, placed: &mut Map<String, Value>) {
        let (mut hidden, mut odd) = (0, Vec::new());
        for digest in digests {
            match (digest, self.disclosure(digest, 3)) {
                (_, Some([_, Value::String(name), value])) => {
                    let pointer = format!("{at}/{name}");
                    self.shows(digest, &pointer);
                    let value = self.place(&value, &pointer);
                    let mut name = name;
                    while placed.contains_key(&name) {
                        name.push_str(" (again)");
                    }
                    placed.insert(name, value);
                }
                (Value::String(text), _) if text.len() == 43 => hidden += 1,
                _ => odd.push(digest.clone()),
            }
        }
        if hidden > 0 || digests.is_empty() {
            self.hidden.insert(at.to_owned(), hidden.into());
        }
        if !odd.is_empty() {
            placed.insert("_sd".to_owned(), odd.into());
        }
    }

    fn element(&mut self, element: &Value, at: &str) -> Value {
        let alone = element.as_object().filter(|members| members.len() == 1);
        let digest = alone.and_then(|members| members.get("..."));
        let Some(digest) = digest.filter(|digest| digest.is_string()) else {
            return self.place(element, at);
        };
        match self.disclosure(digest, 2) {
            Some([_, value, _]) => {
                self.shows(digest, at);
                self.place(&value, at)
            }
            None => json!("(hidden)"),
        }
    }

    /// The parts of the disclosure with a digest, if it has so many.
    fn disclosure(&self, digest: &Value, length: usize) -> Option<[Value; 3]> {
        let fits = |disclosure: &&Disclosure| {
            let parts = disclosure.parts.as_deref().unwrap_or_default();
            let is_claim = parts.len() == 3 && parts[1].is_string();
            *digest == disclosure.digest.as_str()
                && parts.len() == length
                && (length == 2 || is_claim)
        };
        let mut parts = self.disclosures.iter().find(fits)?.parts.clone()?;
        parts.resize(3, Value::Null);
        parts.try_into().ok()
    }

    fn shows(&mut self, digest: &Value, at: &str) {
        for disclosure in &mut self.disclosures {
            if *digest == disclosure.digest.as_str() && disclosure.shown.is_none() {
                disclosure.shown = Some(at.to_owned());
                return;
            }
        }
    }

    /// Says what was shown, what is hidden, and what has no place.
    fn describe(self, document: &mut Value) {
        let shown = self.disclosures.iter();
        document["shown"] = shown.filter_map(|d| d.shown.as_deref()).collect();
        document["hidden"] = Value::Object(self.hidden);
        let left = self.disclosures.iter().filter(|d| d.shown.is_none());
        let left = left.map(|disclosure| {
            let mut document = json!({});
            read_into(&mut document, "disclosure", &disclosure.text);
            document
        });
        let left: Vec<Value> = left.collect();
        if !left.is_empty() {
            document["without_a_place"] = left.into();
        }
        let spelt = self.disclosures.iter().filter(|d| d.shown.is_some());
        let spelt = spelt.filter_map(|disclosure| {
            let mut document = json!({});
            read_into(&mut document, "disclosure", &disclosure.text);
            document.get("disclosure_spelt").cloned()
        });
        let spelt: Vec<Value> = spelt.collect();
        if !spelt.is_empty() {
            document["disclosures_spelt"] = spelt.into();
        }
    }
}

/// Sets a member to what base64url says: JSON if it is that, and how it is spelt if unusually.
fn read_into(document: &mut Value, name: &str, text: &str) {
    let Some(bytes) = from_base64url(text) else {
        document[name] = json!({ "no base64url": text });
        return;
    };
    let Ok(json) = String::from_utf8(bytes) else {
        document[name] = json!({ "no UTF-8": text });
        return;
    };
    let Ok(value) = serde_json::from_str::<Value>(&json) else {
        document[name] = json!({ "no JSON that serde_json reads": json });
        return;
    };
    let usual = value.to_string();
    if usual != json {
        document[format!("{name}_spelt")] = unlike(&usual, &json).into();
    }
    document[name] = value;
}

/// The part of a text that is unlike the usual one, with a little of what is around it.
fn unlike(usual: &str, text: &str) -> String {
    let [usual, text] = [usual, text].map(|text| text.chars().collect::<Vec<char>>());
    let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let start = same(&mut usual.iter().zip(&text));
    let end = same(&mut usual[start..].iter().rev().zip(text[start..].iter().rev()));
    let (from, to) = (
        start.saturating_sub(12),
        (text.len() - end + 12).min(text.len()),
    );
    let part: String = text[from..to].iter().collect();
    let [before, after] = [from > 0, to < text.len()].map(|cut| if cut { "…" } else { "" });
    format!("{before}{part}{after}")
}

/// The value of a claim that is a time, from the time at which all vectors are checked.
fn time(name: &str, value: &Value) -> Option<String> {
    const TIMES: [&str; 7] = [
        "iat",
        "exp",
        "nbf",
        "not_before",
        "not_after",
        "at",
        "min_iat",
    ];
    let from_now = value.as_i64()?.checked_sub(NOW)?;
    if !TIMES.contains(&name) || from_now.abs() > 20 * 366 * DAY {
        return None;
    }
    let (sign, mut left) = (if from_now < 0 { '-' } else { '+' }, from_now.abs());
    let mut text = String::from("now");
    for (unit, seconds) in [("d", DAY), ("h", HOUR), ("m", 60), ("s", 1)] {
        if left >= seconds {
            text.push_str(&format!("{sign}{}{unit}", left / seconds));
            left %= seconds;
        }
    }
    Some(text)
}
