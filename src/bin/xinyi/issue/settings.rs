//! What bundles of a platform have in common.

use std::path::Path;

use serde::Deserialize;
use xinyi::{Code, Error, Object, Period, Problem, Value};

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
        if document.status.entries == 0 {
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
                bits: document.status.bits.unwrap_or(2),
                entries: document.status.entries,
            },
        })
    }
}

fn wrong(pointer: &str, problem: Problem) -> Error {
    Error::of_input(Code::FormatSchema, object! { "pointer": pointer }).because(problem)
}
