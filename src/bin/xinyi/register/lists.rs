//! Status lists, and the entries of theirs that are free.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use xinyi::issuer::{SecureRandom, SystemRandom};
use xinyi::{Error, Instant};

use super::trouble::Trouble;

/// What status lists of a platform are like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListKind {
    /// Their name, with `{list}` in the place of a number.
    pub(crate) uri: String,
    /// Bits per entry.
    pub(crate) bits: u8,
    /// Entries of each.
    pub(crate) entries: u64,
}

/// A status list of the register.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) list: i64,
    pub(crate) uri: String,
    pub(crate) bits: u8,
    pub(crate) entries: u64,
    /// The `iat` of its newest token.
    pub(crate) signed_at: Option<Instant>,
    /// When the last of its bundles ends, in UNIX seconds.
    pub(crate) ends_at: i64,
    /// Whether an entry of it is suspended, so that its next bundle may have that entry too.
    pub(crate) has_suspended: bool,
}

impl Listed {
    /// All lists, the oldest first.
    pub(crate) fn all(db: &Connection) -> Result<Vec<Self>, Trouble> {
        let mut rows = db.prepare(
            "SELECT list, uri, bits, entries, signed_at, ends_at,
               EXISTS (SELECT 1 FROM entries e WHERE e.list = l.list AND e.status = 2)
             FROM lists l ORDER BY list",
        )?;
        let lists = rows.query_map([], |row| {
            Ok(Self {
                list: row.get(0)?,
                uri: row.get(1)?,
                bits: row.get(2)?,
                entries: row.get::<_, i64>(3)?.unsigned_abs(),
                signed_at: row.get::<_, Option<i64>>(4)?.and_then(Instant::from_unix),
                ends_at: row.get(5)?,
                has_suspended: row.get(6)?,
            })
        })?;
        Ok(lists.collect::<Result<_, _>>()?)
    }

    /// The entries that are not 0, in order, each with its value.
    pub(crate) fn statuses(&self, db: &Connection) -> Result<Vec<(u64, u8)>, Trouble> {
        let mut rows = db.prepare(
            "SELECT idx, status FROM entries WHERE list = ? AND status <> 0 ORDER BY idx",
        )?;
        let statuses = rows.query_map([self.list], |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?))
        })?;
        Ok(statuses.collect::<Result<_, _>>()?)
    }

    /// Remembers when its newest token was signed, so that the next is later.
    pub(crate) fn signed(&self, db: &Connection, at: Instant) -> Result<(), Trouble> {
        let newest = "UPDATE lists SET signed_at = ? WHERE list = ?";
        db.execute(newest, params![at.unix(), self.list])?;
        Ok(())
    }
}

/// The list that is being filled, and those after it.
pub(crate) struct Lists {
    kind: ListKind,
    current: Option<Filling>,
    /// Until when the register knows that lists have bundles, as far as this command has said it.
    ends: HashMap<String, i64>,
}

/// A list with the entries that are taken.
struct Filling {
    list: i64,
    uri: String,
    entries: u64,
    used: u64,
    taken: Vec<u64>,
}

impl Filling {
    fn take(&mut self, idx: u64) -> bool {
        let Some(word) = usize::try_from(idx / 64)
            .ok()
            .and_then(|at| self.taken.get_mut(at))
        else {
            return false;
        };
        let bit = 1 << (idx % 64);
        let is_free = *word & bit == 0;
        *word |= bit;
        self.used += u64::from(is_free);
        is_free
    }

    /// Of a list that is nearly full, finding a free entry takes long; and whoever sees a new bundle learns nearly
    /// when it was issued.
    fn is_full(&self) -> bool {
        self.used >= self.entries - self.entries / 10
    }
}

impl Lists {
    /// Finds the list that is being filled.
    pub(crate) fn open(db: &Connection, kind: ListKind) -> Result<Self, Trouble> {
        let mut lists = Self {
            kind,
            current: None,
            ends: HashMap::new(),
        };
        let newest = Listed::all(db)?.pop();
        if let Some(list) = newest.filter(|list| lists.is_of_kind(list)) {
            let mut filling = Filling::of(list.list, list.uri, list.entries);
            let mut rows = db.prepare("SELECT idx FROM entries WHERE list = ?")?;
            let mut rows = rows.query([list.list])?;
            while let Some(row) = rows.next()? {
                filling.take(row.get::<_, i64>(0)?.unsigned_abs());
            }
            lists.current = Some(filling);
        }
        Ok(lists)
    }

