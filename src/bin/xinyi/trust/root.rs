//! `xinyi trust root`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use xinyi::issuer::{self, Role, RootKeys};
use xinyi::token::VerifyingKey;
use xinyi::{Instant, Object, Value, Verifier, VerifierOptions};

use super::round::{Document, SignArgs, Times, begin, begin_next, read_root, sign, start, verify};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::json::{self, object};
use crate::terminal::say;
use crate::{files, print};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Begin the first root
    Init(InitArgs),
    /// Begin the next version of a root, with other keys or thresholds
    Rotate(RotateArgs),
    /// Add your signature
    Sign(RootSignArgs),
    /// Say who has signed, and whether that is enough
    Verify(VerifyArgs),
    /// Write it as a file that an app's build takes in, once an app could pin it
    Export(ExportArgs),
}

#[derive(clap::Args)]
pub(crate) struct InitArgs {
    /// The constant name of this root, through all its versions
    #[arg(long)]
    id: String,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    times: Times,
    /// The file to make
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct RotateArgs {
    /// The version before
    previous: PathBuf,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    times: Times,
    /// The file to make
    #[arg(long)]
    out: PathBuf,
}

/// Keys and roles. A rotated root keeps the roles that are not given, and of the keys those that
/// still have a role.
#[derive(clap::Args)]
struct Keys {
    /// A public key and the name that it is to have
    #[arg(long = "key", value_name = "NAME=KEY.jwk", value_parser = named_key)]
    keys: Vec<(String, PathBuf)>,
    /// Who signs roots: how many of which keys
    #[arg(long, value_name = "THRESHOLD:NAME,…", value_parser = quorum)]
    root: Option<Quorum>,
    /// Who signs manifests
    #[arg(long, value_name = "THRESHOLD:NAME,…", value_parser = quorum)]
    manifest: Option<Quorum>,
    /// Who signs trust lists
    #[arg(long, value_name = "THRESHOLD:NAME,…", value_parser = quorum)]
    trust_list: Option<Quorum>,
}

#[derive(clap::Args)]
pub(crate) struct RootSignArgs {
    #[command(flatten)]
    sign: SignArgs,
    /// The version before, whose holders sign as well
    #[arg(long, value_name = "ROOT")]
    previous: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    document: Document,
    /// The version before, by whose keys it has to be signed as well
    #[arg(long, value_name = "ROOT")]
    previous: Option<PathBuf>,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
}

#[derive(clap::Args)]
pub(crate) struct ExportArgs {
    /// As a CommonJS module that exports the text: mini-programs cannot read JSON
    #[arg(long, required = true)]
    js: bool,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The file to make. One that is there is replaced
    #[arg(long)]
    out: PathBuf,
    /// The root
    file: PathBuf,
}

/// How many of which keys.
#[derive(Clone)]
struct Quorum {
    threshold: i64,
    kids: Vec<String>,
}

pub(super) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Init(args) => {
            let mut root = object! { "id": args.id.as_str() };
            root.extend(begin(1, &args.times)?);
            complete(root, &Object::new(), &args.keys, &args.out)
        }
        Command::Rotate(args) => {
            let previous = issuer::contents(Role::Root, &files::read(&args.previous)?)?;
            let id = previous.get("id").cloned().unwrap_or(Value::Null);
            let mut root = object! { "id": id };
            root.extend(begin_next(&previous, &args.times)?);
            complete(root, &previous, &args.keys, &args.out)
        }
        Command::Sign(args) => {
            let roots = with_previous(&args.sign.document.file, args.previous.as_deref())?;
            sign(Role::Root, &args.sign, &roots)
        }
        Command::Verify(args) => {
            let roots = with_previous(&args.document.file, args.previous.as_deref())?;
            let now = now_or_clock(args.now)?;
            verify(Role::Root, &args.document, &roots, now)
        }
        Command::Export(args) => export(args),
    }
}

fn export(args: &ExportArgs) -> Result<ExitCode, Failure> {
    let text = files::read(&args.file)?;
    let mut options = VerifierOptions::at(now_or_clock(args.now)?);
    options.allow_demo_root = true;
    let verifier = Verifier::new(&text, None, &options)?;
    if verifier.is_demo() {
        print::demo();
    }
    files::replace_output(&args.out, &json::module(&text))?;
    say!("{}: written", args.out.display());
    Ok(ExitCode::SUCCESS)
}

