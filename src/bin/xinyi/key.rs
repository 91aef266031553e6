//! `xinyi key generate|import|show`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use data_encoding::HEXLOWER;
use xinyi::issuer::{Algorithm, SigningKey, SystemRandom};
use xinyi::token::VerifyingKey;
use xinyi::{Object, Value};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::files::{self, Access};
use crate::json::{object, pretty};
use crate::key_file::{self, Encrypted, Fault, KeyFile, Kind};
use crate::print;
use crate::terminal::{self, say};

/// What is read, for the help.
pub(super) const FORMS: &str = "\
Keys of SM2, ES256 (P-256) and Ed25519 are read as PKCS #8 (encrypted or not), SEC 1, SubjectPublicKeyInfo, JWK, or as the \
bare number or point; in PEM, DER, base64 or hexadecimal digits. What cannot be read is named for what it is, with the \
line that converts it, where there is one.";

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

#[derive(clap::Args)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    source: Source,
    /// The file for the private key, PKCS #8 in PEM and for its owner alone; the public key comes
    /// beside it, as .jwk. Neither may be there yet. Of a public key there is the .jwk alone
    #[arg(long, value_name = "KEY.pem")]
    out: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    source: Source,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Source {
    /// The file with the key; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Ed25519, ES256 or SM2: of which algorithm the key is, where the file does not say it
    #[arg(long, value_parser = algorithm)]
    algorithm: Option<Algorithm>,
    /// A file whose first line is the passphrase of an encrypted key [default: `import` asks on the terminal]
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(super) fn generate(args: &GenerateArgs) -> Result<ExitCode, Failure> {
    let pair = Pair::at(&args.out)?;
    let key = SigningKey::generate(args.algorithm, &SystemRandom::new())?;
    written(&pair.write(&key)?, args.json);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn import(args: &ImportArgs) -> Result<ExitCode, Failure> {
    let source = &args.source;
    let run = || {
        let found = source.read()?;
        let notes = found.notes();
        let shown = match found {
            KeyFile::Private(key, _) => Pair::at(&args.out)?.write(&key),
            KeyFile::Encrypted(key) => {
                // Before anybody is asked for a passphrase.
                let pair = Pair::at(&args.out)?;
                pair.write(&source.open(&key, &source.passphrase()?)?)
            }
            KeyFile::Public(key, _) => write_public(&args.out.with_extension("jwk"), &key),
        };
        Ok(with_notes(shown?, notes))
    };
    answer(run(), args.json, written)
}

pub(super) fn show(args: &ShowArgs) -> Result<ExitCode, Failure> {
    let source = &args.source;
    let run = || {
        let found = source.read()?;
        let notes = found.notes();
        let (kind, form, key, scheme) = match found {
            KeyFile::Private(key, form) => {
                ("private", form, Some(key.verifying_key().clone()), None)
            }
            KeyFile::Public(key, form) => ("public", form, Some(key), None),
            KeyFile::Encrypted(encrypted) => {
                // Nobody is asked for the passphrase of a key that is only looked at.
                let key = match &source.passphrase_file {
                    Some(_) => Some(source.open(&encrypted, &source.passphrase()?)?),
                    None => None,
                };
                let key = key.map(|key| key.verifying_key().clone());
                ("private", encrypted.form, key, Some(encrypted.scheme()))
            }
        };
        let jwk = key.as_ref().map(VerifyingKey::to_jwk);
        let curve = jwk.as_ref().and_then(|jwk| jwk.get("crv")).cloned();
        let shown = object! {
            "kind": kind,
            "encrypted": scheme.is_some(),
            "scheme": scheme,
            "document": form.document,
            "container": form.container,
            "program": form.program,
            "algorithm": key.as_ref().map(|key| key.algorithm().name()),
            "curve": curve,
            "point": key.as_ref().map(|key| HEXLOWER.encode(key.point())),
            "thumbprint": key.as_ref().map(VerifyingKey::thumbprint),
            "jwk": jwk,
        };
        Ok(with_notes(shown, notes))
    };
    answer(run(), args.json, |shown, json| {
        print::shown(shown, json, || {
            let is_shown = |name: &str, value: &Value| *value != Value::Null && name != NOTES;
            for (name, value) in shown.iter().filter(|(name, value)| is_shown(name, value)) {
                match value.as_str() {
                    Some(text) => say!("{}: {}", name, text),
                    None => say!("{}: {}", name, value),
                }
            }
            print_notes(shown);
        });
    })
}

impl Source {
    fn read(&self) -> Result<KeyFile, Failure> {
        let bytes = files::read_key_bytes(&self.file)?;
        key_file::read(&bytes, self.algorithm).map_err(|fault| self.refused(&fault))
    }

    /// The passphrase: the first line of its file, or what is typed where nobody sees it.
    fn passphrase(&self) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let Some(path) = &self.passphrase_file else {
            let typed = rpassword::prompt_password("口令 / passphrase: ");
            let typed = typed.map_err(|_| self.refused(&Kind::NoTerminal.into()))?;
            return Ok(Zeroizing::new(typed.into_bytes()));
        };
        let standard_input = Path::new("-");
        if path == standard_input && self.file == standard_input {
            let problem = "the key comes from standard input, and so cannot the passphrase";
            return Err(files::failed(path, problem));
        }
        Ok(first_line(&files::read_key_bytes(path)?))
    }

    fn open(&self, key: &Encrypted, passphrase: &[u8]) -> Result<SigningKey, Failure> {
        let opened = key.open(passphrase, self.algorithm);
        opened.map_err(|fault| self.refused(&fault))
    }

    fn refused(&self, fault: &Fault) -> Failure {
        Failure::Told(fault.to_json(&self.file))
    }
}

/// The first line of a passphrase's file. Its bytes are taken as they are, but for what an editor puts around them, and
/// UTF-16 as UTF-8.
fn first_line(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let text = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => key_file::decoded(bytes).as_bytes().to_vec(),
        [0xEF, 0xBB, 0xBF, text @ ..] | text => text.to_vec(),
    };
    let text = Zeroizing::new(text);
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Zeroizing::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec())
}

