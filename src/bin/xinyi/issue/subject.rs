//! A subject that is to have bundles, as a line of the input has it.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use xinyi::issuer::{self, SecureRandom, Signatory, VerifyingKey};
use xinyi::{Code, Day, Error, Instant, LawEdition, Object, Problem, Value, is_invisible};

use super::settings::Settings;
use crate::json::object;
use crate::register::Entry;

/// What the platform says of every bundle, and no line of its own.
const COMMON: [&str; 9] = [
    "iss",
    "vct",
    "iat",
    "nbf",
    "exp",
    "cnf",
    "status",
    "as_of",
    "catalogue",
];

/// What is no record: it has its own day, and an earlier bundle may say what was so then. What is said of the subject is
/// not here, since all that the law makes of records depends on it.
const NO_RECORDS: [&str; 3] = ["activities", "evaluations", "finance"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    subject: Option<String>,
    claims: Value,
    #[serde(default)]
    keys: Option<Vec<Value>>,
}

/// A line, read.
pub(super) struct Subject {
    /// What the platform calls the subject.
    pub(super) name: String,
    pub(super) claims: Object,
    /// The public keys of the holder. None: those that the subject has.
    pub(super) holders: Option<Vec<String>>,
}

/// What the line is called, whatever else is wrong with it.
pub(super) fn id(line: &Value) -> Option<&Value> {
    line.member("id")
        .filter(|id| matches!(id, Value::String(_) | Value::Number(_)))
}

impl Subject {
    /// Reads a line. With `renews`, it has no keys.
    ///
    /// # Errors
    /// `format.schema`, `input.options` with a pointer; what is wrong with a key.
    pub(super) fn read(line: Value, settings: &Settings, renews: bool) -> Result<Self, Error> {
        if line.as_object().is_some_and(|line| line.contains("id")) && id(&line).is_none() {
            return Err(wrong("/id", Problem::Type));
        }
        let document = Document::deserialize(line)?;
        drop(document.id);
        let Value::Object(mut claims) = document.claims else {
            return Err(wrong("/claims", Problem::ObjectExpected));
        };
        for name in COMMON {
            if claims.contains(name) {
                return Err(wrong(&format!("/claims/{name}"), Problem::GivenTwice));
            }
        }
        for (name, value) in settings.defaults.iter() {
            if !claims.contains(name) {
                claims.set(name, value.clone());
            }
        }
        if let Some(clear) = &settings.clear {
            if claims.contains("clear") {
                return Err(wrong("/claims/clear", Problem::GivenTwice));
            }
            claims.set("clear", clear.clone());
        }
        let code = || claims.get("subject")?.member("id")?.as_str();
        let name = match document.subject {
            Some(name) => name,
            // A code has one spelling.
            None => code()
                .ok_or_else(|| wrong("/subject", Problem::Missing))?
                .to_uppercase(),
        };
        if name.trim().is_empty() {
            return Err(wrong("/subject", Problem::EmptyText));
        }
        // Two spellings would be two subjects.
        if name.trim() != name || name.contains(is_invisible) {
            return Err(wrong("/subject", Problem::Spaces));
        }
        let holders = match (document.keys, renews) {
            (None, true) => None,
            (None, false) => return Err(wrong("/keys", Problem::Missing)),
            (Some(_), true) => return Err(wrong("/keys", Problem::GivenTwice)),
            (Some(keys), false) => Some(holders(&keys)?),
        };
        Ok(Self {
            name,
            claims,
            holders,
        })
    }

    /// Leaves out of some lists what may not be passed on, and says what that was.
    pub(super) fn leave_out(
        &mut self,
        lists: &[String],
        said: &Said<'_>,
        law: Option<&LawEdition>,
    ) -> Vec<Value> {
        let mut claims = said.common();
        for (name, value) in self.claims.iter() {
            claims.set(name, value.clone());
        }
        // What is wrong with the claims is told when they are signed.
        let found = issuer::not_shareable(&claims, said.iat, law).unwrap_or_default();
        let mut told = Vec::new();
        for list in lists {
            let Some(Value::Array(records)) = self.claims.get(list).cloned() else {
                continue;
            };
            let mut kept = Vec::with_capacity(records.len());
            for (place, record) in records.into_iter().enumerate() {
                match found.iter().find(|f| f.list == list && f.place == place) {
                    None => kept.push(record),
                    Some(why) => {
                        let document = record.member("document").cloned();
                        told.push(Value::from(object! {
                            "list": list.as_str(),
                            "document": document.unwrap_or_default(),
                            "ground": why.ground.as_str(),
                            "basis": why.basis.as_str(),
                        }));
                    }
                }
            }
            self.claims.set(list, kept);
        }
        told
    }

