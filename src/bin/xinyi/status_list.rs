//! `xinyi status build|set`: of one list in a file, or of all lists of a register.

mod by_register;
mod terms;

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::Instant;
use xinyi::issuer;

use self::terms::{Key, Terms};

use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::files::{self, Access, Revision};
use crate::terminal::say;

#[derive(clap::Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    key: Key,
    /// Whose list it is: the `issuer` of the trust-list entry that has the key
    #[arg(long, value_name = "URL")]
    issuer: String,
    /// Sign all lists of a register, as it has them: each becomes a file of the folder --out, `1.jwt` the first
    #[arg(long, value_name = "FILE", conflicts_with_all = ["uri", "entries", "bits"])]
    register: Option<PathBuf>,
    /// What bundles call the list, in `status.status_list.uri`
    #[arg(long, required_unless_present = "register")]
    uri: Option<String>,
    /// How many bundles there has to be room for
    #[arg(long, required_unless_present = "register")]
    entries: Option<u64>,
    /// Bits per entry: 1 (valid or not), 2 (suspended as well), 4 or 8
    #[arg(long, default_value_t = 2)]
    bits: u8,
    /// After how many seconds apps should fetch a newer one
    #[arg(long, value_name = "SECONDS", default_value_t = 43_200, value_parser = clap::value_parser!(i64).range(1..))]
    ttl: i64,
    /// After how many days it is not to be used any more
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(i64).range(1..=3_660))]
    days: i64,
    /// With --register: sign a list though it was signed as of a later time, by a clock that was wrong
    #[arg(long, requires = "register")]
    despite_later_list: bool,
    /// The time: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The file to make; there must be none. With --register, the folder of lists, which are replaced
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct SetArgs {
    #[command(flatten)]
    key: Key,
    /// Whose list it is: the `issuer` of the trust-list entry that has the key [default: as the
    /// list says]
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
    /// A file with further changes, one a line. With --register, lines of JSON:
    /// `{"subject", "holder"?, "change": "suspend" | "revoke" | "reinstate", "who", "why"}`
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
    #[command(flatten)]
    by_register: by_register::InRegister,
    /// The time: UNIX seconds or RFC 3339; later than the list's own [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The status list, which is replaced by its newer version
    #[arg(required_unless_present = "register", conflicts_with = "register")]
    file: Option<PathBuf>,
    /// What to change: an index and `VALID`, `INVALID` (for good), `SUSPENDED` or a number.
    /// Without any the list is only signed anew
    #[arg(value_name = "IDX=STATUS", value_parser = change)]
    set: Vec<(u64, u8)>,
}

pub(super) fn build(args: &BuildArgs) -> Result<ExitCode, Failure> {
    let iat = now_or_clock(args.now)?;
    let terms = Terms {
        iss: &args.issuer,
        days: args.days,
        ttl: args.ttl,
    };
    let (uri, entries) = match (&args.register, &args.uri, args.entries) {
        (Some(register), ..) => {
            let out = (&*args.out, args.despite_later_list);
            by_register::build(register, &args.key, terms, iat, out)?;
            return Ok(ExitCode::SUCCESS);
        }
        (None, Some(uri), Some(entries)) => (uri, entries),
        // The arguments were refused before.
        (None, ..) => return Err(Failure::Other("there is no list".to_owned())),
    };
    let list = terms.of(uri, args.bits, entries, &[], iat);
    let token = args
        .key
        .sign(|signatory| issuer::sign_status_list(&list, signatory))?;
    files::create_output(&args.out, &(token + "\n"), Access::Anybody)?;
    say!("{}: {} entries, all valid", args.out.display(), entries);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn set(args: &SetArgs) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.now)?;
    let Some(file) = &args.file else {
        let (key, iss) = (&args.key, args.issuer.as_deref());
        return by_register::set(&args.by_register, key, iss, args.changes.as_deref(), now);
    };
    let list = Revision::begin(file)?;
    let mut changes = args.set.clone();
    if let Some(path) = &args.changes {
        for (number, line) in files::read(path)?.lines().enumerate() {
            if !line.trim().is_empty() {
                let problem = |e| files::failed(path, &format!("line {}: {e}", number + 1));
                changes.push(change(line.trim()).map_err(problem)?);
            }
        }
    }
    let iat = now;
    let (token, iss) = (list.text().trim(), args.issuer.as_deref());
    let changed = args
        .key
        .sign(|signatory| issuer::change_status_list(token, &changes, iat, iss, signatory))?;
    list.replace(&(changed + "\n"))?;
    say!(
        "{}: {} entries set, signed at {}",
        file.display(),
        changes.len(),
        iat
    );
    Ok(ExitCode::SUCCESS)
}

/// `IDX=STATUS`.
fn change(text: &str) -> Result<(u64, u8), String> {
    let read = || {
        let (idx, status) = text.split_once('=')?;
        let value = match status {
            "VALID" => 0,
            "INVALID" => 1,
            "SUSPENDED" => 2,
            number => number.parse().ok()?,
        };
        Some((idx.parse().ok()?, value))
    };
    read().ok_or_else(|| "an index and a status expected, such as 42=SUSPENDED".to_owned())
}
