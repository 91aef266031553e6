//! An xlsx workbook put together by hand.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Its parts by name.
pub struct Workbook {
    parts: Vec<(String, String)>,
    sheets: Vec<(String, String)>,
    properties: &'static str,
}

impl Workbook {
    pub fn new() -> Self {
        Self {
            parts: Vec::new(),
            sheets: Vec::new(),
            properties: "",
        }
    }

    /// A sheet with these rows, each `<row>…</row>`; what is in `state` says that it is hidden.
    pub fn sheet(mut self, name: &str, state: &str, rows: &str) -> Self {
        let number = self.sheets.len() + 1;
        let xml = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
        );
        self.parts
            .push((format!("xl/worksheets/sheet{number}.xml"), xml));
        self.sheets.push((name.to_owned(), state.to_owned()));
        self
    }

    pub fn with_1904(mut self) -> Self {
        self.properties = "<workbookPr date1904=\"1\"/>";
        self
    }

    pub fn part(mut self, name: &str, xml: &str) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), xml.to_owned()));
        self
    }

    pub fn bytes(self) -> Vec<u8> {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let mut sheets = String::new();
        let mut relations = String::new();
        for (n, (name, state)) in (1..).zip(&self.sheets) {
            sheets.push_str(&format!(
                "<sheet name=\"{name}\" sheetId=\"{n}\" {state} r:id=\"rId{n}\"/>"
            ));
            relations.push_str(&format!(
                "<Relationship Id=\"rId{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            ));
        }
        let parts = [
            (
                "[Content_Types].xml".to_owned(),
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
            ),
            (
                "_rels/.rels".to_owned(),
                format!("<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!("<workbook xmlns:r=\"{office}\">{}<sheets>{sheets}</sheets></workbook>", self.properties),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_owned(),
                format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>"),
            ),
            (
                "xl/styles.xml".to_owned(),
                "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".to_owned(),
            ),
        ];
        let given = |name: &String| self.parts.iter().any(|(other, _)| other == name);
        let own = parts.iter().filter(|(name, _)| !given(name));
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, xml) in own.chain(&self.parts) {
            archive
                .start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            archive.write_all(xml.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

/// A row of texts; an empty one is no cell.
pub fn row(number: usize, cells: &[&str]) -> String {
    let cell = |(column, text): (usize, &&str)| match *text {
        "" => String::new(),
        text => cell(
            number,
            column,
            &format!("t=\"inlineStr\"><is><t>{text}</t></is>"),
        ),
    };
    let cells: String = cells.iter().enumerate().map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

/// A cell: what follows `<c r="A1" `.
pub fn cell(row: usize, column: usize, rest: &str) -> String {
    let letter = char::from(b'A' + u8::try_from(column).unwrap());
    format!("<c r=\"{letter}{row}\" {rest}</c>")
}
