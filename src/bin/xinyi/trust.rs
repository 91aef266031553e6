//! `xinyi trust root|manifest|list`: the documents that several people sign. A file goes round,
//! and everybody adds a signature on a machine of their own.

mod list;
mod manifest;
mod root;
mod round;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

#[derive(Subcommand)]
pub(super) enum Command {
    /// The root that apps pin: whose signatures count, and how many
    #[command(subcommand)]
    Root(root::Command),
    /// The manifest: what belongs together now
    #[command(subcommand)]
    Manifest(manifest::Command),
    /// The trust list: which issuers there are, and what they may sign
    #[command(subcommand)]
    List(list::Command),
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Root(command) => root::run(command),
        Command::Manifest(command) => manifest::run(command),
        Command::List(command) => list::run(command),
    }
}
