//! A finding, before it is known what it weighs.

use crate::error::{Code, Error, Stage};

/// One at a place.
pub(super) fn finding(code: Code, pointer: &str) -> Error {
    Error::new(code)
        .at(Stage::Programme)
        .with("pointer", pointer)
}
