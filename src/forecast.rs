//! Forecasts: what would be decided on a later day. Bundles are verified now.

use serde::Serialize;

use crate::decision::Decision;
use crate::error::{Error, Problem};
use crate::time::Instant;
use crate::verifier::{CheckOptions, Presentations, Verifier, most_useful};

/// What would be decided at a later time if nothing happened until then but time.
///
/// It is no decision: nobody has signed what is true by then. Its evidence says `"verified": false`
/// and `"projection": true`, and nobody gives a benefit for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forecast(Decision);

impl Forecast {
    /// Verifies what is presented at the time of the options. Decides at `at`, as if bundles with the same
    /// records were drawn that day. The version of the programme is the one that will have begun by then, as
    /// far as is known today, whether it will be in force or not.
    ///
    /// # Errors
    /// Those of [`Verifier::check`]; `input.options` for a time before that of the options.
    pub fn of<'p>(
        verifier: &Verifier,
        presented: impl Into<Presentations<'p>>,
        options: &CheckOptions,
        at: Instant,
    ) -> Result<Self, Error> {
        Self::all_of(verifier, presented, options, at).map_err(most_useful)
    }

    /// As [`of`](Self::of), with all that was found wrong, most useful first.
    ///
    /// # Errors
    /// As [`of`](Self::of), at least one.
    pub fn all_of<'p>(
        verifier: &Verifier,
        presented: impl Into<Presentations<'p>>,
        options: &CheckOptions,
        at: Instant,
    ) -> Result<Self, Vec<Error>> {
        if at < options.now {
            return Err(Error::of_option("/at", Problem::Value).into());
        }
        verifier.project(presented.into(), options, at).map(Self)
    }

    /// The decision that is to be expected.
    pub fn decision(&self) -> &Decision {
        &self.0
    }
}
