//! Adverse lists: how long somebody stays on one, and how one leaves it before.

use super::catalogue::CodeList;
use super::reader::Row;
use super::regime::MOST_MONTHS;
use super::row::{About, Source};
use super::words::{Action, Duty};
use crate::error::Problem;
use crate::names::Names;

/// What the law says of one list. Its days in force are those on which somebody was listed.
#[derive(Debug)]
pub(crate) struct ListRule {
    /// As records name it.
    pub(crate) code: String,
    pub(crate) source: Source,
    pub(crate) about: About,
    /// The grounds that a listing can rest on, where its end depends on them.
    grounds: Vec<String>,
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
    pub(super) fn read(row: &Row<'_>) -> Self {
        row.only_beside_source(&["code", "about", "grounds", "terms", "exits"]);
        let grounds = row.texts("grounds");
        let own_grounds = |part: &Row<'_>| {
            let named = part.texts("grounds");
            if !named.iter().all(|ground| grounds.contains(ground)) {
                part.fail("grounds", Problem::Value);
            }
            named
        };
        let mut terms = Vec::new();
        row.each("terms", &mut |term| {
            term.only(&["grounds", "shortest", "longest"]);
            let (shortest, longest) = (term.maybe_number("shortest"), term.maybe_number("longest"));
            if longest.is_some_and(|l| shortest.is_none_or(|s| s == 0 || s > l) || l > MOST_MONTHS)
            {
                term.fail("longest", Problem::Value);
            }
            terms.push(Term {
                grounds: own_grounds(term),
                shortest,
                longest,
            });
        });
        let mut exits = Vec::new();
        row.each("exits", &mut |exit| {
            exit.only(&[
                "grounds",
                "action",
                "months",
                "clock",
                "not_on_repeat",
                "duties",
                "handling",
            ]);
            let months = exit.number("months");
            if months > MOST_MONTHS {
                exit.fail("months", Problem::Value);
            }
            exits.push(ListExit {
                grounds: own_grounds(exit),
                action: Action::read(exit),
                months,
                from_correction: exit.one_of("clock", &["listing", "correction"]) == 1,
                not_on_repeat: exit.flag("not_on_repeat"),
                duties: Duty::several(exit),
                handling: exit.working_days("handling"),
            });
        });
        // Two terms, or two exits, of one ground contradict each other.
        let of_terms: Vec<_> = terms.iter().map(|term| &*term.grounds).collect();
        if !stand_once(&of_terms) {
            row.fail("terms", Problem::Duplicate);
        }
        let of_exits: Vec<_> = exits.iter().map(|exit| &*exit.grounds).collect();
        if !stand_once(&of_exits) {
            row.fail("exits", Problem::Duplicate);
        }
        Self {
            code: row.code("code", CodeList::Lists),
            source: Source::read(row),
            about: About::read(row),
            grounds,
            terms,
            exits,
        }
    }

    /// Whether a listing can rest on a ground.
    pub(crate) fn has_ground(&self, ground: &str) -> bool {
        self.grounds.iter().any(|known| known == ground)
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

/// Whether each ground is in one of these alone; what names none is about all.
fn stand_once(all: &[&[String]]) -> bool {
    let mut named = Names::default();
    for grounds in all {
        if grounds.is_empty() && all.len() > 1 {
            return false;
        }
        for ground in *grounds {
            if !named.add(ground) {
                return false;
            }
        }
    }
    true
}
