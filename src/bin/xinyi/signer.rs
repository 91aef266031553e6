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
        make: impl FnOnce(&(dyn Signer + Sync)) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let (command, path) = match (&self.key, &self.sign_command, &self.public_key) {
            (Some(key), ..) => return make(&files::read_key(key)?),
            (None, Some(command), Some(public)) => (command, public),
            // The arguments were refused before.
            (None, ..) => return Err(Failure::Other("there is no key".to_owned())),
        };
        let public = read_public_key(path)?;
        by_command(
            command,
            public,
            &path.display().to_string(),
            self.sign_timeout,
            make,
        )
    }
}

/// Signs by a command that has the private half of a public key, and takes so many seconds at most for each signature.
/// `of` says where that key is from.
fn by_command<T>(
    command: &str,
    public: VerifyingKey,
    of: &str,
    seconds: u64,
    make: impl FnOnce(&(dyn Signer + Sync)) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let signer = SignCommand::new(command, public, Duration::from_secs(seconds));
    let made = make(&signer).inspect_err(|failure| {
        if let Failure::Refused(error) = failure
            && error.stage() == Stage::Signer
            && error.code().family() == Family::Signature
        {
            aside!("the signature by --sign-command was checked with {}", of);
        }
    })?;
    signer.end()?;
    Ok(made)
}

/// A holder's private key in a file, or a command that signs with it.
#[derive(clap::Args)]
#[command(group = ArgGroup::new("holder_signer").args(["holder_key", "sign_command"]).required(true))]
pub(crate) struct HolderArgs {
    /// The holder's private key
    #[arg(long, value_name = "KEY")]
    holder_key: Option<PathBuf>,
    #[command(flatten)]
    command: HolderCommandArgs,
}

/// A command that signs with a holder's key.
#[derive(clap::Args)]
pub(crate) struct HolderCommandArgs {
    /// In place of --holder-key: a command that has a key elsewhere sign, as `xinyi programme sign --help` says
    #[arg(long, value_name = "COMMAND", conflicts_with = "holder_key")]
    sign_command: Option<String>,
    /// The public key that the command signs with [default: that of the bundle]
    #[arg(long, value_name = "FILE", requires = "sign_command")]
    public_key: Option<PathBuf>,
    /// For how many seconds the command may take to sign once
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "sign_command", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    sign_timeout: u64,
}

impl HolderArgs {
    /// Signs for the holder of a bundle, and returns what was made of it once the signer has ended as it should.
    pub(crate) fn with<T>(
        &self,
        bundle: &str,
        make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match &self.holder_key {
            Some(key) => make(&files::read_key(key)?),
            None => self.command.with(bundle, make),
        }
    }
}

impl HolderCommandArgs {
    /// If a command is named.
    pub(crate) fn given(&self) -> Option<&Self> {
        self.sign_command.as_ref().map(|_| self)
    }

    /// Signs for the holder of a bundle.
    pub(crate) fn with<T>(
        &self,
        bundle: &str,
        make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // The arguments were refused before.
        let command = self.sign_command.as_deref();
        let command = command.ok_or_else(|| Failure::Other("there is no key".to_owned()))?;
        let (public, of) = match &self.public_key {
            Some(path) => (read_public_key(path)?, path.display().to_string()),
            None => (holder_key(bundle)?, "the key of the bundle".to_owned()),
        };
        by_command(command, public, &of, self.sign_timeout, |signer| {
            make(signer)
        })
    }
}

/// The public key that a bundle is bound to.
fn holder_key(bundle: &str) -> Result<VerifyingKey, Failure> {
    let claims = Inspection::of(bundle, Instant::MIN).to_json();
    let jwk = claims
        .member("claims")
        .and_then(|claims| claims.member("cnf")?.member("jwk"));
    Ok(VerifyingKey::from_jwk(jwk.unwrap_or(&Value::Null), None)?)
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
