//! `xinyi snapshot build|verify|publish|due`.

mod due;
mod loaded;
mod parts;
mod publish;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::{Instant, Value};

use self::loaded::{Loaded, exit, options};
use self::parts::Parts;
use crate::clock::time;
use crate::failure::Failure;
use crate::files;
use crate::json::{self, object};
use crate::terminal::{self, aside, say};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Put signed documents together, and see that they verify
    Build(BuildArgs),
    /// Say what an app would make of a snapshot, part by part
    Verify(VerifyArgs),
    /// Say what ends soon, for whoever is to be woken up
    Due(due::Args),
    /// Write what apps fetch into a folder for a web server, once all of it verifies
    Publish(publish::Args),
}

#[derive(clap::Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    parts: Parts,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The file to make. One that is there is replaced, once all of the new one verifies
    #[arg(long)]
    out: PathBuf,
    /// Make a CommonJS module that exports the snapshot's text: mini-programs cannot read JSON
    #[arg(long)]
    js: bool,
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

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Build(args) => build(args),
        Command::Verify(args) => verify(args),
        Command::Due(args) => due::run(args),
        Command::Publish(args) => publish::run(args),
    }
}

fn build(args: &BuildArgs) -> Result<ExitCode, Failure> {
    let documents = args.parts.read()?;
    let text = documents.snapshot()?;
    let loaded = Loaded::of(&documents.root, &text, &options(args.now)?)?;
    show(&loaded, args.json);
    if loaded.is_good {
        let written = if args.js { json::module(&text) } else { text };
        files::replace_output(&args.out, &written)?;
        if !args.json {
            say!("{}: written", args.out.display());
        }
    } else {
        aside!("{}: not written", args.out.display());
    }
    Ok(exit(loaded.is_good))
}

fn verify(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let mut options = options(args.now)?;
    if let Some(path) = &args.state {
        options.state = Some(files::read(path)?.trim_end().to_owned());
    }
    let snapshot = files::read(&args.file)?;
    let loaded = Loaded::of(&files::read(&args.root)?, &snapshot, &options)?;
    show(&loaded, args.json);
    Ok(exit(loaded.is_good))
}

fn show(loaded: &Loaded, as_json: bool) {
    match as_json {
        true => {
            let report = loaded.report.clone();
            terminal::json(&Value::from(
                object! { "ok": loaded.is_good, "report": report },
            ));
        }
        false => loaded.print(),
    }
}
