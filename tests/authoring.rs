//! `docs/authoring.md` is true: its programme, its facts, each example and the commands.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{page, surface};
use xinyi::authoring::Lint;
use xinyi::{Explain, Instant, Trial};

const GUIDE: &str = include_str!("../docs/authoring.md");
const NOW: &str = "2026-11-22T12:00:00Z";

/// The block of JSON, or of rows, of that name.
fn block(name: &str) -> &'static str {
    let language = name.rsplit('.').next().filter(|end| *end == "csv");
    page::block(GUIDE, &format!("{} {name}", language.unwrap_or("json")))
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// The cells of the rows of every table whose head has a cell of this name.
fn rows(head: &str) -> Vec<Vec<&'static str>> {
    let mut rows = Vec::new();
    let mut wanted = false;
    for line in GUIDE.lines() {
        let Some(inner) = line.strip_prefix("| ").and_then(|l| l.strip_suffix(" |")) else {
            wanted = wanted && line.starts_with("|-");
            continue;
        };
        let cells: Vec<&str> = inner.split(" | ").map(str::trim).collect();
        if wanted {
            rows.push(cells);
        } else {
            wanted = cells.contains(&head);
        }
    }
    rows
}

fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

/// What a rule comes to on the facts of the guide, in place of its requirements and tiers.
fn comes_to(rule: &str) -> String {
    comes_to_on(rule, block("facts.json"))
}

fn comes_to_on(rule: &str, facts: &str) -> String {
    let mut programme = parse(block("programme.json"));
    let benefit = json!({"kind": "discount", "percent_off": 1});
    programme["requirements"] = json!([]);
    programme["tiers"] = json!([{"id": "only", "when": parse(rule), "benefit": benefit}]);
    let now = Instant::parse(NOW).expect(NOW);
    let trial = Trial::run(&programme.to_string(), facts, now, Explain::Full);
    let outcome = match trial {
        Ok(trial) => trial.decision().outcome().as_str(),
        Err(_) => "error",
    };
    match outcome {
        "granted" => "true",
        "not_granted" => "false",
        "undetermined" => "unknown",
        other => other,
    }
    .to_owned()
}

#[test]
fn every_example_comes_to_what_is_said() {
    let mut examples = 0;
    for row in rows("comes to") {
        let [.., example, comes_to_cell] = row.as_slice() else {
            panic!("{row:?}");
        };
        assert_eq!(comes_to(code(example)), **comes_to_cell, "{example}");
        examples += 1;
    }
    assert!(examples >= 30, "{examples}");
}

/// The penalty says it, whichever of its kinds that is; a licence does not.
#[test]
fn a_revoked_licence_is_read_from_penalties() {
    let mut facts = parse(block("facts.json"));
    facts["credit"]["penalties"].as_array_mut().unwrap().pop();
    let rule = block("revocation");
    assert_eq!(comes_to_on(rule, &facts.to_string()), "true");
    let mut revoked = facts.clone();
    revoked["credit"]["penalties"][0]["kind"] = json!("licence_revocation");
    assert_eq!(comes_to_on(rule, &revoked.to_string()), "false");
    let mut also = facts;
    also["credit"]["penalties"][0]["also"] = json!(["licence_revocation"]);
    assert_eq!(comes_to_on(rule, &also.to_string()), "false");
}

#[test]
fn every_operator_has_a_row_and_an_example_of_its_own() {
    // The schema is tested against the table of operators.
    let schema = parse(include_str!("../pkg/schemas/programme.json"));
    let operators = schema["$defs"]["call"]["properties"]
        .as_object()
        .expect("operators");
    let known: BTreeSet<&str> = operators.keys().map(String::as_str).collect();
    let rows = rows("operator");
    let named: BTreeSet<&str> = rows.iter().map(|row| code(row[0])).collect();
    assert_eq!(named, known);
    for row in &rows {
        assert!(
            row[2].contains(&format!("\"{}\":", code(row[0]))),
            "{row:?}"
        );
    }
}

