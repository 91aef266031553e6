//! The facts of an example, as findings have them.

use crate::json::{Object, Value};
use crate::rules::analysis::Example;
use crate::rules::{Element, Fact, List, Members, NOW, Scalar};

/// Facts by their paths, and the day.
pub(super) fn example((given, day): &Example) -> Object {
    let mut shown = Object::new();
    for (path, fact) in given {
        shown.set(&path.join("."), written_fact(fact));
    }
    shown.set(NOW, day.to_string());
    shown
}

pub(super) fn written_fact(fact: &Fact) -> Value {
    match fact {
        Fact::Absent | Fact::Unknown(_) => Value::Null,
        Fact::Known(scalar) => match scalar {
            Scalar::Bool(value) => (*value).into(),
            Scalar::Number(number) => Value::Number(*number),
            Scalar::Text(text) => Value::from(&**text),
            Scalar::Day(day) => day.to_string().into(),
            Scalar::Money(money) => money.to_json(),
            Scalar::Texts(texts) => {
                let texts = texts.iter().map(|text| Value::from(&**text));
                Value::Array(texts.collect())
            }
        },
        Fact::Object(members) => object(members),
        Fact::List(List { elements, .. }) => {
            let record = |element: &Element| element.record.as_deref().map_or(Value::Null, object);
            Value::Array(elements.iter().map(record).collect())
        }
    }
}

fn object(members: &Members) -> Value {
    let members = members.known.iter();
    let members = members.map(|(name, fact)| (name.to_string(), written_fact(fact)));
    members.collect::<Object>().into()
}
