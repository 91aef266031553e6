//! A case that is offered.

use crate::json::{Object, Value};
use crate::time::Instant;

/// A case that is missing. What comes out today is what it expects, and it is marked as not confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    pub(super) name: String,
    pub(super) with: Object,
    /// None, where it is decided when the others are.
    pub(super) now: Option<Instant>,
    pub(super) expected: Value,
}

/// The cases that are missing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MissingCases {
    /// Each is about something that no case of the file shows.
    pub cases: Vec<Boundary>,
    /// Whether everything was looked for: [as many](crate::limits::CASES_TRIED) are tried at most.
    pub is_whole: bool,
}

impl Boundary {
    /// What it is about, which is unique in its file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What comes out today.
    pub fn expected(&self) -> &Value {
        &self.expected
    }

    /// The case, to be pasted.
    pub fn to_json(&self) -> Value {
        let mut case = Object::new();
        case.set("name", self.name.as_str());
        case.set("with", self.with.clone());
        if let Some(now) = self.now {
            case.set("now", now.to_string());
        }
        case.set("expect", self.expected.clone());
        case.set("confirmed", false);
        case.into()
    }
}
