//! Texts in Chinese and English for error codes and reasons.
//!
//! Decisions and errors are made without texts, so that the WebAssembly module has codes alone. The npm package
//! fills texts in by the same rules and from the same files.

mod letter;
mod plan;
mod reason;
#[cfg(test)]
mod tests;
mod words;

use crate::json::{Object, Value};
use crate::languages::LANGUAGES;

pub use letter::letter;

use plan::fill_plan;
use reason::fill_reason;
use words::TEXTS;
#[cfg(feature = "authoring")]
pub(crate) use words::Words;
pub(crate) use words::{in_both, placed};

/// A sentence of ours, in both languages.
pub(crate) fn notice(name: &str) -> Value {
    named("notices", name)
}

/// Whom to ask about a programme and where to object to records, of the `contact` of a decision: a sentence about
/// the programme, and one for each bundle, each in both languages.
pub fn contact(contact: &Value) -> Vec<Value> {
    let [chinese, english] = LANGUAGES;
    let mut said = in_both().map(|words| words.contact(contact));
    let (zh, en) = (
        said.next().unwrap_or_default(),
        said.next().unwrap_or_default(),
    );
    zh.into_iter()
        .zip(en)
        .map(|(zh, en)| Object::from([(chinese, Value::from(zh)), (english, en.into())]).into())
        .collect()
}

/// What a benefit is, in both languages: `{"zh-CN": "免押金，最高 99.00 元", "en": …}`.
pub fn benefit(benefit: &Value) -> Value {
    let texts = in_both().map(|words| (words.language, Value::from(words.benefit(benefit))));
    texts.collect::<Object>().into()
}

/// A text by its section and name, such as `grounds` and `repaired`, in both languages; empty where
/// there is none.
pub fn named(section: &str, name: &str) -> Value {
    let texts = LANGUAGES.iter().zip(TEXTS.iter()).map(|(language, texts)| {
        let text = texts.member(section).and_then(|s| s.member(name));
        (*language, text.cloned().unwrap_or_else(|| "".into()))
    });
    texts.collect::<Object>().into()
}

/// Fills the texts into an error, a decision, a plan, a difference, the findings of a lint, or a result that holds one
/// of these or a report.
pub fn fill(document: &mut Value) {
    let Value::Object(members) = document else {
        return;
    };
    if members.contains("code") && members.contains("messages") {
        fill_error(members);
        return;
    }
    let titles = members.get("titles").cloned().unwrap_or(Value::Null);
    for (name, member) in members.iter_mut() {
        match (name, member) {
            ("reasons", Value::Array(reasons)) => {
                reasons
                    .iter_mut()
                    .for_each(|reason| fill_reason(reason, &titles));
            }
            (
                "errors" | "defects" | "problems" | "programmes" | "warnings",
                Value::Array(errors),
            ) => {
                errors.iter_mut().for_each(fill);
            }
            ("error" | "decision" | "difference" | "findings" | "plan", member) => fill(member),
            ("report", member) => fill_parts(member),
            _ => {}
        }
    }
    if members.contains("disclose") && members.contains("words") {
        fill_plan(members);
    }
}

/// A report names why parts were refused, at whatever depth; those are errors like any other.
fn fill_parts(part: &mut Value) {
    match part {
        Value::Array(parts) => parts.iter_mut().for_each(fill_parts),
        Value::Object(members) if members.contains("code") => fill_error(members),
        Value::Object(members) => members.iter_mut().for_each(|(_, part)| fill_parts(part)),
        _ => {}
    }
}

fn fill_error(error: &mut Object) {
    let code = error
        .get("code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let nothing = Object::new();
    let details = error.get("details").and_then(Value::as_object);
    let details = details.unwrap_or(&nothing);
    let stage = error.get("stage").and_then(Value::as_str);
    let stage = stage.unwrap_or_default();
    let texts = LANGUAGES.iter().zip(TEXTS.iter());
    let messages: Object = texts
        .map(|(language, texts)| (*language, error_text(texts, code, stage, details).into()))
        .collect();
    if let Some(english) = messages.get("en").cloned() {
        error.set("message", english);
    }
    error.set("messages", messages);
}

/// The text of a code, with the part of what was given that the stage names, with the problem in words of the language,
/// and with what would be right where the text does not say that itself.
fn error_text(texts: &Value, code: &str, stage: &str, details: &Object) -> String {
    let text = |section: &str, name: &str| texts.member(section)?.member(name)?.as_str();
    let problem = details.get("problem").and_then(Value::as_str);
    let problem = problem.unwrap_or_default();
    let closer = text("errors", &[code, ":", problem].concat());
    let Some(template) = closer.or_else(|| text("errors", code)) else {
        return String::new();
    };
    let added = |name: &str| {
        let is_said = template.contains(&format!("{{{name}}}"));
        match text("additions", name) {
            Some(addition) if details.contains(name) && !is_said => placed(addition, Some(details)),
            _ => String::new(),
        }
    };
    let mut facts = details.clone();
    facts.set("part", text("parts", stage).unwrap_or(stage));
    // Whoever works with a table knows its cells, and nothing of JSON.
    if let Some(cell) = details.get("cell") {
        facts.set("pointer", cell.clone());
    }
    if let Some(words) = text("problems", problem) {
        facts.set("problem", [words, &added("expected")].concat());
    }
    let is_told = closer.is_some() || template.contains("{problem}");
    let problem = match (
        facts.contains("problem") && !is_told,
        text("additions", "problem"),
    ) {
        (true, Some(addition)) => placed(addition, Some(&facts)),
        _ => String::new(),
    };
    [
        placed(template, Some(&facts)),
        problem,
        added("suggestion"),
        added("file"),
    ]
    .concat()
}
