//! `xinyi trust root|manifest|list|law`: the documents that several people sign. A file goes round,
//! and everybody adds a signature on a machine of their own.

mod law;
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
    /// An edition of the law, by which apps decide that were built with an older one
    #[command(subcommand)]
    Law(law::Command),
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Root(command) => root::run(command),
        Command::Manifest(command) => manifest::run(command),
        Command::List(command) => list::run(command),
        Command::Law(command) => law::run(command),
    }
}
