//! Subjects that come as a table.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use encoding_rs::GB18030;
use serde_json::{Value, json};
use testkit::desk::told;
use testkit::keys::derived_key;
use testkit::subjects::{NOW, key_name};

use super::office::{ISSUE, Office, bundles, claims, disclosed};

/// What the columns of the tables are.
fn mapping() -> Value {
    json!({
        "mapping": 1,
        "members": {
            "/id": { "column": "序号" },
            "/subject": { "column": "编号" },
            "/claims/subject_kind": {
                "column": "类型", "codes": { "自然人": "natural_person", "企业": "enterprise" }
            },
            "/claims/jurisdiction": { "column": "行政区划", "optional": true },
            "/claims/subject/id": { "column": "代码", "form": "code", "optional": true },
            "/claims/subject/birthdate": { "column": "出生日期", "form": "day", "optional": true },
            "/claims/subject/age_over/18": {
                "column": "已成年", "codes": { "是": true, "否": false }, "optional": true
            },
            "/claims/evaluations/sh-public/score": { "column": "信用分", "form": "number", "optional": true },
            "/claims/listings": { "value": [] },
            "/claims/penalties": { "value": [] },
            "/claims/commitments": { "value": [] },
            "/claims/honours": { "value": [] },
            "/claims/licences": { "value": [] },
            "/keys/0": { "column": "公钥", "form": "key" },
            "/keys/1": { "column": "公钥文件", "form": "key_file", "optional": true }
        }
    })
}

const HEADER: &str = "序号,编号,类型,行政区划,代码,出生日期,已成年,信用分,公钥,公钥文件";

/// The public key of a number, as a JWK.
fn jwk(key: u64) -> String {
    let key = serde_json::to_value(derived_key(&key_name(key)).to_jwk()).expect("a key");
    key.to_string()
}

/// A cell in quotation marks.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A person's row, in order.
fn person(number: u64) -> String {
    let key = quoted(&jwk(number));
    format!("{number},p-{number},自然人,310000,,1990/3/1,是,742,{key},")
}

fn issue(office: &Office, input: &str) -> std::process::Output {
    let more = [
        "--subjects",
        "columns.json",
        "--rejected-rows",
        "rejected.ndjson",
    ];
    office.issue_at(NOW, &[&more[..], &[input, "out.ndjson"]].concat())
}

#[test]
fn a_table_of_subjects_gets_the_bundles_that_lines_would_get() {
    let office = Office::new(1_000);
    office.write("columns.json", &mapping().to_string());
    fs::create_dir(office.desk.path().join("keys")).expect("a folder");
    office.write("keys/second.jwk", &jwk(2));
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    let first = quoted(&jwk(1));
    let table = [
        HEADER,
        &format!("1,p-1,自然人,310115,,1990年3月1日,是,742.5,{first},keys/second.jwk"),
        &format!("2,p-2,企业,,91310115ma1k30011e,,,,{},", quoted(&jwk(3))),
        "合计,,,,,,,,,",
    ];
    // In GB18030, as spreadsheets of the country write it.
    let bytes = GB18030.encode(&table.join("\r\n")).0.into_owned();
    fs::write(office.desk.path().join("in.csv"), bytes).expect("the table");
    let output = issue(&office, "in.csv");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));

    let answers = office.lines("out.ndjson");
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["line"], json!(2));
    assert_eq!(answers[0]["id"], json!("1"));
    let both = bundles(&answers[0]);
    let holders: Vec<Value> = both
        .iter()
        .map(|b| claims(b)["cnf"]["jwk"].clone())
        .collect();
    let x = |key: u64| serde_json::from_str::<Value>(&jwk(key)).expect("JSON")["x"].clone();
    assert_eq!([&holders[0]["x"], &holders[1]["x"]], [&x(1), &x(2)]);
    assert_eq!(claims(both[0])["jurisdiction"], json!("310115"));
    let (named, _) = disclosed(both[0]);
    assert_eq!(named["birthdate"], json!("1990-03-01"));
    assert_eq!(named["age_over"], json!({ "18": true }));
    assert_eq!(named["sh-public"], json!({ "score": 742.5 }));
    let firm = bundles(&answers[1])[0];
    assert_eq!(claims(firm)["subject_kind"], json!("enterprise"));
    // What the row leaves open is the settings'.
    assert_eq!(claims(firm)["jurisdiction"], json!("310000"));
    assert_eq!(disclosed(firm).0["id"], json!("91310115MA1K30011E"));
    assert!(office.lines("rejected.ndjson").is_empty());

    // The next bundles, of a table without keys.
    let mut renewal = mapping();
    let members = renewal["members"].as_object_mut().expect("members");
    members.retain(|name, _| !name.starts_with("/keys"));
    office.write("next.json", &renewal.to_string());
    office.issues_at(
        NOW,
        &[
            "--renew",
            "--subjects",
            "next.json",
            "in.csv",
            "next.ndjson",
        ],
    );
    assert_eq!(bundles(&office.lines("next.ndjson")[0]).len(), 2);
}

