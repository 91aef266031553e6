//! The smallest sets that suffice, where every set that contains one that suffices does, too.
//!
//! Each set that does not suffice is grown until nothing can be added to it. Of what is left outside, every set that
//! suffices has some unit. What hits all such remainders is a candidate, and the smallest of these that suffices is the
//! smallest of all. Units that matter to nobody are in no remainder, and cost no trial of their own.

use crate::limits;

/// What says whether a set suffices.
pub(super) trait Judge {
    /// Whether a set suffices, each unit said to be in it or not.
    fn suffices(&self, set: &[bool]) -> bool;

    /// Whether as many further steps may be taken. Once they may not, no answer is worth anything.
    fn goes_on(&self, steps: usize) -> bool;
}

/// The search among units, numbered from 0.
pub(super) struct Search<'s> {
    pub(super) judge: &'s dyn Judge,
    /// The units to choose from, those first that are rather shown than others.
    pub(super) order: &'s [usize],
    /// How many units there are.
    pub(super) units: usize,
}

/// What a search came to.
pub(super) struct Smallest {
    /// Sets of one size, most wanted first; one at least.
    pub(super) sets: Vec<Vec<bool>>,
    /// Whether it is certain that no smaller set suffices.
    pub(super) exact: bool,
}

impl Search<'_> {
    /// All units that there are to choose from.
    pub(super) fn all(&self) -> Vec<bool> {
        self.set_of(self.order)
    }

    fn set_of(&self, units: &[usize]) -> Vec<bool> {
        let mut set = vec![false; self.units];
        put(&mut set, units, true);
        set
    }

    /// A set that suffices, and of which no unit can be left out. What is rather not shown is left out first.
    pub(super) fn irreducible(&self) -> Vec<bool> {
        let mut set = self.all();
        let order: Vec<usize> = self.order.iter().rev().copied().collect();
        self.settle(&mut set, &order, false);
        set
    }

    /// The smallest sets, given one that suffices.
    pub(super) fn smallest(&self, known: Vec<bool>) -> Smallest {
        let all = self.all();
        // What no set can do without.
        let mut needed = Vec::new();
        for unit in self
            .order
            .iter()
            .copied()
            .filter(|unit| is_in(&known, *unit))
        {
            let mut others = all.clone();
            put(&mut others, &[unit], false);
            if !self.judge.suffices(&others) {
                needed.push(unit);
            }
        }
        let most = count(&known) - needed.len();
        let mut hitting = Hitting {
            search: self,
            remainders: Vec::new(),
            barred: vec![false; self.units],
            found: Vec::new(),
        };
        let mut set = self.set_of(&needed);
        let mut is_certain = self.judge.goes_on(0);
        for further in 0..=most {
            if !is_certain {
                break;
            }
            hitting.look(&mut set, further);
            if !hitting.found.is_empty() {
                return Smallest {
                    sets: hitting.found,
                    exact: true,
                };
            }
            // Sets as small as the one that is known need not all be looked at.
            is_certain = further == most || self.judge.goes_on(0);
        }
        Smallest {
            sets: vec![known],
            exact: is_certain,
        }
    }

    /// Puts as many of the units in (or out, if `to` is false) as can be without a change of the verdict.
    fn settle(&self, set: &mut [bool], units: &[usize], to: bool) {
        if units.is_empty() || !self.judge.goes_on(0) {
            return;
        }
        put(set, units, to);
        if self.judge.suffices(set) != to {
            return;
        }
        put(set, units, !to);
        if units.len() > 1 {
            let (first, second) = units.split_at(units.len() / 2);
            self.settle(set, first, to);
            self.settle(set, second, to);
        }
    }

    /// What is outside when a set that does not suffice is grown until nothing can be added.
    fn remainder(&self, set: &[bool]) -> Vec<usize> {
        let mut grown = set.to_vec();
        let outside = |set: &[bool]| -> Vec<usize> {
            let outside = self.order.iter().copied();
            outside.filter(|unit| !is_in(set, *unit)).collect()
        };
        self.settle(&mut grown, &outside(set), true);
        outside(&grown)
    }
}

/// The search for sets that have some unit of every remainder.
struct Hitting<'s> {
    search: &'s Search<'s>,
    remainders: Vec<Vec<usize>>,
    /// Units of which every set has been looked at.
    barred: Vec<bool>,
    found: Vec<Vec<bool>>,
}

