//! Decisions and errors for people, in Chinese and English.

use xinyi::{Object, Value, messages};

use crate::terminal::{self, aside, say};

/// The result of a check.
pub(super) fn result(result: &Value) {
    match (result.member("decision"), result.member("error")) {
        (Some(document), _) => decision(document, false),
        (None, Some(document)) => error(document),
        (None, None) => terminal::json(result),
    }
}

/// A decision, texts filled in: as a letter in Chinese, the same in English, and what it is by code and path for
/// those who write programmes and apps. `has_several_inputs`: as far as the decision does not show it.
pub(super) fn decision(decision: &Value, has_several_inputs: bool) {
    for language in ["zh-CN", "en"] {
        for line in messages::letter(decision, language, has_several_inputs) {
            say!("{}", line);
        }
        say!("");
    }
    say!(
        "[{}] {}",
        text(decision, &["outcome"]),
        text(decision, &["tier"])
    );
    for reason in elements(decision, "reasons") {
        let mark = match text(reason, &["verdict"]) {
            "true" => "+",
            "false" => "-",
            _ => "?",
        };
        let mut detail = format!("{}: {}", text(reason, &["rule"]), text(reason, &["code"]));
        for name in ["path", "kind", "expected", "actual"] {
            let value = text_of(reason, &[name]);
            if !value.is_empty() && value != "null" {
                detail.push_str(&format!(", {name} {value}"));
            }
        }
        say!("  {} [{}]", mark, detail);
    }
    missing(decision, "missing");
    if let Some(upgrade) = decision.member("upgrade").filter(|u| **u != Value::Null) {
        missing(
            upgrade,
            &format!("upgrade {}, missing", text(upgrade, &["tier"])),
        );
    }
    for record in elements(decision, "set_aside") {
        let (path, ground) = (text(record, &["path"]), text(record, &["ground"]));
        say!("  ~ [{}: {}]", path, ground);
    }
    for remedy in elements(decision, "remedies") {
        let steps = elements(remedy, "steps");
        let steps = steps.map(|step| [text(step, &["path"]), text(step, &["action"])].join(" "));
        let steps = steps.collect::<Vec<_>>().join(", ");
        let (on, tier) = (text(remedy, &["on"]), text(remedy, &["then", "tier"]));
        say!("  > [{} from {}: {}]", tier, on, steps);
    }
    for name in ["valid_until", "eligible_from"] {
        line(decision, name, &[name]);
    }
    for warning in elements(decision, "warnings") {
        say!(
            "  ! [{}] {}",
            text(warning, &["code"]),
            text(warning, &["input"])
        );
    }
}

/// A plan, texts filled in: its words in both languages, and the pointers. Without a grant the decision is printed,
/// whose reasons say why.
pub(super) fn plan(plan: &Value) {
    if plan.member("disclose") == Some(&Value::Null)
        && let Some(document) = plan.member("decision")
    {
        decision(document, false);
        say!("");
    }
    for line in plan_lines(plan) {
        say!("{}", line);
    }
    let disclose = plan.member("disclose").and_then(Value::as_object);
    for (alias, pointers) in disclose.into_iter().flat_map(Object::iter) {
        for pointer in pointers.as_array().unwrap_or_default() {
            say!("  + [{} {}]", alias, pointer.as_str().unwrap_or_default());
        }
    }
}

/// The words of a plan, beside what is printed.
pub(super) fn plan_aside(plan: &Value) {
    for line in plan_lines(plan) {
        aside!("{}", line);
    }
}

fn plan_lines(plan: &Value) -> Vec<String> {
    let languages = ["zh-CN", "en"].into_iter();
    let lines = languages.flat_map(|language| {
        elements(plan, "words").map(move |sentence| text(sentence, &[language]).to_owned())
    });
    lines.collect()
}

/// What would have to be disclosed.
fn missing(document: &Value, label: &str) {
    let missing = listed(document, "missing");
    if !missing.is_empty() {
        say!("  ? [{}: {}]", label, missing);
    }
}

/// A row of the law: what it is of, by which law, from when until when, how sure it is and where it was found.
pub(super) fn law(part: &str, row: &Value) {
    let word = ["code", "ground", "action"];
    let word = word.map(|name| text(row, &[name])).join("");
    let (title, article) = (
        text(row, &["basis", "title"]),
        text(row, &["basis", "article"]),
    );
    let days = ["from", "until"].map(|name| text(row, &["in_force", name]));
    let sure = match text_of(row, &["confirmed"]) == "true" {
        true => "",
        false => "（未查到原文 / unconfirmed）",
    };
    say!("  {} {}: {} {}{}", part, word, title, article, sure);
    if days.iter().any(|day| !day.is_empty()) {
        let [from, until] = days;
        say!("    {} — {}", from, until);
    }
    for name in ["regions", "fields", "except_fields", "subject_kinds"] {
        let named = row
            .member("about")
            .map(|about| listed(about, name))
            .unwrap_or_default();
        if !named.is_empty() {
            say!("    {}: {}", name, named);
        }
    }
    say!("    来源 / source: {}", text(row, &["source"]));
}

/// A year of the calendar of working days.
pub(super) fn year(row: &Value) {
    let holidays = row.member("holidays").and_then(Value::as_array);
    let days = holidays.unwrap_or_default().iter();
    let days = days.map(|day| [text(day, &["from"]), text(day, &["until"])].join("/"));
    say!(
        "  calendar {}: {}",
        text_of(row, &["year"]),
        text(row, &["notice"])
    );
    say!(
        "    放假 / holidays: {}",
        days.collect::<Vec<_>>().join(" ")
    );
    say!("    上班 / worked: {}", listed(row, "workdays"));
}

