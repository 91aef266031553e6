//! Tables in files, by the commands. `tests/python/make_tables.py` made those in `files`.

use std::fs;

use serde_json::{Value, json};
use testkit::desk::Desk;
use xinyi::{Explain, Instant, Trial};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables");

fn desk() -> Desk {
    testkit::desk!(&[])
}

/// The exit status, and what is printed with `--json`.
fn from_table(desk: &Desk, file: &str) -> (i32, Value) {
    let path = format!("{FOLDER}/{file}");
    let output = desk.xinyi(&[
        "programme",
        "from-table",
        &path,
        "--out",
        "made.json",
        "--json",
    ]);
    let printed = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().expect("an exit status"), printed)
}

fn made(desk: &Desk, name: &str) -> Value {
    let text = fs::read_to_string(desk.path().join(name)).expect(name);
    serde_json::from_str(&text).expect(name)
}

#[test]
fn one_table_in_every_form_is_one_programme() {
    let desk = desk();
    let mut first = None;
    for file in ["typed.xlsx", "gb18030.csv", "utf-16.csv", "semicolons.csv"] {
        let (status, printed) = from_table(&desk, &format!("files/{file}"));
        assert_eq!(status, 0, "{file}: {printed}");
        assert_eq!(printed["warnings"], json!([]), "{file}");
        let programme = made(&desk, "made.json");
        assert_eq!(programme["valid_from"], "2026-01-01");
        assert_eq!(programme["contact"], "12345");
        assert_eq!(
            programme["tiers"][1]["benefit"],
            json!({"kind": "discount", "percent_off": 12.5})
        );
        assert_eq!(
            first.get_or_insert_with(|| programme.clone()),
            &programme,
            "{file}"
        );
    }
}

