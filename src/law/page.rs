//! The tables of `docs/lawful-use.md`, made from the built-in edition.

use serde_json::Value;

use crate::credit::published::page::with_tables;
use crate::credit::published::{hold, path};

const TABLES: [&str; 7] = [
    "retention",
    "never_public",
    "regimes",
    "low_fine",
    "national",
    "lists",
    "exits",
];

/// What the module for hosts without files is built with: the edition without what is for readers alone.
#[test]
fn the_short_form_of_the_published_edition_says_the_same() {
    fn shorten(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    match (name.as_str(), &*value) {
                        ("source" | "notice", _) | ("zh-CN" | "en", Value::String(_)) => {
                            *value = "".into();
                        }
                        _ => shorten(value),
                    }
                }
            }
            Value::Array(rows) => rows.iter_mut().for_each(shorten),
            _ => {}
        }
    }
    let written = include_str!("edition.json");
    let mut edition: Value = serde_json::from_str(written).expect("JSON");
    shorten(&mut edition);
    hold("src/law/edition.min.json", &edition.to_string());
}

#[test]
fn the_tables_of_the_published_page_are_those_of_the_edition() {
    let page = std::fs::read_to_string(path("docs/lawful-use.md")).expect("the page");
    let edition = include_bytes!("edition.json");
    let edition: Value = serde_json::from_slice(edition).expect("JSON");
    let (right, seen) = with_tables(&page, &|name| table(&edition, name));
    for name in TABLES {
        assert!(seen.iter().any(|seen| seen == name), "no table {name}");
    }
    hold("docs/lawful-use.md", &right);
}

fn table(edition: &Value, name: &str) -> Option<String> {
    let rows = || {
        let part = if name == "low_fine" { "regimes" } else { name };
        edition[part].as_array().expect(name).iter()
    };
    let (head, lines): (&str, Vec<String>) = match name {
        "retention" => (
            "| place | years | from | | law | | source |",
            rows().map(retention).collect(),
        ),
        "never_public" => (
            "| what | whose | in force | law | | source |",
            rows().map(never_public).collect(),
        ),
        "regimes" => (
            "| regime | determined | for | counted from | minor | general | serious | not corrected | law | | source |",
            rows().map(regime).collect(),
        ),
        "low_fine" => (
            "| regime | place | subject | low | law | | source |",
            rows().flat_map(low_fines).collect(),
        ),
        "national" => (
            "| fields | subjects | made | law | | source |",
            rows().map(national).collect(),
        ),
        "lists" => (
            "| list | months on it | off it before | law | | source |",
            rows().map(list).collect(),
        ),
        "exits" => (
            "| what | where | working days | law | | source |",
            rows().map(exit).collect(),
        ),
        _ => return None,
    };
    let columns = head.matches('|').count() - 1;
    let rule = format!("|{}", "---|".repeat(columns));
    Some(format!("{head}\n{rule}\n{}\n", lines.join("\n")))
}

/// The law, whether it is confirmed, and where it was found.
fn law(row: &Value) -> String {
    let basis = &row["basis"];
    let article = basis["article"]
        .as_str()
        .map_or(String::new(), |a| format!(" {a}"));
    let confirmed = if row["confirmed"] == true {
        ""
    } else {
        "unconfirmed"
    };
    format!(
        "{}{article} | {confirmed} | {} |",
        text(&basis["title"]),
        text(&row["source"])
    )
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(|one| text(one).to_owned()).collect()
}

fn or_all(mut names: Vec<String>, all: &str) -> String {
    if names.is_empty() {
        names.push(all.to_owned());
    }
    names.join(", ")
}

