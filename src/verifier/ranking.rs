//! Which of several errors is told first.

use crate::error::{Code, Error};

/// The errors, most useful first; equals in the order in which they were found.
pub(super) fn ranked(errors: Vec<Error>) -> Vec<Error> {
    let mut ranked: Vec<Error> = Vec::new();
    for error in errors {
        let place = ranked.partition_point(|other| other.rank() <= error.rank());
        ranked.insert(place, error);
    }
    ranked
}

/// The first of several errors.
pub(crate) fn most_useful(errors: Vec<Error>) -> Error {
    // There is always one. If there were none, nothing may be granted all the same.
    errors
        .into_iter()
        .next()
        .unwrap_or_else(|| Error::new(Code::SignatureInvalid))
}

impl From<Error> for Vec<Error> {
    fn from(error: Error) -> Self {
        vec![error]
    }
}
