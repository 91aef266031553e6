//! JSON for people: what fits on a line stands on one, so that a change is seen by its lines.

use serde_json::{Map, Value};

const WIDTH: usize = 100;

/// A document of these members, in this order, each on a line of its own at least.
pub fn document<'a>(members: impl IntoIterator<Item = (&'a str, &'a Value)>) -> String {
    let lines = members.into_iter().map(|(name, value)| {
        let name = Value::from(name).to_string();
        let start = 4 + name.chars().count();
        format!("  {name}: {}", value_at(value, 2, start))
    });
    format!("{{\n{}\n}}\n", lines.collect::<Vec<_>>().join(",\n"))
}

/// A value whose lines are indented so far, the first of which has begun already.
fn value_at(value: &Value, indent: usize, start: usize) -> String {
    let flat = flat(value);
    if start + flat.chars().count() < WIDTH {
        return flat;
    }
    let inner = indent + 2;
    let broken = |open: char, lines: Vec<String>, close: char| {
        let [pad, end] = [inner, indent].map(|n| " ".repeat(n));
        let lines = lines.join(&format!(",\n{pad}"));
        format!("{open}\n{pad}{lines}\n{end}{close}")
    };
    match value {
        Value::Array(elements) if elements.iter().all(is_short) => {
            broken('[', filled(elements, WIDTH - inner), ']')
        }
        Value::Array(elements) => {
            let lines = elements.iter().map(|e| value_at(e, inner, inner));
            broken('[', lines.collect(), ']')
        }
        Value::Object(members) if !members.is_empty() => {
            let lines = members.iter().map(|(name, member)| {
                let name = Value::from(name.as_str()).to_string();
                let start = inner + name.chars().count() + 2;
                format!("{name}: {}", value_at(member, inner, start))
            });
            broken('{', lines.collect(), '}')
        }
        _ => flat,
    }
}

/// Whether there may be several on a line.
fn is_short(value: &Value) -> bool {
    match value {
        Value::Array(_) | Value::Object(_) => false,
        Value::String(text) => text.len() <= 12,
        _ => true,
    }
}

/// As many on each line as there is room for.
fn filled(elements: &[Value], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for element in elements {
        let text = element.to_string();
        match lines.last_mut() {
            Some(line) if line.len() + text.len() + 3 < width => {
                line.push_str(", ");
                line.push_str(&text);
            }
            _ => lines.push(text),
        }
    }
    lines
}

/// On one line.
fn flat(value: &Value) -> String {
    match value {
        Value::Array(elements) => {
            let elements = elements.iter().map(flat);
            format!("[{}]", elements.collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, member)| format!("{}: {}", Value::from(name.as_str()), flat(member)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// What is too long to be read cut short, its hash telling whether it has changed.
pub fn shortened(value: Value) -> Value {
    shortened_at(value, 0)
}

/// The same of a text.
pub fn shortened_text(text: &str) -> String {
    const LONG: usize = 160;
    let length = text.chars().count();
    if length <= LONG {
        return text.to_owned();
    }
    let start: String = text.chars().take(60).collect();
    format!("{start}… ({length} characters, {})", hash(text))
}

fn shortened_at(value: Value, depth: usize) -> Value {
    const DEEP: usize = 16;
    const LONG: usize = 3_000;
    match value {
        Value::Array(_) | Value::Object(_) if depth >= DEEP => {
            format!("… ({})", hash(&value.to_string())).into()
        }
        Value::Array(mut elements) => {
            if elements.len() > 8 && Value::from(elements.clone()).to_string().len() > LONG {
                let rest = Value::from(elements.split_off(3));
                let count = rest.as_array().map_or(0, Vec::len);
                let rest = format!("… ({count} more, {})", hash(&rest.to_string()));
                elements.push(rest.into());
            }
            let elements = elements.into_iter();
            elements.map(|e| shortened_at(e, depth + 1)).collect()
        }
        Value::Object(members) => {
            let members = members
                .into_iter()
                .map(|(name, member)| (shortened_text(&name), shortened_at(member, depth + 1)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::String(text) => shortened_text(&text).into(),
        scalar => scalar,
    }
}

fn hash(text: &str) -> String {
    let hash = testkit::jose::sha256(text.as_bytes());
    format!("SHA-256 {}", &hash[..12])
}
