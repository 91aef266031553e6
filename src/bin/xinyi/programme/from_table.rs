//! `xinyi programme from-table`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::Value;
use xinyi::authoring::table::Table;

use super::sheet;
use crate::failure::Failure;
use crate::files;
use crate::json::{filled, pretty};
use crate::tabular::encoding::Encoding;
use crate::{law, print, terminal};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table: CSV, or a workbook (xlsx); which of the two, its content says
    file: PathBuf,
    /// The sheet of a workbook [default: the first that has a section of a programme]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The encoding of CSV [default: by its beginning]
    #[arg(long, value_enum)]
    encoding: Option<Encoding>,
    /// The edition of the law whose codes it may name, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// The programme to write; one that is there is replaced
    #[arg(long, value_name = "FILE.json")]
    out: PathBuf,
    /// Print one JSON document: `{"file", "errors": […], "defects": […], "warnings": […]}`
    #[arg(long)]
    json: bool,
}

/// Exit status 0: the programme is written; 1: the table has errors, and nothing is written.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let sheet = sheet::read(&args.file, args.sheet.as_deref(), args.encoding)?;
    let table = Table::read(&sheet, &law);
    let mut document = filled(&table);
    if let Value::Object(members) = &mut document {
        members.remove("programme");
        members.set("file", args.file.display().to_string());
    }
    if args.json {
        terminal::json(&document);
    } else {
        print::lint(&document);
    }
    let Some(programme) = table.programme() else {
        return Ok(ExitCode::from(1));
    };
    files::replace_output(&args.out, &pretty(programme))?;
    Ok(ExitCode::SUCCESS)
}
