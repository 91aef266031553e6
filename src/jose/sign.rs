//! Signing, behind the feature `issuer`.

use std::fmt;

use p256::ecdsa::signature::Signer as _;
use ring::signature::Ed25519KeyPair;
use zeroize::Zeroizing;

#[cfg(feature = "sm2")]
use super::algorithm::SM2_DEFAULT_ID;
use super::curve::Curve;
use super::private_key::PrivateKey;
use super::{Algorithm, PublicKey, SecureRandom, VerifyingKey};
use crate::error::{Code, Error, Problem};
use crate::json::Object;

/// A private key, in memory.
pub struct SigningKey {
    pair: Pair,
    verifying: VerifyingKey,
    pkcs8: Zeroizing<Vec<u8>>,
}

/// What signs. None of it takes random numbers: those of the curves are made of key and message (RFC 6979), which
/// `ring` does not do, so that no weak generator can give a key away.
enum Pair {
    Ed25519(Ed25519KeyPair),
    Es256(Box<p256::ecdsa::SigningKey>),
    #[cfg(feature = "sm2")]
    Sm2(Box<sm2::dsa::SigningKey>),
}

impl SigningKey {
    /// Makes a new key.
    ///
    /// # Errors
    /// `host.random` if `random` fails; `input.unsupported` for SM2 without the feature `sm2`.
    pub fn generate(algorithm: Algorithm, random: &dyn SecureRandom) -> Result<Self, Error> {
        Self::of(PrivateKey::generate(algorithm, random)?)
    }

    /// Reads a PKCS #8 document (RFC 5958) in DER, unencrypted, as OpenSSL and others write it: a curve by its name or
    /// by its parameters, and these also within the private key; a public key in any of its spellings, or none. The type
    /// of the key decides the algorithm.
    ///
    /// # Errors
    /// `signature.key`, with the problem `unknown_key_type` for a type of key that does not sign here, and with the
    /// member `publicKey` for a public key that does not belong to the private one; `input.unsupported` for SM2
    /// without the feature `sm2`.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Error> {
        Self::of(PrivateKey::from_pkcs8(pkcs8)?)
    }

    /// Reads an ECPrivateKey (RFC 5915) in DER, which PEM files call `EC PRIVATE KEY`. `algorithm` stands for the curve
    /// where the document does not say it.
    ///
    /// # Errors
    /// `signature.key`, with the problem `missing` if the curve is said nowhere and `algorithm_mismatch` if it is
    /// another one than `algorithm` has; `input.unsupported` for SM2 without the feature `sm2`.
    pub fn from_sec1(sec1: &[u8], algorithm: Option<Algorithm>) -> Result<Self, Error> {
        let curve = algorithm.map(|algorithm| {
            let mismatch = || Error::new(Code::SignatureKey).because(Problem::AlgorithmMismatch);
            Curve::of(algorithm).ok_or_else(mismatch)
        });
        Self::of(PrivateKey::from_ec_private_key(sec1, curve.transpose()?)?)
    }

    /// The key of 32 bytes: the number d of a curve, its first byte the highest, or the seed of Ed25519.
    ///
    /// # Errors
    /// `signature.key` for a number that is no private key of its curve; `input.unsupported` for SM2 without the
    /// feature `sm2`.
    pub fn from_secret(algorithm: Algorithm, secret: &[u8; 32]) -> Result<Self, Error> {
        Self::of(PrivateKey::new(algorithm, Zeroizing::new(*secret))?)
    }

    fn of(key: PrivateKey) -> Result<Self, Error> {
        let refused = || Error::new(Code::SignatureKey).because(Problem::NotPkcs8);
        let pair = match &key.public {
            PublicKey::Ed25519(public) => {
                Ed25519KeyPair::from_seed_and_public_key(&*key.secret, public)
                    .map(Pair::Ed25519)
                    .map_err(|_| refused())?
            }
            PublicKey::P256(_) => p256::ecdsa::SigningKey::from_slice(&*key.secret)
                .map(|key| Pair::Es256(Box::new(key)))
                .map_err(|_| refused())?,
            #[cfg(feature = "sm2")]
            PublicKey::Sm2(_) => sm2::dsa::SigningKey::from_slice(SM2_DEFAULT_ID, &*key.secret)
                .map(|key| Pair::Sm2(Box::new(key)))
                .map_err(|_| refused())?,
            #[cfg(not(feature = "sm2"))]
            PublicKey::Sm2(_) => return Err(refused()),
        };
        Ok(Self {
            pair,
            pkcs8: key.to_pkcs8()?,
            verifying: VerifyingKey::of_public(key.public)?,
        })
    }

    /// The private key as PKCS #8 in DER (RFC 5958), in one form for each algorithm, whatever it was read from.
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
    /// the identifier `1234567812345678`. The same key makes the same signature of the same message each time.
    ///
    /// # Errors
    /// `issuer.signer` for one message in 2²⁵⁶, of which a curve makes no signature.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.pair {
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Es256(key) => {
                let signature: p256::ecdsa::Signature =
                    key.try_sign(message).map_err(Error::of_signer)?;
                Ok(signature.to_bytes().to_vec())
            }
            #[cfg(feature = "sm2")]
            Pair::Sm2(key) => {
                let signature = key.try_sign(message).map_err(Error::of_signer)?;
                Ok(signature.to_bytes().to_vec())
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

    /// RFC 6979 A.2.5, with SHA-256.
    #[test]
    fn es256_signs_as_the_example_of_rfc_6979() {
        let secret = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
        let signature = concat!(
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
        );
        let secret: [u8; 32] = hex(secret).try_into().unwrap();
        let key = SigningKey::from_secret(Algorithm::Es256, &secret).unwrap();
        assert_eq!(key.sign(b"sample").unwrap(), hex(signature));
    }

    fn hex(digits: &str) -> Vec<u8> {
        let bytes = digits.as_bytes().chunks(2);
        let byte = |two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap();
        bytes.map(byte).collect()
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
