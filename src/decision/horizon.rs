//! How long a decision holds, and from when it would be another.
//!
//! Whatever moves, moves at midnight in China, but for the ends of documents. Every day on which
//! a leaf or a record may turn is a candidate, whether it matters now or not; at each the case is
//! decided anew. Nothing is sampled.

use alloc::vec::Vec;

use super::outcome::{Case, Found, Time};
use super::render::Outcome;
use crate::credit::{recognition_weight, turning_days, unfiltered};
use crate::error::{Code, Error, Stage};
use crate::limits;
use crate::rules::Members;
use crate::sorted_set::SortedSet;
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
    /// Checks that looking ahead, and for remedies, is no more work than a decision may be.
    ///
    /// # Errors
    /// `limit.work`.
    pub(super) fn check_work(&self, days: &[Day], now: Instant) -> Result<(), Error> {
        let records = self.bundles.iter().map(|b| b.claims.count());
        let records = u64::try_from(records.sum::<usize>()).unwrap_or(u64::MAX);
        let elements = records.max(1);
        let rules = self.programme.rules().map(|rule| rule.weight(elements));
        // The facts are made anew for every day, and each record looked for in the agreements.
        let facts = self.bundles.iter().map(|b| {
            let each = 1 + recognition_weight(b.recognition);
            u64::try_from(b.claims.count().saturating_mul(each)).unwrap_or(u64::MAX)
        });
        let each = rules.chain(facts).fold(0, u64::saturating_add);
        let days = u64::try_from(days.len()).unwrap_or(u64::MAX);
        let times = days
            // Now, and what rests on unconfirmed law.
            .saturating_add(4)
            .saturating_add(self.remedy_trials(now));
        if each.saturating_mul(times) > limits::WORK {
            return Err(Error::new(Code::LimitWork)
                .with("limit", i64::try_from(limits::WORK).unwrap_or(i64::MAX))
                .at(Stage::Programme));
        }
        Ok(())
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
        if found.outcome != Outcome::Granted {
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
            let then = self.decide(Time::At(at));
            if then.outcome != found.outcome || then.tier != found.tier {
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
        if found.outcome == Outcome::Granted {
            return None;
        }
        let granted = |day| self.decide(Time::Renewed(day)).outcome == Outcome::Granted;
        let next = now.add_seconds(1)?;
        if granted(Day::of(next)) {
            return Some(next);
        }
        let day = days.iter().find(|day| granted(**day))?;
        Some(day.start())
    }

    /// The days after today, in order, on which the case may come to something else.
    pub(super) fn turning_days(&self, now: Instant) -> Vec<Day> {
        let Some(tomorrow) = Day::of(now).next() else {
            return Vec::new();
        };
        let end = tomorrow.add_months(YEARS * 12).unwrap_or(Day::MAX);
        let range = tomorrow..=end;
        let (first, last) = self.programme.window;
        let mut days = SortedSet::new();
        days.insert(first);
        days.extend(last.next());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credit::{Claims, Completeness, Recognition, Vct};
    use crate::decision::BundleInput;
    use crate::json::Value;
    use crate::programme::Programme;
    use crate::rules::Fact;

    fn parse(text: &str) -> Value {
        Value::parse(text.as_bytes(), 1_000_000).expect("JSON")
    }

    /// Agreements of every province, each with ends of its own.
    fn agreements(count: usize) -> Vec<Recognition> {
        let homes: Vec<String> = (11..=65).map(|n| format!("\"{n}0000\"")).collect();
        let one = |n: usize| {
            let (month, day) = (n / 28 + 1, n % 28 + 1);
            parse(&format!(
                r#"{{"home": [{}], "in": ["310000"], "fields": "*", "basis": "test",
                    "valid_from": "2030-{month:02}-{day:02}", "valid_until": "2040-{month:02}-{day:02}"}}"#,
                homes.join(",")
            ))
        };
        let read = (0..count).map(|n| Recognition::read(&one(n)).expect("an agreement"));
        read.collect()
    }

    #[test]
    fn agreements_are_work_for_each_record() {
        let programme = parse(
            r#"{"id": "test.bike", "version": 1, "language": 1, "family": "xinyi-zu",
              "title": {"zh-CN": "x", "en": "x"}, "owner": "x", "contact": "x", "basis": ["x"],
              "valid_from": "2026-01-01", "valid_until": "2027-12-31",
              "regions": ["310000"], "fields": ["market"],
              "inputs": {"credit": {"vct": "urn:xinyi:credit-status:1"}},
              "tiers": [{"id": "only", "when": true, "benefit": {"kind": "perk",
                "code": "x", "text": {"zh-CN": "x", "en": "x"}}}]}"#,
        );
        let programme = Programme::read(&programme).unwrap_or_else(|e| panic!("{e}"));
        let listing = r#"{"list": "market_serious", "field": "market", "severity": "serious",
          "scope": "440000", "since": "2024-01-01", "state": "active", "authority": "x",
          "basis": "x"}"#;
        let now = Instant::parse("2026-11-22T12:00:00Z").expect("an instant");
        for (records, known, allowed) in [(256, 8, true), (16, 128, true), (256, 128, false)] {
            let facts = parse(&format!(
                r#"{{"subject_kind": "enterprise", "jurisdiction": "310000",
                  "catalogue": "CN-2025", "as_of": "2026-11-22", "listings": [{}]}}"#,
                vec![listing; records].join(",")
            ));
            let claims = Claims::from_plain(Vct::CreditStatus, &facts).expect("facts");
            let recognition = agreements(known);
            let case = Case {
                programme: &programme,
                bundles: vec![BundleInput {
                    input: &programme.inputs[0],
                    claims: &claims,
                    complete: Completeness::ALL,
                    recognition: &recognition,
                    fresh_until: now,
                    schemes: None,
                }],
                request: Fact::Absent,
                unproven_subjects: Vec::new(),
            };
            let days = case.turning_days(now);
            let found = case.check_work(&days, now).map_err(|e| e.code());
            let expected = allowed.then_some(()).ok_or(Code::LimitWork);
            assert_eq!(found, expected, "{records} {known}");
        }
    }
}
