//! One edition of the law: its rows, read and held against each other.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use super::calendar::calendar;
use super::capacity::Capacity;
use super::catalogue::{Catalogue, CodeList};
use super::codes::catalogue;
use super::exits::ExitRule;
use super::lists::ListRule;
use super::publicity::{National, NeverPublic};
use super::reader::Row;
use super::regime::{Penalty, Regime};
use super::retention::Retention;
use super::row::{About, Of, Source};
use super::words::{Action, Ground};
use crate::error::{Code, Error, Problem};
use crate::json::{self, ObjectReader, Value};
use crate::limits;
use crate::region::any_covers;
use crate::sorted;
use crate::time::{Calendar, Day, Instant};

/// The law as one edition has it.
#[derive(Debug)]
pub(crate) struct Edition {
    /// The day as of which the law was gathered: its name.
    pub(crate) day: Day,
    pub(crate) version: u64,
    pub(crate) iat: Instant,
    pub(crate) catalogue: Catalogue,
    /// Which days are worked, in the years that are known.
    pub(crate) calendar: Calendar,
    pub(crate) regimes: Vec<Regime>,
    lists: Vec<ListRule>,
    retention: Vec<Retention>,
    national: Vec<National>,
    never_public: Vec<NeverPublic>,
    pub(crate) capacity: Option<Capacity>,
    exits: Vec<ExitRule>,
    grounds: Vec<GroundRule>,
    /// How many places, fields and the like its rows are about.
    names: usize,
    /// The days on which a row comes into force that is asked for by the day of the question, and those
    /// on which one no longer is.
    pub(crate) changes: Vec<Day>,
}

/// What a record that is set aside by its own word rests on.
#[derive(Debug)]
struct GroundRule {
    ground: Ground,
    about: About,
    source: Source,
}

/// The form of editions that this version reads.
const FORMAT: i64 = 1;

/// The edition that this version was built with, as it is written.
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
pub(super) const BUILT_IN_TEXT: &[u8] = include_bytes!("edition.json");

/// The same without what is for readers alone: titles of codes, sources and white space (1.7 KB of the compressed
/// module of the verifier). A test makes it.
#[cfg(all(target_arch = "wasm32", not(feature = "authoring")))]
pub(super) const BUILT_IN_TEXT: &[u8] = include_bytes!("edition.min.json");

/// The law by which somebody decides.
#[derive(Debug, Clone)]
pub(crate) struct Law {
    pub(crate) edition: Arc<Edition>,
    /// Whether a newer edition is in force that is not here. What this one sets aside, that one may let count.
    pub(crate) is_superseded: bool,
}

impl Law {
    pub(crate) fn of(edition: Arc<Edition>) -> Self {
        Self {
            edition,
            is_superseded: false,
        }
    }
}

impl Deref for Law {
    type Target = Edition;

    fn deref(&self) -> &Edition {
        &self.edition
    }
}

static BUILT_IN: LazyLock<Law> = LazyLock::new(|| {
    // It is read in a test. Without any law nothing is set aside, and so nothing granted for it.
    let read = Edition::parse(BUILT_IN_TEXT);
    Law::of(Arc::new(read.unwrap_or_else(|_| Edition::empty())))
});

/// The edition that this version was built with.
pub(crate) fn built_in() -> &'static Law {
    &BUILT_IN
}

