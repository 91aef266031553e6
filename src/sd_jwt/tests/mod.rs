//! Tests of the stages together. Tokens are forged here byte by byte, so that every rule meets
//! an issuer who breaks it over a valid signature.

mod rfc9901;

#[cfg(feature = "issuer")]
mod binding;
#[cfg(feature = "issuer")]
mod issuing;
#[cfg(feature = "issuer")]
mod profile;
#[cfg(feature = "issuer")]
mod structure;

#[cfg(feature = "issuer")]
use forge::*;

use crate::sd_jwt::{Node, Slot};

#[track_caller]
fn slots(node: &Node) -> &[Slot] {
    match node {
        Node::Array(slots) => slots,
        _ => panic!("not an array"),
    }
}

#[cfg(feature = "issuer")]
mod forge {
    use std::sync::LazyLock;

    use ring::rand::SystemRandom;

    use crate::error::{Code, Error};
    use crate::jose::{Algorithm, HashAlgorithm, SigningKey, base64url, sign_compact};
    use crate::json::{self, Object, Value};
    use crate::sd_jwt::{Members, Profile, SdJwt};

    pub(super) static ISSUER: LazyLock<SigningKey> = LazyLock::new(|| key(Algorithm::Ed25519));

    pub(super) fn key(algorithm: Algorithm) -> SigningKey {
        SigningKey::generate(algorithm, &SystemRandom::new()).unwrap()
    }

    /// A disclosure with the given JSON, and its digest.
    pub(super) struct Forged {
        pub text: String,
        pub digest: String,
    }

    pub(super) fn disclosure(json: &str) -> Forged {
        let text = base64url::encode(json.as_bytes());
        let digest = HashAlgorithm::Sha256.digest_base64url(&text);
        Forged { text, digest }
    }

    /// `["salt","name",value]`, the salt taken from the name.
    pub(super) fn member(name: &str, value: &str) -> Forged {
        disclosure(&format!(r#"["salt of {name}","{name}",{value}]"#))
    }

    /// `["salt",value]`.
    pub(super) fn element(value: &str) -> Forged {
        disclosure(&format!(r#"["salt",{value}]"#))
    }

    /// An SD-JWT VC over exactly this payload with exactly these disclosures.
    pub(super) fn sign(payload: &str, disclosures: &[&Forged]) -> String {
        let header = Object::from_iter([("typ", Value::from("dc+sd-jwt"))]);
        let mut out = sign_compact(&*ISSUER, header, payload.as_bytes()).unwrap();
        for disclosure in disclosures {
            out.push('~');
            out.push_str(&disclosure.text);
        }
        out.push('~');
        out
    }

    pub(super) fn verify(text: &str, profile: Profile) -> Result<Members, Error> {
        let sd_jwt = SdJwt::parse(text, profile)?;
        let verified = sd_jwt.verify(ISSUER.verifying_key())?;
        Ok(verified.process()?.claims().clone())
    }

    #[track_caller]
    pub(super) fn accepted(payload: &str, disclosures: &[&Forged]) -> Members {
        verify(&sign(payload, disclosures), Profile::Generic).unwrap()
    }

    #[track_caller]
    pub(super) fn refused_text(text: &str, profile: Profile, code: Code) -> Error {
        let error = verify(text, profile).expect_err("accepted");
        assert_eq!(error.code(), code, "{error}");
        error
    }

    #[track_caller]
    pub(super) fn refused(payload: &str, disclosures: &[&Forged], code: Code) -> Error {
        refused_text(&sign(payload, disclosures), Profile::Generic, code)
    }

    pub(super) fn shown(claims: &Members) -> String {
        json::write(&claims.to_disclosed().into())
    }
}
