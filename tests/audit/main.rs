//! `xinyi audit`, as a person types it.
#![cfg(feature = "cli")]

mod arrays;
mod columns;
mod exports;
mod files;
mod printed;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use serde_json::{Value, json};
use testkit::desk::Desk;
use testkit::rows::{self, Defect, Form, Plan, Population, resident_number, uscc};

/// While the rows are not to come.
const NOW: &str = "2026-11-25T00:00:00Z";

fn desk(file: &str, bytes: &[u8]) -> Desk {
    let desk = testkit::desk!(&[]);
    fs::write(desk.path().join(file), bytes).expect(file);
    desk
}

/// The audit of some bytes, and the exit status.
#[track_caller]
fn audit(bytes: &[u8], more: &[&str]) -> (Value, i32) {
    let (answer, status) = answer(bytes, more);
    assert_eq!(answer["ok"], json!(true), "{answer}");
    (answer["audit"].clone(), status)
}

#[track_caller]
fn answer(bytes: &[u8], more: &[&str]) -> (Value, i32) {
    let arguments = ["audit", "--json", "--now", NOW, "rows"];
    desk("rows", bytes).answer(&[&arguments[..], more].concat())
}

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    desk("rows", bytes).refused(&["audit", "--json", "rows"], code, 2);
}

/// Rows and first lines by problem.
fn problems(audit: &Value) -> BTreeMap<String, (u64, Vec<u64>)> {
    by_code(&audit["problems"])
}

fn by_code(list: &Value) -> BTreeMap<String, (u64, Vec<u64>)> {
    let each = list.as_array().expect("a list").iter();
    let lines = |p: &Value| {
        let lines = p["first_lines"].as_array().expect("lines").iter();
        lines.map(|line| line.as_u64().expect("a line")).collect()
    };
    each.map(|p| {
        (
            p["code"].as_str().expect("a code").to_owned(),
            (p["rows"].as_u64().expect("rows"), lines(p)),
        )
    })
    .collect()
}

#[track_caller]
fn assert_problems(audit: &Value, want: &[(&str, &[u64])]) {
    assert_lines(audit, "problems", want);
}

#[track_caller]
fn assert_notes(audit: &Value, want: &[(&str, &[u64])]) {
    assert_lines(audit, "notes", want);
}

#[track_caller]
fn assert_lines(audit: &Value, list: &str, want: &[(&str, &[u64])]) {
    let want: BTreeMap<String, (u64, Vec<u64>)> = want
        .iter()
        .map(|(code, lines)| ((*code).to_owned(), (lines.len() as u64, lines.to_vec())))
        .collect();
    assert_eq!(by_code(&audit[list]), want, "{audit:#}");
}

/// The audit of lines that conform, with what was noted.
#[track_caller]
fn conforms(bytes: &[u8], rows: u64, notes: &[(&str, &[u64])]) -> Value {
    let (audit, status) = audit(bytes, &[]);
    assert_problems(&audit, &[]);
    assert_notes(&audit, notes);
    assert_eq!((&audit["rows"], status), (&json!(rows), 0), "{audit:#}");
    audit
}

fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

/// A register of companies with these codes.
fn register(codes: &[&str]) -> String {
    let mut text = "统一社会信用代码,企业名称\n".to_owned();
    for (index, code) in codes.iter().enumerate() {
        text.push_str(&format!("{code},测试{index}\n"));
    }
    text
}

/// The code of the company with this number.
fn company(n: u32) -> String {
    uscc("91", "310115", &format!("Q{n:07}"))
}

// What was planted is what is found, in every form that rows come in.

