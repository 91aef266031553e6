//! The rows of a file, whatever it is: told by its content, and read as text or as a table.

use super::asked::Asked;
use super::format::Format;
use super::row::{Next, Row};
use super::table::TableRows;
use super::text::TextRows;
use crate::failure::Failure;
use crate::tabular::encoding::{Encoding, prepare};
use crate::tabular::kind::{self, Kind};
use crate::tabular::source::Source;

pub(crate) enum Rows {
    Text(TextRows),
    Table(TableRows),
}

impl Rows {
    /// Reads what has to be known before the first row.
    ///
    /// # Errors
    /// `input.empty`, `input.encoding`, `input.kind`, and those of [`TextRows::open`] and [`TableRows::open`].
    pub(crate) fn open(mut source: Source, asked: &Asked<'_>) -> Result<Self, Failure> {
        source.fill()?;
        let table = |source, format, encoding| {
            let rows = TableRows::open(source, format, encoding, asked);
            Ok(Self::Table(rows?))
        };
        match kind::of(source.rest()) {
            Kind::Foreign(found) => return Err(kind::foreign(found)),
            Kind::Zip => return table(source, Format::Xlsx, None),
            Kind::Compound => return table(source, Format::Xls, None),
            Kind::Html | Kind::SpreadsheetXml | Kind::Text => {}
        }
        let encoding = prepare(&mut source, asked.encoding)?;
        let format = match (asked.format, kind::of_text(source.rest())) {
            (Some(format), _) => format,
            (None, Kind::Html) => Format::Html,
            (None, Kind::SpreadsheetXml) => Format::Xml,
            (None, Kind::Foreign(found)) => return Err(kind::foreign(found)),
            (None, _) => TextRows::detect(source.rest()),
        };
        if matches!(format, Format::Html | Format::Xml) {
            let encoding = encoding.or_else(|| kind::named_encoding(source.rest()));
            return table(source, format, encoding);
        }
        if asked.sheet.is_some() {
            return Err(Failure::Other("--sheet is for workbooks".to_owned()));
        }
        let rows = TextRows::open(source, format, encoding, asked)?;
        Ok(Self::Text(rows))
    }

    /// The columns' names as they stand. Of JSON more may come.
    pub(crate) fn columns(&self) -> &[String] {
        match self {
            Self::Text(rows) => rows.columns(),
            Self::Table(rows) => rows.columns(),
        }
    }

    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Text(rows) => rows.format(),
            Self::Table(rows) => rows.format(),
        }
    }

    /// `ascii` while everything was; a workbook has none.
    pub(crate) fn encoding(&self) -> Option<&'static str> {
        let of_text = |encoding: Option<Encoding>| Some(encoding.map_or("ascii", Encoding::as_str));
        match self {
            Self::Text(rows) => of_text(rows.encoding()),
            Self::Table(rows) => match rows.format() {
                Format::Html => of_text(rows.encoding()),
                _ => None,
            },
        }
    }

    /// What stands between the cells of CSV.
    pub(crate) fn separator(&self) -> Option<&'static str> {
        match self {
            Self::Text(rows) => rows.separator(),
            Self::Table(_) => None,
        }
    }

    /// The sheet that is read, or the number of the table in a page.
    pub(crate) fn sheet(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Table(rows) => Some(rows.sheet()),
        }
    }

    /// The sheets that have a header too, and are not read.
    pub(crate) fn other_sheets(&self) -> &[String] {
        match self {
            Self::Text(_) => &[],
            Self::Table(rows) => rows.other_sheets(),
        }
    }

    /// The line on which the header begins, or its row, where there is one.
    pub(crate) fn header_line(&self) -> Option<u64> {
        match self {
            Self::Text(rows) => rows.header_line(),
            Self::Table(rows) => Some(rows.header_line()),
        }
    }

    /// The lines of what stands before the header, such as a title.
    pub(crate) fn before_header(&self) -> &[u64] {
        match self {
            Self::Text(rows) => rows.before_header(),
            Self::Table(rows) => rows.before_header(),
        }
    }

    pub(crate) fn source(&self) -> &Source {
        match self {
            Self::Text(rows) => rows.source(),
            Self::Table(rows) => rows.source(),
        }
    }

    /// Goes back to the first row. Columns and encoding stay as they were found.
    pub(crate) fn rewind(&mut self) -> Result<(), Failure> {
        match self {
            Self::Text(rows) => rows.rewind(),
            Self::Table(rows) => rows.rewind(),
        }
    }

    /// Reads the next row into `row`. Blank lines, and rows of empty cells as spreadsheets leave
    /// them at the end, are no rows.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<Next, Failure> {
        match self {
            Self::Text(rows) => rows.next(row),
            Self::Table(rows) => rows.next(row),
        }
    }
}
