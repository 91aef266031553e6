//! How long a decision holds, and from when it would be another.
//!
//! Whatever moves, moves at midnight in China, but for the ends of documents. Every day on which
//! a leaf or a record may turn is a candidate, whether it matters now or not; at each the case is
//! decided anew. Nothing is sampled.

use alloc::vec::Vec;

use super::outcome::{Case, Found, Time};
use super::render::Outcome;
use crate::credit::{Extent, Rows, turning_days, unfiltered};
use crate::error::{Code, Error, Stage};
use crate::limits;
use crate::rules::{Members, SEARCHES};
use crate::sorted_set::SortedSet;
use crate::time::{Day, Instant};

/// How far ahead to look.
pub(super) const YEARS: i64 = 30;

/// How often the case is looked at beside the days ahead: now, for what rests on unconfirmed law, and
/// for what rests on estimates.
pub(super) const PRESENT: usize = 6;

/// When documents end that a decision rests on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ends {
    /// The first of: the bundles' `exp`, the ends of their status lists, the end of a consent.
    pub(crate) documents: Option<Instant>,
}

impl Case<'_> {
    /// Checks that deciding so many times is no more work than one decision may be.
    ///
    /// # Errors
    /// `limit.work`.
    fn check_work(&self, times: usize) -> Result<(), Error> {
        if times > self.times() {
            return Err(Error::new(Code::LimitWork)
                .with("limit", i64::try_from(limits::WORK).unwrap_or(i64::MAX))
                .at(Stage::Programme));
        }
        Ok(())
    }

    /// How many times the case can be decided for one decision.
    pub(super) fn times(&self) -> usize {
        let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let elements = self.bundles.iter().map(|bundle| {
            let gaps = bundle.extent.map_or(0, |_| Extent::MOST_GAPS);
            bundle.claims.breadth().saturating_add(gaps)
        });
        let elements = wide(elements.sum::<usize>()).max(1);
        let rules = self.programme.rules().map(|rule| rule.weight(elements));
        // The facts are made anew each time, and the law is applied to each record. Beside that each is
        // looked at on the days on which it may turn.
        let (mut facts, mut once) = (0_u64, 0_u64);
        for bundle in &self.bundles {
            let law = self.law(bundle);
            let turns = wide(law.turns());
            for (_, record) in bundle.claims.records() {
                let weight = wide(law.weight(record));
                facts = facts.saturating_add(weight);
                once = once.saturating_add(weight.saturating_mul(turns));
            }
            facts = facts.saturating_add(wide(bundle.claims.breadth()));
        }
        let each = rules.chain([facts]).fold(0, u64::saturating_add);
        let left = limits::WORK.saturating_sub(once);
        usize::try_from(left / each.max(1)).unwrap_or(usize::MAX)
    }

    /// Of a grant: the first instant at which outcome or tier is another, or something it rests
    /// on has ended.
    pub(super) fn valid_until(
        &self,
        found: &Found,
        days: &[Day],
        ends: Ends,
        now: Instant,
    ) -> Option<Instant> {
        if found.answer.outcome != Outcome::Granted {
            return None;
        }
        let (_, last) = self.programme.window;
        let window = last.next().map(Day::start);
        let fresh = self.bundles.iter().map(|b| b.fresh_until);
        let end = fresh
            .chain(ends.documents)
            .chain(window)
            .filter(|end| *end > now)
            .min();
        for day in days {
            let at = day.start();
            if end.is_some_and(|end| end <= at) {
                break;
            }
            if self.answer(Time::At(at), Rows::All) != found.answer {
                return Some(at);
            }
        }
        end
    }

    /// Of anything but a grant: the first later instant at which there would be one, were the same
    /// records drawn again that day.
    pub(super) fn eligible_from(
        &self,
        found: &Found,
        days: &[Day],
        now: Instant,
    ) -> Option<Instant> {
        if found.answer.outcome == Outcome::Granted || self.is_over(now) {
            return None;
        }
        let on = |day| self.answer(Time::Renewed(day), Rows::All);
        let granted = |day| on(day).outcome == Outcome::Granted;
        let next = now.add_seconds(1)?;
        if granted(Day::of(next)) {
            return Some(next);
        }
        let day = days.iter().find(|day| granted(**day))?;
        Some(day.start())
    }

    /// Whether the programme has ended. That one which is in force will be prolonged may be supposed;
    /// that one comes back may not.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        let (_, last) = self.programme.window;
        Day::of(now) > last
    }

    /// The days after today, in order, on which the case may come to something else: no more than can
    /// be looked at.
    ///
    /// # Errors
    /// `limit.work`.
    pub(super) fn turning_days(&self, now: Instant) -> Result<Vec<Day>, Error> {
        self.check_work(SEARCHES)?;
        let days = self.every_turning_day(now);
        self.check_work(days.len() + PRESENT)?;
        Ok(days)
    }

    /// The same, however many they are.
    pub(super) fn every_turning_day(&self, now: Instant) -> Vec<Day> {
        let Some(tomorrow) = Day::of(now).next() else {
            return Vec::new();
        };
        let end = tomorrow.add_months(YEARS * 12).unwrap_or(Day::MAX);
        let range = tomorrow..=end;
        let (first, last) = self.programme.window;
        let mut days = SortedSet::new();
        days.insert(first);
        days.extend(last.next());
        days.extend(self.replaced_on);
        for bundle in &self.bundles {
            days.insert(Day::of(bundle.fresh_until));
            turning_days(self.law(bundle), &self.programme.ages, &mut days);
        }
        // Records that are set aside today may count tomorrow.
        let all: Vec<Members> = self
            .bundles
            .iter()
            .map(|b| unfiltered(b.claims, &b.input.alias))
            .collect();
        let root = self.root(all.iter());
        for rule in self.programme.rules() {
            days.extend(rule.turning_days(&root, range.clone()));
        }
        let mut days = days.into_vec();
        days.retain(|day| range.contains(day));
        days
    }
}
