//! Verdicts: an expression evaluated over facts.
//!
//! What is absent makes a comparison false. What is hidden makes it unknown, unless something absent makes it
//! false already. A hidden value may turn out to be absent, and a hidden element to be nothing at all.

use std::borrow::Cow;

use super::expr::{Condition, Leaf, Operand, Path, Values};
use super::fact::{Fact, Scalar};
use super::operators::{Quantifier, Relation};
use super::reading::Reading;
use super::verdict::Verdict;
use super::view::{Candidate, Resolved, View};
use super::vocabulary::Scale;
use crate::decimal::Decimal;
use crate::region::any_covers;
use crate::time::{Calendar, Day, Period};
use crate::work::Work;

impl<'f> View<'f> {
    /// The verdict of a condition. Each part that is looked at takes a step.
    pub(super) fn verdict(&self, condition: &'f Condition) -> Verdict {
        if !self.work.spend(1) {
            return Verdict::Unknown;
        }
        match condition {
            Condition::All(parts) => conjunction(parts.iter().map(|part| self.verdict(part))),
            Condition::Any(parts) => !conjunction(parts.iter().map(|part| !self.verdict(part))),
            Condition::Constant(value) => (*value).into(),
            Condition::Leaf(leaf) => self.leaf(leaf),
            Condition::Not(inner) => !self.verdict(inner),
        }
    }

    fn reach(&self, date: Day, period: Period) -> Day {
        reach(date, period, self.calendar, self.work)
    }

    pub(super) fn leaf(&self, leaf: &'f Leaf) -> Verdict {
        match leaf {
            Leaf::AtLeast {
                grade,
                threshold,
                scale,
            } => self.read(grade).holds(|grade| match grade {
                Scalar::Text(grade) => match self.place(scale, grade) {
                    Some(place) => (place >= *threshold).into(),
                    // Where such a grade belongs only the programme's author could say.
                    None => Verdict::Unknown,
                },
                _ => Verdict::False,
            }),
            Leaf::Compare {
                relation, operands, ..
            } => self.compare(*relation, operands),
            Leaf::Exists(path) => match self.find(path) {
                Resolved::Absent => Verdict::False,
                Resolved::Hidden(..) => Verdict::Unknown,
                Resolved::Fact(_) | Resolved::Text(_) => Verdict::True,
            },
            Leaf::Flag(path) => {
                let flag = self.fact(path);
                flag.holds(|value| (*value == Scalar::Bool(true)).into())
            }
            Leaf::In { item, values } => self.membership(item, values),
            Leaf::Quantified {
                quantifier,
                list,
                body,
            } => self.quantified(*quantifier, list, body),
            Leaf::Within { date, period } => self.read(date).holds(|date| match date {
                Scalar::Day(date) => {
                    (*date <= self.today && self.today <= self.reach(*date, *period)).into()
                }
                _ => Verdict::False,
            }),
        }
    }

