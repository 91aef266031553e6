//! Reading typed documents from JSON objects. Errors have a JSON pointer to what is wrong.
//!
//! What serde derives for our two dozen documents came to 23 of 164 KB of the compressed module, and its errors
//! had to be translated back.

use super::{Object, Value, pointer_push};
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem};
use crate::money::Money;
use crate::suggestion::suggestion_for;
use crate::time::{Day, Instant, Period};

/// Reads the members of an object.
#[derive(Debug, Clone)]
pub(crate) struct ObjectReader<'a> {
    members: &'a Object,
    pointer: String,
    /// The code of its errors.
    code: Code,
}

/// A type that a member can have.
///
/// # Errors
/// The `problem`: `type`, or `value` where the type is right.
pub(crate) trait Readable<'a>: Sized {
    fn read(value: &'a Value) -> Result<Self, Problem>;
}

impl<'a> ObjectReader<'a> {
    /// A reader of a whole document, whose errors have this code.
    ///
    /// # Errors
    /// `code`, with the `problem` `type`, if it is no object.
    pub(crate) fn of(value: &'a Value, code: Code) -> Result<Self, Error> {
        Self::at(value, code, String::new())
    }

    fn at(value: &'a Value, code: Code, pointer: String) -> Result<Self, Error> {
        match value {
            Value::Object(members) => Ok(Self {
                members,
                pointer,
                code,
            }),
            _ => Err(Error::of_value(code, pointer, Problem::Type)),
        }
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// The document's code with `pointer` and `problem`: `missing`, `type` or `value`.
    pub(crate) fn read<T: Readable<'a>>(&self, name: &str) -> Result<T, Error> {
        let value = self.required(name)?;
        T::read(value).map_err(|problem| self.fail(name, problem))
    }

    /// A member that may be left out.
    ///
    /// # Errors
    /// As [`read`](Self::read), but for `missing`.
    pub(crate) fn maybe<T: Readable<'a>>(&self, name: &str) -> Result<Option<T>, Error> {
        match self.members.get(name) {
            None => Ok(None),
            Some(value) => match T::read(value) {
                Ok(read) => Ok(Some(read)),
                Err(problem) => Err(self.fail(name, problem)),
            },
        }
    }

    /// One of a closed list of codes.
    ///
    /// # Errors
    /// As [`read`](Self::read), with the list as `expected`, and the one that was meant as
    /// `suggestion`.
    pub(crate) fn one_of<T: Copy>(
        &self,
        name: &str,
        all: &[T],
        spelling: fn(T) -> &'static str,
    ) -> Result<T, Error> {
        let index = self.one_of_texts(name, &mut all.iter().map(|code| spelling(*code)))?;
        // The index is one of `all`.
        all.get(index)
            .copied()
            .ok_or_else(|| self.fail(name, Problem::Value))
    }

    fn one_of_texts(
        &self,
        name: &str,
        all: &mut dyn Iterator<Item = &'static str>,
    ) -> Result<usize, Error> {
        let text: &str = self.read(name)?;
        let all: Vec<&str> = all.collect();
        let index = all.iter().position(|spelt| *spelt == text);
        index.ok_or_else(|| expecting(self.fail(name, Problem::Value), text, &all))
    }

    /// An object.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn object(&self, name: &str) -> Result<Self, Error> {
        Self::at(self.required(name)?, self.code, self.place(name))
    }

    /// An object that may be left out.
    ///
    /// # Errors
    /// As [`maybe`](Self::maybe).
    pub(crate) fn maybe_object(&self, name: &str) -> Result<Option<Self>, Error> {
        let value = self.members.get(name);
        let object = value.map(|value| Self::at(value, self.code, self.place(name)));
        object.transpose()
    }

    /// A list of objects; empty if it is left out.
    ///
    /// # Errors
    /// As [`maybe`](Self::maybe).
    pub(crate) fn each(&self, name: &str) -> Result<Vec<Self>, Error> {
        let list: Option<&[Value]> = self.maybe(name)?;
        let pointer = self.place(name);
        let elements = list.unwrap_or_default().iter().enumerate();
        elements
            .map(|(i, value)| Self::at(value, self.code, format!("{pointer}/{i}")))
            .collect()
    }

    /// An object whose members are all objects; empty if it is left out.
    ///
    /// # Errors
    /// As [`maybe`](Self::maybe).
    pub(crate) fn entries(&self, name: &str) -> Result<Vec<(&'a str, Self)>, Error> {
        let object: Option<&Object> = self.maybe(name)?;
        let Some(object) = object else {
            return Ok(Vec::new());
        };
        let mut entries = Vec::new();
        for (key, value) in object.iter() {
            let mut pointer = self.place(name);
            pointer_push(&mut pointer, key);
            entries.push((key, Self::at(value, self.code, pointer)?));
        }
        Ok(entries)
    }

    /// The names of the members, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.members.iter().map(|(name, _)| name)
    }

    /// Refuses members of other names: one that is ignored could matter.
    ///
    /// # Errors
    /// `problem` `unknown`, with the names that there are as `expected`, and as `suggestion` the
    /// one that is most like it.
    pub(crate) fn only(&self, names: &[&str]) -> Result<(), Error> {
        self.only_and_tell(names, &[])
    }

    /// As [`only`](Self::only), of a document with further members that were taken out before: its reader is told
    /// of these, too.
    ///
    /// # Errors
    /// As `only`.
    pub(crate) fn only_and_tell(&self, names: &[&str], others: &[&str]) -> Result<(), Error> {
        match self.members.iter().find(|(name, _)| !names.contains(name)) {
            None => Ok(()),
            Some((unknown, _)) => Err(expecting(
                self.fail(unknown, Problem::Unknown),
                unknown,
                &[others, names].concat(),
            )),
        }
    }

    /// An error about the object itself.
    #[cold]
    pub(crate) fn refuse(&self, problem: Problem) -> Error {
        Error::of_value(self.code, &*self.pointer, problem)
    }

    /// An error about a member.
    #[cold]
    pub(crate) fn fail(&self, name: &str, problem: Problem) -> Error {
        Error::of_value(self.code, self.place(name), problem)
    }

    /// The JSON pointer to a member.
    pub(crate) fn place(&self, name: &str) -> String {
        let mut pointer = self.pointer.clone();
        pointer_push(&mut pointer, name);
        pointer
    }

    fn required(&self, name: &str) -> Result<&'a Value, Error> {
        self.members
            .get(name)
            .ok_or_else(|| self.fail(name, Problem::Missing))
    }
}