/// The codes of an edition.
pub(super) fn catalogue(row: &Value) {
    say!("  catalogue {}", text(row, &["edition"]));
    let lists = row.member("codes").and_then(Value::as_object);
    for (list, codes) in lists.into_iter().flat_map(|lists| lists.iter()) {
        for code in codes.as_array().unwrap_or_default() {
            let [zh, en] = ["zh-CN", "en"].map(|language| text(code, &["title", language]));
            say!("    {} {}: {} / {}", list, text(code, &["code"]), zh, en);
        }
    }
}

/// The notice that the root is a demo platform's, for people, beside the answer.
pub(super) fn demo() {
    aside!("演示平台的信任根：结果只供试用，不能作为给予优惠的依据");
    aside!("the root of a demo platform: to try things on, and no ground for any benefit");
}

/// What is inside a presentation. The notice stands above everything and below it.
pub(super) fn inspection(document: &Value) {
    let notice = || {
        say!("{}", text(document, &["notice", "zh-CN"]));
        say!("{}", text(document, &["notice", "en"]));
    };
    notice();
    for (label, name) in [
        ("签发方 JWT 头部 / issuer's header", "header"),
        ("内容 / claims", "claims"),
        ("持有人绑定 / key binding", "key_binding"),
    ] {
        if let Some(part) = document.member(name)
            && *part != Value::Null
        {
            say!("\n{}:", label);
            terminal::json_lines(part);
        }
    }
    say!("\n披露项 / disclosures:");
    for shown in elements(document, "disclosures") {
        let place = match shown.member("pointer") {
            Some(Value::String(pointer)) => pointer.as_str(),
            _ => "无处可归 / belongs nowhere",
        };
        let value = shown.member("value").unwrap_or(&Value::Null);
        say!("  {} {}: {}", text_of(shown, &["index"]), place, value);
    }
    let hidden = text_of(document, &["hidden"]);
    if hidden != "null" {
        say!("  未披露或诱饵摘要 / hidden, or decoys: {}", hidden);
    }
    let problems: Vec<&Value> = elements(document, "problems").collect();
    say!("\n发现的问题 / problems found: {}", problems.len());
    for problem in problems {
        say!("  {}", text(problem, &["code"]));
        say!("    {}", text(problem, &["messages", "zh-CN"]));
        say!("    {}", text(problem, &["messages", "en"]));
        let (stage, details) = (text(problem, &["stage"]), text_of(problem, &["details"]));
        say!("    [{}: {}]", stage, details);
    }
    say!("");
    notice();
}

/// The findings of a lint, texts filled in.
pub(super) fn lint(document: &Value) {
    let all = |name| elements(document, name).collect::<Vec<_>>();
    let (errors, defects, warnings) = (all("errors"), all("defects"), all("warnings"));
    say!(
        "{}: 错误 / errors: {}, 缺陷 / defects: {}, 提示 / warnings: {}",
        text(document, &["file"]),
        errors.len(),
        defects.len(),
        warnings.len()
    );
    let marked = |mark, findings: Vec<_>| findings.into_iter().map(move |finding| (mark, finding));
    let findings = marked("-", errors).chain(marked("!", defects));
    for (mark, finding) in findings.chain(marked("?", warnings)) {
        say!("  {} {}", mark, text(finding, &["messages", "zh-CN"]));
        say!("    {}", text(finding, &["messages", "en"]));
        let (code, details) = (text(finding, &["code"]), text_of(finding, &["details"]));
        say!("    [{}: {}]", code, details);
    }
}

/// A JSON document, on one line or laid out for reading.
pub(super) fn json(document: &Value, one_line: bool) {
    match one_line {
        true => terminal::json(document),
        false => terminal::json_lines(document),
    }
}

/// The result of a command: as one JSON document, or for people.
pub(super) fn shown(document: &Object, one_line: bool, for_people: impl FnOnce()) {
    match one_line {
        true => terminal::json(&document.clone().into()),
        false => for_people(),
    }
}

/// What has to be known of something though nothing is wrong with it.
pub(super) fn note(note: &Value) {
    say!("注意 / note: {}", text(note, &["messages", "zh-CN"]));
    say!(
        "  {} [{}]",
        text(note, &["messages", "en"]),
        text(note, &["code"])
    );
}

/// An error; texts are filled in where they are not yet.
pub(super) fn error(error: &Value) {
    let mut error = error.clone();
    messages::fill(&mut error);
    told_error(&error);
}

/// The same of one that has its texts.
pub(super) fn told_error(error: &Value) {
    say!("拒绝 / refused: {}", text(error, &["code"]));
    say!("  {}", text(error, &["messages", "zh-CN"]));
    say!("  {}", text(error, &["messages", "en"]));
    let details = text_of(error, &["details"]);
    if details != "{}" {
        say!("  [{}: {}]", text(error, &["stage"]), details);
    }
}

fn line(document: &Value, label: &str, path: &[&str]) {
    let value = text_of(document, path);
    if !value.is_empty() && value != "null" {
        say!("  {}: {}", label, value);
    }
}

fn at<'a>(document: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter()
        .try_fold(document, |value, name| value.member(name))
}

fn text<'a>(document: &'a Value, path: &[&str]) -> &'a str {
    at(document, path)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// A string as it is, everything else as JSON.
fn text_of(document: &Value, path: &[&str]) -> String {
    match at(document, path) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Strings, one after the other.
fn listed(document: &Value, name: &str) -> String {
    let texts = elements(document, name).filter_map(Value::as_str);
    texts.collect::<Vec<_>>().join(", ")
}

fn elements<'a>(document: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    document
        .member(name)
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
}
