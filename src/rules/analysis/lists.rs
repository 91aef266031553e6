//! Lists: which answers can be had together to what is asked of a list.
//!
//! Elements that satisfy the same bodies are alike. A list is built up one element at a time, and what counts of it
//! is kept: whether each quantifier has found what it looks for, and each count and sum up to where it matters.

use std::collections::HashMap;

use super::domains::{Better, Domains};
use super::formula::{Formula, Outcomes};
use super::given::{Given, members_of};
use super::samples::{Today, numbers};
use super::shape::{Atom, Level, List, NUMBER, Place, Question};
use super::table::{Row, Step, Table, dedupe, in_order};
use super::too_large::TooLarge;
use crate::decimal::Decimal;
use crate::limits;
use crate::money::Money;
use crate::rules::Verdict;
use crate::rules::expr::Leaf;
use crate::rules::fact::{Element, Fact, Scalar};
use crate::rules::operators::Quantifier;
use crate::rules::view::{Environment, View};
use crate::rules::vocabulary::{Bound, Type};
use crate::work::Work;

/// Elements that satisfy the same bodies.
#[derive(Debug)]
struct Kind {
    bodies: Vec<Verdict>,
    /// One of them; none where it is not known whether there are any.
    facts: Option<Given>,
}

/// What counts of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct State {
    /// For each body, whether an element satisfies it, and how many surely do and perhaps do.
    found: Vec<(Seen, u32, u32)>,
    /// For each sum, its place among the values that matter.
    sums: Vec<usize>,
}

/// What elements have come to: whether any was true, unknown, or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
struct Seen {
    holds: bool,
    unknown: bool,
    fails: bool,
}

/// A list that leads to a state; none where it is not known whether any does.
type Elements = Option<Vec<Given>>;

/// What one sum may come to, in order.
struct Steps {
    values: Vec<Decimal>,
    money: bool,
    /// The field is asked for by bodies too, or may be less than nothing.
    is_tied: bool,
}

