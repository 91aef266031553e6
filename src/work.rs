//! Work: the budget of one decision, counted in steps as they are taken.
//!
//! Whatever goes through facts, records, days or explanations spends steps as it goes. Once the budget is
//! overdrawn, nothing more is gone through: verdicts are unknown, lists are empty, and results are thrown away.
//! So nothing has to be estimated ahead, and what ends early costs little. The count is the same on every host.

use std::cell::Cell;

use crate::error::{Code, Error, Stage};
use crate::limits;

/// The work that may still be done, in [steps](limits::WORK).
#[derive(Debug)]
pub(crate) struct Work {
    /// `None` once it is overdrawn.
    left: Cell<Option<u64>>,
}

impl Work {
    /// The budget of one decision.
    pub(crate) const fn of_a_decision() -> Self {
        Self::of(limits::WORK)
    }

    /// A budget of so many steps.
    pub(crate) const fn of(steps: u64) -> Self {
        Self {
            left: Cell::new(Some(steps)),
        }
    }

    /// Spends steps. Returns whether there were enough.
    pub(crate) fn spend(&self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let left = self.left.get().and_then(|left| left.checked_sub(steps));
        self.left.set(left);
        left.is_some()
    }

    /// Whether more was spent than there was, so that what was found since is worth nothing.
    pub(crate) fn is_overdrawn(&self) -> bool {
        self.left.get().is_none()
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> u64 {
        self.left.get().unwrap_or(0)
    }

    /// Checks that it is not overdrawn.
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
