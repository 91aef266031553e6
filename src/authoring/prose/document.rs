//! The whole document: who it is for, what it rests on, what is asked, what is given, and what unknown means.

use super::line::{Line, Section};
use super::names::{Names, Scope};
use crate::credit::NATURAL_PERSON;
use crate::json::{Object, Value};
use crate::time::Day;
use crate::visible::visible;

/// Its title and its sections.
pub(super) fn document(names: &Names<'_>) -> (String, Vec<Section>) {
    let title = names.said(names.source.document.member("title"));
    let title = names.put("headings", "title", &[("title", title.unwrap_or_default())]);
    let sections = [
        ("", about(names)),
        ("who", who(names)),
        ("reads", reads(names)),
        ("requirements", requirements(names)),
        ("tiers", tiers(names)),
        ("unknown", general(names, "unknown")),
        ("law", law(names)),
    ];
    let sections = sections.into_iter().map(|(heading, lines)| Section {
        heading: names
            .text("headings", heading)
            .unwrap_or_default()
            .to_owned(),
        lines,
    });
    (title, sections.collect())
}

/// Each requirement and tier by its id, and before them under what conditions it applies.
pub(super) fn parts(names: &Names<'_>) -> Vec<(&'static str, String, Line)> {
    let programme = &names.source.programme;
    let mut parts = vec![("applies_when", String::new(), applies(names))];
    for (requirement, line) in programme
        .requirements
        .iter()
        .zip(requirements(names).into_iter().skip(1))
    {
        parts.push(("requirements", requirement.id.clone(), line));
    }
    for (tier, line) in programme.tiers.iter().zip(tiers(names).into_iter().skip(1)) {
        parts.push(("tiers", tier.id.clone(), line));
    }
    parts
}

