//! Status lists: which bundles were revoked or suspended since they were issued.

use super::Signatory;
use crate::error::{Code, Error, Stage};
use crate::status_list::{Packed, Status, StatusListIssuance, Token};
use crate::time::Instant;

/// A status list before it is signed.
#[derive(Debug, Clone, Copy)]
pub struct StatusList<'a> {
    /// Whose list it is: the `issuer` of the trust-list entry whose key signs it. Where several
    /// issuers have a key of one name, it says which to take.
    pub iss: &'a str,
    /// What bundles call the list, in `status.status_list.uri`.
    pub uri: &'a str,
    /// Bits per entry: 1, 2, 4 or 8.
    pub bits: u8,
    /// How many entries there have to be room for.
    pub entries: u64,
    /// The entries that are not 0 (valid), by the `idx` of the bundle: 1 invalid (revoked, for
    /// good), 2 suspended. No verifier accepts a bundle with any value but 0.
    pub statuses: &'a [(u64, u8)],
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
/// `claim.invalid` for bits or values that a list cannot have; `status.index` for an entry beyond
/// the list; `limit.inflated`; what is wrong with the [`Signer`](super::Signer).
pub fn sign_status_list(list: &StatusList<'_>, signatory: Signatory<'_>) -> Result<String, Error> {
    let mut packed = Packed::new(list.bits, list.entries)?;
    for (idx, value) in list.statuses {
        packed.set(*idx, Status::from_value(*value))?;
    }
    let issuance = StatusListIssuance {
        signer: signatory.signer,
        kid: signatory.kid,
        iss: Some(list.iss),
        uri: list.uri,
        iat: list.iat,
        exp: list.exp,
        ttl: list.ttl,
    };
    issuance.issue(&packed)
}

/// What a manifest says of a status list: its URI and `iat`.
///
/// # Errors
/// What is wrong with the form of the token. No signature is verified.
pub fn status_list_name(token: &str) -> Result<(String, Instant), Error> {
    let token = Token::parse(token)?;
    Ok((token.unverified_uri().to_owned(), token.unverified_iat()))
}

/// Signs a newer version of a status list with these entries changed. Its name and bits stay, and
/// so do `ttl` and the time from `iat` to `exp`; `iss` too, unless another one is given.
///
/// # Errors
/// What is wrong with the list, by the same key; `trust.rollback` if `iat` is not later than its
/// own; `status.invalid` for an entry that is invalid and is to be something else, which a verifier
/// may have been told already is for good; `claim.invalid`, `status.index`; what is wrong with
/// the [`Signer`](super::Signer).
pub fn change_status_list(
    token: &str,
    changes: &[(u64, u8)],
    iat: Instant,
    iss: Option<&str>,
    signatory: Signatory<'_>,
) -> Result<String, Error> {
    let list = Token::parse(token)?.verify_or_diagnose(signatory.signer.verifying_key())?;
    if iat <= list.iat() {
        return Err(Error::new(Code::TrustRollback)
            .with("minimum", list.iat().unix() + 1)
            .with("found", iat)
            .at(Stage::StatusList));
    }
    let mut packed = list.read_to_end()?;
    for (idx, value) in changes {
        let status = Status::from_value(*value);
        if packed.status(*idx)? == Status::Invalid && status != Status::Invalid {
            return Err(Error::new(Code::StatusInvalid)
                .with("idx", i64::try_from(*idx).unwrap_or(i64::MAX))
                .at(Stage::StatusList));
        }
        packed.set(*idx, status)?;
    }
    let issuance = StatusListIssuance {
        signer: signatory.signer,
        kid: signatory.kid,
        iss: iss.or(list.iss()),
        uri: list.uri(),
        iat,
        exp: list
            .end(None)
            .and_then(|exp| iat.add_seconds(exp.unix() - list.iat().unix())),
        ttl: list.ttl(),
    };
    issuance.issue(&packed)
}
