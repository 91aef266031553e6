//! Remedies: the fewest steps by which the subject gets a benefit, or a better one, other than by waiting.
//!
//! Each combination of steps is tried: first on the day on which all of it can have been done, then on later
//! change points. It is evaluated as if a bundle drawn that day showed each step done on its first day, and
//! nothing else changed. Only what is granted then is promised.

use super::case::{BundleInput, Case, EvaluationTime};
use super::day::Assessment;
use super::horizon::YEARS;
use crate::credit::{Claim, Claims, Exit, Rows};
use crate::limits;
use crate::sorted;
use crate::time::{Day, Instant};

/// Steps that lead to a benefit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DecidedRemedy {
    pub(super) steps: Vec<DecidedStep>,
    /// The first day on which they lead to it. By then all of them can have been done, and the programme has
    /// begun.
    pub(super) on: Day,
    /// The tier that is then granted.
    pub(super) tier: usize,
    pub(super) grounds: Grounds,
}

/// What a promise rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Grounds {
    /// Whether all rules of law that it rests on were found in a source.
    pub(super) confirmed: bool,
    /// Whether some of its working days are in a year whose holidays have not been announced.
    pub(super) estimated: bool,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DecidedStep {
    /// `credit.penalties[0]`; of a refresh the input's alias.
    pub(super) path: String,
    pub(super) exit: Exit,
    /// The first day on which it can be applied for, today or later.
    pub(super) earliest: Day,
    /// The day by which it is then decided.
    pub(super) done: Day,
    /// Whether that is reckoned in working days of a year whose holidays are not known.
    estimated: bool,
    /// The first day after `done` on which the record does not count any more even if nothing is done.
    gone_on: Option<Day>,
    record: RecordIndex,
}

/// Which record of which bundle.
#[derive(Debug, Clone, Copy, PartialEq)]
struct RecordIndex {
    bundle: usize,
    list: usize,
    record: usize,
}

/// Up to so many steps every combination is tried; of more steps, those of [`Search::try_likely`].
const EXHAUSTIVE: usize = 8;

