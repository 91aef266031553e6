//! The text of a reason: of its code, of the fact that it is about, and with the figures where they are told.

use super::words::{Words, age, names, placed};
use crate::json::{Object, Value};
use crate::languages::blank;
use crate::time::Period;

/// Fills in the message of a reason. `titles` are those of the decision.
pub(super) fn fill_reason(reason: &mut Value, titles: &Value) {
    let Value::Object(reason) = reason else {
        return;
    };
    // A programme's author may have said it better already.
    if reason.get("message").is_some_and(|m| *m != blank()) {
        return;
    }
    let messages: Object = super::words::in_both()
        .map(|words| (words.language, reason_text(words, reason, titles).into()))
        .collect();
    reason.set("message", messages);
}

/// The closest text that all facts are there for. For a reason of `subject.below` that does not hold these are
/// tried: `false:subject.below:birthdate.range`, then without `.range`, then `:figures` in place of what the path
/// ends in, then the text of the code, and then one that is put together of claim and cause.
fn reason_text(words: Words, reason: &Object, titles: &Value) -> String {
    let text = |name| reason.get(name).and_then(Value::as_str).unwrap_or_default();
    let (code, verdict, path) = (text("code"), text("verdict"), text("path"));
    let (claim, cause) = code.split_once('.').unwrap_or((code, ""));
    let facts = facts(words, reason, claim, titles);
    let last = names(path).last().unwrap_or_default();
    let variant = variant(reason, cause, age(path).is_some());
    let closer = [
        format!("{verdict}:{code}:{last}.{variant}"),
        format!("{verdict}:{code}:{last}"),
        format!("{verdict}:{code}:figures"),
        format!("{verdict}:{code}"),
    ];
    let mut closer = closer
        .iter()
        .filter_map(|name| filled(words.text("codes", name)?, &facts));
    closer.next().unwrap_or_else(|| {
        let composed = words
            .texts
            .member("reasons")
            .and_then(|r| r.member(verdict)?.member(cause)?.as_str());
        placed(composed.unwrap_or_default(), Some(&facts))
    })
}

/// What tells apart texts about one fact.
fn variant(reason: &Object, cause: &str, has_age: bool) -> &'static str {
    match (reason.get("actual"), reason.get("expected")) {
        (Some(Value::Bool(true)), _) => "true",
        (Some(Value::Bool(false)), _) => "false",
        (_, Some(Value::Array(bounds))) if bounds.len() == 2 && cause != "not_member" => {
            match bounds
                .last()
                .and_then(Value::as_str)
                .and_then(Period::parse)
            {
                Some(_) => "period",
                None => "range",
            }
        }
        _ if has_age => "asked",
        _ => "",
    }
}

/// What placeholders stand for. What is not told is not there.
fn facts(words: Words, reason: &Object, claim: &str, titles: &Value) -> Object {
    let text = |name| reason.get(name).and_then(Value::as_str).unwrap_or_default();
    let path = text("path");
    let mut facts = Object::new();
    let mut add = |name: &str, fact: Option<String>| {
        if let Some(fact) = fact {
            facts.push(name, fact.into());
        }
    };
    let member = words.member(path).map(str::to_owned);
    // A reason about a record may be about the birthdate that leaves it open whether it counts.
    let is_of_path = names(path)
        .next()
        .is_some_and(|name| name.starts_with(claim))
        || path.starts_with(claim);
    let noun = words.text("claims", claim).unwrap_or(claim).to_owned();
    add("claim", member.filter(|_| is_of_path).or(Some(noun)));
    add("thing", words.named(path).map(str::to_owned));
    let title = titles
        .member("tiers")
        .and_then(|t| words.of(t.member(text("rule"))?));
    let tier = title.or_else(|| words.text("formats", "programme"));
    add("tier", tier.map(str::to_owned));
    for (name, section) in [("kind", "kinds"), ("unit", "units")] {
        add(name, words.text(section, text("kind")).map(str::to_owned));
    }
    add("age", age(path).map(str::to_owned));
    let value = |name| reason.get(name).and_then(|value| words.value(value));
    add("actual", value("actual"));
    add("expected", value("expected"));
    let expected = reason.get("expected");
    if let Some([low, high]) = expected.and_then(Value::as_array) {
        add("low", words.value(low));
        add("high", words.value(high));
        add("period", high.as_str().and_then(|high| words.period(high)));
    }
    let is_strict = ["<", ">", "before", "after"].contains(&text("op"));
    let [reach, within] = match is_strict {
        true => ["more_than", "less_than"],
        false => ["at_least", "at_most"],
    };
    add("reach", words.text("formats", reach).map(str::to_owned));
    add("within", words.text("formats", within).map(str::to_owned));
    facts
}

/// A text with the facts that it asks for; none if one of them is not told. It begins with a capital letter.
fn filled(template: &str, facts: &Object) -> Option<String> {
    let names = template
        .split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0));
    for name in names {
        facts.get(name)?;
    }
    let mut text = placed(template, Some(facts));
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Some(text)
}
