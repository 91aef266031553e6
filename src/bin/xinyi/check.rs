//! `xinyi check`.

use std::process::ExitCode;

use clap::{ArgGroup, ValueEnum};
use xinyi::{CheckOptions, Code, Decision, Error, Holder, Instant, Object, Reply, Value};

use super::asked::AskedArgs;
use super::json::filled;
use super::{print, terminal};
use crate::clock::now_or_clock;
use crate::failure::Failure;

#[derive(clap::Args)]
#[command(group = ArgGroup::new("holder").args(["aud", "unbound", "certificate"]))]
pub(super) struct Args {
    #[command(flatten)]
    asked: AskedArgs,
    /// Whom the presentation must be made for
    #[arg(long, requires = "nonce")]
    aud: Option<String>,
    /// The nonce that it must answer
    // One in 64 begins like an option.
    #[arg(long, requires = "aud", allow_hyphen_values = true)]
    nonce: Option<String>,
    /// Accept a bundle from whoever has it; the evidence says so
    #[arg(long)]
    unbound: bool,
    /// Accept a certificate
    #[arg(long)]
    certificate: bool,
    /// How much the decision tells
    #[arg(long, value_enum, default_value = "full")]
    explain: Explain,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Explain {
    /// Reasons by code, without values and records
    Codes,
    /// Everything
    Full,
}

impl From<Explain> for xinyi::Explain {
    fn from(explain: Explain) -> Self {
        match explain {
            Explain::Codes => Self::Codes,
            Explain::Full => Self::Full,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.asked.now)?;
    let reply = match check(args, now) {
        Ok(result) => Reply::from(result),
        Err(Failure::Refused(error)) => Reply::from(Err(vec![error])),
        Err(failure) => return Err(failure),
    };
    let document = filled(&reply);
    if args.asked.json {
        terminal::json(&document);
    } else {
        print::result(&document);
    }
    Ok(status(&document))
}

fn check(args: &Args, now: Instant) -> Result<Result<Decision, Vec<Error>>, Failure> {
    let asked = &args.asked;
    let verifier = asked.verifier(now)?;
    let options = CheckOptions {
        programme: asked.programme()?,
        holder: holder(args)?,
        now,
        subject: asked.subject()?,
        request: asked.request()?,
        status_lists: asked.status_lists()?,
        explain: args.explain.into(),
    };
    Ok(verifier.check_all(asked.bundles()?.presented()?, &options))
}

fn holder(args: &Args) -> Result<Holder, Failure> {
    match (&args.aud, &args.nonce) {
        (Some(audience), Some(nonce)) => Ok(Holder::Bound {
            audience: audience.clone(),
            nonce: nonce.clone(),
            window: None,
        }),
        _ if args.unbound => Ok(Holder::Unbound),
        _ if args.certificate => Err(Error::unsupported("certificate").into()),
        _ => Err(Error::of_input(Code::InputHolder, Object::new()).into()),
    }
}

/// 0: granted. 1: another answer. 2: nothing to go by.
pub(super) fn status(result: &Value) -> ExitCode {
    if let Some(refused) = refusal_status(result) {
        return refused;
    }
    // A bare decision has a member of that name too: the version of its format.
    let decision = match result.member("decision") {
        Some(decision @ Value::Object(_)) => decision,
        _ => result,
    };
    let outcome = decision.member("outcome").and_then(Value::as_str);
    ExitCode::from(u8::from(outcome != Some("granted")))
}

/// The status of a result that has an error: a presentation that is refused, whatever for, has its
/// answer.
fn refusal_status(result: &Value) -> Option<ExitCode> {
    let error = result.member("error")?;
    let text = |name| {
        error
            .member(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let family = text("code").split_once('.').map(|(family, _)| family);
    Some(match (family, text("stage")) {
        (Some("binding" | "claim" | "signature" | "status" | "time" | "trust"), _)
        | (Some("format" | "limit"), "bundle" | "key_binding" | "status_list") => ExitCode::from(1),
        _ => ExitCode::from(2),
    })
}