/// An error about a word that is none of `names`, with these, as far as somebody reads so many, and with the one that
/// may have been meant.
#[cold]
pub(crate) fn expecting(error: Error, word: &str, names: &[&str]) -> Error {
    const READ: usize = 100;
    let error = match names.len() {
        1..=READ => error.with("expected", names.join(", ")),
        _ => error,
    };
    match suggestion_for(word, names.iter().copied()) {
        Some(near) => error.with("suggestion", near),
        None => error,
    }
}

impl Error {
    /// `input.options`, about a member that is none of those `known`: with these as `expected`, and as `suggestion` the one
    /// that is most like it. For a host that reads JSON of its own.
    pub fn of_unknown_option(name: &str, known: &[&str]) -> Self {
        let mut pointer = String::new();
        pointer_push(&mut pointer, name);
        let error = Self::of_option(pointer, Problem::Unknown);
        expecting(error, name, known)
    }
}

/// Any value but `null`, which stands for nothing in any of our documents.
impl<'a> Readable<'a> for &'a Value {
    fn read(value: &'a Value) -> Result<Self, Problem> {
        match value {
            Value::Null => Err(Problem::Type),
            value => Ok(value),
        }
    }
}

impl<'a> Readable<'a> for &'a Object {
    fn read(value: &'a Value) -> Result<Self, Problem> {
        value.as_object().ok_or(Problem::Type)
    }
}

impl<'a> Readable<'a> for &'a [Value] {
    fn read(value: &'a Value) -> Result<Self, Problem> {
        value.as_array().ok_or(Problem::Type)
    }
}

impl<'a> Readable<'a> for &'a str {
    fn read(value: &'a Value) -> Result<Self, Problem> {
        value.as_str().ok_or(Problem::Type)
    }
}

impl Readable<'_> for String {
    fn read(value: &Value) -> Result<Self, Problem> {
        value.as_str().map(str::to_owned).ok_or(Problem::Type)
    }
}

impl Readable<'_> for Vec<String> {
    fn read(value: &Value) -> Result<Self, Problem> {
        let texts = value.as_array().ok_or(Problem::Type)?.iter();
        texts.map(String::read).collect()
    }
}

impl Readable<'_> for bool {
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Bool(value) => Ok(*value),
            _ => Err(Problem::Type),
        }
    }
}

/// Whole numbers as far as every reader of JSON keeps them exact (RFC 8259 §6).
impl Readable<'_> for i64 {
    fn read(value: &Value) -> Result<Self, Problem> {
        const EXACT: i64 = (1 << 53) - 1;
        let number = value.as_i64().ok_or(Problem::Type)?;
        (-EXACT..=EXACT)
            .contains(&number)
            .then_some(number)
            .ok_or(Problem::Value)
    }
}

impl Readable<'_> for u32 {
    fn read(value: &Value) -> Result<Self, Problem> {
        Self::try_from(i64::read(value)?).map_err(|_| Problem::Value)
    }
}

impl Readable<'_> for Decimal {
    fn read(value: &Value) -> Result<Self, Problem> {
        let text = value.as_str().ok_or(Problem::Type)?;
        Self::parse(text).ok_or(Problem::Value)
    }
}

impl Readable<'_> for u64 {
    fn read(value: &Value) -> Result<Self, Problem> {
        Self::try_from(i64::read(value)?).map_err(|_| Problem::Value)
    }
}

