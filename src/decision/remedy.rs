//! What the subject can do, other than wait: the least steps that lead to a benefit, or a better one.
//!
//! Steps are combined and each combination is decided anew, on the first day on which all of it can
//! be done, as if a bundle drawn that day showed the steps recorded and nothing else changed. What is
//! not decided so is not promised.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::horizon::YEARS;
use super::outcome::{BundleInput, Case, Found, Time};
use super::render::Outcome;
use crate::credit::{Claim, Claims, Exit};
use crate::limits;
use crate::sorted_set::SortedSet;
use crate::time::{Day, Instant};

/// Steps that lead to a benefit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Remedy {
    pub(super) steps: Vec<Step>,
    /// The day on which all of them can have been done.
    pub(super) on: Day,
    /// The tier that is then granted.
    pub(super) tier: usize,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// `credit.penalties[0]`; of a refresh the input's alias.
    pub(super) path: String,
    pub(super) exit: Exit,
    /// The first day on which it can be done, today or later.
    pub(super) earliest: Day,
    place: Place,
}

/// Which record of which bundle.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    bundle: usize,
    list: usize,
    record: usize,
}

/// Steps up to so many are combined in every way; of more, in the ways that [`Search::combinations`]
/// says.
const EXHAUSTIVE: usize = 8;

impl Case<'_> {
    /// The remedies, fewest steps first; each leads to a better tier than those before it, and than
    /// waiting until its day would.
    pub(super) fn remedies(&self, found: &Found, now: Instant) -> Vec<Remedy> {
        let today = Day::of(now);
        let search = Search {
            case: self,
            refresh: self.refresh(now),
            steps: self.steps(today),
            today,
        };
        search.run(found)
    }

    /// How many times [`remedies`](Self::remedies) may decide the case, at the most.
    pub(super) fn remedy_trials(&self, now: Instant) -> u64 {
        let steps = self.steps(Day::of(now)).len();
        let trials = match steps {
            0 => 0,
            n if n <= EXHAUSTIVE => 2 << n,
            n => 2 * (limits::REMEDY_TRIALS + n) + limits::REMEDY_TRIALS / 2,
        };
        u64::try_from(trials).unwrap_or(u64::MAX)
    }

    /// A fresh bundle for each that is stale.
    fn refresh(&self, now: Instant) -> Vec<Step> {
        let stale = self.bundles.iter().enumerate();
        let stale = stale.filter(|(_, bundle)| now >= bundle.fresh_until);
        let steps = stale.map(|(index, bundle)| Step {
            path: bundle.input.alias.clone(),
            exit: Exit::REFRESH,
            earliest: Day::of(now),
            place: Place {
                bundle: index,
                list: 0,
                record: 0,
            },
        });
        steps.collect()
    }

    /// What can be done about each record that is shown and has a way out, within the look-ahead.
    fn steps(&self, today: Day) -> Vec<Step> {
        let horizon = today.add_months(12 * YEARS).unwrap_or(Day::MAX);
        let mut steps = Vec::new();
        for (bundle, input) in self.bundles.iter().enumerate() {
            let law = self.law(input);
            for (list, (list_type, claim)) in input.claims.lists.iter().enumerate() {
                let Claim::Known(records) = claim else {
                    continue;
                };
                for (index, record) in records.iter().enumerate() {
                    let Claim::Known(record) = record else {
                        continue;
                    };
                    let Some(exit) = law.exit(list_type, record) else {
                        continue;
                    };
                    let earliest = exit.earliest.map_or(today, |day| day.max(today));
                    let counts = law.may_count(list_type, record, earliest);
                    if counts && earliest <= horizon {
                        let alias = &input.input.alias;
                        steps.push(Step {
                            path: format!("{alias}.{}[{index}]", list_type.name),
                            exit,
                            earliest,
                            place: Place {
                                bundle,
                                list,
                                record: index,
                            },
                        });
                    }
                }
            }
        }
        steps
    }
}

struct Search<'a> {
    case: &'a Case<'a>,
    /// Needed whatever else is done.
    refresh: Vec<Step>,
    steps: Vec<Step>,
    today: Day,
}

