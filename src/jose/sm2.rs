//! SM2 with SM3 (GB/T 32918.2 §7), by the crate `sm2`.

use sm2::dsa::signature::Verifier as _;
use sm2::dsa::signature::hazmat::PrehashVerifier as _;
use sm2::dsa::{Signature, VerifyingKey};
use sm3::{Digest as _, Sm3};

use super::algorithm::SM2_DEFAULT_ID;
use super::point::{Point, on_curve};
use crate::error::{Code, Error, Problem};

/// A public key with the hash of identifier and key (ZA), computed once for all signatures.
#[derive(Debug, Clone)]
pub(super) struct Sm2Key(VerifyingKey);

impl Sm2Key {
    /// A key that verifies signatures made with the identifier `id`.
    ///
    /// # Errors
    /// `signature.key`.
    pub(super) fn new(point: &Point, id: &str) -> Result<Self, Error> {
        on_curve(point)
            .and_then(|point| VerifyingKey::from_affine(id, point).ok())
            .map(Self)
            .ok_or_else(|| Error::new(Code::SignatureKey).because(Problem::OffCurve))
    }

    /// Verifies r‖s.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify(message, &signature).is_ok())
    }

    /// The mistake by which this key's owner made a signature that does not verify, if it is one of the usual ones.
    pub(super) fn diagnose(&self, message: &[u8], signature: &[u8]) -> Option<Code> {
        let signature = Signature::from_slice(signature).ok()?;
        let with_identifier = |id| {
            VerifyingKey::from_affine(id, *self.0.as_affine())
                .is_ok_and(|key| key.verify(message, &signature).is_ok())
        };
        if ["", SM2_DEFAULT_ID].into_iter().any(with_identifier) {
            return Some(Code::SignatureSm2Identifier);
        }
        let hash = Sm3::digest(message);
        if self.0.verify_prehash(&hash, &signature).is_ok() {
            return Some(Code::SignatureSm2Za);
        }
        if self.0.verify(&hash, &signature).is_ok() {
            return Some(Code::SignatureSm2DoubleHash);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::{Algorithm, PublicKey, VerifyingKey, base64url};
    use crate::json;

    // GB/T 32918.5 Annex A.2.
    const D: &str = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    const X: &str = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
    const Y: &str = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
    const ZA: &str = "B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3";
    const R: &str = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
    const S: &str = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
    const MESSAGE: &[u8] = b"message digest";

    fn hex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap())
            .collect()
    }

    fn signature() -> Vec<u8> {
        hex(&[R, S].concat())
    }

    fn key(curve: &str, id: Option<&str>) -> VerifyingKey {
        let [x, y] = [X, Y].map(|c| base64url::encode(&hex(c)));
        read(&format!(
            r#"{{"kty":"EC","crv":"{curve}","x":"{x}","y":"{y}"}}"#
        ))
        .and_then(|public| VerifyingKey::new(public, Algorithm::Sm2, id))
        .unwrap()
    }

    fn read(jwk: &str) -> Result<PublicKey, Error> {
        PublicKey::from_jwk(&json::parse(jwk.as_bytes(), 4096)?)
    }

    #[track_caller]
    fn refused(result: Result<impl std::fmt::Debug, Error>, code: Code) {
        assert_eq!(result.expect_err("accepted").code(), code);
    }

    #[test]
    fn the_example_of_the_standard_verifies_under_both_names_of_the_curve() {
        for key in [key("SM2", None), key("SM2-P-256", None)] {
            assert_eq!(key.verify(MESSAGE, &signature()), Ok(()));
            refused(key.verify(b"other", &signature()), Code::SignatureInvalid);
        }
    }

    #[test]
    fn a_signature_in_der_is_refused_and_called_by_name() {
        let mut der = vec![0x30, 0x46, 0x02, 0x21, 0x00];
        der.extend(hex(R));
        der.extend([0x02, 0x21, 0x00]);
        der.extend(hex(S));
        let error = key("SM2", None).verify(MESSAGE, &der).unwrap_err();
        assert_eq!(error.code(), Code::SignatureEncoding);
        assert_eq!(error.problem(), Some(Problem::Der));
        der.push(0);
        let error = key("SM2", None).verify(MESSAGE, &der).unwrap_err();
        assert_eq!(error.problem(), Some(Problem::Length));
    }

    #[test]
    fn another_or_an_empty_identifier_does_not_verify() {
        for id in ["", "1234567812345679"] {
            let key = key("SM2", Some(id));
            refused(key.verify(MESSAGE, &signature()), Code::SignatureInvalid);
        }
        let key = key("SM2", Some(SM2_DEFAULT_ID));
        assert_eq!(key.verify(MESSAGE, &signature()), Ok(()));
    }

    #[test]
    fn zero_and_out_of_range_scalars_do_not_verify() {
        let key = key("SM2", None);
        for (r, s) in [([0; 32], [1; 32]), ([1; 32], [0; 32]), ([255; 32], [1; 32])] {
            let signature = [r, s].concat();
            refused(
                key.verify_or_diagnose(MESSAGE, &signature),
                Code::SignatureInvalid,
            );
        }
    }

    // What signers do who read the standard in haste, each with the standard's own private key.
    #[test]
    fn the_usual_mistakes_are_refused_and_named() {
        use ::sm2::dsa::SigningKey;
        use ::sm2::dsa::signature::Signer as _;
        use ::sm2::dsa::signature::hazmat::PrehashSigner as _;

        let signer = |id| SigningKey::from_slice(id, &hex(D)).unwrap();
        let hash = Sm3::digest(MESSAGE);
        let e = Sm3::new_with_prefix(hex(ZA))
            .chain_update(MESSAGE)
            .finalize();
        let prehashed = |hash: &[u8]| signer(SM2_DEFAULT_ID).sign_prehash(hash).unwrap();
        let key = key("SM2", None);

        let right = prehashed(&e).to_bytes();
        assert_eq!(key.verify_or_diagnose(MESSAGE, &right), Ok(()));
        for (wrong, code) in [
            (signer("").sign(MESSAGE), Code::SignatureSm2Identifier),
            (prehashed(&hash), Code::SignatureSm2Za),
            (
                signer(SM2_DEFAULT_ID).sign(&hash),
                Code::SignatureSm2DoubleHash,
            ),
            (
                signer("1234567812345679").sign(MESSAGE),
                Code::SignatureInvalid,
            ),
        ] {
            let wrong = wrong.to_bytes();
            refused(key.verify(MESSAGE, &wrong), Code::SignatureInvalid);
            refused(key.verify_or_diagnose(MESSAGE, &wrong), code);
            // Of another message it is nobody's.
            refused(
                key.verify_or_diagnose(b"other", &wrong),
                Code::SignatureInvalid,
            );
        }
    }

    #[test]
    fn the_default_identifier_where_another_is_agreed_is_named() {
        let key = key("SM2", Some("platform@example.cn"));
        refused(
            key.verify_or_diagnose(MESSAGE, &signature()),
            Code::SignatureSm2Identifier,
        );
    }

    #[test]
    fn a_point_off_the_curve_is_refused() {
        let [x, y] = [X, X].map(|c| base64url::encode(&hex(c)));
        let jwk = format!(r#"{{"kty":"EC","crv":"SM2","x":"{x}","y":"{y}"}}"#);
        let made = read(&jwk).and_then(|public| VerifyingKey::new(public, Algorithm::Sm2, None));
        refused(made, Code::SignatureKey);
    }
}
