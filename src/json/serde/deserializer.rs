//! Other types from values: for example, a benefit as a type of the app's own.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::{Code, Error, Problem};
use crate::json::{Value, expecting};

/// `format.schema`, with what a type says is wrong as `reason`.
impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        refuse(Problem::Value, message)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        refuse(
            Problem::Type,
            format_args!("{expected} expected, not {found}"),
        )
    }

    fn missing_field(name: &'static str) -> Self {
        refuse(Problem::Missing, name)
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        expecting(refuse(Problem::Unknown, name), name, known)
    }
}

fn refuse(problem: Problem, reason: impl fmt::Display) -> Error {
    Error::new(Code::FormatSchema)
        .because(problem)
        .with("reason", reason.to_string())
}

impl<'de> IntoDeserializer<'de, Error> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Number(number) => match number.to_i64() {
                Some(whole) => visitor.visit_i64(whole),
                None => visitor.visit_f64(number.to_f64()),
            },
            Self::String(text) => visitor.visit_string(text),
            Self::Array(elements) => {
                let mut seq = SeqDeserializer::new(elements.into_iter());
                let read = visitor.visit_seq(&mut seq)?;
                seq.end()?;
                Ok(read)
            }
            Self::Object(members) => {
                let mut map = MapDeserializer::new(members.into_iter());
                let read = visitor.visit_map(&mut map)?;
                map.end()?;
                Ok(read)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::String(name) => visitor.visit_enum(Variant {
                name,
                content: None,
            }),
            Self::Object(members) if members.len() == 1 => {
                let mut members = members.into_iter();
                let (name, content) = members.next().unwrap_or_default();
                let content = Some(content);
                visitor.visit_enum(Variant { name, content })
            }
            _ => Err(Error::custom("neither a name nor an object of one member")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant of an enum, and what it holds.
struct Variant {
    name: String,
    content: Option<Value>,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = VariantContent;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, VariantContent), Error> {
        let name: StringDeserializer<Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, VariantContent(self.content)))
    }
}

struct VariantContent(Option<Value>);

impl VariantContent {
    fn value(self) -> Result<Value, Error> {
        self.0
            .ok_or_else(|| Error::custom("a variant that holds nothing"))
    }
}

impl<'de> VariantAccess<'de> for VariantContent {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(Error::custom("a variant that holds something")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.value()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value()?.deserialize_any(visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        #[serde(rename = "days")]
        _days: u8,
    }

    #[test]
    fn what_a_type_refuses_is_a_problem_with_its_reason() {
        for (text, problem, reason) in [
            (
                r#"{"days":"1"}"#,
                Problem::Type,
                "u8 expected, not string \"1\"",
            ),
            (
                r#"{"days":256}"#,
                Problem::Value,
                "invalid value: integer `256`, expected u8",
            ),
            (r#"{}"#, Problem::Missing, "days"),
            (r#"{"dais":1}"#, Problem::Unknown, "dais"),
        ] {
            let value = crate::json::parse(text.as_bytes(), text.len()).expect(text);
            let error = Part::deserialize(value).expect_err(text);
            assert_eq!(error.problem(), Some(problem), "{text}");
            assert_eq!(
                error.details().get("reason"),
                Some(&reason.into()),
                "{text}"
            );
        }
    }
}
