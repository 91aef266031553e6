//! JSON values.

use crate::decimal::Decimal;
use crate::time::Instant;

/// A JSON value with exact numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number of at most 18 significant digits.
    Number(Decimal),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

impl Value {
    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is whole.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.to_i64(),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members, if this is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// How many bytes its texts have together, names aside.
    pub(crate) fn text_bytes(&self) -> usize {
        match self {
            Self::String(text) => text.len(),
            Self::Array(elements) => elements.iter().map(Self::text_bytes).sum(),
            Self::Object(members) => members.iter().map(|(_, m)| m.text_bytes()).sum(),
            Self::Null | Self::Bool(_) | Self::Number(_) => 0,
        }
    }

    /// The member `name`, if this is an object that has it.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.as_object()?.get(name)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(Decimal::from(value))
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::from(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Self::Number(value)
    }
}

/// A `NumericDate`, with its fraction.
impl From<Instant> for Value {
    fn from(value: Instant) -> Self {
        value.numeric_date().into()
    }
}

impl From<Object> for Value {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

/// `None` is `null`.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The members of a JSON object, in their order, each name once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Object(Vec<(String, Value)>);

impl Object {
    /// An object with no members.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The member `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    /// Whether there is a member `name`.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member, in place where there is one of that name, else at the end.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.put(name.to_owned(), value.into());
    }

    fn put(&mut self, name: String, value: Value) {
        match self.0.iter_mut().find(|(n, _)| *n == name) {
            Some(member) => member.1 = value,
            None => self.0.push((name, value)),
        }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        Some(self.0.remove(at).1)
    }

    /// Adds a member whose name is known not to be there yet.
    pub(crate) fn push(&mut self, name: impl Into<String>, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Makes room for one member and no more, which is all that many have.
    pub(super) fn reserve_one(&mut self) {
        self.0.reserve_exact(1);
    }

    /// Takes the values of these members.
    fn of_members(members: &mut [(&str, Value)]) -> Self {
        let mut object = Self::new();
        for (name, value) in members {
            object.set(name, std::mem::replace(value, Value::Null));
        }
        object
    }

    /// The members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The members in order, with mutable values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.0
            .iter_mut()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Later members replace earlier ones of the same name.
impl<N: Into<String>> FromIterator<(N, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(members: I) -> Self {
        let mut object = Self::new();
        for (name, value) in members {
            object.put(name.into(), value);
        }
        object
    }
}

/// As [`from_iter`](FromIterator::from_iter). All lengths share one function, which keeps the module small.
impl<const COUNT: usize> From<[(&str, Value); COUNT]> for Object {
    fn from(mut members: [(&str, Value); COUNT]) -> Self {
        Self::of_members(&mut members)
    }
}

/// As [`from_iter`](Self::from_iter).
impl<N: Into<String>> Extend<(N, Value)> for Object {
    fn extend<I: IntoIterator<Item = (N, Value)>>(&mut self, members: I) {
        for (name, value) in members {
            self.put(name.into(), value);
        }
    }
}

impl IntoIterator for Object {
    type Item = (String, Value);
    type IntoIter = std::vec::IntoIter<(String, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A JSON pointer (RFC 6901) of these reference tokens.
pub(crate) fn pointer_to(tokens: &[&str]) -> String {
    let mut pointer = String::new();
    for token in tokens {
        pointer_push(&mut pointer, token);
    }
    pointer
}

/// Appends one reference token to a JSON pointer.
pub(crate) fn pointer_push(pointer: &mut String, token: &str) {
    pointer.push('/');
    for c in token.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}