#[test]
fn what_a_workbook_does_to_cells_is_told() {
    let desk = desk();
    let (status, printed) = from_table(&desk, "files/faults.xlsx");
    assert_eq!(status, 1, "{printed}");
    assert!(!desk.path().join("made.json").exists());
    let told = |name: &str| -> Vec<String> {
        let findings = printed[name].as_array().expect(name).iter();
        let each = findings.map(|finding| {
            assert_eq!(finding["code"], "programme.table");
            assert_eq!(finding["details"]["sheet"], "档次表");
            assert!(
                finding["messages"]["zh-CN"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
            let words =
                ["problem", "cell", "suggestion"].map(|name| finding["details"][name].as_str());
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        each.collect()
    };
    let want = [
        "date_number B9 2026-01-01",
        "zero_lost B11",
        "number_expected B30",
        "currency_sign C30 500",
        "line_break D30 金 牌",
        "merged E30",
        "formula C31",
        "percent H31 30",
    ];
    assert_eq!(told("errors"), want);
    assert_eq!(
        told("warnings"),
        ["rounded B31 0.3", "language_english E31"]
    );
}

#[test]
fn a_sheet_is_found_or_named() {
    let desk = desk();
    let path = format!("{FOLDER}/files/typed.xlsx");
    let read = |sheet: &str| {
        let words = [
            "programme",
            "from-table",
            &path,
            "--sheet",
            sheet,
            "--out",
            "made.json",
        ];
        let output = desk.xinyi(&words);
        let printed = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8(printed).expect("UTF-8"),
        )
    };
    assert_eq!(read("档次表").0, Some(0));
    // It has no section.
    let (status, printed) = read("说明");
    assert!(
        status == Some(1) && printed.contains("A1 处的“填写说明”不是表格的一部分"),
        "{printed}"
    );
    let (status, printed) = read("Sheet9");
    assert!(status == Some(2) && printed.contains("档次表"), "{printed}");
}

#[test]
fn what_is_no_table_is_refused() {
    let files = [
        ("unclosed.csv", "项目\n编号,\"a\n"),
        ("empty.csv", " \n"),
        ("page.xlsx", "<html><table></table></html>"),
        ("damaged.xlsx", "PK\u{3}\u{4}"),
        ("programme.json", "{}"),
    ];
    let desk = testkit::desk!(&files);
    for (file, code) in [
        ("unclosed.csv", "input.damaged"),
        ("empty.csv", "input.empty"),
        ("page.xlsx", "input.kind"),
        ("damaged.xlsx", "input.damaged"),
    ] {
        let output = desk.xinyi(&["programme", "from-table", file, "--out", "made.json"]);
        let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        assert!(
            output.status.code() == Some(2) && told.contains(code),
            "{file}: {told}"
        );
    }
    for (out, word) in [("a.ods", ".xlsx"), ("a.csv", "programme.schema")] {
        let output = desk.xinyi(&["programme", "to-table", "programme.json", "--out", out]);
        let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        assert!(
            output.status.code() == Some(2) && told.contains(word),
            "{out}: {told}"
        );
        assert!(!desk.path().join(out).exists());
    }
}

/// The four policies of `policies`, each written as a table first.
fn policy(name: &str) -> Value {
    let desk = desk();
    let (status, printed) = from_table(&desk, &format!("policies/{name}.csv"));
    assert_eq!(status, 0, "{printed}");
    assert_eq!(
        (&printed["errors"], &printed["warnings"]),
        (&json!([]), &json!([])),
        "{name}"
    );
    let programme = made(&desk, "made.json");
    for out in ["again.csv", "again.xlsx"] {
        desk.sh(&format!(
            "xinyi programme to-table made.json --out {out}; xinyi programme from-table {out} --out again.json"
        ));
        assert_eq!(made(&desk, "again.json"), programme, "{name}");
        // A table that somebody may have worked on is never replaced.
        let again = desk.xinyi(&["programme", "to-table", "made.json", "--out", out]);
        assert_eq!(again.status.code(), Some(2));
    }
    programme
}

fn granted(programme: &Value, facts: &Value) -> Option<String> {
    let now = Instant::parse("2026-11-22T12:00:00Z").expect("a time");
    let trial = Trial::run(
        &programme.to_string(),
        &facts.to_string(),
        now,
        Explain::Codes,
    );
    let trial = trial.unwrap_or_else(|error| panic!("{error}"));
    trial.decision().tier().map(str::to_owned)
}

fn record(kind: &str, region: &str, further: Value) -> Value {
    let mut record = json!({
        "subject_kind": kind, "jurisdiction": region, "catalogue": "CN-2025", "as_of": "2026-11-20",
        "listings": [], "penalties": [],
    });
    for (name, value) in further.as_object().expect("members") {
        record[name] = value.clone();
    }
    record
}

#[test]
fn rental_by_a_citys_score() {
    let programme = policy("jasmine");
    let with = |score: f64, birth: &str, item: &str| {
        let credit = record(
            "natural_person",
            "350000",
            json!({
                "subject": {"birthdate": birth}, "evaluations": {"jasmine": {"score": score}},
            }),
        );
        granted(
            &programme,
            &json!({"credit": credit, "request": {"item": item}}),
        )
    };
    assert_eq!(with(650.0, "1990-01-01", "雨伞").as_deref(), Some("free"));
    assert_eq!(with(649.9, "1990-01-01", "雨伞"), None);
    assert_eq!(with(700.0, "1990-01-01", "汽车"), None);
    assert_eq!(with(700.0, "2008-11-23", "雨伞"), None);
}

#[test]
fn perks_by_a_grade_of_three() {
    let programme = policy("peach");
    let with = |grade: &str, listings: Value| {
        let credit = record(
            "natural_person",
            "610000",
            json!({
                "subject": {"birthdate": "1990-01-01"}, "evaluations": {"peach": {"grade": grade}}, "listings": listings,
            }),
        );
        granted(&programme, &json!({"credit": credit}))
    };
    let listing = json!([{
        "list": "judgment_defaulter", "field": "judicial", "severity": "serious", "scope": "national",
        "since": "2026-01-05", "state": "active", "authority": "示例法院", "basis": "示例",
    }]);
    for (grade, want) in [
        ("AAA", Some("aaa")),
        ("AA", Some("aa")),
        ("A", Some("a")),
        ("B", None),
    ] {
        assert_eq!(with(grade, json!([])).as_deref(), want, "{grade}");
        assert_eq!(with(grade, listing.clone()), None, "{grade}");
    }
}

#[test]
fn stars_by_hours() {
    let programme = policy("volunteer");
    let with = |hours: i64| {
        let credit = record(
            "natural_person",
            "450000",
            json!({
                "subject": {"birthdate": "1990-01-01"},
                "activities": [
                    {"kind": "volunteer_hours", "value": hours - 1, "as_of": "2026-10-01"},
                    {"kind": "volunteer_hours", "value": 1, "as_of": "2026-11-01"},
                    {"kind": "donation", "value": 5000, "as_of": "2026-11-01"}],
            }),
        );
        granted(&programme, &json!({"credit": credit}))
    };
    for (hours, star) in [
        (100, "one"),
        (300, "two"),
        (600, "three"),
        (1000, "four"),
        (1500, "five"),
    ] {
        assert_eq!(with(hours).as_deref(), Some(star));
        assert_ne!(with(hours - 1).as_deref(), Some(star));
    }
    assert_eq!(with(99), None);
}

#[test]
fn loans_by_a_tax_grade() {
    let programme = policy("tax-loan");
    let with = |grade: &str, amount: &str, birth: &str| {
        let firm = record(
            "enterprise",
            "310000",
            json!({
                "subject": {"id": "91310115MA10001800", "established": "2020-01-01"},
                "registration": {"status": "normal", "tax_status": "normal"},
                "evaluations": {"tax": {"grade": grade}},
            }),
        );
        let boss = record(
            "natural_person",
            "310000",
            json!({"subject": {"birthdate": birth}}),
        );
        let request = json!({"amount": amount, "has_company_loan": false});
        granted(
            &programme,
            &json!({"firm": firm, "boss": boss, "request": request}),
        )
    };
    for (grade, amount, want) in [
        ("A", "1000000.00", Some("a")),
        ("A", "1000000.01", None),
        ("B", "800000", Some("b")),
        ("B", "800000.01", None),
        ("C", "300000", Some("c")),
        ("D", "1", None),
    ] {
        assert_eq!(
            with(grade, amount, "1980-01-01").as_deref(),
            want,
            "{grade} {amount}"
        );
    }
    // From 20 to 65 years, both included, on 22 November 2026.
    assert_eq!(with("A", "1", "2006-11-22").as_deref(), Some("a"));
    assert_eq!(with("A", "1", "2006-11-23"), None);
    assert_eq!(with("A", "1", "1960-11-23").as_deref(), Some("a"));
    assert_eq!(with("A", "1", "1960-11-22"), None);
}
