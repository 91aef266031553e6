//! `xinyi check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, ValueEnum};
use xinyi::{
    CheckOptions, Code, Day, Decision, Error, ExpectedSubject, Holder, Instant, LawEdition, Object,
    Presentations, Problem, ProgrammeChoice, Reply, Value, Verifier, VerifierOptions,
};

use super::files::{read, read_json, read_token};
use super::json::{filled, object};
use super::print;
use super::record::{Decided, Folder};
use super::terminal::{self, aside};
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
    /// A file with a commitment that the holder signed for this request; may be given several times
    #[arg(long, value_name = "FILE")]
    commitment: Vec<PathBuf>,
    /// A folder in which to keep a record of the decision, for `xinyi replay`. A refusal leaves none
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// The last day on which the record may be kept, such as 2029-12-31, for `xinyi records prune`
    #[arg(long, value_name = "DAY", requires = "record", value_parser = day)]
    keep_until: Option<Day>,
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
    let document = match Check::read(args, now) {
        Ok(check) => check.run(args)?,
        Err(Failure::Refused(error)) => filled(&Reply::<Decision>::from(Err(vec![error]))),
        Err(failure) => return Err(failure),
    };
    if args.json {
        terminal::json(&document);
    } else {
        print::result(&document);
    }
    Ok(status(&document))
}

/// A check, ready to be made.
struct Check {
    root: String,
    create: VerifierOptions,
    verifier: Verifier,
    /// A text, or texts by alias.
    presentation: Value,
    options: CheckOptions,
}

impl Check {
    fn read(args: &Args, now: Instant) -> Result<Self, Failure> {
        let mut create = VerifierOptions::at(now);
        create.allow_demo_root = true;
        let root = read(&args.root)?;
        let verifier = Verifier::new(&root, Some(&read(&args.snapshot)?), &create)?;
        if verifier.is_demo() {
            print::demo();
        }
        let lists = args.status.iter();
        let lists = lists.map(|path| Ok(read(path)?.trim().to_owned()));
        let options = CheckOptions {
            programme: programme(args)?,
            holder: holder(args)?,
            now,
            subject: subject(&args.subject)?,
            request: request(args)?,
            status_lists: lists.collect::<Result<_, Failure>>()?,
            commitments: commitments(&args.commitment)?,
            explain: args.explain.into(),
        };
        Ok(Self {
            root,
            create,
            verifier,
            presentation: presentation(&args.bundles)?,
            options,
        })
    }

    /// The reply, texts filled in. A decision is told once its record is kept.
    fn run(&self, args: &Args) -> Result<Value, Failure> {
        let presented = match &self.presentation {
            Value::String(text) => text.clone(),
            several => several.to_string(),
        };
        let presented = Presentations::parse(&presented)?;
        let reply = Reply::from(self.verifier.check_all(presented, &self.options));
        let document = filled(&reply);
        if let (Some(folder), Some(decision)) = (&args.record, document.member("decision")) {
            let decided = Decided {
                root: &self.root,
                snapshot: &self.verifier.export_snapshot().unwrap_or_default(),
                law: &LawEdition::built_in()?,
                verifier: &self.create,
                presentation: &self.presentation,
                options: &self.options,
                decision,
                keep_until: args.keep_until,
            };
            let path = Folder::at(folder).keep(&decided)?;
            aside!("{}: kept", path.display());
        }
        Ok(document)
    }
}

/// What is presented: one text, or each by its alias.
fn presentation(given: &[String]) -> Result<Value, Failure> {
    if let [path] = given
        && by_alias(path).is_none()
    {
        return Ok(read_token(Path::new(path))??.into());
    }
    let mut bundles = Object::new();
    for given in given {
        let (alias, path) = by_alias(given).ok_or_else(|| unnamed("bundle", given))?;
        if bundles.contains(alias) {
            let place = object! { "pointer": ["/bundle/", alias].concat() };
            let error = Error::of_input(Code::InputOptions, place);
            return Err(error.because(Problem::GivenTwice).into());
        }
        bundles.set(alias, read_token(Path::new(path))??);
    }
    Ok(bundles.into())
}

fn commitments(paths: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let mut commitments = Vec::new();
    for path in paths {
        commitments.push(read_token(path)??);
    }
    Ok(commitments)
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "no day, such as 2029-12-31".to_owned())
}

/// `alias=…`, in the letters that an alias may have. A file of such a name is `./alias=…`.
fn by_alias(given: &str) -> Option<(&str, &str)> {
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

fn unnamed(what: &str, given: &str) -> Failure {
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
fn programme(args: &Args) -> Result<ProgrammeChoice, Failure> {
    let Some(path) = &args.programme_file else {
        let id = args.programme.clone().unwrap_or_default();
        return Ok(ProgrammeChoice::Id(id));
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

fn request(args: &Args) -> Result<Option<Object>, Failure> {
    let Some(path) = &args.request else {
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
        | (Some("format" | "limit"), "bundle" | "commitment" | "key_binding" | "status_list") => {
            ExitCode::from(1)
        }
        _ => ExitCode::from(2),
    })
}
