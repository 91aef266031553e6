//! The programmes that come with the command line: what each says, what it decides, and what is said of it.
#![cfg(feature = "cli")]

mod cases;
mod changes;

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use testkit::desk::told;
use xinyi::authoring::{LibraryProgramme, Lint, library, library_index};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/programme/builtin");
const PAGE: &str = include_str!("../../docs/programmes.md");

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn entries() -> Vec<Value> {
    parse(library_index())["programmes"]
        .as_array()
        .expect("entries")
        .clone()
}

#[test]
fn the_library_is_its_folder_and_its_index() {
    let mut files = BTreeSet::new();
    for file in fs::read_dir(FOLDER).expect(FOLDER) {
        files.insert(
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("UTF-8"),
        );
    }
    let ids: Vec<&str> = library().iter().map(LibraryProgramme::id).collect();
    let mut named = BTreeSet::from(["index.json".to_owned()]);
    for id in &ids {
        named.extend([format!("{id}.json"), format!("{id}.cases.json")]);
    }
    assert_eq!(files, named);
    let listed: Vec<Value> = entries().iter().map(|entry| entry["id"].clone()).collect();
    assert_eq!(listed, ids);
    for programme in library() {
        assert_eq!(parse(programme.text())["id"], programme.id());
    }
}

#[test]
fn lint_has_nothing_to_say_of_any() {
    for programme in library() {
        let lint = Lint::of(programme.text()).expect("JSON");
        assert_eq!(lint.defects(), [], "{}", programme.id());
        assert_eq!(lint.errors(), [], "{}", programme.id());
        assert_eq!(lint.warnings(), [], "{}", programme.id());
    }
}

#[test]
fn each_says_whose_it_is_and_whether_its_figures_are_made_up() {
    for (programme, entry) in library().iter().zip(entries()) {
        let document = parse(programme.text());
        let title = programme.title();
        let says = title.chinese.contains("示例") && title.english.contains("xample");
        assert_eq!(says, entry["example"] == json!(true), "{}", programme.id());
        let owner = document["owner"].as_str().expect("an owner");
        assert!(owner.starts_with("示例"), "{owner}");
        let contact = document["contact"].as_str().expect("a contact");
        assert!(contact.ends_with(".example"), "{contact}");
        assert_eq!(document.get("iss"), None);
        let sources = entry["sources"].as_array().expect("sources");
        assert!(!sources.is_empty(), "{}", programme.id());
        for source in sources {
            assert!(
                source["title"].is_string() && source["seen"].is_string(),
                "{source}"
            );
        }
        for said in ["taken", "added"] {
            assert!(
                entry[said].as_str().is_some_and(|text| text.ends_with('.')),
                "{said}"
            );
        }
    }
}

/// Whoever is refused for a record is told by what law that record may be held against them.
#[test]
fn a_requirement_about_adverse_records_names_its_law() {
    let mut found = 0;
    for programme in library() {
        let document = parse(programme.text());
        for requirement in document["requirements"].as_array().into_iter().flatten() {
            let when = requirement["when"].to_string();
            let adverse = ["listings", "penalties", "commitments", "obligations"];
            if adverse.iter().any(|list| when.contains(list)) {
                assert!(
                    requirement["basis"].is_string(),
                    "{} {requirement}",
                    programme.id()
                );
                found += 1;
            }
        }
    }
    assert!(found > 30, "{found}");
}

#[test]
fn every_family_has_two_at_least() {
    let families = [
        "xinyi-pi",
        "xinyi-dai",
        "xinyi-zu",
        "xinyi-xing",
        "xinyi-you",
        "xinyi-gou",
        "xinyi-fu",
        "youth",
        "supervision",
        "certificate",
    ];
    for family in families {
        let of_family = library()
            .iter()
            .filter(|p| parse(p.text())["family"] == family);
        assert!(of_family.count() >= 2, "{family}");
    }
}

/// Certificates are of one form, a field each: every field of the catalogue but `other`.
#[test]
fn certificates_differ_by_their_field_alone() {
    let vocabulary = parse(include_str!("../../src/law/edition.json"));
    let fields = vocabulary["catalogue"]["codes"]["fields"]
        .as_array()
        .expect("fields");
    let fields = fields
        .iter()
        .filter_map(|f| f["code"].as_str())
        .filter(|f| *f != "other");
    let rules = |programme: &Value| {
        json!([
            programme["requirements"][0]["when"],
            programme["requirements"][1]["when"],
            programme["tiers"]
        ])
    };
    let mut certificates = library()
        .iter()
        .filter(|p| p.id().starts_with("certificate."));
    for field in fields {
        let certificate = certificates.next().expect(field);
        let document = parse(certificate.text());
        let model = library()
            .iter()
            .find(|p| p.id() == "certificate.market")
            .expect("one");
        let quoted = format!("\"{field}\"");
        let model = rules(&parse(model.text()))
            .to_string()
            .replace("\"market\"", &quoted);
        assert_eq!(rules(&document).to_string(), model, "{field}");
    }
    assert_eq!(certificates.next(), None);
}

