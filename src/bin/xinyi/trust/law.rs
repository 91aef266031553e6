//! `xinyi trust law`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::Instant;
use xinyi::issuer::Role;

use super::round::{Document, Root, SignArgs, read_root, sign, start, verify};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Begin an edition that apps are to decide by
    Init(InitArgs),
    /// Add your signature: the keys of the trust list sign it
    Sign(LawSignArgs),
    /// Say who has signed, and whether that is enough
    Verify(VerifyArgs),
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

#[derive(clap::Args)]
pub(crate) struct LawSignArgs {
    #[command(flatten)]
    sign: SignArgs,
    #[command(flatten)]
    root: Root,
}

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    root: Root,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Init(args) => {
            let mut edition = files::read_object(&args.edition)?;
            edition.set("iat", now_or_clock(args.now)?.unix());
            start(Role::Law, &edition, &args.out)
        }
        Command::Sign(args) => sign(Role::Law, &args.sign, &[read_root(&args.root.root)?]),
        Command::Verify(args) => {
            let root = read_root(&args.root.root)?;
            let now = now_or_clock(args.now)?;
            verify(Role::Law, &args.document, &[root], now)
        }
    }
}
