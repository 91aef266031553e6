//! Decisions and errors for people, in Chinese and English.

use std::iter;

use xinyi::{Instant, Object, Value, messages};

use crate::terminal::{self, aside, say};

/// The result of a check.
pub(super) fn result(result: &Value) {
    match (result.member("decision"), result.member("error")) {
        (Some(document), _) => decision(document, has_several_inputs(document)),
        (None, Some(document)) => error(document),
        (None, None) => terminal::json(result),
    }
}

/// A decision, texts filled in. With several inputs each reason says whose record it is about, which
/// texts leave open.
pub(super) fn decision(decision: &Value, several_inputs: bool) {
    let outcome = text(decision, &["outcome"]);
    let said = in_both(&messages::named("outcomes", outcome));
    let verified = text_of(decision, &["evidence", "verified"]) == "true";
    let trial = if verified {
        ""
    } else {
        "  （试算，未经验证 / a trial: nothing was verified）"
    };
    say!("{}{}", said, trial);
    let programme = text(decision, &["programme", "id"]);
    let version = text_of(decision, &["programme", "version"]);
    let unsigned = match text_of(decision, &["evidence", "programme_signed"]).as_str() {
        "false" => "  （未签名 / unsigned）",
        _ => "",
    };
    say!(
        "  项目 / programme: {} ({}){}",
        programme,
        version,
        unsigned
    );
    line(decision, "档次 / tier", &["tier"]);
    benefit(Some(decision), "  ");
    for reason in elements(decision, "reasons") {
        let mark = match text(reason, &["verdict"]) {
            "true" => "+",
            "false" => "-",
            _ => "?",
        };
        let of = match input(text(reason, &["path"])) {
            Some(input) if several_inputs => format!("[{input}] "),
            _ => String::new(),
        };
        say!("  {} {}{}", mark, of, text(reason, &["message", "zh-CN"]));
        say!("    {}{}", of, text(reason, &["message", "en"]));
        let mut detail = format!("{}: {}", text(reason, &["rule"]), text(reason, &["code"]));
        for name in ["path", "expected", "actual"] {
            let value = text_of(reason, &[name]);
            if !value.is_empty() && value != "null" {
                detail.push_str(&format!(", {name} {value}"));
            }
        }
        for (label, name) in [
            ("依法可使用至 / counts until", "counts_until"),
            ("可申请修复自 / can be repaired from", "repairable_from"),
        ] {
            line(reason, &format!("  {label}"), &["record", name]);
        }
        say!("    [{}]", detail);
        let others = listed(reason, "others");
        if !others.is_empty() {
            say!("    同样的还有 / likewise: {}", others);
        }
    }
    missing(decision, "");
    for record in elements(decision, "set_aside") {
        let ground = in_both(&messages::named("grounds", text(record, &["ground"])));
        let (path, basis) = (text(record, &["path"]), text(record, &["basis"]));
        say!(
            "  依法不予采用 / set aside: {} {} ({})",
            path,
            ground,
            basis
        );
    }
    for remedy in elements(decision, "remedies") {
        let (on, tier) = (text(remedy, &["on"]), text(remedy, &["then", "tier"]));
        say!(
            "  补救：最早 {} 起可获档次 {} / remedy: tier {} from {} at the earliest",
            on,
            tier,
            tier,
            on
        );
        benefit(remedy.member("then"), "    ");
        for step in elements(remedy, "steps") {
            self::step(step);
        }
    }
    line(decision, "可升级至 / upgrade", &["upgrade", "tier"]);
    if let Some(upgrade) = decision.member("upgrade").filter(|u| **u != Value::Null) {
        benefit(Some(upgrade), "    ");
        missing(upgrade, "  ");
    }
    for (label, name) in [
        ("有效至 / valid until", "valid_until"),
        (
            "不作补救，最早可获 / without remedies, eligible from",
            "eligible_from",
        ),
    ] {
        if let Some(at) = Instant::parse(text(decision, &[name])) {
            say!("  {}: {}", label, in_china(at));
        }
    }
    if text_of(decision, &["manual_review"]) == "true" {
        say!("  需人工复核 / to be reviewed by a person");
    }
    for warning in elements(decision, "warnings") {
        let input = match text(warning, &["input"]) {
            "" => String::new(),
            input => format!(" ({input})"),
        };
        let code = text(warning, &["code"]);
        let said = in_both(&messages::named("warnings", code));
        say!("  注意 / warning{}: {} [{}]", input, said, code);
    }
    if let Some(contact) = decision.member("contact").filter(|c| **c != Value::Null) {
        self::contact(contact, several_inputs);
    }
}

