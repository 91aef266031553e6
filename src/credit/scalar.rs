//! Single values of a record, typed by the vocabulary.

use super::region::{NATIONAL_SCOPE, is_region};
use super::vocabulary::{self, Kind};
use crate::json::{Readable, Value};
use crate::money::Money;
use crate::rules::Scalar;
use crate::sd_jwt::{self, Node};
use crate::time::Day;

/// The value, if it is of its kind.
pub(super) fn scalar(node: &Node, kind: Kind) -> Option<Scalar> {
    let text = |accept: &dyn Fn(&str) -> bool| match node {
        Node::Value(Value::String(text)) if accept(text) => {
            Some(Scalar::Text(text.as_str().into()))
        }
        _ => None,
    };
    let texts = |accept: &dyn Fn(&str) -> bool| {
        let Node::Array(slots) = node else {
            return None;
        };
        let one = |slot: &sd_jwt::Slot| match &slot.node {
            Some(Node::Value(Value::String(text))) if accept(text) => Some(text.as_str().into()),
            _ => None,
        };
        slots
            .iter()
            .map(one)
            .collect::<Option<_>>()
            .map(Scalar::Texts)
    };
    match (kind, node) {
        (Kind::Bool, Node::Value(Value::Bool(value))) => Some(Scalar::Bool(*value)),
        (Kind::Number, Node::Value(Value::Number(number))) => Some(Scalar::Number(*number)),
        (Kind::Day | Kind::PastDay, Node::Value(Value::String(day))) => {
            Day::parse(day).map(Scalar::Day)
        }
        (Kind::Quantity, Node::Value(Value::Number(number))) => {
            (!number.is_negative()).then_some(Scalar::Number(*number))
        }
        (Kind::Text, _) => text(&|t| !t.is_empty()),
        (Kind::Token, _) => text(&vocabulary::is_token),
        (Kind::Code(codes), _) => text(&|t| codes.contains(&t)),
        (Kind::Catalogued(_), _) => text(&vocabulary::is_token),
        (Kind::CataloguedList(_), _) => texts(&vocabulary::is_token),
        (Kind::Region, _) => text(&is_region),
        (Kind::Scope, _) => text(&|t| t == NATIONAL_SCOPE || is_region(t)),
        (Kind::Regions, _) => texts(&is_region),
        (Kind::Money | Kind::Balance, node) => {
            let money = Money::read(&node.to_value()?).ok()?;
            (kind == Kind::Balance || !money.amount().is_negative()).then_some(Scalar::Money(money))
        }
        _ => None,
    }
}

/// The first element that keeps a list from being of its kind.
pub(super) fn wrong_element(node: &Node, kind: Kind) -> Option<usize> {
    let (Node::Array(slots), Some(kind)) = (node, kind.of_elements()) else {
        return None;
    };
    let is_right = |node: &Node| scalar(node, kind).is_some();
    slots
        .iter()
        .position(|slot| !slot.node.as_ref().is_some_and(is_right))
}

/// Whether a code is none of those in our edition of the catalogue.
pub(super) fn is_outside_catalogue(node: &Node, kind: Kind) -> bool {
    let unknown = |codes: &[&str], node: &Node| match node {
        Node::Value(Value::String(code)) => !codes.contains(&code.as_str()),
        _ => false,
    };
    match (kind, node) {
        (Kind::Catalogued(codes), node) => unknown(codes, node),
        (Kind::CataloguedList(codes), Node::Array(slots)) => slots
            .iter()
            .filter_map(|slot| slot.node.as_ref())
            .any(|node| unknown(codes, node)),
        _ => false,
    }
}
