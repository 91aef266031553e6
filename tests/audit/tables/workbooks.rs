//! What is in the cells of workbooks, and which sheet is read.

use super::workbook::{Workbook, cell, row};
use super::*;

const HEADER: [&str; 4] = ["统一社会信用代码", "企业名称", "成立日期", "注册资本(万元)"];

/// A register of companies, a sheet of it, with these cells in the second row.
fn with_cells(cells: &[String]) -> String {
    format!("{}<row r=\"2\">{}</row>", row(1, &HEADER), cells.concat())
}

fn register_rows(codes: &[&str]) -> String {
    let rows = codes
        .iter()
        .zip(2..)
        .map(|(code, n)| row(n, &[code, "测试"]));
    row(1, &HEADER) + &rows.collect::<String>()
}

#[test]
fn cells_are_read_by_their_types() {
    let code = company(1);
    let name = |rest: &str| {
        vec![
            cell(2, 0, &format!("t=\"str\"><v>{code}</v>")),
            cell(2, 1, rest),
        ]
    };
    let day = |rest: &str| [name("t=\"str\"><v>甲</v>"), vec![cell(2, 2, rest)]].concat();
    let sum = |rest: &str| [name("t=\"str\"><v>甲</v>"), vec![cell(2, 3, rest)]].concat();
    for (cells, problems, notes) in [
        (day("s=\"1\"><v>46027</v>"), &[][..], &[][..]),
        (day("s=\"1\"><v>46027.5</v>"), &[], &["cell.date_form"]),
        (day("><v>46027</v>"), &[], &["cell.date_number"]),
        (day("t=\"d\"><v>2026-01-05T00:00:00</v>"), &[], &[]),
        // A formula by its value.
        (day("s=\"1\"><f>TODAY()</f><v>46027</v>"), &[], &[]),
        (day("s=\"1\"><v>46400</v>"), &["cell.future"], &[]),
        (day("t=\"e\"><v>#N/A</v>"), &["cell.date"], &[]),
        (day("t=\"b\"><v>1</v>"), &["cell.date"], &[]),
        (sum("><v>0.2</v>"), &[], &[]),
        (sum("><v>0.30000000000000004</v>"), &[], &[]),
        (sum("><v>12000000</v>"), &[], &[]),
        (sum("><v>-5</v>"), &["cell.amount"], &[]),
        (
            sum("><f>1/3</f><v>0.33333333333333331</v>"),
            &["cell.amount"],
            &[],
        ),
        (sum("t=\"e\"><v>#DIV/0!</v>"), &["cell.amount"], &[]),
        (name("t=\"e\"><v>#REF!</v>"), &[], &[]),
        // A formula of which nobody has reckoned the value.
        (name("><f>A1</f>"), &["cell.empty"], &[]),
    ] {
        let told = format!("{cells:?}");
        let bytes = Workbook::new().sheet("甲", "", &with_cells(&cells)).bytes();
        let (audit, _) = audit(&bytes, &[]);
        let codes = |list: &Value| by_code(list).into_keys().collect::<Vec<_>>();
        assert_eq!(codes(&audit["problems"]), problems, "{told}");
        assert_eq!(codes(&audit["notes"]), notes, "{told}");
    }
}

#[test]
fn days_of_1904_are_days() {
    let cells = [
        cell(2, 0, &format!("t=\"str\"><v>{}</v>", company(1))),
        cell(2, 1, "t=\"str\"><v>甲</v>"),
        // 2026-01-06 by that system, and 2022-01-05 by the other one.
        cell(2, 2, "s=\"1\"><v>44566</v>"),
    ];
    let bytes = |workbook: Workbook| workbook.sheet("甲", "", &with_cells(&cells)).bytes();
    let on = |bytes: &[u8]| {
        let desk = desk("rows", bytes);
        let (answer, _) = desk.answer(&[
            "audit",
            "--json",
            "--now",
            "2026-01-05T12:00:00+08:00",
            "rows",
        ]);
        problems(&answer["audit"]).into_keys().collect::<Vec<_>>()
    };
    assert_eq!(on(&bytes(Workbook::new().with_1904())), ["cell.future"]);
    assert_eq!(on(&bytes(Workbook::new())), [""; 0]);
}

