//! Public keys, each pinned to one algorithm.

use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey};

use super::algorithm::{Algorithm, SM2_DEFAULT_ID};
use super::jwk::PublicKey;
use super::point::Point;
use crate::error::{Code, Error, Problem};
use crate::json::{Object, Value};

/// A public key together with the only algorithm it may be used with.
///
/// A token's header is compared with that algorithm and never chooses one (RFC 8725 §3.1).
#[derive(Debug, Clone)]
pub struct VerifyingKey {
    public: PublicKey,
    material: KeyMaterial,
}

/// A public key in the form that verification needs.
#[derive(Debug, Clone)]
enum KeyMaterial {
    Ed25519([u8; 32]),
    P256(Point),
    #[cfg(feature = "sm2")]
    Sm2(Box<super::sm2::Sm2Key>),
}

impl VerifyingKey {
    /// Reads a public key from a JWK. Its type decides the algorithm that it verifies. `sm2_id`
    /// is the identifier that SM2 signatures are made with, `1234567812345678` by default; other
    /// algorithms have none.
    ///
    /// # Errors
    /// `signature.key` with `problem`, for a private key too; `input.unsupported` for an SM2 key
    /// without the feature `sm2`.
    pub fn from_jwk(jwk: &Value, sm2_id: Option<&str>) -> Result<Self, Error> {
        let public = PublicKey::from_jwk(jwk)?;
        let algorithm = public.algorithm();
        Self::new(public, algorithm, sm2_id)
    }

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
        let material = match (&public, algorithm, sm2_id) {
            (PublicKey::Ed25519(key), Algorithm::Ed25519, None) => KeyMaterial::Ed25519(*key),
            (PublicKey::P256(point), Algorithm::Es256, None) => KeyMaterial::P256(*point),
            (PublicKey::Sm2(point), Algorithm::Sm2, id) => {
                KeyMaterial::sm2(point, id.unwrap_or(SM2_DEFAULT_ID))?
            }
            (key, algorithm, _) if key.algorithm() != algorithm => {
                return Err(Error::new(Code::SignatureKey)
                    .because(Problem::AlgorithmMismatch)
                    .with("algorithm", algorithm.name()));
            }
            _ => {
                return Err(Error::new(Code::SignatureKey)
                    .because(Problem::UnexpectedIdentifier)
                    .with("algorithm", algorithm.name()));
            }
        };
        Ok(Self { public, material })
    }

    /// A public key, whose type decides its algorithm.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    #[cfg(feature = "issuer")]
    pub(crate) fn of_public(public: PublicKey) -> Result<Self, Error> {
        let algorithm = public.algorithm();
        Self::new(public, algorithm, None)
    }

    /// The algorithm it is pinned to.
    pub fn algorithm(&self) -> Algorithm {
        self.public.algorithm()
    }

    /// The key as a JWK, with `alg`.
    pub fn to_jwk(&self) -> Object {
        let mut jwk = self.public.to_jwk();
        jwk.set("alg", self.algorithm().name());
        jwk
    }

    /// The RFC 7638 thumbprint of the key, with SHA-256, in base64url.
    pub fn thumbprint(&self) -> String {
        self.public.thumbprint()
    }

    /// The key itself.
    pub(crate) fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Verifies a raw signature: R‖S for Ed25519, r‖s for the others.
    ///
    /// # Errors
    /// `signature.encoding` for one that is not of 64 bytes; `signature.invalid`.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        check_length(signature)?;
        #[cfg(xinyi_host_signatures)]
        if let KeyMaterial::P256(point) = &self.material
            && super::host::verifies_es256(point, message, signature)
        {
            return Ok(());
        }
        let verified = match &self.material {
            KeyMaterial::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key)
                .verify(message, signature)
                .is_ok(),
            KeyMaterial::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, signature)
                .is_ok(),
            #[cfg(feature = "sm2")]
            KeyMaterial::Sm2(key) => key.verify(message, signature),
        };
        verified
            .then_some(())
            .ok_or_else(|| Error::new(Code::SignatureInvalid))
    }

    /// As [`verify`](Self::verify). For an SM2 signature that was made with the private key, but not as the
    /// standard says, the error names the mistake. This takes up to five verifications.
    ///
    /// It tells a forger nothing: each of these signatures can only be made with the private key.
    ///
    /// # Errors
    /// As `verify`; `signature.sm2_double_hash`, `signature.sm2_identifier`, `signature.sm2_za`.
    pub(crate) fn verify_or_diagnose(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        let result = self.verify(message, signature);
        #[cfg(feature = "sm2")]
        if let (Err(error), KeyMaterial::Sm2(key)) = (&result, &self.material)
            && error.code() == Code::SignatureInvalid
            && let Some(code) = key.diagnose(message, signature)
        {
            return Err(Error::new(code));
        }
        result
    }
}

/// The length of a number, or of a point, in a signature.
pub(super) const NUMBER_BYTES: usize = 32;

/// The length in every algorithm: two numbers, or a point and a number.
pub(super) const SIGNATURE_BYTES: usize = 2 * NUMBER_BYTES;

/// Checks the length of a raw signature.
///
/// # Errors
/// `signature.encoding`, with the problem `der` if it looks like DER, which some signers return by default.
pub(super) fn check_length(signature: &[u8]) -> Result<(), Error> {
    if signature.len() == SIGNATURE_BYTES {
        return Ok(());
    }
    // SEQUENCE, its length, INTEGER.
    let is_der = matches!(signature, [0x30, length, 0x02, ..] if usize::from(*length) + 2 == signature.len());
    let problem = if is_der {
        Problem::Der
    } else {
        Problem::Length
    };
    Err(Error::new(Code::SignatureEncoding)
        .because(problem)
        .with("expected", SIGNATURE_BYTES)
        .with("found", signature.len()))
}

impl KeyMaterial {
    #[cfg(feature = "sm2")]
    fn sm2(point: &Point, id: &str) -> Result<Self, Error> {
        super::sm2::Sm2Key::new(point, id).map(|key| Self::Sm2(Box::new(key)))
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
    fn refused(result: Result<impl std::fmt::Debug, Error>, code: Code) {
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
        refused(
            key.verify(message, &signature[1..]),
            Code::SignatureEncoding,
        );
        refused(key.verify(message, &[]), Code::SignatureEncoding);
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
}
