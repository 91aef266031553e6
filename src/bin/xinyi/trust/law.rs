//! `xinyi trust law`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::Instant;
use xinyi::issuer::Role;

use super::round::{SignByRoot, VerifyByRoot, sign_by_root, start, verify_by_root};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Begin an edition that apps are to decide by
    Init(InitArgs),
    /// Add your signature: the keys of the trust list sign it
    Sign(SignByRoot),
    /// Say who has signed, and whether that is enough
    Verify(VerifyByRoot),
}

#[derive(clap::Args)]
pub(crate) struct InitArgs {
    /// The edition as it is written; `xinyi law show --json` prints the built-in one
    edition: PathBuf,
    /// The time, which becomes its `iat`: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The file to make
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Init(args) => {
            let mut edition = files::read_object(&args.edition)?;
            edition.set("iat", now_or_clock(args.now)?.unix());
            start(Role::Law, &edition, &args.out)
        }
        Command::Sign(args) => sign_by_root(Role::Law, args),
        Command::Verify(args) => verify_by_root(Role::Law, args),
    }
}