/// Whether bundles of several inputs were given, or are asked about.
fn has_several_inputs(decision: &Value) -> bool {
    let evidence = decision.member("evidence").unwrap_or(&Value::Null);
    let bundles = elements(evidence, "bundles").map(|bundle| text(bundle, &["input"]));
    let reasons = elements(decision, "reasons").filter_map(|r| input(text(r, &["path"])));
    let mut inputs = bundles.chain(reasons);
    let first = inputs.next();
    inputs.any(|input| Some(input) != first)
}

/// The alias of the input that a path leads into.
fn input(path: &str) -> Option<&str> {
    let alias = path.split(['.', '[']).next()?;
    Some(alias).filter(|alias| !["", "now", "request"].contains(alias))
}

/// The benefit of a tier, if there is one.
fn benefit(document: Option<&Value>, indent: &str) {
    let benefit = document.and_then(|document| document.member("benefit"));
    if let Some(benefit) = benefit.filter(|benefit| **benefit != Value::Null) {
        let said = in_both(&messages::benefit(benefit));
        say!("{}优惠 / benefit: {}", indent, said);
    }
}

/// Whom to ask about the programme, and where to object to records.
fn contact(contact: &Value, several_inputs: bool) {
    let inputs = elements(contact, "objection").map(|objection| text(objection, &["input"]));
    let inputs = iter::once(None).chain(inputs.map(Some));
    for (input, said) in inputs.zip(messages::contact(contact)) {
        let of = match input {
            Some(input) if several_inputs => format!("[{input}] "),
            _ => String::new(),
        };
        say!("  {}{}", of, text(&said, &["zh-CN"]));
        say!("    {}{}", of, text(&said, &["en"]));
    }
}

/// What would have to be disclosed.
fn missing(document: &Value, indent: &str) {
    let missing = listed(document, "missing");
    if !missing.is_empty() {
        say!("{}  缺少 / missing: {}", indent, missing);
    }
}

/// One thing to do, with the subject's own part in it.
fn step(step: &Value) {
    let action = in_both(&messages::named("actions", text(step, &["action"])));
    let (earliest, path) = (text(step, &["earliest"]), text(step, &["path"]));
    say!(
        "    · {} 起 / from then on: {} {} ({})",
        earliest,
        path,
        action,
        text(step, &["basis"])
    );
    for duty in elements(step, "duties").filter_map(Value::as_str) {
        say!("      {}", in_both(&messages::named("duties", duty)));
    }
    if text_of(step, &["confirmed"]) == "false" {
        say!(
            "      {}",
            in_both(&messages::named("notices", "unconfirmed"))
        );
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
    let (errors, warnings) = (all("errors"), all("warnings"));
    say!(
        "{}: 错误 / errors: {}, 提示 / warnings: {}",
        text(document, &["file"]),
        errors.len(),
        warnings.len()
    );
    let errors = errors.iter().map(|error| ("-", error));
    for (mark, finding) in errors.chain(warnings.iter().map(|warning| ("?", warning))) {
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

/// An error; texts are filled in where they are not yet.
pub(super) fn error(error: &Value) {
    let mut error = error.clone();
    messages::fill(&mut error);
    say!("拒绝 / refused: {}", text(&error, &["code"]));
    say!("  {}", text(&error, &["messages", "zh-CN"]));
    say!("  {}", text(&error, &["messages", "en"]));
    let details = text_of(&error, &["details"]);
    if details != "{}" {
        say!("  [{}: {}]", text(&error, &["stage"]), details);
    }
}

/// An instant as clocks in China show it, as the days of a decision are days there.
fn in_china(at: Instant) -> String {
    let there = at.add_seconds(8 * 60 * 60).unwrap_or(at).to_string();
    let (day, time) = there.split_once('T').unwrap_or((&there, ""));
    let time = time.trim_end_matches('Z');
    let time = time.strip_suffix(":00").unwrap_or(time);
    format!("{day} {time} 北京时间 / China Standard Time")
}

/// A text in Chinese and in English.
fn in_both(texts: &Value) -> String {
    [text(texts, &["zh-CN"]), text(texts, &["en"])].join(" / ")
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
