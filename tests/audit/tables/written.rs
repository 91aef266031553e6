//! The same rows, as `tests/python/make_exports.py` had them written by other people's programs.

use std::path::{Path, PathBuf};

use super::*;

const FILES: [&str; 11] = [
    "libreoffice.html",
    "libreoffice.xls",
    "libreoffice.xlsx",
    "openpyxl.xlsx",
    "page.xls",
    "pandas.html",
    "pandas.xlsx",
    "xlsxwriter.xlsx",
    "xlwt.xls",
    "xml-2003.xls",
    "rows.csv",
];

/// A file that is committed, or that was made anew in the folder `XINYI_EXPORTS`: there one may be missing.
fn file(name: &str) -> Option<Vec<u8>> {
    let anew = std::env::var_os("XINYI_EXPORTS").map(PathBuf::from);
    let committed = || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/exports");
    let may_miss = anew.is_some() && name.starts_with("libreoffice");
    let path = anew.unwrap_or_else(committed).join(name);
    (!may_miss || path.exists()).then(|| fs::read(&path).expect(name))
}

/// What a report says of the rows, without what it says of the format.
fn of_rows(mut audit: Value) -> Value {
    let members = audit.as_object_mut().expect("an object");
    for name in ["format", "separator", "encoding", "sheet", "other_sheets"] {
        members.remove(name).expect(name);
    }
    audit
}

/// The report, the bad rows and what was printed, of a file or of standard input.
fn audited(bytes: &[u8], from: &str) -> (Value, String, String) {
    let desk = desk("rows.csv", bytes);
    let arguments = ["audit", "--now", NOW, from, "--bad-rows", "bad.csv"];
    let answer = desk.xinyi_with(&[&arguments[..], &["--json"]].concat(), bytes);
    let answer: Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    assert_eq!(answer["ok"], json!(true), "{answer}");
    let bad = fs::read_to_string(desk.path().join("bad.csv")).expect("bad rows");
    let printed = desk.xinyi_with(&arguments, bytes).stdout;
    let printed = String::from_utf8(printed).expect("UTF-8");
    (answer["audit"].clone(), bad, printed)
}

#[test]
fn the_same_rows_give_the_same_report() {
    let plain = String::from_utf8(file("rows.csv").unwrap()).unwrap();
    let titled = format!("行政处罚信息\r\n{plain}");
    let below = audited(titled.as_bytes(), "-");
    let plain = audited(plain.as_bytes(), "-");
    assert_problems(
        &plain.0,
        &[
            ("code.length", &[4]),
            ("code.missing", &[5]),
            ("cell.empty", &[6]),
            ("cell.order", &[7]),
            ("person.alphabet", &[9]),
            ("cell.amount", &[10]),
            ("duplicate.row", &[11]),
        ],
    );
    let files = FILES
        .into_iter()
        .filter_map(|name| Some((name, file(name)?)));
    for (name, bytes) in files {
        for from in ["rows.csv", "-"] {
            let (audit, bad, printed) = audited(&bytes, from);
            let format = match name {
                "page.xls" => "html",
                "xml-2003.xls" => "xml",
                _ => name.split_once('.').expect(name).1,
            };
            assert_eq!(audit["format"], json!(format), "{name}");
            let first = printed.lines().nth(1).unwrap_or_default();
            assert!(first.contains(&format!(", {format}")), "{printed}");
            let want = if name == "page.xls" { &below } else { &plain };
            assert_eq!(of_rows(audit), of_rows(want.0.clone()), "{name}");
            // Days are there as this program shows them.
            let bad = match name {
                "libreoffice.html" | "xml-2003.xls" => bad
                    .replace("2026-01-0", "2026/01/0")
                    .replace("2029-01-05", "2029/01/05"),
                _ => bad,
            };
            assert_eq!(bad, want.1, "{name}");
            let rest = |printed: &str| {
                printed
                    .lines()
                    .skip(2)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            assert_eq!(rest(&printed), rest(&want.2), "{name}");
        }
    }
}

#[test]
fn the_sheet_is_told() {
    for (name, sheet) in [
        ("openpyxl.xlsx", "行政处罚"),
        ("xlwt.xls", "行政处罚"),
        ("xlsxwriter.xlsx", "导出"),
        ("xml-2003.xls", "行政处罚"),
        ("page.xls", "1"),
    ] {
        let (audit, _, printed) = audited(&file(name).unwrap(), "rows.csv");
        assert_eq!(audit["sheet"], json!(sheet));
        assert_eq!(audit["other_sheets"], json!([]));
        assert!(
            printed.contains(&format!("工作表 / sheet {sheet}")),
            "{printed}"
        );
    }
}

#[test]
fn a_spreadsheet_that_is_not_read_is_told_for_what_it_is() {
    let Some(bytes) = file("libreoffice.ods") else {
        return;
    };
    let (answer, status) = answer(&bytes, &[]);
    assert_eq!(answer["error"]["code"], json!("input.kind"));
    assert_eq!(answer["error"]["details"]["found"], json!("OpenDocument"));
    assert_eq!(status, 2);
}
