//! `xinyi programme render`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::authoring::{ProseFormat, render};

use super::source::read_programme;
use crate::failure::Failure;
use crate::law;
use crate::terminal::say;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The programme
    file: PathBuf,
    /// The language
    #[arg(long, value_name = "LANG", default_value = "zh-CN", value_parser = ["zh-CN", "en"])]
    lang: String,
    /// How it is laid out
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The edition of the law that names codes, signed or not [default: the built-in one]
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let law = law::edition_or_built_in(args.law.as_deref())?;
    let format = match args.format {
        Format::Text => ProseFormat::Text,
        Format::Markdown => ProseFormat::Markdown,
    };
    let text = render(&law, &read_programme(&args.file)?, &args.lang, format)?;
    for line in text.lines() {
        say!("{}", line);
    }
    Ok(ExitCode::SUCCESS)
}
