//! The words by which rows of the law are about records, and which decisions repeat.

use super::reader::Row;
use crate::error::string_enum;

string_enum! {
    /// Why a record is set aside.
    Ground {
        /// Its end has come.
        Ended = "ended",
        /// Its subject was not of age.
        Minor = "minor",
        /// It is of a kind that is not made public at all.
        NeverPublic = "never_public",
        /// It is another region's, and not recognised here.
        NotRecognised = "not_recognised",
        /// Its beginning has not come.
        NotYet = "not_yet",
        /// It may no longer be public.
        PublicityEnded = "publicity_ended",
        /// It was repaired.
        Repaired = "repaired",
        /// It may no longer be kept.
        RetentionEnded = "retention_ended",
        /// The obligation was met.
        Settled = "settled",
        /// The term that the law gives a list is over.
        TermEnded = "term_ended",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

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

/// Classes of what was penalised, as records have them.
pub(crate) const CLASSES: [&str; 4] = ["minor", "general", "serious", "serious_particular"];

/// Procedures of a penalty, as records have them.
pub(crate) const PROCEDURES: [&str; 2] = ["simple", "general"];

/// The adverse lists of a bundle.
pub(crate) const RECORDS: [&str; 4] = ["listings", "penalties", "commitments", "obligations"];

/// Kinds of subject, as bundles have them.
pub(crate) const SUBJECT_KINDS: [&str; 6] = [
    "natural_person",
    "enterprise",
    "self_employed",
    "social_organisation",
    "public_institution",
    "government",
];

/// What an adverse record is to the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adverse {
    /// A place on a list.
    Listing,
    /// A debt: what is owed by law or by contract.
    Obligation,
    /// A decision that punishes.
    Penalty,
    /// A promise, adverse while it is broken.
    Promise,
}

impl Duty {
    pub(super) fn several(row: &Row<'_>) -> Vec<Self> {
        let words: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
        let found = row.several_of("duties", &words).into_iter();
        found
            .filter_map(|index| Self::ALL.get(index).copied())
            .collect()
    }
}

impl Action {
    pub(super) fn read(row: &Row<'_>) -> Self {
        let words: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
        let index = row.one_of("action", &words);
        Self::ALL.get(index).copied().unwrap_or(Self::Refresh)
    }
}

impl Ground {
    pub(super) fn read(row: &Row<'_>) -> Self {
        let words: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
        let index = row.one_of("ground", &words);
        Self::ALL.get(index).copied().unwrap_or(Self::Ended)
    }
}
