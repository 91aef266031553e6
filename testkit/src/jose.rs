//! JWS, put together by hand: nothing here is checked, and everything can be made wrong.

use serde_json::{Value, json};
use sm3::{Digest as _, Sm3};
use xinyi::issuer::SigningKey;

pub use crate::kept::sign;

/// base64url without padding.
pub fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..=chunk.len() {
            let sextet = bits >> (18 - 6 * at) & 0b11_1111;
            text.push(char::from(ALPHABET[sextet as usize]));
        }
    }
    text
}

/// What base64url says, if it is that.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// SHA-256.
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA256, bytes)
        .as_ref()
        .to_vec()
}

/// SHA-256, in base64url.
pub fn sha256(bytes: &[u8]) -> String {
    base64url(&digest(bytes))
}

/// A digest algorithm of SD-JWT.
#[derive(Clone, Copy)]
pub struct Hash {
    /// Its name in `_sd_alg`.
    pub name: &'static str,
    /// The digest, in base64url.
    pub digest: fn(&[u8]) -> String,
}

pub const SHA_256: Hash = Hash {
    name: "sha-256",
    digest: sha256,
};

pub const SM3: Hash = Hash {
    name: "sm3",
    digest: |bytes| base64url(&Sm3::digest(bytes)),
};

/// A header of a kind, with the key's own algorithm.
pub fn header(typ: &str, kid: &str, key: &SigningKey) -> Value {
    json!({ "alg": key.algorithm().name(), "typ": typ, "kid": kid })
}

/// A compact JWS with just this header.
pub fn compact(header: &Value, payload: &str, key: &SigningKey) -> String {
    let input = signing_input(&header.to_string(), payload);
    let signature = sign(key, input.as_bytes());
    [input, base64url(&signature)].join(".")
}

/// A compact JWS of a header and payload as they are, signed by whatever means.
pub fn compact_with(header: &str, payload: &[u8], sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let input = [header.as_bytes(), payload].map(base64url).join(".");
    let signature = sign(input.as_bytes());
    [input, base64url(&signature)].join(".")
}

/// What is signed of a JWS.
pub fn signing_input(header: &str, payload: &str) -> String {
    [header, payload]
        .map(|part| base64url(part.as_bytes()))
        .join(".")
}

/// A JWS in general JSON serialisation, signed by each of `signers` under its name.
pub fn general(typ: &str, payload: &Value, signers: &[(&str, &SigningKey)]) -> Value {
    let payload = payload.to_string();
    let signatures: Vec<Value> = signers
        .iter()
        .map(|(kid, key)| {
            let token = compact(&header(typ, kid, key), &payload, key);
            let parts: Vec<&str> = token.split('.').collect();
            json!({ "protected": parts[0], "signature": parts[2] })
        })
        .collect();
    json!({ "payload": base64url(payload.as_bytes()), "signatures": signatures })
}

/// A public key as JWK.
pub fn jwk(key: &SigningKey) -> Value {
    serde_json::from_str(&xinyi::Value::from(key.to_jwk()).to_string()).expect("a JWK")
}
