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
    let output = office.issue_at(
        NOW,
        &[
            "--new-register",
            "--table",
            "penalties=cf.csv",
            "--rejected-rows",
            "rejected.ndjson",
            "in.ndjson",
            "out.ndjson",
        ],
    );
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
            "document": "沪市监罚〔2026〕1号", "kind": "fine", "also": ["confiscation"], "field": "market", "class": "general",
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
fn organisation(first: &str) -> String {
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