impl Edition {
    /// Reads an edition.
    ///
    /// # Errors
    /// `limit.bytes`, `format.json` and the like; `format.schema` with a pointer: a row lacks something,
    /// has what no row has, or contradicts itself or another; `law.unsupported` for another `format`.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Error> {
        Self::read(&json::parse(text, limits::LAW_BYTES)?)
    }

    /// Whether records of this list may be kept, by a law of one of these regions, for as long as their subject is on
    /// a serious list.
    pub(crate) fn keeps_while_listed(&self, records: &str, regions: &[String]) -> bool {
        let mut rows = self.retention.iter().filter(|row| row.while_listed);
        rows.any(|Retention { about, .. }| {
            let is_of_list = about.records.is_empty() || about.records.iter().any(|r| r == records);
            let mut regions = regions.iter();
            let is_there = |region: &String| any_covers(&about.regions, region);
            is_of_list && (about.regions.is_empty() || regions.any(is_there))
        })
    }

    fn empty() -> Self {
        Self {
            day: Day::MIN,
            version: 0,
            iat: Instant::MIN,
            catalogue: Catalogue::default(),
            calendar: Calendar::default(),
            regimes: Vec::new(),
            lists: Vec::new(),
            retention: Vec::new(),
            national: Vec::new(),
            never_public: Vec::new(),
            capacity: None,
            exits: Vec::new(),
            grounds: Vec::new(),
            names: 0,
            changes: Vec::new(),
        }
    }

    /// As [`parse`](Self::parse), of what was parsed.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn read(value: &Value) -> Result<Self, Error> {
        let document = ObjectReader::of(value, Code::FormatSchema)?;
        let format: i64 = document.read("format")?;
        if format != FORMAT {
            return Err(Error::new(Code::LawUnsupported)
                .with("found", format)
                .with("expected", FORMAT));
        }
        let first = RefCell::new(None);
        let no_codes = Catalogue::default();
        let codes = Row::new(document.clone(), &first, &no_codes)
            .part("catalogue")
            .map(|row| catalogue(&row))
            .unwrap_or_default();
        let document = Row::new(document, &first, &codes);
        document.only(&[
            "edition",
            "version",
            "iat",
            "format",
            "catalogue",
            "calendar",
            "regimes",
            "lists",
            "retention",
            "national",
            "never_public",
            "capacity",
            "exits",
            "grounds",
        ]);
        let mut edition = Self::empty();
        edition.day = document.day("edition");
        edition.version = document.version("version");
        // A manifest that pins none has version 0.
        if edition.version == 0 {
            document.fail("version", Problem::Value);
        }
        edition.iat = document.time("iat");
        document.each("regimes", &mut |row| {
            edition.regimes.push(Regime::read(row));
        });
        document.each("lists", &mut |row| {
            edition.lists.push(ListRule::read(row));
        });
        document.each("retention", &mut |row| {
            edition.retention.push(Retention::read(row));
        });
        document.each("national", &mut |row| {
            edition.national.push(National::read(row));
        });
        document.each("never_public", &mut |row| {
            edition.never_public.push(NeverPublic::read(row));
        });
        document.each("exits", &mut |row| {
            edition.exits.push(ExitRule::read(row));
        });
        document.each("grounds", &mut |row| {
            edition.grounds.push(GroundRule::read(row));
        });
        edition.capacity = document.part("capacity").map(|row| Capacity::read(&row));
        edition.calendar = calendar(&document);
        edition.names = edition.check(&document);
        edition.catalogue = codes;
        if let Some(error) = first.take() {
            return Err(error);
        }
        let mut changes = Vec::new();
        let mut dated = |source: &Source| {
            sorted::extend(&mut changes, source.from);
            sorted::extend(&mut changes, source.until.and_then(Day::next));
        };
        for row in &edition.retention {
            dated(&row.source);
        }
        for row in &edition.never_public {
            dated(&row.source);
        }
        for row in &edition.grounds {
            dated(&row.source);
        }
        edition.changes = changes;
        Ok(edition)
    }

    /// Whether it decides in the place of the built-in one: of an earlier day it does not. Of the same day and
    /// version, what the platform pins is meant.
    pub(crate) fn replaces(&self, built_in: &Self) -> bool {
        (self.day, self.version) >= (built_in.day, built_in.version)
    }

    /// Whether its rows can all hold at once, and whatever they are asked has an answer. Returns how many names they
    /// have.
    fn check(&self, document: &Row<'_>) -> usize {
        type Asked<'e> = (&'static str, usize, &'e str, &'e About, &'e Source);
        let mut asked: Vec<Asked<'_>> = Vec::new();
        for (i, row) in self.regimes.iter().enumerate() {
            asked.push(("regimes", i, &row.code, &row.about, &row.source));
        }
        for (i, row) in self.lists.iter().enumerate() {
            asked.push(("lists", i, &row.code, &row.about, &row.source));
        }
        for (i, row) in self.retention.iter().enumerate() {
            asked.push(("retention", i, "", &row.about, &row.source));
        }
        for (i, row) in self.exits.iter().enumerate() {
            asked.push(("exits", i, row.action.as_str(), &row.about, &row.source));
        }
        for (i, row) in self.grounds.iter().enumerate() {
            asked.push(("grounds", i, row.ground.as_str(), &row.about, &row.source));
        }
        for (index, (part, i, word, about, source)) in asked.iter().enumerate() {
            let meets = |(earlier_part, _, earlier_word, earlier, dated): &Asked<'_>| {
                (part, word) == (earlier_part, earlier_word)
                    && about.meets(earlier)
                    && source.meets(dated)
            };
            if asked.iter().take(index).any(meets) {
                document.fail_in(part, *i, Problem::Overlap);
            }
        }
        let everywhere = |part: &str, word: &str| {
            let is_it = |(p, _, w, about, source): &Asked<'_>| {
                let always = source.from.is_none() && source.until.is_none();
                (*p, *w) == (part, word) && **about == About::default() && always
            };
            if !asked.iter().any(is_it) {
                document.fail(part, Problem::Missing);
            }
        };
        for ground in [
            Ground::Ended,
            Ground::NotRecognised,
            Ground::NotYet,
            Ground::PublicityEnded,
            Ground::Repaired,
            Ground::Settled,
            Ground::Withdrawn,
        ] {
            everywhere("grounds", ground.as_str());
        }
        everywhere("exits", Action::Refresh.as_str());
        // Else what no row is about could be kept for ever.
        everywhere("retention", "");
        let named = |code: &&String| self.regimes.iter().any(|regime| regime.code == **code);
        if !document
            .catalogue()
            .codes(CodeList::Regimes)
            .iter()
            .all(|code| named(&code))
        {
            document.fail("regimes", Problem::Missing);
        }
        // Those that are carried over are gone through in this order.
        let carrying = || self.regimes.iter().filter(|regime| regime.carries_over);
        let later = carrying().skip(1).map(|regime| regime.source.from);
        if carrying()
            .zip(later)
            .any(|(regime, later)| regime.source.from > later)
        {
            document.fail("regimes", Problem::Value);
        }
        asked.iter().map(|(_, _, _, about, _)| about.names()).sum()
    }

    /// What it takes to ask it about one record, in [steps](crate::limits::WORK).
    pub(crate) fn steps(&self) -> usize {
        let rows = self.regimes.len() + self.lists.len() + self.retention.len();
        (rows + self.never_public.len() + self.national.len()) / 16 + self.names / 64
    }

    /// The regimes that a record names by their code.
    pub(crate) fn regimes_of<'e>(&'e self, code: &'e str) -> impl Iterator<Item = &'e Regime> {
        self.regimes
            .iter()
            .filter(move |regime| regime.code == code)
    }

    /// What it says of a list on which somebody was put on a day.
    pub(crate) fn list(&self, code: &str, of: Of<'_>, since: Day) -> Option<&ListRule> {
        let rows = self.lists.iter().filter(|list| list.code == code);
        own_first(rows, |row| (&row.about, &row.source), of, since)
    }

    /// Whether a listing on a list can rest on a ground, at any time.
    pub(crate) fn has_ground(&self, code: &str, ground: &str) -> bool {
        let mut rows = self.lists.iter().filter(|list| list.code == code);
        rows.any(|list| list.has_ground(ground))
    }

    /// How long a place keeps a record, asked on a day: its own rule, else the one of every place.
    pub(crate) fn retention(&self, of: Of<'_>, day: Day) -> Option<&Retention> {
        own_first(
            self.retention.iter(),
            |row| (&row.about, &row.source),
            of,
            day,
        )
    }

    /// Whether a record that was made on a day counts in the whole country. Of what field it is may not
    /// be known: it is then whether it does in any.
    pub(crate) fn is_national(&self, of: Of<'_>, made: Day) -> bool {
        let mut rows = self.national.iter();
        rows.any(|row| {
            let fields = row.about.fields.iter().map(|field| Some(field.as_str()));
            let covers = |field| row.about.covers(Of { field, ..of });
            let is_of_it = match of.field {
                Some(_) => covers(of.field),
                None => fields.into_iter().any(covers),
            };
            is_of_it && row.source.is_in_force(made)
        })
    }

    /// The rules by which a penalty is not made public, asked on a day.
    pub(crate) fn never_public<'e>(
        &'e self,
        penalty: &'e Penalty<'e>,
        procedure: &'e str,
        is_published: bool,
        day: Day,
    ) -> impl Iterator<Item = &'e NeverPublic> {
        self.never_public.iter().filter(move |row| {
            row.source.is_in_force(day) && row.covers(penalty, procedure, is_published)
        })
    }

    /// How something is done that can be done at once, asked on a day.
    pub(crate) fn exit(&self, action: Action, of: Of<'_>, day: Day) -> Option<&ExitRule> {
        let rows = self.exits.iter().filter(|row| row.action == action);
        own_first(rows, |row| (&row.about, &row.source), of, day)
    }

    /// By which law a record is set aside that says itself that it is over.
    pub(crate) fn ground(&self, ground: Ground, of: Of<'_>, day: Day) -> Option<&Source> {
        let rows = self.grounds.iter().filter(|row| row.ground == ground);
        own_first(rows, |row| (&row.about, &row.source), of, day).map(|row| &row.source)
    }
}

/// The row of what is asked: that of the place before the others, and the one that is about everything last.
fn own_first<'r, T>(
    rows: impl Iterator<Item = &'r T>,
    parts: fn(&T) -> (&About, &Source),
    of: Of<'_>,
    day: Day,
) -> Option<&'r T> {
    let mut best: Option<(u8, &T)> = None;
    for row in rows {
        let (about, source) = parts(row);
        let is_better = best.is_none_or(|(rank, _)| about.rank() > rank);
        if is_better && about.covers(of) && source.is_in_force(day) {
            best = Some((about.rank(), row));
        }
    }
    best.map(|(_, row)| row)
}

impl GroundRule {
    fn read(row: &Row<'_>) -> Self {
        row.only_beside_source(&["ground", "about"]);
        Self {
            ground: Ground::read(row),
            about: About::read(row),
            source: Source::read(row),
        }
    }
}
