//! Public keys in other forms than JWK, for those who make and pass on keys. Tokens and trust lists have JWK alone.

use der::Decode as _;
use der::asn1::AnyRef;
use pkcs8::spki::SubjectPublicKeyInfoRef;

use super::curve::{Curve, EC_PUBLIC_KEY};
use super::private_key::ED25519;
use super::{Algorithm, PublicKey, VerifyingKey, ed25519};
use crate::error::{Code, Error, Problem};

impl Algorithm {
    /// The algorithm of the curve that ECParameters (RFC 5480 §2.1.1) in DER name or spell out, which PEM files call `EC
    /// PARAMETERS`.
    ///
    /// # Errors
    /// `signature.key` with the problem `unknown_key_type`.
    pub fn from_ec_parameters(parameters: &[u8]) -> Result<Self, Error> {
        let unknown = || Error::new(Code::SignatureKey).because(Problem::UnknownKeyType);
        let parameters = AnyRef::from_der(parameters).map_err(|_| unknown())?;
        Curve::of_parameters(parameters).map(Curve::algorithm)
    }
}

impl VerifyingKey {
    /// Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in DER, which PEM files call `PUBLIC KEY`. The curve is there by
    /// its name or by its parameters.
    ///
    /// # Errors
    /// `signature.key`, with the problem `unknown_key_type` for a type of key that does not sign here;
    /// `input.unsupported` for SM2 without the feature `sm2`.
    pub fn from_spki(spki: &[u8]) -> Result<Self, Error> {
        let refused = |problem| Error::new(Code::SignatureKey).because(problem);
        let spki = SubjectPublicKeyInfoRef::from_der(spki);
        let spki = spki.map_err(|_| refused(Problem::UnknownKeyType))?;
        let algorithm = match (spki.algorithm.oid, spki.algorithm.parameters) {
            (ED25519, None) => Algorithm::Ed25519,
            (EC_PUBLIC_KEY, Some(parameters)) => Curve::of_parameters(parameters)?.algorithm(),
            (other, _) => {
                return Err(refused(Problem::UnknownKeyType).with("found", other.to_string()));
            }
        };
        let bytes = spki.subject_public_key.as_bytes();
        Self::from_point(algorithm, bytes.ok_or_else(|| refused(Problem::Length))?)
    }

    /// The key of a point: for a curve 65 bytes that begin with 4, or 33 that begin with 2 or 3 (SEC 1 §2.3.3), for
    /// Ed25519 32 bytes.
    ///
    /// # Errors
    /// `signature.key`; `input.unsupported` for SM2 without the feature `sm2`.
    pub fn from_point(algorithm: Algorithm, point: &[u8]) -> Result<Self, Error> {
        let refused = |problem| Error::new(Code::SignatureKey).because(problem);
        let public = match Curve::of(algorithm) {
            Some(curve) => curve.public_key(point)?,
            None => {
                let point = point.try_into().map_err(|_| refused(Problem::Length))?;
                match ed25519::problem(&point) {
                    None => PublicKey::Ed25519(point),
                    Some(problem) => return Err(refused(problem)),
                }
            }
        };
        Self::of_public(public)
    }

    /// The key's point: 65 bytes that begin with 4, for Ed25519 32 bytes.
    pub fn point(&self) -> &[u8] {
        match self.public() {
            PublicKey::Ed25519(point) => point,
            PublicKey::P256(point) | PublicKey::Sm2(point) => point,
        }
    }
}
