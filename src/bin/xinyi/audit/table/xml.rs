//! Workbooks in the XML of Excel 2003 (SpreadsheetML).

use core::ops::ControlFlow;
use std::fs::File;
use std::io::{BufReader, Seek};

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesStart, Event};
use xinyi::Code;

use super::book::{Book, Each, Top, Tops};
use super::line::Line;
use crate::audit::row::{ROW_BYTES, Row};
use crate::failure::Failure;
use crate::tabular::{kind, value};

/// How long the file may be, in bytes. What is between two tags is in memory.
const BYTES: u64 = 1 << 30;
/// How many sheets are read.
const SHEETS: usize = 1_000;

pub(super) struct Workbook {
    file: File,
    /// The sheets that were seen so far.
    names: Vec<String>,
}

/// The type of a cell.
#[derive(Clone, Copy)]
enum Type {
    DateTime,
    Number,
    Text,
    Truth,
}

/// A sheet while it is read.
#[derive(Default)]
struct Sheet {
    rows: u64,
    line: Line,
    column: usize,
    /// How many columns the cell that is open takes.
    columns: usize,
}

impl Workbook {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        let metadata = file.metadata().map_err(|e| Failure::Other(e.to_string()))?;
        if metadata.len() > BYTES {
            let limit = [("limit", (BYTES as i64).into())];
            return Err(Failure::of_input(Code::LimitBytes, limit));
        }
        let names = Vec::new();
        Ok(Self { file, names })
    }

    /// Each row of each sheet, with the sheet's index.
    fn rows(&mut self, each: &mut dyn FnMut(usize, Row) -> ControlFlow<()>) -> Result<(), Failure> {
        let damaged = |_: quick_xml::Error| kind::damaged("XML");
        self.file
            .rewind()
            .map_err(|e| Failure::Other(e.to_string()))?;
        let mut reader = Reader::from_reader(DecodingReader::new(BufReader::new(&self.file)));
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        self.names.clear();
        let mut is_closed = false;
        let mut sheet = Sheet::default();
        // The type and the text of the cell that is open.
        let mut data: Option<(Type, String)> = None;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Eof if is_closed => return Ok(()),
                Event::Eof => return Err(kind::damaged("XML")),
                Event::Decl(declaration) => {
                    if let Some(encoding) = declaration.encoder() {
                        reader.get_mut().set_encoding(encoding);
                    }
                }
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "Worksheet" => {
                        if self.names.len() == SHEETS {
                            return Ok(());
                        }
                        self.names.push(attribute(&tag, "Name").unwrap_or_default());
                        sheet = Sheet::default();
                    }
                    "Row" => {
                        sheet.rows = number(&tag, "Index").unwrap_or(sheet.rows.saturating_add(1));
                        sheet.column = 0;
                        let rows = sheet.rows;
                        sheet.line.begin(rows);
                    }
                    "Cell" => {
                        let index = number(&tag, "Index").and_then(|n| n.checked_sub(1));
                        sheet.column = index
                            .map_or(sheet.column, |n| usize::try_from(n).unwrap_or(usize::MAX));
                        let across = number(&tag, "MergeAcross").unwrap_or(0);
                        sheet.columns = usize::try_from(across).unwrap_or(0).saturating_add(1);
                    }
                    "Data" => {
                        let kind = match attribute(&tag, "Type").as_deref() {
                            Some("Number") => Type::Number,
                            Some("DateTime") => Type::DateTime,
                            Some("Boolean") => Type::Truth,
                            _ => Type::Text,
                        };
                        data = Some((kind, String::new()));
                    }
                    _ => {}
                },
                Event::Text(text) => add(&mut data, &text.xml10_content()),
                Event::CData(text) => add(&mut data, &text.xml10_content()),
                Event::GeneralRef(name) => match name.resolve_char_ref() {
                    Ok(Some(c)) => add(&mut data, c.encode_utf8(&mut [0; 4])),
                    _ => {
                        let known = quick_xml::escape::resolve_xml_entity(&name);
                        add(&mut data, known.unwrap_or("\u{FFFD}"));
                    }
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "Data" => {
                        if let Some((kind, text)) = data.take() {
                            let column = sheet.column;
                            sheet.line.put(column, |into| write(kind, &text, into));
                        }
                    }
                    "Workbook" => is_closed = true,
                    "Cell" => sheet.column = sheet.column.saturating_add(sheet.columns),
                    "Row" => {
                        let index = self.names.len().checked_sub(1);
                        if let Some((index, row)) = index.zip(sheet.line.finish())
                            && each(index, row).is_break()
                        {
                            return Ok(());
                        }
                        sheet.line.begin(0);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

impl Book for Workbook {
    fn tops(&mut self, header_row: Option<u64>) -> Result<Vec<Top>, Failure> {
        let mut tops = Tops::new(header_row);
        self.rows(&mut |index, row| {
            tops.take(index, row);
            ControlFlow::Continue(())
        })?;
        Ok(tops.named(&self.names))
    }

    fn read(&mut self, index: usize, each: Each<'_>) -> Result<(), Failure> {
        self.rows(&mut |sheet, row| match sheet == index {
            true => each(row),
            false => ControlFlow::Continue(()),
        })
    }
}

/// Adds to the text of a cell, up to what a row may have.
fn add(data: &mut Option<(Type, String)>, text: &str) {
    if let Some((_, into)) = data.as_mut().filter(|(_, into)| into.len() <= ROW_BYTES) {
        into.push_str(text);
    }
}

fn write(kind: Type, text: &str, into: &mut String) {
    match kind {
        Type::Number => match text.trim().parse() {
            Ok(number) => value::number(number, into),
            Err(_) => into.push_str(text),
        },
        Type::DateTime => value::iso(text, into),
        Type::Truth => value::truth(text.trim() == "1", into),
        Type::Text => into.push_str(text),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    let attribute = attributes.find(|a| a.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&attribute.value).ok()?;
    Some(value.into_owned())
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(tag, name)?.trim().parse().ok()
}
