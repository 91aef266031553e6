//! Status lists of a platform's register: changed in the register, with who and why, and then signed as a whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rusqlite::Connection;
use serde::Deserialize;
use xinyi::issuer::{self, VerifyingKey};
use xinyi::{Code, Error, Instant, Problem, Value};

use super::terms::{Key, Terms};
use crate::failure::Failure;
use crate::files::{self, failed};
use crate::json::object;
use crate::lines::Lines;
use crate::register::{Cause, Change, Listed, Register, Trouble, change, of_subject, revoke_key};
use crate::terminal::{aside, say};
use crate::token::refusal;

/// What is changed in a register.
#[derive(clap::Args)]
pub(super) struct InRegister {
    /// The database of entries; in place of a status list
    #[arg(long, value_name = "FILE", requires_all = ["out", "issuer"], conflicts_with = "set")]
    register: Option<PathBuf>,
    /// With --register: the subject whose bundles are suspended. Once it is found that they are in order, they are
    /// reinstated
    #[arg(long, value_name = "SUBJECT", requires_all = ["register", "who", "why"])]
    suspend: Vec<String>,
    /// With --register: the subject whose bundles are revoked, for good
    #[arg(long, value_name = "SUBJECT", requires_all = ["register", "who", "why"])]
    revoke: Vec<String>,
    /// With --register: the subject whose suspended bundles are valid again
    #[arg(long, value_name = "SUBJECT", requires_all = ["register", "who", "why"])]
    reinstate: Vec<String>,
    /// Only bundles that are bound to this key: its thumbprint (RFC 7638), as `xinyi key show` says it
    #[arg(
        long,
        value_name = "THUMBPRINT",
        requires = "register",
        conflicts_with = "changes"
    )]
    holder: Option<String>,
    /// Who changes it, for the log
    #[arg(long, requires = "register")]
    who: Option<String>,
    /// Why, for the log
    #[arg(long, requires = "register")]
    why: Option<String>,
    /// The folder of lists, which are signed anew
    #[arg(long, value_name = "FOLDER", requires = "register")]
    out: Option<PathBuf>,
    /// With --register: sign a list though it was signed as of a later time, by a clock that was wrong
    #[arg(long, requires = "register")]
    despite_later_list: bool,
    /// After how many days the lists are not to be used any more
    #[arg(long, requires = "register", default_value_t = 3, value_parser = clap::value_parser!(i64).range(1..=3_660))]
    days: i64,
    /// After how many seconds apps should fetch newer ones
    #[arg(long, value_name = "SECONDS", requires = "register", default_value_t = 43_200, value_parser = clap::value_parser!(i64).range(1..))]
    ttl: i64,
}

/// A line of changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    subject: String,
    #[serde(default)]
    holder: Option<String>,
    change: Kind,
    who: String,
    why: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Suspend,
    Revoke,
    Reinstate,
}

/// Signs all lists of a register.
pub(super) fn build(
    register: &Path,
    key: &Key,
    terms: Terms<'_>,
    now: Instant,
    (out, despite_later): (&Path, bool),
) -> Result<(), Failure> {
    let register = &mut Register::open(register)?;
    sign(register, key, terms, now, (out, despite_later))
}

/// Changes statuses, all or none, and signs all lists anew.
pub(super) fn set(
    by: &InRegister,
    key: &Key,
    iss: Option<&str>,
    changes: Option<&Path>,
    now: Instant,
) -> Result<ExitCode, Failure> {
    let (Some(register), Some(out), Some(iss)) = (&by.register, &by.out, iss) else {
        // The arguments were refused before.
        return Err(Failure::Other("there is no register".to_owned()));
    };
    let mut register = Register::open(register)?;
    let mut wanted = by.wanted()?;
    let mut bad = 0_u64;
    if let Some(path) = changes {
        let mut lines = Lines::open(path)?;
        while let Some(line) = lines.next()? {
            match line.document().and_then(Wanted::read) {
                Ok(change) => wanted.push((Some(line.number), change)),
                Err(error) => tell(path, line.number, &error, &mut bad),
            }
        }
    }
    let path = changes.unwrap_or(Path::new("-"));
    let changed = register.all_or_nothing(|db| {
        let mut changed = 0_u64;
        for (line, wanted) in &wanted {
            match (wanted.apply(db, now)?, line) {
                (Ok(entries), _) => changed += entries,
                (Err(error), None) => return Err(error.into()),
                (Err(error), Some(line)) => tell(path, *line, &error, &mut bad),
            }
        }
        match bad {
            0 => Ok(changed),
            bad => {
                Err(Failure::Other(format!("{bad} lines are wrong; nothing was changed")).into())
            }
        }
    })?;
    say!("{} entries changed", changed);
    let terms = Terms {
        iss,
        days: by.days,
        ttl: by.ttl,
    };
    let out = (&**out, by.despite_later_list);
    sign(&mut register, key, terms, now, out)?;
    Ok(ExitCode::SUCCESS)
}

fn tell(path: &Path, line: u64, error: &Error, bad: &mut u64) {
    let told = refusal(error);
    let message = told
        .member("error")
        .and_then(|error| error.member("message"));
    let message = message.and_then(Value::as_str).unwrap_or_default();
    aside!("{}: line {}: {}", path.display(), line, message);
    *bad += 1;
}