    /// Digests of what is said of the subject: of everything, and of records alone. The order of members and of records
    /// plays no part.
    pub(super) fn digests(&self) -> ([u8; 32], [u8; 32]) {
        let of = |is_in: &dyn Fn(&str) -> bool| {
            let members = self.claims.iter().filter(|(name, _)| is_in(name));
            let text = canonical_members(members);
            Sha256::digest(text.as_bytes()).into()
        };
        // Statements follow from records, and from the settings.
        let is_said = |name: &str| name != "clear";
        let is_record = |name: &str| is_said(name) && !NO_RECORDS.contains(&name);
        (of(&is_said), of(&is_record))
    }

    /// Signs a bundle for each entry.
    ///
    /// # Errors
    /// What [`issuer::sign_bundle`] refuses.
    pub(super) fn sign(
        &self,
        entries: &[Entry],
        said: &Said<'_>,
        signatory: Signatory<'_>,
        random: &dyn SecureRandom,
    ) -> Result<Vec<String>, Error> {
        let mut claims = said.common();
        for (name, value) in self.claims.iter() {
            claims.set(name, value.clone());
        }
        if !said.settings.links.is_empty() {
            let mut links = Object::new();
            for other in &said.settings.links {
                links.set(other, issuer::new_link(random)?);
            }
            let mut subject = match claims.remove("subject") {
                Some(Value::Object(subject)) => subject,
                _ => Object::new(),
            };
            subject.set("links", links);
            claims.set("subject", subject);
        }
        let decoys = issuer::decoys_for(&claims, said.settings.digests);
        let sign = |entry: &Entry| {
            let mut claims = claims.clone();
            let holder = Value::parse(entry.holder.as_bytes(), entry.holder.len())?;
            claims.set("cnf", object! { "jwk": holder });
            let idx = i64::try_from(entry.idx).unwrap_or(i64::MAX);
            let status = object! { "uri": entry.uri.as_str(), "idx": idx };
            claims.set("status", object! { "status_list": status });
            issuer::sign_bundle(&claims, decoys, signatory, random)
        };
        entries.iter().map(sign).collect()
    }
}

/// What all bundles of a run say.
pub(super) struct Said<'a> {
    pub(super) settings: &'a Settings,
    pub(super) iat: Instant,
    pub(super) exp: Instant,
    pub(super) as_of: Day,
}

impl Said<'_> {
    fn common(&self) -> Object {
        object! {
            "iss": self.settings.issuer.as_str(),
            "vct": self.settings.vct.as_str(),
            "iat": self.iat,
            "exp": self.exp,
            "as_of": self.as_of.to_string(),
            "catalogue": self.settings.catalogue.as_str(),
        }
    }
}

/// Public keys, each with the members that a public key has, and no other.
fn holders(keys: &[Value]) -> Result<Vec<String>, Error> {
    let mut holders: Vec<String> = Vec::with_capacity(keys.len());
    for (place, jwk) in keys.iter().enumerate() {
        if jwk.as_object().is_some_and(|jwk| jwk.contains("d")) {
            return Err(wrong(&format!("/keys/{place}"), Problem::PrivateKey));
        }
        let key = VerifyingKey::from_jwk(jwk, None)?;
        let holder = Value::from(key.to_jwk()).to_string();
        if holders.contains(&holder) {
            return Err(wrong(&format!("/keys/{place}"), Problem::Duplicate));
        }
        holders.push(holder);
    }
    match holders.is_empty() {
        true => Err(wrong("/keys", Problem::Missing)),
        false => Ok(holders),
    }
}

/// A text that is the same however members and elements are ordered.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(elements) => {
            let mut elements: Vec<String> = elements.iter().map(canonical).collect();
            elements.sort_unstable();
            format!("[{}]", elements.join(","))
        }
        Value::Object(members) => canonical_members(members.iter()),
        scalar => scalar.to_string(),
    }
}

fn canonical_members<'a>(members: impl Iterator<Item = (&'a str, &'a Value)>) -> String {
    let member = |(name, value)| format!("{}:{}", Value::from(name), canonical(value));
    let mut members: Vec<String> = members.map(member).collect();
    members.sort_unstable();
    format!("{{{}}}", members.join(","))
}

fn wrong(pointer: &str, problem: Problem) -> Error {
    Error::of_input(Code::InputOptions, object! { "pointer": pointer }).because(problem)
}
