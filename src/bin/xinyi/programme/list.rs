//! `xinyi programme list`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::authoring::{LibraryProgramme, library};
use xinyi::{Code, Value};

use crate::failure::Failure;
use crate::files::{self, Access, failed};
use crate::json::object;
use crate::terminal::{self, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Of the programmes that come with this program, these alone
    ids: Vec<String>,
    /// Write them into this folder, each with its cases beside it; nothing that is there is replaced
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// Print one JSON document, with the sources of each
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let programmes = chosen(&args.ids)?;
    if let Some(folder) = &args.write {
        write(&programmes, folder)?;
    }
    if args.json {
        let listed = programmes.iter().map(|programme| programme.listed().into());
        terminal::json(&object! { "programmes": listed.collect::<Vec<Value>>() }.into());
        return Ok(ExitCode::SUCCESS);
    }
    for programme in &programmes {
        let (listed, title) = (programme.listed(), programme.title());
        let origin = match listed.get("example") {
            Some(Value::Bool(true)) => "example",
            _ => "policy",
        };
        say!("{}  [{}]", programme.id(), origin);
        say!("  {}", title.chinese);
        say!("  {}", title.english);
    }
    match &args.write {
        Some(folder) => say!(
            "{} programmes written to {}",
            programmes.len(),
            folder.display()
        ),
        None => say!("{} programmes", programmes.len()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Those that were asked for; all, if none was.
fn chosen(ids: &[String]) -> Result<Vec<LibraryProgramme>, Failure> {
    if ids.is_empty() {
        return Ok(library().to_vec());
    }
    let find = |id: &String| {
        let found = library().iter().find(|programme| programme.id() == id);
        let details = || [("id", Value::from(id.as_str()))];
        found
            .copied()
            .ok_or_else(|| Failure::of_input(Code::ProgrammeUnknown, details()))
    };
    ids.iter().map(find).collect()
}

/// Writes all or nothing, as far as what is there already goes.
fn write(programmes: &[LibraryProgramme], folder: &Path) -> Result<(), Failure> {
    let files = programmes.iter().flat_map(|programme| {
        let id = programme.id();
        [
            (folder.join(format!("{id}.json")), programme.text()),
            (folder.join(format!("{id}.cases.json")), programme.cases()),
        ]
    });
    let files: Vec<_> = files.collect();
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(failed(
            there,
            "there is a file already; nothing was written",
        ));
    }
    std::fs::create_dir_all(folder).map_err(|e| failed(folder, &e.to_string()))?;
    for (path, text) in &files {
        files::create_output(path, text, Access::Anybody)?;
    }
    Ok(())
}
