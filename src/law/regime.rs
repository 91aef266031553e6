//! Regimes of publicity and repair: how long a penalty may be public (公示期限), and from when it can be
//! repaired.

use super::row::{About, Of, SOURCE, Source};
use super::words::Duty;
use crate::decimal::Decimal;
use crate::error::{Error, Problem};
use crate::json::ObjectReader;
use crate::time::Day;
use std::sync::Arc;

/// One set of rules on publicity and repair.
#[derive(Debug)]
pub(crate) struct Regime {
    /// As records name it.
    pub(crate) code: String,
    /// Its days in force are those of the determinations that fall under it.
    pub(crate) source: Arc<Source>,
    pub(crate) about: About,
    pub(crate) clock: Clock,
    /// It applies only where no regime that does not yield does.
    pub(crate) yields: bool,
    /// It is taken to apply as well to what was still public when it came into force: no rule of
    /// transition was found.
    pub(crate) carries_over: bool,
    terms: Vec<RegimeTerm>,
    low_fine: Option<LowFine>,
    least: Vec<LeastTime>,
    /// Kinds of penalty whose publicity is never ended early.
    never_early: Vec<String>,
    /// Kinds of penalty that are public for as long as they last, if that is longer.
    own_term: Vec<String>,
    /// What becomes of a penalty whose duties are not done when its longest time is over.
    pub(crate) uncorrected: Uncorrected,
    /// Working days within which an application is decided; 0: no source says.
    pub(crate) handling: u32,
    /// What its least times rest on, where that is something else.
    repair: Option<Arc<Source>>,
}

/// From when a time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The day of the decision (认定之日).
    Determination,
    /// The day on which it was published (公示之日).
    Publication,
}

/// What becomes of what was not corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uncorrected {
    /// It stops being public like any other.
    Stops,
    /// Rules of the sector say, which are not known here.
    Unknown,
}

/// The times of some classes, in months.
#[derive(Debug)]
pub(crate) struct RegimeTerm {
    classes: Vec<String>,
    /// After which it can be repaired; none: it is not, or no source says when.
    pub(crate) least: Option<u32>,
    /// After which it is no longer public.
    pub(crate) longest: u32,
    pub(crate) duties: Vec<Duty>,
}

/// Another least time in some fields.
#[derive(Debug)]
struct LeastTime {
    fields: Vec<String>,
    /// None: no source says.
    least: Option<u32>,
}

/// A shorter time for low fines (较低数额罚款), whatever the class.
#[derive(Debug)]
struct LowFine {
    term: RegimeTerm,
    /// Penalties of these kinds alone have it.
    kinds: Vec<String>,
    /// Of these, the one with an amount.
    fine: String,
    thresholds: Vec<Threshold>,
}

/// Up to what amount a fine is low.
#[derive(Debug)]
struct Threshold {
    about: About,
    source: Source,
    below: Decimal,
    /// Whether the amount itself is still low.
    inclusive: bool,
}

/// What a regime asks of a penalty.
#[derive(Debug)]
pub(crate) struct Penalty<'a> {
    pub(crate) of: Of<'a>,
    pub(crate) class: &'a str,
    pub(crate) kinds: Vec<&'a str>,
    /// In yuan.
    pub(crate) amount: Option<Decimal>,
    pub(crate) determined: Day,
}

