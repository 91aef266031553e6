//! What the subject can do, other than wait: the least steps that lead to a benefit, or a better one.
//!
//! Steps are combined and each combination is decided anew, on the first day on which all of it can
//! have been done and on the days after that on which the case may turn, as if a bundle drawn that day
//! showed the steps recorded, each on its first day, and nothing else changed. What is not decided so is
//! not promised.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::case::{BundleInput, Case, Time};
use super::day::Assessment;
use super::horizon::YEARS;
use crate::credit::{Claim, Claims, Exit, Rows};
use crate::limits;
use crate::time::{Day, Instant};

/// Steps that lead to a benefit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Remedy {
    pub(super) steps: Vec<Step>,
    /// The first day on which they lead to it: all of them can have been done, and the programme has
    /// begun.
    pub(super) on: Day,
    /// The tier that is then granted.
    pub(super) tier: usize,
    pub(super) grounds: Grounds,
}

/// What a promise rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Grounds {
    /// All the law of it was found in a source.
    pub(super) confirmed: bool,
    /// Some of its working days are in a year whose holidays have not been announced.
    pub(super) estimated: bool,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// `credit.penalties[0]`; of a refresh the input's alias.
    pub(super) path: String,
    pub(super) exit: Exit,
    /// The first day on which it can be applied for, today or later.
    pub(super) earliest: Day,
    /// The day by which it is then decided.
    pub(super) done: Day,
    /// Whether that is reckoned in working days of a year whose holidays are not known.
    estimated: bool,
    /// The first day after that on which the record has gone without it, and nothing is left of it.
    ends: Option<Day>,
    place: Place,
}

/// Which record of which bundle.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    bundle: usize,
    list: usize,
    record: usize,
}

/// Steps up to so many are combined in every way; of more, in the ways that [`Search::likely`] says.
const EXHAUSTIVE: usize = 8;

