//! `xinyi programme sign`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::authoring::Lint;
use xinyi::issuer::{self, Signatory};
use xinyi::{Code, LawEdition, Object, Value};

use super::source::hint_at_table;
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
    hint_at_table(&args.file);
    let programme = files::read_object(&args.file)?;
    let law = law::edition_or_built_in(args.law.as_deref())?;
    check(&programme, &law)?;
    let signed = args.signer.with(|signer| {
        let signatory = Signatory::new(signer, &args.kid).by_law(&law);
        Ok(issuer::sign_programme(&programme, signatory)?)
    })?;
    files::create_output(&args.out, &(signed + "\n"), Access::Anybody)?;
    say!("{}: signed as {}", args.out.display(), args.kid);
    Ok(ExitCode::SUCCESS)
}

/// A programme with defects is not signed. Errors are for whoever signs it to say.
fn check(programme: &Object, law: &LawEdition) -> Result<(), Failure> {
    let lint = Lint::by_law(law, &Value::from(programme.clone()).to_string())?;
    if !lint.errors().is_empty() || lint.defects().is_empty() {
        return Ok(());
    }
    let pointer = |defect: &xinyi::Error| defect.details().get("pointer").cloned();
    let shown = |defect: &xinyi::Error| {
        let pointer = pointer(defect).unwrap_or(Value::Null);
        let pointer = pointer.as_str().unwrap_or_default();
        format!("{pointer} ({})", defect.code().as_str())
    };
    let pointers: Vec<String> = lint.defects().iter().map(shown).collect();
    let pointers = pointers.join(", ").into();
    Err(Failure::of_input(
        Code::ProgrammeDefects,
        [("pointers", pointers)],
    ))
}
