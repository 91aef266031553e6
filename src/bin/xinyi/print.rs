//! Decisions and errors for people, in Chinese and English.

use xinyi::{Value, messages};

/// The result of a check.
pub(super) fn result(result: &Value) {
    match (result.member("decision"), result.member("error")) {
        (Some(document), _) => decision(document),
        (None, Some(document)) => error(document),
        (None, None) => println!("{result}"),
    }
}

/// A decision, texts filled in.
pub(super) fn decision(decision: &Value) {
    let outcome = text(decision, &["outcome"]);
    let (zh, en) = match outcome {
        "granted" => ("符合条件", "granted"),
        "not_granted" => ("不符合条件", "not granted"),
        "not_applicable" => ("不适用", "not applicable"),
        _ => ("无法判断", "undetermined"),
    };
    let verified = text_of(decision, &["evidence", "verified"]) == "true";
    let trial = if verified {
        ""
    } else {
        "  （试算，未经验证 / a trial: nothing was verified）"
    };
    println!("{zh} / {en}{trial}");
    let programme = text(decision, &["programme", "id"]);
    let version = text_of(decision, &["programme", "version"]);
    println!("  项目 / programme: {programme} ({version})");
    line(decision, "档次 / tier", &["tier"]);
    line(decision, "优惠 / benefit", &["benefit"]);
    for reason in elements(decision, "reasons") {
        let mark = match text(reason, &["verdict"]) {
            "true" => "+",
            "false" => "-",
            _ => "?",
        };
        println!("  {mark} {}", text(reason, &["message", "zh-CN"]));
        println!("    {}", text(reason, &["message", "en"]));
        let mut detail = format!("{}: {}", text(reason, &["rule"]), text(reason, &["code"]));
        for (name, member) in [
            ("path", "path"),
            ("expected", "expected"),
            ("actual", "actual"),
        ] {
            let value = text_of(reason, &[member]);
            if !value.is_empty() && value != "null" {
                detail.push_str(&format!(", {name} {value}"));
            }
        }
        println!("    [{detail}]");
    }
    let missing: Vec<&str> = elements(decision, "missing")
        .filter_map(Value::as_str)
        .collect();
    if !missing.is_empty() {
        println!("  缺少 / missing: {}", missing.join(", "));
    }
    for record in elements(decision, "set_aside") {
        println!(
            "  依法不予采用 / set aside: {} ({}, {})",
            text(record, &["path"]),
            text(record, &["ground"]),
            text(record, &["basis"]),
        );
    }
    line(decision, "可升级至 / upgrade", &["upgrade", "tier"]);
    line(decision, "有效至 / valid until", &["valid_until"]);
    line(decision, "最早可获 / eligible from", &["eligible_from"]);
    if text_of(decision, &["manual_review"]) == "true" {
        println!("  需人工复核 / to be reviewed by a person");
    }
    for warning in elements(decision, "warnings") {
        println!("  注意 / warning: {}", text(warning, &["code"]));
    }
}

/// An error; texts are filled in where they are not yet.
pub(super) fn error(error: &Value) {
    let mut error = error.clone();
    messages::fill(&mut error);
    println!("拒绝 / refused: {}", text(&error, &["code"]));
    println!("  {}", text(&error, &["messages", "zh-CN"]));
    println!("  {}", text(&error, &["messages", "en"]));
    let details = text_of(&error, &["details"]);
    if details != "{}" {
        println!("  [{}: {details}]", text(&error, &["stage"]));
    }
}

fn line(document: &Value, label: &str, path: &[&str]) {
    let value = text_of(document, path);
    if !value.is_empty() && value != "null" {
        println!("  {label}: {value}");
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

fn elements<'a>(document: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    document
        .member(name)
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
}
