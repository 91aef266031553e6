//! `xinyi programme lint`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::authoring::Lint;
use xinyi::{Object, Value};

use crate::failure::Failure;
use crate::files::read;
use crate::json::{filled, object};
use crate::{law, print, terminal};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The programmes, not signed
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The edition of the law whose codes it may name, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// Print one JSON document: `[{"file", "errors": […], "warnings": […]}]`
    #[arg(long)]
    json: bool,
}

/// Exit status 0: no errors; 1: errors; 2: a file is no JSON document, which is its only error.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let mut documents = Vec::new();
    let mut status = 0;
    for file in &args.files {
        let (findings, found) = match Lint::by_law(&law, &read(file)?) {
            Ok(lint) => (filled(&lint), u8::from(!lint.errors().is_empty())),
            Err(error) => (only(&error), 2),
        };
        status = status.max(found);
        let mut document = Object::from_iter([("file", Value::from(file.display().to_string()))]);
        if let Value::Object(findings) = findings {
            for (name, all) in findings.iter() {
                document.set(name, all.clone());
            }
        }
        documents.push(Value::from(document));
    }
    if args.json {
        terminal::json(&documents.into());
    } else {
        documents.iter().for_each(print::lint);
    }
    Ok(ExitCode::from(status))
}

/// One error, in the form of a lint's findings.
fn only(error: &xinyi::Error) -> Value {
    object! { "errors": vec![filled(error)], "warnings": Vec::<Value>::new() }.into()
}
