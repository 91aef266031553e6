//! `xinyi law`.

mod diff;
mod edition;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::Value;
use xinyi::issuer::{self, Role, RootKeys};

use super::files::read;
use super::json::{document, object};
use super::terminal::{self, say};
use super::{print, token};
use crate::failure::Failure;

pub(super) use diff::{DiffArgs, diff, facts_files};
pub(super) use edition::edition_or_built_in;

use edition::edition;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Show every row, with its law, its days in force, how sure it is and where it was found
    Show(ShowArgs),
    /// Say whether an edition can be read, what contradicts what and, with a root, who has signed it
    Verify(VerifyArgs),
    /// Say what changes between two editions, and for whom
    Diff(DiffArgs),
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

#[derive(clap::Args)]
pub(super) struct ShowArgs {
    /// An edition, signed or not [default: the one that this program decides by]
    file: Option<PathBuf>,
    /// Print the edition as it is written, as one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub(super) struct VerifyArgs {
    /// The edition, signed or not
    file: PathBuf,
    /// The root whose keys are to have signed it; without one no signature is looked at
    #[arg(long)]
    root: Option<PathBuf>,
    /// Print one JSON document: `{"ok": true, "edition", "version", "signed"?}` or `{"ok": false, "error": {…}}`
    #[arg(long)]
    json: bool,
}

pub(super) fn show(args: &ShowArgs) -> Result<ExitCode, Failure> {
    let law = edition_or_built_in(args.file.as_deref())?;
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
                Value::Array(rows) if part == "calendar" => rows.iter().for_each(print::year),
                Value::Array(rows) => rows.iter().for_each(|row| print::law(part, row)),
                catalogue @ Value::Object(_) if part == "catalogue" => print::catalogue(catalogue),
                row @ Value::Object(_) => print::law(part, row),
                _ => {}
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Exit status 0: it can be read and, where a root is given, is signed by enough of its keys; 1: it is not.
pub(super) fn verify(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let text = read(&args.file)?;
    let root = args.root.as_ref().map(|root| read(root)).transpose()?;
    let checked = edition(&text).and_then(|law| {
        let root = root.as_deref().map(RootKeys::parse).transpose()?;
        let tally = root.map(|root| root.tally(Role::Law, text.trim_end()));
        Ok((law, tally.transpose()?))
    });
    let is_good = checked
        .as_ref()
        .is_ok_and(|(_, tally)| tally.as_ref().is_none_or(issuer::Tally::is_enough));
    if args.json {
        terminal::json(&match &checked {
            Ok((law, tally)) => {
                let mut found = object! {
                    "ok": is_good,
                    "edition": law.edition().to_string(),
                    "version": law.version() as i64,
                };
                if let Some(tally) = tally {
                    found.set("signed", tally.signed.clone());
                    found.set("threshold", tally.threshold as i64);
                }
                found.into()
            }
            Err(error) => token::refusal(error),
        });
    } else {
        match &checked {
            Ok((law, tally)) => {
                say!("可用 / can be read: {} ({})", law.edition(), law.version());
                if let Some(tally) = tally {
                    say!(
                        "签名 / signatures: {} / {}: {}",
                        tally.found,
                        tally.threshold,
                        tally.signed.join(", ")
                    );
                }
            }
            Err(error) => print::error(&error.to_json()),
        }
    }
    Ok(ExitCode::from(u8::from(!is_good)))
}
