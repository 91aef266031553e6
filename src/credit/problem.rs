//! Errors about a claim, with its JSON pointer.

use crate::error::{Code, Error};

pub(super) fn fail(code: Code, pointer: impl Into<String>) -> Error {
    Error::new(code).with("pointer", pointer.into())
}

pub(super) fn invalid(pointer: impl Into<String>) -> Error {
    fail(Code::ClaimInvalid, pointer)
}

/// Checks how many items the list at a pointer has.
pub(super) fn at_most(limit: usize, found: usize, pointer: &str) -> Result<(), Error> {
    Error::check_items(limit, found, || pointer.to_owned())
}
