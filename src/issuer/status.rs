//! Status lists: which bundles were revoked or suspended since they were issued.

use super::Signer;
use crate::error::Error;
use crate::status_list::{Issuance, Packed, Status};
use crate::time::Instant;

/// A status list before it is signed.
#[derive(Debug, Clone, Copy)]
pub struct StatusList<'a> {
    /// What bundles call the list, in `status.status_list.uri`.
    pub uri: &'a str,
    /// Bits per entry: 1, 2, 4 or 8.
    pub bits: u8,
    /// The value of each entry, by the `idx` of its bundle: 0 valid, 1 invalid (revoked, for
    /// good), 2 suspended. No verifier accepts a bundle with any value but 0.
    pub statuses: &'a [u8],
    /// When the list is issued.
    pub iat: Instant,
    /// Its end. Verifiers set one of their own, three days after `iat` by default.
    pub exp: Option<Instant>,
    /// After how many seconds a newer one should be fetched.
    pub ttl: Option<i64>,
}

/// Signs a status list with a `status` key of the trust-list entry that issues the bundles, or of
/// the one that their entry names as `status_issuer`.
///
/// # Errors
/// `claim.invalid` for bits or values that a list cannot have; `limit.inflated`; `host.random`.
pub fn sign_status_list(list: &StatusList<'_>, signer: Signer<'_>) -> Result<String, Error> {
    let mut packed = Packed::new(list.bits, list.statuses.len() as u64)?;
    for (idx, value) in list.statuses.iter().enumerate() {
        packed.set(idx as u64, Status::from_value(*value))?;
    }
    let issuance = Issuance {
        key: signer.key,
        kid: signer.kid,
        uri: list.uri,
        iat: list.iat,
        exp: list.exp,
        ttl: list.ttl,
    };
    issuance.issue(&packed)
}
