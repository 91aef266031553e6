//! How much one decision may take, counted where it is done.
//!
//! Whatever goes through facts, records, days or explanations spends from one purse as it goes. Once that is
//! overdrawn nothing more is gone through: verdicts are unknown, lists are empty, and what was found is
//! worth nothing. So nothing has to be estimated ahead, and what ends early costs little. The count is the
//! same on every host.

use std::cell::Cell;

use crate::error::{Code, Error, Stage};
use crate::limits;

/// What may still be done, in [steps](limits::WORK).
#[derive(Debug)]
pub(crate) struct Work {
    /// None once more was asked for than there was.
    left: Cell<Option<u64>>,
}

impl Work {
    /// As much as one decision may take.
    pub(crate) const fn of_a_decision() -> Self {
        Self::of(limits::WORK)
    }

    pub(crate) const fn of(steps: u64) -> Self {
        Self {
            left: Cell::new(Some(steps)),
        }
    }

    /// Takes steps; whether there were as many.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let left = self.left.get().and_then(|left| left.checked_sub(steps));
        self.left.set(left);
        left.is_some()
    }

    /// Whether more was asked for than there was, so that what was found since counts for nothing.
    pub(crate) fn is_overdrawn(&self) -> bool {
        self.left.get().is_none()
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> u64 {
        self.left.get().unwrap_or(0)
    }

    /// Checks that nothing was left out for want of steps.
    ///
    /// # Errors
    /// `limit.work`.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.is_overdrawn() {
            return Err(Error::new(Code::LimitWork)
                .with("limit", i64::try_from(limits::WORK).unwrap_or(i64::MAX))
                .at(Stage::Programme));
        }
        Ok(())
    }
}
