//! The header of CSV: where it stands, and what stands between cells.

use xinyi::Code;

use super::csv::{Cells, Split, split};
use super::lines::first_line;
use super::{Header, TextRows};
use crate::audit::encoding::Encoding;
use crate::audit::header::{HEADER_ROWS, Search};
use crate::audit::problem::Problem;
use crate::audit::row::{Next, Row, check_columns};
use crate::failure::Failure;

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

impl TextRows {
    pub(super) fn read_header(&mut self, given: Option<u64>) -> Result<(), Failure> {
        if let Some((length, separator)) = separator_line(self.source.rest()) {
            self.source.consume(length);
            self.separator = separator;
            self.skip_to_header(given, &[separator])?;
        } else {
            self.skip_to_header(given, &SEPARATORS)?;
        }
        self.header = Some(Header {
            offset: self.source.offset(),
            line: self.source.line(),
        });
        let mut row = Row::default();
        match self.next_record(&mut row)? {
            Next::End => Ok(()),
            Next::Row => {
                self.columns = (0..row.ends.len())
                    .map(|i| row.cell(i).to_owned())
                    .collect();
                check_columns(&self.columns)
            }
            Next::Unreadable(_) => Err(Failure::of_input(
                Code::InputColumns,
                [("found", 0_usize.into())],
            )),
        }
    }

    /// Leaves out what stands before the header, and finds what stands between cells.
    fn skip_to_header(&mut self, given: Option<u64>, separators: &[u8]) -> Result<(), Failure> {
        let mut row = Row::default();
        if let Some(line) = given {
            loop {
                self.skip_ends_of_lines()?;
                if self.source.line() >= line || self.source.rest().is_empty() {
                    break;
                }
                // Anything may stand there: it is left out line by line.
                self.before_header.push(self.source.line());
                self.give_up_line(Problem::Ragged, 0)?;
            }
        }
        let rows = if given.is_some() { 1 } else { HEADER_ROWS };
        let (separator, length) = self.look_for_header(separators, rows);
        self.separator = separator;
        let header = self.source.offset() + length as u64;
        loop {
            self.skip_ends_of_lines()?;
            if self.source.offset() >= header || self.source.rest().is_empty() {
                return Ok(());
            }
            self.next_record(&mut row)?;
            if !row.is_blank() {
                self.before_header.push(row.line);
            }
        }
    }

    /// The row that has most names of columns, and with which separator: the separator, and how many bytes before the
    /// row. Without any it is the first that is not blank.
    fn look_for_header(&self, separators: &[u8], rows: usize) -> (u8, usize) {
        let window = self.source.rest();
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut cells = Cells::default();
        let mut search = Search::new();
        let mut first = None;
        'search: for (index, separator) in separators.iter().enumerate() {
            let mut at = 0;
            for _ in 0..rows {
                let rest = window.get(at..).unwrap_or_default();
                let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
                at += blank.count();
                let rest = window.get(at..).unwrap_or_default();
                let used = match split(rest, self.source.ended(), *separator, &mut cells) {
                    _ if rest.is_empty() => break,
                    Split::Record { used, .. } => used,
                    Split::AfterQuote { .. } => first_line(rest).len(),
                    Split::More | Split::Unclosed => break,
                };
                let names: Vec<String> = cells.iter().map(|cell| encoding.text(cell)).collect();
                let is_blank = names.iter().all(|name| name.trim().is_empty());
                if index == 0 && !is_blank {
                    first.get_or_insert((*separator, at));
                }
                if search.is_header(&names, (*separator, at)) {
                    break 'search;
                }
                at += used;
            }
        }
        let first_separator = separators.first().copied().unwrap_or(b',');
        let best = search.best().map(|(_, place)| place);
        best.or(first).unwrap_or((first_separator, 0))
    }
}

/// The first line by which spreadsheets are told the separator, `sep=;`: its length and the separator.
fn separator_line(bytes: &[u8]) -> Option<(usize, u8)> {
    let line = first_line(bytes);
    let told = line.trim_ascii().get(..4)?.eq_ignore_ascii_case(b"sep=");
    // A tab is white space too.
    match line.get(4..) {
        Some([separator, rest @ ..]) if told && SEPARATORS.contains(separator) => {
            let is_only = rest
                .iter()
                .all(|b| b.is_ascii_whitespace() || SEPARATORS.contains(b));
            is_only.then_some((line.len(), *separator))
        }
        _ => None,
    }
}