/// The table of `docs/programmes.md`, from the files. Programmes of which the same is said share a row.
fn table() -> String {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for (programme, entry) in library().iter().zip(entries()) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let source = |source: &Value| {
            let parts =
                ["title", "body", "number", "date", "article"].map(|part| text(&source[part]));
            let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            format!("{} ({})", said.join("，"), text(&source["seen"]))
        };
        let title = programme.title();
        let (id, chinese, english) = (programme.id(), title.chinese, title.english);
        let name = format!("`{id}` {chinese}<br>{english}");
        let sources = entry["sources"]
            .as_array()
            .expect("sources")
            .iter()
            .map(source);
        let said = [
            sources.collect::<Vec<_>>().join("<br>"),
            text(&entry["taken"]),
            text(&entry["added"]),
        ];
        match rows.last_mut() {
            Some([names, same @ ..]) if *same == said => *names += &format!("<br>{name}"),
            _ => {
                let [sources, taken, added] = said;
                rows.push([name, sources, taken, added]);
            }
        }
    }
    let rows = rows.iter().map(|row| format!("| {} |\n", row.join(" | ")));
    let head = "| programme | source (as it was seen) | taken from it | added or left out |\n|---|---|---|---|\n";
    head.to_owned() + &rows.collect::<String>()
}

#[test]
fn the_page_has_the_table_of_all() {
    let (before, rest) = PAGE
        .split_once("<!-- table: programmes -->\n")
        .expect("a table");
    let (found, after) = rest.split_once("<!-- end -->").expect("its end");
    if std::env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/programmes.md");
        let page = format!(
            "{before}<!-- table: programmes -->\n{}<!-- end -->{after}",
            table()
        );
        fs::write(path, page).expect(path);
    } else {
        assert_eq!(found, table());
    }
}

#[test]
fn the_command_lists_and_writes_them() {
    let desk = testkit::desk!(&[]);
    let (listed, status) = desk.answer(&["programme", "list", "--json"]);
    assert_eq!(status, 0);
    let listed = listed["programmes"].as_array().expect("programmes");
    assert_eq!(listed.len(), library().len());
    for ((listed, entry), programme) in listed.iter().zip(entries()).zip(library()) {
        let document = parse(programme.text());
        for member in ["id", "version", "family", "title"] {
            assert_eq!(listed[member], document[member]);
        }
        for member in ["example", "sources", "taken", "added"] {
            assert_eq!(listed[member], entry[member]);
        }
    }

    let two = ["programme", "list", "youth.museum-pass", "xinyi-zu.office"];
    let written = desk.xinyi(&[&two[..], &["--write", "mine/here"]].concat());
    assert!(written.status.success(), "{}", told(&written));
    assert!(
        told(&written).contains("2 programmes written to mine/here"),
        "{}",
        told(&written)
    );
    let folder = desk.path().join("mine/here");
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 4);
    let museum = library()
        .iter()
        .find(|p| p.id() == "youth.museum-pass")
        .expect("one");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    assert_eq!(read("youth.museum-pass.json"), museum.text());
    assert_eq!(read("youth.museum-pass.cases.json"), museum.cases());

    // What somebody has changed is not lost, and nothing else is written.
    fs::write(folder.join("xinyi-zu.office.json"), "mine").expect("a file");
    fs::remove_file(folder.join("youth.museum-pass.json")).expect("a file");
    let again = desk.xinyi(&[&two[..], &["--write", "mine/here"]].concat());
    assert_eq!(again.status.code(), Some(2));
    assert!(
        told(&again).contains("there is a file already"),
        "{}",
        told(&again)
    );
    assert_eq!(read("xinyi-zu.office.json"), "mine");
    assert!(!folder.join("youth.museum-pass.json").exists());

    let unknown = desk.xinyi(&["programme", "list", "youth.musem-pass"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        told(&unknown).contains("programme.unknown"),
        "{}",
        told(&unknown)
    );
}
