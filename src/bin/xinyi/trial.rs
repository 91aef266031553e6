//! `xinyi programme try`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Explain, Instant, Trial, Value, messages, text};

use super::check::{Explain as ExplainArg, status};
use super::files::read;
use super::{print, terminal};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The programme
    file: PathBuf,
    /// The facts, by the programme's inputs
    #[arg(long)]
    facts: PathBuf,
    /// The time of the decision: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// How much the decision tells
    #[arg(long, value_enum, default_value = "full")]
    explain: ExplainArg,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let explain = match args.explain {
        ExplainArg::Codes => Explain::Codes,
        ExplainArg::Full => Explain::Full,
    };
    let programme = read(&args.file)?;
    match Trial::run(&programme, &read(&args.facts)?, now, explain) {
        Ok(trial) => {
            let mut decision = trial.decision().to_json();
            messages::fill(&mut decision);
            if args.json {
                terminal::json(&decision);
            } else {
                let programme = Value::parse(programme.as_bytes(), programme.len())?;
                let inputs = programme.member("inputs").and_then(Value::as_object);
                print::decision(&decision, inputs.is_some_and(|inputs| inputs.len() > 1));
            }
            Ok(status(&decision))
        }
        Err(error) if args.json => {
            terminal::json_text(&text::fill_messages(&text::refusal(&error)));
            Ok(ExitCode::from(2))
        }
        Err(error) => Err(error.into()),
    }
}
