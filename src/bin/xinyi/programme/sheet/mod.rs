//! Sheets in files: CSV and workbooks.

mod csv;
mod limit;
mod xlsx;

use std::path::Path;

use xinyi::authoring::table::Sheet;

use crate::failure::Failure;
use crate::files::failed;
use crate::guard::guarded;
use crate::tabular::encoding::{Encoding, prepare};
use crate::tabular::kind::{self, Kind};
use crate::tabular::source::{Passes, Source};

/// A form that tables are written in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Xlsx,
}

impl Form {
    /// The one that the end of a file's name says.
    ///
    /// # Errors
    /// That it says neither.
    pub(super) fn of(path: &Path) -> Result<Self, Failure> {
        let end = path.extension().unwrap_or_default();
        match () {
            () if end.eq_ignore_ascii_case("csv") => Ok(Self::Csv),
            () if end.eq_ignore_ascii_case("xlsx") => Ok(Self::Xlsx),
            () => Err(failed(path, "a name that ends in .csv or .xlsx expected")),
        }
    }

    /// The bytes of a file with these rows.
    pub(super) fn write(self, rows: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Csv => csv::write(rows),
            Self::Xlsx => xlsx::write(rows),
        }
    }
}

/// Reads a sheet: of a workbook the one with that name, or the first that has a section of a programme.
///
/// # Errors
/// `input.kind`, `input.damaged`, `input.encoding`, `input.empty`, `input.sheet`, `limit.items`, `limit.bytes`.
pub(super) fn read(
    path: &Path,
    sheet: Option<&str>,
    encoding: Option<Encoding>,
) -> Result<Sheet, Failure> {
    let mut source = Source::open(path, Passes::One)?;
    source.fill()?;
    match kind::of(source.rest()) {
        Kind::Zip => {
            let file = source.whole()?;
            let sheet = sheet.map(str::to_owned);
            guarded(
                move || xlsx::read(file, sheet.as_deref()),
                || kind::damaged("xlsx"),
            )
        }
        Kind::Foreign(found) => Err(kind::foreign(found)),
        // Of Excel 97 to 2003; today's spreadsheets save it as xlsx.
        Kind::Compound => Err(kind::foreign("xls")),
        Kind::Html | Kind::SpreadsheetXml | Kind::Text => {
            let encoding = prepare(&mut source, encoding)?;
            match kind::of_text(source.rest()) {
                Kind::Html => return Err(kind::foreign("HTML")),
                Kind::SpreadsheetXml => return Err(kind::foreign("XML")),
                Kind::Foreign(found) => return Err(kind::foreign(found)),
                _ => {}
            }
            if sheet.is_some() {
                return Err(Failure::Other("--sheet is for workbooks".to_owned()));
            }
            csv::read(source, encoding)
        }
    }
}
