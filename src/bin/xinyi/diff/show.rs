//! A comparison for people, in both languages.

use xinyi::{Value, messages};

use crate::print;
use crate::terminal::say;

/// Prints it.
pub(super) fn show(difference: &Value) {
    for (name, label) in [
        ("earlier", "较早的凭证 / earlier"),
        ("later", "较晚的凭证 / later"),
    ] {
        let Some(bundle) = difference.member(name) else {
            continue;
        };
        let ended = match bundle.member("expired") == Some(&Value::from(true)) {
            true => "，已到期 / ended",
            false => "",
        };
        let status = text(bundle, "status");
        let status = match status.is_empty() {
            true => "不明 / not known",
            false => status,
        };
        say!(
            "{}: {}{}，状态 / status {}",
            label,
            text(bundle, "as_of"),
            ended,
            status
        );
    }
    let changes: Vec<&Value> = elements(difference, "changes").collect();
    match changes.is_empty() {
        true => say!("记录没有变化 / nothing changed on record"),
        false => say!("记录的变化 / changes on record:"),
    }
    changes.into_iter().for_each(change);
    let (mut same, mut open) = (0, 0);
    for programme in elements(difference, "programmes") {
        if programme.member("before").is_none() {
            open += 1;
            say!("  ? {}", text(programme, "id"));
            elements(programme, "errors").take(1).for_each(print::error);
        } else if elements(programme, "changed").next().is_none() {
            same += 1;
        } else {
            outcome(programme);
        }
    }
    say!("不变的项目 / programmes that stay as they are: {}", same);
    if open > 0 {
        say!(
            "无法判断的项目 / programmes that could not be decided: {}",
            open
        );
    }
}

fn change(change: &Value) {
    let (kind, mark) = match text(change, "change") {
        "added" => ("新增 / added", "+"),
        "removed" => ("不再有 / removed", "-"),
        "hidden" => ("现在未出示，可能仍有 / hidden now, and may be there", "?"),
        "shown" => (
            "现在出示，以前可能已有 / shown now, and may have been there",
            "?",
        ),
        _ => ("变更 / changed", "~"),
    };
    let claim = text(change, "claim");
    let (list, member) = claim.split_once('.').unwrap_or((claim, ""));
    let noun = messages::named("things", list);
    let [chinese, english] = ["zh-CN", "en"].map(|language| text(&noun, language));
    let places = ["earlier", "later"].map(|side| text(change, side));
    let places: Vec<&str> = places
        .into_iter()
        .filter(|place| !place.is_empty())
        .collect();
    // Whoever is told by codes is not told where.
    let places = match places.is_empty() {
        true => String::new(),
        false => format!(" [{}]", places.join(" → ")),
    };
    say!(
        "  {} {}: {} / {} {}{}",
        mark,
        kind,
        chinese,
        english,
        member,
        places
    );
    if let Some(value) = change.member("value") {
        say!("      {}", value);
    }
    for member in elements(change, "members") {
        let side = |name| {
            member
                .member(name)
                .map_or_else(|| "–".to_owned(), Value::to_string)
        };
        say!(
            "      {}: {} → {}",
            text(member, "member"),
            side("earlier"),
            side("later")
        );
    }
}

fn outcome(programme: &Value) {
    let sides = ["before", "after"].map(|name| programme.member(name).unwrap_or(&Value::Null));
    say!("  {}:", text(programme, "id"));
    for (language, label) in [("zh-CN", "结论"), ("en", "outcome")] {
        let [before, after] = sides.map(|side| {
            let outcome = messages::named("outcomes", text(side, "outcome"));
            format!("{} {}", text(&outcome, language), text(side, "tier"))
        });
        say!(
            "      {}: {} → {}",
            label,
            before.trim_end(),
            after.trim_end()
        );
    }
    for (name, label) in [
        ("valid_until", "有效至 / valid until"),
        ("eligible_from", "最早可享受 / eligible from"),
    ] {
        let [before, after] = sides.map(|side| match text(side, name) {
            "" => "–",
            time => time,
        });
        if before != after {
            say!("      {}: {} → {}", label, before, after);
        }
    }
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of.member(name).and_then(Value::as_str).unwrap_or_default()
}

fn elements<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let elements = of.member(name).and_then(Value::as_array);
    elements.unwrap_or_default().iter()
}
