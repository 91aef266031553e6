//! Bare bytes: the number of a private key, or a point.

use xinyi::issuer::{Algorithm, SigningKey};
use xinyi::token::VerifyingKey;

use super::fault::{Fault, Kind};
use super::form::Form;
use super::found::KeyFile;

/// Reads 32 bytes as a private key, for which `algorithm` has to say of which kind, and longer ones as a point: 65 or 33
/// bytes as SEC 1 §2.3.3 has them, or x and y alone.
pub(super) fn read(
    bytes: &[u8],
    container: &'static str,
    algorithm: Option<Algorithm>,
) -> Result<KeyFile, Fault> {
    let form = Form {
        document: "bytes",
        container,
        program: None,
    };
    match bytes {
        // The sign that Java writes before a number; a seed is none.
        [0, secret @ ..] if secret.len() == 32 && algorithm != Some(Algorithm::Ed25519) => {
            private(secret, form, algorithm)
        }
        secret if secret.len() == 32 => private(secret, form, algorithm),
        [2 | 3, x @ ..] if x.len() == 32 => {
            let algorithm = algorithm.ok_or(Kind::AlgorithmNeededOfPoint)?;
            public(algorithm, bytes, form)
        }
        [4, point @ ..] if point.len() == 64 => on_either(bytes, form, algorithm),
        point if point.len() == 64 => on_either(&[&[4], point].concat(), form, algorithm),
        // Many a word is base64.
        _ if container == "base64" => Err(Kind::Unrecognised.into()),
        other => Err(Fault::found(Kind::Length, &other.len().to_string())),
    }
}

fn private(secret: &[u8], form: Form, algorithm: Option<Algorithm>) -> Result<KeyFile, Fault> {
    let algorithm = algorithm.ok_or(Kind::AlgorithmNeeded)?;
    let secret = secret.try_into().map_err(|_| Kind::Damaged)?;
    let key = SigningKey::from_secret(algorithm, secret)?;
    Ok(KeyFile::Private(key, form))
}

fn public(algorithm: Algorithm, point: &[u8], form: Form) -> Result<KeyFile, Fault> {
    Ok(KeyFile::Public(
        VerifyingKey::from_point(algorithm, point)?,
        form,
    ))
}

/// Both coordinates tell the curve: a point of one is on the other by a chance of 1 to 2²⁵⁶.
fn on_either(point: &[u8], form: Form, algorithm: Option<Algorithm>) -> Result<KeyFile, Fault> {
    if let Some(algorithm) = algorithm {
        return public(algorithm, point, form);
    }
    public(Algorithm::Sm2, point, form).or_else(|_| public(Algorithm::Es256, point, form))
}