#[test]
fn a_code_that_is_stored_as_a_number_has_lost_digits() {
    let digits = (0..).map(|n| uscc("91", "310115", &format!("{n:08}")));
    let code = digits
        .into_iter()
        .find(|code| code.bytes().all(|b| b.is_ascii_digit()))
        .unwrap();
    let authority = |rest: &str| {
        let cells = [cell(2, 0, rest), cell(2, 1, "t=\"str\"><v>甲</v>")];
        Workbook::new().sheet("甲", "", &with_cells(&cells)).bytes()
    };
    for number in [code.as_str(), "9.1310115000000002E+17"] {
        let (audit, _) = audit(&authority(&format!("><v>{number}</v>")), &[]);
        assert_problems(&audit, &[("code.rounded", &[2])]);
    }
    let (audit, _) = audit(&authority(&format!("t=\"str\"><v>{code}</v>")), &[]);
    assert_problems(&audit, &[]);
}

#[test]
fn rows_are_those_of_the_sheet() {
    let [a, b, c] = [1, 2, 3].map(company);
    let rows = [
        // A title over merged cells, a blank row, a note.
        row(1, &["登记信息"]),
        "<row r=\"2\" hidden=\"1\"><c r=\"B2\" s=\"1\"/></row>".to_owned(),
        row(4, &HEADER),
        row(5, &[&a, "甲"]),
        row(9, &[&b, "乙", "", "", "", "多"]),
        // Without its place: the next one.
        format!("<row><c t=\"inlineStr\"><is><t>{c}</t></is></c><c t=\"inlineStr\"><is><r><t>丙</t></r><r><t>丁</t></r></is></c></row>"),
        row(12, &[&a, "甲"]),
        row(13, &["合计", "2"]),
    ]
    .concat();
    let bytes = Workbook::new().sheet("甲", "", &rows).bytes();
    let (found, _) = audit(&bytes, &[]);
    // What stands beside the table takes nothing from the row.
    assert_problems(&found, &[("duplicate.row", &[12])]);
    assert_notes(&found, &[("row.beside", &[9]), ("row.no_data", &[1, 13])]);
    assert_eq!(
        (&found["rows"], &found["header_line"]),
        (&json!(4), &json!(4))
    );
    let (given, _) = audit(&bytes, &["--header-row", "4"]);
    assert_eq!(given, found);
    let (answer, _) = answer(&bytes, &["--header-row", "5"]);
    assert_eq!(answer["error"]["code"], json!("input.sheet"));
}

#[test]
fn a_header_over_two_rows_is_one() {
    let rows = [
        row(1, &["登记信息"]),
        row(2, &["企业名称", "证照", "", "注册地址"]),
        row(3, &["", "统一社会信用代码", "注册号"]),
        row(4, &["甲", &company(1)]),
        row(5, &["乙", &company(1), "1"]),
    ];
    let bytes = Workbook::new().sheet("甲", "", &rows.concat()).bytes();
    let desk = desk("rows", &bytes);
    let (answer, _) = desk.answer(&[
        "audit",
        "--json",
        "--now",
        NOW,
        "rows",
        "--bad-rows",
        "bad.csv",
    ]);
    let audit = &answer["audit"];
    assert_problems(audit, &[("duplicate.key", &[5])]);
    assert_notes(audit, &[("row.no_data", &[1, 2])]);
    assert_eq!(audit["header_line"], json!(3));
    let bad = fs::read_to_string(desk.path().join("bad.csv")).unwrap();
    let want = format!(
        "\u{FEFF}line,problems,first_line,企业名称,统一社会信用代码,注册号,注册地址\n5,duplicate.key,4,乙,{},1,\n",
        company(1)
    );
    assert_eq!(bad, want);
}

