//! What signs, wherever its private key is, and the JWS that are made of its signatures.

#[cfg(test)]
mod tests;

use std::fmt;

use der::asn1::UintRef;
use der::{Decode as _, Reader as _, SliceReader};

use super::verifying_key::{NUMBER_BYTES, SIGNATURE_BYTES};
use super::{Algorithm, SigningKey, VerifyingKey, base64url};
use crate::error::{Error, Stage};
use crate::json::{self, Object, Value};

/// What signs with one private key: a [`SigningKey`] in memory, or a device or service that keeps the key to itself.
///
/// Whatever [`sign`](Self::sign) returns is checked before it is used: it has to verify, under
/// [`verifying_key`](Self::verifying_key) and over the very bytes that were to be signed. What is wrong with a signer
/// is an error at the stage `signer`, and nothing is made of what it returned:
///
/// - `issuer.signer` if it gives no signature; `host.random` of a [`SigningKey`];
/// - `signature.encoding` for one of another length, `signature.invalid`;
/// - the usual mistakes of SM2 signers by name: `signature.sm2_identifier`, `signature.sm2_za`,
///   `signature.sm2_double_hash`.
///
/// ```
/// use xinyi::issuer::{Signer, SigningKey, VerifyingKey};
/// use xinyi::{Error, Value};
///
/// /// A key that stays in a device.
/// struct KeyInDevice {
///     device: Device,
///     public: VerifyingKey,
/// }
///
/// impl KeyInDevice {
///     /// `jwk` is the device's public key.
///     fn new(device: Device, jwk: &Value) -> Result<Self, Error> {
///         let public = VerifyingKey::from_jwk(jwk, None)?;
///         Ok(Self { device, public })
///     }
/// }
///
/// impl Signer for KeyInDevice {
///     fn verifying_key(&self) -> &VerifyingKey {
///         &self.public
///     }
///
///     fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
///         self.device.sign(message).map_err(Error::of_signer)
///     }
/// }
/// # // The device of the example.
/// # struct Device(SigningKey);
/// # impl Device {
/// #     fn sign(&self, message: &[u8]) -> Result<Vec<u8>, std::io::Error> {
/// #         self.0.sign(message).map_err(std::io::Error::other)
/// #     }
/// # }
/// # use xinyi::issuer::{self, Algorithm, Signatory, SystemRandom};
/// # let key = SigningKey::generate(Algorithm::Es256, &SystemRandom::new())?;
/// # let jwk = Value::from(key.to_jwk());
/// # let device = Device(key);
///
/// let key = KeyInDevice::new(device, &jwk)?;
/// # let list = xinyi::Object::from_iter([("version", Value::from(1_i64))]);
/// let signed = issuer::sign_trust_list(&list, &[Signatory::new(&key, "root-1")])?;
/// # assert!(signed.contains("signatures"));
/// # Ok::<(), Error>(())
/// ```
pub trait Signer {
    /// The public key. Its algorithm is what the signer signs with.
    fn verifying_key(&self) -> &VerifyingKey;

    /// The signature of `message`, which is whole and not hashed before:
    ///
    /// - by Ed25519, not Ed25519ph (RFC 8032);
    /// - by ECDSA with P-256 over its SHA-256;
    /// - by SM2 over SM3 of ZA and the message (GB/T 32918.2 §6). ZA has the identifier of `verifying_key`, which is
    ///   `1234567812345678` by default.
    ///
    /// The signature is raw, 64 bytes: R‖S, or r‖s with both numbers padded to 32 bytes. Of ECDSA and SM2 it may be in
    /// DER as well, a SEQUENCE of r and s (RFC 3279 §2.2.3). Of s and n − s, ECDSA may have either.
    ///
    /// # Errors
    /// [`Error::of_signer`] says why there is no signature.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error>;
}

impl Signer for SigningKey {
    fn verifying_key(&self) -> &VerifyingKey {
        self.verifying_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.sign(message)
    }
}

