//! `xinyi key generate`.

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::issuer::{Algorithm, SigningKey, SystemRandom};

use crate::failure::Failure;
use crate::files::{self, Access};
use crate::json::{object, pretty};
use crate::print;
use crate::terminal::say;

#[derive(clap::Args)]
pub(super) struct GenerateArgs {
    /// Ed25519, ES256 or SM2
    #[arg(long, default_value = "Ed25519", value_parser = algorithm)]
    algorithm: Algorithm,
    /// The file for the private key, PKCS #8 in PEM and for its owner alone; the public key comes
    /// beside it, as .jwk. Neither may be there yet
    #[arg(long, value_name = "KEY.pem")]
    out: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(super) fn generate(args: &GenerateArgs) -> Result<ExitCode, Failure> {
    let public = args.out.with_extension("jwk");
    if public == args.out {
        let problem = "the private key's file wants another ending than .jwk";
        return Err(files::failed(&args.out, problem));
    }
    if public.exists() {
        return Err(files::failed(&public, "there is a file already"));
    }
    let key = SigningKey::generate(args.algorithm, &SystemRandom::new())?;
    files::create_output(&args.out, &files::pem(key.to_pkcs8()), Access::Owner)?;
    let jwk = key.to_jwk();
    files::create_output(&public, &pretty(&jwk.clone().into()), Access::Anybody)?;
    let shown = object! {
        "private": args.out.display().to_string(),
        "public": public.display().to_string(),
        "jwk": jwk,
        "thumbprint": key.thumbprint(),
    };
    print::shown(&shown, args.json, || {
        say!(
            "{}: the private key; nobody else may read it",
            args.out.display()
        );
        say!("{}: the public key, to be passed on", public.display());
        say!("thumbprint (RFC 7638): {}", key.thumbprint());
    });
    Ok(ExitCode::SUCCESS)
}

/// The algorithm of a new key.
fn algorithm(name: &str) -> Result<Algorithm, String> {
    Algorithm::from_name(name).ok_or_else(|| "one of Ed25519, ES256 and SM2 expected".to_owned())
}
