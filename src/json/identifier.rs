//! Names that people have to be able to tell apart.

use super::{Readable, Value};
use crate::error::Problem;
use crate::limits;
use crate::visible::is_invisible;

/// A name by which something is found, and which people are shown. It has no invisible characters, so that two
/// names that look alike are the same.
pub(crate) struct Identifier(pub(crate) String);

impl Readable<'_> for Identifier {
    fn read(value: &Value) -> Result<Self, Problem> {
        let text = String::read(value)?;
        is_identifier(&text)
            .then_some(Self(text))
            .ok_or(Problem::Value)
    }
}

/// An identifier without white space and not too long, as issuers and status lists have.
pub(crate) struct Uri(pub(crate) String);

impl Readable<'_> for Uri {
    fn read(value: &Value) -> Result<Self, Problem> {
        let text = String::read(value)?;
        is_uri(&text).then_some(Self(text)).ok_or(Problem::Value)
    }
}

pub(crate) fn is_identifier(text: &str) -> bool {
    !text.contains(is_invisible)
}

/// Whether `text` is `[a-z0-9_-]{1,40}`.
pub(crate) fn is_token(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

pub(crate) fn is_uri(text: &str) -> bool {
    text.len() <= limits::URI_BYTES && is_identifier(text) && !text.contains(char::is_whitespace)
}
