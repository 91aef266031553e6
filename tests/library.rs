//! The programmes that come with the command line: what each says, what it decides, and what is said of it.
#![cfg(feature = "cli")]

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use testkit::desk::told;
use xinyi::authoring::{LibraryProgramme, Lint, library, library_index};
use xinyi::{Explain, Instant, Trial};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/programme/builtin");
const PAGE: &str = include_str!("../docs/programmes.md");

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn entries() -> Vec<Value> {
    parse(library_index())["programmes"]
        .as_array()
        .expect("entries")
        .clone()
}

/// A merge patch (RFC 7396): `null` takes a member away.
fn patched(target: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut target = match target {
        Value::Object(members) => members.clone(),
        _ => serde_json::Map::new(),
    };
    for (name, change) in changes {
        let old = target.remove(name).unwrap_or(Value::Null);
        if !change.is_null() {
            target.insert(name.clone(), patched(&old, change));
        }
    }
    target.into()
}

/// A case, ready to be decided.
struct Case {
    name: String,
    facts: String,
    now: Instant,
    expect: Value,
}

fn cases_of(programme: &LibraryProgramme) -> Vec<Case> {
    let document = parse(programme.cases());
    assert_eq!(document["programme"], programme.id());
    let read = |case: &Value| {
        let day = case.get("now").unwrap_or(&document["now"]);
        let noon = format!("{}T12:00:00+08:00", day.as_str().expect("a day"));
        let patch = case.get("with").cloned().unwrap_or_else(|| json!({}));
        Case {
            name: case["name"].as_str().expect("a name").to_owned(),
            facts: patched(&document["facts"], &patch).to_string(),
            now: Instant::parse(&noon).expect("a day"),
            expect: case["expect"].clone(),
        }
    };
    let cases = document["cases"].as_array().expect("cases");
    cases.iter().map(read).collect()
}

/// What of a case's expectation a programme decides otherwise.
fn differences(programme: &Value, case: &Case) -> Vec<String> {
    let trial = match Trial::run(&programme.to_string(), &case.facts, case.now, Explain::Full) {
        Ok(trial) => serde_json::to_value(&trial).expect("JSON"),
        Err(error) => return vec![error.code().as_str().to_owned()],
    };
    let requirements = programme["requirements"].as_array();
    let ids: BTreeSet<&str> = requirements
        .into_iter()
        .flatten()
        .filter_map(|requirement| requirement["id"].as_str())
        .collect();
    let reasons = trial["reasons"].as_array().expect("reasons");
    let unmet = reasons.iter().filter(|reason| reason["verdict"] == "false");
    let unmet: BTreeSet<&str> = unmet
        .filter_map(|reason| reason["rule"].as_str())
        .filter(|rule| ids.contains(rule))
        .collect();
    let names = |list: &Value| {
        let list = list.as_array().expect("a list");
        let names: BTreeSet<String> = list.iter().map(|name| name.to_string()).collect();
        names
    };
    let mut differences = Vec::new();
    for (member, expected) in case.expect.as_object().expect("an expectation") {
        let same = match member.as_str() {
            "requirements" => names(expected) == names(&json!(unmet)),
            "missing" => names(expected) == names(&trial["missing"]),
            "outcome" | "tier" | "eligible_from" | "valid_until" | "manual_review" => {
                trial[member] == *expected
            }
            other => panic!("{other}: {}", case.name),
        };
        if !same {
            let found = match member.as_str() {
                "requirements" => json!(unmet),
                _ => trial[member].clone(),
            };
            differences.push(format!("{member}: {expected} expected, {found} found"));
        }
    }
    differences
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
        assert_eq!(lint.errors(), [], "{}", programme.id());
        assert_eq!(lint.warnings(), [], "{}", programme.id());
    }
}

#[test]
fn every_case_is_decided_as_it_says() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for programme in library() {
        let document = parse(programme.text());
        let mut names = BTreeSet::new();
        for case in cases_of(programme) {
            let differences = differences(&document, &case);
            if !differences.is_empty() {
                wrong.push(format!(
                    "{}, {}: {differences:?}",
                    programme.id(),
                    case.name
                ));
            }
            let tier = case.expect.get("tier").is_some();
            assert_eq!(tier, case.expect["outcome"] == "granted", "{}", case.name);
            assert!(names.insert(case.name), "{}", programme.id());
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} programmes, {count} cases", library().len());
}