#[test]
fn the_first_sheet_with_a_header_is_read_and_the_others_are_told() {
    let [a, b, c] = [1, 2, 3].map(company);
    let workbook = Workbook::new()
        .sheet("隐藏", "state=\"hidden\"", &register_rows(&[&a]))
        .sheet("说明", "", &row(1, &["逐项填写"]))
        .sheet("一月", "", &register_rows(&[&a, &b]))
        .sheet("二月", "", &register_rows(&[&a, &b, &c]))
        .sheet("空", "", "")
        .bytes();
    let sheet = |more: &[&str]| {
        let (audit, status) = audit(&workbook, more);
        assert_eq!(status, 0);
        let others = audit["other_sheets"].clone();
        (
            audit["rows"].as_u64().unwrap(),
            audit["sheet"].clone(),
            others,
        )
    };
    assert_eq!(sheet(&[]), (2, json!("一月"), json!(["隐藏", "二月"])));
    assert_eq!(
        sheet(&["--sheet", "二月"]),
        (3, json!("二月"), json!(["隐藏", "一月"]))
    );
    assert_eq!(
        sheet(&["--sheet", "隐藏"]),
        (1, json!("隐藏"), json!(["一月", "二月"]))
    );
    let hidden = Workbook::new()
        .sheet("说明", "", &row(1, &["企业名称"]))
        .sheet("隐藏", "state=\"veryHidden\"", &register_rows(&[&a]));
    let (hidden, _) = audit(&hidden.bytes(), &[]);
    assert_eq!(hidden["sheet"], json!("隐藏"));
    let printed = desk("rows", &workbook).xinyi(&["audit", "rows"]).stdout;
    let printed = String::from_utf8(printed).unwrap();
    assert!(
        printed.contains("other sheets, not audited: 隐藏, 二月"),
        "{printed}"
    );

    let refused = |more: &[&str], code: &str, details: Value| {
        let (answer, status) = answer(&workbook, more);
        assert_eq!(
            (&answer["error"]["code"], status),
            (&json!(code), 2),
            "{answer}"
        );
        assert_eq!(answer["error"]["details"], details);
    };
    let sheets = "隐藏, 说明, 一月, 二月, 空";
    let missing = json!({ "name": "三月", "problem": "missing", "sheets": sheets });
    refused(&["--sheet", "三月"], "input.sheet", missing);
    refused(&["--sheet", "说明"], "input.columns", json!({ "found": 1 }));
    refused(
        &["--sheet", "空"],
        "input.sheet",
        json!({ "sheets": sheets }),
    );
}

#[test]
fn a_workbook_without_a_header_is_told_with_its_sheets() {
    let workbook =
        Workbook::new()
            .sheet("a", "", &row(1, &["x", "y"]))
            .sheet(&resident_number(3), "", "");
    let (answer, status) = answer(&workbook.bytes(), &[]);
    assert_eq!(
        (&answer["error"]["code"], status),
        (&json!("input.sheet"), 2)
    );
    assert_eq!(
        answer["error"]["details"]["sheets"],
        json!("a, ******************")
    );
    let messages = &answer["error"]["messages"];
    assert!(
        messages["zh-CN"].as_str().unwrap().contains("--sheet"),
        "{messages}"
    );
    refused(&Workbook::new().sheet("a", "", "").bytes(), "input.empty");
    refused(&Workbook::new().bytes(), "input.empty");
}

#[test]
fn a_sheet_is_for_workbooks() {
    let desk = desk("rows", register(&[&company(1)]).as_bytes());
    let output = desk.xinyi(&["audit", "rows", "--sheet", "a"]);
    assert_eq!((output.status.code(), output.stdout), (Some(2), Vec::new()));
}

#[test]
fn what_is_read_of_a_text_is_not_asked_of_a_workbook() {
    // Whatever it is said to be, a workbook is one.
    let bytes = Workbook::new()
        .sheet("甲", "", &register_rows(&[&company(1)]))
        .bytes();
    let (audit, status) = audit(&bytes, &["--format", "csv", "--encoding", "gb18030"]);
    assert_eq!(
        (&audit["format"], &audit["encoding"], status),
        (&json!("xlsx"), &Value::Null, 0)
    );
}
