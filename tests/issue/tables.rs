//! Exports of 双公示 as they come.

use std::fs;

use encoding_rs::GB18030;
use serde_json::{Value, json};
use testkit::desk::told;
use testkit::subjects::{NOW, line};

use super::office::{Office, bundles, disclosed};

/// Rows of penalties under the Chinese names of the form, in GB18030.
fn export(rows: &[[&str; 10]]) -> Vec<u8> {
    let mut text = String::from(
        "行政相对人名称,行政相对人代码_1(统一社会信用代码),行政处罚决定文书号,处罚类别,罚款金额（万元）,处罚决定日期,公示截止期,处罚机关,处罚机关统一社会信用代码,处罚依据\r\n",
    );
    for row in rows {
        text.push_str(&row.join(","));
        text.push_str("\r\n");
    }
    text.push_str("合计,,,,,,,,,\r\n");
    GB18030.encode(&text).0.into_owned()
}

/// A line for a firm, whose penalties the table has.
fn firm(code: &str, key: u64) -> Value {
    let mut wanted = line(key);
    wanted["subject"] = json!(code);
    wanted["claims"]["subject_kind"] = json!("enterprise");
    wanted["claims"]["subject"] = json!({ "id": code });
    wanted["claims"]
        .as_object_mut()
        .expect("claims")
        .remove("penalties");
    wanted
}

/// A code with the check character that belongs to it (GB 32100).
fn code(first: &str) -> String {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ];
    let values = first
        .chars()
        .map(|c| ALPHABET.find(c).expect("a character of codes"));
    let sum: usize = values
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    let check = ALPHABET
        .chars()
        .nth((31 - sum % 31) % 31)
        .expect("a character");
    format!("{first}{check}")
}

#[test]
fn an_export_becomes_records_and_each_row_that_does_not_is_told() {
    let office = Office::new(1_000);
    let [a, b, c] = ["91310115MA1K3001", "91310115MA1K3002", "91310115MA1K3003"].map(organisation);
    let court = organisation("11310115MB123456");
    // Its last character is another.
    let right = organisation("91310115MA1K3004");
    let wrong = format!(
        "{}{}",
        &right[..17],
        if right.ends_with('1') { '2' } else { '1' }
    );
    let rows = [
        [
            "甲公司",
            &a,
            "沪市监罚〔2026〕1号",
            "罚款;没收违法所得",
            "0.2",
            "2026/9/1",
            "2029/09/01",
            "示例区市场监督管理局",
            &court,
            "某法第一条",
        ],
        // The same once more.
        [
            "甲公司",
            &a,
            "沪市监罚〔2026〕1号",
            "罚款;没收违法所得",
            "0.2",
            "2026/9/1",
            "2029/09/01",
            "示例区市场监督管理局",
            &court,
            "某法第一条",
        ],
        // No such kind, and no such day.
        [
            "乙公司",
            &b,
            "沪市监罚〔2026〕2号",
            "罚酒",
            "1",
            "2026-02-30",
            "",
            "示例区市场监督管理局",
            &court,
            "某法第一条",
        ],
        // One decision that says two things.
        [
            "丙公司",
            &c,
            "沪市监罚〔2026〕3号",
            "警告",
            "",
            "2026-03-01",
            "",
            "示例区税务局",
            &court,
            "某法第一条",
        ],
        [
            "丙公司",
            &c,
            "沪市监罚〔2026〕3号",
            "罚款",
            "1",
            "2026-03-01",
            "",
            "示例区税务局",
            &court,
            "某法第一条",
        ],
        // A code with a wrong check character.
        [
            "丁公司",
            &wrong,
            "沪市监罚〔2026〕4号",
            "警告",
            "",
            "2026-03-01",
            "",
            "示例区税务局",
            &court,
            "某法第一条",
        ],
    ];
    fs::write(office.desk.path().join("cf.csv"), export(&rows)).expect("the export");
    let clean = organisation("91310115MA1K3009");
    office.write_lines(
        "in.ndjson",
        [firm(&a, 1), firm(&b, 2), firm(&c, 3), firm(&clean, 4)],
    );
    let with = |more: &[&'static str]| {
        let tables = [
            "--new-register",
            "--table",
            "penalties=cf.csv",
            "--rejected-rows",
            "rejected.ndjson",
        ];
        [&tables[..], more, &["in.ndjson", "out.ndjson"]].concat()
    };
    // Whoever the last row is about would get a bundle without it.
    let output = office.issue_at(NOW, &with(&[]));
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(
        told(&output).contains("--despite-rows-of-nobody"),
        "{}",
        told(&output)
    );
    assert!(!office.exists("r.db"));
    let output = office.issue_at(NOW, &with(&["--despite-rows-of-nobody"]));
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));

    let rejected = office.lines("rejected.ndjson");
    let told_of: Vec<(u64, String)> = rejected
        .iter()
        .map(|row| {
            let problems = row["problems"].as_array().expect("problems");
            let codes: Vec<String> = problems
                .iter()
                .map(|p| {
                    format!(
                        "{} {}",
                        p["column"].as_str().unwrap_or("-"),
                        p["code"].as_str().expect("a code")
                    )
                })
                .collect();
            (row["line"].as_u64().expect("a line"), codes.join("; "))
        })
        .collect();
    let want = [
        (
            4,
            "cf_cflb cell.value; cf_cflb cell.value; cf_jdrq cell.date",
        ),
        (7, "cf_xdr_shxym, cf_xdr_zjhm code.check_character"),
        (5, "- duplicate.key"),
        (6, "- duplicate.key"),
    ];
    assert_eq!(told_of, want.map(|(line, text)| (line, text.to_owned())));

    let answers = office.lines("out.ndjson");
    let codes: Vec<&str> = answers
        .iter()
        .map(|a| a["error"]["code"].as_str().unwrap_or("ok"))
        .collect();
    assert_eq!(
        codes,
        ["ok", "input.options", "input.options", "ok"],
        "{answers:?}"
    );
    let message = answers[1]["error"]["messages"]["zh-CN"]
        .as_str()
        .expect("a text");
    assert!(message.contains("表格中有关它的行未能采用"), "{message}");
    let (_, elements) = disclosed(bundles(&answers[0])[0]);
    let records: Vec<&Value> = elements
        .iter()
        .filter(|e| e["document"].is_string())
        .collect();
    assert_eq!(
        records,
        [&json!({
            "document": "沪市监罚〔2026〕1号", "kind": "fine", "also": ["confiscation"], "field": "not_told", "class": "general",
            "procedure": "general", "region": "310115", "determined_on": "2026-09-01", "publish_until": "2029-09-01",
            "amount": { "currency": "CNY", "amount": "2000.00" }, "state": "active",
            "authority": "示例区市场监督管理局", "basis": "某法第一条"
        })]
    );
    // Whoever is in no row has an empty list.
    let (named, _) = disclosed(bundles(&answers[3])[0]);
    assert_eq!(named["penalties"], json!([]));
}

