//! SD-JWT (RFC 9901) and SD-JWT VC: a token whose claims can be disclosed one by one.
//!
//! Each stage is a type that only the one before it can make: text → [`SdJwt`] → [`Verified`] → [`Processed`].
//! The processed claims keep a place for what stays hidden, because "not there" and "not disclosed" are
//! different answers.

mod disclosed;
mod disclosure;
mod draft;
mod inspect;
#[cfg(feature = "issuer")]
mod issue;
pub(crate) mod key_binding;
mod node;
mod parse;
mod process;
mod profile;
mod select;
mod vc;

pub(crate) use disclosed::Disclosed;
pub(crate) use draft::Draft;
pub(crate) use inspect::{InspectedDisclosure, InspectedSdJwt};
#[cfg(feature = "issuer")]
pub(crate) use issue::{SdJwtIssuance, present};
pub(crate) use node::{Members, Node, Slot};
pub(crate) use parse::SdJwt;
pub(crate) use profile::Profile;
pub(crate) use vc::protected;

use process::Placement;

use crate::error::{Code, Error, Stage};
use crate::error_sink::ErrorSink;
use crate::jose::{self, HashAlgorithm, VerifyingKey};
use crate::json::Value;
use crate::time::Instant;

/// An SD-JWT whose issuer's signature has been verified.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verified<'a> {
    sd_jwt: &'a SdJwt<'a>,
}

/// A verified SD-JWT with what it discloses put into place.
#[derive(Debug)]
pub(crate) struct Processed<'a> {
    sd_jwt: &'a SdJwt<'a>,
    hash: HashAlgorithm,
    disclosed: Disclosed,
}

impl<'a> SdJwt<'a> {
    /// Verifies the issuer's signature.
    ///
    /// # Errors
    /// Those of [`VerifyingKey::verify_or_diagnose`], and `signature.algorithm`.
    pub(crate) fn verify(&'a self, key: &VerifyingKey) -> Result<Verified<'a>, Error> {
        let verified = self.token().verify_or_diagnose(key);
        verified.map_err(|e| e.at(Stage::Bundle))?;
        Ok(Verified { sd_jwt: self })
    }
}

impl<'a> Verified<'a> {
    /// Puts what is disclosed into place (RFC 9901 §7.1 step 3) and, for a credential, checks
    /// that nothing is selectively disclosed that must not be.
    ///
    /// # Errors
    /// `format.sd_structure`, `format.disclosure`, `format.duplicate_digest`,
    /// `format.duplicate_member`, `format.unreferenced_disclosure`, `limit.*`, `claim.protected`,
    /// `claim.required`, `claim.invalid`; `input.unsupported` for an unknown `_sd_alg`.
    pub(crate) fn process(&self) -> Result<Processed<'a>, Error> {
        let (hash, claims, placements) = process_and_check(self.sd_jwt)?;
        Ok(Processed {
            sd_jwt: self.sd_jwt,
            hash,
            disclosed: Disclosed { claims, placements },
        })
    }
}

impl Processed<'_> {
    /// The claims.
    pub(crate) fn claims(&self) -> &Members {
        &self.disclosed.claims
    }

    /// What it discloses, to keep when the text is gone.
    pub(crate) fn into_disclosed(self) -> Disclosed {
        self.disclosed
    }

    /// Checks the issuer's `aud` (RFC 7519 §4.1.3), if there is one: it has to name this audience.
    ///
    /// # Errors
    /// `claim.audience`, `claim.invalid`.
    pub(crate) fn check_audience(&self, audience: Option<&str>) -> Result<(), Error> {
        check_audience(self.claims(), audience).map_err(|e| e.at(Stage::Bundle))
    }

    /// Checks `exp` and `nbf`, which are those of the claims as processed (RFC 9901 §7.1).
    ///
    /// # Errors
    /// `time.expired`, `time.not_yet_valid`, `claim.invalid`.
    pub(crate) fn check_validity(&self, now: Instant) -> Result<(), Error> {
        jose::check_validity(self.claims(), now).map_err(|e| e.at(Stage::Bundle))
    }

    /// The holder's key, from `cnf` (RFC 7800 §3.2), which must hold a `jwk` and nothing else.
    ///
    /// # Errors
    /// `claim.required`, `claim.invalid`, `signature.key`; `input.unsupported` for an SM2 key
    /// without the feature `sm2`.
    pub(crate) fn holder_key(&self) -> Result<VerifyingKey, Error> {
        holder_key(self.claims()).map_err(|e| e.at(Stage::Bundle))
    }
}

/// The holder's key, as [`Processed::holder_key`], of claims that are not verified.
pub(crate) fn holder_key(claims: &Members) -> Result<VerifyingKey, Error> {
    let at_cnf = |code| Error::new(code).with("pointer", "/cnf");
    let cnf = claims
        .get("cnf")
        .ok_or_else(|| at_cnf(Code::ClaimRequired))?;
    let cnf = cnf.to_value().ok_or_else(|| at_cnf(Code::ClaimProtected))?;
    let jwk = cnf
        .as_object()
        .filter(|members| members.len() == 1)
        .and_then(|members| members.get("jwk"))
        .ok_or_else(|| at_cnf(Code::ClaimInvalid))?;
    VerifyingKey::from_jwk(jwk, None).map_err(|e| e.under("/cnf/jwk"))
}

/// The audiences that the issuer meant the token for (RFC 7519 §4.1.3). `None` if it names none.
///
/// # Errors
/// `claim.invalid`.
pub(crate) fn meant_for(claims: &Members) -> Result<Option<Vec<String>>, Error> {
    let read = |audience: &Node| match audience.to_disclosed() {
        Value::String(one) => Some(vec![one]),
        Value::Array(several) => several
            .into_iter()
            .map(|one| one.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    };
    let invalid = || Error::new(Code::ClaimInvalid).with("pointer", "/aud");
    claims
        .get("aud")
        .map(|audience| read(audience).ok_or_else(invalid))
        .transpose()
}

fn check_audience(claims: &Members, audience: Option<&str>) -> Result<(), Error> {
    match meant_for(claims)? {
        Some(meant) if !meant.iter().any(|one| Some(one.as_str()) == audience) => {
            Err(Error::new(Code::ClaimAudience)
                .with("expected", audience.map(str::to_owned))
                .with("found", meant))
        }
        _ => Ok(()),
    }
}

fn process_and_check(
    sd_jwt: &SdJwt<'_>,
) -> Result<(HashAlgorithm, Members, Vec<Placement>), Error> {
    let run = || {
        let hash = process::hash_algorithm(sd_jwt.unverified_claims())?;
        let (claims, placements) = process::process(
            sd_jwt.unverified_claims(),
            sd_jwt.disclosures(),
            hash,
            sd_jwt.profile() == Profile::Bundle,
            &mut ErrorSink::Abort,
        )?;
        if sd_jwt.profile() != Profile::Generic {
            vc::check(&claims, &mut ErrorSink::Abort)?;
        }
        Ok((hash, claims, placements))
    };
    run().map_err(|e: Error| e.at(Stage::Bundle))
}

#[cfg(test)]
mod tests;
