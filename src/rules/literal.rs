//! Literals, and values with their types.

use std::sync::Arc;

use super::expr::Operand;
use super::fact::Scalar;
use super::syntax::{At, SyntaxNode};
use super::vocabulary::{Codes, Type, Vocabulary};
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem};
use crate::money::Money;
use crate::suggestion::suggestion_for;
use crate::time::{Day, Instant};

/// A value with its type.
pub(super) struct Typed {
    pub(super) operand: Operand,
    pub(super) of: Type,
}

impl Typed {
    /// A literal string, whose type is that of what it is compared with.
    pub(super) fn is_text_literal(&self) -> bool {
        matches!(self.operand, Operand::Literal(Scalar::Text(_)))
    }
}

/// The literal that a node is, if it is one.
pub(super) fn literal(node: SyntaxNode<'_>) -> Option<Typed> {
    let (scalar, of) = match node {
        SyntaxNode::Bool(value) => (Scalar::Bool(value), Type::Bool),
        SyntaxNode::Number(number) => (Scalar::Number(number), Type::Number),
        SyntaxNode::Text(text) => (Scalar::Text(Arc::from(text)), Type::Text(Codes::Any)),
        SyntaxNode::Money(money) => (Scalar::Money(money), Type::Money),
        SyntaxNode::List(_) | SyntaxNode::Call(_) => return None,
    };
    Some(Typed {
        operand: Operand::Literal(scalar),
        of,
    })
}

pub(super) fn literal_type(node: &SyntaxNode<'_>) -> &'static str {
    match node {
        SyntaxNode::Bool(_) => Type::Bool.name(),
        SyntaxNode::Number(_) => Type::Number.name(),
        SyntaxNode::Text(_) => Type::Text(Codes::Any).name(),
        SyntaxNode::Money(_) => Type::Money.name(),
        SyntaxNode::List(_) => Type::List.name(),
        SyntaxNode::Call(_) => "operator",
    }
}

/// A value as one of a type: literal strings become days, and have to be among the codes.
pub(super) fn fit(
    typed: Typed,
    of: Type,
    at: &At<'_>,
    vocabulary: &dyn Vocabulary,
) -> Result<Operand, Error> {
    let Operand::Literal(Scalar::Text(text)) = &typed.operand else {
        return match (&typed.operand, of) {
            _ if typed.of.matches(of, vocabulary) => Ok(typed.operand),
            (_, Type::Text(_)) if matches!(typed.of, Type::Text(_)) => {
                Err(at.wrong_type("code of the same list", "code of another list"))
            }
            (Operand::Literal(Scalar::Number(yuan)), Type::Money) if yuan.scale() <= 2 => Err(at
                .wrong_type(of.name(), typed.of.name())
                .suggesting(Some(Money::yuan(*yuan).to_json()))),
            _ => Err(at.wrong_type(of.name(), typed.of.name())),
        };
    };
    let invalid = |expected: &'static str| at.bad_value(text).with("expected", expected);
    match of {
        Type::Day => match Day::parse(text) {
            Some(day) => Ok(Operand::Literal(Scalar::Day(day))),
            None => {
                let meant = day_meant(text).map(|day| day.to_string());
                Err(invalid("date").because(Problem::Date).suggesting(meant))
            }
        },
        Type::Text(codes) => match codes.among(vocabulary) {
            Some(codes) if !codes.contains(&&**text) => {
                Err(invalid("code").suggesting(suggestion_for(text, codes)))
            }
            None if let Codes::Formed(form) = codes
                && let Some((problem, meant)) = vocabulary.misformed(form, text) =>
            {
                Err(at.bad_value(text).because(problem).suggesting(meant))
            }
            _ => Ok(typed.operand),
        },
        Type::Number => Err(at
            .wrong_type(of.name(), typed.of.name())
            .suggesting(Decimal::parse(text))),
        _ => Err(at.wrong_type(of.name(), typed.of.name())),
    }
}

/// The day that a text may stand for: that of a point in time in China, or year, month and day, set apart or in
/// eight digits.
fn day_meant(text: &str) -> Option<Day> {
    if let Some(instant) = Instant::parse(text) {
        return Some(Day::of(instant));
    }
    let mut bytes = text.bytes();
    let mut number = || {
        let mut number: i64 = 0;
        for byte in bytes.by_ref() {
            if byte.is_ascii_digit() {
                number = number
                    .saturating_mul(10)
                    .saturating_add(i64::from(byte - b'0'));
            } else if number > 0 {
                break;
            }
        }
        number
    };
    match [number(), number(), number(), number()] {
        [all, 0, 0, _] => Day::new(all / 10_000, all / 100 % 100, all % 100),
        [year, month, day, 0] => Day::new(year, month, day),
        // A time whose zone is not understood, or a second day.
        _ => None,
    }
}

impl At<'_> {
    /// A literal string that cannot be meant.
    pub(super) fn bad_value(&self, text: &str) -> Error {
        self.fail(Code::ProgrammeValue).with("value", text)
    }
}
