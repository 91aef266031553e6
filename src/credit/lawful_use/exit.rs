//! What a way out is, and what a record is like once it was taken.

use std::sync::Arc;

use crate::credit::record::Record;
use crate::credit::vocabulary::name::{REMEDIED_ON, SETTLED_ON, STATE};
use crate::law::{Action, Duty, ExitRule, Source};
use crate::rules::Scalar;
use crate::time::{BeyondCalendar, Calendar, Day};

/// A way out, as the law has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exit {
    pub(crate) action: Action,
    /// The first day on which it is open; none: at once.
    pub(crate) earliest: Option<Day>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) basis: Arc<str>,
    /// Whether that law was found in a source.
    pub(crate) confirmed: bool,
    /// Working days that the authority may take.
    pub(super) handling: u32,
}

impl Exit {
    pub(super) fn new(action: Action, source: &Source) -> Self {
        Self {
            action,
            earliest: None,
            duties: Vec::new(),
            basis: source.basis.clone(),
            confirmed: source.confirmed,
            handling: 0,
        }
    }

    pub(super) fn by(rule: &ExitRule) -> Self {
        Self {
            duties: rule.duties.clone(),
            handling: rule.handling,
            ..Self::new(rule.action, &rule.source)
        }
    }

    /// The day by which it is decided, if it is applied for on another, and whether that was reckoned in
    /// a year whose holidays are not known.
    pub(crate) fn done_by(&self, applied: Day, calendar: &Calendar) -> (Day, bool) {
        let done = calendar.working_days_after(applied, self.handling, BeyondCalendar::Weekdays);
        done.map_or((Day::MAX, true), |done| (done.day, done.estimated))
    }
}

impl Action {
    /// The record as a bundle would have it once this is done, on a day.
    pub(crate) fn done(self, record: &mut Record, on: Day) {
        let state = match self {
            Self::CreditRepair => "repaired",
            Self::FulfilCommitment => "remedied",
            Self::SettleObligation => "ended",
            Self::Refresh => return,
        };
        record.set(STATE, Scalar::Text(state.into()));
        match self {
            Self::FulfilCommitment => record.set(REMEDIED_ON, Scalar::Day(on)),
            Self::SettleObligation => record.set(SETTLED_ON, Scalar::Day(on)),
            Self::CreditRepair | Self::Refresh => {}
        }
    }
}
