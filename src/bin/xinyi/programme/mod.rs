//! `xinyi programme`.

mod from_table;
mod lint;
mod sheet;
mod sign;
mod to_table;
mod trial;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::failure::Failure;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a programme of a table, in CSV or a workbook
    FromTable(from_table::Args),
    /// Show what is wrong with programmes, and what is odd about them
    Lint(lint::Args),
    /// Sign a programme for publication
    Sign(sign::Args),
    /// Make a table of a programme, in CSV or a workbook
    ToTable(to_table::Args),
    /// Decide a programme on facts written by hand; nothing is verified
    Try(trial::Args),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::FromTable(args) => from_table::run(args),
        Command::Lint(args) => lint::run(args),
        Command::Sign(args) => sign::run(args),
        Command::ToTable(args) => to_table::run(args),
        Command::Try(args) => trial::run(args),
        Command::Other(words) => crate::other(words),
    }
}
