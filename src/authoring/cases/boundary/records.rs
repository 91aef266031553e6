//! Records of lists, to be tried.

use super::combinations::combinations;
use super::search::Search;
use super::slots::{Key, Slots};
use crate::authoring::cases::run::rule_verdicts;
use crate::authoring::plain::{self, LeastRecords, State, fields_of, least_value};
use crate::json::{Object, Value};
use crate::rules::NEAREST;
use crate::time::Day;
use crate::trial::Trial;

/// How often a record is gone through.
const ROUNDS: usize = 3;

/// Combinations of codes that are tried for a record that counts.
const RECORDS: usize = 256;

impl Search<'_> {
    /// Records of a list with every combination of the values that these slots have, the fewest changes first.
    pub(super) fn records(&mut self, list: &str, slots: &Slots) -> Vec<Object> {
        let Some(least) = self.least_record(list) else {
            return Vec::new();
        };
        let own = slots.keys().filter(|key| key.list.as_deref() == Some(list));
        let own: Vec<&Key> = own.filter(|key| !key.path.is_empty()).collect();
        let choices = own.iter().map(|key| {
            let values = self.values.get(*key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            states.chain([State::Absent]).collect::<Vec<State>>()
        });
        let choices: Vec<Vec<State>> = choices.collect();
        let whole = self.whole_record(list);
        let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
        let combinations = combinations(&lengths).into_iter().map(|combination| {
            let chosen = combination.iter().enumerate();
            chosen.fold(least.clone(), |record, (at, choice)| {
                let state = choice.and_then(|choice| choices.get(at)?.get(choice));
                match (own.get(at), state) {
                    (Some(key), Some(state)) => {
                        plain::record_with(&record, &key.path, state, &whole)
                    }
                    _ => record,
                }
            })
        });
        combinations.collect()
    }

    /// A record for which the condition inside of a leaf holds, in the one list that the leaf is about.
    pub(super) fn satisfying(&mut self, number: usize) -> Option<Object> {
        if let Some(known) = self.counted.get(&number) {
            return known.clone();
        }
        let found = self.climb_to_record(number);
        self.counted.insert(number, found.clone());
        found
    }

    fn climb_to_record(&mut self, number: usize) -> Option<Object> {
        let leaf = self.leaves.get(number)?;
        let list = leaf.list.as_deref()?;
        let mut best = self.least_record(list)?;
        let mut nearest = self.nearness_of_record(number, list, &best)?;
        for _ in 0..ROUNDS {
            let before = nearest;
            for (key, state) in self.changes_of_records(list, &leaf.slots) {
                let record = plain::record_with(&best, &key.path, &state, &self.whole_record(list));
                let near = self.nearness_of_record(number, list, &record);
                if let Some(near) = near.filter(|near| *near > nearest) {
                    best = record;
                    nearest = near;
                }
            }
            if nearest == NEAREST || nearest == before {
                break;
            }
        }
        Some(best).filter(|_| nearest == NEAREST)
    }

    fn nearness_of_record(&mut self, number: usize, list: &str, record: &Object) -> Option<u64> {
        if !self.climb() {
            return None;
        }
        let state = State::Value(vec![Value::from(record.clone())].into());
        let programme = &self.source.programme;
        let facts = plain::with(self.base(), list, &state, programme, self.today())?;
        let rules = rule_verdicts(self.law, self.source, &facts.into(), self.now).ok()?;
        let mut leaves = rules.iter().flat_map(|rule| &rule.leaves);
        Some(leaves.nth(number)?.near)
    }

    /// What may be changed of a record of a list: each field to each value that something asks about, or to nothing.
    fn changes_of_records(&self, list: &str, slots: &Slots) -> Vec<(Key, State)> {
        let own = slots.keys().filter(|key| key.list.as_deref() == Some(list));
        let own = own.filter(|key| !key.path.is_empty());
        let changes = own.flat_map(|key| {
            let values = self.values.get(key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            let states = states.chain([State::Absent]);
            states.map(|state| (key.clone(), state))
        });
        changes.collect()
    }

    /// Records that differ in one thing from one for which the condition inside of a leaf holds, and before them this
    /// one: what differs makes a difference.
    pub(super) fn near_satisfying(&mut self, number: usize) -> Vec<Object> {
        let (Some(record), Some(leaf)) = (self.satisfying(number), self.leaves.get(number)) else {
            return Vec::new();
        };
        let list = leaf.list.as_deref().unwrap_or_default();
        let whole = self.whole_record(list);
        let changes = self.changes_of_records(list, &leaf.slots).into_iter();
        let changed = changes
            .map(|(key, state)| plain::record_with(&record, &key.path, &state, &whole))
            .collect::<Vec<Object>>();
        [record].into_iter().chain(changed).collect()
    }

    /// The least record of a list that counts, if there is one that would also count if it were older: windows of rules
    /// look back for a year, or for two.
    fn least_record(&mut self, list: &str) -> Option<Object> {
        if let Some(known) = self.least.get(list) {
            return Some(known.clone());
        }
        let drawn_on = self.drawn_on(list);
        let made_on = |day| {
            LeastRecords::of(&self.source.programme, list, day).map(|made| made.records(RECORDS))
        };
        let records = made_on(drawn_on)?;
        let older = [13, 24].map(|months| {
            let day = drawn_on.add_months(-months).unwrap_or(drawn_on);
            made_on(day).unwrap_or_default()
        });
        let counts = |record: &Object| {
            let state = State::Value(vec![Value::from(record.clone())].into());
            let facts = plain::with(
                self.base(),
                list,
                &state,
                &self.source.programme,
                self.today(),
            );
            facts.is_some_and(|facts| self.counts(&facts.into()))
        };
        let counting: Vec<usize> = (0..records.len())
            .filter(|at| records.get(*at).is_some_and(&counts))
            .collect();
        let is_lasting = |at: &&usize| {
            let mut older = older.iter();
            older.all(|records| records.get(**at).is_some_and(&counts))
        };
        let lasting = counting.iter().find(is_lasting);
        let at = lasting.or(counting.first()).copied().unwrap_or_default();
        let record = records.get(at)?.clone();
        self.least.insert(list.to_owned(), record.clone());
        Some(record)
    }

    /// The day on which the facts with a list were drawn. No record is of a later day.
    fn drawn_on(&self, list: &str) -> Day {
        let input = list
            .split('.')
            .next()
            .and_then(|alias| self.base().get(alias));
        let day = input
            .and_then(|claims| claims.member("as_of"))
            .and_then(Value::as_str);
        day.and_then(Day::parse).unwrap_or_else(|| self.today())
    }

    /// Whether no record is set aside.
    fn counts(&self, facts: &Value) -> bool {
        let programme = &self.source.programme;
        let explain = crate::decision::Explain::Full;
        let trial = Trial::of(self.law, programme, facts, self.now, explain);
        trial.is_ok_and(|trial| trial.decision().set_aside().is_empty())
    }

    /// The objects that the records of a list may hold, each with all that it must have.
    fn whole_record(&self, list: &str) -> Object {
        let fields = fields_of(list).unwrap_or_default().iter();
        let fields = fields.map(|field| {
            let value = least_value(field.kind, &self.source.programme, self.drawn_on(list));
            (field.name, value)
        });
        fields.collect()
    }
}
