//! The typed expression: what is left to do once form and types have been checked.

use std::fmt;
use std::sync::Arc;

use super::fact::Scalar;
use super::operators::{Quantifier, Relation};
use super::vocabulary::Scale;
use crate::decimal::Decimal;
use crate::time::Period;

/// An expression whose value is a boolean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
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
pub(crate) enum Leaf {
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
pub(crate) enum Operand {
    Age(Box<Operand>),
    Condition(Box<Condition>),
    Fact(Path),
    Literal(Scalar),
    /// So many hundredths of a number or an amount.
    Percent(Decimal, Box<Operand>),
    /// The day that a period after a day leads to.
    Plus(Box<Operand>, Period),
    Quantity(Box<Quantity>),
    Today,
}

/// How many elements of a list satisfy a condition, or the sum of a field of these.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) list: Path,
    pub(crate) body: Condition,
    /// The field that is summed; `None` to count.
    pub(crate) field: Option<Path>,
    /// Whether that field is money.
    pub(crate) money: bool,
}

/// What `in` looks through.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    Fact(Path),
    Literal(Vec<Scalar>),
    /// Regions, and whatever lies in one of them.
    Regions(Vec<Arc<str>>),
}

/// Where a fact is to be found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Path {
    /// Whether it starts at the element of the innermost quantifier, not at the root.
    pub(crate) in_element: bool,
    /// None of them for an element that is itself a string.
    pub(crate) segments: Vec<Arc<str>>,
    /// Whether it is the day on which the facts were drawn.
    pub(crate) moves: bool,
}

impl Path {
    /// A path as rules write it, that starts at the element.
    pub(super) fn in_element(text: &str) -> Self {
        let segments = text.split('.').filter(|segment| !segment.is_empty());
        Self {
            in_element: true,
            segments: segments.map(Arc::from).collect(),
            moves: false,
        }
    }

    /// A path as rules write it, that starts at the root.
    pub(super) fn from_root(text: &str, moves: bool) -> Self {
        Self {
            in_element: false,
            moves,
            ..Self::in_element(text)
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
