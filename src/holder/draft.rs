//! Presenting in two steps, for keys that hand out signatures alone.

use crate::binding::Binding;
use crate::error::{Error, Problem, Stage};
use crate::jose::Algorithm;
use crate::json::expecting;
use crate::limits;
use crate::sd_jwt::{self, Profile, SdJwt};

/// A presentation that lacks its holder's signature.
///
/// It proves nothing yet, and nothing of the bundle was verified: [`Verifier::plan`](crate::Verifier::plan) does that.
#[derive(Debug, Clone)]
pub struct Draft(sd_jwt::Draft);

impl Draft {
    /// Chooses of a bundle what stands at these JSON pointers, in the issuer's numbering, as
    /// [`Plan::disclose_of`](super::Plan::disclose_of) gives them: `/evaluations/sh-public`, `/listings` (how many there
    /// are), `/listings/0` (what the first one says). A claim is disclosed with what contains it. A key binding JWT
    /// that the bundle has is left out.
    ///
    /// # Errors
    /// What a verifier refuses of the bundle's form; `input.options` for a pointer that leads to no disclosure of it;
    /// `input.holder` for an audience or a nonce that is empty; `signature.key`, `claim.*` for a bundle without a
    /// holder's key.
    pub fn new(
        bundle: &str,
        disclose: &[impl AsRef<str>],
        binding: &Binding,
    ) -> Result<Self, Error> {
        let disclose: Vec<&str> = disclose.iter().map(AsRef::as_ref).collect();
        Self::of(bundle, &disclose, binding)
    }

    fn of(bundle: &str, disclose: &[&str], binding: &Binding) -> Result<Self, Error> {
        let claims = binding.claims()?;
        let pointer = || "/disclose".to_owned();
        Error::check_items(limits::DISCLOSURES, disclose.len(), pointer)
            .map_err(|e| e.at(Stage::Input))?;
        let sd_jwt = SdJwt::parse(bundle, Profile::Bundle)?;
        let mut found = vec![false; disclose.len()];
        let mut known: Vec<String> = Vec::new();
        let mut keep = |pointer: &str| {
            known.push(pointer.to_owned());
            let mut is_asked = false;
            for (asked, found) in disclose.iter().zip(&mut found) {
                if *asked == pointer {
                    *found = true;
                    is_asked = true;
                }
            }
            is_asked
        };
        let draft = sd_jwt.draft(&mut keep, claims)?;
        let unknown = found.iter().position(|found| !found);
        let unknown = unknown.and_then(|at| Some((at, disclose.get(at)?)));
        match unknown {
            None => Ok(Self(draft)),
            Some((at, pointer)) => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let error = Error::of_option("/disclose", Problem::Unknown).under_last(at);
                Err(expecting(error, pointer, &known).at(Stage::Input))
            }
        }
    }

    /// What the holder's key signs: ASCII, whole and not hashed before.
    pub fn signing_input(&self) -> &str {
        self.0.signing_input()
    }

    /// What it has to be signed with.
    pub fn algorithm(&self) -> Algorithm {
        self.0.algorithm()
    }

    /// The presentation with this signature: raw, 64 bytes, R‖S or r‖s with both numbers padded to 32 bytes. It has to
    /// verify under the key of the bundle's `cnf`.
    ///
    /// # Errors
    /// At the stage `signer`: `signature.encoding` for another length, with the problem `der` for DER;
    /// `signature.invalid`; `signature.sm2_*` for the usual mistakes of SM2 signers.
    pub fn finish(&self, signature: &[u8]) -> Result<String, Error> {
        self.0.finish(signature)
    }
}
