//! Single values of a record, typed by the vocabulary.

use super::fields::ALL_FIELDS;
use super::vocabulary::ValueKind;
use crate::jose::is_sha256;
use crate::json::{Readable, Value, is_token};
use crate::law::{Catalogue, CodeList};
use crate::money::Money;
use crate::region::{is_region, is_scope};
use crate::rules::Scalar;
use crate::sd_jwt::{self, Node};
use crate::time::Day;

/// The value, if it is of its kind.
pub(super) fn scalar(node: &Node, kind: ValueKind) -> Option<Scalar> {
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
        (ValueKind::Bool, Node::Value(Value::Bool(value))) => Some(Scalar::Bool(*value)),
        (ValueKind::Number, Node::Value(Value::Number(number))) => Some(Scalar::Number(*number)),
        (ValueKind::Day | ValueKind::PastDay, Node::Value(Value::String(day))) => {
            Day::parse(day).map(Scalar::Day)
        }
        (ValueKind::Quantity, Node::Value(Value::Number(number))) => {
            (!number.is_negative()).then_some(Scalar::Number(*number))
        }
        (ValueKind::Text, _) => text(&|t| !t.is_empty()),
        (ValueKind::Token, _) => text(&is_token),
        (ValueKind::Digest, _) => text(&is_sha256),
        (ValueKind::Code(codes), _) => text(&|t| codes.contains(&t)),
        (ValueKind::Catalogued(_), _) => text(&is_token),
        (ValueKind::Fields, Node::Value(Value::String(all))) => {
            (all == ALL_FIELDS).then(|| Scalar::Texts(vec![ALL_FIELDS.into()]))
        }
        (ValueKind::CataloguedList(_) | ValueKind::Fields, _) => texts(&is_token),
        (ValueKind::Region, _) => text(&is_region),
        (ValueKind::Scope, _) => text(&is_scope),
        (ValueKind::Regions, _) => texts(&is_region),
        (ValueKind::Money | ValueKind::Balance, node) => {
            let money = Money::read(&node.to_value()?).ok()?;
            (kind == ValueKind::Balance || !money.amount().is_negative())
                .then_some(Scalar::Money(money))
        }
        _ => None,
    }
}

/// The first element that keeps a list from being of its kind.
pub(super) fn wrong_element(node: &Node, kind: ValueKind) -> Option<usize> {
    let (Node::Array(slots), Some(kind)) = (node, kind.of_elements()) else {
        return None;
    };
    let is_right = |node: &Node| scalar(node, kind).is_some();
    slots
        .iter()
        .position(|slot| !slot.node.as_ref().is_some_and(is_right))
}

/// Whether a code is none of those in a catalogue.
pub(super) fn is_outside_catalogue(node: &Node, kind: ValueKind, catalogue: &Catalogue) -> bool {
    let unknown = |codes: CodeList, node: &Node| match node {
        Node::Value(Value::String(code)) => !catalogue.has(codes, code),
        _ => false,
    };
    match (kind, node) {
        (ValueKind::Catalogued(codes), node) => unknown(codes, node),
        (ValueKind::CataloguedList(codes), Node::Array(slots)) => slots
            .iter()
            .filter_map(|slot| slot.node.as_ref())
            .any(|node| unknown(codes, node)),
        _ => false,
    }
}
