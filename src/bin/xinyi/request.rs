//! `xinyi request`: what to ask a holder for.

use std::process::ExitCode;

use clap::ArgGroup;
use data_encoding::BASE64URL_NOPAD;
use ring::rand::{SecureRandom, SystemRandom};
use xinyi::{PresentationRequest, PresentationRequestOptions, ProgrammeChoice, Value};

use super::asked::ProgrammeArgs;
use super::json::{document, object};
use super::token;
use crate::clock::now_or_clock;
use crate::failure::Failure;
use crate::terminal::{self, aside, say};

#[derive(clap::Args)]
#[command(group = ArgGroup::new("form").args(["json", "text", "dcql"]))]
pub(super) struct Args {
    #[command(flatten)]
    by: ProgrammeArgs,
    /// Whom the presentation must be made for
    #[arg(long)]
    aud: String,
    /// The nonce that it must answer [default: a new one]
    // One in 64 begins like an option.
    #[arg(long, allow_hyphen_values = true)]
    nonce: Option<String>,
    /// Print one JSON document with every form of the request
    #[arg(long)]
    json: bool,
    /// Print the text for a QR code alone
    #[arg(long)]
    text: bool,
    /// Print the query of OpenID4VP 1.0 alone
    #[arg(long)]
    dcql: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let request = match request(args) {
        // In one JSON document, as whoever asks for JSON expects.
        Err(Failure::Refused(error)) if args.json => return Ok(token::refused(&error)),
        request => request?,
    };
    if args.json {
        terminal::json(&object! { "ok": true, "request": document(&request) }.into());
    } else if args.text {
        say!("{}", request.text());
    } else if args.dcql {
        terminal::json(request.dcql_query());
    } else {
        tell(&request);
    }
    Ok(ExitCode::SUCCESS)
}

fn request(args: &Args) -> Result<PresentationRequest, Failure> {
    let now = now_or_clock(args.by.now)?;
    let create = ProgrammeArgs::creation(now);
    let verifier = args.by.verifier(&args.by.root()?, &create)?;
    let nonce = match &args.nonce {
        Some(nonce) => nonce.clone(),
        None => new_nonce()?,
    };
    let mut options = PresentationRequestOptions::new("", &args.aud, nonce, now);
    options.programme = args.by.programme()?;
    if let ProgrammeChoice::Document(_) = options.programme {
        aside!(
            "nobody has signed this programme: a holder finds no programme of that id and version, or another one, in a snapshot"
        );
    }
    options.request = args.by.request()?;
    Ok(verifier.presentation_request(&options)?)
}

/// For people: what is asked, the text and the query.
fn tell(request: &PresentationRequest) {
    let asked = request.asked();
    say!("programme {}", asked.programme.id);
    say!("version   {}", asked.programme.version);
    say!("audience  {}", asked.audience);
    say!("nonce     {}", asked.nonce);
    if let Some(request) = &asked.request {
        say!("request   {}", Value::from(request.clone()));
    }
    say!("");
    say!("{}", request.text());
    say!("");
    terminal::json_lines(request.dcql_query());
}

/// 128 bits, in base64url.
fn new_nonce() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| Failure::Other("the system has no random numbers".to_owned()))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}
