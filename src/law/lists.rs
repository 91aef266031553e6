//! Adverse lists: how long somebody stays on one, and how one leaves it before.

use std::sync::Arc;

use super::regime::MOST_MONTHS;
use super::row::{About, SOURCE, Source};
use super::words::{Action, Duty};
use crate::error::{Error, Problem};
use crate::json::ObjectReader;

/// What the law says of one list. Its days in force are those on which somebody was listed.
#[derive(Debug)]
pub(crate) struct ListRule {
    /// As records name it.
    pub(crate) code: String,
    pub(crate) source: Arc<Source>,
    pub(crate) about: About,
    /// By the ground of the listing; without any it has no end of its own.
    terms: Vec<Term>,
    exits: Vec<ListExit>,
}

/// How long a listing lasts from its first day, in months, where the record itself does not say.
#[derive(Debug)]
pub(crate) struct Term {
    /// The grounds that it is the term of; empty: any.
    grounds: Vec<String>,
    /// It lasts so long at least; none: it has no end.
    pub(crate) shortest: Option<u32>,
    /// And no longer than so long.
    pub(crate) longest: Option<u32>,
}

/// One way off a list.
#[derive(Debug)]
pub(crate) struct ListExit {
    /// The grounds of listings that can be left by it; empty: any.
    grounds: Vec<String>,
    pub(crate) action: Action,
    /// Months after the listing, or the correction, before it is open.
    pub(crate) months: u32,
    /// Whether they run from the day on which what led to the listing was put right.
    pub(crate) from_correction: bool,
    /// Whether it is closed to whoever is listed again.
    pub(crate) not_on_repeat: bool,
    pub(crate) duties: Vec<Duty>,
    /// Working days within which an application is decided; 0: no source says.
    pub(crate) handling: u32,
}

impl ListRule {
    pub(super) fn read(row: &ObjectReader<'_>) -> Result<Self, Error> {
        row.only(
            &[
                &["code", "about", "grounds", "terms", "exits"][..],
                &SOURCE[..],
            ]
            .concat(),
        )?;
        let grounds: Vec<String> = row.maybe("grounds")?.unwrap_or_default();
        let own_grounds = |part: &ObjectReader<'_>| {
            let named: Vec<String> = part.maybe("grounds")?.unwrap_or_default();
            match named.iter().all(|ground| grounds.contains(ground)) {
                true => Ok(named),
                false => Err(part.fail("grounds", Problem::Value)),
            }
        };
        let terms = row.each("terms")?.into_iter().map(|term| {
            term.only(&["grounds", "shortest", "longest"])?;
            let (shortest, longest): (Option<u32>, Option<u32>) =
                (term.maybe("shortest")?, term.maybe("longest")?);
            if longest.is_some_and(|l| shortest.is_none_or(|s| s > l) || l > MOST_MONTHS) {
                return Err(term.fail("longest", Problem::Value));
            }
            Ok(Term {
                grounds: own_grounds(&term)?,
                shortest,
                longest,
            })
        });
        let exits = row.each("exits")?.into_iter().map(|exit| {
            exit.only(&[
                "grounds",
                "action",
                "months",
                "clock",
                "not_on_repeat",
                "duties",
                "handling",
            ])?;
            Ok(ListExit {
                grounds: own_grounds(&exit)?,
                action: exit.one_of("action", Action::ALL, Action::as_str)?,
                months: exit.read("months")?,
                from_correction: exit.one_of("clock", &[true, false], |correction| {
                    if correction { "correction" } else { "listing" }
                })?,
                not_on_repeat: exit.maybe("not_on_repeat")?.unwrap_or(false),
                duties: exit.several_of("duties", Duty::ALL, Duty::as_str)?,
                handling: exit.maybe("handling")?.unwrap_or(0),
            })
        });
        let rule = Self {
            code: row.read("code")?,
            source: Arc::new(Source::read(row)?),
            about: About::read(row)?,
            terms: terms.collect::<Result<_, Error>>()?,
            exits: exits.collect::<Result<_, Error>>()?,
        };
        if rule.exits.iter().any(|exit| exit.months > MOST_MONTHS) {
            return Err(row.fail("exits", Problem::Value));
        }
        // Two terms, or two exits, of one ground contradict each other.
        for (name, all) in [
            (
                "terms",
                rule.terms.iter().map(|t| &t.grounds).collect::<Vec<_>>(),
            ),
            ("exits", rule.exits.iter().map(|e| &e.grounds).collect()),
        ] {
            let once = |(i, a): (usize, &&Vec<String>)| {
                all.iter().skip(i + 1).all(|b| {
                    !a.is_empty() && !b.is_empty() && !a.iter().any(|ground| b.contains(ground))
                })
            };
            if !all.iter().enumerate().all(once) {
                return Err(row.fail(name, Problem::Duplicate));
            }
        }
        Ok(rule)
    }

    /// The shortest and the longest time that a listing can last on a ground, in months; none where it
    /// has no end. Where the ground is not said, it may be any.
    pub(crate) fn term(&self, ground: Option<&str>) -> (Option<u32>, Option<u32>) {
        let of_it = |term: &&Term| {
            let grounds = &term.grounds;
            grounds.is_empty() || ground.is_none_or(|ground| grounds.iter().any(|g| g == ground))
        };
        let possible: Vec<&Term> = self.terms.iter().filter(of_it).collect();
        let shortest = possible.iter().filter_map(|term| term.shortest).min();
        let longest: Option<Vec<u32>> = possible.iter().map(|term| term.longest).collect();
        (
            shortest,
            longest.and_then(|longest| longest.into_iter().max()),
        )
    }

    /// The way off it on a ground; none where the law has none, or where it depends on a ground that is
    /// not said.
    pub(crate) fn exit(&self, ground: Option<&str>) -> Option<&ListExit> {
        self.exits.iter().find(|exit| {
            exit.grounds.is_empty()
                || ground.is_some_and(|ground| exit.grounds.iter().any(|g| g == ground))
        })
    }
}
