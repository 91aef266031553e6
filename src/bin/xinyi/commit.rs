//! `xinyi commit`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::holder::Commitment;
use xinyi::{Error, Instant, issuer};

use super::files::{self, Access};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::json::{filled, object};
use crate::print;
use crate::signer::HolderArgs;
use crate::terminal::{self, say};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Its type: approval_replacing, self_publicised, industry_self_discipline, credit_repair, proof_item
    #[arg(long = "type", value_name = "TYPE")]
    kind: String,
    /// What for: the code that the programme has
    #[arg(long)]
    item: String,
    /// The file with the text that the holder has read and agrees to, byte for byte; line breaks at its end are no part
    /// of it
    #[arg(long, value_name = "FILE")]
    text: PathBuf,
    /// The id of the programme that decides
    #[arg(long, value_name = "ID")]
    programme: String,
    /// Its version, for which alone the commitment counts
    #[arg(long, value_name = "NUMBER")]
    programme_version: u64,
    /// Whom it is made for
    #[arg(long)]
    aud: String,
    /// The nonce of their request
    // One in 64 begins like an option.
    #[arg(long, allow_hyphen_values = true)]
    nonce: String,
    /// When it ends: UNIX seconds or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Instant,
    /// When it is signed: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    #[command(flatten)]
    holder: HolderArgs,
    /// The file to make; there must be none [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// The bundle whose holder commits, or a presentation of it
    bundle: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    match commit(args) {
        // Whoever asks for JSON gets the error as JSON.
        Err(Failure::Refused(error)) if args.json => {
            terminal::json(&object! { "ok": false, "error": filled(&error) }.into());
            Ok(ExitCode::from(2))
        }
        done => done,
    }
}

fn commit(args: &Args) -> Result<ExitCode, Failure> {
    let bundle = files::read_token(&args.bundle)??;
    let text = files::read(&args.text)?;
    let commitment = Commitment {
        kind: args.kind.clone(),
        item: args.item.clone(),
        text_sha256: Commitment::sha256_of(text.trim_end_matches(['\n', '\r'])),
        programme: args.programme.clone(),
        version: args.programme_version,
        audience: args.aud.clone(),
        nonce: args.nonce.clone(),
        iat: now_or_clock(args.now)?,
        until: args.until,
    };
    let sign = |key: &dyn issuer::Signer| {
        let signed = issuer::commit(&bundle, &commitment, key);
        signed.map_err(|error: Error| Failure::from(error))
    };
    let signed = args.holder.with(&bundle, sign)?;
    if let Some(path) = &args.out {
        files::create_output(path, &(signed.clone() + "\n"), Access::Owner)?;
    }
    let document = object! {
        "ok": true,
        "commitment": signed.clone(),
        "text_sha256": commitment.text_sha256.clone(),
    };
    print::shown(&document, args.json, || match &args.out {
        Some(path) => say!("{}: signed", path.display()),
        None => say!("{}", signed),
    });
    Ok(ExitCode::SUCCESS)
}
