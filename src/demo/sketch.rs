//! A sketch of one bundle of the demo, before it is issued.

use std::fmt;

use super::programmes::Programme;
use crate::json::{Object, Value};

/// What is to come of a wallet's presentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// It is refused, with this code.
    Error(&'static str),
    /// The benefit is granted.
    Granted {
        /// The tier.
        tier: &'static str,
        /// The better tier that further disclosures could lead to.
        upgrade: Option<&'static str>,
    },
    /// Any other outcome.
    Outcome(&'static str),
}

impl Expected {
    /// `{"outcome", "tier", "upgrade"}`, as far as there are these, or `{"error": code}`.
    pub fn to_json(self) -> Value {
        match self {
            Self::Error(code) => object! { "error": code }.into(),
            Self::Granted { tier, upgrade } => {
                let mut expected = object! { "outcome": "granted", "tier": tier };
                if let Some(upgrade) = upgrade {
                    expected.set("upgrade", upgrade);
                }
                expected.into()
            }
            Self::Outcome(outcome) => object! { "outcome": outcome }.into(),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(code) => write!(f, "refused: {code}"),
            Self::Granted {
                tier,
                upgrade: None,
            } => write!(f, "granted: {tier}"),
            Self::Granted {
                tier,
                upgrade: Some(upgrade),
            } => {
                write!(f, "granted: {tier}, perhaps {upgrade}")
            }
            Self::Outcome(outcome) => f.write_str(outcome),
        }
    }
}

/// One bundle, before it is issued.
pub(super) struct Sketch {
    pub(super) name: &'static str,
    pub(super) title: [&'static str; 2],
    pub(super) programme: &'static Programme,
    pub(super) expected: Expected,
    /// Who and what it is about.
    pub(super) claims: Object,
    /// JSON pointers of what is shown.
    pub(super) shown: &'static [&'static str],
    pub(super) twist: Twist,
}

/// What is unusual about a bundle.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Twist {
    /// The score is replaced by that of the first bundle, which is better.
    Borrowed,
    /// Issued by the district.
    District,
    /// Valid until some days ago.
    Expired,
    /// Valid for as long as a certificate of today may be.
    Lasting,
    /// Drawn three weeks ago, and still valid.
    Old,
    /// Shown with the bundle of the firm's legal representative.
    Officer,
    /// The same, who is on a list.
    OfficerListed,
    /// Shown with the bundle of somebody who is no officer of the firm.
    OfficerOfAnother,
    /// Shown to one app, and passed on to another.
    PassedOn,
    Revoked,
    /// Shown with an agency's score, which its link is for.
    Scored,
    /// Shown with the score of somebody else, whom the same key was given.
    ScoredAsAnother,
    /// Issued by nobody whom the trust list names.
    Stranger,
    Suspended,
    Nothing,
}

/// The pointer of the score.
pub(super) const SCORE: &str = "/evaluations/sh-public";
