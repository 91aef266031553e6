//! `xinyi programme try`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Instant, Reply, Trial, Value};

use super::source::read_programme;
use crate::check::{Explain, status};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::read;
use crate::json::filled;
use crate::{law, print, terminal};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The programme
    file: PathBuf,
    /// The facts, by the programme's inputs
    #[arg(long)]
    facts: PathBuf,
    /// The time of the decision: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The edition of the law to decide by, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// How much the decision tells
    #[arg(long, value_enum, default_value = "full")]
    explain: Explain,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let programme = read_programme(&args.file)?;
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let facts = read(&args.facts)?;
    match Trial::run_by_law(&law, &programme, &facts, now, args.explain.into()) {
        Ok(trial) => {
            let decision = filled(&trial);
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
            terminal::json(&filled(&Reply::<Trial>::from(Err(error))));
            Ok(ExitCode::from(2))
        }
        Err(error) => Err(error.into()),
    }
}
