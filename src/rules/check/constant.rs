//! Conditions with the same verdict whatever the facts are. They are allowed, but hardly meant: a lint warns.

use std::borrow::Cow;

use super::super::expr::{Leaf, Operand, Path, Values};
use super::super::fact::Scalar;
use super::super::operators::Relation;
use super::super::range::Range;
use super::super::reading::Reading;
use super::super::verdict::Verdict;
use super::super::vocabulary::{Bound, Vocabulary};
use crate::decimal::Decimal;
use crate::time::Day;

/// Nobody is older, in years.
const OLDEST: i64 = 150;

/// What facts never go beyond.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'v> {
    pub(super) vocabulary: &'v dyn Vocabulary,
    /// The list whose records the elements are.
    pub(super) list: Option<&'v str>,
}

impl Bounds<'_> {
    fn of(self, path: &Path) -> Option<Bound> {
        let list = if path.in_element {
            Some(self.list?)
        } else {
            None
        };
        self.vocabulary.bound(list, &path.segments)
    }
}

impl Leaf {
    /// Its verdict, if it is plainly the same for all facts.
    pub(super) fn constant(&self, bounds: Bounds<'_>) -> Option<bool> {
        match self {
            Self::Compare {
                relation, operands, ..
            } => compared(*relation, operands, bounds),
            Self::In {
                item,
                values: Values::Literal(list),
            } => {
                let never = match item.possible(None, bounds) {
                    Reading::Known(item) => return Some(list.contains(&item)),
                    Reading::Between(range) => !list.iter().any(|value| range.may_be(value)),
                    _ => list.is_empty(),
                };
                never.then_some(false)
            }
            Self::AtLeast {
                grade: Operand::Literal(_),
                ..
            } => Some(true),
            _ => None,
        }
    }
}

fn compared(relation: Relation, operands: &[Operand], bounds: Bounds<'_>) -> Option<bool> {
    let days = operands.iter().filter_map(|operand| match operand {
        Operand::Literal(Scalar::Day(day)) => Some(*day),
        _ => None,
    });
    let latest = days.max();
    let each = operands.iter();
    let possible: Vec<Reading<'_>> = each.map(|o| o.possible(latest, bounds)).collect();
    let mut always = true;
    for (i, a) in possible.iter().enumerate() {
        // Order passes on from one to the next, so the first and the third have to fit as well.
        for b in possible.iter().skip(i + 1) {
            match relation.relates(a, b) {
                Verdict::False => return Some(false),
                Verdict::True => {}
                Verdict::Unknown => always = false,
            }
        }
    }
    // A fact or an age may be absent, and then the comparison is false.
    let certain = !operands.iter().any(Operand::may_be_absent);
    (always && certain).then_some(true)
}

impl Operand {
    fn may_be_absent(&self) -> bool {
        match self {
            Self::Age(_) | Self::Fact(_) => true,
            Self::Percent(_, of) => of.may_be_absent(),
            _ => false,
        }
    }

    /// What is known of it without any facts. `latest` is the latest day that it is compared with: all days
    /// before that compare with it in the same way.
    fn possible(&self, latest: Option<Day>, bounds: Bounds<'_>) -> Reading<'_> {
        let from_zero = |high| {
            let low = Decimal::ZERO;
            Reading::Between(Range { low, high })
        };
        match self {
            Self::Literal(scalar) => Reading::Known(Cow::Borrowed(scalar)),
            Self::Age(_) => from_zero(Some(Decimal::from(OLDEST))),
            Self::Quantity(_) => from_zero(None),
            Self::Fact(path) => match bounds.of(path) {
                Some(Bound::NotNegative) => from_zero(None),
                Some(Bound::Until(last)) if latest > Some(last) => {
                    Reading::Known(Cow::Owned(Scalar::Day(last)))
                }
                _ => Reading::Hidden,
            },
            Self::Percent(percent, of) => of.possible(None, bounds).percent(*percent),
            _ => Reading::Hidden,
        }
    }
}
