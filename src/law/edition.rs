//! One edition of the law: its rows, read and held against each other.

use std::sync::{Arc, LazyLock};

use super::capacity::Capacity;
use super::exits::ExitRule;
use super::lists::ListRule;
use super::publicity::{National, NeverPublic};
use super::regime::{Penalty, Regime};
use super::retention::Retention;
use super::row::{About, Of, SOURCE, Source};
use super::words::{Action, Ground};
use crate::error::{Code, Error, Problem};
use crate::json::{self, ObjectReader, Value};
use crate::limits;
use crate::time::{Day, Instant};

/// The law as one edition has it.
#[derive(Debug)]
pub(crate) struct Edition {
    /// The day as of which the law was gathered: its name.
    pub(crate) day: Day,
    pub(crate) version: u64,
    pub(crate) regimes: Vec<Regime>,
    lists: Vec<ListRule>,
    retention: Vec<Retention>,
    national: Vec<National>,
    never_public: Vec<NeverPublic>,
    pub(crate) capacity: Option<Capacity>,
    exits: Vec<ExitRule>,
    grounds: Vec<GroundRule>,
    /// The days on which a row comes into force that is asked for by the day of the question, and those
    /// on which one no longer is.
    pub(crate) changes: Vec<Day>,
}

/// What a record that is set aside by its own word rests on.
#[derive(Debug)]
struct GroundRule {
    ground: Ground,
    about: About,
    source: Arc<Source>,
}

/// The form of editions that this version reads.
const FORMAT: i64 = 1;

static BUILT_IN: LazyLock<Arc<Edition>> = LazyLock::new(|| {
    // It is read in a test. Without any law nothing is set aside, and so nothing granted for it.
    let read = Edition::parse(include_bytes!("edition.json"));
    Arc::new(read.unwrap_or_else(|_| Edition::empty()))
});

