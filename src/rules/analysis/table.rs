//! Tables of answers: which answers of atoms can be had together.

use std::sync::Arc;

use super::domains::{Better, Domains, Presence};
use super::given::{Given, members_of};
use super::samples::{Sample, Today};
use super::shape::{Atom, Level, OPEN};
use super::too_large::TooLarge;
use crate::limits;
use crate::rules::Verdict;
use crate::rules::expr::Leaf;
use crate::rules::view::{Environment, View};
use crate::rules::vocabulary::Type;
use crate::work::Work;

/// The answers of some atoms: those over facts that are asked about together.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) atoms: Vec<usize>,
    pub(super) rows: Vec<Row>,
    pub(super) steps: Vec<Step>,
    /// The variables whose samples the rows are of.
    pub(super) variables: Vec<usize>,
    /// The samples of each.
    pub(super) samples: Vec<Vec<Sample>>,
}

/// Answers that are had together.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// For each atom of the table.
    pub(super) verdicts: Vec<Verdict>,
    /// Facts of which they are the answers; none where it is not known whether any are.
    pub(super) facts: Option<Given>,
    /// The sample of each variable.
    pub(super) samples: Vec<usize>,
}

/// Two rows of which one is a better subject's, and the facts of each.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) worse: Row,
    pub(super) better: Row,
    /// The path of the fact, or of the list, in which they differ.
    pub(super) of: String,
}