/// NumericDate (RFC 7519 §2), from 1970 to the year 9999.
impl Readable<'_> for Instant {
    fn read(value: &Value) -> Result<Self, Problem> {
        let Value::Number(seconds) = value else {
            return Err(Problem::Type);
        };
        let most = Self::MAX.unix();
        Self::from_numeric_date(*seconds).ok_or(match seconds.to_i64() {
            Some(large) if (most + 1..=most * 1_000).contains(&large) => Problem::Milliseconds,
            _ => Problem::Value,
        })
    }
}

impl Readable<'_> for Day {
    fn read(value: &Value) -> Result<Self, Problem> {
        Self::parse(value.as_str().ok_or(Problem::Type)?).ok_or(Problem::Value)
    }
}

impl Readable<'_> for Period {
    fn read(value: &Value) -> Result<Self, Problem> {
        Self::parse(value.as_str().ok_or(Problem::Type)?).ok_or(Problem::Value)
    }
}

/// `{"currency": "CNY", "amount": "1234.56"}`: the amount as a string, which no reader of JSON
/// rounds.
impl Readable<'_> for Money {
    fn read(value: &Value) -> Result<Self, Problem> {
        let members = value.as_object().ok_or(Problem::Type)?;
        let text = |name| {
            members
                .get(name)
                .and_then(Value::as_str)
                .ok_or(Problem::Value)
        };
        let money = Self::parse(text("currency")?, text("amount")?);
        money.filter(|_| members.len() == 2).ok_or(Problem::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{parse, write};

    fn read(text: &str) -> Result<Vec<String>, String> {
        let value = parse(text.as_bytes(), 1000).unwrap();
        let read = || {
            let fields = ObjectReader::of(&value, Code::FormatSchema)?;
            fields.only(&["id", "version", "when", "parts", "x/y"])?;
            let id: &str = fields.read("id")?;
            let version: u64 = fields.read("version")?;
            let when: Option<&Value> = fields.maybe("when")?;
            let mut found = vec![id.to_owned(), version.to_string()];
            found.extend(when.map(write));
            for part in fields.each("parts")? {
                let day: Day = part.read("day")?;
                found.push(day.to_string());
            }
            for (name, entry) in fields.entries("x/y")? {
                let codes = &["a", "b"];
                found.push(format!("{name}{}", entry.one_of("code", codes, |c| c)?));
            }
            Ok(found)
        };
        read().map_err(|e: Error| write(&e.details().clone().into()))
    }

    #[test]
    fn a_document_is_read_with_its_open_parts_exact() {
        let found = read(
            r#"{"id":"a","version":2,"when":{"<":[0.10,5]},"parts":[{"day":"2026-01-31"}],"x/y":{"k":{"code":"b"}}}"#,
        );
        let found = found.unwrap();
        assert_eq!(found, ["a", "2", r#"{"<":[0.1,5]}"#, "2026-01-31", "kb"]);
    }

    #[test]
    fn the_pointer_leads_to_what_is_wrong() {
        for (text, pointer, problem) in [
            (r#"["a",1]"#, "", "type"),
            (r#"{"id":"a"}"#, "/version", "missing"),
            (r#"{"id":"a","version":-1}"#, "/version", "value"),
            (r#"{"id":"a","version":1.5}"#, "/version", "type"),
            (r#"{"id":null,"version":1}"#, "/id", "type"),
            (r#"{"id":"a","version":1,"when":null}"#, "/when", "type"),
            (
                r#"{"id":"a","version":1,"parts":[{"day":"2026-02-30"}]}"#,
                "/parts/0/day",
                "value",
            ),
            (r#"{"id":"a","version":1,"parts":[7]}"#, "/parts/0", "type"),
            (
                r#"{"id":"a","version":1,"x/y":{"a~":{}}}"#,
                "/x~1y/a~0/code",
                "missing",
            ),
        ] {
            let want = format!(r#"{{"pointer":"{pointer}","problem":"{problem}"}}"#);
            assert_eq!(read(text).unwrap_err(), want, "{text}");
        }
    }

    #[test]
    fn names_and_codes_that_there_are_are_told() {
        let unknown = read(r#"{"id":"a","version":1,"idd":1}"#).unwrap_err();
        assert!(
            unknown.contains(r#""problem":"unknown","expected":"id, version"#),
            "{unknown}"
        );
        let code = read(r#"{"id":"a","version":1,"x/y":{"k":{"code":"c"}}}"#).unwrap_err();
        assert!(
            code.contains(r#""problem":"value","expected":"a, b""#),
            "{code}"
        );
    }

    #[test]
    fn money_is_two_strings_and_nothing_else() {
        for text in [
            r#"{"currency":"CNY","amount":1}"#,
            r#"{"currency":"CNY"}"#,
            r#"{"currency":"CNY","amount":"1","x":1}"#,
            r#"{"currency":"CNY","amount":"0.001"}"#,
        ] {
            let value = parse(text.as_bytes(), 100).unwrap();
            assert_eq!(Money::read(&value), Err(Problem::Value), "{text}");
        }
    }
}
