//! `xinyi programme to-table`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::authoring::table::to_rows;

use super::sheet;
use crate::failure::Failure;
use crate::files::{self, Access};
use crate::law;
use crate::terminal::say;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The programme, not signed
    file: PathBuf,
    /// The edition of the law whose codes it may name, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// The table to make, `.csv` or `.xlsx`; there must be none
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let form = sheet::Form::of(&args.out)?;
    let rows = to_rows(&files::read_json(&args.file)?, &law)?;
    let content = form.write(&rows)?;
    files::create_output(&args.out, &content, Access::Anybody)?;
    say!("{}", args.out.display());
    Ok(ExitCode::SUCCESS)
}