/// The edition that this version was built with.
pub(crate) fn built_in() -> &'static Arc<Edition> {
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

    fn empty() -> Self {
        Self {
            day: Day::MIN,
            version: 0,
            regimes: Vec::new(),
            lists: Vec::new(),
            retention: Vec::new(),
            national: Vec::new(),
            never_public: Vec::new(),
            capacity: None,
            exits: Vec::new(),
            grounds: Vec::new(),
            changes: Vec::new(),
        }
    }

    fn read(value: &Value) -> Result<Self, Error> {
        let document = ObjectReader::of(value, Code::FormatSchema)?;
        let format: i64 = document.read("format")?;
        if format != FORMAT {
            return Err(Error::new(Code::LawUnsupported)
                .with("found", format)
                .with("expected", FORMAT));
        }
        document.only(&[
            "edition",
            "version",
            "iat",
            "format",
            "regimes",
            "lists",
            "retention",
            "national",
            "never_public",
            "capacity",
            "exits",
            "grounds",
        ])?;
        document.read::<Instant>("iat")?;
        fn rows<T>(
            document: &ObjectReader<'_>,
            name: &str,
            read: fn(&ObjectReader<'_>) -> Result<T, Error>,
        ) -> Result<Vec<T>, Error> {
            document.each(name)?.iter().map(read).collect()
        }
        let mut edition = Self {
            day: document.read("edition")?,
            version: document.read("version")?,
            regimes: rows(&document, "regimes", Regime::read)?,
            lists: rows(&document, "lists", ListRule::read)?,
            retention: rows(&document, "retention", Retention::read)?,
            national: rows(&document, "national", National::read)?,
            never_public: rows(&document, "never_public", NeverPublic::read)?,
            capacity: Some(Capacity::read(&document.object("capacity")?)?),
            exits: rows(&document, "exits", ExitRule::read)?,
            grounds: rows(&document, "grounds", GroundRule::read)?,
            changes: Vec::new(),
        };
        edition.check(&document)?;
        let dated = edition.retention.iter().map(|row| &row.source);
        let dated = dated.chain(edition.never_public.iter().map(|row| &row.source));
        let changes = dated.flat_map(|source| [source.from, source.until.and_then(Day::next)]);
        edition.changes = changes.flatten().collect();
        edition.changes.sort_unstable();
        edition.changes.dedup();
        Ok(edition)
    }

    /// Whether its rows can all hold at once, and whatever they are asked has an answer.
    fn check(&self, document: &ObjectReader<'_>) -> Result<(), Error> {
        fn once<T>(
            document: &ObjectReader<'_>,
            name: &str,
            rows: &[T],
            meet: impl Fn(&T, &T) -> bool,
        ) -> Result<(), Error> {
            for (index, row) in rows.iter().enumerate() {
                if rows.iter().take(index).any(|earlier| meet(earlier, row)) {
                    let place = format!("{}/{index}", document.place(name));
                    return Err(Error::fault(Code::FormatSchema, place, Problem::Overlap));
                }
            }
            Ok(())
        }
        once(document, "regimes", &self.regimes, |a, b| {
            a.code == b.code && a.about.meets(&b.about) && a.source.meets(&b.source)
        })?;
        once(document, "lists", &self.lists, |a, b| {
            a.code == b.code && a.about.meets(&b.about) && a.source.meets(&b.source)
        })?;
        once(document, "retention", &self.retention, |a, b| {
            a.about.meets(&b.about) && a.source.meets(&b.source)
        })?;
        once(document, "exits", &self.exits, |a, b| {
            a.action == b.action && a.about.meets(&b.about) && a.source.meets(&b.source)
        })?;
        once(document, "grounds", &self.grounds, |a, b| {
            a.ground == b.ground && a.about.meets(&b.about) && a.source.meets(&b.source)
        })?;
        for ground in [
            Ground::Ended,
            Ground::NotRecognised,
            Ground::NotYet,
            Ground::PublicityEnded,
            Ground::Repaired,
            Ground::Settled,
            Ground::Withdrawn,
        ] {
            let everywhere =
                |row: &GroundRule| row.ground == ground && row.about == About::default();
            if !self.grounds.iter().any(everywhere) {
                return Err(document
                    .fail("grounds", Problem::Missing)
                    .with("expected", ground.as_str()));
            }
        }
        let refresh =
            |row: &ExitRule| row.action == Action::Refresh && row.about == About::default();
        match self.exits.iter().any(refresh) {
            true => Ok(()),
            false => {
                let refresh = Action::Refresh.as_str();
                Err(document
                    .fail("exits", Problem::Missing)
                    .with("expected", refresh))
            }
        }
    }

    /// What it takes to ask it about one record, in [steps](crate::limits::WORK).
    pub(crate) fn steps(&self) -> usize {
        let rows = self.regimes.len() + self.lists.len() + self.retention.len();
        (rows + self.never_public.len() + self.national.len()) / 16
    }

    /// The regimes that a record names by their code.
    pub(crate) fn regimes_of<'e>(&'e self, code: &'e str) -> impl Iterator<Item = &'e Regime> {
        self.regimes
            .iter()
            .filter(move |regime| regime.code == code)
    }

    /// What it says of a list on which somebody was put on a day.
    pub(crate) fn list(&self, code: &str, of: Of<'_>, since: Day) -> Option<&ListRule> {
        self.lists.iter().find(|list| {
            list.code == code && list.about.covers(of) && list.source.is_in_force(since)
        })
    }

    /// How long a place keeps a record, asked on a day: its own rule, else the one of every place.
    pub(crate) fn retention(&self, of: Of<'_>, day: Day) -> Option<&Retention> {
        own_first(&self.retention, |row| (&row.about, &row.source), of, day)
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
        let rows = |row: &&ExitRule| row.action == action;
        let rows: Vec<&ExitRule> = self.exits.iter().filter(rows).collect();
        own_first(&rows, |row| (&row.about, &row.source), of, day).copied()
    }

    /// By which law a record is set aside that says itself that it is over.
    pub(crate) fn ground(&self, ground: Ground, of: Of<'_>, day: Day) -> Option<&Source> {
        let rows = |row: &&GroundRule| row.ground == ground;
        let rows: Vec<&GroundRule> = self.grounds.iter().filter(rows).collect();
        let found = own_first(&rows, |row| (&row.about, &row.source), of, day);
        found.map(|row| &*row.source)
    }
}

/// The row of what is asked, before those that are about everything.
fn own_first<'r, T>(
    rows: &'r [T],
    parts: impl Fn(&T) -> (&About, &Arc<Source>),
    of: Of<'_>,
    day: Day,
) -> Option<&'r T> {
    let holds = |row: &&T| {
        let (about, source) = parts(row);
        about.covers(of) && source.is_in_force(day)
    };
    let is_own = |row: &&T| *parts(row).0 != About::default();
    let holding = || rows.iter().filter(holds);
    holding().find(is_own).or_else(|| holding().next())
}

impl GroundRule {
    fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        row.only(&[&["ground", "about"][..], &SOURCE[..]].concat())?;
        Ok(Self {
            ground: row.one_of("ground", Ground::ALL, Ground::as_str)?,
            about: About::read(row)?,
            source: Arc::new(Source::read(row)?),
        })
    }
}
