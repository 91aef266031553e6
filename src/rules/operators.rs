//! The operators of language version 1, in one table.

/// One operator: how many operands of which kinds, and what it means.
#[derive(Debug)]
pub(super) struct Operator {
    pub(super) name: &'static str,
    /// The kind of each operand; the last kind holds for any further ones.
    pub(super) operands: &'static [OperandKind],
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) meaning: Meaning,
}

/// What form an operand may have. Types are checked later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OperandKind {
    /// A boolean, or an operator whose result is one.
    Condition,
    /// A day: a literal or a fact.
    Day,
    /// `var`.
    Fact,
    /// A path, as a literal string.
    Name,
    /// A number above 0, up to 1000, as a literal.
    Percent,
    /// A period, as a literal string.
    Period,
    /// A list of regions, as literals.
    Regions,
    /// A literal string.
    Text,
    /// A literal, a fact, or an operator's result; no list.
    Value,
    /// A list of literals, or a fact that is a list of strings.
    Values,
}

impl OperandKind {
    /// The name in errors.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Condition => "boolean",
            Self::Day => "date",
            Self::Fact => "var",
            Self::Name => "path",
            Self::Percent => "percentage",
            Self::Period => "period",
            Self::Regions => "list of regions",
            Self::Text => "string",
            Self::Value => "value",
            Self::Values => "list of literals",
        }
    }
}

/// What evaluates an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Age,
    And,
    AtLeast,
    Compare(Relation),
    /// The same, of days only.
    CompareDays(Relation),
    Count,
    Exists,
    In,
    InRegion,
    Not,
    Or,
    PercentOf,
    PlusTime,
    Quantify(Quantifier),
    Sum,
    Var,
    Within,
}

/// How the operands of a comparison stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    NotEqual,
}

/// How many elements have to satisfy a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantifier {
    /// `all`.
    All,
    /// `some`.
    Any,
    /// `none`.
    No,
}

impl Operator {
    /// The operator of that name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        OPERATORS.iter().find(|operator| operator.name == name)
    }

    /// The kind of the operand at a place.
    pub(super) fn operand(&self, at: usize) -> OperandKind {
        let last = self.operands.last().copied();
        let kind = self.operands.get(at).copied().or(last);
        kind.unwrap_or(OperandKind::Value)
    }
}

/// A row of the table.
const fn row(
    name: &'static str,
    operands: &'static [OperandKind],
    (least, most): (usize, usize),
    meaning: Meaning,
) -> Operator {
    Operator {
        name,
        operands,
        least,
        most,
        meaning,
    }
}