/// A code of a firm: with the check digit of the organisation code in it (GB 11714), and its own.
pub fn organisation(first: &str) -> String {
    const WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let own = &first[8..16];
    let value = |c: char| c.to_digit(36).expect("a letter or a digit") as usize;
    let sum: usize = own
        .chars()
        .map(value)
        .zip(WEIGHTS)
        .map(|(v, w)| v * w)
        .sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit as u32, 10).expect("a digit"),
    };
    code(&format!("{}{check}", &first[..16]))
}

/// A row, the rest of which is in order.
fn row<'r>(
    code: &'r str,
    document: &'r str,
    kinds: &'r str,
    day: &'r str,
    authority: &'r str,
) -> [&'r str; 10] {
    [
        "某公司",
        code,
        document,
        kinds,
        "",
        day,
        "",
        authority,
        "",
        "某法第一条",
    ]
}

#[test]
fn what_may_not_be_passed_on_is_left_out_and_told() {
    let office = Office::new(1_000);
    let a = organisation("91310115MA1K3001");
    let rows = [
        row(&a, "1号", "警告", "2026-09-01", "示例区税务局"),
        row(&a, "2号", "罚款", "2015-09-01", "示例区税务局"),
        row(
            &a,
            "3号",
            "责令停产停业；罚款",
            "2026-09-01",
            "示例区生态环境局",
        ),
    ];
    fs::write(office.desk.path().join("cf.csv"), export(&rows)).expect("the export");
    office.write_lines("in.ndjson", [firm(&a, 1)]);
    office.issues_at(
        NOW,
        &[
            "--new-register",
            "--table",
            "penalties=cf.csv",
            "in.ndjson",
            "out.ndjson",
        ],
    );
    let answers = office.lines("out.ndjson");
    let left_out = answers[0]["left_out"]
        .as_array()
        .expect("what was left out");
    let documents: Vec<&Value> = left_out.iter().map(|record| &record["document"]).collect();
    assert_eq!(documents, [&json!("1号"), &json!("2号")]);
    assert!(
        left_out.iter().all(|record| record["ground"].is_string()),
        "{left_out:?}"
    );
    let (_, elements) = disclosed(bundles(&answers[0])[0]);
    let records: Vec<&Value> = elements
        .iter()
        .filter(|e| e["document"].is_string())
        .collect();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["kind"], json!("suspension"));
    assert_eq!(records[0]["class"], json!("serious"));
}

