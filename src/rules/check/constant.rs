//! Conditions with the same verdict whatever the facts are. They are allowed, but hardly meant: a lint warns.

use super::super::expr::{Leaf, Operand, Values};
use super::super::operators::Relation;
use super::super::range::Range;
use super::super::reading::Reading;
use super::super::verdict::Verdict;
use crate::decimal::Decimal;

impl Leaf {
    /// Its verdict, if it is plainly the same for all facts.
    pub(super) fn constant(&self) -> Option<bool> {
        match self {
            Self::Compare {
                relation, operands, ..
            } => compared(*relation, operands),
            Self::In {
                item,
                values: Values::Literal(list),
            } => {
                let never = match item.possible() {
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

fn compared(relation: Relation, operands: &[Operand]) -> Option<bool> {
    let possible: Vec<Reading<'_>> = operands.iter().map(Operand::possible).collect();
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
    // An age may be absent, and then the comparison is false.
    let certain = !operands.iter().any(|o| matches!(o, Operand::Age(_)));
    (always && certain).then_some(true)
}

impl Operand {
    /// What is known of it without any facts.
    fn possible(&self) -> Reading<'_> {
        match self {
            Self::Literal(scalar) => Reading::Known(std::borrow::Cow::Borrowed(scalar)),
            Self::Age(_) | Self::Quantity(_) => Reading::Between(Range {
                low: Decimal::ZERO,
                high: None,
            }),
            _ => Reading::Hidden,
        }
    }
}
