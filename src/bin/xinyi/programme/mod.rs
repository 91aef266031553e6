//! `xinyi programme`.

mod cases;
mod columns;
mod diff;
mod from_table;
mod lint;
mod list;
mod prose;
mod sheet;
mod sign;
mod source;
mod to_table;
mod trial;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::failure::Failure;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Show what changes between two programmes, and who gains and who loses
    Diff(diff::Args),
    /// Make a programme of a table, in CSV or a workbook
    FromTable(from_table::Args),
    /// Show what is wrong with programmes, and what is odd about them
    Lint(lint::Args),
    /// List the programmes that come with this program, to start from
    List(list::Args),
    /// Write a programme in plain words, for those who have to stand for it
    Render(prose::Args),
    /// Sign a programme for publication
    Sign(sign::Args),
    /// Decide the cases beside programmes, and say where another thing comes out than has to
    Test(cases::Args),
    /// Make a table of a programme, in CSV or a workbook
    ToTable(to_table::Args),
    /// Decide a programme on facts written by hand; nothing is verified
    Try(trial::Args),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Diff(args) => diff::run(args),
        Command::FromTable(args) => from_table::run(args),
        Command::Lint(args) => lint::run(args),
        Command::List(args) => list::run(args),
        Command::Render(args) => prose::run(args),
        Command::Sign(args) => sign::run(args),
        Command::Test(args) => cases::run(args),
        Command::ToTable(args) => to_table::run(args),
        Command::Try(args) => trial::run(args),
        Command::Other(words) => Err(Failure::of_command(words)),
    }
}
