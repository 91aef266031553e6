//! What rules come to, whatever the facts are: an analysis over their own constants and types.
//!
//! Each fact is cut into cells by the constants that it is compared with, each cell is shown by a sample, and each
//! leaf is asked about the samples by the evaluator itself ([`samples`], [`table`]). A list is built up of elements
//! that differ in what is asked of them ([`lists`]). What rules come to is then looked for among the answers that
//! can be had together ([`search`]).
//!
//! Everything is known here, or known to be absent: what rules come to while something is hidden follows from that.
//! Claims are sound in both directions. What is said never to be so was looked for among at least all that there can
//! be: a leaf of a form that is not gone into may come to anything. What is said to be so for somebody comes with
//! facts, on which the evaluator is asked again. Work is [bounded](crate::limits::ANALYSIS_STEPS): beyond that nothing
//! is claimed.
//!
//! No solver of propositional logic is used. Cells are no propositions: they would have to be spelt out in clauses,
//! with numbers and lists among them, and programmes have few enough that a search by what formulas may still come to
//! ends early.

mod claims;
mod domains;
mod formula;
mod given;
mod lists;
mod positions;
mod samples;
mod search;
mod shape;
mod table;
mod too_large;

use std::cell::Cell;

use self::formula::Formula;
use self::given::members_of;
use self::samples::Today;
use self::search::World;
use self::shape::{Level, Place};
use self::table::Table;
use super::view::Environment;
use super::{Expr, Verdict};
use crate::limits;
use crate::time::{Calendar, Day};
use crate::work::Work;

pub(crate) use self::claims::{Claim, Example, Rules};
pub(crate) use self::domains::{Better, Domains, Presence};
pub(crate) use self::given::Given;
pub(crate) use self::positions::{LookBack, Odd, lists, look_backs, odd};
pub(crate) use self::too_large::TooLarge;

/// Rules, and what facts they are about.
pub(crate) struct Analysis<'a> {
    rules: Vec<&'a Expr>,
    formulas: Vec<Formula>,
    level: Level,
    places: Vec<(usize, usize)>,
    /// For each day that differs, what can be answered together.
    days: Vec<(Day, Vec<Table>)>,
    domains: &'a dyn Domains,
    calendar: &'a Calendar,
    left: Cell<u64>,
}

impl<'a> Analysis<'a> {
    /// Cuts the facts of some rules into cells, for every day from `window.0` to `window.1`.
    ///
    /// # Errors
    /// Where there are too many.
    pub(crate) fn of(
        rules: Vec<&'a Expr>,
        domains: &'a dyn Domains,
        window: (Day, Day),
        calendar: &'a Calendar,
    ) -> Result<Self, TooLarge> {
        let mut level = Level::new(Place::Root);
        let vocabulary = domains.vocabulary();
        let each = rules.iter();
        let formulas = each.map(|rule| level.formula(&rule.condition, vocabulary));
        let formulas: Vec<Formula> = formulas.collect();
        if level.atoms.len() > limits::ANALYSIS_LEAVES {
            return Err(TooLarge);
        }
        let mut days: Vec<(Day, Vec<Table>)> = Vec::new();
        let mut seen = Vec::new();
        let moves = level.moves();
        let mut day = window.0;
        let mut rows = 0_usize;
        let mut looked_at = 0;
        loop {
            looked_at += 1;
            if looked_at > limits::ANALYSIS_DAYS {
                return Err(TooLarge);
            }
            // Days on which the same can be answered together are alike.
            let today = Today { day, calendar };
            let answers = level.moving_answers(domains, today)?;
            rows = rows.saturating_add(answers.iter().map(Vec::len).sum());
            if !seen.contains(&answers) {
                seen.push(answers);
                let tables = level.tables(domains, today)?;
                let more = tables.iter().map(|table| table.rows.len()).sum();
                rows = rows.saturating_add(more);
                days.push((day, tables));
            }
            if rows > limits::ANALYSIS_ALL_ROWS {
                return Err(TooLarge);
            }
            match day.next().filter(|next| moves && *next <= window.1) {
                Some(next) => day = next,
                None => break,
            }
        }
        let mut places = vec![(usize::MAX, 0); level.atoms.len()];
        if let Some((_, tables)) = days.first() {
            for (number, table) in tables.iter().enumerate() {
                for (column, atom) in table.atoms.iter().enumerate() {
                    if let Some(place) = places.get_mut(*atom) {
                        *place = (number, column);
                    }
                }
            }
        }
        Ok(Self {
            rules,
            formulas,
            level,
            places,
            days,
            domains,
            calendar,
            left: Cell::new(limits::ANALYSIS_STEPS),
        })
    }

    fn worlds(&self) -> impl Iterator<Item = (Day, World<'_>)> {
        self.days.iter().map(|(day, tables)| {
            let world = World {
                tables,
                places: &self.places,
                left: &self.left,
            };
            (*day, world)
        })
    }

    /// What the rules come to on facts, as the evaluator says.
    fn evaluate(&self, given: &Given, today: Day) -> Vec<Verdict> {
        let root = members_of(given);
        let work = Work::of(u64::MAX);
        let rules = self.rules.iter();
        rules
            .map(|rule| {
                rule.evaluate(Environment {
                    root: &root,
                    vocabulary: self.domains.vocabulary(),
                    today,
                    calendar: self.calendar,
                    work: &work,
                })
            })
            .collect()
    }
}
