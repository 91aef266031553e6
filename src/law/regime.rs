//! Regimes of publicity and repair: how long a penalty may be public (公示期限), and from when it can be
//! repaired.

use super::catalogue::CodeList;
use super::reader::Row;
use super::row::{About, Of, Source};
use super::words::{CLASSES, Duty};
use crate::decimal::Decimal;
use crate::error::Problem;
use crate::time::Day;

/// One set of rules on publicity and repair.
#[derive(Debug)]
pub(crate) struct Regime {
    /// As records name it.
    pub(crate) code: String,
    /// Its days in force are those of the determinations that fall under it.
    pub(crate) source: Source,
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
    /// It is not repaired while its subject is on a list.
    pub(crate) not_while_listed: bool,
    /// It is not repaired while another of its kind is public.
    pub(crate) not_on_repeat: bool,
    /// What its least times rest on, where that is something else.
    repair: Option<Source>,
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
    pub(super) fn read(row: &Row<'_>) -> Self {
        const OWN: [&str; 15] = [
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
            "not_while_listed",
            "not_on_repeat",
            "repair",
        ];
        row.only_beside_source(&OWN);
        let mut terms = Vec::new();
        row.each("terms", &mut |term| {
            let classes = term.words("classes", &CLASSES);
            terms.push(RegimeTerm::read(term, classes, &["classes"]));
        });
        if terms.is_empty() || terms.iter().any(|term| term.classes.is_empty()) {
            row.fail("terms", Problem::Missing);
        }
        let mut classes = Vec::new();
        for term in &terms {
            classes.extend(term.classes.iter().map(String::as_str));
        }
        let times = |class| classes.iter().filter(|c| *c == class).count();
        if classes.iter().any(|class| times(class) > 1) {
            row.fail("terms", Problem::Duplicate);
        }
        // What no term is about would have the longest, and nobody may have meant that.
        if !CLASSES.iter().all(|class| classes.contains(class)) {
            row.fail("terms", Problem::Missing);
        }
        let mut least = Vec::new();
        row.each("least", &mut |exception| {
            exception.only(&["fields", "least"]);
            least.push(LeastTime {
                fields: exception.codes("fields", CodeList::Fields),
                least: exception.maybe_number("least"),
            });
        });
        Self {
            code: row.code("code", CodeList::Regimes),
            source: Source::read(row),
            about: About::read(row),
            clock: match row.one_of("clock", &["determination", "publication"]) {
                0 => Clock::Determination,
                _ => Clock::Publication,
            },
            yields: row.flag("yields"),
            carries_over: row.flag("carries_over"),
            least,
            terms,
            low_fine: row.maybe_part("low_fine").map(|row| LowFine::read(&row)),
            never_early: row.codes("never_early", CodeList::Kinds),
            own_term: row.codes("own_term", CodeList::Kinds),
            uncorrected: match row.one_of("uncorrected", &["stops", "unknown"]) {
                0 => Uncorrected::Stops,
                _ => Uncorrected::Unknown,
            },
            handling: row.working_days("handling"),
            not_while_listed: row.flag("not_while_listed"),
            not_on_repeat: row.flag("not_on_repeat"),
            repair: row.maybe_part("repair").map(|row| {
                row.only_beside_source(&[]);
                Source::read(&row)
            }),
        }
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
        // What only the class tells, though the law goes by the amount, is not sure.
        let low = self.low_fine.as_ref().is_none_or(|low| {
            let threshold = low.threshold(penalty);
            let own = self
                .term(penalty)
                .is_none_or(|own| own.longest > low.term.longest);
            match low.is_low(penalty) {
                Some(_) => threshold.is_none_or(|row| row.source.confirmed),
                None => own,
            }
        });
        self.source.confirmed && low
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

    /// The longest of its times, in months.
    #[cfg(feature = "authoring")]
    pub(crate) fn longest(&self) -> Option<u32> {
        self.terms.iter().map(|term| term.longest).max()
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
    fn read(term: &Row<'_>, classes: Vec<String>, own: &[&str]) -> Self {
        term.only(&[own, &["least", "longest", "duties"]].concat());
        let (least, longest) = (term.maybe_number("least"), term.number("longest"));
        if least.is_some_and(|least| least > longest) || !(1..=MOST_MONTHS).contains(&longest) {
            term.fail("longest", Problem::Value);
        }
        Self {
            classes,
            least,
            longest,
            duties: Duty::several(term),
        }
    }
}

/// A hundred years: what is longer is a slip.
pub(super) const MOST_MONTHS: u32 = 1200;

impl LowFine {
    fn read(row: &Row<'_>) -> Self {
        let mut thresholds = Vec::new();
        row.each("thresholds", &mut |row| {
            row.only_beside_source(&["about", "below", "inclusive"]);
            thresholds.push(Threshold {
                about: About::read(row),
                source: Source::read(row),
                inclusive: row.said("inclusive"),
                below: row.amount("below"),
            });
        });
        Self {
            thresholds,
            term: RegimeTerm::read(row, Vec::new(), &["kinds", "fine", "thresholds"]),
            kinds: row.codes("kinds", CodeList::Kinds),
            fine: row.code("fine", CodeList::Kinds),
        }
    }

    /// Whether a penalty is one; none: the class alone can tell.
    fn is_low(&self, penalty: &Penalty<'_>) -> Option<bool> {
        if !self.is_mild(penalty) {
            return Some(false);
        }
        if !penalty.kinds.contains(&&*self.fine) {
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
