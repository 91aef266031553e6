//! Editions of the law as commands are given them.

use std::path::Path;

use xinyi::issuer::{self, Role};
use xinyi::{Error, LawEdition, Value};

use crate::failure::Failure;
use crate::files::read;

/// An edition as it is written, or as it was signed. Whose signatures it has is not looked at.
pub(super) fn edition(text: &str) -> Result<LawEdition, Error> {
    let text = text.trim_end();
    match issuer::contents(Role::Law, text) {
        Ok(payload) => LawEdition::parse(Value::from(payload).to_string().as_bytes()),
        Err(_) => LawEdition::parse(text.as_bytes()),
    }
}

/// The edition in a file, or the one that this program decides by.
pub(crate) fn edition_or_built_in(path: Option<&Path>) -> Result<LawEdition, Failure> {
    match path {
        Some(path) => edition_in(path),
        None => Ok(LawEdition::built_in()?),
    }
}

pub(super) fn edition_in(path: &Path) -> Result<LawEdition, Failure> {
    Ok(edition(&read(path)?)?)
}
