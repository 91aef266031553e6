//! The command line `xinyi`.
//!
//! Output is for people; `--json` prints exactly one JSON document on standard output. Exit
//! status 0: granted, or done; 1: a definite other answer; 2: unusable input or usage.

mod check;
mod demo;
mod inspect;
mod print;
mod token;
mod trial;

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Parser, Subcommand};
use xinyi::Instant;

/// Verify signed credit status bundles and decide credit-easy (信易) eligibility, offline.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
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
    /// Show what is inside a bundle and every problem found; nothing of it is proven
    Inspect(inspect::Args),
    /// Work on a JWS
    #[command(subcommand)]
    Jws(JwsCommand),
    /// Work on a programme
    #[command(subcommand)]
    Programme(ProgrammeCommand),
    /// Work on an SD-JWT
    #[command(subcommand)]
    SdJwt(SdJwtCommand),
    /// Work on a status list
    #[command(subcommand)]
    Status(StatusCommand),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(Subcommand)]
enum JwsCommand {
    /// Verify a compact JWS with a key
    Verify(token::JwsArgs),
}

#[derive(Subcommand)]
enum SdJwtCommand {
    /// Verify any SD-JWT (RFC 9901) with a key; for a bundle and its trust list, see `check`
    Verify(token::SdJwtArgs),
}

#[derive(Subcommand)]
enum StatusCommand {
    /// Verify a status list to its end and show one status
    Verify(token::StatusArgs),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(Subcommand)]
enum ProgrammeCommand {
    /// Decide a programme on facts written by hand; nothing is verified
    Try(trial::Args),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// Commands that the design names and this version does not have.
const NOT_BUILT: &[&str] = &[
    "audit",
    "batch",
    "build",
    "certificate",
    "diff",
    "id",
    "issue",
    "key",
    "lint",
    "present",
    "set",
    "snapshot",
    "trust",
];

/// What ends the program without an answer.
enum Failure {
    /// Unusable input, told in the words of the error.
    Refused(xinyi::Error),
    /// A file or the machine.
    Other(String),
}

impl From<xinyi::Error> for Failure {
    fn from(error: xinyi::Error) -> Self {
        Self::Refused(error)
    }
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Demo { out, now } => now_or_clock(now)
            .and_then(|now| demo::run(&out, now).map_err(|e| Failure::Other(e.to_string())))
            .map(|()| ExitCode::SUCCESS),
        Command::Check(args) => check::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Jws(JwsCommand::Verify(args)) => token::jws(&args),
        Command::Programme(ProgrammeCommand::Try(args)) => trial::run(&args),
        Command::SdJwt(SdJwtCommand::Verify(args)) => token::sd_jwt(&args),
        Command::Status(StatusCommand::Verify(args)) => token::status(&args),
        Command::Programme(ProgrammeCommand::Other(words))
        | Command::Status(StatusCommand::Other(words))
        | Command::Other(words) => other(&words),
    };
    result.unwrap_or_else(|failure| {
        match failure {
            Failure::Refused(error) => print::error(&error.to_json()),
            Failure::Other(problem) => eprintln!("xinyi: {problem}"),
        }
        ExitCode::from(2)
    })
}

fn other(words: &[OsString]) -> Result<ExitCode, Failure> {
    let word = words
        .first()
        .map(|w| w.to_string_lossy().into_owned())
        .unwrap_or_default();
    if NOT_BUILT.contains(&word.as_str()) {
        return Err(xinyi::Error::unsupported(&word).into());
    }
    Err(Failure::Other(format!(
        "there is no command '{word}'; see 'xinyi --help'"
    )))
}

/// UNIX seconds or RFC 3339.
fn time(text: &str) -> Result<Instant, String> {
    match text.parse() {
        Ok(seconds) => Instant::from_unix(seconds),
        Err(_) => Instant::parse(text),
    }
    .ok_or_else(|| "neither UNIX seconds nor RFC 3339, such as 2026-11-22T08:00:00Z".to_owned())
}

/// The one place that asks what time it is.
fn now_or_clock(now: Option<Instant>) -> Result<Instant, Failure> {
    let clock = || {
        let since = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .ok()?;
        Instant::from_unix(i64::try_from(since.as_secs()).ok()?)
    };
    now.or_else(clock)
        .ok_or_else(|| Failure::Other("the machine's clock cannot be right".to_owned()))
}

/// A file's text; `-` is standard input.
fn read(path: &Path) -> Result<String, Failure> {
    Ok(read_text(path)??)
}

/// A file's token. A text editor ends a file with a newline; a token has none.
fn read_token(path: &Path) -> Result<Result<String, xinyi::Error>, Failure> {
    let text = read_text(path)?;
    Ok(text.map(|text| text.trim_end().to_owned()))
}

/// What is not UTF-8 is an answer about the file; what cannot be read is none.
fn read_text(path: &Path) -> Result<Result<String, xinyi::Error>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|read| bytes = read)
    };
    read.map_err(|e| Failure::Other(format!("{}: {e}", path.display())))?;
    Ok(xinyi::text::utf8(bytes))
}
