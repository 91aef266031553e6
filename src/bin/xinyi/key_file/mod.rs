//! Files with keys, as other programs write them.
//!
//! What is said of a file goes by its content, and only where there is no other way by its labels. Whatever cannot be
//! used is named for what it is.

mod asn1;
mod der;
mod encrypted;
mod fault;
mod form;
mod found;
mod jwk;
mod pair;
mod pem;
mod raw;
#[cfg(test)]
mod tests;
mod text;

use xinyi::issuer::{Algorithm, SigningKey};

pub(crate) use self::encrypted::Encrypted;
pub(crate) use self::fault::{Fault, Kind};
use self::form::check_algorithm;
pub(crate) use self::found::KeyFile;
pub(crate) use self::text::decoded;

/// Reads a file.
///
/// `algorithm` says what bare bytes are. A key that is of another one is refused.
///
/// # Errors
/// What the file is, and why it cannot be used.
pub(crate) fn read(bytes: &[u8], algorithm: Option<Algorithm>) -> Result<KeyFile, Fault> {
    let found = if asn1::is_one(bytes) {
        der::read(bytes, None, "der", algorithm)?
    } else {
        of_text(bytes, algorithm)?
    };
    match &found {
        KeyFile::Private(key, _) => check_algorithm(key.algorithm(), algorithm)?,
        KeyFile::Public(key, _) => check_algorithm(key.algorithm(), algorithm)?,
        KeyFile::Encrypted(_) => {}
    }
    Ok(found)
}

/// Reads the key of a program that signs with it, which asks nobody anything.
///
/// # Errors
/// As [`read`]; for a public key and for an encrypted one.
pub(crate) fn read_signing_key(bytes: &[u8]) -> Result<SigningKey, Fault> {
    match read(bytes, None)? {
        KeyFile::Private(key, _) => Ok(key),
        KeyFile::Public(..) => Err(Kind::Public.into()),
        KeyFile::Encrypted(_) => Err(Kind::Encrypted.into()),
    }
}

fn of_text(bytes: &[u8], algorithm: Option<Algorithm>) -> Result<KeyFile, Fault> {
    let text = decoded(bytes);
    let text = text.trim();
    if text.is_empty() {
        return Err(Kind::Empty.into());
    }
    if text.starts_with('{') {
        return jwk::read(text, algorithm);
    }
    if text.contains(pem::BEGIN) {
        return pem::read(text, algorithm);
    }
    if let Some(kind) = text::binary(bytes).or_else(|| text::named(text)) {
        return Err(kind.into());
    }
    let (bytes, container) = text::digits(text).ok_or(Kind::Unrecognised)?;
    if asn1::is_one(&bytes) {
        return der::read(&bytes, None, container, algorithm);
    }
    if bytes.starts_with(pem::BEGIN.as_bytes()) {
        return pem::read(&decoded(&bytes), algorithm);
    }
    raw::read(&bytes, container, algorithm)
}
