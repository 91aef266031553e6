//! The ways in which facts are changed in search of what is missing.

use super::combinations::{combinations, together};
use super::features::Feature;
use super::search::{Search, Start};
use super::slots::{Key, Slot, Slots};
use super::values;
use crate::authoring::cases::run::Run;
use crate::authoring::plain::{self, State, undisclosed};
use crate::json::{Object, Value};
use crate::rules::{NOW, Type, Verdict};
use crate::time::{Day, Instant};

/// Records of one list that are tried with one of them changed.
const COUNTED: usize = 3;

impl Search<'_> {
    /// Somebody who is granted each tier.
    pub(super) fn tiers(&mut self) {
        for (tier, granted) in self.granted.clone().into_iter().enumerate() {
            let feature = Feature::Granted(tier);
            let granted = granted.filter(|_| !self.shown.contains(&feature));
            let Some((facts, now)) = granted else {
                continue;
            };
            let whole = facts.clone().into();
            if let Ok(run) = Run::of(self.law, self.source, &whole, now) {
                let features = self.features_of(&facts, now, &run);
                self.put(&feature, features, &run, facts, now);
            }
        }
    }

    /// Each value by itself: on each constant and beside it, hidden and absent.
    pub(super) fn one_by_one(&mut self) {
        for (number, leaf) in self.leaves.iter().enumerate() {
            let start = self.start_of(number);
            let is_plain =
                |(key, slot): &(&Key, &Slot)| key.list.is_none() && slot.of != Type::List;
            let plain: Vec<&Key> = leaf
                .slots
                .iter()
                .filter(is_plain)
                .map(|(key, _)| key)
                .collect();
            let own = self.of_leaf.get(number);
            let choices = plain.iter().map(|key| {
                let values = own.and_then(|own| own.get(*key)).into_iter().flatten();
                let states = values.map(|value| State::Value(value.clone()));
                states.chain([State::Hidden, State::Absent]).collect()
            });
            let choices: Vec<Vec<State>> = choices.collect();
            let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
            for combination in together(&lengths).into_iter().chain(combinations(&lengths)) {
                if let Some((facts, now)) = self.combined(&start, &plain, &choices, &combination) {
                    self.offer(facts, now);
                }
            }
        }
    }

    /// The facts with a combination of changes, each of one of the keys.
    fn combined(
        &self,
        start: &Start,
        keys: &[&Key],
        choices: &[Vec<State>],
        combination: &[Option<usize>],
    ) -> Option<Start> {
        let mut chosen = combination.iter().enumerate();
        chosen.try_fold(start.clone(), |(facts, now), (at, choice)| {
            let state = choice.and_then(|choice| choices.get(at)?.get(choice));
            match (keys.get(at), state) {
                (Some(key), Some(state)) => self.changed(&facts, now, key, state),
                _ => Some((facts, now)),
            }
        })
    }

    /// A change of the facts, or of the day.
    pub(super) fn changed(
        &self,
        facts: &Object,
        now: Instant,
        key: &Key,
        state: &State,
    ) -> Option<(Object, Instant)> {
        if key.path != NOW {
            let facts = plain::with(
                facts,
                &key.path,
                state,
                &self.source.programme,
                self.today(),
            )?;
            return Some((facts, now));
        }
        let State::Value(day) = state else {
            return None;
        };
        // Whoever comes another day shows what was drawn that day.
        let day = Day::parse(day.as_str()?)?;
        let mut facts = facts.clone();
        for (name, claims) in facts.iter_mut() {
            if let (true, Value::Object(claims)) =
                (self.source.programme.input(name).is_some(), claims)
            {
                claims.set("as_of", day.to_string());
            }
        }
        let since_midnight = now.unix() - Day::of(now).start().unix();
        Some((facts, day.start().add_seconds(since_midnight)?))
    }

    /// Each list empty, hidden, with one record that counts and with one that does not, and with as many as the rules
    /// ask for.
    pub(super) fn lists(&mut self) {
        for (number, leaf) in self.leaves.iter().enumerate() {
            let start = self.start_of(number);
            let is_list = |(key, slot): &(&Key, &Slot)| slot.of == Type::List && key.list.is_none();
            for (key, slot) in leaf.slots.iter().filter(is_list) {
                let list = |records: Vec<Value>| State::Value(records.into());
                for state in [list(Vec::new()), State::Hidden, list(vec![undisclosed()])] {
                    self.offer_list(&start, key, &state);
                }
                let is_own = leaf.list.as_deref() == Some(&*key.path);
                let near = match is_own {
                    true => self.near_satisfying(number),
                    false => Vec::new(),
                };
                // So many records as the rule counts to, of which one is changed.
                let counts = values::counts(slot).into_iter();
                let others: Vec<usize> = counts.filter(|count| *count <= COUNTED).collect();
                for record in &near {
                    for count in &others {
                        let mut records = vec![Value::from(record.clone())];
                        let others = near.first().map(|same| Value::from(same.clone()));
                        records.extend(vec![others.unwrap_or_default(); count - 1]);
                        self.offer_list(&start, key, &list(records));
                    }
                }
                for record in self.records(&key.path, &leaf.slots) {
                    self.offer_list(&start, key, &list(vec![record.into()]));
                }
                if let Some(record) = self.satisfying(number).filter(|_| is_own) {
                    for count in values::counts(slot) {
                        let records = vec![record.clone().into(); count];
                        self.offer_list(&start, key, &list(records));
                    }
                }
            }
        }
    }

    fn offer_list(&mut self, (facts, now): &Start, key: &Key, state: &State) {
        if let Some((facts, now)) = self.changed(facts, *now, key, state) {
            self.offer(facts, now);
        }
    }

    /// For each leaf that is never seen to come to a verdict, combinations of what it reads.
    pub(super) fn leaf_by_leaf(&mut self) {
        for number in 0..self.leaves.len() {
            for verdict in Verdict::ALL {
                self.look_for(number, *verdict);
            }
        }
    }

    fn look_for(&mut self, number: usize, verdict: Verdict) {
        let feature = Feature::Comes(number, verdict);
        let Some(leaf) = self
            .leaves
            .get(number)
            .filter(|_| !self.shown.contains(&feature))
        else {
            return;
        };
        let read = leaf.slots.iter().filter(|(key, _)| key.list.is_none());
        let choices: Vec<Vec<State>> = read
            .clone()
            .map(|(key, slot)| self.choices(number, key, slot.of, &leaf.slots))
            .collect();
        let roots: Vec<&Key> = read.map(|(key, _)| key).collect();
        let lengths: Vec<usize> = choices.iter().map(Vec::len).collect();
        let start = self.start_of(number);
        for combination in combinations(&lengths) {
            if let Some((facts, now)) = self.combined(&start, &roots, &choices, &combination) {
                self.offer(facts, now);
            }
            if self.shown.contains(&feature) || self.is_spent() {
                return;
            }
        }
    }

    /// The states in which a fact is tried together with others.
    pub(super) fn choices(
        &mut self,
        number: usize,
        key: &Key,
        of: Type,
        slots: &Slots,
    ) -> Vec<State> {
        if of != Type::List {
            let values = self.values.get(key).into_iter().flatten();
            let states = values.map(|value| State::Value(value.clone()));
            return states.chain([State::Hidden, State::Absent]).collect();
        }
        /// Of lists fewer, since each record has choices of its own.
        const MOST: usize = 40;
        let list = |records: Vec<Value>| State::Value(records.into());
        let mut states = vec![list(Vec::new()), State::Hidden, list(vec![undisclosed()])];
        let leaf = self.leaves.get(number);
        let is_own = leaf.is_some_and(|leaf| leaf.list.as_deref() == Some(&*key.path));
        let near = match is_own {
            true => self.near_satisfying(number),
            false => Vec::new(),
        };
        let records = near.into_iter().chain(self.records(&key.path, slots));
        let records = records.take(MOST);
        states.extend(records.map(|record| list(vec![record.into()])));
        if let (Some(slot), Some(record)) =
            (slots.get(key), self.satisfying(number).filter(|_| is_own))
        {
            let counts = values::counts(slot).into_iter().filter(|count| *count > 1);
            states.extend(counts.map(|count| list(vec![record.clone().into(); count])));
        }
        states
    }
}
