//! Signing, behind the feature `issuer`.

use std::fmt;

use ring::rand::SecureRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};

use super::{Algorithm, PublicKey, VerifyingKey};
use crate::error::{Code, Error, Problem};
use crate::json::Object;

/// A private key, in memory.
pub struct SigningKey {
    signer: Signer,
    verifying: VerifyingKey,
    pkcs8: Vec<u8>,
}

enum Signer {
    Ed25519(Ed25519KeyPair),
    Es256(Box<EcdsaKeyPair>),
    #[cfg(feature = "sm2")]
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl SigningKey {
    /// Makes a new key.
    ///
    /// # Errors
    /// `host.random` if `random` fails; `input.unsupported` for SM2 without the feature `sm2`.
    pub fn generate(algorithm: Algorithm, random: &dyn SecureRandom) -> Result<Self, Error> {
        let pkcs8 = match algorithm {
            Algorithm::Ed25519 => generate_ed25519(random)?,
            Algorithm::Es256 => {
                EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, random)
                    .map_err(|_| no_random())?
                    .as_ref()
                    .to_vec()
            }
            Algorithm::Sm2 => generate_sm2(random)?,
        };
        Self::from_pkcs8(&pkcs8)
    }

    /// Reads a PKCS #8 document as [`to_pkcs8`](Self::to_pkcs8) gives it, and as `openssl pkcs8
    /// -topk8 -nocrypt -outform DER` writes it. The type of the key decides the algorithm.
    ///
    /// # Errors
    /// `signature.key`; `input.unsupported` for SM2 without the feature `sm2`.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Error> {
        let (signer, public) = if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8) {
            let public = pair.public_key().as_ref().try_into().ok();
            (Signer::Ed25519(pair), public.map(PublicKey::Ed25519))
        } else if let Ok(pair) = EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            pkcs8,
            &ring::rand::SystemRandom::new(),
        ) {
            let public = pair.public_key().as_ref().try_into().ok();
            (Signer::Es256(Box::new(pair)), public.map(PublicKey::P256))
        } else {
            from_sm2_pkcs8(pkcs8)?
        };
        Ok(Self {
            signer,
            verifying: VerifyingKey::of_signer(public.ok_or_else(not_a_key)?)?,
            pkcs8: pkcs8.to_vec(),
        })
    }

    /// The private key as PKCS #8 in DER (RFC 5958).
    pub fn to_pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key as a JWK, with `alg`.
    pub fn to_jwk(&self) -> Object {
        self.verifying.to_jwk()
    }

    /// The RFC 7638 thumbprint of the public key, with SHA-256, in base64url.
    pub fn thumbprint(&self) -> String {
        self.verifying.thumbprint()
    }

    /// The algorithm it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.verifying.algorithm()
    }

    /// The key that verifies what this one signs.
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// The raw signature of a message, 64 bytes in every algorithm. An SM2 signature is made with
    /// the identifier `1234567812345678`.
    ///
    /// # Errors
    /// `host.random`.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.signer {
            Signer::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Signer::Es256(pair) => pair
                .sign(&ring::rand::SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| no_random()),
            #[cfg(feature = "sm2")]
            Signer::Sm2(key) => {
                use sm2::dsa::signature::Signer as _;
                // Deterministic (RFC 6979), and failing for one message in 2²⁵⁶.
                key.try_sign(message)
                    .map(|signature| signature.to_bytes().to_vec())
                    .map_err(|_| no_random())
            }
        }
    }
}

/// Leaves the private key out.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm())
            .field("thumbprint", &self.thumbprint())
            .finish_non_exhaustive()
    }
}

fn no_random() -> Error {
    Error::new(Code::HostRandom)
}

fn not_a_key() -> Error {
    Error::new(Code::SignatureKey).because(Problem::NotPkcs8)
}

#[cfg(feature = "sm2")]
use sm2_pkcs8::{from_sm2_pkcs8, generate_sm2};

/// In the form of RFC 8410 §7 without the public key: with it, as ring writes it, OpenSSL does not
/// read it.
fn generate_ed25519(random: &dyn SecureRandom) -> Result<Vec<u8>, Error> {
    const BEFORE: [u8; 16] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    let mut seed = [0; 32];
    random.fill(&mut seed).map_err(|_| no_random())?;
    Ok([&BEFORE[..], &seed].concat())
}

#[cfg(not(feature = "sm2"))]
fn generate_sm2(_: &dyn SecureRandom) -> Result<Vec<u8>, Error> {
    Err(Error::new(Code::InputUnsupported).with("name", "sm2"))
}

