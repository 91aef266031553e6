//! The workbooks of Excel 97 to 2003, which are read whole.

use std::fs::File;
use std::io::{Cursor, Read, Write};

use calamine::{Data, Range, Reader, SheetVisible, Xls, XlsError};
use cfb::{CompoundFile, Version};
use xinyi::Code;

use super::biff;
use super::book::{Book, Each, Top};
use super::line::Line;
use crate::failure::Failure;
use crate::tabular::{kind, value};

/// How long the stream of records may be, in bytes.
const BYTES: u64 = 256 << 20;

pub(super) struct Workbook {
    sheets: Vec<Sheet>,
}

struct Sheet {
    name: String,
    is_hidden: bool,
    cells: Range<Data>,
}

impl Workbook {
    pub(super) fn open(file: File) -> Result<Self, Failure> {
        let records = biff::cleared(&stream(file)?)?;
        let around = around(&records).map_err(|_| kind::damaged("xls"))?;
        drop(records);
        let mut workbook = Xls::new(Cursor::new(around)).map_err(|e| failure(&e))?;
        let sheets = workbook.sheets_metadata().to_vec().into_iter();
        let sheets = sheets.map(|sheet| {
            let cells = workbook.worksheet_range(&sheet.name);
            Ok(Sheet {
                cells: cells.map_err(|e| failure(&e))?,
                is_hidden: sheet.visible != SheetVisible::Visible,
                name: sheet.name,
            })
        });
        Ok(Self {
            sheets: sheets.collect::<Result<_, Failure>>()?,
        })
    }
}

/// The stream of records in a compound file. The crate `cfb` refuses chains of sectors that go in a circle, which
/// `calamine` would follow without an end.
fn stream(file: File) -> Result<Vec<u8>, Failure> {
    let damaged = |_| kind::damaged("xls");
    let mut compound = CompoundFile::open(file).map_err(damaged)?;
    if compound.exists("EncryptedPackage") {
        return Err(kind::encrypted("xlsx"));
    }
    if let Some(found) = kind::of_compound(|stream| compound.is_stream(stream)) {
        return Err(kind::foreign(found));
    }
    let name = if compound.is_stream("Workbook") {
        "Workbook"
    } else {
        "Book"
    };
    let stream = compound.open_stream(name).map_err(damaged)?;
    if stream.len() > BYTES {
        let limit = [("limit", (BYTES as i64).into())];
        return Err(Failure::of_input(Code::LimitBytes, limit));
    }
    let mut bytes = Vec::new();
    stream
        .take(BYTES)
        .read_to_end(&mut bytes)
        .map_err(damaged)?;
    Ok(bytes)
}

/// A compound file with these records and nothing else.
fn around(records: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compound = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    compound.create_stream("Workbook")?.write_all(records)?;
    Ok(compound.into_inner().into_inner())
}

impl Book for Workbook {
    fn tops(&mut self, header_row: Option<u64>) -> Result<Vec<Top>, Failure> {
        let sheets = self.sheets.iter();
        let tops = sheets.map(|sheet| {
            let mut top = Top::new(sheet.name.clone(), sheet.is_hidden, header_row);
            sheet.read(&mut |row| top.take(row));
            top
        });
        Ok(tops.collect())
    }

    fn read(&mut self, index: usize, each: Each<'_>) -> Result<(), Failure> {
        if let Some(sheet) = self.sheets.get(index) {
            sheet.read(each);
        }
        Ok(())
    }
}

impl Sheet {
    fn read(&self, each: Each<'_>) {
        let (top, left) = self.cells.start().unwrap_or_default();
        let mut line = Line::default();
        for (row, column, cell) in self.cells.used_cells() {
            let number = u64::from(top) + row as u64 + 1;
            if number != line.number {
                if let Some(row) = line.finish()
                    && each(row).is_break()
                {
                    return;
                }
                line.begin(number);
            }
            line.put(left as usize + column, |into| value::write(cell, into));
        }
        if let Some(row) = line.finish() {
            let _ = each(row);
        }
    }
}

fn failure(error: &XlsError) -> Failure {
    match error {
        XlsError::Password => kind::encrypted("xls"),
        _ => kind::damaged("xls"),
    }
}
