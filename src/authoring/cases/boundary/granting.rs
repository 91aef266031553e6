//! Facts that are granted a tier, found step by step: each change of a fact is made that brings the rules nearer to what
//! they have to come to.

use super::search::{Search, Start};
use super::slots::{Key, LeafSlots};
use crate::authoring::plain::State;
use crate::decimal::Decimal;
use crate::decision::Explain;
use crate::money::Money;
use crate::rules::{REQUEST, Scalar, Type};
use crate::trial::{Trial, with_case};

/// How often the facts are gone through.
const ROUNDS: usize = 3;

/// How many pairs of changes are tried where no change by itself leads nearer.
const PAIRS: usize = 1000;

/// How many times the greatest amount that the rules name.
const PLENTY: i64 = 100;

/// The way to somebody who is granted a tier.
struct Climb {
    best: Start,
    nearest: u64,
    /// What each rule has to come to.
    wanted: Vec<Option<bool>>,
}

impl Search<'_> {
    /// Facts that are granted a tier, made of those that all cases have in common. None where none are found.
    pub(super) fn granting(&mut self, tier: usize) -> Option<Start> {
        let wanted = self.wanted_of(tier);
        let start = (self.base().clone(), self.now);
        let mut climb = Climb {
            nearest: self.nearness(&start, &wanted)?,
            best: start,
            wanted,
        };
        for _ in 0..ROUNDS {
            if self.is_granted(&climb.best, tier) {
                break;
            }
            let before = climb.nearest;
            let changes = self.changes(|_| true);
            for change in &changes {
                self.step(&mut climb, &[change]);
            }
            // Where no one change leads on, two may: a lower grade, and a lower amount with it.
            if climb.nearest == before {
                let own = self.changes(|leaf| leaf.tier.is_some_and(|known| known <= tier));
                let pairs = own.iter().enumerate().flat_map(|(at, first)| {
                    let others = own.iter().skip(at + 1);
                    let others = others.filter(|(key, _)| *key != first.0);
                    others.map(move |second| [first, second])
                });
                for pair in pairs.take(PAIRS) {
                    self.step(&mut climb, &pair);
                }
            }
            if climb.nearest == before {
                break;
            }
        }
        Some(climb.best).filter(|best| self.is_granted(best, tier))
    }

    /// Makes the changes, if that leads nearer.
    fn step(&mut self, climb: &mut Climb, changes: &[&(Key, State)]) {
        let changed = changes
            .iter()
            .try_fold(climb.best.clone(), |(facts, now), (key, state)| {
                self.changed(&facts, now, key, state)
            });
        let Some(changed) = changed.filter(|_| self.climb()) else {
            return;
        };
        if let Some(near) = self.nearness(&changed, &climb.wanted)
            && near > climb.nearest
        {
            climb.best = changed;
            climb.nearest = near;
        }
    }

    /// The states of each fact that leaves read, each once.
    fn changes(&mut self, of: impl Fn(&LeafSlots) -> bool) -> Vec<(Key, State)> {
        let mut changes: Vec<(Key, State)> = self.plenty();
        for (number, leaf) in self.leaves.iter().enumerate().filter(|(_, leaf)| of(leaf)) {
            for (key, slot) in leaf.slots.iter().filter(|(key, _)| key.list.is_none()) {
                for state in self.choices(number, key, slot.of, &leaf.slots) {
                    let change = (key.clone(), state);
                    if !changes.contains(&change) {
                        changes.push(change);
                    }
                }
            }
        }
        changes
    }

    /// Of amounts that are on record, so much that no share of one is too little for what the rules name.
    fn plenty(&self) -> Vec<(Key, State)> {
        let amounts = self.slots.iter().filter(|(_, slot)| slot.of == Type::Money);
        let named = amounts.clone().flat_map(|(_, slot)| &slot.targets);
        let named = named.filter_map(|target| match target {
            Scalar::Money(money) => money.amount().scaled(2),
            _ => None,
        });
        let Some(most) = named.max().and_then(|most| most.checked_mul(PLENTY)) else {
            return Vec::new();
        };
        let Some(plenty) = Decimal::from_scaled(most, 2) else {
            return Vec::new();
        };
        let request = [REQUEST, "."].concat();
        let on_record =
            amounts.filter(|(key, _)| key.list.is_none() && !key.path.starts_with(&request));
        let state = || State::Value(Money::yuan(plenty).to_json());
        on_record.map(|(key, _)| (key.clone(), state())).collect()
    }

    /// What each rule has to come to, in their order: this tier holds, and none before it. None: anything.
    fn wanted_of(&self, tier: usize) -> Vec<Option<bool>> {
        let programme = &self.source.programme;
        let before = usize::from(programme.applies_when.is_some()) + programme.requirements.len();
        let mut wanted = vec![Some(true); before];
        wanted.extend((0..programme.tiers.len()).map(|known| match known {
            known if known < tier => Some(false),
            known => Some(true).filter(|_| known == tier),
        }));
        wanted
    }

    fn nearness(&self, (facts, now): &Start, wanted: &[Option<bool>]) -> Option<u64> {
        let facts = facts.clone().into();
        let near = with_case(
            self.law,
            &self.source.programme,
            &facts,
            *now,
            &mut |case| case.nearness(*now, wanted),
        );
        near.ok()
    }

    fn is_granted(&self, (facts, now): &Start, tier: usize) -> bool {
        let programme = &self.source.programme;
        let facts = facts.clone().into();
        let trial = Trial::of(self.law, programme, &facts, *now, Explain::Codes);
        let granted = trial
            .as_ref()
            .ok()
            .and_then(|trial| trial.decision().tier());
        granted.is_some() && granted == programme.tiers.get(tier).map(|tier| &*tier.id)
    }
}