impl Level {
    /// All tables for a day.
    pub(super) fn tables(
        &self,
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Result<Vec<Table>, TooLarge> {
        let mut tables = Vec::new();
        for (number, atom) in self.atoms.iter().enumerate() {
            if *atom == Atom::Free {
                tables.push(Table::free(number));
            }
        }
        for component in self.components(domains) {
            tables.push(self.scalar_table(&component, domains, today)?);
        }
        for number in 0..self.lists.len() {
            tables.push(self.list_table(number, domains, today)?);
        }
        Ok(tables)
    }

    /// The answers that can be had together to what may be another on another day: all else follows from these.
    pub(super) fn moving_answers(
        &self,
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Result<Vec<Vec<Vec<Verdict>>>, TooLarge> {
        let mut all = Vec::new();
        for component in self.components(domains) {
            if component.is_empty() || component.iter().any(|variable| self.is_day(*variable)) {
                let table = self.scalar_table(&component, domains, today)?;
                all.push(in_order(table.rows.into_iter().map(|row| row.verdicts)));
            }
        }
        for list in self.lists.iter().filter(|list| list.element.moves()) {
            all.push(list.answers(domains, today)?);
        }
        Ok(all)
    }

    fn is_day(&self, variable: usize) -> bool {
        let variable = self.variables.get(variable);
        variable.is_some_and(|variable| variable.of == Type::Day)
    }

    /// The variables that are asked about together.
    fn components(&self, domains: &dyn Domains) -> Vec<Vec<usize>> {
        let count = self.variables.len();
        let mut group: Vec<usize> = (0..count).collect();
        let mut join = |a: usize, b: usize| {
            let (Some(from), Some(to)) = (group.get(a).copied(), group.get(b).copied()) else {
                return;
            };
            for known in &mut group {
                if *known == from {
                    *known = to;
                }
            }
        };
        for atom in &self.atoms {
            if let Atom::Scalar(_, variables) = atom {
                for pair in variables.windows(2) {
                    if let [a, b] = pair {
                        join(*a, *b);
                    }
                }
            }
        }
        for (a, one) in self.variables.iter().enumerate() {
            for (b, other) in self.variables.iter().enumerate() {
                let holds =
                    one.of == Type::Object && other.path.segments.starts_with(&one.path.segments);
                let beside = self.presence(a, domains) == Presence::WithObject
                    && other.path.segments.starts_with(object(&one.path.segments));
                if holds || beside {
                    join(a, b);
                }
            }
        }
        let mut components: Vec<Vec<usize>> = Vec::new();
        for root in 0..count {
            let members = group.iter().enumerate();
            let members = members.filter(|(_, of)| **of == root);
            let members: Vec<usize> = members.map(|(variable, _)| variable).collect();
            if !members.is_empty() {
                components.push(members);
            }
        }
        // Leaves that read no fact, but today.
        let constant = |atom: &Atom| matches!(atom, Atom::Scalar(_, read) if read.is_empty());
        if self.atoms.iter().any(constant) {
            components.push(Vec::new());
        }
        components
    }

    fn presence(&self, variable: usize, domains: &dyn Domains) -> Presence {
        match self.variables.get(variable) {
            Some(variable) if !matches!(self.place, super::shape::Place::Text(_)) => {
                domains.presence(self.list_path(), &variable.path.segments)
            }
            _ => Presence::Always,
        }
    }

    /// Every combination of samples, with the answers to it.
    fn scalar_table(
        &self,
        variables: &[usize],
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Result<Table, TooLarge> {
        let mut atoms = Vec::new();
        let mut leaves: Vec<&Leaf> = Vec::new();
        for (number, atom) in self.atoms.iter().enumerate() {
            if let Atom::Scalar(leaf, read) = atom
                && read.iter().all(|variable| variables.contains(variable))
                && (read.is_empty() == variables.is_empty())
            {
                atoms.push(number);
                leaves.push(leaf);
            }
        }
        let most = leaves
            .iter()
            .zip(&atoms)
            .map(|(_, atom)| match self.atoms.get(*atom) {
                Some(Atom::Scalar(_, read)) => read.len(),
                _ => 1,
            });
        // In an open cell as many can stand in any order as are compared with one another.
        let compared = most.max().unwrap_or(1) > 1;
        let several = if compared { variables.len() } else { 1 };
        let several = i64::try_from(several).unwrap_or(1);
        let mut samples = Vec::new();
        let mut count = 1_usize;
        for variable in variables {
            let own: Vec<&Leaf> = match compared {
                true => leaves.clone(),
                false => {
                    let reads = |atom: &usize| matches!(self.atoms.get(*atom), Some(Atom::Scalar(_, read)) if read.contains(variable));
                    let each = leaves.iter().zip(&atoms);
                    let own = each.filter(|(_, atom)| reads(atom));
                    own.map(|(leaf, _)| *leaf).collect()
                }
            };
            let found = self.samples(*variable, &own, several, domains, today)?;
            count = count.saturating_mul(found.len());
            samples.push(found);
        }
        if count > limits::ANALYSIS_ROWS {
            return Err(TooLarge);
        }
        let work = Work::of(u64::MAX);
        let mut rows: Vec<Row> = Vec::with_capacity(count);
        for number in 0..count {
            let mut rest = number;
            let mut chosen = Vec::with_capacity(samples.len());
            for of in &samples {
                chosen.push(rest % of.len().max(1));
                rest /= of.len().max(1);
            }
            if !self.is_consistent(variables, &samples, &chosen, domains) {
                continue;
            }
            let (given, is_real) = self.given(variables, &samples, &chosen, domains);
            let members = members_of(&given);
            let view = View::new(Environment {
                root: &members,
                vocabulary: domains.vocabulary(),
                today: today.day,
                calendar: today.calendar,
                work: &work,
            });
            rows.push(Row {
                verdicts: leaves.iter().map(|leaf| view.leaf(leaf)).collect(),
                facts: is_real.then_some(given),
                samples: chosen,
            });
        }
        let mut table = Table {
            atoms,
            rows,
            steps: Vec::new(),
            variables: variables.to_vec(),
            samples,
        };
        table.find_steps(self, domains);
        Ok(table)
    }

    /// Whether members that always come with their object are there if it is, and not without it.
    fn is_consistent(
        &self,
        variables: &[usize],
        samples: &[Vec<Sample>],
        chosen: &[usize],
        domains: &dyn Domains,
    ) -> bool {
        let is_there = |place: usize| {
            let sample = samples.get(place).zip(chosen.get(place));
            sample
                .and_then(|(all, chosen)| all.get(*chosen))
                .is_some_and(|sample| sample.fact.is_some())
        };
        let each = || variables.iter().enumerate();
        each().all(|(place, variable)| {
            let Some(one) = self.variables.get(*variable) else {
                return true;
            };
            let requires = self.presence(*variable, domains) == Presence::WithObject;
            let whole = match (one.of, requires) {
                (Type::Object, _) => &one.path.segments[..],
                (_, true) => object(&one.path.segments),
                _ => return true,
            };
            // Whatever else of the object is there is not there without it.
            is_there(place)
                || each().all(|(other, variable)| {
                    let path = self.variables.get(*variable);
                    let within = path.is_some_and(|v| v.path.segments.starts_with(whole));
                    !within || !is_there(other)
                })
        })
    }

    fn given(
        &self,
        variables: &[usize],
        samples: &[Vec<Sample>],
        chosen: &[usize],
        domains: &dyn Domains,
    ) -> (Given, bool) {
        let mut given = Given::new();
        let mut is_real = true;
        for ((variable, all), chosen) in variables.iter().zip(samples).zip(chosen) {
            let (Some(variable), Some(sample)) = (self.variables.get(*variable), all.get(*chosen))
            else {
                continue;
            };
            is_real &= sample.is_real;
            if let Some(fact) = &sample.fact {
                is_real &= !domains.is_entangled(&variable.path.segments);
                given.push((variable.path.segments.clone(), fact.clone()));
            }
        }
        (given, is_real)
    }
}

/// The path of the object that holds what is at a path.
fn object(path: &[Arc<str>]) -> &[Arc<str>] {
    path.split_last().map_or(path, |(_, object)| object)
}

impl Table {
    /// Of an atom of which nothing is known.
    fn free(atom: usize) -> Self {
        let rows = OPEN.map(|verdict| Row {
            verdicts: vec![verdict],
            facts: None,
            samples: Vec::new(),
        });
        Self {
            atoms: vec![atom],
            rows: rows.to_vec(),
            steps: Vec::new(),
            variables: Vec::new(),
            samples: Vec::new(),
        }
    }

    /// Pairs of rows that differ in one fact that is better in one of them.
    fn find_steps(&mut self, level: &Level, domains: &dyn Domains) {
        if level.place != super::shape::Place::Root {
            return;
        }
        for (place, variable) in self.variables.iter().enumerate() {
            let Some(variable) = level.variables.get(*variable) else {
                continue;
            };
            let segments = &variable.path.segments;
            let better = match variable.of {
                // Samples of texts have a rank by the one scale that they are compared on.
                Type::Text(_) => Some(Better::More),
                _ => domains.better(segments),
            };
            let Some(better) = better else { continue };
            for low in &self.rows {
                for high in &self.rows {
                    let rank = |row: &Row| {
                        let chosen = row.samples.get(place)?;
                        self.samples.get(place)?.get(*chosen)?.rank
                    };
                    let ordered = rank(low).zip(rank(high)).is_some_and(|(a, b)| a < b);
                    let others = low.samples.iter().zip(&high.samples).enumerate();
                    let mut others = others.filter(|(at, _)| *at != place);
                    if ordered && low.verdicts != high.verdicts && others.all(|(_, (a, b))| a == b)
                    {
                        let (worse, better) = match better {
                            Better::More => (low, high),
                            Better::Less => (high, low),
                        };
                        self.steps.push(Step {
                            worse: worse.clone(),
                            better: better.clone(),
                            of: variable.path.to_string(),
                        });
                    }
                }
            }
        }
        dedupe(&mut self.steps);
    }
}

/// Keeps one step for each pair of answers, one whose facts are known if there is one.
pub(super) fn dedupe(steps: &mut Vec<Step>) {
    let mut kept: Vec<Step> = Vec::new();
    for step in steps.drain(..) {
        let is_real = |step: &Step| step.worse.facts.is_some() && step.better.facts.is_some();
        let same = kept.iter_mut().find(|known| {
            known.of == step.of
                && known.worse.verdicts == step.worse.verdicts
                && known.better.verdicts == step.better.verdicts
        });
        match same {
            Some(known) if !is_real(known) => *known = step,
            Some(_) => {}
            None => kept.push(step),
        }
    }
    *steps = kept;
}

/// Rows of answers in order, each once.
pub(super) fn in_order(rows: impl Iterator<Item = Vec<Verdict>>) -> Vec<Vec<Verdict>> {
    let mut rows: Vec<Vec<Verdict>> = rows.collect();
    rows.sort_unstable_by_key(|row| {
        row.iter()
            .map(|verdict| *verdict as u8)
            .collect::<Vec<u8>>()
    });
    rows.dedup();
    rows
}
