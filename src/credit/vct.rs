//! The types of bundles.

/// The type of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vct {
    /// Status from a public credit platform.
    CreditStatus,
    /// Market credit, such as a private score, with the subject's consent.
    MarketCredit,
}

impl Vct {
    pub(super) const ALL: &'static [Self] = &[Self::CreditStatus, Self::MarketCredit];

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
}
