//! Values as far as they are known, and how two of them relate.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::fact::Scalar;
use super::operators::Relation;
use super::range::Range;
use super::verdict::Verdict;
use crate::decimal::Decimal;
use crate::time::Day;

/// A value, as far as it is known.
pub(super) enum Reading<'f> {
    Absent,
    /// A number or an amount within bounds that differ.
    Between(Range),
    Hidden,
    Known(Cow<'f, Scalar>),
}

impl<'f> Reading<'f> {
    pub(super) fn known(scalar: Scalar) -> Self {
        Self::Known(Cow::Owned(scalar))
    }

    /// What a condition on it comes to: false of what is absent.
    pub(super) fn holds(&self, condition: impl FnOnce(&Scalar) -> Verdict) -> Verdict {
        match self {
            Self::Absent => Verdict::False,
            Self::Between(_) | Self::Hidden => Verdict::Unknown,
            Self::Known(scalar) => condition(scalar),
        }
    }

    /// What is computed from a day: absent if the day is absent.
    pub(super) fn of_day(self, compute: impl FnOnce(Day) -> Self) -> Self {
        match self {
            Self::Known(scalar) => match *scalar {
                Scalar::Day(day) => compute(day),
                _ => Self::Absent,
            },
            other => other,
        }
    }
}

impl Reading<'_> {
    /// So many hundredths of a number or an amount. What needs too many digits is not known.
    pub(super) fn percent(self, percent: Decimal) -> Self {
        match self {
            Self::Between(range) => Self::Between(range.percent(percent)),
            Self::Known(scalar) => {
                let share = match &*scalar {
                    Scalar::Number(number) => number.percent(percent).map(Scalar::Number),
                    Scalar::Money(money) => money.percent(percent).map(Scalar::Money),
                    _ => return Self::Absent,
                };
                share.map_or(Self::Hidden, Self::known)
            }
            other => other,
        }
    }

    /// The bounds of a number or of an amount of yuan.
    pub(super) fn range(&self) -> Option<Range> {
        match self {
            Self::Between(range) => Some(*range),
            Self::Known(scalar) => match &**scalar {
                Scalar::Number(number) => Some(Range::point(*number)),
                Scalar::Money(money) => Some(Range::point(money.amount())),
                _ => None,
            },
            Self::Absent | Self::Hidden => None,
        }
    }
}

impl Relation {
    /// Whether two known values of one type stand in this relation. Amounts in two currencies are
    /// not equal, and neither is the greater.
    pub(super) fn holds(self, a: &Scalar, b: &Scalar) -> bool {
        match self {
            Self::Equal => a == b,
            Self::NotEqual => a != b,
            Self::Greater => order(a, b).is_some_and(Ordering::is_gt),
            Self::GreaterOrEqual => order(a, b).is_some_and(Ordering::is_ge),
            Self::Less => order(a, b).is_some_and(Ordering::is_lt),
            Self::LessOrEqual => order(a, b).is_some_and(Ordering::is_le),
        }
    }
}

impl Relation {
    /// Whether two readings stand in this relation, whatever they turn out to be.
    pub(super) fn relates(self, a: &Reading<'_>, b: &Reading<'_>) -> Verdict {
        if let (Reading::Known(a), Reading::Known(b)) = (a, b) {
            return self.holds(a, b).into();
        }
        match (a.range(), b.range()) {
            (Some(a), Some(b)) => self.relates_ranges(a, b),
            _ => Verdict::Unknown,
        }
    }
}

/// The order of two values of one type, where it has one.
pub(super) fn order(a: &Scalar, b: &Scalar) -> Option<Ordering> {
    match (a, b) {
        (Scalar::Number(a), Scalar::Number(b)) => Some(a.cmp(b)),
        (Scalar::Day(a), Scalar::Day(b)) => Some(a.cmp(b)),
        (Scalar::Money(a), Scalar::Money(b)) => a.partial_cmp(b),
        _ => None,
    }
}
