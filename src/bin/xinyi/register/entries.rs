//! Whose entries are.

use rusqlite::{Connection, params};
use xinyi::{Code, Error, Instant, Problem};

use super::lists::{Chance, Lists};
use super::runs::Run;
use super::runs::void;
use super::statuses::{Cause, Change, change};
use super::trouble::Trouble;
use crate::json::object;

/// A subject that is to have bundles.
pub(crate) struct Wanted<'a> {
    /// What the platform calls the subject.
    pub(crate) subject: &'a str,
    /// The line of the input that asks for them.
    pub(crate) line: u64,
    /// The holder keys. None: those that the subject's newest bundles have.
    pub(crate) holders: Option<&'a [String]>,
    /// Digests of what is said, and of records alone.
    pub(crate) claims: &'a [u8; 32],
    pub(crate) records: &'a [u8; 32],
}

/// An entry for a bundle.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) entry: i64,
    pub(crate) uri: String,
    pub(crate) idx: u64,
    pub(crate) holder: String,
    /// Whether it was in use before.
    pub(crate) is_renewed: bool,
}

/// An entry of a subject as the register has it.
struct Known {
    entry: i64,
    uri: String,
    idx: u64,
    holder: String,
    claims: Vec<u8>,
    records: Vec<u8>,
    run: i64,
    line: u64,
    exp: i64,
    status: u8,
    is_void: bool,
}

/// What is written down of a line once it is answered.
#[derive(Default)]
pub(crate) struct Settlement {
    /// Earlier entries of a subject whose records have changed.
    changed: Vec<i64>,
    /// Entries of bundles that were not signed after all.
    unused: Vec<i64>,
}

/// Entries for a subject's bundles, and the earlier ones that become invalid once these are signed.
#[derive(Default)]
pub(crate) struct Reserved {
    pub(crate) entries: Vec<Entry>,
    changed: Vec<i64>,
}

/// Gives a subject entries for its bundles, one for each key. While an entry of the subject is suspended, it gets no new
/// ones.
///
/// # Errors
/// In the inner result, where the subject is to have none: the register stays as it was.
pub(crate) fn reserve(
    db: &Connection,
    wanted: &Wanted<'_>,
    run: &Run,
    lists: &mut Lists,
    random: &mut Chance,
) -> Result<Result<Reserved, Error>, Trouble> {
    let all = known(db, wanted.subject)?;
    if all.iter().any(|k| k.run == run.run && k.line < wanted.line) {
        return Ok(Err(refused("/subject", Problem::Duplicate)));
    }
    let known: Vec<Known> = all.into_iter().filter(|k| !k.is_void).collect();
    let renewed;
    let holders = match wanted.holders {
        Some(holders) => holders,
        None => {
            renewed = holders_of(db, &known, run.iat)?;
            &renewed
        }
    };
    if holders.is_empty() {
        return Ok(Err(refused("/keys", Problem::Missing)));
    }
    for (place, holder) in holders.iter().enumerate() {
        if is_revoked(db, holder)? {
            let key = object! { "pointer": format!("/keys/{place}") };
            return Ok(Err(Error::of_input(Code::StatusInvalid, key)));
        }
    }
    let is_suspended = known.iter().any(|k| k.status == 2);
    let has_changed =
        |k: &&Known| k.status != 1 && k.exp > run.iat.unix() && k.records != wanted.records;
    let mut reserved = Reserved {
        entries: Vec::with_capacity(holders.len()),
        changed: known.iter().filter(has_changed).map(|k| k.entry).collect(),
    };
    let same_of = |holder: &String| {
        known.iter().rev().find(|k| {
            k.holder == *holder
                && k.status != 1
                && k.claims == wanted.claims
                && k.records == wanted.records
        })
    };
    // The lists that are out say of every entry that is free that it is valid.
    if is_suspended && holders.iter().any(|holder| same_of(holder).is_none()) {
        let subject = object! { "pointer": "/subject" };
        return Ok(Err(Error::of_input(Code::StatusSuspended, subject)));
    }
    for holder in holders {
        let entry = match same_of(holder) {
            Some(known) => renew(db, known, wanted, run)?,
            None => insert(db, holder, wanted, run, lists, random)?,
        };
        lists.reach(db, &entry.uri, run.exp.unix())?;
        reserved.entries.push(entry);
    }
    Ok(Ok(reserved))
}

impl Settlement {
    /// Of a line that was answered, with bundles or without.
    pub(crate) fn add(&mut self, reserved: &Reserved, is_signed: bool) {
        if is_signed {
            self.changed.extend(&reserved.changed);
        } else {
            let new = reserved.entries.iter().filter(|entry| !entry.is_renewed);
            self.unused.extend(new.map(|entry| entry.entry));
        }
    }

