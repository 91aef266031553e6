//! The test keys, which are committed: tokens made again with them are the same tokens.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use data_encoding::BASE64;
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;
use sm2::dsa::signature::Verifier as _;
use sm2::dsa::{Signature, VerifyingKey};
use xinyi::issuer::{Algorithm, SigningKey, SystemRandom};

use crate::jose::{digest, from_base64url, jwk, sha256};

/// Where they stand, from the root of the repository.
pub const PATH: &str = "testkit/test-keys.pem";
const FILE: &str = include_str!("../test-keys.pem");
/// The same, from wherever one is.
pub fn path() -> PathBuf {
    crate::in_repository(PATH)
}

const NAME: &str = "Test key: ";
const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// The test key of a name.
pub fn test_key(name: &str) -> SigningKey {
    find(name).unwrap_or_else(|problem| panic!("{problem}"))
}

/// One of any number of Ed25519 keys: made of its name, and so as much a secret as that.
pub fn derived_key(name: &str) -> SigningKey {
    // RFC 8410 §7: what stands before the 32 bytes of a private key.
    let mut pkcs8 = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
    pkcs8.extend(digest(format!("test key {name}").as_bytes()));
    SigningKey::from_pkcs8(&pkcs8).expect("a key")
}

/// The same, or what to do about there being none.
pub fn find(name: &str) -> Result<SigningKey, String> {
    let all = all();
    let found = all.iter().find(|(other, _)| *other == name);
    let (_, pem) = found.ok_or_else(|| {
        format!(
            "{PATH} has no key {name:?}; to add one: cargo run -p xinyi-testkit --bin \
             make-vectors -- key {name} Ed25519 (or ES256, or SM2)"
        )
    })?;
    let pkcs8 = BASE64.decode(pem.as_bytes());
    let key = pkcs8.map(|pkcs8| SigningKey::from_pkcs8(&pkcs8));
    match key {
        Ok(Ok(key)) => Ok(key),
        _ => Err(format!("{PATH}: the key {name:?} is none")),
    }
}

/// The file with a new key.
pub fn with_new(name: &str, algorithm: Algorithm) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || !name.chars().all(is_plain) {
        return Err("a key's name is of a-z, 0-9 and hyphens".to_owned());
    }
    if all().iter().any(|(other, _)| *other == name) {
        return Err(format!("{PATH} has a key {name:?} already"));
    }
    let key = SigningKey::generate(algorithm, &SystemRandom::new()).map_err(|e| e.to_string())?;
    let text = BASE64.encode(key.to_pkcs8());
    let lines = text.as_bytes().chunks(64).map(String::from_utf8_lossy);
    let lines = lines.collect::<Vec<_>>().join("\n");
    let algorithm = algorithm.name();
    Ok(format!(
        "{FILE}\n{NAME}{name} ({algorithm})\n{BEGIN}\n{lines}\n{END}\n"
    ))
}

/// Names with the keys in base64, in the order of the file.
fn all() -> Vec<(&'static str, String)> {
    let blocks = FILE.split(NAME).skip(1);
    let read = blocks.map(|block| {
        let (name, rest) = block.split_once(' ').expect("a name");
        let (_, rest) = rest.split_once(BEGIN).expect("a key");
        let (text, _) = rest.split_once(END).expect("the end of a key");
        (name, text.split_whitespace().collect())
    });
    read.collect()
}

/// All test keys, to tell by whom something is signed.
pub struct Ring {
    keys: Vec<(&'static str, SigningKey, Value)>,
    /// What was found by the hash of message and signature.
    found: RefCell<BTreeMap<String, Option<&'static str>>>,
}

impl Ring {
    pub fn new() -> Self {
        let with_jwk = |(name, _): (&'static str, String)| {
            let key = test_key(name);
            let jwk = jwk(&key);
            (name, key, jwk)
        };
        Self {
            keys: all().into_iter().map(with_jwk).collect(),
            found: RefCell::default(),
        }
    }

    /// The name of the test key with this JWK.
    pub fn name_of(&self, jwk: &Value) -> Option<&'static str> {
        let found = self.keys.iter().find(|(_, _, known)| known == jwk);
        found.map(|(name, ..)| *name)
    }

    /// The name of the test key that made a signature, whichever algorithm its header names; SM2
    /// takes long, and is not looked for behind Ed25519.
    pub fn signer_of(&self, alg: &Value, input: &[u8], signature: &[u8]) -> Option<&'static str> {
        let may_be_sm2 = *alg != "Ed25519" && *alg != "EdDSA";
        let may_be = |key: &SigningKey| may_be_sm2 || key.algorithm() != Algorithm::Sm2;
        let find = || {
            let mut keys = self.keys.iter().filter(|(_, key, _)| may_be(key));
            let found = keys.find(|(_, key, _)| verifies(key, input, signature));
            found.map(|(name, ..)| *name)
        };
        let hash = sha256(&[input, b".", signature].concat());
        let mut found = self.found.borrow_mut();
        *found.entry(hash).or_insert_with(find)
    }
}

/// Whether a signature is the key's.
pub fn verifies(key: &SigningKey, input: &[u8], signature: &[u8]) -> bool {
    let jwk = jwk(key);
    let number = |name: &str| from_base64url(jwk[name].as_str().unwrap_or_default());
    let point = |name: &str| number(name).unwrap_or_default();
    let by = |algorithm: &'static dyn VerificationAlgorithm, public: &[u8]| {
        let public = UnparsedPublicKey::new(algorithm, public);
        public.verify(input, signature).is_ok()
    };
    let uncompressed = || [vec![4], point("x"), point("y")].concat();
    match key.algorithm() {
        Algorithm::Ed25519 => by(&ED25519, &point("x")),
        Algorithm::Es256 => by(&ECDSA_P256_SHA256_FIXED, &uncompressed()),
        Algorithm::Sm2 => {
            let public = VerifyingKey::from_sec1_bytes("1234567812345678", &uncompressed());
            let signature = Signature::from_slice(signature);
            matches!((public, signature), (Ok(public), Ok(signature)) if public.verify(input, &signature).is_ok())
        }
    }
}