impl Case<'_> {
    /// The remedies, fewest steps first. Each leads to a better tier than those before it, or to as good a tier
    /// sooner; and to a better tier than waiting until its day does. Also whether the search was complete: where
    /// work runs out, the remedies that were found before stand.
    pub(super) fn remedies(
        &self,
        assessment: &Assessment,
        days: &[Day],
        now: Instant,
    ) -> (Vec<DecidedRemedy>, bool) {
        // Nothing is better than the first tier.
        if rank(assessment) == 0 || self.is_over(now) {
            return (Vec::new(), true);
        }
        let today = Day::of(now);
        let (first, _) = self.programme.window;
        let mut search = Search {
            case: self,
            refresh: self.refresh(now),
            steps: self.steps(today),
            start: today.max(first),
            granted: rank(assessment),
            by_waiting: Vec::new(),
            kept: Vec::new(),
        };
        if search.refresh.is_empty() && search.steps.is_empty() {
            return (Vec::new(), true);
        }
        search.run(days, now);
        let remedies = search.remedies();
        (remedies, !self.work.is_overdrawn())
    }

    /// The steps that are needed whatever else is done: a fresh bundle for each that is stale.
    fn refresh(&self, now: Instant) -> Vec<DecidedStep> {
        let stale = self.bundles.iter().enumerate();
        let stale = stale.filter(|(_, bundle)| now >= bundle.fresh_until.at);
        let today = Day::of(now);
        let steps = stale.filter_map(|(index, bundle)| {
            Some(DecidedStep {
                path: bundle.input.alias.clone(),
                exit: self.lawful_use(bundle).refresh(today)?,
                earliest: today,
                done: today,
                estimated: false,
                gone_on: None,
                record: RecordIndex {
                    bundle: index,
                    list: 0,
                    record: 0,
                },
            })
        });
        steps.collect()
    }

    /// A step for each record that is disclosed and can be repaired, fulfilled or settled within the look-ahead.
    fn steps(&self, today: Day) -> Vec<DecidedStep> {
        let horizon = today.add_months(12 * YEARS).unwrap_or(Day::MAX);
        let mut steps = Vec::new();
        for (bundle, input) in self.bundles.iter().enumerate() {
            let law = self.lawful_use(input);
            for (list, (list_type, claim)) in input.claims.lists.iter().enumerate() {
                let Claim::Known(records) = claim else {
                    continue;
                };
                for (index, record) in records.iter().enumerate() {
                    let Claim::Known(record) = record else {
                        continue;
                    };
                    let Some(exit) = law.exit(list_type, record, today) else {
                        continue;
                    };
                    let earliest = exit.earliest.map_or(today, |day| day.max(today));
                    let (done, estimated) = exit.done_by(earliest, &self.law.calendar);
                    let counts = law.may_count(list_type, record, done);
                    if counts && done <= horizon {
                        let alias = &input.input.alias;
                        steps.push(DecidedStep {
                            path: format!("{alias}.{}[{index}]", list_type.name),
                            exit,
                            earliest,
                            done,
                            estimated,
                            gone_on: law.gone_on(list_type, record, done),
                            record: RecordIndex {
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

/// The search for remedies of one case. Tiers stand by their index: the less, the better.
struct Search<'a> {
    case: &'a Case<'a>,
    /// The steps that are needed whatever else is done.
    refresh: Vec<DecidedStep>,
    steps: Vec<DecidedStep>,
    /// The first day on which they can lead to anything: today, or the day on which the programme begins.
    start: Day,
    /// The tier that is granted already.
    granted: usize,
    /// The tier that waiting leads to, for each day that was looked at, in their order.
    by_waiting: Vec<(Day, usize)>,
    kept: Vec<Combination>,
}

/// A combination of steps that leads to a tier. The derived order is that of preference: fewest steps, then the
/// soonest day, then the better tier, then the order of the records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Combination {
    /// How many steps, beside those that are needed anyway.
    count: usize,
    on: Day,
    tier: usize,
    /// The steps by their indexes.
    chosen: Vec<usize>,
    grounds: Grounds,
}

impl Search<'_> {
    fn run(&mut self, days: &[Day], now: Instant) {
        if !self.refresh.is_empty()
            && let Some(tier) = self.tier_on(self.start, &[])
            && tier < self.granted
        {
            self.keep(Vec::new(), self.start, tier);
        }
        if self.steps.is_empty() {
            return;
        }
        let days = self.days(days, now);
        if self.steps.len() <= EXHAUSTIVE {
            self.try_all(&days);
        } else {
            self.try_likely(&days);
        }
    }

    /// The days on which steps may lead to something: the first day of each, and the change points of the case
    /// with none of them done and with all. Each step changes its own record alone, so that no other
    /// combination has further ones.
    fn days(&self, days: &[Day], now: Instant) -> Vec<Day> {
        let every_step: Vec<usize> = (0..self.steps.len()).collect();
        let mut all = vec![self.start];
        sorted::extend(&mut all, self.steps.iter().map(|step| step.done));
        sorted::extend(&mut all, days.iter().copied());
        let done = self.with_done(&every_step, |case| case.change_points(now));
        sorted::extend(&mut all, done.into_iter().flatten());
        all.retain(|day| *day >= self.start);
        all
    }

    /// Tries every combination, from the day on which all of it can have been done.
    fn try_all(&mut self, days: &[Day]) {
        let mut combinations = Vec::new();
        for bits in 1_usize..1 << self.steps.len() {
            let chosen: Vec<usize> = (0..self.steps.len())
                .filter(|i| bits >> i & 1 == 1)
                .collect();
            let combination = Combination {
                count: chosen.len(),
                on: self.day_of(&chosen),
                tier: 0,
                chosen,
                grounds: Grounds::default(),
            };
            sorted::insert(&mut combinations, combination);
        }
        for Combination {
            on: from, chosen, ..
        } in combinations
        {
            // Once one of the records does not count any more by itself, fewer steps do as much.
            let gone_on = self.chosen(&chosen).filter_map(|step| step.gone_on).min();
            for day in days.iter().filter(|day| **day >= from) {
                let is_gone = gone_on.is_some_and(|gone| gone <= *day);
                if is_gone || self.best_by(*day) == 0 || self.case.work.is_overdrawn() {
                    break;
                }
                self.try_on(*day, &chosen);
            }
        }
    }

    /// Tries each step, and each pair, on its first day; and for each day and tier, all that can be done by then
    /// without the steps that make no difference.
    fn try_likely(&mut self, days: &[Day]) {
        let count = self.steps.len();
        for i in 0..count {
            self.try_on(self.day_of(&[i]), &[i]);
        }
        for day in days {
            if self.best_by(*day) == 0 || self.case.work.is_overdrawn() {
                break;
            }
            let open: Vec<usize> = (0..count)
                .filter(|i| self.steps.get(*i).is_some_and(|step| step.done <= *day))
                .collect();
            let Some(reached) = self.tier_on(*day, &open) else {
                continue;
            };
            // Each tier that the steps can reach and nothing else does, with as few of them as it takes.
            let worst = self.best_by(*day).min(self.tier_by_waiting(*day));
            for tier in reached..worst.min(self.case.programme.tiers.len()) {
                let chosen = self.without_needless(&open, *day, tier);
                self.try_on(*day, &chosen);
            }
        }
        let pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| [i, j]));
        for pair in pairs.take(limits::REMEDY_TRIALS) {
            self.try_on(self.day_of(&pair), &pair);
        }
    }

    /// These steps, without those that make no difference to reaching the tier.
    fn without_needless(&self, steps: &[usize], on: Day, tier: usize) -> Vec<usize> {
        let mut kept = steps.to_vec();
        // The steps that can be done last are left out first, so that the rest can be done sooner.
        let mut days = Vec::new();
        sorted::extend(&mut days, self.steps.iter().map(|step| step.done));
        let done_on = |day| {
            let steps = self.steps.iter().enumerate();
            steps.filter(move |(_, step)| step.done == day)
        };
        for (step, _) in days.into_iter().rev().flat_map(done_on) {
            let fewer: Vec<usize> = kept.iter().copied().filter(|i| *i != step).collect();
            let then = self.tier_on(on, &fewer);
            if then.is_some_and(|then| then <= tier) {
                kept = fewer;
            }
        }
        kept
    }

    /// Keeps a combination if on that day it leads to a better tier than fewer steps and than waiting.
    fn try_on(&mut self, day: Day, chosen: &[usize]) {
        let best = self.best_by(day);
        if best > 0
            && let Some(tier) = self.tier_on(day, chosen)
            && tier < best
            && tier < self.tier_by_waiting(day)
        {
            self.keep(chosen.to_vec(), day, tier);
        }
    }

    /// Keeps a combination with what its promise rests on. Nothing is kept if work runs out on finding that out.
    fn keep(&mut self, chosen: Vec<usize>, on: Day, tier: usize) {
        let then = EvaluationTime::Renewed(on);
        let by_confirmed = |case: &Case<'_>| case.answer(then, Rows::Confirmed).tier;
        let by_exits = {
            let mut steps = self.refresh.iter().chain(self.chosen(&chosen));
            steps.all(|step| step.exit.confirmed)
        };
        let confirmed = by_exits && self.with_done(&chosen, by_confirmed) == Some(Some(tier));
        let grounds = Grounds {
            confirmed,
            estimated: self.chosen(&chosen).any(|step| step.estimated)
                || self.case.is_estimated(then),
        };
        if !self.case.work.is_overdrawn() {
            self.kept.push(Combination {
                count: chosen.len(),
                on,
                tier,
                chosen,
                grounds,
            });
        }
    }

    /// The best tier that is reached by a day, by what is granted already and what was kept so far.
    fn best_by(&self, day: Day) -> usize {
        let by_then = self.kept.iter().filter(|kept| kept.on <= day);
        by_then.fold(self.granted, |best, kept| best.min(kept.tier))
    }

    fn chosen<'s>(&'s self, chosen: &'s [usize]) -> impl Iterator<Item = &'s DecidedStep> {
        chosen.iter().filter_map(|i| self.steps.get(*i))
    }

    /// The first day on which all of these steps can have been done.
    fn day_of(&self, chosen: &[usize]) -> Day {
        let days = self.chosen(chosen).map(|step| step.done);
        days.fold(self.start, Day::max)
    }

    /// The tier that waiting until a day leads to. Where work runs out it is the best, so that nothing counts as
    /// better.
    fn tier_by_waiting(&mut self, day: Day) -> usize {
        let known = self.by_waiting.binary_search_by_key(&day, |(day, _)| *day);
        let place = match known {
            Ok(known) => return self.by_waiting.get(known).map_or(0, |(_, tier)| *tier),
            Err(place) => place,
        };
        let tier = self.tier_on(day, &[]).unwrap_or(usize::MAX);
        if self.case.work.is_overdrawn() {
            return 0;
        }
        self.by_waiting.insert(place, (day, tier));
        tier
    }

    /// The tier that is granted on a day once the steps are done; `None` if none is, or if work runs out.
    fn tier_on(&self, on: Day, chosen: &[usize]) -> Option<usize> {
        self.with_done(chosen, |case| {
            case.answer(EvaluationTime::Renewed(on), Rows::All).tier
        })?
    }

    /// Asks the case as it would be once the steps are done, each on its first day. `None` if work runs out.
    fn with_done<T>(&self, chosen: &[usize], then: impl FnOnce(&Case<'_>) -> T) -> Option<T> {
        let work = self.case.work;
        let copies = self.case.bundles.iter();
        let copies = copies.map(|bundle| bundle.claims.copy_steps());
        if !work.spend(chosen.len() + copies.sum::<usize>()) {
            return None;
        }
        if chosen.is_empty() {
            let found = then(self.case);
            return (!work.is_overdrawn()).then_some(found);
        }
        let bundles = self.case.bundles.iter();
        let mut changed: Vec<Claims> = bundles.map(|bundle| bundle.claims.clone()).collect();
        for step in self.chosen(chosen) {
            let RecordIndex {
                bundle,
                list,
                record,
            } = step.record;
            let lists = changed.get_mut(bundle).map(|claims| &mut claims.lists);
            if let Some((_, Claim::Known(records))) = lists.and_then(|lists| lists.get_mut(list))
                && let Some(Claim::Known(record)) = records.get_mut(record)
            {
                step.exit.action.done(record, step.done);
            }
        }
        let bundles = self.case.bundles.iter().zip(&changed);
        let answer = then(&Case {
            bundles: bundles
                .map(|(bundle, claims)| BundleInput { claims, ..*bundle })
                .collect(),
            ..self.case.clone()
        });
        (!work.is_overdrawn()).then_some(answer)
    }

    /// The combinations that were kept, by preference, without those that an earlier one makes needless.
    fn remedies(&mut self) -> Vec<DecidedRemedy> {
        let mut kept = Vec::new();
        for combination in std::mem::take(&mut self.kept) {
            sorted::insert(&mut kept, combination);
        }
        let mut remedies: Vec<DecidedRemedy> = Vec::new();
        for combination in kept {
            let as_good = |r: &DecidedRemedy| r.tier <= combination.tier && r.on <= combination.on;
            if !remedies.iter().any(as_good) {
                remedies.push(self.remedy(&combination));
            }
        }
        remedies
    }

    fn remedy(&self, combination: &Combination) -> DecidedRemedy {
        let mut steps = self.refresh.clone();
        for step in self.chosen(&combination.chosen) {
            steps.push(step.clone());
        }
        DecidedRemedy {
            steps,
            on: combination.on,
            tier: combination.tier,
            grounds: combination.grounds,
        }
    }
}

/// The index of the tier that is granted, the best being 0. None granted is worse than any.
fn rank(assessment: &Assessment) -> usize {
    assessment.answer.tier.unwrap_or(usize::MAX)
}
