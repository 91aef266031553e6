//! Bounds of numbers, and how these relate.

use super::fact::Scalar;
use super::operators::Relation;
use super::verdict::Verdict;
use crate::decimal::Decimal;

/// Bounds of a number, both included. What is counted or summed is never below zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) low: Decimal,
    /// `None`: there is no telling.
    pub(super) high: Option<Decimal>,
}

impl Range {
    pub(super) fn point(number: Decimal) -> Self {
        Self {
            low: number,
            high: Some(number),
        }
    }

    /// Whether it may turn out to be a value.
    pub(super) fn may_be(self, scalar: &Scalar) -> bool {
        match scalar {
            Scalar::Number(n) => self.admits(*n),
            Scalar::Money(money) => self.admits(money.amount()),
            _ => false,
        }
    }

    fn admits(self, number: Decimal) -> bool {
        self.low <= number && self.high.is_none_or(|high| number <= high)
    }

    /// The sum. Where it has too many digits, only a lower bound is known: the larger of its parts.
    pub(super) fn plus(self, other: Self) -> Self {
        let low = self.low.checked_add(other.low);
        let sum = |(a, b): (Decimal, Decimal)| a.checked_add(b);
        Self {
            low: low.unwrap_or(self.low.max(other.low)),
            high: self.high.zip(other.high).and_then(sum),
        }
    }

    /// So many hundredths of it, a number above 0. A bound that has too many digits is left out.
    pub(super) fn percent(self, percent: Decimal) -> Self {
        Self {
            low: self.low.percent(percent).unwrap_or(Decimal::ZERO),
            high: self.high.and_then(|high| high.percent(percent)),
        }
    }

    /// Every value of the one is less than every value of the other.
    fn is_below(self, other: Self) -> bool {
        self.high.is_some_and(|high| high < other.low)
    }

    /// No value of the one is greater than any value of the other.
    fn is_not_above(self, other: Self) -> bool {
        self.high.is_some_and(|high| high <= other.low)
    }
}

impl Relation {
    pub(super) fn relates_ranges(self, a: Range, b: Range) -> Verdict {
        let (always, never) = match self {
            Self::Less => (a.is_below(b), b.is_not_above(a)),
            Self::LessOrEqual => (a.is_not_above(b), b.is_below(a)),
            Self::Greater => (b.is_below(a), a.is_not_above(b)),
            Self::GreaterOrEqual => (b.is_not_above(a), a.is_below(b)),
            // One of the two has several values, so they are not always equal.
            Self::Equal => (false, a.is_below(b) || b.is_below(a)),
            Self::NotEqual => (a.is_below(b) || b.is_below(a), false),
        };
        match (always, never) {
            (true, _) => Verdict::True,
            (_, true) => Verdict::False,
            _ => Verdict::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: &str, high: Option<&str>) -> Range {
        let decimal = |text: &str| Decimal::parse(text).expect(text);
        Range {
            low: decimal(low),
            high: high.map(decimal),
        }
    }

    #[test]
    fn ranges_relate_if_every_pair_of_their_values_does() {
        use Relation::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let relations = [Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual];
        for (low, high) in [(0, Some(0)), (0, Some(2)), (1, Some(2)), (2, None)] {
            for (from, to) in [
                (0, Some(0)),
                (1, Some(1)),
                (1, Some(3)),
                (2, Some(2)),
                (0, None),
            ] {
                let values = |low: i64, high: Option<i64>| low..=high.unwrap_or(9);
                let bounds = |low: i64, high: Option<i64>| Range {
                    low: low.into(),
                    high: high.map(Decimal::from),
                };
                // Two that are known are compared as what they are.
                if high == Some(low) && to == Some(from) {
                    continue;
                }
                for relation in relations {
                    let holds: Vec<bool> = values(low, high)
                        .flat_map(|a| values(from, to).map(move |b| (a, b)))
                        .map(|(a, b)| {
                            let number = |n: i64| Scalar::Number(n.into());
                            relation.holds(&number(a), &number(b))
                        })
                        .collect();
                    let want = match holds.first() {
                        Some(first) if holds.iter().all(|held| held == first) => (*first).into(),
                        _ => Verdict::Unknown,
                    };
                    let found = relation.relates_ranges(bounds(low, high), bounds(from, to));
                    assert_eq!(found, want, "{low}–{high:?} {relation:?} {from}–{to:?}");
                }
            }
        }
    }

    #[test]
    fn a_sum_of_too_many_digits_has_no_upper_bound() {
        let most = range("999999999999999999", Some("999999999999999999"));
        let sum = most.plus(range("1", Some("2")));
        assert_eq!(sum, range("999999999999999999", None));
        let sum = range("1", Some("2")).plus(most);
        assert_eq!(sum, range("999999999999999999", None));
        let sum = range("0.5", None).plus(range("0.5", Some("7")));
        assert_eq!(sum, range("1", None));
    }
}
