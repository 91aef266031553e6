//! `xinyi inspect`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Inspection, Instant, messages};

use super::files::read_token;
use super::print;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::terminal;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The time that `exp` and `nbf` are held against: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The bundle or presentation; `-` is standard input
    bundle: PathBuf,
}

/// 0: no problem found, which proves nothing. 1: problems.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let bundle = read_token(&args.bundle)??;
    let inspection = Inspection::of(&bundle, now_or_clock(args.now)?);
    let mut document = inspection.to_json();
    messages::fill(&mut document);
    if args.json {
        terminal::json(&document);
    } else {
        print::inspection(&document);
    }
    Ok(ExitCode::from(u8::from(!inspection.problems().is_empty())))
}