#[test]
fn every_member_and_every_benefit_is_described() {
    let schema = parse(include_str!("../pkg/schemas/programme.json"));
    let backticked = |text: &str| -> BTreeSet<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let members = rows("member")
        .iter()
        .map(|row| backticked(row[0]))
        .collect::<Vec<_>>();
    let members: BTreeSet<String> = members.into_iter().flatten().collect();
    let known: BTreeSet<String> = schema["properties"]
        .as_object()
        .expect("members")
        .keys()
        .cloned()
        .collect();
    assert_eq!(members, known);
    let rows = rows("benefit");
    for benefit in schema["$defs"]["benefit"]["oneOf"]
        .as_array()
        .expect("benefits")
    {
        let kind = benefit["properties"]["kind"]["const"]
            .as_str()
            .expect("a kind");
        let row = rows.iter().find(|row| code(row[0]) == kind).expect(kind);
        let mut members = backticked(row[1]);
        members.insert("kind".to_owned());
        let known: BTreeSet<String> = benefit["properties"]
            .as_object()
            .expect(kind)
            .keys()
            .cloned()
            .collect();
        assert_eq!(members, known, "{kind}");
        for name in benefit["required"].as_array().expect(kind) {
            let optional = format!("`{}`?", name.as_str().expect(kind));
            assert!(!row[1].contains(&optional), "{kind}: {optional}");
        }
    }
}

#[test]
fn there_is_nothing_to_say_against_the_programme() {
    let lint = Lint::of(block("programme.json")).expect("JSON");
    assert_eq!((lint.errors(), lint.warnings()), (&[][..], &[][..]));
}

#[test]
fn in_text_a_trial_is_the_same_and_its_options_are_checked() {
    let (programme, facts) = (block("programme.json"), block("facts.json"));
    let now = Instant::parse(NOW).expect(NOW);
    let options = json!({"now": now.unix(), "explain": "full"});
    let given = surface::try_programme(programme, facts, &options.to_string());
    let trial = Trial::run(programme, facts, now, Explain::Full).expect("a trial");
    let same = format!(
        r#"{{"ok":true,"decision":{}}}"#,
        serde_json::to_string(&trial).expect("JSON")
    );
    assert_eq!(given, same);
    assert!(
        given.contains(r#""evidence":{"verified":false,"#),
        "{given}"
    );
    for (member, value, pointer) in [
        ("holder", json!("unbound"), "/holder"),
        ("explain", json!("all"), "/explain"),
        ("now", json!(NOW), "/now"),
    ] {
        let mut options = options.clone();
        options[member] = value;
        let refused = parse(&surface::try_programme(
            programme,
            facts,
            &options.to_string(),
        ));
        assert_eq!(refused["error"]["code"], "input.options", "{refused}");
        assert_eq!(refused["error"]["details"]["pointer"], pointer, "{refused}");
    }
}

/// No word that a table may have is left out.
#[test]
fn every_word_of_tables_is_in_the_guide() {
    let (_, section) = GUIDE
        .split_once("## A programme as a table\n")
        .expect("the section");
    let (section, _) = section.split_once("\n## ").expect("the next section");
    for word in xinyi::authoring::table::words() {
        let is_said = |text: &str| section.contains(&format!("`{text}`"));
        assert!(is_said(word), "{word}");
    }
}

#[cfg(feature = "cli")]
#[test]
fn the_table_becomes_the_programme() {
    let table = testkit::desk!(&[("programme.csv", block("programme.csv"))]);
    for line in page::block(GUIDE, "sh table").lines() {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        let output = table.xinyi(&words);
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(!text.contains("  ? ") && !text.contains("  - "), "{text}");
    }
    let made =
        parse(&std::fs::read_to_string(table.path().join("programme.json")).expect("a programme"));
    assert_eq!(made, parse(block("programme.json")));
    // The workbook is of the same programme.
    let output = table.xinyi(&[
        "programme",
        "from-table",
        "programme.xlsx",
        "--out",
        "again.json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let again =
        parse(&std::fs::read_to_string(table.path().join("again.json")).expect("a programme"));
    assert_eq!(again, made);
}

#[cfg(feature = "cli")]
#[test]
fn the_commands_do_what_is_said() {
    let files = ["programme.json", "facts.json"].map(|name| (name, block(name)));
    let desk = testkit::desk!(&files);
    let mut outputs = Vec::new();
    for line in page::block(GUIDE, "sh").lines() {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        let output = desk.xinyi(&words);
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        outputs.push(String::from_utf8(output.stdout).expect("UTF-8"));
    }
    let [lint, tried] = outputs.as_slice() else {
        panic!("{outputs:?}");
    };
    assert!(
        lint.contains("errors: 0") && lint.contains("warnings: 0"),
        "{lint}"
    );
    assert!(
        tried.contains("档次：时限减半") && tried.contains("upgrade same-day, missing"),
        "{tried}"
    );
    let json = desk.xinyi(&[
        "programme",
        "try",
        "programme.json",
        "--facts",
        "facts.json",
        "--now",
        NOW,
        "--json",
    ]);
    let decision: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(decision["tier"], json!("half-time"));
    assert_eq!(
        decision["upgrade"]["missing"],
        json!(["credit.penalties[1]"])
    );
}
