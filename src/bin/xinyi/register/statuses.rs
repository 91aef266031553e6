//! How entries stand, and the log of who changed it.

use rusqlite::{Connection, params};
use xinyi::{Code, Error, Instant, Object};

use super::trouble::Trouble;

/// Why the status of an entry is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    Suspended,
    Revoked,
    Reinstated,
    /// What the subject's records say has changed since.
    RecordsChanged,
    /// Nobody was given a bundle with it.
    Void,
}

impl Cause {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Reinstated => "reinstated",
            Self::RecordsChanged => "records_changed",
            Self::Void => "void",
        }
    }

    /// What the entry of the status list becomes.
    pub(crate) fn status(self) -> u8 {
        match self {
            Self::Reinstated => 0,
            Self::Revoked | Self::RecordsChanged | Self::Void => 1,
            Self::Suspended => 2,
        }
    }
}

/// A change, for the log.
pub(crate) struct Change<'a> {
    pub(crate) entry: i64,
    pub(crate) at: Instant,
    pub(crate) cause: Cause,
    pub(crate) who: &'a str,
    pub(crate) why: &'a str,
}

/// Changes the status of an entry, and logs it. Where it stands so already, nothing is done, and `false` returned.
///
/// # Errors
/// `status.invalid` for an entry that is invalid, and is to be something else.
pub(crate) fn change(db: &Connection, change: &Change<'_>) -> Result<bool, Trouble> {
    let before: u8 = db
        .prepare_cached("SELECT status FROM entries WHERE entry = ?")?
        .query_row([change.entry], |row| row.get(0))?;
    let after = change.cause.status();
    if before == after {
        return Ok(false);
    }
    if before == 1 {
        return Err(Error::of_input(Code::StatusInvalid, Object::new()).into());
    }
    db.prepare_cached("UPDATE entries SET status = ? WHERE entry = ?")?
        .execute(params![after, change.entry])?;
    db.prepare_cached(
        "INSERT INTO changes (at, entry, before, after, cause, who, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        change.at.unix(),
        change.entry,
        before,
        after,
        change.cause.as_str(),
        change.who,
        change.why
    ])?;
    Ok(true)
}