/// Every operator. The checker, the evaluator and explanations go by the meaning. The JSON Schema and the
/// documentation are tested against this table.
pub(super) const OPERATORS: &[Operator] = &[
    // A fact; inside a quantifier also a field of the element.
    row("var", &[OperandKind::Name], (1, 1), Meaning::Var),
    // True if all conditions are true, false if any is false.
    row(
        "and",
        &[OperandKind::Condition],
        (1, usize::MAX),
        Meaning::And,
    ),
    // True if any condition is true, false if all are false.
    row(
        "or",
        &[OperandKind::Condition],
        (1, usize::MAX),
        Meaning::Or,
    ),
    // True if the condition is false, false if it is true.
    row("!", &[OperandKind::Condition], (1, 1), Meaning::Not),
    // Both are present and equal.
    row(
        "==",
        &[OperandKind::Value],
        (2, 2),
        Meaning::Compare(Relation::Equal),
    ),
    // Both are present and not equal.
    row(
        "!=",
        &[OperandKind::Value],
        (2, 2),
        Meaning::Compare(Relation::NotEqual),
    ),
    // Each is less than the next: numbers, days, money.
    row(
        "<",
        &[OperandKind::Value],
        (2, 3),
        Meaning::Compare(Relation::Less),
    ),
    // Each is at most the next: numbers, days, money.
    row(
        "<=",
        &[OperandKind::Value],
        (2, 3),
        Meaning::Compare(Relation::LessOrEqual),
    ),
    // Each is greater than the next: numbers, days, money.
    row(
        ">",
        &[OperandKind::Value],
        (2, 3),
        Meaning::Compare(Relation::Greater),
    ),
    // Each is at least the next: numbers, days, money.
    row(
        ">=",
        &[OperandKind::Value],
        (2, 3),
        Meaning::Compare(Relation::GreaterOrEqual),
    ),
    // The value is one of the list's.
    row(
        "in",
        &[OperandKind::Value, OperandKind::Values],
        (2, 2),
        Meaning::In,
    ),
    // The region is one of the list's, or lies in one: 310115 in 310000.
    row(
        "in-region",
        &[OperandKind::Value, OperandKind::Regions],
        (2, 2),
        Meaning::InRegion,
    ),
    // The fact is present.
    row("exists", &[OperandKind::Fact], (1, 1), Meaning::Exists),
    // At least one element of the list satisfies the condition.
    row(
        "some",
        &[OperandKind::Fact, OperandKind::Condition],
        (2, 2),
        Meaning::Quantify(Quantifier::Any),
    ),
    // Every element of the list satisfies the condition; true of an empty list.
    row(
        "all",
        &[OperandKind::Fact, OperandKind::Condition],
        (2, 2),
        Meaning::Quantify(Quantifier::All),
    ),
    // No element of the list satisfies the condition.
    row(
        "none",
        &[OperandKind::Fact, OperandKind::Condition],
        (2, 2),
        Meaning::Quantify(Quantifier::No),
    ),
    // How many elements of the list satisfy the condition.
    row(
        "count",
        &[OperandKind::Fact, OperandKind::Condition],
        (2, 2),
        Meaning::Count,
    ),
    // What a field of the elements that satisfy the condition comes to: numbers or money.
    row(
        "sum",
        &[OperandKind::Fact, OperandKind::Condition, OperandKind::Name],
        (3, 3),
        Meaning::Sum,
    ),
    // Today is the day, or after it by no more than the period.
    row(
        "within",
        &[OperandKind::Day, OperandKind::Period],
        (2, 2),
        Meaning::Within,
    ),
    // Each day is before the next.
    row(
        "before",
        &[OperandKind::Day],
        (2, 3),
        Meaning::CompareDays(Relation::Less),
    ),
    // Each day is after the next.
    row(
        "after",
        &[OperandKind::Day],
        (2, 3),
        Meaning::CompareDays(Relation::Greater),
    ),
    // Each day is the next or after it.
    row(
        "not-before",
        &[OperandKind::Day],
        (2, 3),
        Meaning::CompareDays(Relation::GreaterOrEqual),
    ),
    // Each day is the next or before it.
    row(
        "not-after",
        &[OperandKind::Day],
        (2, 3),
        Meaning::CompareDays(Relation::LessOrEqual),
    ),
    // The day that a period after the day leads to.
    row(
        "plus-time",
        &[OperandKind::Day, OperandKind::Period],
        (2, 2),
        Meaning::PlusTime,
    ),
    // So many hundredths of a number or an amount.
    row(
        "percent-of",
        &[OperandKind::Percent, OperandKind::Value],
        (2, 2),
        Meaning::PercentOf,
    ),
    // Completed years since the day.
    row("age", &[OperandKind::Day], (1, 1), Meaning::Age),
    // The grade is the threshold or better: grade, threshold, declared scale.
    row(
        "at-least",
        &[OperandKind::Value, OperandKind::Text, OperandKind::Text],
        (3, 3),
        Meaning::AtLeast,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_rows_make_sense() {
        for (i, operator) in OPERATORS.iter().enumerate() {
            let first = OPERATORS.iter().position(|o| o.name == operator.name);
            assert_eq!(first, Some(i), "{}", operator.name);
            assert!(operator.least <= operator.most, "{}", operator.name);
            assert!(!operator.operands.is_empty(), "{}", operator.name);
            assert!(
                operator.operands.len() <= operator.most,
                "{}",
                operator.name
            );
        }
    }
}
