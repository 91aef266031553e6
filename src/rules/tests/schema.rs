//! The table of operators as JSON Schema.

use super::super::operators::{OPERATORS, OperandKind, Operator};
use crate::json::{Object, Value};

/// What a JSON Schema says of each operator's operands, by name.
pub(crate) fn operators_schema() -> Value {
    let each = OPERATORS
        .iter()
        .map(|operator| (operator.name, operands(operator)));
    each.collect::<Object>().into()
}

fn operands(operator: &Operator) -> Value {
    let mut list = Object::from_iter([("type", Value::from("array"))]);
    match operator.operands {
        [every] => list.set("items", reference(every)),
        kinds => {
            // One kind for each, so no further ones: the schema would have to say what they are.
            assert_eq!((operator.least, operator.most), (kinds.len(), kinds.len()));
            list.set(
                "prefixItems",
                kinds.iter().map(reference).collect::<Vec<_>>(),
            );
            list.set("items", false);
        }
    }
    list.set("minItems", operator.least);
    if operator.most < usize::MAX {
        list.set("maxItems", operator.most);
    }
    if operator.least > 1 {
        return list.into();
    }
    // `{"op": x}` is short for `{"op": [x]}`.
    let either = vec![reference(&operator.operand(0)), list.into()];
    Object::from_iter([("anyOf", Value::Array(either))]).into()
}

fn reference(kind: &OperandKind) -> Value {
    let name = match kind {
        OperandKind::Condition => "condition",
        OperandKind::Day => "date",
        OperandKind::Fact => "var",
        OperandKind::Name => "path",
        OperandKind::Percent => "percent",
        OperandKind::Period => "period",
        OperandKind::Regions => "regions",
        OperandKind::Text => "string",
        OperandKind::Value => "value",
        OperandKind::Values => "values",
    };
    Object::from_iter([("$ref", Value::from(format!("#/$defs/{name}")))]).into()
}