/// Whether it is a certificate of a field of which the catalogue has no list. A local list is for a person to look at, so
/// that its requirement is never certain to be unmet.
fn is_of_no_list(programme: &LibraryProgramme) -> bool {
    let edition = parse(include_str!("../src/law/edition.json"));
    let lists = edition["catalogue"]["codes"]["lists"]
        .as_array()
        .expect("lists")
        .clone();
    let document = parse(programme.text());
    let field = &document["tiers"][0]["benefit"]["field"];
    let is_listed = |list: &Value| list["fields"].as_array().expect("fields").contains(field);
    field.is_string() && !lists.iter().any(is_listed)
}

#[test]
fn each_programme_is_seen_with_every_outcome_and_every_tier() {
    for programme in library() {
        let document = parse(programme.text());
        let cases = cases_of(programme);
        let seen = |member: &str, value: &Value| cases.iter().any(|c| c.expect[member] == *value);
        for outcome in ["granted", "not_granted", "undetermined", "not_applicable"] {
            assert!(
                seen("outcome", &json!(outcome)),
                "{}: {outcome}",
                programme.id()
            );
        }
        for tier in document["tiers"].as_array().expect("tiers") {
            assert!(
                seen("tier", &tier["id"]),
                "{}: {}",
                programme.id(),
                tier["id"]
            );
        }
        for requirement in document["requirements"].as_array().into_iter().flatten() {
            let id = &requirement["id"];
            let unmet = cases.iter().any(|case| {
                let unmet = case.expect.get("requirements").and_then(Value::as_array);
                unmet.is_some_and(|unmet| unmet.contains(id))
            });
            let known = is_of_no_list(programme) && id == "not-listed";
            assert!(unmet || known, "{}: {id}", programme.id());
        }
    }
}

/// Operators of conditions, whose operands are conditions from this one on, and before this one.
const CONDITIONS: [(&str, usize, usize); 8] = [
    ("and", 0, 64),
    ("or", 0, 64),
    ("!", 0, 1),
    ("some", 1, 2),
    ("none", 1, 2),
    ("all", 1, 2),
    ("count", 1, 2),
    ("sum", 1, 2),
];

/// A bound, and the same without what is on it.
const STRICTER: [(&str, &str); 4] = [
    (">=", ">"),
    ("<=", "<"),
    ("not-after", "before"),
    ("not-before", "after"),
];

/// A constant, a little more and a little less: a number, an amount, a period.
fn beside(constant: &Value) -> Vec<Value> {
    if let Some(number) = constant.as_i64() {
        return vec![json!(number + 1), json!(number - 1)];
    }
    if let Some(number) = constant.as_f64() {
        return vec![json!(number + 0.05), json!(number - 0.05)];
    }
    if let Some(yuan) = constant["amount"]
        .as_str()
        .and_then(|text| text.split_once('.'))
    {
        let fen = yuan.0.parse::<i64>().expect("yuan") * 100;
        let amount = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        let money = |fen| json!({ "currency": "CNY", "amount": amount(fen) });
        assert_eq!(yuan.1, "00");
        return vec![money(fen + 1), money(fen - 1)];
    }
    match constant.as_str() {
        Some(years @ ("P2Y" | "P3Y")) => vec![json!(format!("{years}1D")), json!("P1Y364D")],
        Some("P20D") => vec![json!("P21D"), json!("P19D")],
        Some("P41D") => vec![json!("P42D"), json!("P40D")],
        Some("P51D") => vec![json!("P52D"), json!("P50D")],
        _ => Vec::new(),
    }
}

