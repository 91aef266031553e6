//! Runs of `xinyi issue`, which go on after whatever ended them.

use rusqlite::{Connection, OptionalExtension, params};
use xinyi::Instant;

use super::statuses::{Cause, Change, change};
use super::trouble::Trouble;
use crate::failure::Failure;

/// A run that has not ended.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) run: i64,
    pub(crate) iat: Instant,
    pub(crate) exp: Instant,
    /// What was done when it was last written down.
    pub(crate) done: Progress,
}

/// What a run is to do.
pub(crate) struct RunKind {
    /// A digest of settings, keys and options.
    pub(crate) asked: [u8; 32],
    pub(crate) iat: Instant,
    pub(crate) exp: Instant,
    /// None: standard output.
    pub(crate) output: Option<String>,
}

/// How far a run is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress {
    pub(crate) lines: u64,
    /// Of those lines.
    pub(crate) input: Vec<u8>,
    pub(crate) output_bytes: u64,
    pub(crate) bundles: u64,
    pub(crate) refused: u64,
}

/// A run that has not ended, with what was asked of it and its output.
type Unended = ([u8; 32], Option<String>, Run);

impl Run {
    /// Goes on with the run that has not ended, or begins one.
    ///
    /// # Errors
    /// If the one that has not ended is another, or its bundles would have ended; before one begins, what `may_start` says.
    pub(crate) fn begin(
        db: &Connection,
        kind: &RunKind,
        now: Instant,
        may_start: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Self, Trouble> {
        let unended = Self::unended(db)?;
        let Some((asked, Some(output), run)) = unended else {
            if let Some((_, None, run)) = unended {
                run.break_off(db, now)?;
            }
            may_start()?;
            return Self::start(db, kind, now);
        };
        if Some(&output) != kind.output.as_ref() {
            let problem = format!(
                "issuing into {output} has not ended: end it by the same command, or give it up with --abandon"
            );
            return Err(Failure::Other(problem).into());
        }
        if asked != kind.asked {
            let problem = format!(
                "issuing into {output} was begun with other settings, keys or options: end it with the same, or give it up with --abandon"
            );
            return Err(Failure::Other(problem).into());
        }
        if run.exp <= now {
            let problem = format!(
                "bundles of the run into {output} would have ended by now; give it up with --abandon, and begin anew"
            );
            return Err(Failure::Other(problem).into());
        }
        run.void_what_nobody_got(db, now)?;
        Ok(run)
    }

    /// Gives up the run that has not ended, if there is one: its output is not to be used. Returns what that was. Where
    /// that is complete, and only the register was not told, it is told.
    pub(crate) fn abandon(
        db: &Connection,
        now: Instant,
        is_complete: impl FnOnce(&str, &Progress) -> bool,
    ) -> Result<Option<String>, Trouble> {
        let Some((_, output, mut run)) = Self::unended(db)? else {
            return Ok(None);
        };
        if output
            .as_ref()
            .is_some_and(|output| is_complete(output, &run.done))
        {
            run.end(db, now, "finished")?;
            return Ok(None);
        }
        if output.is_none() {
            run.break_off(db, now)?;
            return Ok(None);
        }
        run.done.lines = 0;
        run.void_what_nobody_got(db, now)?;
        run.end(db, now, "abandoned")?;
        Ok(output)
    }

    /// What went to standard output cannot go on there. Bundles were written down before they were printed.
    fn break_off(&self, db: &Connection, now: Instant) -> Result<(), Trouble> {
        self.void_what_nobody_got(db, now)?;
        self.end(db, now, "broken_off")
    }

    fn unended(db: &Connection) -> Result<Option<Unended>, Trouble> {
        let of_row = |row: &rusqlite::Row<'_>| {
            let time = |at: usize| -> rusqlite::Result<Instant> {
                Ok(Instant::from_unix(row.get(at)?).unwrap_or(Instant::MIN))
            };
            let count = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, i64>(at)?.unsigned_abs());
            let done = Progress {
                lines: count(5)?,
                input: row.get(6)?,
                output_bytes: count(7)?,
                bundles: count(8)?,
                refused: count(9)?,
            };
            let run = Self {
                run: row.get(0)?,
                iat: time(3)?,
                exp: time(4)?,
                done,
            };
            Ok((row.get(1)?, row.get(2)?, run))
        };
        let found = db.query_row(
            "SELECT run, asked_sha256, output, iat, exp, lines, input_sha256, output_bytes, bundles, refused
             FROM runs WHERE ended_at IS NULL",
            [],
            of_row,
        );
        Ok(found.optional()?)
    }

    fn start(db: &Connection, kind: &RunKind, now: Instant) -> Result<Self, Trouble> {
        let RunKind {
            asked,
            iat,
            exp,
            output,
        } = kind;
        db.execute(
            "INSERT INTO runs (begun_at, asked_sha256, iat, exp, output, input_sha256) VALUES (?, ?, ?, ?, ?, x'')",
            params![now.unix(), asked, iat.unix(), exp.unix(), output],
        )?;
        Ok(Self {
            run: db.last_insert_rowid(),
            iat: *iat,
            exp: *exp,
            done: Progress::default(),
        })
    }

    /// Bundles may have been signed for entries of lines that were not written down as answered. Nobody got them.
    fn void_what_nobody_got(&self, db: &Connection, now: Instant) -> Result<(), Trouble> {
        let lines = i64::try_from(self.done.lines).unwrap_or(i64::MAX);
        let mut rows = db.prepare(
            "SELECT entry FROM entries WHERE first_run = ? AND first_line > ? AND void = 0",
        )?;
        let entries = rows.query_map(params![self.run, lines], |row| row.get(0))?;
        for entry in entries.collect::<Result<Vec<i64>, _>>()? {
            void(db, entry, now, "nobody was given a bundle with it")?;
        }
        Ok(())
    }

    /// Writes down how far it is.
    pub(crate) fn note(&self, db: &Connection) -> Result<(), Trouble> {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let done = &self.done;
        db.prepare_cached(
            "UPDATE runs SET lines = ?, input_sha256 = ?, output_bytes = ?, bundles = ?, refused = ? WHERE run = ?",
        )?
        .execute(params![
            number(done.lines),
            done.input,
            number(done.output_bytes),
            number(done.bundles),
            number(done.refused),
            self.run
        ])?;
        Ok(())
    }

    /// Writes down that it is at its end.
    pub(crate) fn finish(&self, db: &Connection, now: Instant) -> Result<(), Trouble> {
        self.note(db)?;
        self.end(db, now, "finished")
    }

    fn end(&self, db: &Connection, now: Instant, outcome: &str) -> Result<(), Trouble> {
        let end = "UPDATE runs SET ended_at = ?, outcome = ? WHERE run = ?";
        db.execute(end, params![now.unix(), outcome, self.run])?;
        Ok(())
    }
}

/// Writes down that nobody has a bundle with an entry. Should one turn up, it is invalid.
pub(super) fn void(db: &Connection, entry: i64, now: Instant, why: &str) -> Result<(), Trouble> {
    db.prepare_cached("UPDATE entries SET void = 1 WHERE entry = ?")?
        .execute([entry])?;
    change(
        db,
        &Change {
            entry,
            at: now,
            cause: Cause::Void,
            who: "xinyi issue",
            why,
        },
    )?;
    Ok(())
}
