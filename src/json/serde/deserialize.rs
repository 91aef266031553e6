//! Values from any format that serde reads.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::decimal::Decimal;
use crate::json::{Object, Value};
use crate::limits;
use crate::names::Names;

/// The limits are those of [`Value::parse`], but for bytes, which only the format could count. No member may
/// come twice, and no number may have more than 18 digits. A format that reads numbers into an `f64` has
/// rounded longer ones before; [`Value::parse`] keeps all digits.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let nodes_left = Cell::new(limits::JSON_NODES);
        let budget = Budget {
            nodes_left: &nodes_left,
            depth_left: limits::JSON_DEPTH,
        };
        budget.deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(members) => Ok(members),
            _ => Err(D::Error::custom("not an object")),
        }
    }
}

/// What may still be read of one document.
#[derive(Clone, Copy)]
struct Budget<'b> {
    nodes_left: &'b Cell<usize>,
    depth_left: usize,
}

impl Budget<'_> {
    /// Of one level deeper.
    fn inside<E: Error>(self) -> Result<Self, E> {
        let depth_left = self.depth_left.checked_sub(1);
        let depth_left = depth_left.ok_or_else(|| E::custom("nested too deep"))?;
        Ok(Self { depth_left, ..self })
    }
}

fn check_items<E: Error>(count: usize) -> Result<(), E> {
    match count <= limits::JSON_ITEMS {
        true => Ok(()),
        false => Err(E::custom("too many items")),
    }
}

impl<'de> DeserializeSeed<'de> for Budget<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.nodes_left.get().checked_sub(1);
        let left = left.ok_or_else(|| D::Error::custom("too many values"))?;
        self.nodes_left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Budget<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value with numbers of at most 18 digits")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        number(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        number(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        number(&value.to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(inside)? {
            elements.push(element);
            check_items(elements.len())?;
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut names = Names::default();
        let mut members = Object::new();
        while let Some(name) = map.next_key::<String>()? {
            if !names.add(&name) {
                return Err(A::Error::custom(format_args!("the member {name} twice")));
            }
            members.push(name, map.next_value_seed(inside)?);
            check_items(members.len())?;
        }
        Ok(members.into())
    }
}

fn number<E: Error>(text: &str) -> Result<Value, E> {
    let number = Decimal::parse(text);
    let number = number.ok_or_else(|| E::custom("a number of more than 18 digits"))?;
    Ok(number.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        serde_json::from_str(text).map_err(|e| e.to_string())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{"a":[null,true,-7,12.5,"信"],"b":{"":{}}}"#;
        let value = read(text).unwrap();
        assert_eq!(value, Value::parse(text.as_bytes(), 100).unwrap());
        assert_eq!(serde_json::to_string(&value).unwrap(), text);
        assert_eq!(value.to_string(), text);
        // A value is read as other types are, and gives what they hold.
        let list: Vec<Option<f64>> =
            Deserialize::deserialize(Value::parse(b"[1,null,0.25]", 100).unwrap()).unwrap();
        assert_eq!(list, [Some(1.0), None, Some(0.25)]);
    }

    #[test]
    fn what_is_refused_of_json_is_refused_here() {
        let deep = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&deep(limits::JSON_DEPTH)).is_ok());
        for (text, wrong) in [
            (r#"{"a":1,"a":2}"#.to_owned(), "twice"),
            ("1234567890123456789".to_owned(), "18 digits"),
            (deep(limits::JSON_DEPTH + 1), "too deep"),
            (
                format!("[{}0]", "0,".repeat(limits::JSON_ITEMS)),
                "too many items",
            ),
            (
                format!("[{}0]", format!("[{}0],", "0,".repeat(99_998)).repeat(11)),
                "too many values",
            ),
        ] {
            let error = read(&text).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
        // As long as it takes to read, and not the square of it.
        let many: Vec<String> = (0..limits::JSON_ITEMS)
            .map(|n| format!(r#""{n}":0"#))
            .collect();
        assert!(read(&format!("{{{}}}", many.join(","))).is_ok());
    }
}
