//! SD-JWT (RFC 9901) and SD-JWT VC: a token whose claims can be disclosed one by one.
//!
//! Each stage is a type that only the one before it can make: text → [`SdJwt`] → [`Verified`] →
//! [`Processed`]. What comes out keeps the places of what stayed hidden, because "not there" and
//! "not shown" are different answers.

mod disclosure;
#[cfg(feature = "issuer")]
mod issue;
pub(crate) mod key_binding;
mod node;
mod parse;
mod process;
mod select;
mod vc;

#[cfg(feature = "issuer")]
pub(crate) use issue::{Issuance, present};
pub(crate) use node::{Members, Node, Slot};
pub(crate) use parse::SdJwt;
use process::Placement;

use crate::error::{Code, Error, Stage};
use crate::jose::{self, HashAlgorithm, PublicKey, VerifyingKey};

/// Which rules apply beyond those of RFC 9901.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// A credit status bundle: an SD-JWT VC in which nothing is `null`.
    Bundle,
    /// RFC 9901 alone.
    Generic,
    /// SD-JWT VC.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for tools that verify any credential")
    )]
    Vc,
}

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
    claims: Members,
}

impl<'a> SdJwt<'a> {
    /// Verifies the issuer's signature.
    ///
    /// # Errors
    /// `signature.algorithm`, `signature.invalid`.
    pub(crate) fn verify(&'a self, key: &VerifyingKey) -> Result<Verified<'a>, Error> {
        self.token().verify(key).map_err(|e| e.at(Stage::Bundle))?;
        Ok(Verified { sd_jwt: self })
    }

    /// The claims as [`Verified::process`] would give them, and where each disclosure belongs,
    /// with nothing verified: for showing what is inside, and for the holder's choice of what to
    /// disclose.
    ///
    /// # Errors
    /// As [`Verified::process`].
    pub(crate) fn inspect(&self) -> Result<(Members, Vec<Placement>), Error> {
        let (_, claims, placements) = process_and_check(self)?;
        Ok((claims, placements))
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
        let (hash, claims, _) = process_and_check(self.sd_jwt)?;
        Ok(Processed {
            sd_jwt: self.sd_jwt,
            hash,
            claims,
        })
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
        )?;
        if sd_jwt.profile() != Profile::Generic {
            vc::check(&claims)?;
        }
        Ok((hash, claims, placements))
    };
    run().map_err(|e: Error| e.at(Stage::Bundle))
}

impl Processed<'_> {
    /// The claims.
    pub(crate) fn claims(&self) -> &Members {
        &self.claims
    }

    /// Checks `exp` and `nbf`, which are those of the claims as processed (RFC 9901 §7.1).
    ///
    /// # Errors
    /// `time.expired`, `time.not_yet_valid`, `claim.invalid`.
    pub(crate) fn check_validity(&self, now: i64) -> Result<(), Error> {
        jose::check_validity(&self.claims, now).map_err(|e| e.at(Stage::Bundle))
    }

    /// The holder's key, from `cnf` (RFC 7800 §3.2), which must hold a `jwk` and nothing else.
    ///
    /// # Errors
    /// `claim.required`, `claim.invalid`, `signature.key`; `input.unsupported` for an SM2 key
    /// without the feature `sm2`.
    pub(crate) fn holder_key(&self) -> Result<VerifyingKey, Error> {
        let at_cnf = |code| Error::new(code).with("pointer", "/cnf");
        let read = || {
            let cnf = self
                .claims
                .get("cnf")
                .ok_or_else(|| at_cnf(Code::ClaimRequired))?;
            let cnf = cnf.to_value().ok_or_else(|| at_cnf(Code::ClaimProtected))?;
            let jwk = cnf
                .as_object()
                .filter(|members| members.len() == 1)
                .and_then(|members| members.get("jwk"))
                .ok_or_else(|| at_cnf(Code::ClaimInvalid))?;
            VerifyingKey::of_holder(PublicKey::from_jwk(jwk)?)
        };
        read().map_err(|e| e.at(Stage::Bundle))
    }
}

#[cfg(test)]
mod tests;