#[cfg(not(feature = "sm2"))]
fn from_sm2_pkcs8(_: &[u8]) -> Result<(Signer, Option<PublicKey>), Error> {
    Err(not_a_key())
}

/// PKCS #8 for SM2, in the one form that OpenSSL and others write: every length in it is fixed,
/// so that it is a template with two gaps.
#[cfg(feature = "sm2")]
mod sm2_pkcs8 {
    use super::*;
    use crate::jose::algorithm::SM2_DEFAULT_ID;
    use sm2::elliptic_curve::sec1::ToSec1Point as _;

    /// PrivateKeyInfo (RFC 5958) with id-ecPublicKey and the curve 1.2.156.10197.1.301, and in it
    /// an ECPrivateKey (RFC 5915) up to the private key …
    const HEAD: [u8; 36] = [
        0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d,
        0x02, 0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x04, 0x6d, 0x30,
        0x6b, 0x02, 0x01, 0x01, 0x04, 0x20,
    ];
    /// … and on to the public one.
    const MIDDLE: [u8; 5] = [0xa1, 0x44, 0x03, 0x42, 0x00];

    pub(super) fn generate_sm2(random: &dyn SecureRandom) -> Result<Vec<u8>, Error> {
        // All but one in 2³² strings of 32 bytes are private keys.
        for _ in 0..4 {
            let mut secret = [0; 32];
            random.fill(&mut secret).map_err(|_| no_random())?;
            if let Ok(key) = sm2::dsa::SigningKey::from_slice(SM2_DEFAULT_ID, &secret) {
                let public = key.verifying_key().to_sec1_point(false);
                return Ok([&HEAD[..], &secret, &MIDDLE, public.as_bytes()].concat());
            }
        }
        Err(no_random())
    }

    pub(super) fn from_sm2_pkcs8(pkcs8: &[u8]) -> Result<(Signer, Option<PublicKey>), Error> {
        let (secret, public) = pkcs8
            .strip_prefix(&HEAD)
            .and_then(|rest| rest.split_at_checked(32))
            .and_then(|(secret, rest)| Some((secret, rest.strip_prefix(&MIDDLE)?)))
            .ok_or_else(not_a_key)?;
        let key =
            sm2::dsa::SigningKey::from_slice(SM2_DEFAULT_ID, secret).map_err(|_| not_a_key())?;
        let found = key.verifying_key().to_sec1_point(false);
        if found.as_bytes() != public {
            return Err(not_a_key());
        }
        let public = public.try_into().ok().map(PublicKey::Sm2);
        Ok((Signer::Sm2(Box::new(key)), public))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::Compact;
    use crate::jose::signer::sign_compact;
    use crate::json::Value;
    use ring::rand::SystemRandom;

    const ALL: &[Algorithm] = &[
        Algorithm::Ed25519,
        Algorithm::Es256,
        #[cfg(feature = "sm2")]
        Algorithm::Sm2,
    ];

    #[test]
    fn what_is_signed_verifies_and_the_key_survives_its_serialisation() {
        for &algorithm in ALL {
            let key = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
            let key = SigningKey::from_pkcs8(key.to_pkcs8()).unwrap();
            assert_eq!(key.algorithm(), algorithm);
            let header = Object::from([
                ("typ", Value::from("a")),
                ("alg", "none".into()),
                ("kid", "k".into()),
            ]);
            let token = sign_compact(&key, header, b"payload").unwrap();
            let jws = Compact::parse(&token, 4096).unwrap();
            assert_eq!(jws.verify(key.verifying_key()).unwrap(), b"payload");
            assert_eq!(jws.header().kid.as_deref(), Some("k"));
            let jwk = PublicKey::from_jwk(&key.to_jwk().into()).unwrap();
            assert_eq!(jwk, *key.verifying_key().public());
        }
    }

    #[test]
    fn what_is_not_a_private_key_is_refused() {
        for &algorithm in ALL {
            let key = SigningKey::generate(algorithm, &SystemRandom::new()).unwrap();
            let pkcs8 = key.to_pkcs8();
            // Its last byte is of the public key; a key of Ed25519 comes without one.
            let mut other_public = pkcs8.to_vec();
            match algorithm {
                Algorithm::Ed25519 => other_public.push(0),
                _ => *other_public.last_mut().unwrap() ^= 1,
            }
            for wrong in [&pkcs8[1..], &pkcs8[..pkcs8.len() - 1], &other_public, b""] {
                let error = SigningKey::from_pkcs8(wrong).err().unwrap();
                assert_eq!(error.code(), Code::SignatureKey);
            }
        }
    }
}
