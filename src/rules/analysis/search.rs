//! The search for facts on which a formula is true: one row of each table, chosen so that it holds.

use std::cell::Cell;

use super::formula::{Formula, Outcomes};
use super::given::Given;
use super::lists::answers;
use super::table::{Row, Table};
use super::too_large::TooLarge;
use crate::rules::Verdict;

/// What can be answered together on a day.
#[derive(Debug)]
pub(super) struct World<'w> {
    pub(super) tables: &'w [Table],
    /// The table and the column of each atom.
    pub(super) places: &'w [(usize, usize)],
    /// The steps that may still be taken.
    pub(super) left: &'w Cell<u64>,
}

/// Which rows are looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// All, also such of which it is not known whether they can be had. What is not found among them is not there.
    All,
    /// Those whose facts are known. What is found among them is there.
    Real,
}

/// A row that stands for a table: one variable has one sample.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pinned {
    pub(super) table: usize,
    pub(super) variable: usize,
    pub(super) sample: usize,
}

struct Search<'s> {
    world: &'s World<'s>,
    /// The tables that the formula reads, and the rows of each that differ for it.
    rows: Vec<(usize, Vec<Row>)>,
    /// For each table the row that was chosen.
    chosen: Vec<Option<usize>>,
}

impl World<'_> {
    /// Facts on which a formula is true, if there are any. Facts that it does not ask about are absent.
    pub(super) fn find(
        &self,
        formula: &Formula,
        which: Rows,
        pinned: Option<Pinned>,
    ) -> Result<Option<Given>, TooLarge> {
        let mut read: Vec<(usize, Vec<usize>)> = Vec::new();
        formula.atoms(&mut |atom| {
            let Some((table, column)) = self.places.get(atom).copied() else {
                return;
            };
            match read.iter_mut().find(|(known, _)| *known == table) {
                Some((_, columns)) if columns.contains(&column) => {}
                Some((_, columns)) => columns.push(column),
                None => read.push((table, vec![column])),
            }
        });
        if let Some(pinned) = pinned
            && read.iter().all(|(table, _)| *table != pinned.table)
        {
            read.push((pinned.table, Vec::new()));
        }
        let mut rows = Vec::new();
        for (number, columns) in read {
            let Some(table) = self.tables.get(number) else {
                continue;
            };
            let is_pinned = |row: &&Row| match pinned {
                Some(pinned) if pinned.table == number => {
                    row.samples.get(pinned.variable) == Some(&pinned.sample)
                }
                _ => true,
            };
            let real = |row: &&Row| which == Rows::All || row.facts.is_some();
            // Answers to what is not asked do not tell rows apart.
            let width = table.atoms.len();
            let mut narrowed = Vec::new();
            for row in table.rows.iter().filter(is_pinned).filter(real) {
                let mut row = row.clone();
                for column in (0..width).filter(|column| !columns.contains(column)) {
                    if let Some(verdict) = row.verdicts.get_mut(column) {
                        *verdict = Verdict::Unknown;
                    }
                }
                narrowed.push(row);
            }
            self.spend(narrowed.len())?;
            let distinct = answers(&narrowed)
                .into_iter()
                .cloned()
                .collect::<Vec<Row>>();
            if distinct.is_empty() {
                return Ok(None);
            }
            rows.push((number, distinct));
        }
        let mut search = Search {
            world: self,
            chosen: vec![None; rows.len()],
            rows,
        };
        search.look(formula)
    }

    fn spend(&self, steps: usize) -> Result<(), TooLarge> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(TooLarge)
    }
}

impl Search<'_> {
    fn look(&mut self, formula: &Formula) -> Result<Option<Given>, TooLarge> {
        let spent = Cell::new(0_usize);
        let outcomes = formula.outcomes(&|atom| self.outcomes(atom), &|steps| {
            spent.set(spent.get().saturating_add(steps));
        });
        self.world.spend(spent.get())?;
        if !outcomes.may_hold() {
            return Ok(None);
        }
        let open = match outcomes.hold() {
            true => None,
            false => self.first_open(formula),
        };
        let Some(open) = open else {
            // Whatever the tables say that are left: the first row of each will do.
            return Ok(outcomes.hold().then(|| self.facts()));
        };
        let count = self.rows.get(open).map_or(0, |(_, rows)| rows.len());
        for row in 0..count {
            if let Some(chosen) = self.chosen.get_mut(open) {
                *chosen = Some(row);
            }
            if let Some(found) = self.look(formula)? {
                return Ok(Some(found));
            }
        }
        if let Some(chosen) = self.chosen.get_mut(open) {
            *chosen = None;
        }
        Ok(None)
    }

    /// What an atom may come to by the rows that are left.
    fn outcomes(&self, atom: usize) -> Outcomes {
        let Some((table, column)) = self.world.places.get(atom).copied() else {
            return Outcomes::ANY;
        };
        let mut each = self.rows.iter().zip(&self.chosen);
        let Some(((_, rows), chosen)) = each.find(|((number, _), _)| *number == table) else {
            return Outcomes::ANY;
        };
        let verdict = |row: &Row| row.verdicts.get(column).copied();
        let one = |row: &Row| verdict(row).map_or(Outcomes::ANY, Outcomes::one);
        match chosen {
            Some(row) => rows.get(*row).map_or(Outcomes::ANY, one),
            None => rows.iter().map(one).fold(Outcomes::NONE, Outcomes::or_else),
        }
    }

    /// The first table that the formula reads and no row was chosen of.
    fn first_open(&self, formula: &Formula) -> Option<usize> {
        let mut first = None;
        formula.atoms(&mut |atom| {
            if first.is_none()
                && !self.outcomes(atom).are_settled()
                && let Some((table, _)) = self.world.places.get(atom)
            {
                let each = self.rows.iter().position(|(number, _)| number == table);
                first = each.filter(|place| self.chosen.get(*place) == Some(&None));
            }
        });
        first
    }

    fn facts(&self) -> Given {
        let mut given = Given::new();
        for ((_, rows), chosen) in self.rows.iter().zip(&self.chosen) {
            let row = rows.get(chosen.unwrap_or(0));
            given.extend(row.and_then(|row| row.facts.clone()).unwrap_or_default());
        }
        given
    }
}
