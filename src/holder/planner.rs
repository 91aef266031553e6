//! From bundles that verified to the smallest part of them that is enough.

use std::cell::Cell;

use super::plan::Plan;
use super::search::{Judge, Search, Smallest, count};
use super::unit::{self, Unit};
use crate::credit::{Claims, sensitivity};
use crate::decision::{Answer, Outcome};
use crate::error::Error;
use crate::limits;
use crate::time::Instant;
use crate::verifier::{
    CheckOptions, PlanOptions, Presentations, Proven, Shown, Verifier, most_useful,
};
use crate::visible::shown;
use crate::work::Work;

impl Verifier {
    /// Finds the smallest set of disclosures, over all bundles together, under which the programme is decided as it is
    /// on the whole: the same outcome, tier and benefit. The bundles are the holder's own, whole ones, and nobody has
    /// to have bound them. An optional input that is not needed is not presented.
    ///
    /// Of sets that are as small, one with fewer bundles is taken, then the one whose decision holds longest, then the
    /// one that tells least of the holder, then the one whose disclosures come first in the bundles.
    ///
    /// # Errors
    /// As [`check`](Self::check); of several errors, the most useful. `limit.work` where so much is disclosed that no
    /// plan can be found within the limits.
    pub fn plan<'p>(
        &self,
        bundles: impl Into<Presentations<'p>>,
        options: &PlanOptions,
    ) -> Result<Plan, Error> {
        self.plan_all(bundles, options).map_err(most_useful)
    }

    /// As [`plan`](Self::plan), with all that was found wrong.
    ///
    /// # Errors
    /// As [`plan`](Self::plan), most useful first; at least one error.
    pub fn plan_all<'p>(
        &self,
        bundles: impl Into<Presentations<'p>>,
        options: &PlanOptions,
    ) -> Result<Plan, Vec<Error>> {
        let bundles = bundles.into();
        let check = options.as_check();
        let mut own = None;
        let proven = self.prove(&bundles, &check, check.now, false, &mut own)?;
        let proven = proven.promising(&options.commitments)?;
        Ok(Plan::of(&proven, &check, options.audience.as_deref())?)
    }
}

impl Plan {
    /// The plan for bundles that were verified.
    ///
    /// # Errors
    /// That they do not belong together; `limit.work`.
    pub(super) fn of(
        proven: &Proven<'_>,
        check: &CheckOptions,
        audience: Option<&str>,
    ) -> Result<Self, Error> {
        let decision = proven.decision(check, None)?;
        let mut plan = Plan {
            disclose: None,
            exact: true,
            audience: audience.map(shown),
            shown: Vec::new(),
            hidden: Vec::new(),
            visible: Vec::new(),
            valid_until: None,
            decision,
        };
        let work = Work::of_a_decision();
        let whole = proven.whole();
        let answer = proven.case(&whole, None, &work)?.answer_at(check.now)?;
        let planner = Planner::new(proven, check.now, answer);
        let nothing = Choice {
            presented: vec![false; whole.len()],
            set: vec![false; planner.units.len()],
        };
        if plan.decision.outcome() != Outcome::Granted {
            planner.tell(&nothing, &mut plan);
            return Ok(plan);
        }
        let (choices, exact) = planner.choices()?;
        plan.exact = exact;
        let choice = planner.best(choices).unwrap_or(nothing);
        plan.valid_until = planner.holds_until(&choice, &Work::of_a_decision())?;
        plan.disclose = Some(planner.pointers(&choice));
        planner.tell(&choice, &mut plan);
        Ok(plan)
    }
}

/// Which bundles are presented, and which units of them are shown.
#[derive(Clone)]
struct Choice {
    presented: Vec<bool>,
    set: Vec<bool>,
}

/// Plans presentations of bundles that verified. A unit is a disclosure: those of the first bundle come first, each
/// after what contains it.
struct Planner<'p> {
    proven: &'p Proven<'p>,
    now: Instant,
    /// That on the whole.
    answer: Answer,
    units: Vec<ChoosableUnit<'p>>,
    /// The units, those first that are rather shown.
    order: Vec<usize>,
    /// That of the search for plans of which nothing can be left out.
    first_work: Work,
    /// That of the search for the smallest, and how many trials it has left.
    work: Work,
    trials: Cell<usize>,
}

/// A unit, and the bundle that it is of.
struct ChoosableUnit<'p> {
    bundle: usize,
    pointer: &'p str,
}

