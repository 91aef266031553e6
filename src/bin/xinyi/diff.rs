//! `xinyi diff`: what changed on record of a subject, and what changes with it; of one, or of many.

mod many;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgGroup;
use xinyi::{
    Code, CompareOptions, Difference, Error, Holder, Instant, Object, Reply, Verifier,
    VerifierOptions,
};

use self::many::Comparing;
use super::check::{Explain, refusal_status};
use super::files::{read, read_object, read_token};
use super::json::filled;
use super::print;
use super::terminal;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;

#[derive(clap::Args)]
#[command(group = ArgGroup::new("holder").args(["aud", "unbound"]))]
pub(super) struct Args {
    /// The pinned root
    #[arg(long)]
    root: PathBuf,
    /// The snapshot with manifest, trust list, programmes and status lists
    #[arg(long)]
    snapshot: PathBuf,
    /// The id of a programme to decide for both; any number of them [default: all of the snapshot that a bundle of this
    /// type can answer]
    #[arg(long = "programme", value_name = "ID")]
    programmes: Vec<String>,
    /// Whom the later presentation must be made for
    #[arg(long, requires = "nonce")]
    aud: Option<String>,
    /// The nonce that it must answer
    // One in 64 begins like an option.
    #[arg(long, requires = "aud", allow_hyphen_values = true)]
    nonce: Option<String>,
    /// How old the later presentation may be, in seconds; with --lines, when it was received [default: 300]
    #[arg(long, value_name = "SECONDS", conflicts_with = "unbound", value_parser = clap::value_parser!(i64).range(0..))]
    window: Option<i64>,
    /// How far ahead of that time it may be signed, in seconds, for clocks differ [default: 60]
    #[arg(long, value_name = "SECONDS", conflicts_with = "unbound", value_parser = clap::value_parser!(i64).range(0..))]
    ahead: Option<i64>,
    /// Accept the later bundle from whoever has it
    #[arg(long)]
    unbound: bool,
    /// How much is told: `codes` is for whoever is not the person, and tells nothing of what may not be used any more
    /// [default: full; with --lines: codes]
    #[arg(long, value_enum)]
    explain: Option<Explain>,
    /// The identity code that both must be about
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    /// A file with what is asked for, of each programme that is named
    #[arg(long, requires = "programmes")]
    request: Option<PathBuf>,
    /// A file with a status list that came with a bundle; may be given several times
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// How old a status list may be, in seconds [default: 259200]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(i64).range(1..))]
    status_max_age: Option<i64>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Compare many: a JSON object in each line with `earlier` and `later`, `audience` and `nonce`; `id` and `subject` where
    /// there are such. The answers are lines too. `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["earlier", "aud", "subject", "status"])]
    lines: Option<PathBuf>,
    /// With --lines: how many are compared at a time [default: as many as there are cores]
    #[arg(long, value_name = "N", requires = "lines", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The earlier bundle. It may have ended, or been set to invalid since, which is told
    #[arg(
        value_name = "A",
        required_unless_present = "lines",
        requires = "later"
    )]
    earlier: Option<PathBuf>,
    /// The later one, by the same issuer. Both have to show `subject.id`
    #[arg(value_name = "B")]
    later: Option<PathBuf>,
}

/// Exit status 0: nothing changes; 1: something does, or a bundle is refused; 2: nothing to go by.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let mut create = VerifierOptions::at(now);
    create.allow_demo_root = true;
    if let Some(seconds) = args.status_max_age {
        create.status_max_age = seconds;
    }
    let snapshot = read(&args.snapshot)?;
    let verifier = Verifier::new(&read(&args.root)?, Some(&snapshot), &create)?;
    if verifier.is_demo() {
        print::demo();
    }
    let (Some(earlier), Some(later)) = (&args.earlier, &args.later) else {
        return compare_lines(args, verifier, now);
    };
    let options = CompareOptions {
        programmes: programmes(args),
        subject: args.subject.clone(),
        request: args.request.as_deref().map(read_object).transpose()?,
        status_lists: status_lists(args)?,
        explain: args.explain.unwrap_or(Explain::Full).into(),
        ..CompareOptions::new(holder(args)?, now)
    };
    let found = match (read_token(earlier)?, read_token(later)?) {
        (Ok(earlier), Ok(later)) => verifier.compare_all(&earlier, &later, &options),
        (Err(error), _) | (_, Err(error)) => Err(vec![error]),
    };
    let changes = found.as_ref().is_ok_and(Difference::changes_something);
    let document = filled(&Reply::new("difference", found));
    match (args.json, document.member("difference")) {
        (true, _) => terminal::json(&document),
        (false, Some(difference)) => show::show(difference),
        (false, None) => print::result(&document),
    }
    let refused = refusal_status(&document);
    Ok(refused.unwrap_or_else(|| ExitCode::from(u8::from(changes))))
}

/// Many, a line each.
fn compare_lines(args: &Args, verifier: Verifier, now: Instant) -> Result<ExitCode, Failure> {
    let Some(path) = &args.lines else {
        // The arguments were refused before.
        return Err(Failure::Other("there are no bundles".to_owned()));
    };
    let comparing = Comparing {
        verifier,
        options: CompareOptions {
            programmes: programmes(args),
            request: args.request.as_deref().map(read_object).transpose()?,
            explain: args.explain.unwrap_or(Explain::Codes).into(),
            ..CompareOptions::new(Holder::Unbound, now)
        },
        now: args.now,
        unbound: args.unbound,
        window: args.window,
        ahead: args.ahead,
    };
    many::run(path, comparing, args.jobs.map(usize::from))
}

fn programmes(args: &Args) -> Option<Vec<String>> {
    (!args.programmes.is_empty()).then(|| args.programmes.clone())
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
        _ => Err(Error::of_input(Code::InputHolder, Object::new()).into()),
    }
}

fn status_lists(args: &Args) -> Result<Vec<String>, Failure> {
    let lists = args.status.iter();
    let lists = lists.map(|path| Ok(read(path)?.trim().to_owned()));
    lists.collect()
}
