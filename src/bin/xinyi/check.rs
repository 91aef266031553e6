//! `xinyi check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, ValueEnum};
use xinyi::{
    CheckOptions, Code, Decision, Error, ExpectedSubject, Holder, Instant, Object, Presentations,
    Problem, ProgrammeChoice, Reply, Value, Verifier, VerifierOptions,
};

use super::files::{read, read_json, read_token};
use super::json::{filled, object};
use super::{print, terminal};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;

#[derive(clap::Args)]
#[command(group = ArgGroup::new("holder").args(["aud", "unbound", "certificate"]))]
#[command(group = ArgGroup::new("rules").args(["programme", "programme_file"]).required(true))]
pub(super) struct Args {
    /// The pinned root
    #[arg(long)]
    root: PathBuf,
    /// The snapshot with manifest, trust list, programmes and status lists
    #[arg(long)]
    snapshot: PathBuf,
    /// The id of a programme in the snapshot, whatever files of that name there are
    #[arg(long, value_name = "ID")]
    programme: Option<String>,
    /// A file with a programme that nobody has signed; the answer says so. `-` is standard input
    #[arg(long, value_name = "FILE")]
    programme_file: Option<PathBuf>,
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
    /// The time of the decision: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The identity that the bundle must be about; with an alias, that of one bundle of several
    #[arg(long, value_name = "ID | ALIAS=ID")]
    subject: Vec<String>,
    /// A file with what is asked for, as the programme's `request` declares it
    #[arg(long)]
    request: Option<PathBuf>,
    /// A file with a status list that came with the presentation; may be given several times
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The presentation, or each by its input's alias in the programme
    #[arg(value_name = "BUNDLE | ALIAS=BUNDLE", required = true)]
    bundles: Vec<String>,
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
    let now = now_or_clock(args.now)?;
    let reply = match check(args, now) {
        Ok(result) => Reply::from(result),
        Err(Failure::Refused(error)) => Reply::from(Err(vec![error])),
        Err(failure) => return Err(failure),
    };
    let document = filled(&reply);
    if args.json {
        terminal::json(&document);
    } else {
        print::result(&document);
    }
    Ok(status(&document))
}

fn check(args: &Args, now: Instant) -> Result<Result<Decision, Vec<Error>>, Failure> {
    let mut create = VerifierOptions::at(now);
    create.allow_demo_root = true;
    let verifier = Verifier::new(&read(&args.root)?, Some(&read(&args.snapshot)?), &create)?;
    if verifier.is_demo() {
        print::demo();
    }
    let lists = args.status.iter();
    let lists = lists.map(|path| Ok(read(path)?.trim().to_owned()));
    let options = CheckOptions {
        programme: programme(args.programme.as_deref(), args.programme_file.as_deref())?,
        holder: holder(args)?,
        now,
        subject: subject(&args.subject)?,
        request: request(args.request.as_deref())?,
        status_lists: lists.collect::<Result<_, Failure>>()?,
        explain: args.explain.into(),
    };
    if let [path] = args.bundles.as_slice()
        && by_alias(path).is_none()
    {
        let bundle = read_token(Path::new(path))??;
        return Ok(verifier.check_all(Presentations::parse(&bundle)?, &options));
    }
    let mut bundles = Vec::new();
    for given in &args.bundles {
        let (alias, path) = by_alias(given).ok_or_else(|| unnamed("bundle", given))?;
        bundles.push((alias, read_token(Path::new(path))??));
    }
    let bundles = bundles.iter().map(|(alias, bundle)| (*alias, &**bundle));
    Ok(verifier.check_all(&*bundles.collect::<Vec<_>>(), &options))
}

/// `alias=…`, in the letters that an alias may have. A file of such a name is `./alias=…`.
pub(super) fn by_alias(given: &str) -> Option<(&str, &str)> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    given
        .split_once('=')
        .filter(|(alias, _)| !alias.is_empty() && alias.bytes().all(letter))
}

fn subject(given: &[String]) -> Result<Option<ExpectedSubject>, Failure> {
    match given {
        [] => return Ok(None),
        [id] if by_alias(id).is_none() => return Ok(Some(ExpectedSubject::One(id.clone()))),
        _ => {}
    }
    let mut subjects: Vec<(String, String)> = Vec::new();
    for given in given {
        let (alias, id) = by_alias(given).ok_or_else(|| unnamed("subject", given))?;
        if subjects.iter().any(|(known, _)| known == alias) {
            return Err(Failure::Other(format!("'{alias}' has two subjects")));
        }
        subjects.push((alias.to_owned(), id.to_owned()));
    }
    Ok(Some(ExpectedSubject::ByAlias(subjects)))
}

pub(super) fn unnamed(what: &str, given: &str) -> Failure {
    Failure::Other(format!(
        "'{given}': one {what} of several is given as ALIAS={given}"
    ))
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

/// The name of a signed one, or an unsigned one as a whole. A file that holds no more than a name
/// names nothing.
pub(super) fn programme(id: Option<&str>, file: Option<&Path>) -> Result<ProgrammeChoice, Failure> {
    let Some(path) = file else {
        return Ok(ProgrammeChoice::Id(id.unwrap_or_default().to_owned()));
    };
    match read_json(path)? {
        Value::Object(document) if document.contains("tiers") => {
            Ok(ProgrammeChoice::Document(document.into()))
        }
        _ => {
            let place = object! { "pointer": "/tiers" };
            let error = Error::of_input(Code::ProgrammeSchema, place);
            Err(error.because(Problem::Missing).into())
        }
    }
}

/// What is asked for, in a file.
pub(super) fn request(file: Option<&Path>) -> Result<Option<Object>, Failure> {
    let Some(path) = file else {
        return Ok(None);
    };
    match read_json(path)? {
        Value::Object(request) => Ok(Some(request)),
        _ => {
            let place = object! { "pointer": "/request" };
            let error = Error::of_input(Code::InputOptions, place);
            Err(error.because(Problem::Type).into())
        }
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
