//! The rows of a text, CSV, JSON or NDJSON, one at a time, each with the physical line that it begins on.
//!
//! A row that cannot be read is reported and passed over. If it spans several lines, only the first is given up:
//! otherwise one quotation mark too many would take the following rows with it.

mod array;
mod envelope;
mod header;
mod lines;
mod objects;
mod records;

use xinyi::Code;

use self::envelope::envelope;
use super::asked::Asked;
use super::format::Format;
use super::row::{Next, Row};
use crate::failure::Failure;
use crate::tabular::csv::Cells;
use crate::tabular::encoding::{self, Encoding};
use crate::tabular::source::Source;

#[derive(Clone, Copy)]
struct Header {
    offset: u64,
    line: u64,
}

pub(crate) struct TextRows {
    source: Source,
    format: Format,
    encoding: Option<Encoding>,
    columns: Vec<String>,
    cells: Cells,
    members: Vec<String>,
    separator: u8,
    /// Where the header begins.
    header: Option<Header>,
    /// Where the rows of an array begin that is in an object.
    rows_from: Option<u64>,
    /// The lines of rows before the header.
    before_header: Vec<u64>,
    /// Whether the array's bracket was the last sign between elements.
    is_closed: bool,
    /// Up to this byte of the file, rows may not span lines.
    one_line_until: u64,
}

impl TextRows {
    /// Reads what has to be known before the first row of a source that is prepared. The header begins on the line
    /// that is asked for, or is looked for.
    ///
    /// # Errors
    /// `input.empty`, `input.columns`, `limit.items`.
    pub(super) fn open(
        source: Source,
        format: Format,
        encoding: Option<Encoding>,
        asked: &Asked<'_>,
    ) -> Result<Self, Failure> {
        let header_row = asked.header_row;
        let mut rows = Self {
            source,
            format,
            encoding,
            columns: Vec::new(),
            cells: Cells::default(),
            members: Vec::new(),
            separator: b',',
            header: None,
            rows_from: None,
            before_header: Vec::new(),
            is_closed: false,
            one_line_until: 0,
        };
        match (format, header_row) {
            (Format::Json | Format::Ndjson, None) => {
                if let Some(length) = envelope(rows.source.rest(), encoding) {
                    rows.format = Format::Json;
                    rows.source.consume(length);
                    rows.rows_from = Some(rows.source.offset());
                }
                rows.sample_members();
            }
            (Format::Json | Format::Ndjson, Some(_)) => {
                let problem = "--header-row is for CSV and workbooks";
                return Err(Failure::Other(problem.to_owned()));
            }
            _ => rows.read_header(header_row, &asked.columns)?,
        }
        if rows.columns.is_empty() {
            let is_blank = rows.source.rest().trim_ascii().is_empty();
            return Err(match is_blank {
                true if header_row.is_none() => Failure::of_input(Code::InputEmpty, []),
                _ => Failure::of_input(Code::InputColumns, [("found", 0_usize.into())]),
            });
        }
        Ok(rows)
    }

    /// The format, by the first signs.
    pub(super) fn detect(sample: &[u8]) -> Format {
        let mut signs = sample.iter().filter(|b| !b.is_ascii_whitespace());
        match (signs.next(), signs.next()) {
            (Some(b'{'), _) => Format::Ndjson,
            (Some(b'['), Some(b'{' | b']')) => Format::Json,
            _ => Format::Csv,
        }
    }

    /// The columns' names as they stand, those of the sample first. Of NDJSON more may come.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// `None` while everything was ASCII.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// What stands between the cells of CSV.
    pub(super) fn separator(&self) -> Option<&'static str> {
        (self.format == Format::Csv).then_some(match self.separator {
            b';' => "semicolon",
            b'\t' => "tab",
            _ => "comma",
        })
    }

    /// The line on which the header begins, where there is one.
    pub(super) fn header_line(&self) -> Option<u64> {
        self.header.map(|header| header.line)
    }

    /// The lines of what stands before the header, such as a title.
    pub(super) fn before_header(&self) -> &[u64] {
        &self.before_header
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Goes back to the first row. Columns and encoding stay as they were found.
    pub(super) fn rewind(&mut self) -> Result<(), Failure> {
        self.source.rewind()?;
        self.one_line_until = 0;
        self.is_closed = false;
        self.source.fill()?;
        if let Some((length, _)) = encoding::mark(self.source.rest()) {
            self.source.consume(length);
        }
        let begin = self.header.map(|header| header.offset);
        if let Some(begin) = begin.or(self.rows_from) {
            while self.source.offset() < begin {
                let left = begin - self.source.offset();
                self.source
                    .consume(usize::try_from(left).unwrap_or(usize::MAX));
                self.source.fill()?;
                if self.source.rest().is_empty() {
                    break;
                }
            }
        }
        if self.header.is_some() {
            self.next_record(&mut Row::default())?;
        }
        Ok(())
    }

    /// Reads the next row into `row`. Blank lines, and rows of empty cells as spreadsheets leave
    /// them at the end, are no rows.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<Next, Failure> {
        loop {
            let next = match self.format {
                Format::Json => self.next_element(row)?,
                Format::Ndjson => self.next_object(row)?,
                _ => self.next_record(row)?,
            };
            match next {
                Next::Row if row.is_blank() => {}
                _ => return Ok(next),
            }
        }
    }
}