#[test]
fn each_row_that_cannot_be_used_is_told_with_its_line_and_gets_an_answer() {
    let office = Office::new(1_000);
    office.write("columns.json", &mapping().to_string());
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    let outside = office.desk.path().parent().expect("a folder");
    let outside = outside.display();
    let private = quoted(
        r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    );
    let key = quoted(&jwk(2));
    let rows = [
        HEADER.to_owned(),
        person(1),
        format!("2,,协会,310000,91310115MA1K30012E,1990/2/30,也许,七百,{key},"),
        format!("3,p-3,自然人,310000,,1990/3/1,是,742,{private},"),
        "4,p-4,自然人,310000,,1990/3/1,是,742,no key,".to_owned(),
        format!("5,p-5,自然人,310000,,1990/3/1,是,742,{key},missing.jwk"),
        format!("6,p-6,自然人,310000,,1990/3/1,是,742,{key},../settings.json"),
        format!("7,p-7,自然人,310000,,1990/3/1,是,742,{key},{outside}/settings.json"),
        format!("8,p-8,企业,310000,9.13101E+17,,,,{key},"),
        format!("9,p-9,自然人,310000,,1990/3/1,是,742,{key}x,"),
        person(10),
    ];
    office.write("in.csv", &rows.join("\n"));
    let output = issue(&office, "in.csv");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));

    let rejected = office.lines("rejected.ndjson");
    let codes = |row: &Value| {
        let problems = row["problems"].as_array().expect("problems").iter();
        let text = |p: &Value, name: &str| p[name].as_str().unwrap_or("-").to_owned();
        let each = problems.map(|p| format!("{} {}", text(p, "column"), text(p, "code")));
        each.collect::<Vec<_>>().join("; ")
    };
    let found: Vec<_> = rejected
        .iter()
        .map(|r| (r["line"].as_u64(), codes(r)))
        .collect();
    let want = [
        (
            3,
            "信用分 cell.number; 已成年 cell.value; 出生日期 cell.date; 代码 code.organisation_check; 类型 cell.value; 编号 cell.empty",
        ),
        (4, "公钥 cell.private_key"),
        (5, "公钥 cell.key"),
        (6, "公钥文件 cell.key_file"),
        (7, "公钥文件 cell.key_file"),
        (8, "公钥文件 cell.key_file"),
        (9, "代码 code.rounded"),
        (10, "- row.after_quote"),
    ];
    assert_eq!(
        found,
        want.map(|(line, text)| (Some(line), text.to_owned()))
    );
    assert_eq!(rejected[0]["subject"], json!("91310115MA1K30012E"));
    assert_eq!(rejected[1]["subject"], json!("p-3"));
    // Whose a row is that cannot be read is not known.
    assert_eq!(
        rejected[7].get("subject").unwrap_or(&Value::Null),
        &Value::Null
    );
    // No key is repeated, least of all a private one.
    let told_of = fs::read_to_string(office.desk.path().join("rejected.ndjson")).expect("rows");
    assert!(!told_of.contains("nWGxne"));

    let answers = office.lines("out.ndjson");
    let lines: Vec<_> = answers.iter().map(|a| a["line"].as_u64()).collect();
    assert_eq!(lines, (2..=11).map(Some).collect::<Vec<_>>());
    let ok: Vec<_> = answers.iter().filter(|a| a["ok"] == json!(true)).collect();
    assert_eq!(ok.len(), 2);
    let error = &answers[2]["error"];
    assert_eq!(error["code"], json!("input.options"));
    assert_eq!(
        error["details"]["problems"],
        json!([{ "code": "cell.private_key", "column": "公钥" }])
    );

    // A column that is needed, a mapping that is none, and rows to tell where there are none.
    office.write("in.csv", "序号,编号\n1,p-1\n");
    let output = issue(&office, "in.csv");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("there is no column 类型"),
        "{}",
        told(&output)
    );
    let output = office.issue_at(NOW, &["--rejected-rows", "r.ndjson", "none.ndjson"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("--subjects"), "{}", told(&output));
}

