//! What a document in plain words is made of.

use crate::json::Value;
use crate::languages::LANGUAGES;

/// One line of a document, with what stands under it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Numbered, if there is more than a text.
    pub(super) children: Vec<Line>,
}

impl Line {
    pub(super) fn of(text: String) -> Self {
        Self {
            text,
            children: Vec::new(),
        }
    }
}

/// A section: its heading, and its lines.
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) lines: Vec<Line>,
}

/// A text of a programme in one language.
pub(super) fn said<'v>(text: Option<&'v Value>, language: &str) -> Option<&'v str> {
    let text = text?;
    let said = text.member(language).or_else(|| text.member(LANGUAGES[0]));
    said.and_then(Value::as_str)
}