    /// A value, as far as it is known.
    pub(super) fn read(&self, operand: &'f Operand) -> Reading<'f> {
        match operand {
            Operand::Age(birth) => self.read(birth).of_day(|birth| age(birth, self.today)),
            Operand::Condition(condition) => match self.verdict(condition) {
                Verdict::Unknown => Reading::Hidden,
                verdict => Reading::known(Scalar::Bool(verdict == Verdict::True)),
            },
            Operand::Fact(path) => self.fact(path),
            Operand::Literal(scalar) => Reading::Known(Cow::Borrowed(scalar)),
            Operand::Percent(percent, of) => self.read(of).percent(*percent),
            Operand::Plus(date, period) => self
                .read(date)
                .of_day(|date| Reading::known(Scalar::Day(self.reach(date, *period)))),
            Operand::Quantity(quantity) => self.quantity(quantity),
            Operand::Today => Reading::known(Scalar::Day(self.today)),
        }
    }

    pub(super) fn fact(&self, path: &'f Path) -> Reading<'f> {
        match self.find(path) {
            Resolved::Fact(Fact::Known(scalar)) => Reading::Known(Cow::Borrowed(scalar)),
            Resolved::Hidden(..) => Reading::Hidden,
            Resolved::Text(text) => Reading::known(Scalar::Text(text.clone())),
            Resolved::Absent | Resolved::Fact(_) => Reading::Absent,
        }
    }

    /// Whether a candidate is one that a quantifier looks for: for `all`, one that fails the condition.
    pub(super) fn hit(
        &self,
        quantifier: Quantifier,
        body: &'f Condition,
        candidate: &Candidate<'f>,
    ) -> Verdict {
        let satisfied = self.on(candidate).verdict(body);
        match quantifier {
            Quantifier::All => !satisfied,
            Quantifier::No | Quantifier::Any => satisfied,
        }
    }

    fn compare(&self, relation: Relation, operands: &'f [Operand]) -> Verdict {
        let readings: Vec<Reading<'_>> = operands.iter().map(|o| self.read(o)).collect();
        if readings.iter().any(|r| matches!(r, Reading::Absent)) {
            return Verdict::False;
        }
        let pairs = readings.iter().zip(readings.iter().skip(1));
        conjunction(pairs.map(|(a, b)| relation.relates(a, b)))
    }

    fn membership(&self, item: &'f Operand, values: &'f Values) -> Verdict {
        let item = self.read(item);
        match values {
            Values::Literal(list) if !self.work.spend(list.len() / 8) => Verdict::Unknown,
            Values::Literal(list) => match item {
                // Nothing is in an empty list.
                Reading::Hidden if list.is_empty() => Verdict::False,
                Reading::Between(range) if !list.iter().any(|value| range.may_be(value)) => {
                    Verdict::False
                }
                item => item.holds(|item| list.contains(item).into()),
            },
            Values::Regions(regions) if !self.work.spend(regions.len() / 8) => Verdict::Unknown,
            Values::Regions(regions) => item.holds(|item| match item {
                Scalar::Text(region) => any_covers(regions, region).into(),
                _ => Verdict::False,
            }),
            Values::Fact(path) => match (self.fact(path), &item) {
                (_, Reading::Absent) => Verdict::False,
                (list, item) => list.holds(|list| match list {
                    Scalar::Texts(list) if !list.is_empty() => item.holds(|item| match item {
                        Scalar::Text(item) if self.work.spend(list.len() / 8) => {
                            list.contains(item).into()
                        }
                        _ => Verdict::False,
                    }),
                    _ => Verdict::False,
                }),
            },
        }
    }

    /// The place of a grade on a scale.
    pub(super) fn place(&self, scale: &Scale, grade: &str) -> Option<usize> {
        let looked_at = self.work.spend(scale.grades.len() / 8);
        looked_at.then(|| scale.place(grade)).flatten()
    }

    fn quantified(&self, quantifier: Quantifier, list: &'f Path, body: &'f Condition) -> Verdict {
        let mut found = Verdict::False;
        for candidate in &self.candidates(list) {
            let hit = self.hit(quantifier, body, candidate);
            found = found.or(if candidate.certain {
                hit
            } else {
                hit.and(Verdict::Unknown)
            });
            // The first hit that is certain settles it.
            if found == Verdict::True {
                break;
            }
        }
        match quantifier {
            Quantifier::Any => found,
            Quantifier::All | Quantifier::No => !found,
        }
    }
}

/// The day that a period after `date` leads to; the last day of the calendar, if that comes first.
pub(super) fn reach(date: Day, period: Period, calendar: &Calendar, work: &Work) -> Day {
    match work.spend(steps_of(period)) {
        true => date.plus(period, calendar).unwrap_or(Day::MAX),
        false => date,
    }
}

/// How many steps it takes to add a period: working days are counted one by one.
pub(super) fn steps_of(period: Period) -> usize {
    match period {
        Period::Calendar { .. } => 1,
        Period::WorkingDays(n) => 1 + usize::try_from(n).unwrap_or(usize::MAX),
    }
}

/// Kleene's conjunction. The first verdict that is false settles it.
pub(super) fn conjunction(mut verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut result = Verdict::True;
    while result != Verdict::False {
        match verdicts.next() {
            Some(verdict) => result = result.and(verdict),
            None => break,
        }
    }
    result
}

/// Nobody has an age before birth.
fn age<'f>(birth: Day, today: Day) -> Reading<'f> {
    birth.age_on(today).map_or(Reading::Absent, |years| {
        Reading::known(Scalar::Number(Decimal::from(years)))
    })
}