#[test]
fn rows_of_records_are_found_by_the_code_in_the_table_of_subjects() {
    let office = Office::new(1_000);
    let mut columns = mapping();
    columns["members"]
        .as_object_mut()
        .expect("members")
        .remove("/claims/penalties");
    office.write("columns.json", &columns.to_string());
    let key = quoted(&jwk(1));
    let firm = format!("{HEADER}\n1,f-1,企业,,91310115MA1K30011E,,,,{key},\n2,f-2,企业\n");
    office.write("in.csv", &firm);
    let penalties = "cf_xdr_shxym,cf_wsh,cf_cflb,cf_jdrq,cf_cfjg,cf_yj\n\
         91310115MA1K30011E,1号,罚款,2026-09-01,示例区税务局,某法第一条\n\
         91310115MA1K3002X6,2号,罚酒,2026-09-01,示例区税务局,某法第一条\n";
    office.write("cf.csv", penalties);
    let output = office.issue_at(
        NOW,
        &[
            "--new-register",
            "--subjects",
            "columns.json",
            "--table",
            "penalties=cf.csv",
            "--rejected-rows",
            "rejected.ndjson",
            "in.csv",
            "out.ndjson",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let (_, elements) = disclosed(bundles(&office.lines("out.ndjson")[0])[0]);
    assert!(
        elements
            .iter()
            .any(|record| record["document"] == json!("1号"))
    );
    // The rows of both are told in one file.
    let rejected = office.lines("rejected.ndjson");
    let files: Vec<_> = rejected
        .iter()
        .map(|r| (&r["file"], r["line"].as_u64()))
        .collect();
    assert_eq!(
        files,
        [(&json!("cf.csv"), Some(3)), (&json!("in.csv"), Some(3))]
    );
}

/// A mapping whose columns have names of the office's own: a number, a key and a file.
fn own_names() -> Value {
    let mut columns = mapping();
    let members = columns["members"].as_object_mut().expect("members");
    for name in [
        "/claims/subject/id",
        "/claims/jurisdiction",
        "/claims/evaluations/sh-public/score",
    ] {
        members.remove(name);
    }
    members["/claims/subject_kind"] = json!({ "value": "natural_person" });
    columns
}

/// An office with that mapping and a register.
fn office_with(columns: &Value) -> Office {
    let office = Office::new(1_000);
    office.write("columns.json", &columns.to_string());
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    office
}

#[test]
fn a_cell_names_a_file_in_the_folder_and_nothing_else() {
    let office = office_with(&mapping());
    let input = |cell: &str| {
        let key = quoted(&jwk(2));
        office.write(
            "in.csv",
            &format!("{HEADER}\n1,p-1,自然人,310000,,1990/3/1,是,742,{key},{cell}\n"),
        );
    };
    let now = NOW.to_string();
    let mut arguments = ISSUE.to_vec();
    arguments.extend(["--now", &now, "--subjects", "columns.json", "in.csv"]);
    let refused = |cell: &str| {
        input(cell);
        // What nobody has put into a file of the office, be it a key.
        let output = office.desk.xinyi_with(&arguments, jwk(9).as_bytes());
        assert_eq!(output.status.code(), Some(1), "{cell}: {}", told(&output));
        assert!(told(&output).contains("cell.key_file"), "{}", told(&output));
    };
    refused("-");
    refused(".");
    #[cfg(unix)]
    {
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("key.jwk"), jwk(9)).expect("a key");
        let link = office.desk.path().join("link");
        std::os::unix::fs::symlink(outside.path(), link).expect("a link");
        refused("link/key.jwk");
    }
    // One that is called so is such a file.
    office.write("-", &jwk(9));
    input("-");
    let output = office.desk.xinyi(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn lines_of_json_are_no_table() {
    let office = office_with(&own_names());
    office.write_lines("in.ndjson", [json!({ "序号": "1", "编号": "p-1" })]);
    office.write("in.json", r#"[{"序号":"1","编号":"p-1"}]"#);
    for input in ["in.ndjson", "in.json"] {
        let table = format!("penalties={input}");
        for how in [
            &["--subjects", "columns.json", input, "out.ndjson"][..],
            &["--table", &table, "none.ndjson", "out.ndjson"],
        ] {
            let output = office.issue_at(NOW, how);
            assert_eq!(output.status.code(), Some(2), "{how:?}: {}", told(&output));
            assert!(told(&output).contains("this is JSON"), "{}", told(&output));
        }
    }
}

#[test]
fn a_column_that_is_there_twice_is_nobody_s() {
    let office = office_with(&own_names());
    let row = format!("1,p-1,1990/3/1,是,{},,p-2", quoted(&jwk(1)));
    office.write(
        "in.csv",
        &format!("序号,编号,出生日期,已成年,公钥,公钥文件,编号\n{row}\n"),
    );
    let output = issue(&office, "in.csv");
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(
        told(&output).contains("the column 编号 is there twice"),
        "{}",
        told(&output)
    );
}

type Sheet = Vec<Vec<String>>;
/// What makes a file of sheets.
type Form = fn(&[Sheet]) -> Vec<u8>;

/// The rows of a table under names that no form has, below a title.
fn rows_of(numbers: &[u64]) -> Sheet {
    let header = ["序号", "编号", "出生日期", "已成年", "公钥"];
    let mut rows = vec![
        vec!["某市主体名单".to_owned()],
        header.map(str::to_owned).to_vec(),
    ];
    rows.extend(numbers.iter().map(|n| {
        let cells = [
            n.to_string(),
            format!("p-{n}"),
            "1990/3/1".to_owned(),
            "是".to_owned(),
        ];
        [&cells[..], &[jwk(*n)]].concat()
    }));
    rows
}

fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for rows in sheets {
        let sheet = book.add_worksheet();
        for (at, row) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(row) {
                sheet.write(at, column, cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn page(tables: &[Sheet]) -> Vec<u8> {
    let row = |row: &Vec<String>| {
        let cells: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr>{cells}</tr>")
    };
    let table = |rows: &Sheet| {
        format!(
            "<table>{}</table>",
            rows.iter().map(row).collect::<String>()
        )
    };
    let tables: String = tables.iter().map(table).collect();
    format!("<html><meta charset=\"utf-8\"><body>{tables}</body></html>").into_bytes()
}

#[test]
fn workbooks_and_pages_have_whatever_columns_the_mapping_names() {
    let mut notes = rows_of(&[]);
    notes.truncate(1);
    let forms: [(&str, Form); 2] = [("in.xlsx", workbook), ("in.html", page)];
    for (name, written) in forms {
        let office = office_with(&own_names());
        let path = office.desk.path().join(name);
        // One column of theirs is of a form as well, and the sheet with it was read alone.
        let of_form = vec![
            vec!["统一社会信用代码".to_owned(), "编号".to_owned()],
            vec!["91310115MA1K30011E".to_owned(), "p-9".to_owned()],
        ];
        for further in [rows_of(&[2]), of_form.clone(), notes.clone()] {
            for sheets in [
                [rows_of(&[1]), further.clone()],
                [further.clone(), rows_of(&[1])],
            ] {
                fs::write(&path, written(&sheets)).expect(name);
                let output = issue(&office, name);
                assert_eq!(output.status.code(), Some(2), "{name}: {}", told(&output));
                assert!(
                    told(&output).contains("further sheets"),
                    "{}",
                    told(&output)
                );
            }
        }
        fs::write(&path, written(&[rows_of(&[1, 3]), Vec::new()])).expect(name);
        let output = issue(&office, name);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", told(&output));
        let answers = office.lines("out.ndjson");
        let lines: Vec<_> = answers.iter().map(|a| a["line"].as_u64()).collect();
        assert_eq!(lines, [Some(3), Some(4)]);
    }
}

/// Begins `xinyi issue` of the table, on one core.
fn begun(office: &Office) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(ISSUE)
        .args([
            "--jobs",
            "1",
            "--now",
            &NOW.to_string(),
            "--subjects",
            "columns.json",
        ])
        .args(["--rejected-rows", "rejected.ndjson", "in.csv", "out.ndjson"])
        .current_dir(office.desk.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("xinyi runs")
}

#[test]
fn a_table_that_was_killed_in_the_middle_goes_on_where_it_was() {
    let office = Office::new(50_000);
    office.write("columns.json", &mapping().to_string());
    office.write_lines("none.ndjson", []);
    office.issues_at(NOW, &["--new-register", "none.ndjson"]);
    // One of ten rows cannot be used.
    let rows = (0..600).map(|n| match n % 10 {
        9 => format!("{n},p-{n},自然人,310000,,1990/3/1,是,742,no key,"),
        _ => person(n),
    });
    let table: Vec<String> = std::iter::once(HEADER.to_owned()).chain(rows).collect();
    office.write("in.csv", &table.join("\n"));
    let (mut kills, mut wait) = (0, 100);
    loop {
        let mut child = begun(&office);
        thread::sleep(Duration::from_millis(wait));
        child.kill().expect("killed");
        if child.wait().expect("it ends").code().is_some() {
            break;
        }
        assert!(
            !office.exists("rejected.ndjson"),
            "it is there once it is whole"
        );
        kills += 1;
        wait += 60;
        assert!(kills < 100, "it does not get on");
    }
    println!("{kills} kills");
    assert!(kills >= 3, "it is too quick for this test: {kills}");
    let answers = office.lines("out.ndjson");
    let lines: Vec<_> = answers.iter().map(|a| a["line"].as_u64()).collect();
    assert_eq!(lines, (2..=601).map(Some).collect::<Vec<_>>());
    assert_eq!(
        answers.iter().filter(|a| a["ok"] == json!(true)).count(),
        540
    );
    assert_eq!(office.count("SELECT count(*) FROM issued"), 540);
    assert_eq!(office.lines("rejected.ndjson").len(), 60);
    assert!(!office.exists("rejected.ndjson.partial"));
}
