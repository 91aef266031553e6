//! Signing for credit platforms: bundles, status lists, programmes, and the trust documents.
//!
//! It is behind the feature `issuer`, so that a program which only verifies does not link it.
//!
//! ```
//! use xinyi::issuer::{self, Algorithm, Signatory, SigningKey, SystemRandom};
//! use xinyi::{Object, Value};
//!
//! # fn main() -> Result<(), xinyi::Error> {
//! let random = SystemRandom::new();
//! let platform = SigningKey::generate(Algorithm::Ed25519, &random)?;
//! let holder = SigningKey::generate(Algorithm::Es256, &random)?;
//!
//! let claims = r#"{
//!     "iss": "https://credit.shanghai.example", "vct": "urn:xinyi:credit-status:1",
//!     "iat": 1795339800, "exp": 1796203800,
//!     "status": {"status_list": {"uri": "https://credit.shanghai.example/status/1", "idx": 7}},
//!     "subject_kind": "natural_person", "jurisdiction": "310000",
//!     "catalogue": "CN-2025", "as_of": "2026-11-22",
//!     "subject": {"age_over": {"18": true}},
//!     "evaluations": {"sh-public": {"score": 712}},
//!     "listings": [], "penalties": [], "commitments": [], "honours": [], "licences": []
//! }"#;
//! let Value::Object(mut claims) = Value::parse(claims.as_bytes(), claims.len())? else {
//!     unreachable!("an object was written above");
//! };
//! claims.set("cnf", Object::from_iter([("jwk", holder.to_jwk().into())]));
//!
//! // The subject's own copy: everything, each part to be disclosed or kept back.
//! let signatory = Signatory::new(&platform, "bundle-2026");
//! let bundle = issuer::sign_bundle(&claims, 4, signatory, &random)?;
//!
//! // What the subject shows to one app: the score, and that no listing stands.
//! let disclose = |pointer: &str| {
//!     ["/subject/age_over", "/evaluations/sh-public", "/listings"].contains(&pointer)
//! };
//! # let now = xinyi::Instant::from_unix(1795339860).unwrap();
//! let binding = issuer::Binding::new("https://bikes.example", "cTrqQF1kFdPWRZbYRmQ9Ug", now);
//! let presentation = issuer::present(&bundle, disclose, Some((&holder, &binding)))?;
//! # assert_eq!(presentation.split('~').count(), 5);
//! # Ok(())
//! # }
//! ```
//!
//! A key need not be in memory: whatever signs, such as a security module, is a [`Signer`].
//!
//! What was signed is read back as a verifier reads it. A bundle or a programme that no verifier would accept
//! is an error here.

mod bundle;
mod holder;
mod status;
mod trust;

#[cfg(test)]
mod tests;

pub use self::bundle::{
    NotShareable, bundle_end, clear_statements, decoys_for, not_shareable, sign_bundle,
};
pub use self::holder::{commit, present};
pub use self::status::{StatusList, change_status_list, sign_status_list, status_list_name};
pub use self::trust::{
    Snapshot, pin, sign_law, sign_manifest, sign_programme, sign_root, sign_trust_list,
};
pub use crate::binding::Binding;
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub use crate::jose::SystemRandom;
pub use crate::jose::{Algorithm, SecureRandom, Signer, SigningKey, VerifyingKey};
pub use crate::trust::{
    End, EndingPart, Role, RootKeys, Tally, add_signature, check, contents, draft,
};

use crate::error::Error;
use crate::jose::base64url;
use crate::json::{Object, Value};
use crate::law::{self, Law, LawEdition};

/// 128 random bits in base64url: a nonce, or the part of a name that makes it unique.
///
/// # Errors
/// `host.random`.
pub fn new_nonce(random: &dyn SecureRandom) -> Result<String, Error> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}

/// 128 random bits in base64url, for `subject.links` of a bundle of public credit status.
///
/// A platform makes one for each subject and each other issuer, and new ones for every batch of bundles. A
/// value that stayed the same would be an identifier: whoever sees it twice knows the person again. The other
/// issuer makes none. It signs, as `subject.link`, the value that the subject has shown it together with
/// `subject.id`, once it has compared that identity with its customer's.
///
/// # Errors
/// `host.random`.
pub fn new_link(random: &dyn SecureRandom) -> Result<String, Error> {
    new_nonce(random)
}

/// Who signs: a [`Signer`], and the name (`kid`) by which verifiers find its key: unique in a root, and among the keys
/// of one trust-list entry.
#[derive(Debug, Clone, Copy)]
pub struct Signatory<'a> {
    signer: &'a dyn Signer,
    kid: &'a str,
    law: Option<&'a LawEdition>,
}

impl<'a> Signatory<'a> {
    /// `signer` under the name `kid`.
    pub const fn new(signer: &'a dyn Signer, kid: &'a str) -> Self {
        Self {
            signer,
            kid,
            law: None,
        }
    }

    /// The same of a platform that has published an edition of the law: by it, and not by the one that this version was
    /// built with, bundles and programmes are checked before they are signed.
    pub const fn by_law(self, law: &'a LawEdition) -> Self {
        Self {
            law: Some(law),
            ..self
        }
    }

    /// The law by which is checked what is signed.
    fn law(&self) -> &'a Law {
        self.law.map_or_else(|| law::built_in(), LawEdition::law)
    }

    /// The protected header of a document of the kind `typ`, but for `alg`.
    fn header(&self, typ: &str) -> Object {
        Object::from_iter([("typ", Value::from(typ)), ("kid", self.kid.into())])
    }
}
