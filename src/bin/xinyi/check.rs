//! `xinyi check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, ValueEnum};
use xinyi::{Code, Error, Instant, Object, Value, text};

use super::files::{read, read_token};
use super::json::object;
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

impl Explain {
    fn as_str(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Full => "full",
        }
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let result = match check(args, now) {
        Err(Failure::Refused(error)) => text::refusal(&error),
        result => result?,
    };
    let result = text::fill_messages(&result);
    let document = Value::parse(result.as_bytes(), result.len())?;
    if args.json {
        terminal::json_text(&result);
    } else {
        print::result(&document);
    }
    Ok(status(&document))
}

fn check(args: &Args, now: Instant) -> Result<String, Failure> {
    let mut create = Object::new();
    create.set("now", now.unix());
    create.set("allowDemoRoot", true);
    let verifier = text::Verifier::new(
        &read(&args.root)?,
        Some(&read(&args.snapshot)?),
        &Value::from(create).to_string(),
    );
    if verifier.is_demo() {
        print::demo();
    }
    let mut options = Object::new();
    options.set("programme", programme(args)?);
    if let Some(holder) = holder(args) {
        options.set("holder", holder);
    }
    options.set("now", now.unix());
    match args.subject.as_slice() {
        [] => {}
        [id] if by_alias(id).is_none() => options.set("subject", id.as_str()),
        several => options.set("subject", subjects(several)?),
    }
    if let Some(request) = &args.request {
        options.set("request", json_file(request)?);
    }
    if !args.status.is_empty() {
        let lists = args.status.iter().map(|path| read(path));
        let lists: Vec<String> = lists.collect::<Result<_, _>>()?;
        let lists: Vec<&str> = lists.iter().map(|list| list.trim()).collect();
        options.set("statusLists", lists);
    }
    options.set("explain", args.explain.as_str());
    let options = Value::from(options).to_string();
    if let [path] = args.bundles.as_slice()
        && by_alias(path).is_none()
    {
        return Ok(match read_token(Path::new(path))? {
            Ok(bundle) => verifier.check(&bundle, &options),
            Err(error) => text::refusal(&error),
        });
    }
    let mut bundles = Vec::new();
    for given in &args.bundles {
        let (alias, path) = by_alias(given).ok_or_else(|| unnamed("bundle", given))?;
        match read_token(Path::new(path))? {
            Ok(bundle) => bundles.push((alias, bundle)),
            Err(error) => return Ok(text::refusal(&error)),
        }
    }
    let bundles = bundles.iter().map(|(alias, bundle)| (*alias, &**bundle));
    Ok(verifier.check_by_alias(&bundles.collect::<Vec<_>>(), &options))
}

/// `alias=…`, in the letters that an alias may have. A file of such a name is `./alias=…`.
fn by_alias(given: &str) -> Option<(&str, &str)> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    given
        .split_once('=')
        .filter(|(alias, _)| !alias.is_empty() && alias.bytes().all(letter))
}

fn subjects(given: &[String]) -> Result<Object, Failure> {
    let mut subjects = Object::new();
    for given in given {
        let (alias, id) = by_alias(given).ok_or_else(|| unnamed("subject", given))?;
        if subjects.contains(alias) {
            return Err(Failure::Other(format!("'{alias}' has two subjects")));
        }
        subjects.set(alias, id);
    }
    Ok(subjects)
}

fn unnamed(what: &str, given: &str) -> Failure {
    Failure::Other(format!(
        "'{given}': one {what} of several is given as ALIAS={given}"
    ))
}

fn holder(args: &Args) -> Option<Value> {
    match (&args.aud, &args.nonce) {
        (Some(audience), Some(nonce)) => Some(
            Object::from_iter([
                ("audience", Value::from(audience.as_str())),
                ("nonce", nonce.as_str().into()),
            ])
            .into(),
        ),
        _ if args.unbound => Some("unbound".into()),
        _ if args.certificate => Some("certificate".into()),
        _ => None,
    }
}

/// The name of a signed one, or an unsigned one as a whole. A file that holds no more than a name
/// names nothing.
fn programme(args: &Args) -> Result<Value, Failure> {
    let Some(path) = &args.programme_file else {
        return Ok(args.programme.as_deref().into());
    };
    match json_file(path)? {
        Value::Object(document) if document.contains("tiers") => Ok(document.into()),
        _ => {
            let place = object! { "pointer": "/tiers", "problem": "missing" };
            Err(Error::of_input(Code::ProgrammeSchema, place).into())
        }
    }
}

fn json_file(path: &Path) -> Result<Value, Failure> {
    let text = read(path)?;
    Ok(Value::parse(text.as_bytes(), text.len())?)
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
