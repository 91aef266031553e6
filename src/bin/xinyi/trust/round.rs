//! A document that goes round: begun, signed by each, and verified.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xinyi::issuer::{self, Role, RootKeys, Tally, VerifyingKey};
use xinyi::{Decimal, Error, IgnoredKey, Instant, Object, Value};

use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{self, Access, Revision};
use crate::json::{self, object};
use crate::print;
use crate::signer::SignerArgs;
use crate::terminal::{aside, say};

/// When a document is made, and how long it holds.
#[derive(clap::Args)]
pub(super) struct Times {
    /// For how many days it holds
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=3_660))]
    days: i64,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
}

/// A document that is there, and what is printed of it.
#[derive(clap::Args)]
pub(super) struct Document {
    /// The file that goes round
    pub(super) file: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Signing with one's own key.
#[derive(clap::Args)]
pub(super) struct SignArgs {
    #[command(flatten)]
    pub(super) document: Document,
    #[command(flatten)]
    signer: SignerArgs,
}

/// Signing, and counting signatures, by a root that one has from where one trusts.
#[derive(clap::Args)]
struct Root {
    /// The root whose keys sign it
    #[arg(long, value_name = "ROOT")]
    root: PathBuf,
}

/// Signing a document whose keys are in the root.
#[derive(clap::Args)]
pub(crate) struct SignByRoot {
    #[command(flatten)]
    sign: SignArgs,
    #[command(flatten)]
    root: Root,
}

/// Verifying a document whose keys are in the root.
#[derive(clap::Args)]
pub(crate) struct VerifyByRoot {
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    root: Root,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
}

/// The members that every document starts with.
pub(super) fn begin(version: u64, times: &Times) -> Result<Object, Failure> {
    const DAY: i64 = 86_400;
    let now = now_or_clock(times.now)?;
    let end = now.add_seconds(times.days * DAY);
    let end = end.ok_or_else(|| Failure::Other("no calendar goes so far".to_owned()))?;
    Ok(object! {
        "version": i64::try_from(version).unwrap_or(i64::MAX),
        "iat": now.unix(),
        "exp": end.unix(),
    })
}

/// A time, which may have a fraction of a second.
fn number(document: &Object, name: &str) -> Option<Decimal> {
    match document.get(name)? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The members that the next version starts with.
pub(super) fn begin_next(previous: &Object, times: &Times) -> Result<Object, Failure> {
    let version = previous.get("version").and_then(Value::as_i64);
    let version = u64::try_from(version.unwrap_or_default()).unwrap_or_default();
    let next = begin(version.saturating_add(1), times)?;
    if number(&next, "iat") < number(previous, "iat") {
        return Err(Failure::Other(
            "the version before is of a later time: see to this machine's clock".to_owned(),
        ));
    }
    Ok(next)
}

/// Writes a document that nobody has signed yet.
pub(super) fn start(role: Role, document: &Object, out: &Path) -> Result<ExitCode, Failure> {
    let draft = issuer::draft(role, document)?;
    let (dropped, ignored) = issuer::check(role, &draft)?;
    if let Some(entry) = dropped.first() {
        return Err(Failure::Other(format!(
            "verifiers would drop an entry: {}",
            json::document(entry)
        )));
    }
    warn_of_ignored(&ignored);
    files::create_output(out, &(draft + "\n"), Access::Anybody)?;
    say!("{}: to be signed", out.display());
    Ok(ExitCode::SUCCESS)
}

/// Warns of keys that are not understood: they may be for a later version, or have a misspelt algorithm.
fn warn_of_ignored(keys: &[IgnoredKey]) {
    for key in keys {
        aside!(
            "verifiers of this version would pass over a key: {}",
            json::document(key)
        );
    }
}

/// [`sign`], for a document whose keys are in the root.
pub(super) fn sign_by_root(role: Role, args: &SignByRoot) -> Result<ExitCode, Failure> {
    sign(role, &args.sign, &[read_root(&args.root.root)?])
}

/// [`verify`], for a document whose keys are in the root.
pub(super) fn verify_by_root(role: Role, args: &VerifyByRoot) -> Result<ExitCode, Failure> {
    let root = read_root(&args.root.root)?;
    verify(role, &args.document, &[root], now_or_clock(args.now)?)
}

/// Adds the key's signature to the file, under each name that counts by any of the roots.
pub(super) fn sign(role: Role, args: &SignArgs, roots: &[RootKeys]) -> Result<ExitCode, Failure> {
    let path = &args.document.file;
    let revision = Revision::begin(path)?;
    let mut signed = revision.text().to_owned();
    issuer::check(role, &signed)?;
    let names = args.signer.with(|signer| {
        let key = signer.verifying_key();
        let names = names(role, key, roots);
        if names.is_empty() {
            return Err(Failure::Other(format!(
                "the signature would not count: the root has no key {}",
                key.thumbprint()
            )));
        }
        for name in &names {
            signed = issuer::add_signature(role, signed.trim_end(), name, signer)?;
        }
        Ok(names)
    })?;
    revision.replace(&(signed.clone() + "\n"))?;
    if !args.document.json {
        say!("{}: signed as {}", path.display(), names.join(", "));
    }
    show(role, &signed, roots, args.document.json)?;
    Ok(ExitCode::SUCCESS)
}

/// The names under which a key counts by any of the roots.
fn names(role: Role, key: &VerifyingKey, roots: &[RootKeys]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in roots.iter().flat_map(|root| root.names(role, key)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Says whether a document is signed as each of the roots asks, and has not run out.
pub(super) fn verify(
    role: Role,
    document: &Document,
    roots: &[RootKeys],
    now: Instant,
) -> Result<ExitCode, Failure> {
    let signed = files::read(&document.file)?;
    let (dropped, ignored) = issuer::check(role, &signed)?;
    let is_signed = show(role, &signed, roots, document.json)?;
    for entry in &dropped {
        aside!("verifiers would drop an entry: {}", json::document(entry));
    }
    warn_of_ignored(&ignored);
    let exp = number(&issuer::contents(role, &signed)?, "exp");
    // An edition of the law has no end: the next one takes its place.
    let is_over = exp.is_some_and(|exp| Decimal::from(now.unix()) >= exp);
    if is_over {
        aside!("it has run out");
    }
    Ok(match is_signed && !is_over && dropped.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    })
}

/// Prints what a document is and who signed it. Says whether enough have.
fn show(role: Role, signed: &str, roots: &[RootKeys], json: bool) -> Result<bool, Failure> {
    let contents = issuer::contents(role, signed)?;
    let version = contents.get("version").cloned().unwrap_or(Value::Null);
    let pin = issuer::pin(signed.trim_end())?;
    let sha256 = pin.get("sha256").cloned().unwrap_or(Value::Null);
    let tallies: Vec<(u64, Tally)> = roots
        .iter()
        .map(|root| Ok((root.version(), root.tally(role, signed)?)))
        .collect::<Result<_, Error>>()?;
    let is_signed = tallies.iter().all(|(_, tally)| tally.is_enough());
    let shown = object! {
        "version": version.clone(),
        "sha256": sha256.clone(),
        "signed": is_signed,
        "by": tallies.iter().map(|(root, tally)| tally_to_json(*root, tally)).collect::<Vec<_>>(),
    };
    print::shown(&shown, json, || {
        say!(
            "version {}, SHA-256 of its payload {}",
            version,
            sha256.as_str().unwrap_or_default()
        );
        for (root, tally) in &tallies {
            let Tally {
                threshold,
                found,
                signed,
                waiting,
            } = tally;
            say!(
                "by the keys of root {}: {} of {} signatures",
                root,
                found,
                threshold
            );
            say!("  signed: {}", list_of(signed));
            say!("  not signed: {}", list_of(waiting));
        }
    });
    Ok(is_signed)
}

fn tally_to_json(root: u64, tally: &Tally) -> Object {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    object! {
        "root": i64::try_from(root).unwrap_or(i64::MAX),
        "threshold": count(tally.threshold),
        "found": count(tally.found),
        "signed": tally.signed.clone(),
        "waiting": tally.waiting.clone(),
    }
}

fn list_of(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        names => names.join(", "),
    }
}

pub(super) fn read_root(path: &Path) -> Result<RootKeys, Failure> {
    Ok(RootKeys::parse(&files::read(path)?)?)
}
