//! The typed expression: what is left to do once form and types have been checked.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::fact::Scalar;
use super::operators::{Quantifier, Relation};
use super::vocabulary::Scale;
use crate::time::Period;

/// An expression whose value is a boolean.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// `and`.
    All(Vec<Condition>),
    /// `or`.
    Any(Vec<Condition>),
    Constant(bool),
    Leaf(Leaf),
    Not(Box<Condition>),
}

/// A condition that asks the facts; what reasons are made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Leaf {
    AtLeast {
        grade: Operand,
        /// The place of the threshold on the scale.
        threshold: usize,
        scale: Arc<Scale>,
    },
    Compare {
        /// The operator as it is written: days have names of their own for the relations.
        op: &'static str,
        relation: Relation,
        operands: Vec<Operand>,
    },
    Exists(Path),
    /// A boolean fact.
    Flag(Path),
    In {
        item: Operand,
        values: Values,
    },
    Quantified {
        quantifier: Quantifier,
        list: Path,
        body: Box<Condition>,
    },
    Within {
        date: Operand,
        period: Period,
    },
}

/// A value to compare.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Age(Box<Operand>),
    Condition(Box<Condition>),
    Fact(Path),
    Literal(Scalar),
    /// The day that a period after a day leads to.
    Plus(Box<Operand>, Period),
    Quantity(Box<Quantity>),
    Today,
}

/// How many elements of a list satisfy a condition, or what a field of these comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub(super) list: Path,
    pub(super) body: Condition,
    /// The field that is summed; `None` to count.
    pub(super) field: Option<Path>,
    /// Whether that field is money.
    pub(super) money: bool,
}

/// What `in` looks through.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    Fact(Path),
    Literal(Vec<Scalar>),
}

/// Where a fact is to be found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    /// Whether it starts at the element of the innermost quantifier, not at the root.
    pub(super) in_element: bool,
    /// None of them for an element that is itself a string.
    pub(super) segments: Vec<Arc<str>>,
}

impl Condition {
    /// How much work one evaluation is, at most, in what a look at a fact takes.
    pub(super) fn weight(&self, elements: u64) -> u64 {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                sum(parts.iter().map(|part| part.weight(elements)))
            }
            Self::Constant(_) => 1,
            Self::Leaf(leaf) => leaf.weight(elements),
            Self::Not(inner) => inner.weight(elements),
        }
    }

    fn weight_for_each(&self, elements: u64) -> u64 {
        let each = self.weight(elements);
        each.saturating_mul(elements).saturating_add(1)
    }
}

impl Leaf {
    fn weight(&self, elements: u64) -> u64 {
        match self {
            Self::AtLeast { grade, .. } => grade.weight(elements),
            Self::Compare { operands, .. } => {
                sum(operands.iter().map(|operand| operand.weight(elements)))
            }
            Self::Exists(_) | Self::Flag(_) => 1,
            Self::In { item, values } => {
                let values = match values {
                    Values::Fact(_) => elements,
                    Values::Literal(values) => wide(values.len()),
                };
                item.weight(elements).saturating_mul(1 + values / 2)
            }
            Self::Quantified { body, .. } => body.weight_for_each(elements),
            Self::Within { date, period } => {
                date.weight(elements).saturating_add(period_weight(*period))
            }
        }
    }
}

impl Operand {
    fn weight(&self, elements: u64) -> u64 {
        match self {
            Self::Age(date) => date.weight(elements),
            Self::Condition(condition) => condition.weight(elements),
            Self::Fact(_) | Self::Literal(_) | Self::Today => 1,
            Self::Plus(date, period) => {
                date.weight(elements).saturating_add(period_weight(*period))
            }
            Self::Quantity(quantity) => quantity.body.weight_for_each(elements),
        }
    }
}

/// Working days are counted one by one; four take about as long as a look at a fact.
fn period_weight(period: Period) -> u64 {
    match period {
        Period::Calendar { .. } => 1,
        Period::WorkingDays(n) => 1 + u64::from(n) / 4,
    }
}

fn sum(weights: impl Iterator<Item = u64>) -> u64 {
    weights.fold(1, u64::saturating_add)
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

impl Path {
    /// A path as rules write it.
    pub(super) fn new(in_element: bool, text: &str) -> Self {
        let segments = text.split('.').filter(|segment| !segment.is_empty());
        Self {
            in_element,
            segments: segments.map(Arc::from).collect(),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.segments.iter().enumerate() {
            if i > 0 {
                f.write_str(".")?;
            }
            f.write_str(segment)?;
        }
        Ok(())
    }
}
