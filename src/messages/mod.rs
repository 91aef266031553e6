//! Texts in Chinese and English for error codes and reasons.
//!
//! Decisions and errors are made without texts, so that the WebAssembly module has codes alone. The npm package
//! fills texts in by the same rules and from the same files.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::json::{self, Object, Value};
use crate::languages::{LANGUAGES, blank};
use crate::time::{Instant, Period};
use crate::visible::visible;

/// How far clocks in China are ahead of UTC.
const CHINA_SECONDS: i64 = 8 * 60 * 60;

static TEXTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    [include_str!("zh-CN.json"), include_str!("en.json")].map(|file| {
        // The files are part of the program; a test reads them.
        json::parse(file.as_bytes(), file.len()).unwrap_or(Value::Null)
    })
});

/// A sentence of ours, in both languages.
pub(crate) fn notice(name: &str) -> Value {
    named("notices", name)
}

/// What a benefit is, in both languages: `{"zh-CN": "免押金，最高 99.00 元", "en": …}`.
pub fn benefit(benefit: &Value) -> Value {
    let kind = benefit.member("kind").and_then(Value::as_str);
    composed("benefits", kind.unwrap_or_default(), benefit)
}

/// Whom to ask about a programme and where to object to records, of the `contact` of a decision: a sentence about
/// the programme, and one for each bundle, each in both languages.
pub fn contact(contact: &Value) -> Vec<Value> {
    let objections = contact.member("objection").and_then(Value::as_array);
    let objections = objections.unwrap_or_default().iter();
    let mut sentences = vec![composed("contact", "programme", contact)];
    sentences.extend(objections.map(|objection| {
        let is_told = objection.member("text") != Some(&Value::Null);
        composed(
            "contact",
            if is_told { "objection" } else { "issuer" },
            objection,
        )
    }));
    sentences
}

