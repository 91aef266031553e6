//! `xinyi law`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::{LawEdition, Value};

use super::files::read;
use super::json::{document, object};
use super::terminal::{self, say};
use super::{print, token};
use crate::failure::Failure;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Show every row, with its law, its days in force, how sure it is and where it was found
    Show(ShowArgs),
    /// Say whether an edition can be read, and what contradicts what; no signature is looked at
    Verify(VerifyArgs),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(clap::Args)]
pub(super) struct ShowArgs {
    /// An edition [default: the one that decisions are made by]
    file: Option<PathBuf>,
    /// Print the edition as it is written, as one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The edition
    file: PathBuf,
    /// Print one JSON document: `{"ok": true, "edition", "version"}` or `{"ok": false, "error": {…}}`
    #[arg(long)]
    json: bool,
}

pub(super) fn show(args: &ShowArgs) -> Result<ExitCode, Failure> {
    let law = match &args.file {
        Some(file) => LawEdition::parse(read(file)?.as_bytes())?,
        None => LawEdition::built_in()?,
    };
    let written = document(&law);
    if args.json {
        terminal::json(&written);
    } else {
        say!("法规版本 / edition {} ({})", law.edition(), law.version());
        for (part, rows) in written
            .as_object()
            .into_iter()
            .flat_map(|members| members.iter())
        {
            match rows {
                Value::Array(rows) => rows.iter().for_each(|row| print::law(part, row)),
                row @ Value::Object(_) => print::law(part, row),
                _ => {}
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Exit status 0: it can be read; 1: it cannot.
pub(super) fn verify(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let read = LawEdition::parse(read(&args.file)?.as_bytes());
    let status = u8::from(read.is_err());
    if args.json {
        terminal::json(&match &read {
            Ok(law) => object! {
                "ok": true,
                "edition": law.edition().to_string(),
                "version": law.version() as i64,
            }
            .into(),
            Err(error) => token::refusal(error),
        });
    } else {
        match &read {
            Ok(law) => say!("可用 / can be read: {} ({})", law.edition(), law.version()),
            Err(error) => print::error(&error.to_json()),
        }
    }
    Ok(ExitCode::from(status))
}
