//! Whether keys of one file belong together.

use xinyi::issuer::SigningKey;
use xinyi::token::VerifyingKey;

use super::fault::{Fault, Kind};

/// Compares a private key with the public keys that stand beside it.
///
/// # Errors
/// For one that does not belong to it.
pub(super) fn check_pair(key: &SigningKey, public: &[VerifyingKey]) -> Result<(), Fault> {
    let own = key.verifying_key();
    let is_own =
        |other: &VerifyingKey| other.algorithm() == own.algorithm() && other.point() == own.point();
    match public.iter().all(is_own) {
        true => Ok(()),
        false => Err(Kind::Mismatch.into()),
    }
}
