//! `xinyi programme`.

mod lint;
mod list;
mod sign;
mod trial;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::failure::Failure;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Show what is wrong with programmes, and what is odd about them
    Lint(lint::Args),
    /// List the programmes that come with this program, to start from
    List(list::Args),
    /// Sign a programme for publication
    Sign(sign::Args),
    /// Decide a programme on facts written by hand; nothing is verified
    Try(trial::Args),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Lint(args) => lint::run(args),
        Command::List(args) => list::run(args),
        Command::Sign(args) => sign::run(args),
        Command::Try(args) => trial::run(args),
        Command::Other(words) => Err(Failure::of_command(words)),
    }
}
