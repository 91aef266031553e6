//! What becomes of what is found: the first error ends the reading, or all are gathered.

use crate::error::{Code, Error};

/// Whom a checker tells of what it finds.
pub(crate) trait Report {
    /// Whether anybody wants to know of what is merely odd.
    fn warns(&self) -> bool;

    /// Takes note of an error within an expression.
    ///
    /// # Errors
    /// The error, if the rest of the expression is not to be read.
    fn fail(&mut self, error: Error) -> Result<(), Error>;

    /// Takes note of what is odd.
    fn warn(&mut self, warning: Error);
}

/// The first error is enough.
pub(crate) struct First;

/// Everything there is to find.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) errors: Vec<Error>,
    pub(crate) warnings: Vec<Error>,
}

impl Report for First {
    fn warns(&self) -> bool {
        false
    }

    fn fail(&mut self, error: Error) -> Result<(), Error> {
        Err(error)
    }

    fn warn(&mut self, _: Error) {}
}

impl Report for Findings {
    fn warns(&self) -> bool {
        true
    }

    fn fail(&mut self, error: Error) -> Result<(), Error> {
        // Once the budget is spent every further node would say so.
        if error.code() == Code::LimitNodes {
            return Err(error);
        }
        self.errors.push(error);
        Ok(())
    }

    fn warn(&mut self, warning: Error) {
        self.warnings.push(warning);
    }
}
