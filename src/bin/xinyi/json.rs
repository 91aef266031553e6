//! Writing JSON documents in code, and for people.

use xinyi::{Object, Value};

/// An object from its members: `object! { "name": value, … }`.
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => {
        xinyi::Object::from_iter([$(($name, xinyi::Value::from($value))),*])
    };
}
pub(crate) use object;

/// What a type of the library serialises as, to have its texts filled in and to be printed.
///
/// # Panics
/// If that is not JSON.
pub(crate) fn document(of: &impl serde::Serialize) -> Value {
    parse(&serde_json::to_string(of).expect("a type of the library"))
}

/// The same, with the texts of its errors and reasons.
pub(crate) fn filled(of: &impl serde::Serialize) -> Value {
    let mut document = document(of);
    xinyi::messages::fill(&mut document);
    document
}

/// A document of this program's own.
///
/// # Panics
/// If it is not JSON.
pub(crate) fn parse(text: &str) -> Value {
    Value::parse(text.as_bytes(), text.len()).expect("a document of this program")
}

/// A CommonJS module that exports a text as it is. A string: of an object literal, JavaScript takes `__proto__` for more
/// than a name. The two separators are no part of strings before ES2019.
pub(crate) fn module(text: &str) -> String {
    let string = Value::from(text).to_string();
    let string = string
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("module.exports = {string};\n")
}

/// With a line for each member, but for what is short.
pub(crate) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0);
    text.push('\n');
    text
}

fn write(text: &mut String, value: &Value, depth: usize) {
    const SHORT: usize = 72;
    let line = value.to_string();
    if depth > 0 && line.chars().count() <= SHORT {
        text.push_str(&line);
        return;
    }
    match value {
        Value::Array(elements) => {
            let each = elements.iter().map(|element| (None, element));
            write_lines(text, each, ['[', ']'], depth);
        }
        Value::Object(members) => {
            write_lines(text, named(members), ['{', '}'], depth);
        }
        _ => text.push_str(&line),
    }
}

fn named(members: &Object) -> impl Iterator<Item = (Option<&str>, &Value)> {
    members.iter().map(|(name, value)| (Some(name), value))
}

fn write_lines<'a>(
    text: &mut String,
    each: impl Iterator<Item = (Option<&'a str>, &'a Value)>,
    [open, close]: [char; 2],
    depth: usize,
) {
    text.push(open);
    let mut separator = "";
    for (name, value) in each {
        text.push_str(separator);
        separator = ",";
        text.push('\n');
        text.push_str(&"  ".repeat(depth + 1));
        if let Some(name) = name {
            text.push_str(&Value::from(name).to_string());
            text.push_str(": ");
        }
        write(text, value, depth + 1);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}
