//! Signature algorithms, and keys that are pinned to one.

use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey};

use super::jwk::{Point, PublicKey};
use crate::error::{Code, Error};

/// A signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA with P-256 and SHA-256 (RFC 7518 §3.4).
    Es256,
    /// EdDSA with Ed25519 (RFC 8032, RFC 9864 §2.2).
    Ed25519,
    /// SM2 with SM3 (GB/T 32918.2, GB/T 32905).
    Sm2,
}

impl Algorithm {
    /// The algorithm of an `alg`. Every algorithm but Ed25519 that `EdDSA` might stand for is
    /// ruled out by the type of the key. Neither name of SM2 is registered with IANA.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "Ed25519" | "EdDSA" => Some(Self::Ed25519),
            "ES256" => Some(Self::Es256),
            "SGD_SM3_SM2" | "SM2" => Some(Self::Sm2),
            _ => None,
        }
    }

    /// The one name under which it is issued and reported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Ed25519 => "Ed25519",
            Self::Sm2 => "SGD_SM3_SM2",
        }
    }
}

/// The identifier that SM2 signatures are made with unless signer and verifier agree on another
/// (GB/T 35276 §10).
pub(crate) const SM2_DEFAULT_ID: &str = "1234567812345678";

/// A public key together with the only algorithm it may be used with.
///
/// A token's header is compared with that algorithm and never chooses one (RFC 8725 §3.1).
#[derive(Debug, Clone)]
pub(crate) struct VerifyingKey {
    public: PublicKey,
    verifier: Verifier,
}

#[derive(Debug, Clone)]
enum Verifier {
    Ed25519([u8; 32]),
    P256(Point),
    // Holds the point and the hash of identifier and key (ZA), found once for all signatures.
    #[cfg(feature = "sm2")]
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl VerifyingKey {
    /// Pins a key to an algorithm. `sm2_id` is the identifier that goes into SM2 signatures,
    /// [`SM2_DEFAULT_ID`] by default; other algorithms have none.
    ///
    /// # Errors
    /// `signature.key` if the key is not of the algorithm's type, is an SM2 point that is not on
    /// the curve, or has an `sm2_id` for nothing; `input.unsupported` for an SM2 key without the
    /// feature `sm2`.
    pub(crate) fn new(
        public: PublicKey,
        algorithm: Algorithm,
        sm2_id: Option<&str>,
    ) -> Result<Self, Error> {
        let verifier = match (&public, algorithm, sm2_id) {
            (PublicKey::Ed25519(key), Algorithm::Ed25519, None) => Verifier::Ed25519(*key),
            (PublicKey::P256(point), Algorithm::Es256, None) => Verifier::P256(*point),
            (PublicKey::Sm2(point), Algorithm::Sm2, id) => {
                Verifier::sm2(point, id.unwrap_or(SM2_DEFAULT_ID))?
            }
            (key, algorithm, _) if key.algorithm() != algorithm => {
                return Err(Error::new(Code::SignatureKey)
                    .with("problem", "not of the algorithm's type")
                    .with("algorithm", algorithm.name()));
            }
            _ => {
                return Err(Error::new(Code::SignatureKey)
                    .with("problem", "only an SM2 key has an identifier")
                    .with("algorithm", algorithm.name()));
            }
        };
        Ok(Self { public, verifier })
    }

    /// A key whose type alone decides its algorithm, such as a holder's (RFC 7800 §3.2).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn of_holder(public: PublicKey) -> Result<Self, Error> {
        let algorithm = public.algorithm();
        Self::new(public, algorithm, None)
    }

    /// The algorithm it is pinned to.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.public.algorithm()
    }

    /// The key itself.
    pub(crate) fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Verifies a raw signature: R‖S for Ed25519, r‖s for the others.
    ///
    /// # Errors
    /// `signature.invalid`, without a reason: there is none that would not also help a forger.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        let verified = match &self.verifier {
            Verifier::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key)
                .verify(message, signature)
                .is_ok(),
            Verifier::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, signature)
                .is_ok(),
            #[cfg(feature = "sm2")]
            Verifier::Sm2(key) => {
                use sm2::dsa::{Signature, signature::Verifier as _};
                Signature::from_slice(signature)
                    .is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
        };
        verified
            .then_some(())
            .ok_or_else(|| Error::new(Code::SignatureInvalid))
    }
}

