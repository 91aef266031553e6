//! What authors work with on the command line: cases, plain words, and comparison.
#![cfg(feature = "cli")]

use std::fs;

use serde_json::{Value, json};
use testkit::desk::Desk;
use testkit::page;

const GUIDE: &str = include_str!("../docs/authoring.md");

/// The block of JSON of that name in the guide.
fn block(name: &str) -> &'static str {
    page::block(GUIDE, &format!("json {name}"))
}

fn desk() -> Desk {
    testkit::desk!(&[
        ("programme.json", block("programme.json")),
        ("programme.cases.json", block("programme.cases.json")),
    ])
}

fn cases() -> Value {
    serde_json::from_str(block("programme.cases.json")).expect("JSON")
}

/// What is printed, and the exit status.
fn typed(desk: &Desk, words: &[&str]) -> (String, Option<i32>) {
    let output = desk.xinyi(words);
    let text = [output.stdout, output.stderr].concat();
    (
        String::from_utf8(text).expect("UTF-8"),
        output.status.code(),
    )
}

fn write(desk: &Desk, name: &str, document: &Value) {
    fs::write(desk.path().join(name), document.to_string()).expect(name);
}

#[test]
fn the_cases_of_the_guide_come_out() {
    let (text, status) = typed(&desk(), &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("案例 5 个，不符 0 个"), "{text}");
}

