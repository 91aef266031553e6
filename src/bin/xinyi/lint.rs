//! `xinyi programme lint`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Lint, Object, Value, messages};

use super::files::read;
use super::{Failure, print};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The programmes, not signed
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print one JSON document: `[{"file", "errors": […], "warnings": […]}]`
    #[arg(long)]
    json: bool,
}

/// Exit status 0: no errors; 1: errors.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let mut documents = Vec::new();
    let mut wrong = false;
    for file in &args.files {
        let lint = Lint::of(&read(file)?)?;
        wrong |= !lint.errors().is_empty();
        let mut findings = lint.to_json();
        messages::fill(&mut findings);
        let mut document = Object::from_iter([("file", Value::from(file.display().to_string()))]);
        if let Value::Object(findings) = findings {
            for (name, all) in findings.iter() {
                document.set(name, all.clone());
            }
        }
        documents.push(Value::from(document));
    }
    if args.json {
        println!("{}", Value::Array(documents));
    } else {
        documents.iter().for_each(print::lint);
    }
    Ok(ExitCode::from(u8::from(wrong)))
}
