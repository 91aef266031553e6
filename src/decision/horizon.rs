//! How long a decision holds, and from when it would be another.
//!
//! Documents end at any second. Everything else changes at midnight in China. Each change point of a leaf or a
//! record is a candidate, whether it matters now or not, and the case is evaluated anew at each. Nothing is
//! sampled.

use super::case::{Case, EvaluationTime};
use super::day::Assessment;
use super::outcome::{Answer, Outcome};
use crate::credit::{Rows, change_points, unfiltered};
use crate::rules::{Environment, Members};
use crate::sorted;
use crate::time::{Day, Instant};

/// How far ahead to look.
pub(super) const YEARS: i64 = 30;

impl Case<'_> {
    /// For a grant, the first instant at which outcome or tier is another, or something that it rests on has
    /// ended.
    pub(super) fn valid_until(
        &self,
        answer: Answer,
        days: &[Day],
        documents_end: Option<Instant>,
        now: Instant,
    ) -> Option<Instant> {
        if answer.outcome != Outcome::Granted {
            return None;
        }
        let (_, last) = self.programme.window;
        let window = last.next().map(Day::start);
        let fresh = self.bundles.iter().map(|b| b.fresh_until.at);
        let end = fresh
            .chain(documents_end)
            .chain(window)
            .filter(|end| *end > now)
            .min();
        for day in days {
            let at = day.start();
            if end.is_some_and(|end| end <= at) || self.work.is_overdrawn() {
                break;
            }
            if self.answer(EvaluationTime::At(at), Rows::All) != answer {
                return Some(at);
            }
        }
        end
    }

    /// For anything but a grant, the first later instant at which it would be granted, if bundles with the same
    /// records were drawn that day.
    pub(super) fn eligible_from(
        &self,
        assessment: &Assessment,
        days: &[Day],
        now: Instant,
    ) -> Option<Instant> {
        if assessment.answer.outcome == Outcome::Granted || self.is_over(now) {
            return None;
        }
        let on = |day| self.answer(EvaluationTime::Renewed(day), Rows::All);
        let granted = |day| on(day).outcome == Outcome::Granted;
        let next = now.add_seconds(1)?;
        if granted(Day::of(next)) {
            return Some(next);
        }
        let mut days = days.iter().take_while(|_| !self.work.is_overdrawn());
        let day = days.find(|day| granted(**day))?;
        Some(day.start())
    }

    /// Whether the programme has ended. That a programme in force will be prolonged may be assumed; that an ended
    /// one comes back may not.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        let (_, last) = self.programme.window;
        Day::of(now) > last
    }

    /// The days after today, in order, on which the answer may change.
    pub(super) fn change_points(&self, now: Instant) -> Vec<Day> {
        let Some(tomorrow) = Day::of(now).next() else {
            return Vec::new();
        };
        let end = tomorrow.add_months(YEARS * 12).unwrap_or(Day::MAX);
        let range = tomorrow..=end;
        let (first, last) = self.programme.window;
        let mut days = vec![first];
        sorted::extend(&mut days, last.next());
        sorted::extend(&mut days, self.replaced_on);
        for bundle in &self.bundles {
            sorted::insert(&mut days, Day::of(bundle.fresh_until.at));
            change_points(self.lawful_use(bundle), &self.programme.ages, &mut days);
        }
        // All records: one that is set aside today may count tomorrow.
        let inputs: Vec<Members> = self
            .bundles
            .iter()
            .map(|b| unfiltered(b.claims, &b.input.alias, self.law, self.work))
            .collect();
        let root = self.root(inputs.into_iter());
        let environment = Environment {
            root: &root,
            vocabulary: &self.programme.vocabulary,
            today: tomorrow,
            calendar: &self.law.calendar,
            work: self.work,
        };
        for rule in self.programme.rules() {
            let found = rule.change_points(environment, end);
            if self.work.spend(found.len() / 2) {
                sorted::extend(&mut days, found);
            }
        }
        days.retain(|day| range.contains(day));
        days
    }
}
