//! `xinyi programme lint`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::authoring::{Beside, Lint};
use xinyi::issuer::{self, Role};
use xinyi::{Object, Value};

use super::source::read_programme;
use crate::failure::Failure;
use crate::files::{read, read_object};
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
    /// The trust list whose issuers sign what the programmes read, signed or not
    #[arg(long, value_name = "FILE")]
    trust_list: Option<PathBuf>,
    /// Versions of the programme that there are already, not signed
    #[arg(long, value_name = "FILE")]
    previous: Vec<PathBuf>,
    /// Print one JSON document: `[{"file", "errors": […], "defects": […], "warnings": […]}]`
    #[arg(long)]
    json: bool,
}

/// Exit status 0: no errors and no defects; 1: some; 2: a file is no JSON document, which is its only error.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let trust_list = args
        .trust_list
        .as_ref()
        .map(|file| -> Result<Object, Failure> {
            // One that nobody has signed yet is the document itself.
            let list = read_object(file)?;
            match list.contains("entries") {
                true => Ok(list),
                false => Ok(issuer::contents(Role::TrustList, &read(file)?)?),
            }
        });
    let trust_list = trust_list.transpose()?;
    let previous = args.previous.iter().map(|file| read_object(file));
    let previous = previous.collect::<Result<Vec<Object>, Failure>>()?;
    let beside = Beside {
        trust_list: trust_list.as_ref(),
        previous: &previous,
    };
    let mut documents = Vec::new();
    let mut status = 0;
    for file in &args.files {
        let (findings, found) = match Lint::beside(&law, &read_programme(file)?, beside) {
            Ok(lint) => {
                let is_sound = lint.errors().is_empty() && lint.defects().is_empty();
                (filled(&lint), u8::from(!is_sound))
            }
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
    let none = Vec::<Value>::new();
    object! { "errors": vec![filled(error)], "defects": none.clone(), "warnings": none }.into()
}
