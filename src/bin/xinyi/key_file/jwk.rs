//! JWK, private ones too, with the names that other programs have for curves.

use xinyi::issuer::{Algorithm, SigningKey};
use xinyi::token::VerifyingKey;
use xinyi::{Object, Value};
use zeroize::Zeroizing;

use super::fault::{Fault, Kind};
use super::form::{Form, check_algorithm};
use super::found::KeyFile;
use super::text;

const FORM: Form = Form {
    document: "jwk",
    container: "json",
    program: None,
};

/// Names of algorithms for other keys (RFC 7518 §3.1, RFC 8812 §3.2, RFC 9864 §2.2). A name that is known nowhere says
/// nothing: SM2 has many.
const OTHER_ALGORITHMS: [&str; 14] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES384",
    "ES512", "ES256K", "Ed448", "none",
];

/// Reads a JWK, or the one of a set (RFC 7517 §5).
pub(super) fn read(json: &str, algorithm: Option<Algorithm>) -> Result<KeyFile, Fault> {
    let value = Value::parse(json.as_bytes(), json.len());
    let value = value.map_err(|_| Fault::found(Kind::Damaged, "JSON"))?;
    let members = value.as_object().ok_or(Kind::Unrecognised)?;
    let members = match members.get("keys").and_then(Value::as_array) {
        None => members,
        Some([one]) => one.as_object().ok_or(Kind::Unrecognised)?,
        Some(_) => return Err(Kind::Several.into()),
    };
    let own = algorithm_of(members)?;
    check_use(members)?;
    check_algorithm(own, algorithm)?;
    let public = public(members, own)?;
    let Some(d) = bytes(members, "d", own)? else {
        let public = public.ok_or_else(damaged)?;
        return Ok(KeyFile::Public(public, FORM));
    };
    let key = SigningKey::from_secret(own, &d)?;
    if public.is_some_and(|public| public.point() != key.verifying_key().point()) {
        return Err(Kind::Mismatch.into());
    }
    Ok(KeyFile::Private(key, FORM))
}

/// By type and curve. SM2 has no registered name, and so has many.
fn algorithm_of(members: &Object) -> Result<Algorithm, Fault> {
    let text = |name| members.get(name).and_then(Value::as_str);
    let kty = text("kty").ok_or(Kind::Unrecognised)?;
    let Some(crv) = text("crv") else {
        return Err(match kty {
            "RSA" => Fault::found(Kind::Type, "RSA"),
            "EC" | "OKP" => damaged(),
            other => Fault::found(Kind::Type, other),
        });
    };
    let (algorithm, kty_of_crv) = match crv.to_ascii_lowercase().as_str() {
        "sm2" | "sm2-p-256" | "sm2p256v1" | "curvesm2" => (Algorithm::Sm2, "EC"),
        "p-256" | "secp256r1" | "prime256v1" => (Algorithm::Es256, "EC"),
        "ed25519" => (Algorithm::Ed25519, "OKP"),
        _ => return Err(Fault::found(Kind::Type, crv)),
    };
    let is_contrary = text("alg").is_some_and(|alg| match Algorithm::from_name(alg) {
        Some(said) => said != algorithm,
        None => OTHER_ALGORITHMS.contains(&alg),
    });
    match kty == kty_of_crv && !is_contrary {
        true => Ok(algorithm),
        false => Err(Kind::Curves.into()),
    }
}

/// A public key may sign nothing, and a private one is here to sign.
fn check_use(members: &Object) -> Result<(), Fault> {
    let is_private = members.get("d").is_some();
    let is_for = |operation: &Value| match operation.as_str() {
        Some("sign") => true,
        Some("verify") => !is_private,
        _ => false,
    };
    let is_used = members
        .get("use")
        .is_none_or(|purpose| purpose.as_str() == Some("sig"));
    let is_operated = members.get("key_ops").is_none_or(|operations| {
        operations
            .as_array()
            .is_some_and(|all| all.iter().any(is_for))
    });
    match is_used && is_operated {
        true => Ok(()),
        false => Err(Kind::Use.into()),
    }
}

fn public(members: &Object, algorithm: Algorithm) -> Result<Option<VerifyingKey>, Fault> {
    let Some(x) = bytes(members, "x", algorithm)? else {
        return Ok(None);
    };
    let point = match algorithm {
        Algorithm::Ed25519 => x.to_vec(),
        Algorithm::Es256 | Algorithm::Sm2 => {
            let y = bytes(members, "y", algorithm)?.ok_or_else(damaged)?;
            [&[4][..], &x[..], &y[..]].concat()
        }
    };
    Ok(Some(VerifyingKey::from_point(algorithm, &point)?))
}

/// 32 bytes, if the member is there. Some programs pad base64url, and others leave zeros before a number out; what
/// Ed25519 has is no number.
fn bytes(
    members: &Object,
    name: &str,
    algorithm: Algorithm,
) -> Result<Option<Zeroizing<[u8; 32]>>, Fault> {
    let Some(value) = members.get(name) else {
        return Ok(None);
    };
    let found = value.as_str().and_then(text::base64).ok_or_else(damaged)?;
    let mut bytes = Zeroizing::new([0; 32]);
    match bytes.len().checked_sub(found.len()) {
        Some(1..) if algorithm == Algorithm::Ed25519 => return Err(damaged()),
        Some(zeros) if !found.is_empty() => bytes[zeros..].copy_from_slice(&found),
        _ => return Err(damaged()),
    }
    Ok(Some(bytes))
}

fn damaged() -> Fault {
    Fault::found(Kind::Damaged, "JWK")
}
