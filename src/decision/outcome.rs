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

string_enum! {
    /// What does not change the outcome, and its reader should know.
    WarningCode {
        /// Members were passed over which no record of this version has.
        ClaimIgnoredMember = "claim.ignored_member",
        /// A penalty is said to be public until another day than the law comes to. The earlier one counts.
        LawPublishUntil = "law.publish_until",
        /// A newer edition of the law is in force than the one that decided, and not on the device.
        LawSuperseded = "law.superseded",
        /// The outcome would be another without a rule of law that was not found in a source.
        LawUnconfirmed = "law.unconfirmed",
        /// There were too many records to look for every remedy.
        RemediesTooMany = "remedies.too_many",
        /// The status list asks to be fetched anew by now.
        StatusPastTtl = "status.past_ttl",
        /// Working days are counted in a year whose holidays have not been announced.
        TimeEstimatedWorkingDays = "time.estimated_working_days",
        /// The key was replaced since it signed the bundle.
        TrustSupersededKey = "trust.superseded_key",
    }
}

/// What a case comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// The index of the tier that is granted.
    pub(super) tier: Option<usize>,
}