#[test]
fn a_table_that_would_say_more_than_it_does_is_refused() {
    let office = Office::new(1_000);
    let a = organisation("91310115MA1K3001");
    office.write_lines("in.ndjson", [firm(&a, 1)]);
    let issue = |arguments: &[&str]| {
        office.issue_at(
            NOW,
            &[&["--new-register"], arguments, &["in.ndjson"]].concat(),
        )
    };
    fs::write(office.desk.path().join("cf.csv"), export(&[])).expect("the export");
    let empty = issue(&["--table", "penalties=cf.csv"]);
    assert_eq!(empty.status.code(), Some(2));
    assert!(
        told(&empty).contains("--despite-empty-table"),
        "{}",
        told(&empty)
    );
    fs::write(
        office.desk.path().join("cf.csv"),
        export(&[row(&a, "1号", "罚款", "2026-09-01", "某局")]),
    )
    .expect("the export");
    let no_column = issue(&["--table", "licences=cf.csv"]);
    assert_eq!(no_column.status.code(), Some(2));
    assert!(told(&no_column).contains("xk_"), "{}", told(&no_column));
    // Two spellings of a code are one firm, and rows are found by one.
    for id in [format!(" {a}"), a.to_lowercase(), a.replace('9', "９")] {
        let mut wanted = firm(&a, 1);
        wanted["claims"]["subject"]["id"] = json!(id);
        office.write_lines("in.ndjson", [wanted]);
        let output = issue(&["--table", "penalties=cf.csv"]);
        assert_eq!(output.status.code(), Some(1), "{id}: {}", told(&output));
        fs::remove_file(office.desk.path().join("r.db")).expect("the register");
    }
    // A statement about some fields could be false: the table does not say the field.
    let mut settings: Value = serde_json::from_str(
        &fs::read_to_string(office.desk.path().join("settings.json")).expect("settings"),
    )
    .expect("JSON");
    settings["clear"][1]["fields"] = json!(["food_drug"]);
    office.write("settings.json", &settings.to_string());
    let output = issue(&["--table", "penalties=cf.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("could be false"),
        "{}",
        told(&output)
    );
}

#[test]
fn licences_and_a_workbook_are_read_too() {
    let office = Office::new(1_000);
    let a = organisation("91310115MA1K3001");
    let header = [
        "xk_xdr_mc",
        "xk_xdr_shxym",
        "xk_wsh",
        "xk_xklb",
        "xk_yxqz",
        "xk_yxqzi",
        "xk_zt",
        "xk_xkjg",
    ];
    let cells = [
        "甲公司",
        &a,
        "许1号",
        "普通",
        "2025/1/1",
        "2099-12-31",
        "有效",
        "示例局",
    ];
    let book = |sheets: usize| {
        let mut book = rust_xlsxwriter::Workbook::new();
        for _ in 0..sheets {
            let sheet = book.add_worksheet();
            for (column, (name, cell)) in header.iter().zip(&cells).enumerate() {
                let column = u16::try_from(column).expect("few");
                sheet.write(0, column, *name).expect("a cell");
                sheet.write(1, column, *cell).expect("a cell");
            }
        }
        book.save_to_buffer().expect("a workbook")
    };
    let mut wanted = line(1);
    wanted["subject"] = json!(a);
    wanted["claims"]["subject_kind"] = json!("enterprise");
    wanted["claims"]["subject"] = json!({ "id": a });
    wanted["claims"]
        .as_object_mut()
        .expect("claims")
        .remove("licences");
    office.write_lines("in.ndjson", [wanted]);
    let path = office.desk.path().join("xk.xlsx");
    fs::write(&path, book(2)).expect("a workbook");
    let output = office.issue_at(
        NOW,
        &[
            "--new-register",
            "--table",
            "licences=xk.xlsx",
            "in.ndjson",
            "out.ndjson",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("further sheets"),
        "{}",
        told(&output)
    );
    fs::write(&path, book(1)).expect("a workbook");
    office.issues_at(
        NOW,
        &[
            "--new-register",
            "--table",
            "licences=xk.xlsx",
            "in.ndjson",
            "out.ndjson",
        ],
    );
    let (_, elements) = disclosed(bundles(&office.lines("out.ndjson")[0])[0]);
    assert!(elements.contains(&json!({
        "document": "许1号", "kind": "ordinary", "valid_from": "2025-01-01", "state": "active", "authority": "示例局"
    })), "{elements:?}");
}
