//! SM2 signatures as they are made by those who read GB/T 32918.2 in haste.

use sm2::dsa::signature::Signer as _;
use sm2::dsa::signature::hazmat::PrehashSigner as _;
use sm2::dsa::{Signature, SigningKey as Sm2Key};
use sm3::{Digest as _, Sm3};
use xinyi::issuer::SigningKey;

/// The identifier of GB/T 32918.2 §5.5 that everybody uses unless another is agreed.
const DEFAULT_ID: &str = "1234567812345678";

/// A private key that can sign in every wrong way.
pub struct Sm2Signer([u8; 32]);

impl Sm2Signer {
    /// With the private key of `key`.
    pub fn of(key: &SigningKey) -> Self {
        // The private scalar of an ECPrivateKey (RFC 5915): version 1, then 32 bytes.
        const BEFORE: [u8; 5] = [0x02, 0x01, 0x01, 0x04, 0x20];
        let pkcs8 = key.to_pkcs8();
        let at = pkcs8
            .windows(BEFORE.len())
            .position(|window| window == BEFORE)
            .expect("an elliptic curve key");
        let scalar = &pkcs8[at + BEFORE.len()..][..32];
        Self(scalar.try_into().expect("32 bytes"))
    }

    /// With an identifier of one's own, or an empty one.
    pub fn with_identifier(&self, id: &str, message: &[u8]) -> Vec<u8> {
        bytes(&self.key(id).sign(message))
    }

    /// Over the hash of the message alone, without that of identifier and key.
    pub fn without_za(&self, message: &[u8]) -> Vec<u8> {
        let hash = Sm3::digest(message);
        let signature = self.key(DEFAULT_ID).sign_prehash(&hash);
        bytes(&signature.expect("a signature"))
    }

    /// Over the hash of the message, as though it were the message.
    pub fn of_the_hash(&self, message: &[u8]) -> Vec<u8> {
        self.with_identifier(DEFAULT_ID, &Sm3::digest(message))
    }

    fn key(&self, id: &str) -> Sm2Key {
        Sm2Key::from_slice(id, &self.0).expect("a key")
    }
}

fn bytes(signature: &Signature) -> Vec<u8> {
    signature.to_bytes().to_vec()
}

/// A raw signature, r‖s, as an ASN.1 sequence of two integers.
pub fn der(raw: &[u8]) -> Vec<u8> {
    let integers: Vec<u8> = raw
        .chunks(32)
        .flat_map(|number| {
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            let mut digits = number[zeros..].to_vec();
            if digits.first().is_none_or(|first| *first >= 0x80) {
                digits.insert(0, 0);
            }
            let length = u8::try_from(digits.len()).expect("33 bytes at most");
            [vec![0x02, length], digits].concat()
        })
        .collect();
    let length = u8::try_from(integers.len()).expect("70 bytes at most");
    [vec![0x30, length], integers].concat()
}
