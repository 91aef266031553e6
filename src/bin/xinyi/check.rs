//! `xinyi check`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, ValueEnum};
use xinyi::{
    CheckOptions, Code, Day, Decision, Error, Holder, Instant, LawEdition, Object, Reply, Value,
};

use super::asked::{AskedArgs, ProgrammeArgs};
use super::json::filled;
use super::print;
use super::record::{Decided, Folder};
use super::terminal::{self, aside};
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
    /// How old the presentation may be, in seconds [default: 300]
    #[arg(long, value_name = "SECONDS", requires = "aud", value_parser = clap::value_parser!(i64).range(0..))]
    window: Option<i64>,
    /// How far ahead of the time of the decision it may be signed, in seconds, for clocks differ [default: 60]
    #[arg(long, value_name = "SECONDS", requires = "aud", value_parser = clap::value_parser!(i64).range(0..))]
    ahead: Option<i64>,
    /// Accept no presentation without the holder's consent to be evaluated
    #[arg(long)]
    require_consent: bool,
    /// How old a status list may be, in seconds [default: 259200]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    status_max_age: Option<i64>,
    /// Accept a bundle from whoever has it; the evidence says so
    #[arg(long)]
    unbound: bool,
    /// Accept a certificate: signed for whoever reads it, for 90 days at most
    #[arg(long)]
    certificate: bool,
    /// How much the decision tells
    #[arg(long, value_enum, default_value = "full")]
    explain: Explain,
    /// A folder in which to keep a record of the decision, for `xinyi replay`. A refusal leaves none
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// The last day on which the record may be kept, such as 2029-12-31, for `xinyi records prune`
    #[arg(long, value_name = "DAY", requires = "record", value_parser = day)]
    keep_until: Option<Day>,
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
    let now = now_or_clock(args.asked.by.now)?;
    let document = match check(args, now) {
        Ok(document) => document,
        Err(Failure::Refused(error)) => filled(&Reply::<Decision>::from(Err(vec![error]))),
        Err(failure) => return Err(failure),
    };
    if args.asked.json {
        terminal::json(&document);
    } else {
        print::result(&document);
    }
    Ok(status(&document))
}

/// The reply, texts filled in. A decision is told once its record is kept.
fn check(args: &Args, now: Instant) -> Result<Value, Failure> {
    let asked = &args.asked;
    let mut create = ProgrammeArgs::creation(now);
    create.require_consent = args.require_consent;
    if let Some(seconds) = args.status_max_age {
        create.status_max_age = seconds;
    }
    let root = asked.by.root()?;
    let verifier = asked.by.verifier(&root, &create)?;
    let options = CheckOptions {
        programme: asked.by.programme()?,
        holder: holder(args)?,
        now,
        subject: asked.subject()?,
        request: asked.by.request()?,
        status_lists: asked.status_lists()?,
        commitments: asked.commitments()?,
        explain: args.explain.into(),
    };
    let bundles = asked.bundles()?;
    let result = verifier.check_all(bundles.presented()?, &options);
    let document = filled(&Reply::from(result));
    if let (Some(folder), Some(decision)) = (&args.record, document.member("decision")) {
        let decided = Decided {
            root: &root,
            snapshot: &verifier.export_snapshot().unwrap_or_default(),
            law: &LawEdition::built_in()?,
            verifier: &create,
            presentation: &bundles.to_json(),
            options: &options,
            decision,
            keep_until: args.keep_until,
        };
        let path = Folder::at(folder).keep(&decided)?;
        aside!("{}: kept", path.display());
    }
    Ok(document)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "no day, such as 2029-12-31".to_owned())
}

fn holder(args: &Args) -> Result<Holder, Failure> {
    match (&args.aud, &args.nonce) {
        (Some(audience), Some(nonce)) => Ok(Holder::Bound {
            audience: audience.clone(),
            nonce: nonce.clone(),
            window: args.window,
            ahead: args.ahead,
            presented_at: None,
        }),
        _ if args.unbound => Ok(Holder::Unbound),
        _ if args.certificate => Ok(Holder::Certificate),
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
pub(super) fn refusal_status(result: &Value) -> Option<ExitCode> {
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
        | (Some("format" | "limit"), "bundle" | "commitment" | "key_binding" | "status_list") => {
            ExitCode::from(1)
        }
        _ => ExitCode::from(2),
    })
}
