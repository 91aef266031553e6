//! `xinyi programme sign`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::issuer::{self, Signatory};

use crate::failure::Failure;
use crate::files::{self, Access};
use crate::law;
use crate::signer::SignerArgs;
use crate::terminal::say;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    signer: SignerArgs,
    /// The name that the trust list has for the key, which is one for programmes of the platform that is the programme's
    /// `iss`
    #[arg(long)]
    kid: String,
    /// The edition of the law that the platform has published, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// The file to make; there must be none
    #[arg(long)]
    out: PathBuf,
    /// The programme
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let programme = files::read_object(&args.file)?;
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let signed = args.signer.with(|signer| {
        let signatory = Signatory::new(signer, &args.kid).by_law(&law);
        Ok(issuer::sign_programme(&programme, signatory)?)
    })?;
    files::create_output(&args.out, &(signed + "\n"), Access::Anybody)?;
    say!("{}: signed as {}", args.out.display(), args.kid);
    Ok(ExitCode::SUCCESS)
}
