//! What `count` and `sum` come to: a number, or its bounds where something is hidden.

use std::borrow::Cow;

use super::expr::{Path, Quantity};
use super::fact::Scalar;
use super::range::Range;
use super::reading::Reading;
use super::verdict::Verdict;
use super::view::{Candidate, View};
use crate::decimal::Decimal;
use crate::money::Money;

impl<'f> View<'f> {
    /// The number, or its bounds.
    pub(super) fn quantity(&self, quantity: &'f Quantity) -> Reading<'f> {
        let candidates = self.candidates(&quantity.list);
        let adds = candidates
            .iter()
            .map(|candidate| self.contribution(quantity, candidate));
        let range = adds.fold(Range::point(Decimal::ZERO), Range::plus);
        match range.high {
            Some(high) if high == range.low => Reading::Known(Cow::Owned(match quantity.money {
                true => Scalar::Money(Money::yuan(high)),
                false => Scalar::Number(high),
            })),
            _ => Reading::Between(range),
        }
    }

    /// What one candidate adds.
    pub(super) fn contribution(&self, quantity: &'f Quantity, candidate: &Candidate<'f>) -> Range {
        let view = self.on(candidate);
        let counts = view.verdict(&quantity.body);
        if counts == Verdict::False {
            return Range::point(Decimal::ZERO);
        }
        let mut adds = match &quantity.field {
            None => Range::point(Decimal::from(1)),
            Some(field) => view.amount(field),
        };
        if counts == Verdict::Unknown || !candidate.certain {
            adds.low = Decimal::ZERO;
        }
        // Any number of them.
        if candidate.index.is_none() && adds.high != Some(Decimal::ZERO) {
            adds.high = None;
        }
        adds
    }

    /// A field of the element. One that is absent adds nothing.
    fn amount(&self, field: &'f Path) -> Range {
        match self.fact(field) {
            Reading::Hidden => Range {
                low: Decimal::ZERO,
                high: None,
            },
            reading => reading.range().unwrap_or(Range::point(Decimal::ZERO)),
        }
    }
}
