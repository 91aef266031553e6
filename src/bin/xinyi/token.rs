//! `xinyi sd-jwt verify`, `xinyi jws verify`, `xinyi status verify`: one token, one key, one answer.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ArgGroup;
use xinyi::token::{
    KeyBinding, SdJwtOptions, StatusListOptions, VerifyingKey, verify_jws, verify_sd_jwt,
    verify_status_list,
};
use xinyi::{Error, Instant, Object, Value, messages};

use super::files::{read_json, read_token};
use super::print;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;

#[derive(clap::Args)]
struct Key {
    /// A file with the public key, a JWK; its type decides the algorithm
    #[arg(long, value_name = "KEY")]
    jwk: PathBuf,
    /// The identifier that SM2 signatures are made with [default: 1234567812345678]
    #[arg(long, value_name = "ID")]
    sm2_id: Option<String>,
    /// Print the answer on one line
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
#[command(group = ArgGroup::new("asked").args(["key_binding"]).requires_all(["aud", "nonce"]))]
pub(super) struct SdJwtArgs {
    #[command(flatten)]
    key: Key,
    /// It must be an SD-JWT VC as well
    #[arg(long)]
    vc: bool,
    /// It must be bound to its holder, for this audience and nonce; else key binding is not looked at
    #[arg(long)]
    key_binding: bool,
    /// Whom the presentation must be made for
    #[arg(long, requires = "key_binding")]
    aud: Option<String>,
    /// The nonce that it must answer
    // One in 64 begins like an option.
    #[arg(long, requires = "key_binding", allow_hyphen_values = true)]
    nonce: Option<String>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The SD-JWT; `-` is standard input
    file: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct JwsArgs {
    #[command(flatten)]
    key: Key,
    /// The compact JWS; `-` is standard input
    file: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct StatusArgs {
    #[command(flatten)]
    key: Key,
    /// The URI by which tokens refer to the list
    #[arg(long)]
    uri: String,
    /// The place of the token in the list
    #[arg(long)]
    idx: u64,
    /// How old the list may be [default: any age, its own end permitting]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    max_age: Option<i64>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The status list token; `-` is standard input
    file: PathBuf,
}

pub(super) fn sd_jwt(args: &SdJwtArgs) -> Result<ExitCode, Failure> {
    let mut options = SdJwtOptions::at(now_or_clock(args.now)?);
    options.vc = args.vc;
    if let (true, Some(audience), Some(nonce)) = (args.key_binding, &args.aud, &args.nonce) {
        options.key_binding = Some(KeyBinding {
            audience: audience.clone(),
            nonce: nonce.clone(),
        });
    }
    answer(&args.key, &args.file, |token, key| {
        let payload = verify_sd_jwt(token, key, &options)?;
        Ok(Object::from_iter([("payload", Value::from(payload))]))
    })
}

pub(super) fn jws(args: &JwsArgs) -> Result<ExitCode, Failure> {
    answer(&args.key, &args.file, |token, key| {
        verify_jws(token, key)?;
        // Its middle part is the one spelling of those bytes, or it would not have been read.
        let payload = token.split('.').nth(1).unwrap_or_default();
        Ok(Object::from_iter([(
            "payload_base64url",
            Value::from(payload),
        )]))
    })
}

pub(super) fn status(args: &StatusArgs) -> Result<ExitCode, Failure> {
    let options = StatusListOptions {
        now: now_or_clock(args.now)?,
        uri: args.uri.clone(),
        index: args.idx,
        max_age: args.max_age,
    };
    answer(&args.key, &args.file, |token, key| {
        let status = verify_status_list(token, key, &options)?;
        Ok(Object::from_iter([
            ("status", Value::from(status.name())),
            ("value", i64::from(status.value()).into()),
        ]))
    })
}

/// Prints what comes of a token. One that is refused has an answer; a key that cannot be used has
/// none.
fn answer(
    key: &Key,
    file: &Path,
    verify: impl FnOnce(&str, &VerifyingKey) -> Result<Object, Error>,
) -> Result<ExitCode, Failure> {
    let (answer, status) = match verifying_key(key) {
        Err(Failure::Refused(error)) => (refusal(&error), ExitCode::from(2)),
        Err(failure) => return Err(failure),
        Ok(verifying) => {
            let verified = read_token(file)?.and_then(|token| verify(&token, &verifying));
            match verified {
                Ok(found) => {
                    let ok = [("ok".to_owned(), Value::from(true))];
                    let answer = ok.into_iter().chain(found).collect::<Object>();
                    (answer.into(), ExitCode::SUCCESS)
                }
                Err(error) => (refusal(&error), ExitCode::from(1)),
            }
        }
    };
    print::json(&answer, key.json);
    Ok(status)
}

fn verifying_key(key: &Key) -> Result<VerifyingKey, Failure> {
    Ok(VerifyingKey::from_jwk(
        &read_json(&key.jwk)?,
        key.sm2_id.as_deref(),
    )?)
}

/// Prints a refusal as one JSON document. Gives the status of unusable input.
pub(super) fn refused(error: &Error) -> ExitCode {
    print::json(&refusal(error), true);
    ExitCode::from(2)
}

pub(super) fn refusal(error: &Error) -> Value {
    let mut error = error.to_json();
    messages::fill(&mut error);
    Object::from_iter([("ok", Value::from(false)), ("error", error)]).into()
}
