//! Texts in Chinese and English for error codes and reasons.
//!
//! They are kept out of decisions until somebody asks, so that the WebAssembly module carries
//! codes alone; the npm package fills them in by the same rules and from the same files.

use std::sync::LazyLock;

use crate::json::{self, Object, Value};
use crate::time::Instant;

/// The languages, in the order in which documents have them.
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

static TEXTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    [include_str!("zh-CN.json"), include_str!("en.json")].map(|file| {
        // The files are part of the program; a test reads them.
        json::parse(file.as_bytes(), file.len()).unwrap_or(Value::Null)
    })
});

/// Both languages, empty: the place that a text is put into.
pub(crate) fn blank() -> Value {
    LANGUAGES
        .map(|language| (language, Value::from("")))
        .into_iter()
        .collect::<Object>()
        .into()
}

/// A sentence of ours, in both languages.
pub(crate) fn notice(name: &str) -> Value {
    let texts = LANGUAGES.iter().zip(TEXTS.iter()).map(|(language, texts)| {
        let text = texts.member("notices").and_then(|n| n.member(name));
        (*language, text.cloned().unwrap_or_else(|| "".into()))
    });
    texts.collect::<Object>().into()
}

/// Fills the texts into an error, a decision, or a result that holds either or a report.
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
                errors.iter_mut().for_each(fill)
            }
            ("error" | "decision", member) => fill(member),
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
    let details = error.get("details").and_then(Value::as_object);
    let texts = LANGUAGES.iter().zip(TEXTS.iter()).map(|(language, texts)| {
        let template = texts.member("errors").and_then(|e| e.member(code));
        let template = template.and_then(Value::as_str).unwrap_or_default();
        (*language, Value::from(placed(template, details)))
    });
    let messages: Object = texts.collect();
    if let Some(english) = messages.get("en").cloned() {
        error.set("message", english);
    }
    error.set("messages", messages);
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

/// Puts the facts into a text: strings as they are, UNIX seconds as a time where the placeholder
/// ends in `:time`, everything else as JSON, `?` for what is not there.
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
            (Some(_), Some(time)) if is_time => text.push_str(&time.to_string()),
            (Some(Value::String(value)), _) => text.push_str(value),
            (Some(value), _) => text.push_str(&json::write(value)),
            (None, _) => text.push('?'),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Error};

    #[test]
    fn every_error_code_has_a_text_in_both_languages_and_no_text_is_left_over() {
        for texts in TEXTS.iter() {
            let errors = texts.member("errors").and_then(Value::as_object).unwrap();
            for code in Code::ALL {
                let text = errors.get(code.as_str()).and_then(Value::as_str);
                assert!(text.is_some_and(|t| !t.is_empty()), "{}", code.as_str());
            }
            for (name, _) in errors.iter() {
                assert!(Code::ALL.iter().any(|c| c.as_str() == name), "{name}");
            }
        }
    }

    #[test]
    fn both_files_have_the_same_keys_and_placeholders() {
        fn keys(value: &Value, path: &str, out: &mut Vec<String>) {
            match value {
                Value::Object(members) => {
                    for (name, member) in members.iter() {
                        keys(member, &format!("{path}/{name}"), out);
                    }
                }
                Value::String(text) => {
                    let mut names: Vec<&str> = text
                        .split('{')
                        .skip(1)
                        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
                        .collect();
                    names.sort_unstable();
                    out.push(format!("{path}: {}", names.join(" ")));
                }
                _ => panic!("{path}"),
            }
        }
        let [zh, en] = [0, 1].map(|i| {
            let mut out = Vec::new();
            keys(&TEXTS[i], "", &mut out);
            out
        });
        assert_eq!(zh, en);
    }

    #[test]
    fn facts_are_put_into_the_text() {
        let error = Error::new(Code::LimitDepth).with("limit", 64_usize);
        let mut document = error.to_json();
        fill(&mut document);
        let message = document.member("message").and_then(Value::as_str);
        assert_eq!(message, Some("The input is nested deeper than 64 levels."));
        let zh = document.member("messages").and_then(|m| m.member("zh-CN"));
        assert_eq!(zh.and_then(Value::as_str), Some("输入嵌套超过 64 层上限。"));
        assert_eq!(placed("a {x} b {", None), "a ? b {");
        let details = Object::from_iter([("exp", Value::from(1_795_216_089_i64))]);
        let text = placed("{exp:time} {exp}", Some(&details));
        assert_eq!(text, "2026-11-20T23:08:09Z 1795216089");
    }
}
