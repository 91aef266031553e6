//! `xinyi trust manifest`.

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
use crate::json::object;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Begin the first manifest
    Init(InitArgs),
    /// Begin the next version of a manifest
    Rotate(RotateArgs),
    /// Add your signature
    Sign(SignByRoot),
    /// Say who has signed, and whether that is enough
    Verify(VerifyByRoot),
}

/// What belongs together. All of it is given each time: what is left out is not pinned any more.
#[derive(clap::Args)]
struct Parts {
    /// The trust list
    #[arg(long, value_name = "FILE")]
    trust_list: PathBuf,
    /// The edition of the law; never an older one, nor none after one
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// A signed programme; any number of them
    #[arg(long = "programme", value_name = "FILE")]
    programmes: Vec<PathBuf>,
    /// A status list, older ones of which no verifier is to use any more; any number of them
    #[arg(long = "status-list", value_name = "FILE")]
    status_lists: Vec<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct InitArgs {
    #[command(flatten)]
    parts: Parts,
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
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    times: Times,
    /// The file to make
    #[arg(long)]
    out: PathBuf,
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Init(args) => {
            let manifest = begin(1, &args.times)?;
            start(Role::Manifest, &pinning(manifest, &args.parts)?, &args.out)
        }
        Command::Rotate(args) => {
            let previous = issuer::contents(Role::Manifest, &files::read(&args.previous)?)?;
            let manifest = begin_next(&previous, &args.times)?;
            check_law(&previous, args.parts.law.as_deref())?;
            start(Role::Manifest, &pinning(manifest, &args.parts)?, &args.out)
        }
        Command::Sign(args) => sign_by_root(Role::Manifest, args),
        Command::Verify(args) => verify_by_root(Role::Manifest, args),
    }
}

/// Every app that has the version before would refuse a manifest with an older law, or with none.
fn check_law(previous: &Object, law: Option<&Path>) -> Result<(), Failure> {
    let version = |pin: &Object| pin.get("version").and_then(Value::as_i64);
    let Some(Value::Object(pinned)) = previous.get("law") else {
        return Ok(());
    };
    let next = law.map(|law| Ok::<_, Failure>(issuer::pin(files::read(law)?.trim_end())?));
    let next = next.transpose()?;
    if next.as_ref().and_then(version) < version(pinned) {
        return Err(Failure::Other(format!(
            "the version before pins version {} of the law: name it with --law, or a later one",
            version(pinned).unwrap_or_default()
        )));
    }
    Ok(())
}

/// Adds the pins.
fn pinning(mut manifest: Object, parts: &Parts) -> Result<Object, Failure> {
    let pin = |path: &PathBuf| Ok(issuer::pin(files::read(path)?.trim())?);
    let programmes = parts.programmes.iter().map(pin);
    let least = parts.status_lists.iter().map(|path| {
        let token = files::read(path)?;
        let (uri, iat) = issuer::status_list_name(token.trim_end())?;
        Ok(object! { "uri": uri, "min_iat": iat })
    });
    manifest.set("trust_list", pin(&parts.trust_list)?);
    if let Some(law) = &parts.law {
        manifest.set("law", pin(law)?);
    }
    manifest.set(
        "programmes",
        programmes.collect::<Result<Vec<Object>, Failure>>()?,
    );
    manifest.set(
        "status_lists",
        least.collect::<Result<Vec<Object>, Failure>>()?,
    );
    Ok(manifest)
}
