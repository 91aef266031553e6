//! An edition as a document, for whoever wants to read it.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::edition::{BUILT_IN_TEXT, Edition, Law};
use crate::error::Error;
use crate::json::{self, Value};
use crate::limits;
use crate::time::Day;

/// An edition of the law of credit records: dated rows, each with its article, its source and how sure it is.
///
/// Decisions are made by the one that is built in, or by a later one that a platform has signed. It serialises as the document that it was read from.
#[derive(Debug, Clone)]
pub struct LawEdition {
    document: Value,
    law: Law,
}

impl LawEdition {
    /// The edition that this version was built with.
    ///
    /// # Errors
    /// None, of a build that passes its tests.
    pub fn built_in() -> Result<Self, Error> {
        Self::parse(BUILT_IN_TEXT)
    }

    /// Reads an edition, of at most [`LAW_BYTES`](limits::LAW_BYTES).
    ///
    /// # Errors
    /// `limit.bytes`, `format.json` and the like; `format.schema` with a pointer: a row lacks something, has
    /// what no row has, or contradicts itself or another; `law.unsupported` for another `format`.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        Ok(Self {
            document: json::parse(text, limits::LAW_BYTES)?,
            law: Law::of(Arc::new(Edition::parse(text)?)),
        })
    }

    /// The day as of which the law was gathered.
    pub fn edition(&self) -> Day {
        self.law.day
    }

    /// What a code is called, in both languages; none, if the edition does not say.
    #[cfg(feature = "authoring")]
    pub(crate) fn title_of(&self, list: &str, code: &str) -> Option<&Value> {
        let codes = self.document.member("catalogue")?.member("codes")?;
        let mut codes = codes.member(list)?.as_array()?.iter();
        let is_it = |row: &&Value| row.member("code").and_then(Value::as_str) == Some(code);
        codes.find(is_it)?.member("title")
    }

    pub(crate) fn law(&self) -> &Law {
        &self.law
    }

    /// Its version: a later one corrects it, or is of a later day.
    pub fn version(&self) -> u64 {
        self.law.version
    }
}

/// The document.
impl Serialize for LawEdition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}