impl Search<'_> {
    fn run(&self, found: &Found) -> Vec<Remedy> {
        let mut remedies: Vec<Remedy> = Vec::new();
        let mut best = rank(found);
        if !self.refresh.is_empty()
            && let Some(tier) = self.tier_on(self.today, &[])
            && tier < best
        {
            best = tier;
            remedies.push(self.remedy(&[], self.today, tier));
        }
        // Nothing is better than the best.
        let combinations = match best {
            0 => Vec::new(),
            _ => self.combinations(),
        };
        for chosen in combinations {
            if best == 0 {
                break;
            }
            let on = self.day_of(&chosen);
            let Some(tier) = self.tier_on(on, &chosen).filter(|tier| *tier < best) else {
                continue;
            };
            // Nothing is a remedy that comes about by itself.
            if self.tier_on(on, &[]).is_some_and(|alone| alone <= tier) {
                continue;
            }
            best = tier;
            remedies.push(self.remedy(&chosen, on, tier));
        }
        remedies
    }

    /// Combinations of steps by their indexes: fewest first, then those that are done earliest, then
    /// in the order of the records.
    ///
    /// Of many steps those of one and of two as far as the budget goes, and then for each tier all of
    /// them, less whichever can be left out.
    fn combinations(&self) -> Vec<Vec<usize>> {
        let count = self.steps.len();
        let mut combinations = SortedSet::new();
        let mut add = |chosen: Vec<usize>| {
            combinations.insert((chosen.len(), self.day_of(&chosen), chosen));
        };
        if count <= EXHAUSTIVE {
            for bits in 1_usize..1 << count {
                add((0..count).filter(|i| bits >> i & 1 == 1).collect());
            }
        } else {
            (0..count).for_each(|i| add(vec![i]));
            let pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| vec![i, j]));
            let room = limits::REMEDY_TRIALS.saturating_sub(count);
            pairs.take(room).for_each(&mut add);
            let all: Vec<usize> = (0..count).collect();
            let reached = self.tier_on(self.day_of(&all), &all);
            // As many tiers as half the budget goes for, the best that can be reached among them.
            let most = (limits::REMEDY_TRIALS / (2 * count)).max(1);
            if let Some(reached) = reached {
                let tiers = (reached..self.case.programme.tiers.len()).take(most);
                tiers.for_each(|tier| add(self.without_needless(&all, tier)));
            }
        }
        let sorted = combinations.into_vec().into_iter();
        sorted.map(|(_, _, chosen)| chosen).collect()
    }

    /// These steps but those without which as good a tier comes about.
    fn without_needless(&self, steps: &[usize], tier: usize) -> Vec<usize> {
        let mut kept = steps.to_vec();
        // The last to be open go first: what is left can be done sooner.
        let mut late = SortedSet::new();
        for (i, step) in self.steps.iter().enumerate() {
            late.insert((Reverse(step.earliest), i));
        }
        for (_, step) in late.into_vec() {
            let fewer: Vec<usize> = kept.iter().copied().filter(|i| *i != step).collect();
            let then = self.tier_on(self.day_of(&fewer), &fewer);
            if then.is_some_and(|then| then <= tier) {
                kept = fewer;
            }
        }
        kept
    }

    fn chosen<'s>(&'s self, chosen: &'s [usize]) -> impl Iterator<Item = &'s Step> {
        chosen.iter().filter_map(|i| self.steps.get(*i))
    }

    fn day_of(&self, chosen: &[usize]) -> Day {
        let days = self.chosen(chosen).map(|step| step.earliest);
        days.max().unwrap_or(self.today)
    }

    /// The tier that is granted on a day once the steps are done.
    fn tier_on(&self, on: Day, chosen: &[usize]) -> Option<usize> {
        let bundles = self.case.bundles.iter();
        let mut changed: Vec<Claims> = bundles.map(|bundle| bundle.claims.clone()).collect();
        for step in self.chosen(chosen) {
            let Place {
                bundle,
                list,
                record,
            } = step.place;
            let lists = changed.get_mut(bundle).map(|claims| &mut claims.lists);
            if let Some((_, Claim::Known(records))) = lists.and_then(|lists| lists.get_mut(list))
                && let Some(Claim::Known(record)) = records.get_mut(record)
            {
                step.exit.action.done(record, on);
            }
        }
        let bundles = self.case.bundles.iter().zip(&changed);
        let then = Case {
            programme: self.case.programme,
            bundles: bundles
                .map(|(bundle, claims)| BundleInput { claims, ..*bundle })
                .collect(),
            request: self.case.request.clone(),
            unproven_subjects: self.case.unproven_subjects.clone(),
        };
        let found = then.decide(Time::Renewed(on));
        found.tier.filter(|_| found.outcome == Outcome::Granted)
    }

    fn remedy(&self, chosen: &[usize], on: Day, tier: usize) -> Remedy {
        let steps = self.refresh.iter().chain(self.chosen(chosen));
        Remedy {
            steps: steps.cloned().collect(),
            on,
            tier,
        }
    }
}

/// The tier that is granted; any is better than none.
fn rank(found: &Found) -> usize {
    found.tier.unwrap_or(usize::MAX)
}
