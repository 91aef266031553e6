//! What is wrong with a claim, by its JSON pointer.

use alloc::string::String;

use crate::error::{Code, Error};

pub(super) fn fail(code: Code, pointer: impl Into<String>) -> Error {
    Error::new(code).with("pointer", pointer.into())
}

pub(super) fn invalid(pointer: impl Into<String>) -> Error {
    fail(Code::ClaimInvalid, pointer)
}
