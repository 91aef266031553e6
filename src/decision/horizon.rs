//! How long a decision holds, and from when it would be another.
//!
//! Whatever moves, moves at midnight in China, but for the ends of documents. Every day on which
//! a leaf or a record may turn is a candidate, whether it matters now or not; at each the case is
//! decided anew. Nothing is sampled.

use std::collections::BTreeSet;

use super::case::{Case, Time};
use super::day::Assessment;
use super::outcome::Outcome;
use crate::credit::{Rows, turning_days, unfiltered};
use crate::rules::{Facts, Members};
use crate::time::{Day, Instant};

/// How far ahead to look.
pub(super) const YEARS: i64 = 30;

/// When documents end that a decision rests on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ends {
    /// The first of: the bundles' `exp`, the ends of their status lists, the end of a consent.
    pub(crate) documents: Option<Instant>,
}

impl Case<'_> {
    /// Of a grant: the first instant at which outcome or tier is another, or something it rests
    /// on has ended.
    pub(super) fn valid_until(
        &self,
        found: &Assessment,
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
            if end.is_some_and(|end| end <= at) || self.work.is_overdrawn() {
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
        found: &Assessment,
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
        let mut days = days.iter().take_while(|_| !self.work.is_overdrawn());
        let day = days.find(|day| granted(**day))?;
        Some(day.start())
    }

    /// Whether the programme has ended. That one which is in force will be prolonged may be supposed;
    /// that one comes back may not.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        let (_, last) = self.programme.window;
        Day::of(now) > last
    }

    /// The days after today, in order, on which the case may come to something else.
    pub(super) fn turning_days(&self, now: Instant) -> Vec<Day> {
        let Some(tomorrow) = Day::of(now).next() else {
            return Vec::new();
        };
        let end = tomorrow.add_months(YEARS * 12).unwrap_or(Day::MAX);
        let range = tomorrow..=end;
        let (first, last) = self.programme.window;
        let mut days = BTreeSet::new();
        days.insert(first);
        days.extend(last.next());
        days.extend(self.replaced_on);
        for bundle in &self.bundles {
            days.insert(Day::of(bundle.fresh_until));
            turning_days(self.lawful_use(bundle), &self.programme.ages, &mut days);
        }
        // Records that are set aside today may count tomorrow.
        let all: Vec<Members> = self
            .bundles
            .iter()
            .map(|b| unfiltered(b.claims, &b.input.alias, self.law, self.work))
            .collect();
        let root = self.root(all.into_iter());
        let facts = Facts {
            root: &root,
            vocabulary: &self.programme.vocabulary,
            today: tomorrow,
            work: self.work,
        };
        for rule in self.programme.rules() {
            let found = rule.turning_days(facts, end);
            if self.work.spend(found.len() / 2) {
                days.extend(found);
            }
        }
        let mut days = days.into_iter().collect::<Vec<_>>();
        days.retain(|day| range.contains(day));
        days
    }
}
