//! Token Status List (draft-ietf-oauth-status-list-21): the status of many bundles in one signed,
//! compressed list.
//!
//! text → [`Token`] → [`StatusList`]. Nothing is inflated before the signature is verified, and no more than is
//! needed after that.

mod checkpoints;
mod entry;
mod inflate;
#[cfg(feature = "issuer")]
mod issue;
mod packed;
mod token;

pub(crate) use checkpoints::Checkpoints;
#[cfg(feature = "issuer")]
pub(crate) use issue::StatusListIssuance;
pub(crate) use packed::Packed;
pub(crate) use token::{StatusList, Token};

use crate::error::{Code, Error};

/// What a list says about one bundle (§7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0x03 and 0x0C–0x0F: the meaning is the application's.
    Application(u8),
    /// 0x01: revoked, for good.
    Invalid,
    /// Any other value: no meaning yet.
    Reserved(u8),
    /// 0x02: suspended, for now.
    Suspended,
    /// 0x00.
    Valid,
}

impl Status {
    /// The status of a value.
    pub(crate) fn from_value(value: u8) -> Self {
        match value {
            0x00 => Self::Valid,
            0x01 => Self::Invalid,
            0x02 => Self::Suspended,
            0x03 | 0x0c..=0x0f => Self::Application(value),
            _ => Self::Reserved(value),
        }
    }

    /// The value in the list.
    pub fn value(self) -> u8 {
        match self {
            Self::Valid => 0x00,
            Self::Invalid => 0x01,
            Self::Suspended => 0x02,
            Self::Application(value) | Self::Reserved(value) => value,
        }
    }

    /// The name in the registry of status types.
    pub fn name(self) -> &'static str {
        match self {
            Self::Application(_) => "APPLICATION_SPECIFIC",
            Self::Invalid => "INVALID",
            Self::Reserved(_) => "RESERVED",
            Self::Suspended => "SUSPENDED",
            Self::Valid => "VALID",
        }
    }

    /// Checks that the bundle may be relied on: nothing but `VALID` says so.
    ///
    /// # Errors
    /// `status.invalid`, `status.suspended`; `status.application` and `status.reserved` with
    /// `value`.
    pub(crate) fn require_valid(self) -> Result<(), Error> {
        let refuse = |code, value: u8| Err(Error::new(code).with("value", i64::from(value)));
        match self {
            Self::Application(value) => refuse(Code::StatusApplication, value),
            Self::Invalid => Err(Error::new(Code::StatusInvalid)),
            Self::Reserved(value) => refuse(Code::StatusReserved, value),
            Self::Suspended => Err(Error::new(Code::StatusSuspended)),
            Self::Valid => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