/// By the public key alone.
impl fmt::Debug for dyn Signer + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("algorithm", &self.verifying_key().algorithm())
            .field("thumbprint", &self.verifying_key().thumbprint())
            .finish_non_exhaustive()
    }
}

/// The raw signature of a message, which verifies.
///
/// # Errors
/// What the signer says; `signature.encoding`, `signature.invalid` and, where an SM2 signer makes one of the usual
/// mistakes, `signature.sm2_*`. All are at the stage `signer`.
pub(crate) fn verified_signature(
    signer: &(impl Signer + ?Sized),
    message: &[u8],
) -> Result<Vec<u8>, Error> {
    let checked = || {
        let key = signer.verifying_key();
        let signature = raw(key.algorithm(), signer.sign(message)?);
        key.verify_or_diagnose(message, &signature)?;
        Ok(signature)
    };
    checked().map_err(|e: Error| e.at(Stage::Signer))
}

/// A compact JWS. `alg` is added to the header, as its first member.
///
/// # Errors
/// As [`verified_signature`].
pub(crate) fn sign_compact(
    signer: &(impl Signer + ?Sized),
    members: Object,
    payload: &[u8],
) -> Result<String, Error> {
    let header = header(signer, members);
    let mut token = [header, base64url::encode(payload)].join(".");
    let signature = verified_signature(signer, token.as_bytes())?;
    token.push('.');
    token.push_str(&base64url::encode(&signature));
    Ok(token)
}

/// A JWS in general JSON serialisation, each header protected.
///
/// # Errors
/// As [`verified_signature`].
pub(crate) fn sign_general<S: Signer + ?Sized>(
    payload: &[u8],
    signers: &[(&S, Object)],
) -> Result<Value, Error> {
    let payload = base64url::encode(payload);
    let mut signatures = Vec::with_capacity(signers.len());
    for (signer, members) in signers {
        let protected = header(*signer, members.clone());
        let signature =
            verified_signature(*signer, [protected.as_str(), &payload].join(".").as_bytes())?;
        signatures.push(Object::from([
            ("protected", Value::from(protected)),
            ("signature", base64url::encode(&signature).into()),
        ]));
    }
    Ok(Object::from([
        ("payload", Value::from(payload)),
        ("signatures", signatures.into()),
    ])
    .into())
}

fn header(signer: &(impl Signer + ?Sized), members: Object) -> String {
    let algorithm = signer.verifying_key().algorithm();
    let mut header = Object::from([("alg", Value::from(algorithm.name()))]);
    for (name, value) in members {
        if name != "alg" {
            header.set(&name, value);
        }
    }
    base64url::encode(json::write(&header.into()).as_bytes())
}

/// A signature in raw form. What has another length and is no DER is left as it is, for verification to refuse.
fn raw(algorithm: Algorithm, signature: Vec<u8>) -> Vec<u8> {
    match algorithm {
        Algorithm::Ed25519 => signature,
        // DER of this length would have numbers that are too short by six bytes.
        Algorithm::Es256 | Algorithm::Sm2 if signature.len() == SIGNATURE_BYTES => signature,
        Algorithm::Es256 | Algorithm::Sm2 => from_der(&signature).unwrap_or(signature),
    }
}

/// r‖s of a SEQUENCE of two INTEGERs in strict DER.
fn from_der(signature: &[u8]) -> Option<Vec<u8>> {
    let mut reader = SliceReader::new(signature).ok()?;
    let numbers = reader.sequence(|inner| -> der::Result<_> {
        Ok([UintRef::decode(inner)?, UintRef::decode(inner)?])
    });
    let numbers = numbers.ok()?;
    reader.finish().ok()?;
    let mut raw = vec![0; SIGNATURE_BYTES];
    for (number, place) in numbers.iter().zip(raw.chunks_exact_mut(NUMBER_BYTES)) {
        let digits = number.as_bytes();
        let zeros = NUMBER_BYTES.checked_sub(digits.len())?;
        place[zeros..].copy_from_slice(digits);
    }
    Some(raw)
}