/// Where a private key and its public one are going to be.
struct Pair<'a> {
    private: &'a Path,
    public: PathBuf,
}

impl<'a> Pair<'a> {
    /// Sees that neither is there yet.
    fn at(private: &'a Path) -> Result<Self, Failure> {
        let public = private.with_extension("jwk");
        if public == private {
            let problem = "the private key's file wants another ending than .jwk";
            return Err(files::failed(private, problem));
        }
        if let Some(taken) = [private, &public].into_iter().find(|path| is_taken(path)) {
            return Err(files::failed(taken, "there is a file already"));
        }
        Ok(Self { private, public })
    }

    fn write(&self, key: &SigningKey) -> Result<Object, Failure> {
        let pem = Zeroizing::new(files::pem(key.to_pkcs8()));
        files::create_output(self.private, &pem, Access::Owner)?;
        let mut shown = object! { "private": self.private.display().to_string() };
        let public = write_public(&self.public, key.verifying_key()).inspect_err(|_| {
            // No half of a pair stays: what this run has just made is taken away again.
            drop(fs::remove_file(self.private));
        })?;
        for (name, value) in public {
            shown.set(&name, value);
        }
        Ok(shown)
    }
}

/// Whether a place has anything in it, be it a link to nowhere.
fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn write_public(path: &Path, key: &VerifyingKey) -> Result<Object, Failure> {
    let jwk = key.to_jwk();
    files::create_output(path, &pretty(&jwk.clone().into()), Access::Anybody)?;
    Ok(object! {
        "public": path.display().to_string(),
        "jwk": jwk,
        "thumbprint": key.thumbprint(),
    })
}

/// Says which files there are now.
fn written(shown: &Object, json: bool) {
    let text = |name| shown.get(name).and_then(Value::as_str);
    print::shown(shown, json, || {
        if let Some(private) = text("private") {
            say!("{}: the private key; nobody else may read it", private);
        }
        let [public, thumbprint] =
            ["public", "thumbprint"].map(|name| text(name).unwrap_or_default());
        say!("{}: the public key, to be passed on", public);
        say!("thumbprint (RFC 7638): {}", thumbprint);
        print_notes(shown);
    });
}

/// Where an answer has what has to be known of a key.
const NOTES: &str = "notes";

fn with_notes(mut shown: Object, notes: Vec<Value>) -> Object {
    if !notes.is_empty() {
        shown.set(NOTES, notes);
    }
    shown
}

fn print_notes(shown: &Object) {
    let notes = shown.get(NOTES).and_then(Value::as_array);
    for note in notes.unwrap_or_default() {
        print::note(note);
    }
}

/// Prints what came of a command. With `--json` what is wrong with the key is an answer, too.
fn answer(
    result: Result<Object, Failure>,
    json: bool,
    print: impl FnOnce(&Object, bool),
) -> Result<ExitCode, Failure> {
    match result {
        Ok(shown) => {
            print(&shown, json);
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::Told(error)) if json => {
            terminal::json(&object! { "ok": false, "error": error }.into());
            Ok(ExitCode::from(2))
        }
        Err(failure) => Err(failure),
    }
}

/// The algorithm of a key.
fn algorithm(name: &str) -> Result<Algorithm, String> {
    Algorithm::from_name(name).ok_or_else(|| "one of Ed25519, ES256 and SM2 expected".to_owned())
}
