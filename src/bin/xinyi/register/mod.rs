//! A platform's register: a database of SQLite that says which entry of which status list is whose, and how it stands.
//!
//! One command at a time writes it. An entry is in the register before a bundle with it is signed, so that none is
//! used twice, whatever ends a command. `schema.sql` says what is in it.

mod entries;
mod lists;
mod runs;
mod statuses;
mod trouble;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

pub(crate) use self::entries::{
    Entry, Reserved, Settlement, Wanted, of_subject, reserve, revoke_key,
};
pub(crate) use self::lists::{Chance, ListKind, Listed, Lists};
pub(crate) use self::runs::{Progress, Run, RunKind};
pub(crate) use self::statuses::{Cause, Change, change};
pub(crate) use self::trouble::Trouble;
use self::trouble::said;
use crate::failure::Failure;
use crate::files::{self, Access, failed};

/// Of the schema.
const VERSION: i64 = 2;
const SCHEMA: &str = include_str!("schema.sql");
/// What makes a register of version 1 one of version 2.
const FROM_1: &str = "ALTER TABLE lists ADD COLUMN ends_at INTEGER NOT NULL DEFAULT 0;
    UPDATE lists SET ends_at = coalesce((SELECT max(exp) FROM entries e WHERE e.list = lists.list), 0);";

/// A register that is open, and that no other command writes.
pub(crate) struct Register {
    db: Connection,
    path: PathBuf,
    /// Held until the command ends.
    _lock: File,
}

impl Register {
    /// Opens a register, which has to be there.
    ///
    /// # Errors
    /// For what is no register, and for one that another command works on.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            let problem = "there is no such register; 'xinyi issue' makes one with --new-register";
            return Err(failed(path, problem));
        }
        Self::begin(path)
    }

    /// Makes a register where there is none, or where the command that made it came to no end.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        if path.exists() {
            let register = Self::begin(path)?;
            let ended = "SELECT count(*) FROM runs WHERE ended_at IS NOT NULL";
            let ended: i64 = register.read(|db| Ok(db.query_row(ended, [], |row| row.get(0))?))?;
            return match ended {
                0 => Ok(register),
                _ => Err(failed(path, "there is such a register, and it is kept")),
            };
        }
        let lock = lock(path)?;
        // For its owner alone: it says who has bundles.
        files::create(path, "", Access::Owner).map_err(|e| failed(path, &e.to_string()))?;
        Self::locked(path, lock)
    }

    fn begin(path: &Path) -> Result<Self, Failure> {
        Self::locked(path, lock(path)?)
    }

    fn locked(path: &Path, lock: File) -> Result<Self, Failure> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let problem = |e: rusqlite::Error| failed(path, &said(&e));
        let mut db = Connection::open_with_flags(path, flags).map_err(problem)?;
        if !is_ours(&db).map_err(problem)? {
            return Err(failed(path, "no register of this version of xinyi"));
        }
        prepare(&mut db).map_err(problem)?;
        Ok(Self {
            db,
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// Does several things or none.
    pub(crate) fn all_or_nothing<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, Failure> {
        let path = self.path.clone();
        let done = || {
            let transaction = self.db.transaction()?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        done().map_err(|trouble: Trouble| trouble.into_failure(&path))
    }

    /// Reads.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, Failure> {
        work(&self.db).map_err(|trouble| trouble.into_failure(&self.path))
    }
}

/// Whoever has it writes. SQLite's own locks are between transactions: two commands could take turns.
fn lock(path: &Path) -> Result<File, Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let problem = |e: std::io::Error| failed(&name, &e.to_string());
    if !name.exists() {
        match files::create(&name, "", Access::Owner) {
            Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => return Err(problem(e)),
            _ => {}
        }
    }
    let file = File::options().append(true).open(&name).map_err(problem)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(failed(path, "another command is working on it")),
        Err(TryLockError::Error(e)) => Err(problem(e)),
    }
}

/// Whether a database is a register, or an empty one that becomes one.
fn is_ours(db: &Connection) -> Result<bool, rusqlite::Error> {
    let version = version(db)?;
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
    let tables: i64 = db.query_row(tables, [], |row| row.get(0))?;
    Ok((1..=VERSION).contains(&version) || version == 0 && tables == 0)
}

fn version(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Sets what a connection is like, and makes the tables of a new register.
fn prepare(db: &mut Connection) -> Result<(), rusqlite::Error> {
    // Readers see the last commit while a command writes. A commit is on the disk: an entry is in the register, even
    // after a power cut, before a bundle with it is signed.
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    // KiB, negative.
    db.pragma_update(None, "cache_size", -262_144)?;
    db.set_prepared_statement_cache_capacity(64);
    let transaction = db.transaction()?;
    let tables: i64 = transaction.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
        [],
        |row| row.get(0),
    )?;
    if tables == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    } else if version(&transaction)? == 1 {
        transaction.execute_batch(FROM_1)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}
