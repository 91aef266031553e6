//! The rows of a table, of a workbook or a page, one at a time, each with its number in the table.

mod biff;
mod book;
mod choice;
mod html;
mod line;
mod reading;
#[cfg(test)]
mod tests;
mod xls;
mod xlsx;
mod xml;

use std::fs::File;

use self::choice::{Asked, Asking, Chosen};
use self::reading::Reading;
use super::format::Format;
use super::problem::Problem;
use super::row::{Next, Row, check_columns};
use crate::failure::Failure;
use crate::tabular::encoding::Encoding;
use crate::tabular::kind;
use crate::tabular::source::Source;

pub(crate) struct TableRows {
    source: Source,
    format: Format,
    encoding: Option<Encoding>,
    reading: Reading,
    chosen: Chosen,
}

impl TableRows {
    /// Finds the table and its header: the sheet or the row that is asked for, or the first that has one or is one.
    /// `encoding` is that of a page.
    ///
    /// # Errors
    /// `input.kind`, `input.damaged`, `input.sheet`, `input.empty`, `input.columns`, `limit.bytes`, `limit.items`.
    pub(super) fn open(
        mut source: Source,
        format: Format,
        encoding: Option<Encoding>,
        asked: &super::asked::Asked<'_>,
    ) -> Result<Self, Failure> {
        let file = source.whole()?;
        let name = asked.sheet.map(str::to_owned);
        let asked = Asked {
            table: name.map_or(Asking::First, Asking::Named),
            header_row: asked.header_row,
            columns: asked.columns.clone(),
        };
        let (reading, chosen) = start(file, format, encoding, asked)?;
        check_columns(&chosen.header.names)?;
        Ok(Self {
            source,
            format,
            encoding,
            reading,
            chosen,
        })
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.chosen.header.names
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// That of a page; a workbook has none.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    pub(super) fn header_line(&self) -> u64 {
        self.chosen.header.row
    }

    pub(super) fn before_header(&self) -> &[u64] {
        &self.chosen.header.above
    }

    /// The sheet's name, or the table's number in a page.
    pub(super) fn sheet(&self) -> &str {
        &self.chosen.name
    }

    /// The sheets that have a header too, and are not read.
    pub(super) fn other_sheets(&self) -> &[String] {
        &self.chosen.others
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn rewind(&mut self) -> Result<(), Failure> {
        let asked = Asked {
            table: Asking::At(self.chosen.index),
            header_row: Some(self.chosen.header.row),
            columns: Vec::new(),
        };
        let file = self.source.whole()?;
        (self.reading, _) = start(file, self.format, self.encoding, asked)?;
        Ok(())
    }

    pub(super) fn next(&mut self, row: &mut Row) -> Result<Next, Failure> {
        let columns = self.columns().len();
        loop {
            let Some(next) = self.reading.next()? else {
                return Ok(Next::End);
            };
            *row = next;
            let unreadable = [Problem::TooLong, Problem::CutShort];
            if let Some(problem) = unreadable.into_iter().find(|p| row.problems.contains(p)) {
                row.clear();
                return Ok(Next::Unreadable(problem));
            }
            if row.len() > columns {
                if self.format == Format::Html {
                    row.clear();
                    return Ok(Next::Unreadable(Problem::Ragged));
                }
                // In a sheet each cell says in which column it is.
                row.truncate(columns);
                row.problems.push(Problem::Beside);
            }
            if row.is_blank() {
                continue;
            }
            // A table has no fewer cells in one row than in another.
            while row.len() < columns {
                row.end_cell();
            }
            row.note_characters(!row.text.contains(char::REPLACEMENT_CHARACTER));
            return Ok(Next::Row);
        }
    }
}

fn start(
    file: File,
    format: Format,
    encoding: Option<Encoding>,
    asked: Asked,
) -> Result<(Reading, Chosen), Failure> {
    match format {
        Format::Xls => {
            let open = || xls::Workbook::open(file);
            Reading::start(open, asked, || kind::damaged("xls"))
        }
        Format::Xlsx => {
            let open = || xlsx::Workbook::open(file);
            Reading::start(open, asked, || kind::damaged("xlsx"))
        }
        Format::Xml => {
            let open = || xml::Workbook::open(file);
            Reading::start(open, asked, || kind::damaged("XML"))
        }
        Format::Csv | Format::Html | Format::Json | Format::Ndjson => {
            let open = move || html::Page::open(file, encoding);
            Reading::start(open, asked, || kind::damaged("HTML"))
        }
    }
}