    /// Writes it down.
    pub(crate) fn apply(self, db: &Connection, now: Instant) -> Result<(), Trouble> {
        for entry in self.changed {
            let changed = Change {
                entry,
                at: now,
                cause: Cause::RecordsChanged,
                who: "xinyi issue",
                why: "the subject's records have changed",
            };
            change(db, &changed)?;
        }
        for entry in self.unused {
            void(db, entry, now, "the bundle was refused")?;
        }
        Ok(())
    }
}

/// Writes down that a key gets no bundle any more.
pub(crate) fn revoke_key(
    db: &Connection,
    holder: &str,
    at: Instant,
    (who, why): (&str, &str),
) -> Result<(), Trouble> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO revoked_keys (holder, at, who, why) VALUES (?, ?, ?, ?)",
    )?
    .execute(params![holder, at.unix(), who, why])?;
    Ok(())
}

fn is_revoked(db: &Connection, holder: &str) -> Result<bool, Trouble> {
    let found = "SELECT EXISTS (SELECT 1 FROM revoked_keys WHERE holder = ?)";
    Ok(db
        .prepare_cached(found)?
        .query_row([holder], |row| row.get(0))?)
}

/// A subject's entries, each with its holder's key and how it stands.
pub(crate) fn of_subject(
    db: &Connection,
    subject: &str,
) -> Result<Vec<(i64, String, u8)>, Trouble> {
    let mut rows = db.prepare_cached(
        "SELECT entry, holder, status FROM entries WHERE subject = ? ORDER BY entry",
    )?;
    let entries = rows.query_map([subject], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(entries.collect::<Result<_, _>>()?)
}

fn refused(pointer: &str, problem: Problem) -> Error {
    Error::of_input(Code::InputOptions, object! { "pointer": pointer }).because(problem)
}

/// All of a subject, the oldest first.
fn known(db: &Connection, subject: &str) -> Result<Vec<Known>, Trouble> {
    let mut rows = db.prepare_cached(
        "SELECT e.entry, l.uri, e.idx, e.holder, e.claims_sha256, e.records_sha256, e.run, e.line, e.exp,
                e.status, e.void
         FROM entries e JOIN lists l USING (list) WHERE e.subject = ? ORDER BY e.entry",
    )?;
    let known = rows.query_map([subject], |row| {
        Ok(Known {
            entry: row.get(0)?,
            uri: row.get(1)?,
            idx: row.get::<_, i64>(2)?.unsigned_abs(),
            holder: row.get(3)?,
            claims: row.get(4)?,
            records: row.get(5)?,
            run: row.get(6)?,
            line: row.get::<_, i64>(7)?.unsigned_abs(),
            exp: row.get(8)?,
            status: row.get(9)?,
            is_void: row.get(10)?,
        })
    })?;
    Ok(known.collect::<Result<_, _>>()?)
}

/// For so long after its last bundle has ended, a key gets the next one without being named: a platform may stand still
/// for some time, and a telephone that was given away is not to have bundles for ever.
const KEPT: i64 = 30 * 86_400;

/// The keys of a subject's bundles, but for those that were revoked.
fn holders_of(db: &Connection, known: &[Known], now: Instant) -> Result<Vec<String>, Trouble> {
    let mut holders: Vec<String> = Vec::new();
    for k in known {
        let is_kept = k.exp.saturating_add(KEPT) > now.unix();
        if is_kept && !holders.contains(&k.holder) && !is_revoked(db, &k.holder)? {
            holders.push(k.holder.clone());
        }
    }
    Ok(holders)
}

fn renew(db: &Connection, known: &Known, wanted: &Wanted<'_>, run: &Run) -> Result<Entry, Trouble> {
    let line = i64::try_from(wanted.line).unwrap_or(i64::MAX);
    db.prepare_cached("UPDATE entries SET run = ?, line = ?, exp = max(exp, ?) WHERE entry = ?")?
        .execute(params![run.run, line, run.exp.unix(), known.entry])?;
    Ok(Entry {
        entry: known.entry,
        uri: known.uri.clone(),
        idx: known.idx,
        holder: known.holder.clone(),
        is_renewed: true,
    })
}

fn insert(
    db: &Connection,
    holder: &str,
    wanted: &Wanted<'_>,
    run: &Run,
    lists: &mut Lists,
    random: &mut Chance,
) -> Result<Entry, Trouble> {
    let (list, uri, idx) = lists.free(db, run.iat, random)?;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT INTO entries (list, idx, subject, holder, claims_sha256, records_sha256, first_run, first_line, run, line, exp)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?8, ?9)",
    )?
    .execute(params![
        list,
        number(idx),
        wanted.subject,
        holder,
        wanted.claims,
        wanted.records,
        run.run,
        number(wanted.line),
        run.exp.unix()
    ])?;
    Ok(Entry {
        entry: db.last_insert_rowid(),
        uri,
        idx,
        holder: holder.to_owned(),
        is_renewed: false,
    })
}