/// What to try for one choice of bundles.
#[derive(Clone, Copy)]
struct Trials<'t> {
    planner: &'t Planner<'t>,
    presented: &'t [bool],
    work: &'t Work,
    /// How many are left, if they are counted.
    trials: Option<&'t Cell<usize>>,
}

impl Judge for Trials<'_> {
    fn suffices(&self, set: &[bool]) -> bool {
        if let Some(trials) = self.trials {
            trials.set(trials.get().saturating_sub(1));
        }
        self.goes_on(0) && self.planner.suffices(self.presented, set, self.work)
    }

    fn goes_on(&self, steps: usize) -> bool {
        self.work.spend(steps) && self.trials.is_none_or(|trials| trials.get() > 0)
    }
}

impl<'p> Planner<'p> {
    fn new(proven: &'p Proven<'p>, now: Instant, answer: Answer) -> Self {
        let mut units = Vec::new();
        for (bundle, presented) in proven.bundles().iter().enumerate() {
            let placements = presented.disclosed().placements().iter();
            units.extend(placements.map(|placement| ChoosableUnit {
                bundle,
                pointer: &placement.pointer,
            }));
        }
        // Those of less weight first, and of equal weight in their order.
        let mut order = Vec::new();
        let mut weight = 0;
        while order.len() < units.len() {
            for (number, unit) in units.iter().enumerate() {
                if sensitivity(unit.pointer) == weight {
                    order.push(number);
                }
            }
            weight += 1;
        }
        Self {
            proven,
            now,
            answer,
            order,
            units,
            first_work: Work::of_a_decision(),
            work: Work::of(limits::PLAN_WORK),
            trials: Cell::new(limits::PLAN_TRIALS),
        }
    }

    /// The choices of the smallest sets, and whether it is certain that there is no smaller one.
    ///
    /// # Errors
    /// `limit.work`.
    fn choices(&self) -> Result<(Vec<Choice>, bool), Error> {
        let (all_presented, mut exact) = self.presentable();
        let mut choices: Vec<Choice> = Vec::new();
        for presented in all_presented {
            let order = self.order.iter().copied();
            let is_presented = |unit: &usize| {
                let unit = self.units.get(*unit);
                unit.is_some_and(|unit| presented.get(unit.bundle) == Some(&true))
            };
            let order: Vec<usize> = order.filter(is_presented).collect();
            let first = Trials {
                planner: self,
                presented: &presented,
                work: &self.first_work,
                trials: None,
            };
            let further = Trials {
                work: &self.work,
                trials: Some(&self.trials),
                ..first
            };
            let search = |judge| Search {
                judge,
                order: &order,
                units: self.units.len(),
            };
            let among = search(&first);
            if !first.suffices(&among.all()) {
                continue;
            }
            let known = among.irreducible();
            self.first_work.check()?;
            let Smallest { sets, exact: sure } = search(&further).smallest(known);
            exact &= sure;
            choices.extend(sets.into_iter().map(|set| Choice {
                presented: presented.clone(),
                set,
            }));
        }
        self.first_work.check()?;
        let size = |choice: &Choice| (count(&choice.set), count(&choice.presented));
        let least = choices.iter().map(size).min();
        choices.retain(|choice| Some(size(choice)) == least);
        Ok((choices, exact))
    }

    /// The combinations of bundles that may be presented, and whether these are all.
    fn presentable(&self) -> (Vec<Vec<bool>>, bool) {
        let bundles = self.proven.bundles();
        let mut optional = Vec::new();
        for (number, bundle) in bundles.iter().enumerate() {
            if bundle.input().optional {
                optional.push(number);
            }
        }
        let is_small = optional.len() <= limits::PLAN_OPTIONAL;
        // Beyond the limit, one more is left out each time.
        let combinations = match is_small {
            true => 1 << optional.len(),
            false => optional.len() + 1,
        };
        let mut all = Vec::new();
        for combination in 0..combinations {
            let mut presented = vec![true; bundles.len()];
            for (place, number) in optional.iter().enumerate() {
                let is_left_out = match is_small {
                    true => combination >> place & 1 == 1,
                    false => place < combination,
                };
                if let Some(presented) = presented.get_mut(*number) {
                    *presented = !is_left_out;
                }
            }
            let is_given = |alias: &str| {
                let mut given = bundles.iter().zip(&presented);
                given.any(|(bundle, presented)| *presented && bundle.input().alias == alias)
            };
            if self.proven.programme().missing_input(is_given).is_none() {
                all.push(presented);
            }
        }
        (all, is_small)
    }