fn days(row: &Value) -> String {
    match (
        row["in_force"]["from"].as_str(),
        row["in_force"]["until"].as_str(),
    ) {
        (Some(from), Some(until)) => format!("{from} through {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("through {until}"),
        (None, None) => "always".to_owned(),
    }
}

fn about(row: &Value) -> String {
    let about = &row["about"];
    let mut parts = texts(&about["fields"]);
    parts.extend(texts(&about["subject_kinds"]));
    let except = texts(&about["except_fields"]);
    if !except.is_empty() {
        parts.push(format!("all but {}", except.join(", ")));
    }
    let mut said = or_all(parts, "all");
    let regions = texts(&about["regions"]);
    if !regions.is_empty() {
        said.push_str(&format!(" in {}", regions.join(", ")));
    }
    said
}

fn place(row: &Value) -> String {
    or_all(texts(&row["about"]["regions"]), "everywhere else")
}

fn retention(row: &Value) -> String {
    let years = row["months"].as_i64().expect("months") / 12;
    let clock = match text(&row["clock"]) {
        "determination" => "its determination",
        _ => "the end of the behaviour, else its determination",
    };
    let listed = if row["while_listed"] == true {
        "and for as long as its subject is on a serious list"
    } else {
        ""
    };
    format!(
        "| {} | {years} | {clock} | {listed} | {}",
        place(row),
        law(row)
    )
}

fn never_public(row: &Value) -> String {
    let mut what = Vec::new();
    what.extend(
        row["procedure"]
            .as_str()
            .map(|p| format!("procedure `{p}`")),
    );
    what.extend(row["class"].as_str().map(|c| format!("class `{c}`")));
    let kinds = texts(&row["kinds"]);
    if !kinds.is_empty() {
        what.push(format!("no more than {}", kinds.join(", ")));
    }
    if row["unpublished"] == true {
        what.push("not published".to_owned());
    }
    if row["with_consent"] == true {
        what.push("all, but to be shown by the subject".to_owned());
    }
    format!(
        "| {} | {} | {} | {}",
        what.join(", "),
        about(row),
        days(row),
        law(row)
    )
}

fn regime(row: &Value) -> String {
    let terms = row["terms"].as_array().expect("terms");
    let months = |class: &str| {
        let term = terms
            .iter()
            .find(|term| texts(&term["classes"]).iter().any(|c| c == class));
        term.map_or(String::new(), |term| {
            let least = term["least"]
                .as_i64()
                .map_or(String::new(), |least| least.to_string());
            format!("{least}–{}", term["longest"])
        })
    };
    let mut about = about(row);
    for least in row["least"].as_array().into_iter().flatten() {
        let fields = texts(&least["fields"]).join(", ");
        let months = least["least"]
            .as_i64()
            .map_or("no known time".to_owned(), |m| m.to_string());
        about.push_str(&format!("; at least {months} for {fields}"));
    }
    if row["yields"] == true {
        about.push_str("; only where no other applies");
    }
    let never = texts(&row["never_early"]);
    if !never.is_empty() {
        about.push_str(&format!("; never repaired: {}", never.join(", ")));
    }
    format!(
        "| `{}` | {} | {about} | {} | {} | {} | {} | {} | {}",
        text(&row["code"]),
        days(row),
        text(&row["clock"]),
        months("minor"),
        months("general"),
        months("serious"),
        text(&row["uncorrected"]),
        law(row),
    )
}

fn low_fines(row: &Value) -> Vec<String> {
    let each = row["low_fine"]["thresholds"]
        .as_array()
        .into_iter()
        .flatten();
    let line = |threshold: &Value| {
        let relation = if threshold["inclusive"] == true {
            "≤"
        } else {
            "<"
        };
        format!(
            "| `{}` | {} | {} | {relation} CNY {} | {}",
            text(&row["code"]),
            place(threshold),
            or_all(texts(&threshold["about"]["subject_kinds"]), "others"),
            text(&threshold["below"]),
            law(threshold),
        )
    };
    each.map(line).collect()
}

fn national(row: &Value) -> String {
    let about = &row["about"];
    format!(
        "| {} | {} | {} | {}",
        texts(&about["fields"]).join(", "),
        texts(&about["subject_kinds"]).join(", "),
        days(row),
        law(row),
    )
}

fn grounds(part: &Value) -> String {
    let grounds = texts(&part["grounds"]);
    match grounds.is_empty() {
        true => String::new(),
        false => format!(" ({})", grounds.join(", ")),
    }
}

fn list(row: &Value) -> String {
    let terms = row["terms"].as_array().into_iter().flatten().map(|term| {
        let months = match (term["shortest"].as_i64(), term["longest"].as_i64()) {
            (Some(a), Some(b)) if a == b => a.to_string(),
            (Some(a), Some(b)) => format!("{a} to {b}"),
            _ => "no end".to_owned(),
        };
        format!("{months}{}", grounds(term))
    });
    let exits = row["exits"].as_array().into_iter().flatten().map(|exit| {
        let after = match exit["months"].as_i64() {
            Some(0) => "at once".to_owned(),
            months => format!(
                "{} months after the {}",
                months.expect("months"),
                text(&exit["clock"])
            ),
        };
        let repeat = if exit["not_on_repeat"] == true {
            ", not if listed again"
        } else {
            ""
        };
        format!(
            "`{}` {after}{}{repeat}",
            text(&exit["action"]),
            grounds(exit)
        )
    });
    format!(
        "| `{}` | {} | {} | {}",
        text(&row["code"]),
        or_all(terms.collect(), "no end"),
        or_all(exits.collect(), "–"),
        law(row),
    )
}

fn exit(row: &Value) -> String {
    let handling = row["handling"]
        .as_i64()
        .map_or("–".to_owned(), |days| days.to_string());
    format!(
        "| `{}` | {} | {handling} | {}",
        text(&row["action"]),
        place(row),
        law(row)
    )
}