impl Regime {
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        const OWN: [&str; 13] = [
            "code",
            "about",
            "clock",
            "yields",
            "carries_over",
            "terms",
            "low_fine",
            "least",
            "never_early",
            "own_term",
            "uncorrected",
            "handling",
            "repair",
        ];
        row.only(&[&OWN[..], &SOURCE[..]].concat())?;
        let each = row.each("terms")?.into_iter();
        let terms = each.map(|term| RegimeTerm::read(&term, &["classes"]));
        let terms: Vec<RegimeTerm> = terms.collect::<Result<_, _>>()?;
        let mut classes: Vec<&String> = terms.iter().flat_map(|term| &term.classes).collect();
        let named = classes.len();
        classes.sort_unstable();
        classes.dedup();
        if terms.is_empty() || terms.iter().any(|term| term.classes.is_empty()) {
            return Err(row.fail("terms", Problem::Missing));
        }
        if classes.len() < named {
            return Err(row.fail("terms", Problem::Duplicate));
        }
        let least = row.each("least")?.into_iter().map(|exception| {
            exception.only(&["fields", "least"])?;
            Ok(LeastTime {
                fields: exception.read("fields")?,
                least: exception.maybe("least")?,
            })
        });
        let clock = [Clock::Determination, Clock::Publication];
        let uncorrected = [Uncorrected::Stops, Uncorrected::Unknown];
        Ok(Self {
            code: row.read("code")?,
            source: Arc::new(Source::read(row)?),
            about: About::read(row)?,
            clock: row.one_of("clock", &clock, |clock| match clock {
                Clock::Determination => "determination",
                Clock::Publication => "publication",
            })?,
            yields: row.maybe("yields")?.unwrap_or(false),
            carries_over: row.maybe("carries_over")?.unwrap_or(false),
            least: least.collect::<Result<_, Error>>()?,
            terms,
            low_fine: match row.maybe_object("low_fine")? {
                Some(row) => Some(LowFine::read(&row)?),
                None => None,
            },
            never_early: row.maybe("never_early")?.unwrap_or_default(),
            own_term: row.maybe("own_term")?.unwrap_or_default(),
            uncorrected: row.one_of("uncorrected", &uncorrected, |what| match what {
                Uncorrected::Stops => "stops",
                Uncorrected::Unknown => "unknown",
            })?,
            handling: row.maybe("handling")?.unwrap_or(0),
            repair: match row.maybe_object("repair")? {
                Some(row) => Some(Arc::new(Source::alone(&row)?)),
                None => None,
            },
        })
    }

    /// What its least times rest on.
    pub(crate) fn repair(&self) -> &Source {
        self.repair.as_ref().unwrap_or(&self.source)
    }

    /// Whether a penalty falls under it.
    pub(crate) fn covers(&self, penalty: &Penalty<'_>) -> bool {
        self.source.is_in_force(penalty.determined) && self.about.covers(penalty.of)
    }

    /// Whether its times were found in a source, also those of what is low by its amount.
    pub(crate) fn is_confirmed(&self, penalty: &Penalty<'_>) -> bool {
        let low = self
            .low_fine
            .as_ref()
            .and_then(|low| low.threshold(penalty));
        self.source.confirmed && low.is_none_or(|threshold| threshold.source.confirmed)
    }

    /// The times of a penalty. A class that no row is about has the longest.
    pub(crate) fn term(&self, penalty: &Penalty<'_>) -> Option<&RegimeTerm> {
        let longest = || self.terms.iter().max_by_key(|term| term.longest);
        let mut terms = self.terms.iter();
        let own = terms.find(|term| term.classes.iter().any(|class| class == penalty.class));
        let Some(low) = &self.low_fine else {
            return own.or_else(longest);
        };
        match low.is_low(penalty) {
            Some(true) => Some(&low.term),
            // What its amount makes grave is not mild by its class.
            Some(false) => own
                .filter(|own| own.longest > low.term.longest)
                .or_else(longest),
            None => own.or_else(longest),
        }
    }

    /// The months after which a penalty can be repaired; none where that is excluded or no source says.
    pub(crate) fn least(&self, penalty: &Penalty<'_>) -> Option<u32> {
        let is = |kinds: &[String]| {
            penalty
                .kinds
                .iter()
                .any(|kind| kinds.iter().any(|k| k == kind))
        };
        if is(&self.never_early) {
            return None;
        }
        let own = self.term(penalty)?.least?;
        let field = penalty.of.field.unwrap_or_default();
        let mut exceptions = self.least.iter();
        match exceptions.find(|exception| exception.fields.iter().any(|f| f == field)) {
            Some(exception) => exception.least.map(|least| least.max(own)),
            None => Some(own),
        }
    }

    /// Whether it lets a penalty be public for as long as it lasts.
    pub(crate) fn lasts_as_long_as_itself(&self, penalty: &Penalty<'_>) -> bool {
        penalty
            .kinds
            .iter()
            .any(|kind| self.own_term.iter().any(|k| k == kind))
    }
}

impl RegimeTerm {
    fn read(term: &ObjectReader<'_>, own: &[&str]) -> Result<Self, Error> {
        term.only(&[own, &["least", "longest", "duties"]].concat())?;
        let (least, longest) = (term.maybe("least")?, term.read("longest")?);
        if least.is_some_and(|least| least > longest) || longest > MOST_MONTHS {
            return Err(term.fail("longest", Problem::Value));
        }
        Ok(Self {
            classes: term.maybe("classes")?.unwrap_or_default(),
            least,
            longest,
            duties: term.several_of("duties", Duty::ALL, Duty::as_str)?,
        })
    }
}

/// A hundred years: what is longer is a slip.
pub(super) const MOST_MONTHS: u32 = 1200;

impl LowFine {
    fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        let own = ["kinds", "fine", "thresholds"];
        let each = row.each("thresholds")?.into_iter().map(|row| {
            row.only(&[&["about", "below", "inclusive"][..], &SOURCE[..]].concat())?;
            Ok(Threshold {
                about: About::read(&row)?,
                source: Source::read(&row)?,
                below: row.read("below")?,
                inclusive: row.read("inclusive")?,
            })
        });
        Ok(Self {
            term: RegimeTerm::read(row, &own)?,
            kinds: row.read("kinds")?,
            fine: row.read("fine")?,
            thresholds: each.collect::<Result<_, Error>>()?,
        })
    }

    /// Whether a penalty is one; none: the class alone can tell.
    fn is_low(&self, penalty: &Penalty<'_>) -> Option<bool> {
        if self.is_mild(penalty) && !penalty.kinds.contains(&&*self.fine) {
            return Some(true);
        }
        let (amount, threshold) = (penalty.amount?, self.threshold(penalty)?);
        Some(amount < threshold.below || threshold.inclusive && amount == threshold.below)
    }

    /// By which it is told whether a penalty is one, if by its amount.
    fn threshold(&self, penalty: &Penalty<'_>) -> Option<&Threshold> {
        let is_fine = penalty.amount.is_some() && penalty.kinds.contains(&&*self.fine);
        let mut thresholds = self.thresholds.iter();
        let own = thresholds.find(|threshold| {
            threshold.about.covers(penalty.of) && threshold.source.is_in_force(penalty.determined)
        });
        own.filter(|_| is_fine && self.is_mild(penalty))
    }

    /// Whether nothing else was imposed.
    fn is_mild(&self, penalty: &Penalty<'_>) -> bool {
        let is_mild = |kind: &&str| self.kinds.iter().any(|k| k == kind);
        penalty.kinds.iter().all(is_mild)
    }
}
