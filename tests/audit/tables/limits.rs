//! What a workbook may be like, and that it is found out in time.

use super::workbook::{Workbook, row};
use super::*;

fn header() -> String {
    row(1, &["统一社会信用代码", "企业名称"])
}

/// The error of a workbook, soon and in little memory.
#[track_caller]
fn soon_refused(bytes: &[u8], code: &str) {
    let started = Instant::now();
    let desk = desk("rows", bytes);
    let limited = "ulimit -v 1500000 2>/dev/null; exec \"$0\" audit --json rows";
    let output = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_xinyi")])
        .current_dir(desk.path())
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).expect("an answer");
    assert_eq!(answer["error"]["code"], json!(code), "{answer}");
    assert_eq!(output.stderr, b"");
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn rows_of_nothing_take_no_time_and_are_none() {
    let started = Instant::now();
    let mut rows = header() + &row(2, &[&company(1), "甲"]);
    for n in (3..50_000).chain([1_048_576]) {
        rows.push_str(&format!("<row r=\"{n}\"><c r=\"A{n}\" s=\"1\"/></row>"));
    }
    let (audit, status) = audit(&Workbook::new().sheet("甲", "", &rows).bytes(), &[]);
    assert_eq!((&audit["rows"], status), (&json!(1), 0));
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_part_that_inflates_to_much_is_not_inflated() {
    let long = |begin: &str, megabytes: usize, end: &str| {
        format!("{begin}{}{end}", " ".repeat(megabytes << 20))
    };
    let of = |part: &str, xml: &str| {
        Workbook::new()
            .sheet("甲", "", &header())
            .part(part, xml)
            .bytes()
    };
    let styles = of("xl/styles.xml", &long("<styleSheet>", 17, "</styleSheet>"));
    assert!(styles.len() < 100_000);
    soon_refused(&styles, "limit.bytes");
    // A sheet may be long, but for what is kept of it.
    let sheet = "xl/worksheets/sheet1.xml";
    soon_refused(
        &of(sheet, &long("<worksheet><!--", 5, "-->")),
        "limit.bytes",
    );
    soon_refused(&of(sheet, &long("<worksheet a='", 5, "'>")), "limit.bytes");
    let rows = long("<worksheet><sheetData>", 1, "</sheetData></worksheet>").replace(' ', "<row/>");
    let (answer, _) = answer(&of(sheet, &rows), &[]);
    assert_eq!(answer["error"]["code"], json!("input.empty"));
}

#[test]
fn room_is_made_for_no_more_texts_than_there_can_be() {
    let spaces = " ".repeat(300_000);
    for said in [
        "=\"99999999999\"",
        "=\"9999999999999999999999\"",
        "=\"4000000000\"",
        &format!("={spaces}\"4000000000\""),
    ] {
        let texts = format!("<sst uniqueCount{said}><si><t>x</t></si></sst>");
        let bytes = Workbook::new()
            .sheet("甲", "", &header())
            .part("xl/sharedStrings.xml", &texts);
        soon_refused(&bytes.bytes(), "limit.items");
    }
}

#[test]
fn a_sheet_does_not_pass_for_the_workbook() {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    for target in [
        "xl/worksheets/sheet1.xml",
        "xl/&#119;orksheets/sheet1.xml",
        "xl/media/sheet1.xml",
    ] {
        let relations = format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"a\" Type=\"x/relationships/officeDocument\" Target=\"{target}\"/></Relationships>"
        );
        let bytes = Workbook::new()
            .sheet("甲", "", &header())
            .part("_rels/.rels", &relations);
        soon_refused(&bytes.bytes(), "input.damaged");
    }
}

#[test]
fn a_row_may_not_be_longer_than_a_megabyte() {
    let huge = "长".repeat(400_000);
    let rows = [
        header(),
        row(2, &[&company(1), "甲"]),
        row(3, &[&company(2), &huge]),
        "<row r=\"4\"><c r=\"XFD4\"><v>1</v></c></row>".to_owned(),
        row(5, &[&company(3), "乙"]),
    ];
    let bytes = Workbook::new().sheet("甲", "", &rows.concat()).bytes();
    let (audit, _) = audit(&bytes, &[]);
    assert_problems(&audit, &[("row.too_long", &[3])]);
    assert_eq!(audit["rows"], json!(3));
}

#[test]
fn a_workbook_of_1997_has_no_more_cells_than_a_sheet_could() {
    // Records of [MS-XLS]: BOF, a sheet's name, EOF; BOF, the size of the sheet, numbers, EOF.
    let number = |row: u16, column: u16| {
        let mut record = vec![0x03, 0x02, 14, 0];
        record.extend([row, column, 0].iter().flat_map(|n| n.to_le_bytes()));
        record.extend(1.0_f64.to_le_bytes());
        record
    };
    let workbook = |sheets: u32, cells: &[Vec<u8>]| {
        let bof = |kind: u8| [0x09, 0x08, 8, 0, 0, 6, kind, 0, 0, 0, 0, 0];
        let begin = 12 + 4 + sheets * 13;
        let mut records = bof(5).to_vec();
        for n in 0..sheets {
            records.extend([0x85, 0, 9, 0]);
            records.extend(begin.to_le_bytes());
            records.extend([0, 0, 1, 0, b'a' + (n % 26) as u8]);
        }
        records.extend([0x0A, 0, 0, 0]);
        records.extend(bof(0x10));
        // Four thousand million rows.
        records.extend([
            0x00, 0x02, 14, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0,
        ]);
        records.extend(cells.concat());
        records.extend([0x0A, 0, 0, 0]);
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        file.create_stream("Workbook")
            .unwrap()
            .write_all(&records)
            .unwrap();
        file.into_inner().into_inner()
    };
    soon_refused(&workbook(1, &[number(0, 0), number(1, 1)]), "input.sheet");
    soon_refused(
        &workbook(1, &[number(0, 0), number(65_535, 256)]),
        "limit.items",
    );
    soon_refused(
        &workbook(1, &[number(0, 0), number(65_535, 65_535)]),
        "limit.items",
    );
    soon_refused(
        &workbook(20, &[number(0, 0), number(65_535, 16)]),
        "limit.items",
    );
    soon_refused(&workbook(3_000, &[number(0, 0)]), "input.damaged");
    // A record that is longer than what is left: the rows after it are not there.
    let cut = vec![0x03, 0x02, 200, 0];
    soon_refused(&workbook(1, &[number(0, 0), cut]), "input.damaged");
}
