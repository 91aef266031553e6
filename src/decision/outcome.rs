//! What a decision comes to, and how much it tells.

use crate::error::string_enum;

string_enum! {
    /// What a decision says.
    Outcome {
        /// The benefit of the decision's tier is due.
        Granted = "granted",
        /// The programme is not for this subject, or not for this day.
        NotApplicable = "not_applicable",
        /// No benefit. It says nothing about the base service.
        NotGranted = "not_granted",
        /// What is hidden, stale or disputed leaves it open.
        Undetermined = "undetermined",
    }
}

string_enum! {
    /// How much a decision tells.
    Explain {
        /// Reasons by code, without values, records and their places.
        Codes = "codes",
        /// Everything: for the holder's own device, or with authorisation.
        Full = "full",
    }
}

/// What a case comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    /// The index of the tier that is granted.
    pub(super) tier: Option<usize>,
}
