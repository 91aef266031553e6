//! Where errors and warnings go: the first error ends the reading, or all are collected.

#[cfg(feature = "authoring")]
use crate::error::Code;
use crate::error::Error;

/// Where a checker reports errors and warnings.
pub(crate) trait Reporter {
    /// Whether warnings are wanted.
    fn warns(&self) -> bool;

    /// Takes note of an error within an expression.
    ///
    /// # Errors
    /// The error, if the rest of the expression is not to be read.
    fn fail(&mut self, error: Error) -> Result<(), Error>;

    /// Takes note of a warning.
    fn warn(&mut self, warning: Error);
}

/// Stops at the first error.
pub(crate) struct FailFast;

/// Collects everything.
#[cfg(feature = "authoring")]
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) errors: Vec<Error>,
    pub(crate) warnings: Vec<Error>,
}

impl Reporter for FailFast {
    fn warns(&self) -> bool {
        false
    }

    fn fail(&mut self, error: Error) -> Result<(), Error> {
        Err(error)
    }

    fn warn(&mut self, _: Error) {}
}

#[cfg(feature = "authoring")]
impl Reporter for Findings {
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
