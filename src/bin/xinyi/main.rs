//! The command line `xinyi`.
//!
//! Output is for people; `--json` prints exactly one JSON document on standard output. Exit
//! status 0: granted, or done; 1: a definite other answer; 2: unusable input or usage.

#![deny(clippy::print_stderr, clippy::print_stdout)]

mod asked;
mod audit;
mod batch;
mod certificate;
mod check;
mod clock;
mod code_texts;
mod coming;
mod commit;
mod demo;
mod diff;
mod failure;
mod files;
mod guard;
mod id;
mod inspect;
mod issue;
mod json;
mod key;
mod key_file;
mod law;
mod lines;
mod ordered;
mod present;
mod print;
mod programme;
mod progress;
mod qr;
mod record;
mod register;
mod request;
mod signer;
mod snapshot;
mod state_file;
mod status_list;
mod tabular;
mod terminal;
mod token;
mod trust;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xinyi::Instant;

use self::clock::{now_or_clock, time};
use self::failure::Failure;
use self::terminal::aside;

/// Verify signed credit status bundles and decide credit-easy (信易) eligibility, offline.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find duplicate and wrong codes in rows of licences, penalties or a register
    Audit(audit::Args),
    /// Decide many presentations, a line each, on all cores; the answers come in order
    Batch(batch::Args),
    /// Make a page that certifies an organisation's clean record, to be printed and checked again from the paper
    Certificate(certificate::Args),
    /// Make a whole demo platform with fresh keys: root, snapshot, programmes, bundles
    Demo {
        /// The folder to make; one that holds something else is left alone
        #[arg(long)]
        out: PathBuf,
        /// The platform's date: UNIX seconds or RFC 3339 [default: now]
        #[arg(long, value_parser = time)]
        now: Option<Instant>,
    },
    /// Verify a presentation and decide a programme for it
    Check(check::Args),
    /// Sign a commitment with the key of a bundle's holder, to go with a presentation
    Commit(commit::Args),
    /// Say what changed on record of a subject between two bundles, and which programmes' outcomes change with it
    Diff(diff::Args),
    /// Say whether identity codes are right, and what they are
    Id(id::Args),
    /// Show what is inside a bundle and every problem found; nothing of it is proven
    Inspect(inspect::Args),
    /// Sign bundles for a platform: for one subject, or for millions
    Issue(issue::Args),
    /// Work on a JWS
    #[command(subcommand)]
    Jws(JwsCommand),
    /// Make keys, take over those of other programs, and say what a key is
    #[command(subcommand)]
    Key(KeyCommand),
    /// Show the law that decisions are made by, and check editions of it
    #[command(subcommand)]
    Law(law::Command),
    /// Show of bundles what a programme needs and no more, signed by their holder
    Present(present::Args),
    /// Work on a programme
    #[command(subcommand)]
    Programme(programme::Command),
    /// Put presentations into the texts of QR codes, and read them from these, or from photographs
    #[command(subcommand)]
    Qr(qr::Command),
    /// Work on a folder of records of decisions
    #[command(subcommand)]
    Records(RecordsCommand),
    /// Decide again from a record, and say whether the decision is the one that was kept
    Replay(record::ReplayArgs),
    /// Make a request for a presentation: a text for a QR code, and a query that wallets of OpenID4VP 1.0 answer
    Request(request::Args),
    /// Work on an SD-JWT
    #[command(subcommand)]
    SdJwt(SdJwtCommand),
    /// Put together what apps load
    #[command(subcommand)]
    Snapshot(snapshot::Command),
    /// Work on a status list
    #[command(subcommand)]
    Status(StatusCommand),
    /// Say who may sign what: documents that several people sign
    #[command(subcommand)]
    Trust(trust::Command),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(Subcommand)]
enum JwsCommand {
    /// Verify a compact JWS with a key
    Verify(token::JwsArgs),
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Make a private key, and its public key beside it
    Generate(key::GenerateArgs),
    /// Turn a key that another program wrote into a private key in PEM, and its public key beside it
    #[command(after_help = key::FORMS)]
    Import(key::ImportArgs),
    /// Say what a key is, by its public half
    #[command(after_help = key::FORMS)]
    Show(key::ShowArgs),
}

#[derive(Subcommand)]
enum RecordsCommand {
    /// Delete the records whose term is over, and the documents that none needs any more
    Prune(record::PruneArgs),
}

#[derive(Subcommand)]
enum SdJwtCommand {
    /// Verify any SD-JWT (RFC 9901) with a key; for a bundle and its trust list, see `check`
    Verify(token::SdJwtArgs),
}

#[derive(Subcommand)]
enum StatusCommand {
    /// Sign a new status list in which every bundle is valid
    Build(status_list::BuildArgs),
    /// Change entries of a status list, and sign it anew
    Set(status_list::SetArgs),
    /// Verify a status list to its end and show one status
    Verify(token::StatusArgs),
}

fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => return terminal::usage(error),
    };
    let result = match command {
        Command::Demo { out, now } => now_or_clock(now)
            .and_then(|now| demo::run(&out, now).map_err(|e| Failure::Other(e.to_string())))
            .map(|()| ExitCode::SUCCESS),
        Command::Audit(args) => audit::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Certificate(args) => certificate::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Commit(args) => commit::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Id(args) => id::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Issue(args) => issue::run(&args),
        Command::Jws(JwsCommand::Verify(args)) => token::jws(&args),
        Command::Key(KeyCommand::Generate(args)) => key::generate(&args),
        Command::Key(KeyCommand::Import(args)) => key::import(&args),
        Command::Key(KeyCommand::Show(args)) => key::show(&args),
        Command::Present(args) => present::run(&args),
        Command::Programme(command) => programme::run(&command),
        Command::Records(RecordsCommand::Prune(args)) => record::prune(&args),
        Command::Replay(args) => record::replay(&args),
        Command::Qr(command) => qr::run(&command),
        Command::Request(args) => request::run(&args),
        Command::SdJwt(SdJwtCommand::Verify(args)) => token::sd_jwt(&args),
        Command::Snapshot(command) => snapshot::run(&command),
        Command::Status(StatusCommand::Build(args)) => status_list::build(&args),
        Command::Status(StatusCommand::Set(args)) => status_list::set(&args),
        Command::Status(StatusCommand::Verify(args)) => token::status(&args),
        Command::Trust(command) => trust::run(&command),
        Command::Law(law::Command::Show(args)) => law::show(&args),
        Command::Law(law::Command::Verify(args)) => law::verify(&args),
        Command::Law(law::Command::Diff(args)) => law::diff(&args),
        Command::Law(law::Command::Other(words)) | Command::Other(words) => {
            Err(Failure::of_command(&words))
        }
    };
    terminal::finish(result.unwrap_or_else(|failure| {
        match failure {
            Failure::Refused(error) => print::error(&error.to_json()),
            Failure::Told(error) => print::told_error(&error),
            Failure::Other(problem) => aside!("{}", problem),
        }
        ExitCode::from(2)
    }))
}