impl Level {
    pub(super) fn list_table(
        &self,
        number: usize,
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Result<Table, TooLarge> {
        let list = self.lists.get(number).ok_or(TooLarge)?;
        let kinds = list.kinds(domains, today)?;
        let mut atoms = Vec::new();
        let mut questions = Vec::new();
        for (atom, asked) in self.atoms.iter().enumerate() {
            if let Atom::List(of, question) = asked
                && *of == number
            {
                atoms.push(atom);
                questions.push(question);
            }
        }
        let cap = |body: usize| {
            let tests = questions.iter().filter_map(|question| match question {
                Question::Count(of, test) if *of == body => Some(test),
                _ => None,
            });
            let tests: Vec<&Leaf> = tests.collect();
            let most = numbers(&tests).into_iter().map(ceiling).max();
            most.map_or(0, |most| most.saturating_add(1))
        };
        let caps: Vec<u32> = (0..list.bodies.len()).map(cap).collect();
        if caps.iter().any(|cap| *cap > limits::ANALYSIS_COUNT) {
            return Err(TooLarge);
        }
        let sums: Vec<Steps> = (0..list.sums.len())
            .map(|sum| list.steps_of(sum, &questions, domains))
            .collect::<Result<_, _>>()?;
        let start = State {
            found: vec![(Seen::default(), 0, 0); list.bodies.len()],
            sums: vec![0; list.sums.len()],
        };
        let mut states: Vec<(State, Elements)> = vec![(start.clone(), Some(Vec::new()))];
        let mut known: HashMap<State, usize> = HashMap::from([(start, 0)]);
        let mut edges: Vec<(usize, State, Elements, usize)> = Vec::new();
        let mut next = 0;
        while let Some((state, elements)) = states.get(next).cloned() {
            for (kind_number, kind) in kinds.iter().enumerate() {
                for (after, added) in list.after(&state, kind, &caps, &sums) {
                    let longer = elements.as_ref().zip(added).map(|(before, element)| {
                        let mut longer = before.clone();
                        longer.push(element);
                        longer
                    });
                    match known.get(&after) {
                        Some(place) => {
                            // A list that is known is better than one that is not.
                            if let Some((_, held @ None)) = states.get_mut(*place) {
                                held.clone_from(&longer);
                            }
                        }
                        None => {
                            known.insert(after.clone(), states.len());
                            states.push((after.clone(), longer.clone()));
                        }
                    }
                    if edges.len() < limits::ANALYSIS_ROWS {
                        edges.push((next, after, longer, kind_number));
                    }
                    if states.len() > limits::ANALYSIS_ROWS {
                        return Err(TooLarge);
                    }
                }
            }
            next += 1;
        }
        let row = |state: &State, elements: &Elements| Row {
            verdicts: questions
                .iter()
                .map(|question| list.answer(question, state, &sums, domains, today))
                .collect(),
            facts: elements.as_ref().map(|elements| list.given(elements)),
            samples: Vec::new(),
        };
        let mut steps = Vec::new();
        for (from, after, longer, kind) in &edges {
            let element = kinds.get(*kind).and_then(|kind| kind.facts.as_ref());
            let path = list.path.to_string();
            let better = element.and_then(|element| domains.better_record(&path, element));
            let (Some(better), Some((before, elements))) = (better, states.get(*from)) else {
                continue;
            };
            let (less, more) = (row(before, elements), row(after, longer));
            if self.place == Place::Root && less.verdicts != more.verdicts {
                let (worse, better) = match better {
                    Better::More => (less, more),
                    Better::Less => (more, less),
                };
                let of = path;
                steps.push(Step { worse, better, of });
            }
        }
        dedupe(&mut steps);
        Ok(Table {
            atoms,
            rows: states.iter().map(|(state, all)| row(state, all)).collect(),
            steps,
            variables: Vec::new(),
            samples: Vec::new(),
        })
    }
}

impl List {
    /// The kinds of elements that there may be.
    fn kinds(&self, domains: &dyn Domains, today: Today<'_>) -> Result<Vec<Kind>, TooLarge> {
        let tables = self.element.tables(domains, today)?;
        // Of each table, one row for each set of answers.
        let mut distinct: Vec<Vec<&Row>> = Vec::new();
        let mut count = 1_usize;
        for table in &tables {
            let rows = answers(&table.rows);
            count = count.saturating_mul(rows.len());
            distinct.push(rows);
        }
        if count > limits::ANALYSIS_ROWS {
            return Err(TooLarge);
        }
        let mut kinds: Vec<Kind> = Vec::new();
        for number in 0..count {
            let mut rest = number;
            let mut verdicts = vec![Verdict::Unknown; self.element.atoms.len()];
            let mut facts = Some(Given::new());
            for (table, rows) in tables.iter().zip(&distinct) {
                let Some(row) = rows.get(rest % rows.len().max(1)) else {
                    continue;
                };
                rest /= rows.len().max(1);
                for (atom, verdict) in table.atoms.iter().zip(&row.verdicts) {
                    if let Some(place) = verdicts.get_mut(*atom) {
                        *place = *verdict;
                    }
                }
                facts = facts.zip(row.facts.as_ref()).map(|(mut all, more)| {
                    all.extend(more.iter().cloned());
                    all
                });
            }
            let verdict = |atom: usize| verdicts.get(atom).copied().unwrap_or(Verdict::Unknown);
            let bodies = self.bodies.iter().map(|body| evaluated(body, &verdict));
            let bodies: Vec<Verdict> = bodies.collect();
            match kinds.iter_mut().find(|kind| kind.bodies == bodies) {
                Some(kind) if kind.facts.is_none() => kind.facts = facts,
                Some(_) => {}
                None => kinds.push(Kind { bodies, facts }),
            }
        }
        Ok(kinds)
    }

