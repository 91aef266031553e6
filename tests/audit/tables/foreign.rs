//! Files of other kinds are told for what they are.

use std::io::Cursor;

use super::workbook::{Workbook, row};
use super::*;

/// The error of these bytes, under any name and from standard input.
#[track_caller]
fn told(bytes: &[u8], found: &str, problem: Option<&str>) {
    let desk = desk("rows.csv", bytes);
    let arguments = ["audit", "--json"];
    for (file, input) in [("rows.csv", &b""[..]), ("-", bytes)] {
        let output = desk.xinyi_with(&[&arguments[..], &[file]].concat(), input);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let error = &answer["error"];
        assert_eq!(
            (&error["code"], output.status.code()),
            (&json!("input.kind"), Some(2)),
            "{answer}"
        );
        let mut details = json!({ "found": found });
        if let Some(problem) = problem {
            details["problem"] = json!(problem);
        }
        assert_eq!(error["details"], details);
        for language in ["zh-CN", "en"] {
            let text = error["messages"][language].as_str().unwrap();
            assert!(text.contains(found), "{text}");
        }
    }
}

fn zip(parts: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        archive
            .start_file(*part, zip::write::SimpleFileOptions::default())
            .unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn compound(stream: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream)
        .unwrap()
        .write_all(bytes)
        .unwrap();
    file.into_inner().into_inner()
}

#[test]
fn a_file_of_another_kind_is_told_for_what_it_is() {
    for (bytes, found) in [
        (&b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"[..], "PDF"),
        (b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", "PNG"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", "JPEG"),
        (b"GIF89a\x01\0\x01\0", "GIF"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF", "EXE"),
        (b"\x7FELF\x02\x01\x01\0", "ELF"),
        (b"SQLite format 3\0\x10\0\x01\x01", "SQLite"),
        (b"\0\x01\0\0Standard ACE DB\0", "Access"),
        (b"PAR1\x15\x04\x15", "Parquet"),
        (b"{\\rtf1\\ansi{\\fonttbl}}", "RTF"),
        (b"\x09\x08\x10\0\0\x06\x05\0\xBB\x0D", "Excel 2–5"),
        (b"\x09\0\x04\0\x02\0\x10\0", "Excel 2–5"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n",
            "MHTML (.mht)",
        ),
        (b"<?xml version=\"1.0\"?>\n<rows><row/></rows>", "XML"),
        (&zip(&["word/document.xml"]), "Word (.docx)"),
        (&zip(&["ppt/presentation.xml"]), "PowerPoint (.pptx)"),
        (&zip(&["xl/workbook.bin"]), "Excel (.xlsb)"),
        (&zip(&["OFD.xml", "Doc_0/Document.xml"]), "OFD"),
        (&compound("WordDocument", b"x"), "Word (.doc)"),
        (&compound("PowerPoint Document", b"x"), "PowerPoint (.ppt)"),
        (&compound("anything", b"x"), "OLE"),
    ] {
        told(bytes, found, None);
    }
    let mut dbf = vec![0x03, 126, 11, 20, 1, 0, 0, 0, 65, 0];
    dbf.resize(64, 0);
    dbf.push(0x0D);
    told(&dbf, "dBase (.dbf)", None);
}

#[test]
fn an_archive_is_to_be_unpacked() {
    let mut tar = b"rows.csv".to_vec();
    tar.resize(257, 0);
    tar.extend_from_slice(b"ustar\x0000");
    for (bytes, found) in [
        (&zip(&["rows.csv"])[..], "ZIP"),
        (&zip(&[]), "ZIP"),
        (b"Rar!\x1A\x07\x01\0", "RAR"),
        (b"7z\xBC\xAF\x27\x1C\0\x04", "7z"),
        (b"\x1F\x8B\x08\0", "GZIP"),
        (b"\xFD7zXZ\0", "XZ"),
        (b"\x28\xB5\x2F\xFD", "Zstandard"),
        (&tar, "TAR"),
    ] {
        told(bytes, found, Some("archive"));
    }
}

#[test]
fn an_encrypted_workbook_is_told_with_what_to_do() {
    told(
        &compound("EncryptedPackage", b"x"),
        "xlsx",
        Some("encrypted"),
    );
    // BOF, FilePass, EOF.
    let records = b"\x09\x08\x08\0\0\x06\x05\0\0\0\0\0\x2F\0\x06\0\x01\0\x01\0\x01\0\x0A\0\0\0";
    told(&compound("Workbook", records), "xls", Some("encrypted"));
}

#[test]
fn what_is_damaged_is_told_as_such() {
    let rows = row(1, &["统一社会信用代码", "企业名称"]) + &row(2, &[&company(1), "甲"]);
    let whole = Workbook::new().sheet("甲", "", &rows).bytes();
    let middle = whole.len() / 2;
    refused(&whole[..middle], "input.damaged");
    let mut other = whole.clone();
    other[60] ^= 0xFF;
    refused(&other, "input.damaged");
    let no_sheet = Workbook::new()
        .sheet("甲", "", "")
        .part("xl/worksheets/sheet1.xml", "<worksheet>");
    refused(&no_sheet.bytes(), "input.damaged");
    refused(
        &compound("Workbook", b"\x09\x08\x08\0\0\x06\x05\0\0\0\0\0\x0A\0\0\0"),
        "input.damaged",
    );
    refused(&compound("Workbook", b""), "input.damaged");
    refused(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more",
        "input.damaged",
    );
}

#[test]
fn a_text_that_begins_like_something_else_is_a_text() {
    for name in ["MZ", "BM", "PK", "RIFF", "II", "GIF", "7z", "<备注>"] {
        let text = format!("{name},统一社会信用代码,企业名称\n,{},甲\n", company(1));
        let (audit, status) = audit(text.as_bytes(), &[]);
        assert_eq!((&audit["format"], status), (&json!("csv"), 0), "{name}");
    }
}