impl Hitting<'_> {
    /// Finds the sets that suffice with at most so many units beside those of `set`.
    fn look(&mut self, set: &mut Vec<bool>, further: usize) {
        let remainder = loop {
            let is_full = self.found.len() == limits::PLAN_TIES;
            let mut steps = 1;
            for units in &self.remainders {
                steps += 1 + units.len() / 8;
            }
            if is_full || !self.search.judge.goes_on(steps) {
                return;
            }
            let remainders = self.remainders.iter();
            let open = remainders.filter(|units| !units.iter().any(|unit| is_in(set, *unit)));
            match open.min_by_key(|units| units.len()) {
                Some(open) => break open.clone(),
                None if self.search.judge.suffices(set) => {
                    self.found.push(set.clone());
                    return;
                }
                None => self.remainders.push(self.search.remainder(set)),
            }
        };
        if further == 0 {
            return;
        }
        let free: Vec<usize> = remainder
            .into_iter()
            .filter(|unit| !is_in(&self.barred, *unit))
            .collect();
        for unit in &free {
            put(set, &[*unit], true);
            self.look(set, further - 1);
            put(set, &[*unit], false);
            put(&mut self.barred, &[*unit], true);
        }
        put(&mut self.barred, &free, false);
    }
}

fn put(set: &mut [bool], units: &[usize], to: bool) {
    for unit in units {
        if let Some(is_in) = set.get_mut(*unit) {
            *is_in = to;
        }
    }
}

fn is_in(set: &[bool], unit: usize) -> bool {
    set.get(unit) == Some(&true)
}

/// How many units a set has.
pub(super) fn count(set: &[bool]) -> usize {
    set.iter().filter(|is_in| **is_in).count()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use testkit::random::{Random, cases};

    /// A rule that wants one of several sets.
    struct OneOf {
        sets: Vec<u32>,
        left: Cell<usize>,
    }

    impl OneOf {
        fn wants(&self, set: u32) -> bool {
            self.sets.iter().any(|wanted| wanted & !set == 0)
        }
    }

    fn mask(set: &[bool]) -> u32 {
        (0..set.len()).map(|i| u32::from(set[i]) << i).sum()
    }

    impl Judge for OneOf {
        fn suffices(&self, set: &[bool]) -> bool {
            self.left.set(self.left.get().saturating_sub(1));
            self.left.get() > 0 && self.wants(mask(set))
        }

        fn goes_on(&self, _: usize) -> bool {
            self.left.get() > 0
        }
    }

    #[test]
    fn no_smaller_set_suffices_than_the_smallest() {
        let mut random = Random::seeded("smallest sets");
        for _ in 0..cases(2_000) {
            let units = 1 + random.below(9);
            let sets = 0..1 + random.below(6);
            let sets: Vec<u32> = sets.map(|_| random.below(1 << units) as u32).collect();
            let limit = random.pick(&[usize::MAX, usize::MAX, 12, 40]);
            let judge = OneOf {
                sets,
                left: Cell::new(limit),
            };
            let mut order: Vec<usize> = (0..units).collect();
            order.rotate_left(random.below(units));
            let search = Search {
                judge: &judge,
                order: &order,
                units,
            };
            let whole = 1_u32 << units;
            let sizes = (0..whole)
                .filter(|set| judge.wants(*set))
                .map(u32::count_ones);
            let least = sizes.min().unwrap() as usize;
            let known = match limit {
                usize::MAX => search.irreducible(),
                _ => search.all(),
            };
            assert!(judge.wants(mask(&known)));
            for unit in (0..units).filter(|_| limit == usize::MAX) {
                let without = mask(&known) & !(1 << unit);
                assert!(!known[unit] || !judge.wants(without), "{:?}", judge.sets);
            }
            let found = search.smallest(known);
            let masks: Vec<u32> = found.sets.iter().map(|set| mask(set)).collect();
            for set in &masks {
                assert!(judge.wants(*set), "{:?}: {set:b}", judge.sets);
                let is_least = set.count_ones() as usize == least;
                assert!(is_least || !found.exact, "{:?}: {set:b}", judge.sets);
            }
            if limit == usize::MAX {
                assert!(found.exact);
                // All of that size, each once.
                let mut all: Vec<u32> = (0..whole)
                    .filter(|set| judge.wants(*set) && set.count_ones() as usize == least)
                    .collect();
                let mut masks = masks;
                masks.sort_unstable();
                all.truncate(limits::PLAN_TIES);
                assert_eq!(masks.len(), all.len(), "{:?}", judge.sets);
                masks.dedup();
                assert_eq!(masks.len(), all.len(), "{:?}", judge.sets);
            }
        }
    }
}
