//! `xinyi trust list`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::issuer::{self, Role};
use xinyi::{Object, Value};

use super::round::{
    SignByRoot, Times, VerifyByRoot, begin, begin_next, sign_by_root, start, verify_by_root,
};
use crate::failure::Failure;
use crate::files;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Begin the first trust list
    Init(InitArgs),
    /// Begin the next version of a trust list
    Rotate(RotateArgs),
    /// Add your signature
    Sign(SignByRoot),
    /// Say who has signed, and whether that is enough
    Verify(VerifyByRoot),
}

#[derive(clap::Args)]
pub(crate) struct InitArgs {
    /// A JSON file with `entries` and, if there is any, `recognition`. The `jwk` of a key may be
    /// the name of a file, from there
    #[arg(long, value_name = "FILE")]
    entries: PathBuf,
    #[command(flatten)]
    times: Times,
    /// The file to make
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct RotateArgs {
    /// The version before
    previous: PathBuf,
    /// Other entries, as for `init` [default: those of the version before]
    #[arg(long, value_name = "FILE")]
    entries: Option<PathBuf>,
    #[command(flatten)]
    times: Times,
    /// The file to make
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Init(args) => {
            let mut list = begin(1, &args.times)?;
            list.extend(entries(&args.entries)?);
            start(Role::TrustList, &list, &args.out)
        }
        Command::Rotate(args) => {
            let previous = issuer::contents(Role::TrustList, &files::read(&args.previous)?)?;
            let mut list = begin_next(&previous, &args.times)?;
            match &args.entries {
                Some(path) => list.extend(entries(path)?),
                None => list.extend(previous.into_iter().filter(|(name, _)| is_entry(name))),
            }
            start(Role::TrustList, &list, &args.out)
        }
        Command::Sign(args) => sign_by_root(Role::TrustList, args),
        Command::Verify(args) => verify_by_root(Role::TrustList, args),
    }
}

fn is_entry(name: &str) -> bool {
    matches!(name, "entries" | "recognition")
}

/// What a trust list says of issuers, with the keys' files read.
fn entries(path: &Path) -> Result<Object, Failure> {
    let mut written = files::read_object(path)?;
    if let Some((other, _)) = written.iter().find(|(name, _)| !is_entry(name)) {
        return Err(files::failed(path, &format!("unexpected member {other}")));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    if let Some(Value::Array(mut entries)) = written.remove("entries") {
        for entry in &mut entries {
            with_keys(entry, folder)?;
        }
        written.set("entries", Value::Array(entries));
    }
    Ok(written)
}

/// Puts the contents of key files in the place of their names.
fn with_keys(entry: &mut Value, folder: &Path) -> Result<(), Failure> {
    let Value::Object(members) = entry else {
        return Ok(());
    };
    let Some(Value::Array(mut keys)) = members.remove("keys") else {
        return Ok(());
    };
    for key in &mut keys {
        let Value::Object(key) = key else { continue };
        if let Some(Value::String(name)) = key.get("jwk") {
            let mut jwk = files::read_object(&folder.join(name))?;
            jwk.remove("alg");
            key.set("jwk", jwk);
        }
    }
    members.set("keys", Value::Array(keys));
    Ok(())
}
