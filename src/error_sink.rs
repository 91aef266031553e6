//! Stopping at the first problem, or going on to find them all.

use crate::error::Error;

/// What becomes of a problem. Whoever verifies stops at the first, so that nothing half-checked
/// is ever returned; whoever shows what is inside goes on.
#[derive(Debug)]
pub(crate) enum ErrorSink {
    /// The first one is returned.
    Abort,
    /// Each is kept, and what it concerns is left out.
    Collect(Vec<Error>),
}

impl ErrorSink {
    /// None so far, and all to be kept.
    pub(crate) fn collect() -> Self {
        Self::Collect(Vec::new())
    }

    /// A problem, on its way out or kept.
    pub(crate) fn add(&mut self, error: Error) -> Result<(), Error> {
        match self {
            Self::Abort => Err(error),
            Self::Collect(all) => {
                all.push(error);
                Ok(())
            }
        }
    }

    /// A result, or nothing in place of a problem that was kept.
    pub(crate) fn keep<T>(&mut self, result: Result<T, Error>) -> Result<Option<T>, Error> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.add(error).map(|()| None),
        }
    }

    /// All that were kept.
    pub(crate) fn into_all(self) -> Vec<Error> {
        match self {
            Self::Abort => Vec::new(),
            Self::Collect(all) => all,
        }
    }
}
