//! Whose key signs: one in a file, or one elsewhere that a command asks for signatures.

mod command;
mod running;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ArgGroup;
use xinyi::issuer::{Signer, VerifyingKey};
use xinyi::{Family, Inspection, Instant, Stage, Value};

use self::command::SignCommand;
use crate::failure::Failure;
use crate::files;
use crate::key_file::{self, KeyFile};
use crate::terminal::aside;

/// A private key in a file, or a command and the public key of what it signs with.
#[derive(clap::Args)]
#[command(group = ArgGroup::new("signer").args(["key", "sign_command"]).required(true))]
pub(crate) struct SignerArgs {
    /// The private key, in PEM
    #[arg(long, value_name = "KEY.pem")]
    key: Option<PathBuf>,
    /// In place of --key: a command that has a key elsewhere sign, such as in an HSM. For each signature it reads a
    /// line, what is to be signed in base64url, and answers with a line, the signature in base64, raw or in DER
    #[arg(long, value_name = "COMMAND", requires = "public_key")]
    sign_command: Option<String>,
    /// The public key that the command signs with
    #[arg(
        long,
        value_name = "FILE",
        requires = "sign_command",
        conflicts_with = "key"
    )]
    public_key: Option<PathBuf>,
    /// For how many seconds the command may take to sign once
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "sign_command", conflicts_with = "key", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    sign_timeout: u64,
}

impl SignerArgs {
    /// Signs, and returns what was made of it once the signer has ended as it should: a command with status 0.
    pub(crate) fn with<T>(
        &self,
        make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let (command, path) = match (&self.key, &self.sign_command, &self.public_key) {
            (Some(key), ..) => return make(&files::read_key(key)?),
            (None, Some(command), Some(public)) => (command, public),
            // The arguments were refused before.
            (None, ..) => return Err(Failure::Other("there is no key".to_owned())),
        };
        by_command(command, path, self.sign_timeout, make)
    }
}

/// Signs by a command that has the private half of the public key in a file, and takes so many seconds at most for each
/// signature.
pub(crate) fn by_command<T>(
    command: &str,
    path: &Path,
    seconds: u64,
    make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let public = read_public_key(path)?;
    let signer = SignCommand::new(command, public, Duration::from_secs(seconds));
    let made = make(&signer).inspect_err(|failure| {
        if let Failure::Refused(error) = failure
            && error.stage() == Stage::Signer
            && error.code().family() == Family::Signature
        {
            aside!(
                "the signature by --sign-command was checked with {}",
                path.display()
            );
        }
    })?;
    signer.end()?;
    Ok(made)
}

/// A holder's private key in a file, or a command that signs with it. Its public key is in the bundle.
#[derive(clap::Args)]
pub(crate) struct HolderArgs {
    /// The holder's private key, in PEM
    #[arg(long, value_name = "KEY.pem")]
    holder_key: Option<PathBuf>,
    /// In place of --holder-key: a command that has a key elsewhere sign, as those of `programme sign`
    #[arg(long, value_name = "COMMAND")]
    sign_command: Option<String>,
    /// For how many seconds the command may take to sign
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "sign_command", conflicts_with = "holder_key", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    sign_timeout: u64,
}

impl HolderArgs {
    /// Signs for the holder of a bundle, and returns what was made of it once the signer has ended as it should.
    pub(crate) fn with<T>(
        &self,
        bundle: &str,
        make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let (Some(command), None) = (&self.sign_command, &self.holder_key) else {
            let key = self.holder_key.as_deref().unwrap_or(Path::new("-"));
            return make(&files::read_key(key)?);
        };
        let claims = Inspection::of(bundle, Instant::MIN).to_json();
        let jwk = claims
            .member("claims")
            .and_then(|claims| claims.member("cnf")?.member("jwk"));
        let public = VerifyingKey::from_jwk(jwk.unwrap_or(&Value::Null), None)?;
        let signer = SignCommand::new(command, public, Duration::from_secs(self.sign_timeout));
        let made = make(&signer)?;
        signer.end()?;
        Ok(made)
    }
}

fn read_public_key(path: &Path) -> Result<VerifyingKey, Failure> {
    let read = key_file::read(&files::read_key_bytes(path)?, None);
    match read.map_err(|fault| Failure::Told(fault.to_json(path)))? {
        KeyFile::Public(key, _) => Ok(key),
        KeyFile::Private(..) | KeyFile::Encrypted(_) => Err(files::failed(
            path,
            "a public key expected, and here is a private one",
        )),
    }
}