    fn is_of_kind(&self, list: &Listed) -> bool {
        let ListKind { bits, entries, .. } = self.kind;
        list.bits == bits && list.entries == entries && list.uri == self.kind.named(list.list)
    }

    /// An entry that was never used: the list, its name, the index, by chance.
    pub(crate) fn free(
        &mut self,
        db: &Connection,
        now: Instant,
        random: &mut Chance,
    ) -> Result<(i64, String, u64), Trouble> {
        if self.current.as_ref().is_none_or(Filling::is_full) {
            self.current = Some(self.next(db, now)?);
        }
        let Some(list) = &mut self.current else {
            unreachable!("a list was opened above");
        };
        loop {
            let idx = random.below(list.entries)?;
            if list.take(idx) {
                return Ok((list.list, list.uri.clone(), idx));
            }
        }
    }

    /// Writes down that a list has a bundle that ends then.
    pub(crate) fn reach(&mut self, db: &Connection, uri: &str, exp: i64) -> Result<(), Trouble> {
        if self.ends.get(uri).is_none_or(|known| *known < exp) {
            db.prepare_cached("UPDATE lists SET ends_at = max(ends_at, ?) WHERE uri = ?")?
                .execute(params![exp, uri])?;
            self.ends.insert(uri.to_owned(), exp);
        }
        Ok(())
    }

    /// Opens the next list.
    fn next(&self, db: &Connection, now: Instant) -> Result<Filling, Trouble> {
        let newest: Option<i64> = db
            .query_row("SELECT max(list) FROM lists", [], |row| row.get(0))
            .optional()?
            .flatten();
        let list = newest.unwrap_or_default() + 1;
        let uri = self.kind.named(list);
        let entries = i64::try_from(self.kind.entries).unwrap_or(i64::MAX);
        db.execute(
            "INSERT INTO lists (list, uri, bits, entries, opened_at) VALUES (?, ?, ?, ?, ?)",
            params![list, uri, self.kind.bits, entries, now.unix()],
        )?;
        Ok(Filling::of(list, uri, self.kind.entries))
    }
}

impl Filling {
    fn of(list: i64, uri: String, entries: u64) -> Self {
        Self {
            list,
            uri,
            entries,
            used: 0,
            taken: vec![0; usize::try_from(entries.div_ceil(64)).unwrap_or_default()],
        }
    }
}

impl ListKind {
    /// The name of a list.
    fn named(&self, list: i64) -> String {
        self.uri.replace("{list}", &list.to_string())
    }
}

/// Random numbers, of which many are drawn at a time.
pub(crate) struct Chance {
    random: SystemRandom,
    bytes: [u8; 1024],
    used: usize,
}

impl Chance {
    pub(crate) fn of(random: SystemRandom) -> Self {
        let bytes = [0; 1024];
        Self {
            random,
            used: bytes.len(),
            bytes,
        }
    }

    /// A number below `end`, each as likely as the others.
    fn below(&mut self, end: u64) -> Result<u64, Error> {
        let fair = u64::MAX - u64::MAX % end;
        loop {
            let number = self.number()?;
            if number < fair {
                return Ok(number % end);
            }
        }
    }

    fn number(&mut self) -> Result<u64, Error> {
        if self.used == self.bytes.len() {
            self.random.fill(&mut self.bytes)?;
            self.used = 0;
        }
        let next = self.bytes.get(self.used..).and_then(<[u8]>::first_chunk);
        self.used += 8;
        Ok(next.map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_drawn_and_none_beyond() {
        let mut chance = Chance::of(SystemRandom::new());
        let mut seen = [0_u32; 10];
        for _ in 0..10_000 {
            let number = chance.below(10).unwrap();
            seen[usize::try_from(number).unwrap()] += 1;
        }
        // Each is drawn 1,000 times, give or take 30: six times that is met by none in 10⁸.
        assert!(seen.iter().all(|n| (800..1_200).contains(n)), "{seen:?}");
    }
}
