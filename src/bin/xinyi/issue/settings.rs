//! What bundles of a platform have in common.

use std::path::Path;

use serde::Deserialize;
use xinyi::{Code, Error, Object, Period, Problem, Value, limits};

use crate::failure::Failure;
use crate::files;
use crate::json::object;
use crate::register::ListKind;

/// Digests at the top level, with decoys: more than there are claims that can be disclosures there.
const DIGESTS: usize = 12;

/// A file of settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    issuer: String,
    vct: String,
    catalogue: String,
    status: Status,
    #[serde(default)]
    valid: Option<String>,
    #[serde(default)]
    digests: Option<usize>,
    /// Claims of whoever's line does not have them.
    #[serde(default)]
    defaults: Option<Value>,
    #[serde(default)]
    clear: Option<Value>,
    #[serde(default)]
    links: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    uri: String,
    entries: u64,
    #[serde(default)]
    bits: Option<u8>,
}

/// The settings, read.
pub(super) struct Settings {
    /// The file as it stands.
    pub(super) text: String,
    pub(super) issuer: String,
    pub(super) vct: String,
    pub(super) catalogue: String,
    /// From the day on which the data were drawn.
    pub(super) valid: Period,
    pub(super) digests: usize,
    pub(super) defaults: Object,
    /// The statements of absence that are made of anybody of whom they are true.
    pub(super) clear: Option<Value>,
    /// The other issuers to whose bundles links are made.
    pub(super) links: Vec<String>,
    pub(super) lists: ListKind,
}

impl Settings {
    /// Whether some statement of absence of a list is about some fields alone. The tables' forms do not say the field of
    /// a record, so that such a statement could be false.
    pub(super) fn speaks_of_fields_in(&self, list: &str) -> bool {
        let statements = self.clear.as_ref().and_then(Value::as_array);
        statements.unwrap_or_default().iter().any(|statement| {
            let text = |name: &str| statement.member(name).and_then(Value::as_str);
            text("list") == Some(list) && text("fields") != Some("*")
        })
    }

    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let text = files::read(path)?;
        let read = Self::parse(text);
        Ok(read.map_err(|error| error.in_file(&path.display().to_string()))?)
    }

    fn parse(text: String) -> Result<Self, Error> {
        let document = Document::deserialize(Value::parse(text.as_bytes(), text.len())?)?;
        let valid = document.valid.as_deref().unwrap_or("P3B");
        let valid = Period::parse(valid).ok_or_else(|| wrong("/valid", Problem::Period))?;
        let defaults = match document.defaults {
            None => Object::new(),
            Some(Value::Object(defaults)) => defaults,
            Some(_) => return Err(wrong("/defaults", Problem::ObjectExpected)),
        };
        if !document.status.uri.contains("{list}") {
            return Err(wrong("/status/uri", Problem::Value));
        }
        // One bit cannot say that a bundle is suspended.
        let bits = document.status.bits.unwrap_or(2);
        if ![2, 4, 8].contains(&bits) {
            return Err(wrong("/status/bits", Problem::Value));
        }
        let most = limits::STATUS_LIST_INFLATED as u64 * 8 / u64::from(bits);
        if !(1..=most).contains(&document.status.entries) {
            return Err(wrong("/status/entries", Problem::Value));
        }
        Ok(Self {
            text,
            issuer: document.issuer,
            vct: document.vct,
            catalogue: document.catalogue,
            valid,
            digests: document.digests.unwrap_or(DIGESTS),
            defaults,
            clear: document.clear,
            links: document.links,
            lists: ListKind {
                uri: document.status.uri,
                bits,
                entries: document.status.entries,
            },
        })
    }
}

fn wrong(pointer: &str, problem: Problem) -> Error {
    Error::of_input(Code::FormatSchema, object! { "pointer": pointer }).because(problem)
}
