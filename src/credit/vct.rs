//! The types of bundles.

use super::vocabulary::{self, ListType};

/// The type of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vct {
    /// Status from a public credit platform.
    CreditStatus,
    /// Market credit, such as a private score, with the subject's consent.
    MarketCredit,
}

impl Vct {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "urn:xinyi:credit-status:1" => Some(Self::CreditStatus),
            "urn:xinyi:market-credit:1" => Some(Self::MarketCredit),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::CreditStatus => "urn:xinyi:credit-status:1",
            Self::MarketCredit => "urn:xinyi:market-credit:1",
        }
    }

    /// Whether a bundle of this type may hold the list.
    pub(super) fn has_list(self, list: &ListType) -> bool {
        self == Self::CreditStatus || *list == vocabulary::ACTIVITIES
    }
}