impl InRegister {
    /// What the arguments ask for.
    fn wanted(&self) -> Result<Vec<(Option<u64>, Wanted)>, Error> {
        let of = |subjects: &[String], change: Kind| -> Result<Vec<_>, Error> {
            let each = subjects.iter().map(|subject| Wanted {
                subject: subject.clone(),
                holder: self.holder.clone(),
                change,
                who: self.who.clone().unwrap_or_default(),
                why: self.why.clone().unwrap_or_default(),
            });
            each.map(|wanted| Ok((None, wanted.checked()?))).collect()
        };
        let mut wanted = of(&self.suspend, Kind::Suspend)?;
        wanted.extend(of(&self.revoke, Kind::Revoke)?);
        wanted.extend(of(&self.reinstate, Kind::Reinstate)?);
        Ok(wanted)
    }
}

impl Wanted {
    fn read(line: Value) -> Result<Self, Error> {
        Self::deserialize(line)?.checked()
    }

    /// Says who and why.
    fn checked(self) -> Result<Self, Error> {
        for (name, text) in [("who", &self.who), ("why", &self.why)] {
            if text.trim().is_empty() {
                return Err(wrong(name, Problem::EmptyText));
            }
        }
        Ok(self)
    }

    /// Changes the subject's entries. Returns how many stood otherwise.
    fn apply(&self, db: &Connection, now: Instant) -> Result<Result<u64, Error>, Trouble> {
        let cause = match self.change {
            Kind::Suspend => Cause::Suspended,
            Kind::Revoke => Cause::Revoked,
            Kind::Reinstate => Cause::Reinstated,
        };
        let mut found = 0_u64;
        let mut changed = 0_u64;
        for (entry, holder, status) in of_subject(db, &self.subject)? {
            if let Some(wanted) = &self.holder
                && thumbprint(&holder)? != *wanted
            {
                continue;
            }
            found += 1;
            if cause == Cause::Revoked {
                revoke_key(db, &holder, now, (&self.who, &self.why))?;
            }
            // What is invalid stays so.
            if status != 1 {
                let (who, why) = (&*self.who, &*self.why);
                let at = now;
                let done = change(
                    db,
                    &Change {
                        entry,
                        at,
                        cause,
                        who,
                        why,
                    },
                )?;
                changed += u64::from(done);
            }
        }
        Ok(match found {
            0 => Err(wrong("subject", Problem::Unknown)),
            _ => Ok(changed),
        })
    }
}

fn thumbprint(holder: &str) -> Result<String, Error> {
    let jwk = Value::parse(holder.as_bytes(), holder.len())?;
    Ok(VerifyingKey::from_jwk(&jwk, None)?.thumbprint())
}

fn wrong(name: &str, problem: Problem) -> Error {
    let pointer = object! { "pointer": format!("/{name}") };
    Error::of_input(Code::InputOptions, pointer).because(problem)
}

/// How far ahead of the clock verifiers accept a list, in seconds.
const AHEAD: i64 = 3_600;

/// The file beside the lists with the URIs of those that are not signed any more, a line each.
const ENDED: &str = "ended";

fn sign(
    register: &mut Register,
    key: &Key,
    terms: Terms<'_>,
    now: Instant,
    (out, despite_later): (&Path, bool),
) -> Result<(), Failure> {
    fs::create_dir_all(out).map_err(|e| failed(out, &e.to_string()))?;
    let lists = register.read(Listed::all)?;
    let newest = lists.last().map(|list| list.list);
    // Entries of the newest one may be given out at any moment; of another, with a bundle that is renewed. Whoever was
    // suspended has a token of the list from before, which counts again once verifiers know of no later one.
    let has_ended = |list: &Listed| {
        Some(list.list) != newest && !list.has_suspended && list.ends_at + AHEAD <= now.unix()
    };
    let (ended, lists): (Vec<Listed>, Vec<Listed>) = lists.into_iter().partition(has_ended);
    let uris: String = ended.iter().map(|list| format!("{}\n", list.uri)).collect();
    // Before the lists go: whoever publishes in between finds both.
    files::replace_output(&out.join(ENDED), &uris)?;
    for list in ended {
        let path = path_of(out, &list);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(failed(&path, &e.to_string()));
            }
            _ => {}
        }
        say!(
            "{}: all of its bundles have ended, and it is not signed any more",
            list.uri
        );
    }
    for list in lists {
        let path = path_of(out, &list);
        let statuses = register.read(|db| list.statuses(db))?;
        let later = list.signed_at.filter(|at| at.unix() > now.unix() + AHEAD);
        if let Some(later) = later {
            if !despite_later {
                let problem = format!(
                    "{} was signed as of a later time, {}: verifiers refuse that list until then, and then prefer it to older ones; see docs/issuing.md, and go on with --despite-later-list",
                    list.uri, later
                );
                return Err(Failure::Other(problem));
            }
            aside!(
                "{}: the list of {} is still signed: by that time sign another, and have a manifest name it",
                list.uri,
                later
            );
        }
        // Later than the one before, though the clock may have been set back by little.
        let before = list.signed_at.filter(|_| later.is_none());
        let next = before.and_then(|at| at.add_seconds(1));
        let iat = next.map_or(now, |next| next.max(now));
        let to_sign = terms.of(&list.uri, list.bits, list.entries, &statuses, iat);
        let token = key.sign(|signatory| issuer::sign_status_list(&to_sign, signatory))?;
        register.all_or_nothing(|db| list.signed(db, iat))?;
        files::replace_output(&path, &(token + "\n"))?;
        say!(
            "{}: {} of {} entries are not valid",
            path.display(),
            statuses.len(),
            list.entries
        );
    }
    Ok(())
}

fn path_of(out: &Path, list: &Listed) -> PathBuf {
    out.join(format!("{}.jwt", list.list))
}
