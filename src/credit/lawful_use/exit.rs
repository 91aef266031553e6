//! What a way out is, and what a record is like once it was taken.

use crate::credit::record::Record;
use crate::credit::vocabulary::name::{REMEDIED_ON, SETTLED_ON, STATE};
use crate::error::string_enum;
use crate::rules::Scalar;
use crate::time::Day;

string_enum! {
    /// What is to be done about a record, or a bundle.
    Action {
        /// Credit repair (信用修复) is applied for.
        CreditRepair = "credit_repair",
        /// What was promised is done after all.
        FulfilCommitment = "fulfil_commitment",
        /// A bundle of today is asked for.
        Refresh = "refresh",
        /// What is owed, by law or by judgment, is done.
        SettleObligation = "settle_obligation",
    }
}

string_enum! {
    /// The subject's own part in an action, beside the action itself.
    Duty {
        /// To correct the behaviour and do all that the decision asks for (纠正失信行为、履行义务).
        PerformDuties = "perform_duties",
        /// To make a public commitment (公开作出信用承诺).
        PublicCommitment = "public_commitment",
        /// To take part in training, or submit a report (信用修复培训、信用报告).
        Training = "training",
    }
}

/// A way out, as the law has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit {
    pub(crate) action: Action,
    /// The first day on which it is open; none: at once.
    pub(crate) earliest: Option<Day>,
    pub(crate) duties: &'static [Duty],
    pub(crate) basis: &'static str,
    /// Whether that law was found in a source.
    pub(crate) confirmed: bool,
}

impl Exit {
    /// A fresh bundle is there for the asking.
    pub(crate) const REFRESH: Self = Self {
        action: Action::Refresh,
        earliest: None,
        duties: &[],
        basis: "上海市社会信用条例 第三十七条、第三十八条",
        confirmed: true,
    };
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