#[test]
fn the_report_counts_what_was_planted() {
    let defects = [
        (Defect::CodeMissing, 11),
        (Defect::Check, 13),
        (Defect::OrganisationCheck, 7),
        (Defect::UnknownPair, 5),
        (Defect::PersonsNumber, 9),
        (Defect::Legacy, 4),
        (Defect::Short, 3),
        (Defect::RowAgain, 17),
        (Defect::KeyAgain, 8),
        (Defect::Person, 6),
        (Defect::Empty, 2),
        (Defect::Date, 10),
        (Defect::Amount, 12),
        (Defect::Order, 1),
        (Defect::Category, 14),
    ];
    // A new seed each time.
    let seed = std::process::id().into();
    println!("seed {seed}");
    for form in [Form::CsvUtf8, Form::CsvGb18030, Form::Ndjson] {
        let plan = Plan {
            rows: 3_000,
            seed,
            defects: &defects,
            form,
        };
        let mut bytes = Vec::new();
        let mut told = Vec::new();
        rows::write(&plan, &mut bytes, |population, defect| {
            told.push((population, defect));
        })
        .unwrap();
        let (audit, status) = audit(&bytes, &[]);
        assert_eq!(status, 1);
        assert_eq!(audit["rows"], json!(3_000));
        assert_eq!(audit["unreadable_rows"], json!(0));
        assert_eq!(audit["form"], json!("2018"));
        let encoding = if form == Form::CsvGb18030 {
            "gb18030"
        } else {
            "utf-8"
        };
        assert_eq!(audit["encoding"], json!(encoding));

        let count = |is_it: &dyn Fn(Population, Defect) -> bool| {
            told.iter()
                .filter(|(p, d)| d.is_some_and(|d| is_it(*p, d)))
                .count() as u64
        };
        let planted = |defect| count(&|_, d| d == defect);
        let want: BTreeMap<String, u64> = [
            ("code.missing", planted(Defect::CodeMissing)),
            ("code.check_character", planted(Defect::Check)),
            (
                "code.organisation_check",
                planted(Defect::OrganisationCheck),
            ),
            ("code.authority_unknown", planted(Defect::UnknownPair)),
            ("code.other_kind", planted(Defect::PersonsNumber)),
            ("code.check_character_xiamen", planted(Defect::Legacy)),
            ("code.length", planted(Defect::Short)),
            ("duplicate.row", planted(Defect::RowAgain)),
            ("duplicate.key", planted(Defect::KeyAgain)),
            ("person.check_character", planted(Defect::Person)),
            ("cell.empty", planted(Defect::Empty)),
            ("cell.date", planted(Defect::Date)),
            ("cell.amount", planted(Defect::Amount)),
            ("cell.order", planted(Defect::Order)),
            ("cell.value", planted(Defect::Category)),
        ]
        .map(|(code, rows)| (code.to_owned(), rows))
        .into();
        let found: BTreeMap<String, u64> = problems(&audit)
            .into_iter()
            .map(|(code, (rows, _))| (code, rows))
            .collect();
        assert_eq!(found, want);
        assert_eq!(audit["bad_rows"], json!(count(&|_, _| true)));

        for (index, population) in [
            Population::LegalPerson,
            Population::SelfEmployed,
            Population::NaturalPerson,
        ]
        .into_iter()
        .enumerate()
        {
            let part = &audit["populations"][index];
            let of = |defects: &[Defect]| count(&|p, d| p == population && defects.contains(&d));
            let rows = told.iter().filter(|(p, _)| *p == population).count();
            let wrong = [
                Defect::CodeMissing,
                Defect::Check,
                Defect::OrganisationCheck,
                Defect::PersonsNumber,
                Defect::Short,
            ];
            assert_eq!(part["rows"], json!(rows));
            assert_eq!(part["wrong"], json!(of(&wrong)));
            assert_eq!(
                part["doubtful"],
                json!(of(&[Defect::UnknownPair, Defect::Legacy]))
            );
            assert_eq!(
                part["duplicates"],
                json!(of(&[Defect::RowAgain, Defect::KeyAgain]))
            );
        }
        let column = |name: &str| {
            let columns = audit["columns"].as_array().unwrap();
            columns.iter().find(|c| c["name"] == name).unwrap().clone()
        };
        assert_eq!(column("cf_jdrq")["malformed"], json!(10));
        assert_eq!(column("cf_yj")["empty"], json!(2));
        assert_eq!(column("cf_xdr_shxym")["empty"], json!(11));
        assert_eq!(audit["missing_columns"], json!([]));
    }
}

#[test]
fn one_in_a_thousand_is_within() {
    let right: Vec<String> = (0..2_000).map(company).collect();
    for (wrong, doubtful, repeated, verdict, status) in [
        (0, 0, 0, "within", 0),
        (2, 0, 0, "within", 0),
        (1, 0, 1, "within", 0),
        (1, 1, 0, "within", 0),
        (3, 0, 0, "exceeded", 1),
        (0, 0, 3, "exceeded", 1),
        (2, 1, 0, "undetermined", 1),
        (0, 3, 0, "undetermined", 1),
    ] {
        let mut codes = right.clone();
        for code in codes.iter_mut().take(wrong) {
            code.clear();
        }
        for (n, code) in codes.iter_mut().skip(wrong).take(doubtful).enumerate() {
            *code = uscc("G1", "310115", &format!("Q{n:07}"));
        }
        let last = codes[1_999].clone();
        for code in codes.iter_mut().skip(1_999 - repeated).take(repeated) {
            code.clone_from(&last);
        }
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let (audit, found) = audit(register(&codes).as_bytes(), &[]);
        let part = &audit["populations"][0];
        assert_eq!(
            (&part["verdict"], found),
            (&json!(verdict), status),
            "{part}"
        );
        assert_eq!(part["wrong"], json!(wrong));
        assert_eq!(part["duplicates"], json!(repeated));
        assert_eq!(audit["conforms"], json!(status == 0));
    }
}

#[test]
fn the_self_employed_have_a_rate_of_their_own() {
    let mut codes: Vec<String> = (0..1_500).map(company).collect();
    codes.extend((0..500).map(|n| uscc("92", "310115", &format!("Q{n:07}"))));
    codes[1_999] = codes[1_999][..17].to_owned();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let (audit, status) = audit(register(&codes).as_bytes(), &[]);
    let [legal, own, _] = audit["populations"].as_array().unwrap().as_slice() else {
        panic!("{audit}");
    };
    assert_eq!(
        (&legal["verdict"], &legal["per_mille"]),
        (&json!("within"), &json!("0.000"))
    );
    assert_eq!(
        (&own["verdict"], &own["per_mille"]),
        (&json!("exceeded"), &json!("2.000"))
    );
    assert_eq!(status, 1);
}