/// A root is signed by its own keys, and by those of the version before.
fn with_previous(file: &Path, previous: Option<&Path>) -> Result<Vec<RootKeys>, Failure> {
    let own = read_root(file)?;
    let Some(previous) = previous else {
        return Ok(vec![own]);
    };
    let previous = read_root(previous)?;
    previous.check_next(&own)?;
    Ok(vec![own, previous])
}

/// Adds keys and roles.
fn complete(
    mut root: Object,
    previous: &Object,
    given: &Keys,
    out: &Path,
) -> Result<ExitCode, Failure> {
    let mut roles = Object::new();
    let mut needed: Vec<&str> = Vec::new();
    for (name, option, quorum) in [
        ("root", "--root", &given.root),
        ("manifest", "--manifest", &given.manifest),
        ("trust_list", "--trust-list", &given.trust_list),
    ] {
        let before = previous.get("roles").and_then(|roles| roles.member(name));
        let role = match (quorum, before) {
            (Some(quorum), _) => {
                Value::from(object! { "kids": quorum.kids.clone(), "threshold": quorum.threshold })
            }
            (None, Some(before)) => before.clone(),
            (None, None) => return Err(Failure::Other(format!("{option} is missing"))),
        };
        match quorum {
            Some(quorum) => needed.extend(quorum.kids.iter().map(String::as_str)),
            None => needed.extend(before.into_iter().flat_map(kids)),
        }
        roles.set(name, role);
    }
    let mut keys: Vec<Object> = Vec::new();
    for name in needed {
        let is_there = |key: &Object| key.get("kid").and_then(Value::as_str) == Some(name);
        if !keys.iter().any(is_there) {
            keys.push(key(name, previous, given)?);
        }
    }
    let without_a_role = given.keys.iter().find(|(name, _)| {
        let is_it = |key: &Object| key.get("kid").and_then(Value::as_str) == Some(name);
        !keys.iter().any(is_it)
    });
    if let Some((name, _)) = without_a_role {
        return Err(Failure::Other(format!("the key {name} has no role")));
    }
    root.set("keys", keys);
    root.set("roles", roles);
    start(Role::Root, &root, out)
}

/// A key by its name: one that is given, or one of the version before.
fn key(name: &str, previous: &Object, given: &Keys) -> Result<Object, Failure> {
    if let Some((_, path)) = given.keys.iter().find(|(given, _)| given == name) {
        let mut jwk = files::read_object(path)?;
        let algorithm = VerifyingKey::from_jwk(&jwk.clone().into(), None)?.algorithm();
        jwk.remove("alg");
        return Ok(object! { "kid": name, "alg": algorithm.name(), "jwk": jwk });
    }
    let known = previous.get("keys").and_then(Value::as_array);
    let is_it = |key: &&Value| key.member("kid").and_then(Value::as_str) == Some(name);
    let known = known.unwrap_or_default().iter().find(is_it);
    let known = known.and_then(Value::as_object).cloned();
    known.ok_or_else(|| Failure::Other(format!("there is no key {name}: give it with --key")))
}

fn kids(role: &Value) -> impl Iterator<Item = &str> {
    let kids = role.member("kids").and_then(Value::as_array);
    kids.unwrap_or_default().iter().filter_map(Value::as_str)
}

fn named_key(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok((name.to_owned(), PathBuf::from(path)))
        }
        _ => Err("a name and a file expected, such as root-1=alice.jwk".to_owned()),
    }
}

fn quorum(text: &str) -> Result<Quorum, String> {
    let read = || {
        let (threshold, kids) = text.split_once(':')?;
        let kids: Vec<String> = kids.split(',').map(|kid| kid.trim().to_owned()).collect();
        let threshold: i64 = threshold.parse().ok()?;
        let possible = 1..=i64::try_from(kids.len()).ok()?;
        (possible.contains(&threshold) && kids.iter().all(|kid| !kid.is_empty()))
            .then_some(Quorum { threshold, kids })
    };
    read()
        .ok_or_else(|| "a threshold and names expected, such as 2:root-1,root-2,root-3".to_owned())
}
