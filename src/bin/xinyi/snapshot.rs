//! `xinyi snapshot build|verify`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::issuer::Snapshot;
use xinyi::{Instant, Value, Verifier, VerifierOptions};

use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::json::{self, object};
use crate::terminal::{self, aside, say};
use crate::{files, print};

#[derive(clap::Args)]
pub(super) struct BuildArgs {
    /// The oldest root that an app still pins
    #[arg(long)]
    root: PathBuf,
    /// A root after that one; any number of them, in order
    #[arg(long = "next-root", value_name = "ROOT")]
    next_roots: Vec<PathBuf>,
    /// The manifest
    #[arg(long, value_name = "FILE")]
    manifest: PathBuf,
    /// The trust list
    #[arg(long, value_name = "FILE")]
    trust_list: PathBuf,
    /// The edition of the law that the manifest pins
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// A signed programme; any number of them
    #[arg(long = "programme", value_name = "FILE")]
    programmes: Vec<PathBuf>,
    /// A status list; any number of them
    #[arg(long = "status-list", value_name = "FILE")]
    status_lists: Vec<PathBuf>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The file to make. One that is there is replaced, once all of the new one verifies
    #[arg(long)]
    out: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The root that the app pins
    #[arg(long)]
    root: PathBuf,
    /// What the app stored when it last ran
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The snapshot; `-` is standard input
    file: PathBuf,
}

pub(super) fn build(args: &BuildArgs) -> Result<ExitCode, Failure> {
    let read = |path: &PathBuf| Ok(files::read(path)?.trim_end().to_owned());
    let all = |paths: &[PathBuf]| paths.iter().map(read).collect::<Result<Vec<_>, Failure>>();
    let law = args.law.as_ref().map(read).transpose()?;
    let snapshot = Snapshot {
        roots: &all(&args.next_roots)?,
        manifest: &read(&args.manifest)?,
        trust_list: &read(&args.trust_list)?,
        law: law.as_deref(),
        programmes: &all(&args.programmes)?,
        status_lists: &all(&args.status_lists)?,
    };
    let text = snapshot.write()?;
    let options = options(args.now)?;
    let is_good = load(&args.root, &text, &options, args.json)?;
    if is_good {
        files::replace_output(&args.out, &(text + "\n"))?;
        if !args.json {
            say!("{}: written", args.out.display());
        }
    } else {
        aside!("{}: not written", args.out.display());
    }
    Ok(exit(is_good))
}

pub(super) fn verify(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let mut options = options(args.now)?;
    if let Some(path) = &args.state {
        options.state = Some(files::read(path)?.trim_end().to_owned());
    }
    let snapshot = files::read(&args.file)?;
    load(&args.root, &snapshot, &options, args.json).map(exit)
}

/// As an app has them, but that a demo platform will do.
fn options(now: Option<Instant>) -> Result<VerifierOptions, Failure> {
    let mut options = VerifierOptions::at(now_or_clock(now)?);
    options.allow_demo_root = true;
    Ok(options)
}

/// Loads a snapshot as an app does, and prints what became of its parts. Says whether all of them
/// were good, and hold now.
fn load(
    root: &Path,
    snapshot: &str,
    options: &VerifierOptions,
    as_json: bool,
) -> Result<bool, Failure> {
    let root = files::read(root)?;
    let verifier = Verifier::new(&root, Some(snapshot), options)?;
    if verifier.is_demo() {
        print::demo();
    }
    let ended = verifier.check_time(options.now).err();
    let mut parts = verifier.report().parts();
    let is_good = ended.is_none() && !parts.any(|(_, part)| part.is_refused());
    let mut report = json::document(verifier.report());
    if let (Some(error), Value::Object(parts)) = (&ended, &mut report) {
        parts.set(
            "ended",
            object! { "result": "refused", "error": error.to_json() },
        );
    }
    let result = json::filled(&Value::from(object! { "ok": is_good, "report": report }));
    match (result.member("report"), as_json) {
        (Some(Value::Object(parts)), false) => {
            parts.iter().for_each(|(name, part)| line(name, part));
        }
        _ => terminal::json(&result),
    }
    Ok(is_good)
}

fn line(name: &str, part: &Value) {
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| line(name, part)),
        Value::Object(members) => {
            let result = members.get("result").and_then(Value::as_str);
            let details = members.iter().filter(|(n, v)| {
                *n != "result" && !matches!(v, Value::Array(_) | Value::Object(_))
            });
            let details: Vec<String> = details.map(|(n, v)| format!("{n} {v}")).collect();
            say!(
                "{}: {} {}",
                name,
                result.unwrap_or_default(),
                details.join(", ")
            );
            if let Some(error) = members.get("error") {
                print::error(error);
            }
            let inner = members.iter().filter(|(_, v)| matches!(v, Value::Array(_)));
            inner.for_each(|(name, part)| line(name, part));
        }
        _ => {}
    }
}

fn exit(is_good: bool) -> ExitCode {
    match is_good {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    }
}