    /// What the bodies come to for each kind of element, in order.
    pub(super) fn answers(
        &self,
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Result<Vec<Vec<Verdict>>, TooLarge> {
        let kinds = self.kinds(domains, today)?;
        Ok(in_order(kinds.into_iter().map(|kind| kind.bodies)))
    }

    /// The states that one more element leads to, each with such an element.
    fn after(
        &self,
        state: &State,
        kind: &Kind,
        caps: &[u32],
        sums: &[Steps],
    ) -> Vec<(State, Option<Given>)> {
        let mut next = state.clone();
        for ((seen, low, high), (verdict, cap)) in
            next.found.iter_mut().zip(kind.bodies.iter().zip(caps))
        {
            match verdict {
                Verdict::True => seen.holds = true,
                Verdict::False => seen.fails = true,
                Verdict::Unknown => seen.unknown = true,
            }
            let (sure, perhaps) = match verdict {
                Verdict::True => (1, 1),
                Verdict::False => (0, 0),
                Verdict::Unknown => (0, 1),
            };
            *low = (*low + sure).min(*cap);
            *high = (*high + perhaps).min(*cap);
        }
        let mut all = vec![(next, kind.facts.clone())];
        for (number, ((body, field), steps)) in self.sums.iter().zip(sums).enumerate() {
            if kind.bodies.get(*body) == Some(&Verdict::False) {
                continue;
            }
            let mut further = Vec::new();
            for (state, element) in &all {
                let from = state.sums.get(number).copied().unwrap_or(0);
                let first = if steps.is_tied { 0 } else { from };
                for to in first..steps.values.len() {
                    let mut state = state.clone();
                    if let Some(place) = state.sums.get_mut(number) {
                        *place = to;
                    }
                    // One field adds to several sums at once.
                    let shared = self.sums.iter().filter(|(_, other)| other == field).count() > 1;
                    let open = steps.is_tied || shared;
                    let amount = |to: usize| steps.values.get(to).and_then(|n| n.scaled(4));
                    let difference = amount(to).zip(amount(from));
                    let difference = difference.and_then(|(to, from)| to.checked_sub(from));
                    let added = element
                        .as_ref()
                        .zip(difference)
                        .and_then(|(element, more)| {
                            let amount = Decimal::from_scaled(more, 4)?;
                            let scalar = match steps.money {
                                true => Scalar::Money(Money::yuan(amount)),
                                false => Scalar::Number(amount),
                            };
                            let mut element = element.clone();
                            element.push((field.segments.clone(), Fact::Known(scalar)));
                            Some(element)
                        });
                    further.push((state, added.filter(|_| !open)));
                }
            }
            all = further;
        }
        all
    }

    /// The values of a sum that what is asked of it tells apart.
    fn steps_of(
        &self,
        sum: usize,
        questions: &[&Question],
        domains: &dyn Domains,
    ) -> Result<Steps, TooLarge> {
        let (_, field) = self.sums.get(sum).ok_or(TooLarge)?;
        let tests = questions.iter().filter_map(|question| match question {
            Question::Sum(of, test) if *of == sum => Some(test),
            _ => None,
        });
        let tests: Vec<&Leaf> = tests.collect();
        let vocabulary = domains.vocabulary();
        let list = self.element.list_path().ok_or(TooLarge)?;
        let is_counted = matches!(
            vocabulary.bound(Some(list), &field.segments),
            Some(Bound::NotNegative)
        );
        let money = matches!(
            vocabulary.field(list, &field.to_string()),
            crate::rules::vocabulary::Lookup::Found(Type::Money)
        );
        let is_asked = self
            .element
            .variables
            .iter()
            .any(|variable| variable.path == *field);
        let mut values = vec![Decimal::ZERO];
        let named = numbers(&tests);
        values.extend(named.iter().copied());
        values.sort_unstable();
        values.dedup();
        let unit = if money { 2 } else { 3 };
        let mut all = Vec::new();
        for (i, value) in values.iter().enumerate() {
            all.push(*value);
            let scaled = |value: Decimal| value.scaled(unit).ok_or(TooLarge);
            let between = match values.get(i + 1) {
                Some(above) => {
                    let (low, high) = (scaled(*value)?, scaled(*above)?);
                    let middle = low + (high - low) / 2;
                    (middle > low).then_some(middle)
                }
                None => scaled(*value)?.checked_add(10_i64.pow(u32::from(unit))),
            };
            all.extend(between.and_then(|between| Decimal::from_scaled(between, unit)));
        }
        if !is_counted {
            let least = values.first().copied().unwrap_or(Decimal::ZERO);
            let below = least.checked_add(Decimal::from(-1)).ok_or(TooLarge)?;
            all.insert(0, below);
        }
        // It begins at nothing, which is the first unless something is below.
        if !is_counted || values.first() != Some(&Decimal::ZERO) {
            let zero = all.iter().position(|value| *value == Decimal::ZERO);
            all.swap(0, zero.unwrap_or(0));
        }
        Ok(Steps {
            is_tied: is_asked || !is_counted || all.first() != Some(&Decimal::ZERO),
            values: all,
            money,
        })
    }

    fn answer(
        &self,
        question: &Question,
        state: &State,
        sums: &[Steps],
        domains: &dyn Domains,
        today: Today<'_>,
    ) -> Verdict {
        let tested = |test: &Leaf, scalar: Scalar| {
            let given = vec![(vec![NUMBER.into()], Fact::Known(scalar))];
            let work = Work::of(u64::MAX);
            View::new(Environment {
                root: &members_of(&given),
                vocabulary: domains.vocabulary(),
                today: today.day,
                calendar: today.calendar,
                work: &work,
            })
            .leaf(test)
        };
        match question {
            Question::Quantified(quantifier, body) => {
                let seen = state.found.get(*body).map(|(seen, ..)| *seen);
                let seen = seen.unwrap_or_default();
                let found = |hit: bool| match (hit, seen.unknown) {
                    (true, _) => Verdict::True,
                    (false, true) => Verdict::Unknown,
                    (false, false) => Verdict::False,
                };
                match quantifier {
                    Quantifier::Any => found(seen.holds),
                    Quantifier::No => !found(seen.holds),
                    Quantifier::All => !found(seen.fails),
                }
            }
            Question::Count(body, test) => {
                let found = state.found.get(*body).copied().unwrap_or_default();
                let (_, low, high) = found;
                let each = (low..=high).map(|n| tested(test, Scalar::Number(i64::from(n).into())));
                let mut outcomes = Outcomes::NONE;
                let mut last = Verdict::Unknown;
                for verdict in each {
                    outcomes = outcomes.or_else(Outcomes::one(verdict));
                    last = verdict;
                }
                if outcomes.are_settled() {
                    last
                } else {
                    Verdict::Unknown
                }
            }
            Question::Sum(sum, test) => {
                let place = state.sums.get(*sum).copied().unwrap_or(0);
                let steps = sums.get(*sum);
                let value = steps.and_then(|steps| Some((steps.values.get(place)?, steps.money)));
                match value {
                    Some((value, true)) => tested(test, Scalar::Money(Money::yuan(*value))),
                    Some((value, false)) => tested(test, Scalar::Number(*value)),
                    None => Verdict::Unknown,
                }
            }
        }
    }

    /// The list as a fact.
    fn given(&self, elements: &[Given]) -> Given {
        let fact = match self.element.place {
            Place::Text(_) => {
                let texts = elements
                    .iter()
                    .flatten()
                    .filter_map(|(_, fact)| match fact {
                        Fact::Known(Scalar::Text(text)) => Some(text.clone()),
                        _ => None,
                    });
                Fact::Known(Scalar::Texts(texts.collect()))
            }
            Place::Root | Place::Record(_) => {
                let elements = elements.iter().enumerate();
                let elements = elements.map(|(index, given)| Element {
                    index,
                    doubt: None,
                    record: Some(members_of(given).into()),
                });
                Fact::List(crate::rules::fact::List {
                    elements: elements.collect(),
                    open: Vec::new(),
                })
            }
        };
        vec![(self.path.segments.clone(), fact)]
    }
}

/// One row for each set of answers, one whose facts are known if there is one.
pub(super) fn answers(rows: &[Row]) -> Vec<&Row> {
    let mut kept: Vec<&Row> = Vec::new();
    for row in rows {
        match kept.iter_mut().find(|known| known.verdicts == row.verdicts) {
            Some(known) if known.facts.is_none() => *known = row,
            Some(_) => {}
            None => kept.push(row),
        }
    }
    kept
}

/// What a formula comes to.
pub(super) fn evaluated(formula: &Formula, atom: &impl Fn(usize) -> Verdict) -> Verdict {
    let outcomes = formula.outcomes(&|number| Outcomes::one(atom(number)), &|_| {});
    let mut each = [Verdict::True, Verdict::False].into_iter();
    let found = each.find(|verdict| outcomes == Outcomes::one(*verdict));
    found.unwrap_or(Verdict::Unknown)
}

fn ceiling(number: Decimal) -> u32 {
    let text = number.to_string();
    let whole = text.split('.').next().unwrap_or_default();
    let whole: u32 = whole.parse().unwrap_or(0);
    whole.saturating_add(u32::from(number.scale() > 0))
}