fn about(names: &Names<'_>) -> Vec<Line> {
    let document = &names.source.document;
    let text = |name: &str| {
        document
            .member(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let version = names.source.programme.version.to_string();
    let family = names
        .text("families", text("family"))
        .unwrap_or(text("family"));
    let mut lines = vec![
        names.put("lines", "id", &[("id", text("id")), ("version", &version)]),
        names.put("lines", "family", &[("family", family)]),
        match document.member("iss") {
            Some(_) => names.put("lines", "iss", &[("iss", text("iss"))]),
            None => names.put("lines", "draft", &[]),
        },
        names.put("lines", "owner", &[("owner", text("owner"))]),
        names.put("lines", "contact", &[("contact", text("contact"))]),
    ];
    let basis = document.member("basis").and_then(Value::as_array);
    let basis = basis.unwrap_or_default().iter().filter_map(Value::as_str);
    lines.extend(basis.map(|basis| names.put("lines", "basis", &[("basis", basis)])));
    lines.into_iter().map(Line::of).collect()
}

fn who(names: &Names<'_>) -> Vec<Line> {
    let programme = &names.source.programme;
    let day = |day: Day| names.words.day(&day.to_string()).unwrap_or_default();
    let (from, until) = programme.window;
    let kinds = programme.subject_kinds.iter().map(|kind| {
        let known = names.text("codes", &["subject_kind.", kind].concat());
        known.unwrap_or(kind).to_owned()
    });
    let kinds = names.joined(&kinds.collect::<Vec<_>>());
    let mut lines: Vec<Line> = [
        names.put(
            "lines",
            "window",
            &[("from", &day(from)), ("until", &day(until))],
        ),
        names.put(
            "lines",
            "regions",
            &[("regions", &names.regions(&programme.regions))],
        ),
        match programme.subject_kinds.is_empty() {
            true => names.put("lines", "kinds.any", &[]),
            false => names.put("lines", "kinds", &[("kinds", &kinds)]),
        },
    ]
    .map(Line::of)
    .into();
    // Nobody but people has an age.
    let kinds = &programme.subject_kinds;
    if kinds.is_empty() || kinds.iter().any(|kind| kind == NATURAL_PERSON) {
        let name = match programme.allows_minors {
            true => "minors",
            false => "adults",
        };
        lines.push(Line::of(names.put("lines", name, &[])));
    }
    lines.push(applies(names));
    lines.push(Line::of(names.put("lines", "not_applicable", &[])));
    lines
}

fn applies(names: &Names<'_>) -> Line {
    match &names.source.programme.applies_when {
        None => Line::of(names.put("lines", "applies.none", &[])),
        Some(when) => Line {
            text: names.put("lines", "applies", &[]),
            children: vec![names.condition(when.condition(), Scope::Root)],
        },
    }
}

fn reads(names: &Names<'_>) -> Vec<Line> {
    let programme = &names.source.programme;
    let mut lines = Vec::new();
    for input in &programme.inputs {
        let regions = match input.jurisdictions.is_empty() {
            true => String::new(),
            false => {
                let regions = names.regions(&input.jurisdictions);
                names.put("lines", "input.regions", &[("regions", &regions)])
            }
        };
        let is = input.is.as_ref().map(|officer| {
            let role = names.text("codes", &["role.", officer.role].concat());
            let of = names.input(&officer.of);
            let facts = [("of", &*of), ("role", role.unwrap_or(officer.role))];
            names.put("lines", "input.is", &facts)
        });
        let need = if input.optional { "optional" } else { "needed" };
        let facts = [
            ("input", &*names.input(&input.alias)),
            (
                "vct",
                names.text("vct", input.vct.as_str()).unwrap_or_default(),
            ),
            ("need", &names.phrase(need, &[])),
            ("regions", &regions),
            ("is", &is.unwrap_or_default()),
        ];
        lines.push(names.put("lines", "input", &facts));
    }
    let request = names
        .source
        .document
        .member("request")
        .and_then(Value::as_object);
    let request = request
        .into_iter()
        .flat_map(Object::iter)
        .map(|(name, member)| {
            let of = member
                .member("type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let thing = names.words.text("things", &["request.", name].concat());
            let thing = match thing {
                Some(thing) => names.phrase("request.known", &[("thing", thing), ("name", name)]),
                None => names.phrase("request", &[("name", name)]),
            };
            let of = names.text("types", of).unwrap_or(of);
            names.phrase("title", &[("name", &thing), ("code", of)])
        });
    let request: Vec<String> = request.collect();
    lines.push(match request.is_empty() {
        true => names.put("lines", "request.none", &[]),
        false => names.put("lines", "request", &[("names", &names.joined(&request))]),
    });
    let age = programme.max_age.to_string();
    let age = names.words.period(&age).unwrap_or(age);
    lines.push(names.put("lines", "max_age", &[("period", &age)]));
    lines.into_iter().map(Line::of).collect()
}

/// A sentence about all of them, and then one line for each.
fn requirements(names: &Names<'_>) -> Vec<Line> {
    let requirements = &names.source.programme.requirements;
    let first = match requirements.is_empty() {
        true => "requirements.none",
        false => "requirements",
    };
    let mut lines = vec![Line::of(names.put("lines", first, &[]))];
    for requirement in requirements {
        let mut children = vec![names.condition(requirement.when.condition(), Scope::Root)];
        let unmet = requirement
            .unmet
            .as_ref()
            .map(|unmet| match names.words.language {
                "en" => &unmet.english,
                _ => &unmet.chinese,
            });
        children.extend(unmet.map(|text| Line::of(names.put("lines", "unmet", &[("text", text)]))));
        let basis = requirement.basis.iter();
        children.extend(
            basis.map(|basis| Line::of(names.put("lines", "part.basis", &[("basis", basis)]))),
        );
        lines.push(Line {
            text: names.put("lines", "requirement", &[("id", &requirement.id)]),
            children,
        });
    }
    lines
}

/// A sentence about all of them, and then one line for each.
fn tiers(names: &Names<'_>) -> Vec<Line> {
    let mut lines = vec![Line::of(names.put("lines", "tiers", &[]))];
    let titles = names.source.programme.titles.member("tiers");
    for tier in &names.source.programme.tiers {
        let title = names.said(titles.and_then(|titles| titles.member(&tier.id)));
        let title = title.map(|title| names.put("lines", "tier.title", &[("title", title)]));
        let facts = [("id", &*tier.id), ("title", &title.unwrap_or_default())];
        lines.push(Line {
            text: names.put("lines", "tier", &facts),
            children: vec![
                names.condition(tier.when.condition(), Scope::Root),
                Line::of(benefit(names, &tier.benefit)),
            ],
        });
    }
    lines
}

fn benefit(names: &Names<'_>, benefit: &Value) -> String {
    let said = names.words.benefit(benefit);
    match benefit.member("code").and_then(Value::as_str) {
        Some(code) => names.put(
            "lines",
            "benefit.code",
            &[("benefit", &said), ("code", code)],
        ),
        None => names.put("lines", "benefit", &[("benefit", &said)]),
    }
}

/// Sentences that are the same for every programme.
fn general(names: &Names<'_>, section: &str) -> Vec<Line> {
    let edition = names.law.edition().to_string();
    let sentences = names.sentences(section).into_iter();
    let sentences = sentences.map(|text| Line::of(names.filled(text, &[("edition", &edition)])));
    sentences.collect()
}

fn law(names: &Names<'_>) -> Vec<Line> {
    let fields = &names.source.programme.fields;
    let named = fields.iter().map(|field| {
        let known = names.words.text("fields", field);
        known.map_or_else(|| visible(field).into_owned(), str::to_owned)
    });
    let named = names.joined(&named.collect::<Vec<_>>());
    let mut lines = general(names, "law");
    lines.push(Line::of(match fields.is_empty() {
        true => names.put("lines", "fields.none", &[]),
        false => names.put("lines", "fields", &[("fields", &named)]),
    }));
    lines
}
