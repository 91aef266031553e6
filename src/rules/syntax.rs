//! The form of an expression: JSON to operators and literals, within the budget.

use super::operators::{OPERATORS, OperandKind, Operator};
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{Object, Value, pointer_push};
use crate::limits;
use crate::money::Money;
use crate::suggestion::suggestion_for;

/// Names that other languages have for our operators.
const ELSEWHERE: &[(&str, &str)] = &[
    ("&&", "and"),
    ("||", "or"),
    ("not", "!"),
    ("equals", "=="),
    ("any", "some"),
    ("every", "all"),
    ("length", "count"),
];

/// How many more nodes the rules of one programme may have.
#[derive(Debug)]
pub(crate) struct Budget {
    nodes_left: usize,
}

impl Budget {
    /// The budget of a programme none of whose rules has been read.
    pub(crate) fn new() -> Self {
        Self {
            nodes_left: limits::RULE_NODES,
        }
    }
}

/// One node of an expression.
#[derive(Debug)]
pub(super) enum SyntaxNode<'v> {
    Bool(bool),
    Number(Decimal),
    Text(&'v str),
    Money(Money),
    /// Literals, unless the reader of the list finds otherwise.
    List(&'v [Value]),
    Call(Call<'v>),
}

/// An operator with the right number of operands, each in a form that can be right.
#[derive(Debug)]
pub(super) struct Call<'v> {
    pub(super) operator: &'static Operator,
    pub(super) operands: &'v [Value],
    /// `{"op": x}`, short for `{"op": [x]}`.
    short: bool,
}

impl<'v> SyntaxNode<'v> {
    /// Reads one node and pays for it. Its operands are read when they are needed.
    ///
    /// # Errors
    /// `limit.nodes`, `limit.depth`, `programme.operator`, `programme.type` and `programme.value`,
    /// each with a `pointer`.
    pub(super) fn read(value: &'v Value, at: &At<'_>, budget: &mut Budget) -> Result<Self, Error> {
        if at.depth > limits::RULE_DEPTH {
            return Err(at.fail(Code::LimitDepth).with("limit", limits::RULE_DEPTH));
        }
        budget.nodes_left = budget
            .nodes_left
            .checked_sub(1)
            .ok_or_else(|| at.fail(Code::LimitNodes).with("limit", limits::RULE_NODES))?;
        match value {
            Value::Null => Err(at.wrong_type("value", "null")),
            Value::Bool(value) => Ok(Self::Bool(*value)),
            Value::Number(number) => Ok(Self::Number(*number)),
            Value::String(text) => Ok(Self::Text(text)),
            Value::Array(elements) => Ok(Self::List(elements)),
            Value::Object(members) => match money(members) {
                Some(money) => money.map(Self::Money).ok_or_else(|| {
                    at.fail(Code::ProgrammeValue)
                        .with("expected", "money")
                        .because(Problem::Money)
                        .suggesting(yuan(members))
                }),
                None => Call::read(members, at).map(Self::Call),
            },
        }
    }
}

/// The operator that may have been meant. Two words of two letters are never taken for one another: `if` is not
/// `in`.
fn meant(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let known = |name: &str| Operator::named(name).map(|operator| operator.name);
    let elsewhere = ELSEWHERE.iter().find(|(theirs, _)| *theirs == lower);
    let is_short = name.len() <= 2 && name.bytes().all(|b| b.is_ascii_alphabetic());
    let names = OPERATORS.iter().map(|operator| operator.name);
    known(&lower)
        .or(elsewhere.map(|(_, ours)| *ours))
        .or_else(|| suggestion_for(&lower, names).filter(|_| !is_short))
}

impl<'v> Call<'v> {
    fn read(members: &'v Object, at: &At<'_>) -> Result<Self, Error> {
        let mut members = members.iter();
        let (Some((name, operands)), None) = (members.next(), members.next()) else {
            return Err(at
                .fail(Code::ProgrammeOperator)
                .because(Problem::OperatorExpected));
        };
        let Some(operator) = Operator::named(name) else {
            return Err(at
                .fail(Code::ProgrammeOperator)
                .with("operator", name)
                .suggesting(meant(name)));
        };
        let (operands, short) = match operands {
            Value::Array(operands) => (operands.as_slice(), false),
            single => (std::slice::from_ref(single), true),
        };
        if !(operator.least..=operator.most).contains(&operands.len()) {
            return Err(at
                .fail(Code::ProgrammeOperator)
                .with("operator", name)
                .because(Problem::OperandCount)
                .with("found", operands.len()));
        }
        let call = Self {
            operator,
            operands,
            short,
        };
        for (i, operand) in operands.iter().enumerate() {
            let kind = operator.operand(i);
            if !kind.admits(operand) {
                return call.operand_at(at, i, |operand, at| {
                    Err(at.wrong_type(kind.name(), form(operand)))
                });
            }
        }
        Ok(call)
    }

    /// Calls `read` with an operand and its place.
    pub(super) fn operand_at<T>(
        &self,
        at: &At<'_>,
        index: usize,
        read: impl FnOnce(&'v Value, &At<'_>) -> T,
    ) -> T {
        // `Call::read` has checked their number, so that the `null` never stands in for one.
        let operand = self.operands.get(index).unwrap_or(&Value::Null);
        let operands = at.member(self.operator.name);
        if self.short {
            read(operand, &operands)
        } else {
            read(operand, &operands.index(index))
        }
    }
}

impl OperandKind {
    /// Whether a value has a form that this kind of operand can have.
    fn admits(self, value: &Value) -> bool {
        let operator = value.as_object().is_some_and(|object| object.len() == 1);
        let var = operator && value.member("var").is_some();
        match self {
            Self::Condition => operator || matches!(value, Value::Bool(_)),
            Self::Day => operator || value.as_str().is_some(),
            Self::Fact => var,
            Self::Name | Self::Period | Self::Text => value.as_str().is_some(),
            Self::Percent => matches!(value, Value::Number(_)),
            Self::Regions => value.as_array().is_some(),
            // What is wrong with `null` and odd objects is said when they are read.
            Self::Value => value.as_array().is_none(),
            Self::Values => var || value.as_array().is_some(),
        }
    }
}

fn form(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// The amount, if the object is meant as money; inside, `None` if it is malformed.
fn money(members: &Object) -> Option<Option<Money>> {
    let currency = members.get("currency")?;
    let amount = members.get("amount")?;
    let exact = members.len() == 2;
    Some(match (currency, amount) {
        (Value::String(currency), Value::String(amount)) if exact => Money::parse(currency, amount),
        _ => None,
    })
}

/// The amount in yuan, if the currency is another name of it.
fn yuan(members: &Object) -> Option<Value> {
    let text = |name| members.get(name).and_then(Value::as_str);
    let currency = text("currency")?;
    let is_yuan = ["CNY", "RMB"]
        .iter()
        .any(|name| currency.eq_ignore_ascii_case(name));
    let money = Money::parse("CNY", text("amount")?).filter(|_| is_yuan && members.len() == 2)?;
    Some(money.to_json())
}

/// A place in a programme, spelt out as a JSON pointer only when an error needs it.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    token: PointerToken<'a>,
    /// Operators and lists around this place.
    depth: usize,
}

#[derive(Debug, Clone, Copy)]
enum PointerToken<'a> {
    /// Where the expression stands in its document, a whole pointer.
    Root(&'a str),
    Member(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The place of a whole expression.
    pub(super) fn root(pointer: &'a str) -> Self {
        Self {
            parent: None,
            token: PointerToken::Root(pointer),
            depth: 0,
        }
    }

    fn member(&'a self, name: &'a str) -> Self {
        Self {
            parent: Some(self),
            token: PointerToken::Member(name),
            depth: self.depth + 1,
        }
    }

    /// An element of the list, or of the operands, at this place.
    pub(super) fn index(&'a self, index: usize) -> Self {
        let in_operands = matches!(self.token, PointerToken::Member(_));
        Self {
            parent: Some(self),
            token: PointerToken::Index(index),
            depth: self.depth + usize::from(!in_operands),
        }
    }

    fn pointer(&self) -> String {
        let mut pointer = self.parent.map(Self::pointer).unwrap_or_default();
        match self.token {
            PointerToken::Root(root) => pointer.push_str(root),
            PointerToken::Member(name) => pointer_push(&mut pointer, name),
            PointerToken::Index(index) => pointer_push(&mut pointer, &index.to_string()),
        }
        pointer
    }

    /// An error at this place.
    pub(super) fn fail(&self, code: Code) -> Error {
        Error::new(code)
            .at(Stage::Programme)
            .with("pointer", self.pointer())
    }

    pub(super) fn wrong_type(&self, expected: &'static str, found: &'static str) -> Error {
        self.fail(Code::ProgrammeType)
            .with("expected", expected)
            .with("found", found)
    }
}

impl Error {
    /// Adds what the author may have meant, if anything is like it.
    pub(super) fn suggesting(self, suggestion: Option<impl Into<Value>>) -> Self {
        match suggestion {
            Some(suggestion) => self.with("suggestion", suggestion),
            None => self,
        }
    }
}
