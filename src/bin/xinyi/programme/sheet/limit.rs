//! How much a table may have.

use xinyi::Code;

use crate::failure::Failure;

/// The error that there are more cells than a table has.
pub(super) fn too_many(limit: usize, found: usize) -> Failure {
    let details = [("limit", limit.into()), ("found", found.into())];
    Failure::of_input(Code::LimitItems, details)
}