/// A rule with something in it changed: a condition that holds or does not hold whatever the facts, a bound without
/// what is on it, a constant that is a little more or less.
fn changed_rules(rule: &Value) -> Vec<Value> {
    let mut changed = Vec::new();
    let Some((operator, operands)) = rule.as_object().and_then(|rule| rule.iter().next()) else {
        return changed;
    };
    let parts = match operands {
        Value::Array(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let with = |i: usize, part: Value| {
        let mut parts = parts.to_vec();
        parts[i] = part;
        json!({ operator: parts })
    };
    let known = CONDITIONS.iter().find(|(known, ..)| known == operator);
    for (i, part) in parts.iter().enumerate() {
        changed.extend(beside(part).into_iter().map(|part| with(i, part)));
        let is_condition = known.is_some_and(|(_, first, end)| (*first..*end).contains(&i));
        // What is no condition, such as a sum, is no boolean either.
        let inner = changed_rules(part).into_iter();
        let inner = inner.filter(|part| is_condition || !part.is_boolean());
        changed.extend(inner.map(|part| with(i, part)));
    }
    if let Some((_, stricter)) = STRICTER.iter().find(|(bound, _)| bound == operator) {
        changed.push(json!({ *stricter: operands }));
    }
    if !["and", "or", "!"].contains(&operator.as_str()) {
        changed.extend([json!(true), json!(false)]);
    }
    changed
}

/// Every threshold is met by cases on and beside it, and every part of a rule matters to some case: a programme that
/// is changed anywhere decides one of its cases otherwise.
#[test]
fn whatever_is_changed_in_a_programme_some_case_notices() {
    let mut changes = 0;
    let mut unnoticed = Vec::new();
    for programme in library() {
        let document = parse(programme.text());
        let cases = cases_of(programme);
        let mut places = vec!["/applies_when".to_owned()];
        for list in ["requirements", "tiers"] {
            let parts = document[list].as_array().map_or(0, Vec::len);
            places.extend((0..parts).map(|i| format!("/{list}/{i}/when")));
        }
        for place in places {
            let Some(rule) = document.pointer(&place) else {
                continue;
            };
            for rule in changed_rules(rule) {
                let mut document = document.clone();
                *document.pointer_mut(&place).expect("a rule") = rule.clone();
                changes += 1;
                if cases
                    .iter()
                    .all(|case| differences(&document, case).is_empty())
                {
                    unnoticed.push(format!("{}{place}: {rule}", programme.id()));
                }
            }
        }
    }
    assert!(unnoticed.is_empty(), "{}", unnoticed.join("\n"));
    assert!(changes > 500, "{changes}");
}

/// The leaves of a rule: what is not put together of other conditions. A quantifier over a list is one.
fn leaves(rule: &Value) -> Vec<&Value> {
    match rule.as_object().and_then(|rule| rule.iter().next()) {
        Some((operator, operands)) if ["and", "or", "!"].contains(&operator.as_str()) => {
            let parts = match operands {
                Value::Array(parts) => parts.as_slice(),
                single => std::slice::from_ref(single),
            };
            parts.iter().flat_map(leaves).collect()
        }
        Some(_) => vec![rule],
        None => Vec::new(),
    }
}

/// A leaf is asked alone, of the facts of each case.
#[test]
fn every_leaf_is_seen_true_false_and_unknown() {
    let mut count = 0;
    let mut unseen = Vec::new();
    for programme in library() {
        let document = parse(programme.text());
        let cases = cases_of(programme);
        let rules = [document.get("applies_when")].into_iter().flatten();
        let parts = ["requirements", "tiers"].map(|list| document[list].as_array());
        let parts = parts.into_iter().flatten().flatten();
        for leaf in rules
            .chain(parts.map(|part| &part["when"]))
            .flat_map(leaves)
        {
            let mut alone = document.clone();
            let alone_members = alone.as_object_mut().expect("a programme");
            alone_members.remove("applies_when");
            alone_members.remove("requirements");
            alone["tiers"] = json!([{ "id": "leaf", "when": leaf, "benefit": { "kind": "discount", "percent_off": 1 } }]);
            let alone = alone.to_string();
            let outcome = |case: &Case| {
                let trial = Trial::run(&alone, &case.facts, case.now, Explain::Full);
                trial.expect("a case").decision().outcome().as_str()
            };
            let seen: BTreeSet<&str> = cases.iter().map(outcome).collect();
            // A bundle always shows of what kind its subject is.
            let shown = leaf.to_string().contains("credit.subject_kind");
            let unlisted = is_of_no_list(programme) && leaf.to_string().contains("credit.listings");
            let verdicts = [
                ("granted", "true", false),
                ("not_granted", "false", unlisted),
                ("undetermined", "unknown", shown),
            ];
            for (outcome, verdict, excused) in verdicts {
                if !seen.contains(outcome) && !excused {
                    unseen.push(format!("{}: {leaf} is not seen {verdict}", programme.id()));
                }
            }
            count += 1;
        }
    }
    assert!(unseen.is_empty(), "{}", unseen.join("\n"));
    println!("{count} leaves, each seen true, false and unknown");
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
    let vocabulary = parse(include_str!("../src/law/edition.json"));
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