    /// Of choices as small as one another, the best.
    fn best(&self, mut choices: Vec<Choice>) -> Option<Choice> {
        if choices.len() > 1 {
            let mut ends = Vec::new();
            for choice in &choices {
                let end = self.holds_until(choice, &self.work);
                // What cannot be worked out any more is no reason to prefer it.
                ends.push(end.map_or(Instant::from_unix(0), |end| {
                    Some(end.unwrap_or(Instant::MAX))
                }));
            }
            let latest = ends.iter().max().copied();
            let mut ends = ends.into_iter();
            choices.retain(|_| ends.next() == latest);
        }
        let mut best: Option<(u32, Choice)> = None;
        for choice in choices {
            let mut weight = 0;
            for (unit, is_shown) in self.units.iter().zip(&choice.set) {
                weight += if *is_shown {
                    sensitivity(unit.pointer)
                } else {
                    0
                };
            }
            // Of equals, the one in which what comes earlier is shown.
            let is_better = best.as_ref().is_none_or(|(least, other)| {
                weight < *least || weight == *least && choice.set > other.set
            });
            if is_better {
                best = Some((weight, choice));
            }
        }
        best.map(|(_, choice)| choice)
    }

    fn suffices(&self, presented: &[bool], set: &[bool], work: &Work) -> bool {
        let answer = self.with(presented, set, work, |shown| {
            self.proven.case(shown, None, work)?.answer_at(self.now)
        });
        answer.is_ok_and(|answer| answer == self.answer)
    }

    fn holds_until(&self, choice: &Choice, work: &Work) -> Result<Option<Instant>, Error> {
        self.with(&choice.presented, &choice.set, work, |shown| {
            let case = self.proven.case(shown, None, work)?;
            case.holds_until(self.answer, self.now, self.proven.documents_end(shown))
        })
    }

    /// Reads the bundles as they would be presented. Nothing is verified again: what is left of a genuine bundle is
    /// genuine.
    fn with<T>(
        &self,
        presented: &[bool],
        set: &[bool],
        work: &Work,
        then: impl FnOnce(&[Shown<'_>]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut read: Vec<Option<Claims>> = Vec::new();
        let mut rest = set;
        for (bundle, presented) in self.proven.bundles().iter().zip(presented) {
            let units = bundle.disclosed().placements().len().min(rest.len());
            let (own, others) = rest.split_at(units);
            rest = others;
            // As much as it takes to read it.
            let of_units = limits::PLAN_UNIT_STEPS * count(own);
            work.spend(limits::PLAN_BUNDLE_STEPS + bundle.reading_steps() + of_units);
            let claims = presented.then(|| bundle.claims_with(own, self.proven));
            read.push(claims.transpose()?);
        }
        let mut shown = Vec::new();
        for (bundle, claims) in self.proven.bundles().iter().zip(&read) {
            if let Some(claims) = claims {
                shown.push((bundle, claims));
            }
        }
        then(&shown)
    }

    /// The pointers of a choice, for each bundle that is presented.
    fn pointers(&self, choice: &Choice) -> Vec<(String, Vec<String>)> {
        let mut each = Vec::new();
        let bundles = self.proven.bundles().iter().zip(&choice.presented);
        for (number, (bundle, presented)) in bundles.enumerate() {
            let mut pointers = Vec::new();
            for (unit, is_shown) in self.units.iter().zip(&choice.set) {
                if unit.bundle == number && *is_shown {
                    pointers.push(unit.pointer.to_owned());
                }
            }
            if *presented {
                each.push((bundle.input().alias.clone(), pointers));
            }
        }
        each
    }

    /// Puts into a plan what is shown by a choice, and what is not.
    fn tell(&self, choice: &Choice, plan: &mut Plan) {
        let bundles = self.proven.bundles();
        for (unit, is_shown) in self.units.iter().zip(&choice.set) {
            let Some(bundle) = bundles.get(unit.bundle) else {
                continue;
            };
            let told = Unit::of(&bundle.input().alias, unit.pointer, bundle.claims());
            match is_shown {
                true => plan.shown.push(told),
                false => plan.hidden.push(told),
            }
        }
        for (bundle, presented) in bundles.iter().zip(&choice.presented) {
            if *presented {
                let claims = bundle.disclosed().claims();
                plan.visible
                    .extend(unit::visible(&bundle.input().alias, claims));
            }
        }
    }
}
