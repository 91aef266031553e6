//! Stopping at the first problem, or going on to find them all.

use crate::error::Error;

/// Where the errors of a reader go. A verifier stops at the first, so that nothing half-checked is ever
/// returned. An inspection collects all of them.
#[derive(Debug)]
pub(crate) enum ErrorSink {
    /// The first error is returned.
    Abort,
    /// Each error is kept, and what it is about is left out.
    Collect(Vec<Error>),
}

impl ErrorSink {
    /// A sink that collects, empty so far.
    pub(crate) fn collect() -> Self {
        Self::Collect(Vec::new())
    }

    /// Adds an error.
    ///
    /// # Errors
    /// The error, unless it is collected.
    pub(crate) fn add(&mut self, error: Error) -> Result<(), Error> {
        match self {
            Self::Abort => Err(error),
            Self::Collect(all) => {
                all.push(error);
                Ok(())
            }
        }
    }

    /// The value of a result; `None` where its error was collected.
    ///
    /// # Errors
    /// The error, unless it is collected.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Error>) -> Result<Option<T>, Error> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.add(error).map(|()| None),
        }
    }

    /// The errors that were collected.
    pub(crate) fn into_errors(self) -> Vec<Error> {
        match self {
            Self::Abort => Vec::new(),
            Self::Collect(all) => all,
        }
    }
}
