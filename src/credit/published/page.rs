//! The tables of `docs/records.md`, each between two comments that name it.

use super::describe::{ABSENCE, PROMISED_ONE, Term, catalogued_terms, objects, records, terms};
use crate::credit::forbidden::{PARTS, WHOLE, WORDS};
use crate::credit::vocabulary::{CODE_LISTS, Field, ValueKind};
use crate::law::{self, CodeList};

/// The page with its tables as they ought to be.
///
/// # Panics
/// If a table of the page is unknown, or one of the vocabulary is not in the page.
pub(super) fn filled(page: &str) -> String {
    let (out, seen) = with_tables(page, &table);
    let lists = CODE_LISTS.iter().map(|list| list.name);
    let records = records().map(|(list, _)| list);
    let objects = objects();
    for name in records
        .chain(objects.iter().map(|(_, object)| object.name))
        .chain([
            "via",
            "forbidden",
            "edition",
            ABSENCE.name,
            PROMISED_ONE.name,
        ])
        .chain(lists)
        .chain(CodeList::ALL.map(catalogued_name))
    {
        let is_there = seen.iter().any(|seen| seen == name);
        assert!(is_there, "the page has no table {name}");
    }
    out
}

/// A page with its tables anew, and their names.
///
/// # Panics
/// If a table of the page is unknown.
pub(crate) fn with_tables(
    page: &str,
    table: &dyn Fn(&str) -> Option<String>,
) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut rest = page;
    let mut seen = Vec::new();
    while let Some((before, after)) = rest.split_once("<!-- table: ") {
        let (name, after) = after.split_once(" -->\n").expect("the end of a comment");
        let (_, after) = after
            .split_once("<!-- end -->")
            .expect("the end of a table");
        let table = table(name).unwrap_or_else(|| panic!("there is no table {name}"));
        out.push_str(before);
        out.push_str(&format!("<!-- table: {name} -->\n{table}<!-- end -->"));
        seen.push(name.to_owned());
        rest = after;
    }
    out.push_str(rest);
    (out, seen)
}

fn table(name: &str) -> Option<String> {
    if name == "forbidden" {
        return Some(forbidden());
    }
    if name == "edition" {
        return Some(format!("`CN-{}`\n", law::built_in().catalogue.year));
    }
    let mut catalogued = CodeList::ALL.into_iter();
    if let Some(list) = catalogued.find(|list| catalogued_name(*list) == name) {
        return Some(codes(catalogued_terms(list)));
    }
    let objects = objects();
    let objects = objects.iter().map(|(_, object)| (object.name, *object));
    let others = [ABSENCE, PROMISED_ONE].map(|object| (object.name, object));
    let mut described = records().chain(objects).chain(others);
    if let Some((_, record)) = described.find(|(known, _)| *known == name) {
        return Some(members(record.fields));
    }
    let all = records().flat_map(|(_, record)| record.fields);
    let within = all.filter(|f| f.name == name).find_map(|f| match f.kind {
        ValueKind::Object(fields) => Some(members(fields)),
        _ => None,
    });
    let list = CODE_LISTS.iter().find(|list| list.name == name);
    within.or_else(|| list.map(|list| codes(terms(list.codes))))
}

fn members(fields: &[Field]) -> String {
    let mut table =
        String::from("| member | 术语 | what it is | value | source |\n|---|---|---|---|---|\n");
    for field in fields {
        let [zh, en, source] = field.terms;
        let optional = if field.required { "" } else { "?" };
        let (name, kind) = (field.name, value(field.kind));
        table.push_str(&format!(
            "| `{name}`{optional} | {zh} | {en} | {kind} | {source} |\n"
        ));
    }
    table
}

fn codes(codes: Vec<Term>) -> String {
    let mut table = String::from("| code | 术语 | what it stands for |\n|---|---|---|\n");
    for (code, zh, en) in codes {
        table.push_str(&format!("| `{code}` | {zh} | {en} |\n"));
    }
    table
}

fn value(kind: ValueKind) -> String {
    let link = |name: &str| format!("[{name}](#{})", name.replace(' ', "-"));
    match kind {
        ValueKind::Bool => "true or false".to_owned(),
        ValueKind::Number => "number".to_owned(),
        ValueKind::Quantity => "number, not negative".to_owned(),
        ValueKind::Text => "text".to_owned(),
        ValueKind::Token => "token".to_owned(),
        ValueKind::Digest => "SHA-256 in base64url".to_owned(),
        ValueKind::Code(codes) => link(code_list_name(codes)),
        ValueKind::Catalogued(list) => link(catalogued_name(list)),
        ValueKind::CataloguedList(list) => format!("list of {}", link(catalogued_name(list))),
        ValueKind::Region => "region".to_owned(),
        ValueKind::Scope => "`national` or region".to_owned(),
        ValueKind::Regions => "list of regions".to_owned(),
        ValueKind::Fields => format!(
            "list of {}, or `\"*\"`",
            link(catalogued_name(CodeList::Fields))
        ),
        ValueKind::Day => "day".to_owned(),
        ValueKind::PastDay => "day, by `as_of`".to_owned(),
        ValueKind::Money => "money".to_owned(),
        ValueKind::Balance => "money, may be negative".to_owned(),
        ValueKind::Object(_) => "object, [below](#via)".to_owned(),
        ValueKind::Ages => "true or false, by age".to_owned(),
        ValueKind::Records(_) => "list, each as below".to_owned(),
    }
}

/// The same of a list that editions of the law have.
fn catalogued_name(list: CodeList) -> &'static str {
    match list {
        CodeList::Fields => "fields",
        CodeList::Kinds => "kinds of penalty",
        CodeList::Lists => "adverse lists",
        CodeList::Regimes => "regimes",
    }
}

/// What a list of codes is called in the page; its heading is the same.
fn code_list_name(codes: &'static [&'static str]) -> &'static str {
    let list = CODE_LISTS.iter().find(|list| list.codes == codes);
    list.expect("every list of codes has a name").name
}

fn forbidden() -> String {
    let names = |names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        quoted.join(" ")
    };
    format!(
        "| anywhere in a name | {} |\n|---|---|\n| as one of its words, or several in a row | {} |\n| as the whole of it | {} |\n",
        names(PARTS),
        names(WORDS),
        names(WHOLE),
    )
}