impl Verifier {
    // By coordinates: reading any SEC 1 point would bring the square root for compressed ones.
    #[cfg(feature = "sm2")]
    fn sm2(point: &Point, id: &str) -> Result<Self, Error> {
        use sm2::{AffinePoint, FieldBytes, elliptic_curve::point::AffineCoordinates as _};

        let (x, y) = point[1..].split_at(32);
        let field = |bytes: &[u8]| FieldBytes::from_fn(|i| bytes[i]);
        AffinePoint::from_coordinates(&field(x), &field(y))
            .into_option()
            .and_then(|point| sm2::dsa::VerifyingKey::from_affine(id, point).ok())
            .map(|key| Self::Sm2(Box::new(key)))
            .ok_or_else(|| {
                Error::new(Code::SignatureKey).with("problem", "not a point on the curve")
            })
    }

    #[cfg(not(feature = "sm2"))]
    fn sm2(_: &Point, _: &str) -> Result<Self, Error> {
        Err(Error::new(Code::InputUnsupported).with("name", "sm2"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::base64url;
    use crate::json;

    fn key(jwk: &str, algorithm: Algorithm, sm2_id: Option<&str>) -> Result<VerifyingKey, Error> {
        let public = PublicKey::from_jwk(&json::parse(jwk.as_bytes(), 4096)?)?;
        VerifyingKey::new(public, algorithm, sm2_id)
    }

    #[track_caller]
    fn refused(result: Result<impl core::fmt::Debug, Error>, code: Code) {
        assert_eq!(result.expect_err("accepted").code(), code);
    }

    const OKP: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    #[test]
    fn the_example_of_rfc_8037_verifies() {
        // RFC 8037 A.4.
        let key = key(OKP, Algorithm::Ed25519, None).unwrap();
        let message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        let mut signature = base64url::decode(signature).unwrap();
        assert_eq!(key.verify(message, &signature), Ok(()));
        refused(key.verify(b"other", &signature), Code::SignatureInvalid);
        refused(key.verify(message, &signature[1..]), Code::SignatureInvalid);
        refused(key.verify(message, &[]), Code::SignatureInvalid);
        signature[0] ^= 1;
        refused(key.verify(message, &signature), Code::SignatureInvalid);
    }

    #[test]
    fn the_example_of_rfc_7515_verifies() {
        // RFC 7515 A.3.
        let key = key(P256, Algorithm::Es256, None).unwrap();
        let message = b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        let mut signature = base64url::decode(signature).unwrap();
        assert_eq!(key.verify(message, &signature), Ok(()));
        refused(key.verify(b"other", &signature), Code::SignatureInvalid);
        signature[40] ^= 1;
        refused(key.verify(message, &signature), Code::SignatureInvalid);
        refused(key.verify(message, &[0; 64]), Code::SignatureInvalid);
    }

    #[test]
    fn a_p256_point_off_the_curve_verifies_nothing() {
        let off = P256.replace("x_FEzRu9", "x_FEzRu8");
        let key = key(&off, Algorithm::Es256, None).unwrap();
        refused(key.verify(b"m", &[1; 64]), Code::SignatureInvalid);
    }

    #[test]
    fn a_key_of_another_type_than_its_algorithm_is_refused() {
        for (jwk, algorithm) in [
            (OKP, Algorithm::Es256),
            (OKP, Algorithm::Sm2),
            (P256, Algorithm::Ed25519),
            (P256, Algorithm::Sm2),
        ] {
            refused(key(jwk, algorithm, None), Code::SignatureKey);
        }
    }

    #[test]
    fn an_identifier_for_another_algorithm_than_sm2_is_refused() {
        refused(key(OKP, Algorithm::Ed25519, Some("id")), Code::SignatureKey);
        refused(key(P256, Algorithm::Es256, Some("id")), Code::SignatureKey);
    }

    #[cfg(not(feature = "sm2"))]
    #[test]
    fn an_sm2_key_is_unsupported_without_the_feature() {
        let jwk = P256.replace("P-256", "SM2");
        refused(key(&jwk, Algorithm::Sm2, None), Code::InputUnsupported);
    }

    #[cfg(feature = "sm2")]
    mod sm2 {
        use super::*;

        // GB/T 32918.5 Annex A.2.
        const X: &str = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
        const Y: &str = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
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

        fn example(curve: &str, id: Option<&str>) -> VerifyingKey {
            let [x, y] = [X, Y].map(|c| base64url::encode(&hex(c)));
            let jwk = format!(r#"{{"kty":"EC","crv":"{curve}","x":"{x}","y":"{y}"}}"#);
            key(&jwk, Algorithm::Sm2, id).unwrap()
        }

        #[test]
        fn the_example_of_the_standard_verifies_under_both_names_of_the_curve() {
            for key in [example("SM2", None), example("SM2-P-256", None)] {
                assert_eq!(key.verify(MESSAGE, &signature()), Ok(()));
                refused(key.verify(b"other", &signature()), Code::SignatureInvalid);
            }
        }

        #[test]
        fn a_signature_in_der_is_refused() {
            let mut der = vec![0x30, 0x46, 0x02, 0x21, 0x00];
            der.extend(hex(R));
            der.extend([0x02, 0x21, 0x00]);
            der.extend(hex(S));
            let key = example("SM2", None);
            refused(key.verify(MESSAGE, &der), Code::SignatureInvalid);
        }

        #[test]
        fn another_or_an_empty_identifier_does_not_verify() {
            for id in ["", "1234567812345679"] {
                let key = example("SM2", Some(id));
                refused(key.verify(MESSAGE, &signature()), Code::SignatureInvalid);
            }
            let key = example("SM2", Some(SM2_DEFAULT_ID));
            assert_eq!(key.verify(MESSAGE, &signature()), Ok(()));
        }

        #[test]
        fn zero_and_out_of_range_scalars_do_not_verify() {
            let key = example("SM2", None);
            for (r, s) in [([0; 32], [1; 32]), ([1; 32], [0; 32]), ([255; 32], [1; 32])] {
                let signature = [r, s].concat();
                refused(key.verify(MESSAGE, &signature), Code::SignatureInvalid);
            }
        }

        // A signer that leaves out ZA, hashes twice, or uses no identifier at all signs something
        // else than the standard says. Each is made with the standard's own private key.
        #[test]
        fn a_signature_over_the_wrong_hash_does_not_verify() {
            use ::sm2::dsa::SigningKey;
            use ::sm2::dsa::signature::hazmat::PrehashSigner as _;
            use ::sm3::{Digest as _, Sm3};

            let d = hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
            let signer = SigningKey::from_slice(SM2_DEFAULT_ID, &d).unwrap();
            let key = example("SM2", None);

            let za = hex("B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3");
            let right = Sm3::new_with_prefix(&za).chain_update(MESSAGE).finalize();
            let no_za = Sm3::digest(MESSAGE);
            let double_hash = Sm3::new_with_prefix(&za).chain_update(no_za).finalize();
            let sign = |hash: &[u8]| signer.sign_prehash(hash).unwrap().to_bytes();

            assert_eq!(key.verify(MESSAGE, &sign(&right)), Ok(()));
            for wrong in [no_za, double_hash] {
                let signature = sign(&wrong);
                refused(key.verify(MESSAGE, &signature), Code::SignatureInvalid);
            }
        }

        #[test]
        fn a_point_off_the_curve_is_refused() {
            let jwk = P256.replace("P-256", "SM2");
            refused(key(&jwk, Algorithm::Sm2, None), Code::SignatureKey);
        }
    }
}
