//! Taking the text of an SD-JWT apart (RFC 9901 §4).

use super::disclosure::Disclosure;
use super::profile::Profile;
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{Compact, Header};
use crate::json::{self, Object, Value};
use crate::limits;
use crate::mistaken::what_is;

/// The `typ` of an SD-JWT VC. Its older spelling `vc+sd-jwt` is not accepted.
pub(super) const VC_TYP: &str = "dc+sd-jwt";

/// The parts of a JWT. They tell a key binding JWT from a disclosure that has lost its `~`.
pub(super) const KB_JWT_PARTS: usize = 3;

/// An SD-JWT that has been taken apart; nothing in it has been verified.
#[derive(Debug, Clone)]
pub(crate) struct SdJwt<'a> {
    profile: Profile,
    token: Compact<'a>,
    claims: Object,
    disclosures: Vec<Disclosure<'a>>,
    /// Up to and including the last `~`: what a key binding JWT covers.
    bound: &'a str,
    key_binding: Option<&'a str>,
}

impl<'a> SdJwt<'a> {
    /// Takes `<JWT>~<Disclosure>~…~[<KB-JWT>]` apart. White space around it is no part of it.
    ///
    /// # Errors
    /// `limit.bytes`, `limit.disclosures`, `format.structure`, `format.typ` (a credential's must
    /// be `dc+sd-jwt`), `format.base64`, `format.header`, `signature.algorithm`,
    /// `format.disclosure`, and the errors of reading JSON.
    pub(crate) fn parse(text: &'a str, profile: Profile) -> Result<Self, Error> {
        Self::read(text.trim_ascii(), profile).map_err(|e| e.at(Stage::Bundle))
    }

    fn read(text: &'a str, profile: Profile) -> Result<Self, Error> {
        if text.len() > limits::BUNDLE_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::BUNDLE_BYTES)
                .with("found", text.len()));
        }
        let (signed, key_binding) = text
            .rsplit_once('~')
            .ok_or_else(|| structure(what_is(text).unwrap_or(Problem::FinalTildeMissing)))?;
        // What follows the last `~` is a key binding JWT or nothing. A disclosure there has lost
        // its own `~`, and must not pass for a key binding JWT that nobody asks for.
        if !key_binding.is_empty() && key_binding.split('.').count() != KB_JWT_PARTS {
            return Err(structure(Problem::FinalTildeMissing));
        }
        let mut parts = signed.split('~');
        let token = parts.next().unwrap_or_default();
        let token = Compact::parse(token, limits::BUNDLE_BYTES)?;
        if profile != Profile::Generic {
            token.header().expect_typ(VC_TYP)?;
        }
        let claims = json::parse(token.unverified_payload(), limits::BUNDLE_BYTES)?;
        let Value::Object(claims) = claims else {
            return Err(structure(Problem::PayloadNotObject));
        };
        let mut disclosures = Vec::new();
        for (index, part) in parts.enumerate() {
            if index == limits::DISCLOSURES {
                return Err(Error::new(Code::LimitDisclosures).with("limit", limits::DISCLOSURES));
            }
            disclosures.push(Disclosure::parse(index, part)?);
        }
        Ok(Self {
            profile,
            token,
            claims,
            disclosures,
            bound: text.get(..=signed.len()).unwrap_or_default(),
            key_binding: (!key_binding.is_empty()).then_some(key_binding),
        })
    }

    /// The header of the issuer's JWT.
    pub(crate) fn header(&self) -> &Header {
        self.token.header()
    }

    /// The issuer's payload as it stands, for finding the issuer and its key.
    pub(crate) fn unverified_claims(&self) -> &Object {
        &self.claims
    }

    /// Whether both are presentations of one token, whatever they disclose. Compared is what was
    /// signed: of an ECDSA signature anybody can make another.
    pub(crate) fn is_of_same_token(&self, other: &SdJwt<'_>) -> bool {
        self.token.signing_input() == other.token.signing_input()
    }

    /// Whether some disclosure is of a member called `name`, at whatever place.
    pub(crate) fn discloses(&self, name: &str) -> bool {
        self.disclosures
            .iter()
            .any(|d| d.name.as_deref() == Some(name))
    }

    /// The text up to and including the last `~`: everything but a key binding JWT.
    pub(crate) fn without_key_binding(&self) -> &'a str {
        self.bound
    }

    /// The key binding JWT, if there is one. Whether there has to be one is for the verifier's
    /// policy to say, never for the presentation.
    pub(crate) fn key_binding(&self) -> Option<&'a str> {
        self.key_binding
    }

    pub(super) fn token(&self) -> &Compact<'a> {
        &self.token
    }

    pub(super) fn profile(&self) -> Profile {
        self.profile
    }

    pub(super) fn disclosures(&self) -> &[Disclosure<'a>] {
        &self.disclosures
    }
}

pub(super) fn structure(problem: Problem) -> Error {
    Error::new(Code::FormatStructure).because(problem)
}
