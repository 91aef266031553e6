//! Tokens of any issuer, verified with a key that the caller names: the building blocks of
//! [`Verifier`](crate::Verifier), for tools and for trying out what another program issues.
//!
//! Nothing here knows a trust list. If a token verifies, this key signed it; that does not mean that the key's
//! owner was entitled to say what it says. A decision needs a `Verifier`.
//!
//! ```
//! use xinyi::Value;
//! use xinyi::token::{VerifyingKey, verify_jws};
//!
//! // RFC 8037, Appendix A.
//! let jwk = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
//! let key = VerifyingKey::from_jwk(&Value::parse(jwk.as_bytes(), jwk.len())?, None)?;
//! let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
//! assert_eq!(verify_jws(token, &key)?, b"Example of Ed25519 signing");
//! # Ok::<(), xinyi::Error>(())
//! ```

pub use crate::jose::{Algorithm, VerifyingKey};
pub use crate::status_list::Status;

use crate::error::{Code, Error, Stage};
use crate::jose::{self, Compact};
use crate::json::Object;
use crate::limits;
use crate::sd_jwt::key_binding::{self, Expected, Window};
use crate::sd_jwt::{Profile, SdJwt};
use crate::status_list;
use crate::time::Instant;
use crate::trust;

/// How an SD-JWT is verified. All of it is settled before the token is looked at.
#[derive(Debug, Clone)]
pub struct SdJwtOptions {
    /// The time that `exp`, `nbf` and `iat` are compared with.
    pub now: Instant,
    /// Whether it has to be an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc-19). False by default: the
    /// rules of RFC 9901 alone.
    pub vc: bool,
    /// What a key binding JWT has to answer. None by default: then a key binding JWT is neither required nor
    /// looked at.
    pub key_binding: Option<KeyBinding>,
}

/// What a key binding JWT has to answer. Its `iat` may lie 300 seconds back and 60 ahead.
#[derive(Debug, Clone)]
pub struct KeyBinding {
    /// The `aud` that it must have. If the issuer's JWT has an `aud`, that must name the same.
    pub audience: String,
    /// The verifier's own number, used once: its `nonce`.
    pub nonce: String,
}

impl SdJwtOptions {
    /// RFC 9901 without key binding.
    pub fn at(now: Instant) -> Self {
        Self {
            now,
            vc: false,
            key_binding: None,
        }
    }
}

/// Verifies an SD-JWT (RFC 9901 §7) and returns the processed payload: every disclosure in its place, what is
/// hidden left out.
///
/// Tokens with an `aud` (RFC 7519 §4.1.3) are refused unless it names the audience of
/// [`SdJwtOptions::key_binding`]. `status` is not looked at: see [`verify_status_list`].
///
/// # Errors
/// `limit.*` and `format.*` for what is not an SD-JWT; `signature.*`; `claim.*` for claims of the
/// wrong form; `time.expired`, `time.not_yet_valid`, `time.rollback` if it was issued more than an
/// hour from now; `binding.*`; `input.unsupported` for another `_sd_alg` than `sha-256` and `sm3`.
pub fn verify_sd_jwt(
    text: &str,
    key: &VerifyingKey,
    options: &SdJwtOptions,
) -> Result<Object, Error> {
    let profile = if options.vc {
        Profile::Vc
    } else {
        Profile::Generic
    };
    let sd_jwt = SdJwt::parse(text, profile)?;
    let presentation = sd_jwt.verify(key)?.process()?;
    presentation.check_validity(options.now)?;
    let iat = jose::numeric_date(presentation.claims(), "iat");
    if let Some(iat) = iat.map_err(|e| e.at(Stage::Bundle))? {
        trust::not_from_the_future(iat, options.now).map_err(|e| e.at(Stage::Bundle))?;
    }
    let binding = options.key_binding.as_ref();
    presentation.check_audience(binding.map(|binding| binding.audience.as_str()))?;
    if let Some(KeyBinding { audience, nonce }) = binding {
        let expected = Expected {
            audience,
            nonce,
            window: Window::default(),
        };
        key_binding::verify(&presentation, &expected, options.now)?;
    }
    Ok(presentation.claims().to_disclosed())
}

/// Verifies a compact JWS (RFC 7515) and returns its payload, of whatever form.
///
/// # Errors
/// `limit.bytes`, `format.*`, `signature.*`.
pub fn verify_jws(text: &str, key: &VerifyingKey) -> Result<Vec<u8>, Error> {
    let token = Compact::parse(text.trim_ascii(), limits::JWS_BYTES)?;
    token.verify_or_diagnose(key).map(<[u8]>::to_vec)
}

/// How a status list is verified.
#[derive(Debug, Clone)]
pub struct StatusListOptions {
    /// The time.
    pub now: Instant,
    /// The URI by which tokens refer to the list.
    pub uri: String,
    /// The place of the token in it.
    pub index: u64,
    /// How old it may be, in seconds. None by default: its `exp` alone is its end.
    pub max_age: Option<i64>,
}

/// Verifies a status list token (draft-ietf-oauth-status-list-21), reads it to its end, and returns the status
/// of one token.
///
/// # Errors
/// `limit.*`, `format.*`, `signature.*`, `claim.*`; `status.subject` for the list of another URI;
/// `status.expired`, `time.rollback`; `status.list` if it is damaged anywhere; `status.index`;
/// `status.reserved`.
pub fn verify_status_list(
    text: &str,
    key: &VerifyingKey,
    options: &StatusListOptions,
) -> Result<Status, Error> {
    let list = status_list::Token::parse(text)?.verify_or_diagnose(key)?;
    list.check_uri(&options.uri)?;
    let check = || {
        trust::not_from_the_future(list.iat(), options.now)?;
        list.check_end(options.max_age, options.now)?;
        let status = list.read_to_end()?.status(options.index)?;
        match status {
            Status::Reserved(value) => {
                Err(Error::new(Code::StatusReserved).with("value", i64::from(value)))
            }
            status => Ok(status),
        }
    };
    check().map_err(|e: Error| e.at(Stage::StatusList))
}
