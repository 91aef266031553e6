//! `xinyi request`: what to ask a holder for.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgGroup;
use data_encoding::BASE64URL_NOPAD;
use ring::rand::{SecureRandom, SystemRandom};
use xinyi::{
    Instant, PresentationRequest, PresentationRequestOptions, Value, Verifier, VerifierOptions,
};

use super::files::read;
use super::json::{document, object};
use super::{asked, print, token};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::terminal::{self, say};

#[derive(clap::Args)]
#[command(group = ArgGroup::new("rules").args(["programme", "programme_file"]).required(true))]
#[command(group = ArgGroup::new("form").args(["json", "text", "dcql"]))]
pub(super) struct Args {
    /// The pinned root
    #[arg(long)]
    root: PathBuf,
    /// The snapshot with manifest, trust list and programmes
    #[arg(long)]
    snapshot: PathBuf,
    /// The id of a programme in the snapshot
    #[arg(long, value_name = "ID")]
    programme: Option<String>,
    /// A file with a programme that nobody has signed. `-` is standard input
    #[arg(long, value_name = "FILE")]
    programme_file: Option<PathBuf>,
    /// Whom the presentation must be made for
    #[arg(long)]
    aud: String,
    /// The nonce that it must answer [default: a new one]
    // One in 64 begins like an option.
    #[arg(long, allow_hyphen_values = true)]
    nonce: Option<String>,
    /// A file with what is asked for, as the programme's `request` declares it
    #[arg(long)]
    request: Option<PathBuf>,
    /// The time at which the programme has to be in force: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
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
    let now = now_or_clock(args.now)?;
    let mut create = VerifierOptions::at(now);
    create.allow_demo_root = true;
    let verifier = Verifier::new(&read(&args.root)?, Some(&read(&args.snapshot)?), &create)?;
    if verifier.is_demo() {
        print::demo();
    }
    let nonce = match &args.nonce {
        Some(nonce) => nonce.clone(),
        None => new_nonce()?,
    };
    let mut options = PresentationRequestOptions::new("", &args.aud, nonce, now);
    let file = args.programme_file.as_deref();
    options.programme = asked::programme(args.programme.as_deref(), file)?;
    options.request = asked::request(args.request.as_deref())?;
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