#[test]
fn a_case_that_differs_fails_and_says_why() {
    let desk = desk();
    let mut document = cases();
    document["cases"][2]["expect"] =
        json!({ "outcome": "granted", "tier": "half-time", "requirements": ["not-listed"] });
    write(&desk, "programme.cases.json", &document);
    let (text, status) = typed(&desk, &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(1), "{text}");
    for part in [
        r#"outcome: 应为 / expected "granted"; 实为 / found "not_granted""#,
        r#"tier: 应为 / expected "half-time"; 实为 / found null"#,
        r#"requirements: 应为 / expected ["not-listed"]; 实为 / found []"#,
        "纳税信用评价为“D”",
        "不符 1 个",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let output = desk.xinyi(&["programme", "test", "programme.json", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let case = &report[0]["cases"][2];
    assert_eq!(
        case["differences"],
        json!(["outcome", "tier", "requirements"])
    );
    assert_eq!(case["decision"]["evidence"]["verified"], json!(false));
}

/// By hand: which verdicts each leaf comes to in the five cases of the guide.
#[test]
fn coverage_is_what_was_counted_by_hand() {
    let output = desk().xinyi(&["programme", "test", "programme.json", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found: Vec<String> = report[0]["coverage"]
        .as_array()
        .expect("leaves")
        .iter()
        .map(|leaf| {
            let seen =
                ["true", "false", "unknown"].map(|verdict| match leaf[verdict] == json!(true) {
                    true => verdict.get(..1).expect("a letter"),
                    false => "-",
                });
            format!(
                "{} {}",
                seen.concat(),
                leaf["pointer"].as_str().expect("a pointer")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "tfu /requirements/0/when",
            // The hidden list may hold anything; the one record that is shown is serious.
            "t-u /requirements/0/when/none/1",
            "tf- /tiers/0/when/and/0",
            "tf- /tiers/0/when/and/1",
            // Nobody has a penalty.
            "t-- /tiers/0/when/and/2",
            "--- /tiers/0/when/and/2/<=/0/count/1",
            "tf- /tiers/1/when",
        ]
    );
}

#[test]
fn what_cannot_be_used_is_told_with_its_place() {
    let desk = desk();
    let mut document = cases();
    document["cases"][1]["with"] = json!({ "credit": { "listings": [{ "list": 5 }] } });
    write(&desk, "programme.cases.json", &document);
    let output = desk.xinyi(&["programme", "test", "programme.json", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let pointer = report[0]["cases"][1]["error"]["details"]["pointer"]
        .as_str()
        .expect("a pointer");
    assert!(
        pointer.starts_with("/cases/1/with/credit/listings/0"),
        "{pointer}"
    );

    // A misspelt list would be an empty one.
    let mut document = cases();
    document["cases"][1]["with"] = json!({ "credit": { "listngs": [] } });
    write(&desk, "programme.cases.json", &document);
    let (text, status) = typed(&desk, &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(2), "{text}");
    for part in ["/cases/1/with/credit/listngs", "listings"] {
        assert!(text.contains(part), "{part}\n{text}");
    }

    let mut document = cases();
    document["cases"][0]["expect"]["tier"] = json!("sameday");
    write(&desk, "programme.cases.json", &document);
    let (text, status) = typed(&desk, &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(2), "{text}");
    for part in [
        "案例文件在 /cases/0/expect/tier 处",
        "same-day",
        "programme.cases.json",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // So would all cases that are offered have it.
    let mut document = cases();
    document["facts"]["credit"]["penaltys"] = json!([]);
    document["cases"] = json!([]);
    write(&desk, "programme.cases.json", &document);
    let (text, status) = typed(&desk, &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(2), "{text}");
    for part in [
        "/facts/credit/penaltys",
        "penalties",
        "programme.cases.json",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // On a day on which it is not in force nobody gets anything, and cases of that day would show nothing.
    let early = [
        "programme",
        "test",
        "programme.json",
        "--cases",
        "none.json",
        "--suggest",
        "more.json",
    ];
    let (text, status) = typed(&desk, &early);
    assert_eq!(status, Some(2), "{text}");
    let early = [
        "programme",
        "test",
        "early.json",
        "--suggest",
        "more.json",
        "--now",
        "2025-12-31T04:00:00Z",
    ];
    fs::copy(
        desk.path().join("programme.json"),
        desk.path().join("early.json"),
    )
    .expect("a copy");
    let (text, status) = typed(&desk, &early);
    assert_eq!(status, Some(2), "{text}");
    assert!(
        text.contains("/now") && text.contains("2026-01-01 ~ 2027-12-31"),
        "{text}"
    );
    // What is wrong with a file is told with its name.
    let twice = r#"{"programme":"a","programme":"a"}"#;
    fs::write(desk.path().join("programme.cases.json"), twice).expect("a file");
    let (text, status) = typed(&desk, &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("programme.cases.json"), "{text}");
    fs::remove_file(desk.path().join("programme.cases.json")).expect("a file");
    let (text, status) = typed(&desk, &["programme", "test", "programme.json"]);
    assert_eq!(status, Some(2), "{text}");
}

#[test]
fn a_misspelt_fact_is_told_wherever_facts_are_written() {
    let desk = desk();
    let facts = json!({ "credit": {
        "subject_kind": "enterprise", "jurisdiction": "310000", "catalogue": "CN-2025", "as_of": "2026-11-20",
        "penaltis": [], "evaluations": { "tax": { "grad": "A" } } } });
    write(&desk, "facts.json", &facts);
    let tried = [
        "programme",
        "try",
        "programme.json",
        "--facts",
        "facts.json",
        "--now",
        "2026-11-22T04:00:00Z",
        "--json",
    ];
    let output = desk.xinyi(&tried);
    let trial: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        trial["warnings"],
        json!([{ "code": "claim.ignored_member", "pointers": ["/evaluations/tax/grad", "/penaltis"], "input": "credit" }]),
        "{trial}"
    );
    let compared = [
        "programme",
        "diff",
        "programme.json",
        "programme.json",
        "--facts",
        "facts.json",
        "--now",
        "2026-11-22T04:00:00Z",
    ];
    let (text, status) = typed(&desk, &compared);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("/credit/evaluations/tax/grad"), "{text}");
}

#[test]
fn missing_cases_are_written_once_and_come_out() {
    let desk = desk();
    let command = [
        "programme",
        "test",
        "programme.json",
        "--suggest",
        "more.json",
    ];
    let (text, status) = typed(&desk, &command);
    assert_eq!(status, Some(0), "{text}");
    let written = fs::read(desk.path().join("more.json")).expect("a file");
    let (text, status) = typed(&desk, &command);
    assert_eq!(status, Some(2), "{text}");
    assert_eq!(
        fs::read(desk.path().join("more.json")).expect("a file"),
        written
    );
    let output = desk.xinyi(&[
        "programme",
        "test",
        "programme.json",
        "--cases",
        "more.json",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let confirmed = |case: &Value| case["confirmed"] == json!(true);
    assert!(
        !report[0]["cases"]
            .as_array()
            .expect("cases")
            .iter()
            .any(confirmed)
    );
    // Both together have seen each leaf do whatever it can.
    let first = desk.xinyi(&["programme", "test", "programme.json", "--json"]);
    let first: Value = serde_json::from_slice(&first.stdout).expect("JSON");
    let leaves = report[0]["coverage"].as_array().expect("leaves").iter();
    for (one, other) in leaves.zip(first[0]["coverage"].as_array().expect("leaves")) {
        for verdict in ["true", "false", "unknown"] {
            assert!(
                one[verdict] == json!(true) || other[verdict] == json!(true),
                "{verdict} {one}"
            );
        }
    }
}

/// Render once, and compare with what was read and found right; `UPDATE=1` writes it.
#[test]
fn the_programmes_of_the_demo_are_told_as_they_were_read() {
    let desk = desk();
    let (text, status) = typed(
        &desk,
        &["demo", "--out", "demo", "--now", "2026-11-22T12:00:00Z"],
    );
    assert_eq!(status, Some(0), "{text}");
    for name in [
        "shared-bike",
        "power-bank",
        "small-firm-loan",
        "young-volunteer",
        "clean-record",
    ] {
        let programme = format!("demo/programmes/{name}.json");
        for (language, format, file) in [
            ("zh-CN", "text", format!("{name}.zh-CN.txt")),
            ("en", "text", format!("{name}.en.txt")),
            ("zh-CN", "markdown", format!("{name}.zh-CN.md")),
        ] {
            if format == "markdown" && name != "young-volunteer" {
                continue;
            }
            let words = [
                "programme",
                "render",
                &programme,
                "--lang",
                language,
                "--format",
                format,
            ];
            let (text, status) = typed(&desk, &words);
            assert_eq!(status, Some(0), "{text}");
            assert!(!text.contains('?') && !text.contains('{'), "{text}");
            let path = format!("{}/tests/prose/{file}", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, &text).expect(&path);
            }
            let right = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                text == right,
                "{file} is not what it was; UPDATE=1 writes it\n{text}"
            );
        }
    }
}

/// Somebody's facts, by the names of their files.
fn somebody() -> Vec<(String, Value)> {
    let base = &cases()["facts"];
    let mut all = Vec::new();
    for grade in ["A", "B", "C", "D"] {
        for permits in [1, 3, 4] {
            let mut facts = base.clone();
            facts["credit"]["evaluations"]["tax"]["grade"] = json!(grade);
            facts["request"]["permits"] = json!(permits);
            all.push((format!("{grade}{permits}.json"), facts));
        }
    }
    all
}

#[test]
fn a_version_and_its_successor_are_compared_on_one_day() {
    let desk = testkit::desk!(&[("facts.ndjson", "")]);
    let mut programme: Value = serde_json::from_str(block("programme.json")).expect("JSON");
    programme["valid_until"] = json!("2026-12-31");
    write(&desk, "before.json", &programme);
    programme["version"] = json!(2);
    programme["valid_from"] = json!("2027-01-01");
    programme["valid_until"] = json!("2027-12-31");
    write(&desk, "after.json", &programme);
    let facts: Value = serde_json::from_str(block("facts.json")).expect("JSON");
    fs::write(desk.path().join("facts.ndjson"), format!("{facts}\n")).expect("a file");
    let words = "programme diff before.json after.json --facts facts.ndjson --now 2026-11-22T04:00:00Z --json";
    let words: Vec<&str> = words.split(' ').collect();
    let report: Value = serde_json::from_slice(&desk.xinyi(&words).stdout).expect("JSON");
    let one = &report["facts"][0];
    assert_eq!(one["before"]["tier"], json!("half-time"), "{one}");
    assert_eq!(one["after"], one["before"]);
    assert_eq!(one["effect"], json!("same"), "{one}");
}

#[test]
fn who_gains_and_who_loses_is_what_trials_say_one_by_one() {
    let desk = testkit::desk!(&[("before.json", block("programme.json"))]);
    let mut after: Value = serde_json::from_str(block("programme.json")).expect("JSON");
    after["version"] = json!(2);
    after["tiers"][0]["when"]["and"][1]["<="][1] = json!(4);
    after["tiers"][1]["when"]["at-least"][1] = json!("B");
    write(&desk, "after.json", &after);
    fs::create_dir(desk.path().join("facts")).expect("a folder");
    let mut lines = String::new();
    for (name, facts) in somebody() {
        write(&desk, &format!("facts/{name}"), &facts);
        lines += &format!("{facts}\n");
    }
    fs::write(desk.path().join("facts.ndjson"), lines).expect("a file");
    let now = "2026-11-22T04:00:00Z";
    let output = |facts: &str| {
        let words = [
            "programme",
            "diff",
            "before.json",
            "after.json",
            "--facts",
            facts,
            "--now",
            now,
            "--json",
        ];
        let output = desk.xinyi(&words);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    let report = output("facts");
    let mut effects = Vec::new();
    for (one, (name, _)) in report["facts"]
        .as_array()
        .expect("facts")
        .iter()
        .zip(somebody())
    {
        assert_eq!(one["name"], json!(name));
        let facts = format!("facts/{name}");
        let tried = ["before", "after"].map(|version| {
            let programme = format!("{version}.json");
            let words = [
                "programme",
                "try",
                &programme,
                "--facts",
                &facts,
                "--now",
                now,
                "--json",
            ];
            let decision: Value = serde_json::from_slice(&desk.xinyi(&words).stdout).expect("JSON");
            for member in ["outcome", "tier", "benefit"] {
                assert_eq!(
                    one[version][member], decision[member],
                    "{name} {version} {member}"
                );
            }
            (
                decision["outcome"] == json!("granted"),
                decision["tier"].clone(),
            )
        });
        let want = match tried {
            [(false, _), (true, _)] => "gains",
            [(true, _), (false, _)] => "loses",
            [before, after] if before == after => "same",
            // Lanes are not compared by figures.
            _ => "other",
        };
        assert_eq!(one["effect"], json!(want), "{name}");
        effects.push(want);
    }
    let counted = |effect: &str| effects.iter().filter(|one| **one == effect).count();
    for effect in ["gains", "loses", "other", "same"] {
        assert_eq!(report["counts"][effect], json!(counted(effect)), "{effect}");
    }
    assert!(
        counted("loses") == 3 && counted("other") == 2,
        "{effects:?}"
    );
    let of_lines = output("facts.ndjson");
    let effects = |report: &Value| {
        let all = report["facts"].as_array().expect("facts").iter();
        all.map(|one| one["effect"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(effects(&of_lines), effects(&report));
    let parts = report["programme"]["parts"]
        .as_array()
        .expect("parts")
        .iter();
    let parts: Vec<&str> = parts
        .map(|part| part["id"].as_str().expect("an id"))
        .collect();
    assert_eq!(parts, ["same-day", "half-time"]);
    let (text, _) = typed(&desk, &["programme", "diff", "before.json", "after.json"]);
    assert!(
        text.contains("不超过3") && text.contains("不超过4"),
        "{text}"
    );
    let (text, status) = typed(&desk, &["programme", "diff", "before.json", "before.json"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("没有变化"), "{text}");
}

#[test]
fn the_cases_beside_both_are_compared_too() {
    let desk = desk();
    let mut after: Value = serde_json::from_str(block("programme.json")).expect("JSON");
    after["tiers"].as_array_mut().expect("tiers").remove(0);
    write(&desk, "after.json", &after);
    let output = desk.xinyi(&[
        "programme",
        "diff",
        "programme.json",
        "after.json",
        "--json",
    ]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let first = &report["facts"][0];
    let name = first["name"].as_str().expect("a name");
    assert!(name.starts_with("programme.cases.json: "), "{name}");
    assert_eq!(first["before"]["tier"], json!("same-day"));
    assert_eq!(first["after"]["tier"], json!("half-time"));
    let changes: Vec<&Value> = report["programme"]["members"]
        .as_array()
        .expect("members")
        .iter()
        .collect();
    assert_eq!(
        changes,
        [&json!({ "name": "tiers", "before": ["same-day", "half-time"], "after": ["half-time"] })]
    );
}

/// What the guide shows of the words is what is printed.
#[test]
fn the_words_of_the_guide_are_those_that_are_printed() {
    let (text, status) = typed(&desk(), &["programme", "render", "programme.json"]);
    assert_eq!(status, Some(0), "{text}");
    let (_, rest) = GUIDE.split_once("```text words\n").expect("words");
    let (words, _) = rest.split_once("```").expect("words");
    assert!(text.contains(words), "{words}\n{text}");
}