/// A sentence of a section about an object, in both languages.
fn composed(section: &str, name: &str, about: &Value) -> Value {
    let texts = LANGUAGES.iter().zip(TEXTS.iter()).map(|(language, texts)| {
        let text = composed_text(texts, language, section, name, about);
        (*language, Value::from(text))
    });
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

/// Fills the texts into an error, a decision, the findings of a lint, or a result that holds one of
/// these or a report.
pub fn fill(document: &mut Value) {
    let Value::Object(members) = document else {
        return;
    };
    if members.contains("code") && members.contains("messages") {
        fill_error(members);
        return;
    }
    for (name, member) in members.iter_mut() {
        match (name, member) {
            ("reasons", Value::Array(reasons)) => reasons.iter_mut().for_each(fill_reason),
            ("errors" | "problems" | "warnings", Value::Array(errors)) => {
                errors.iter_mut().for_each(fill);
            }
            ("error" | "decision" | "findings", member) => fill(member),
            ("report", member) => fill_parts(member),
            _ => {}
        }
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
    let texts = LANGUAGES.iter().zip(TEXTS.iter());
    let messages: Object = texts
        .map(|(language, texts)| (*language, error_text(texts, code, details).into()))
        .collect();
    if let Some(english) = messages.get("en").cloned() {
        error.set("message", english);
    }
    error.set("messages", messages);
}

/// The text of a code, with the problem in words of the language, and with what would be right where
/// the text does not say that itself.
fn error_text(texts: &Value, code: &str, details: &Object) -> String {
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
    [placed(template, Some(&facts)), problem, added("suggestion")].concat()
}

fn fill_reason(reason: &mut Value) {
    let Value::Object(reason) = reason else {
        return;
    };
    // A programme's author may have said it better already.
    if reason.get("message").is_some_and(|m| *m != blank()) {
        return;
    }
    let text = |name| reason.get(name).and_then(Value::as_str).unwrap_or_default();
    let (code, verdict) = (text("code"), text("verdict"));
    let texts = LANGUAGES.iter().zip(TEXTS.iter());
    let messages: Object = texts
        .map(|(language, texts)| (*language, reason_text(texts, code, verdict).into()))
        .collect();
    reason.set("message", messages);
}

fn reason_text(texts: &Value, code: &str, verdict: &str) -> String {
    let (claim, cause) = code.split_once('.').unwrap_or((code, ""));
    let text = |path: &[&str]| {
        path.iter()
            .try_fold(texts, |value, name| value.member(name))
            .and_then(Value::as_str)
    };
    if let Some(own) =
        text(&["codes", &format!("{verdict}:{code}")]).or_else(|| text(&["codes", code]))
    {
        return own.to_owned();
    }
    let noun = text(&["claims", claim]).unwrap_or(claim);
    let template = text(&["reasons", verdict, cause]).unwrap_or_default();
    template.replace("{claim}", noun)
}

/// The text of that name, with what the members that are set add to it: a text named `a.b` stands after the one
/// that is named `a` where there is a `b`.
fn composed_text(
    texts: &Value,
    language: &str,
    section: &str,
    name: &str,
    about: &Value,
) -> String {
    let Some(members) = about.as_object() else {
        return String::new();
    };
    let mut details = Object::new();
    for (member, value) in members.iter() {
        // Money is in yuan, and a text is in both languages.
        let part = value.member("amount").or_else(|| value.member(language));
        let words = value.as_str().and_then(|code| match member {
            "field" => texts.member("fields")?.member(code).cloned(),
            "period" => period_text(texts, code).map(Value::from),
            _ => None,
        });
        details.push(
            member,
            words.unwrap_or_else(|| part.unwrap_or(value).clone()),
        );
    }
    let mut whole = String::new();
    let templates = texts.member(section).and_then(Value::as_object);
    for (template_name, template) in templates.into_iter().flat_map(Object::iter) {
        let adds = match template_name.split_once('.') {
            None => template_name == name,
            Some((of, member)) => {
                let unset = [None, Some(&Value::Null), Some(&Value::Bool(false))];
                of == name && !unset.contains(&members.get(member))
            }
        };
        if let (true, Value::String(template)) = (adds, template) {
            whole.push_str(&placed(template, Some(&details)));
        }
    }
    whole
}

/// A period in words, such as `2 年` or `2 years 6 months`; none of what is no period.
fn period_text(texts: &Value, period: &str) -> Option<String> {
    let counts = match Period::parse(period)? {
        Period::Calendar { months, days } => vec![
            (months / 12, ["year", "years"]),
            (months % 12, ["month", "months"]),
            (days, ["day", "days"]),
        ],
        Period::WorkingDays(days) => vec![(days, ["working_day", "working_days"])],
    };
    let mut words: Vec<String> = Vec::new();
    for (count, [one, several]) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let template = texts
            .member("periods")?
            .member(if count == 1 { one } else { several })?;
        let details = Object::from_iter([("count", Value::from(i64::from(count)))]);
        words.push(placed(template.as_str()?, Some(&details)));
    }
    (!words.is_empty()).then(|| words.join(" "))
}

/// Puts the facts into a text: strings as they are, but for characters that are not seen, UNIX seconds as
/// clocks in China show them where the placeholder ends in `:time`, everything else as JSON, `?` for what is
/// not there.
fn placed(template: &str, details: Option<&Object>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        text.push_str(before);
        let (name, is_time) = match name.strip_suffix(":time") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let value = details.and_then(|d| d.get(name));
        let time = value.and_then(Value::as_i64).and_then(Instant::from_unix);
        match (value, time) {
            (Some(_), Some(time)) if is_time => {
                let there = time.add_seconds(CHINA_SECONDS).unwrap_or(time).to_string();
                text.push_str(there.replace('T', " ").trim_end_matches('Z'));
            }
            (Some(Value::String(value)), _) => text.push_str(&visible(value)),
            (Some(value), _) => text.push_str(&visible(&json::write(value))),
            (None, _) => text.push('?'),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}