impl Case<'_> {
    /// The remedies, fewest steps first, and whether they are all: each leads to a better tier than
    /// those before it, or to as good a one sooner; and to a better one than waiting until its day
    /// would. Where there is not work enough left to look at all, those that were found before stand.
    pub(super) fn remedies(
        &self,
        found: &Assessment,
        days: &[Day],
        now: Instant,
    ) -> (Vec<Remedy>, bool) {
        // Nothing is better than the best.
        if rank(found) == 0 || self.is_over(now) {
            return (Vec::new(), true);
        }
        let today = Day::of(now);
        let (first, _) = self.programme.window;
        let mut search = Search {
            case: self,
            refresh: self.refresh(now),
            steps: self.steps(today),
            start: today.max(first),
            best: rank(found),
            alone: BTreeMap::new(),
            kept: Vec::new(),
        };
        if search.refresh.is_empty() && search.steps.is_empty() {
            return (Vec::new(), true);
        }
        search.run(days, now);
        let remedies = search.remedies();
        (remedies, !self.work.is_overdrawn())
    }

    /// A fresh bundle for each that is stale.
    fn refresh(&self, now: Instant) -> Vec<Step> {
        let stale = self.bundles.iter().enumerate();
        let stale = stale.filter(|(_, bundle)| now >= bundle.fresh_until);
        let today = Day::of(now);
        let steps = stale.filter_map(|(index, bundle)| {
            Some(Step {
                path: bundle.input.alias.clone(),
                exit: self.lawful_use(bundle).refresh(today)?,
                earliest: today,
                done: today,
                estimated: false,
                ends: None,
                place: Place {
                    bundle: index,
                    list: 0,
                    record: 0,
                },
            })
        });
        steps.collect()
    }

    /// What can be done about each record that is shown and has a way out, within the look-ahead.
    fn steps(&self, today: Day) -> Vec<Step> {
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
                    let (done, estimated) = exit.done_by(earliest);
                    let counts = law.may_count(list_type, record, done);
                    if counts && done <= horizon {
                        let alias = &input.input.alias;
                        steps.push(Step {
                            path: format!("{alias}.{}[{index}]", list_type.name),
                            exit,
                            earliest,
                            done,
                            estimated,
                            ends: law.gone_on(list_type, record, done),
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
    /// The first day on which anything can come of them: today, or that on which the programme begins.
    start: Day,
    /// The tier that is granted as it is.
    best: usize,
    /// What waiting leads to, on the days that were looked at.
    alone: BTreeMap<Day, usize>,
    kept: Vec<Way>,
}

/// Steps by their indexes, and what they lead to. The order is that of preference: fewest steps, then
/// what comes soonest, then the better tier, then the order of the records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    steps: usize,
    on: Day,
    tier: usize,
    chosen: Vec<usize>,
    grounds: Grounds,
}

impl Search<'_> {
    fn run(&mut self, days: &[Day], now: Instant) {
        if !self.refresh.is_empty()
            && let Some(tier) = self.tier_on(self.start, &[])
            && tier < self.best
        {
            self.keep(Vec::new(), self.start, tier);
        }
        if self.steps.is_empty() {
            return;
        }
        let days = self.days(days, now);
        if self.steps.len() <= EXHAUSTIVE {
            self.every(&days);
        } else {
            self.likely(&days);
        }
    }

    /// The days on which steps may lead to something: those on which they open, and those on which
    /// the case turns with none or all of them done, each of which turns for itself.
    fn days(&self, days: &[Day], now: Instant) -> Vec<Day> {
        let all: Vec<usize> = (0..self.steps.len()).collect();
        let mut set = BTreeSet::new();
        set.insert(self.start);
        set.extend(self.steps.iter().map(|step| step.done));
        set.extend(days.iter().copied());
        let done = self.done(&all, |case| case.turning_days(now));
        set.extend(done.into_iter().flatten());
        let mut days = set.into_iter().collect::<Vec<_>>();
        days.retain(|day| *day >= self.start);
        days
    }

    /// Every combination, from the day on which all of it can have been done.
    fn every(&mut self, days: &[Day]) {
        let mut combinations = BTreeSet::new();
        for bits in 1_usize..1 << self.steps.len() {
            let chosen: Vec<usize> = (0..self.steps.len())
                .filter(|i| bits >> i & 1 == 1)
                .collect();
            combinations.insert((chosen.len(), self.day_of(&chosen), chosen));
        }
        for (_, from, chosen) in combinations {
            // Once one of the records has gone by itself, fewer steps do as much.
            let ends = self.chosen(&chosen).filter_map(|step| step.ends).min();
            for day in days.iter().filter(|day| **day >= from) {
                let is_over = ends.is_some_and(|end| end <= *day);
                if is_over || self.floor(*day) == 0 || self.case.work.is_overdrawn() {
                    break;
                }
                self.try_on(*day, &chosen);
            }
        }
    }

    /// One step, or two, on the first day; and for each day and tier all that can be done by then, less
    /// whatever can be left out.
    fn likely(&mut self, days: &[Day]) {
        let count = self.steps.len();
        for i in 0..count {
            self.try_on(self.day_of(&[i]), &[i]);
        }
        for day in days {
            if self.floor(*day) == 0 || self.case.work.is_overdrawn() {
                break;
            }
            let open: Vec<usize> = (0..count)
                .filter(|i| self.steps.get(*i).is_some_and(|step| step.done <= *day))
                .collect();
            let Some(reached) = self.tier_on(*day, &open) else {
                continue;
            };
            // Of tiers that only more steps lead to, each by the fewest.
            let worst = self.floor(*day).min(self.alone_on(*day));
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

    /// These steps but those without which as good a tier comes about.
    fn without_needless(&self, steps: &[usize], on: Day, tier: usize) -> Vec<usize> {
        let mut kept = steps.to_vec();
        // The last to be open go first: what is left can be done sooner.
        let mut late = BTreeSet::new();
        for (i, step) in self.steps.iter().enumerate() {
            late.insert((Reverse(step.done), i));
        }
        for (_, step) in late {
            let fewer: Vec<usize> = kept.iter().copied().filter(|i| *i != step).collect();
            let then = self.tier_on(on, &fewer);
            if then.is_some_and(|then| then <= tier) {
                kept = fewer;
            }
        }
        kept
    }

    /// Nothing is a remedy that fewer steps lead to by that day, or that comes about by itself.
    fn try_on(&mut self, day: Day, chosen: &[usize]) {
        let floor = self.floor(day);
        if floor > 0
            && let Some(tier) = self.tier_on(day, chosen)
            && tier < floor
            && tier < self.alone_on(day)
        {
            self.keep(chosen.to_vec(), day, tier);
        }
    }

    /// Keeps what may be told, with what it rests on; nothing where that could not be seen any more.
    fn keep(&mut self, chosen: Vec<usize>, on: Day, tier: usize) {
        let then = Time::Renewed(on);
        let by_confirmed = |case: &Case<'_>| case.answer(then, Rows::Confirmed).tier;
        let by_exits = {
            let mut steps = self.refresh.iter().chain(self.chosen(&chosen));
            steps.all(|step| step.exit.confirmed)
        };
        let confirmed = by_exits && self.done(&chosen, by_confirmed) == Some(Some(tier));
        let grounds = Grounds {
            confirmed,
            estimated: self.chosen(&chosen).any(|step| step.estimated)
                || self.case.is_estimated(then),
        };
        if !self.case.work.is_overdrawn() {
            self.kept.push(Way {
                steps: chosen.len(),
                on,
                tier,
                chosen,
                grounds,
            });
        }
    }

    /// The best tier that is reached by a day, as far as is known.
    fn floor(&self, day: Day) -> usize {
        let by_then = self.kept.iter().filter(|way| way.on <= day);
        by_then.fold(self.best, |best, way| best.min(way.tier))
    }

    fn chosen<'s>(&'s self, chosen: &'s [usize]) -> impl Iterator<Item = &'s Step> {
        chosen.iter().filter_map(|i| self.steps.get(*i))
    }

    fn day_of(&self, chosen: &[usize]) -> Day {
        let days = self.chosen(chosen).map(|step| step.done);
        days.fold(self.start, Day::max)
    }

    /// The tier that waiting leads to; the best, so that nothing is better, where there is no room to
    /// see.
    fn alone_on(&mut self, day: Day) -> usize {
        if let Some(tier) = self.alone.get(&day) {
            return *tier;
        }
        let tier = self.tier_on(day, &[]).unwrap_or(usize::MAX);
        if self.case.work.is_overdrawn() {
            return 0;
        }
        self.alone.insert(day, tier);
        tier
    }

    /// The tier that is granted on a day once the steps are done; none where there is no work left to
    /// see.
    fn tier_on(&self, on: Day, chosen: &[usize]) -> Option<usize> {
        self.done(chosen, |case| {
            case.answer(Time::Renewed(on), Rows::All).tier
        })?
    }

    /// What the case comes to once the steps are done, each on its first day; none where there is no
    /// work left to see.
    fn done<T>(&self, chosen: &[usize], then: impl FnOnce(&Case<'_>) -> T) -> Option<T> {
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
            let Place {
                bundle,
                list,
                record,
            } = step.place;
            let lists = changed.get_mut(bundle).map(|claims| &mut claims.lists);
            if let Some((_, Claim::Known(records))) = lists.and_then(|lists| lists.get_mut(list))
                && let Some(Claim::Known(record)) = records.get_mut(record)
            {
                step.exit.action.done(record, step.done);
            }
        }
        let bundles = self.case.bundles.iter().zip(&changed);
        let found = then(&Case {
            bundles: bundles
                .map(|(bundle, claims)| BundleInput { claims, ..*bundle })
                .collect(),
            ..self.case.clone()
        });
        (!work.is_overdrawn()).then_some(found)
    }

    /// Those of the ways that none before them makes needless.
    fn remedies(&mut self) -> Vec<Remedy> {
        let mut ways = BTreeSet::new();
        ways.extend(std::mem::take(&mut self.kept));
        let mut remedies: Vec<Remedy> = Vec::new();
        for way in ways {
            let as_good = |r: &Remedy| r.tier <= way.tier && r.on <= way.on;
            if !remedies.iter().any(as_good) {
                remedies.push(self.remedy(&way));
            }
        }
        remedies
    }

    fn remedy(&self, way: &Way) -> Remedy {
        let steps = self.refresh.iter().chain(self.chosen(&way.chosen));
        Remedy {
            steps: steps.cloned().collect(),
            on: way.on,
            tier: way.tier,
            grounds: way.grounds,
        }
    }
}

/// The tier that is granted; any is better than none.
fn rank(found: &Assessment) -> usize {
    found.answer.tier.unwrap_or(usize::MAX)
}
