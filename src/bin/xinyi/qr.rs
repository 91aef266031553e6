//! `xinyi qr`: presentations as the texts of QR codes, and back.

mod read;

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::{Presentations, QrOptions, RequestText, Value, qr};

use super::asked::Bundles;
use super::files;
use super::json::{document, object};
use super::token;
use crate::failure::Failure;
use crate::terminal::{self, say};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Print the texts of the codes that carry a presentation, one a line
    Encode(EncodeArgs),
    /// Print the presentation that the texts of codes carry, or what a request says
    Decode(DecodeArgs),
    /// Print the presentation that the codes in photographs carry, for `check`
    Read(read::ReadArgs),
}

#[derive(clap::Args)]
pub(super) struct EncodeArgs {
    /// How long the text of one code may be, in characters: 64 to 4,296 [default: 1450]
    #[arg(long, value_name = "CHARACTERS")]
    max_length: Option<usize>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The presentation, or each by its input's alias in the programme; `-` is standard input
    #[arg(value_name = "BUNDLE | ALIAS=BUNDLE", required = true)]
    bundles: Vec<String>,
}

#[derive(clap::Args)]
pub(super) struct DecodeArgs {
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The texts, one a line, in any order; `-` is standard input
    texts: PathBuf,
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    let (result, is_json) = match command {
        Command::Encode(args) => (encode(args), args.json),
        Command::Decode(args) => (decode(args), args.json),
        Command::Read(args) => return read::read(args),
    };
    match result {
        // In one JSON document, as whoever asks for JSON expects.
        Err(Failure::Refused(error)) if is_json => Ok(token::refused(&error)),
        result => result.map(|()| ExitCode::SUCCESS),
    }
}

fn encode(args: &EncodeArgs) -> Result<(), Failure> {
    let mut options = QrOptions::default();
    if let Some(length) = args.max_length {
        options.max_length = length;
    }
    let bundles = Bundles::read(&args.bundles)?;
    let texts = qr::encode(bundles.presented()?, &options)?;
    if args.json {
        terminal::json(&object! { "ok": true, "texts": texts }.into());
    } else {
        for text in texts {
            say!("{}", text);
        }
    }
    Ok(())
}

fn decode(args: &DecodeArgs) -> Result<(), Failure> {
    let texts = files::read(&args.texts)?;
    let lines = texts.lines().map(str::trim);
    let texts: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if let [text] = texts.as_slice()
        && text.starts_with("XYQ1:")
    {
        let asked = document(&RequestText::parse(text)?);
        match args.json {
            true => terminal::json(&object! { "ok": true, "request": asked }.into()),
            false => terminal::json_lines(&asked),
        }
        return Ok(());
    }
    let text = qr::decode(&texts)?;
    let presented = Value::from(&Presentations::parse(&text)?);
    match args.json {
        true => terminal::json(&object! { "ok": true, "presented": presented }.into()),
        false => say!("{}", text),
    }
    Ok(())
}
