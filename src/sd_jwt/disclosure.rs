//! One disclosure (RFC 9901 §4.2).

use crate::error::{Code, Error, Problem};
use crate::jose::base64url;
use crate::json::{self, Value};

/// A disclosure: of an object's member if it has a name, else of an array's element.
#[derive(Debug, Clone)]
pub(super) struct Disclosure<'a> {
    /// Its place among the disclosures.
    pub index: usize,
    /// Its text, which is what the digest is made of.
    pub text: &'a str,
    /// The member's name.
    pub name: Option<String>,
    /// The value.
    pub value: Value,
}

impl<'a> Disclosure<'a> {
    /// Reads a disclosure, `[salt, name, value]` or `[salt, value]`.
    ///
    /// # Errors
    /// `format.base64`, `format.disclosure`, and the errors of reading JSON, with `disclosure`.
    pub(super) fn parse(index: usize, text: &'a str) -> Result<Self, Error> {
        Self::read(index, text).map_err(|e| e.with("disclosure", index))
    }

    fn read(index: usize, text: &'a str) -> Result<Self, Error> {
        if text.is_empty() {
            return Err(Error::new(Code::FormatStructure).because(Problem::EmptyDisclosure));
        }
        let bytes = base64url::decode(text)?;
        let Value::Array(parts) = json::parse(&bytes, bytes.len())? else {
            return Err(Error::new(Code::FormatDisclosure).because(Problem::ArrayExpected));
        };
        let wrong = |problem| Err(Error::new(Code::FormatDisclosure).because(problem));
        let (name, value) = match <[Value; 3]>::try_from(parts) {
            Ok([Value::String(_), Value::String(name), value]) => (Some(name), value),
            Ok(_) => return wrong(Problem::StringExpected),
            Err(parts) => match <[Value; 2]>::try_from(parts) {
                Ok([Value::String(_), value]) => (None, value),
                Ok(_) => return wrong(Problem::StringExpected),
                Err(_) => return wrong(Problem::ElementCount),
            },
        };
        Ok(Self {
            index,
            text,
            name,
            value,
        })
    }
}
