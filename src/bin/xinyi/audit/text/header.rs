//! The header of CSV: where it stands, and what stands between cells.

use xinyi::Code;

use super::lines::first_line;
use super::{Header, TextRows};
use crate::audit::header::{HEADER_ROWS, Search, joined};
use crate::audit::problem::Problem;
use crate::audit::row::{Next, Row, check_columns};
use crate::failure::Failure;
use crate::tabular::csv::{Cells, Split, split};
use crate::tabular::encoding::Encoding;

/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

impl TextRows {
    pub(super) fn read_header(
        &mut self,
        given: Option<u64>,
        columns: &[String],
    ) -> Result<(), Failure> {
        let names;
        if let Some((length, separator)) = separator_line(self.source.rest()) {
            self.source.consume(length);
            self.separator = separator;
            names = self.skip_to_header(given, columns, &[separator])?;
        } else {
            names = self.skip_to_header(given, columns, &SEPARATORS)?;
        }
        self.header = Some(Header {
            offset: self.source.offset(),
            line: self.source.line(),
        });
        let mut row = Row::default();
        match self.next_record(&mut row)? {
            Next::End => Ok(()),
            Next::Row => {
                let own = (0..row.len()).map(|index| row.cell(index).to_owned());
                self.columns = names.unwrap_or_else(|| own.collect());
                check_columns(&self.columns)
            }
            Next::Unreadable(_) => Err(Failure::of_input(
                Code::InputColumns,
                [("found", 0_usize.into())],
            )),
        }
    }

    /// Leaves out what stands before the header, and finds what stands between cells. Gives the names of a header
    /// over two rows.
    fn skip_to_header(
        &mut self,
        given: Option<u64>,
        columns: &[String],
        separators: &[u8],
    ) -> Result<Option<Vec<String>>, Failure> {
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
        let found = self.look_for_header(separators, rows, columns);
        self.separator = found.separator;
        let header = self.source.offset() + found.before as u64;
        loop {
            self.skip_ends_of_lines()?;
            if self.source.offset() >= header || self.source.rest().is_empty() {
                return Ok(found.names);
            }
            self.next_record(&mut row)?;
            if !row.is_blank() {
                self.before_header.push(row.line);
            }
        }
    }

    /// The row that has most names of columns, and with which separator. Without any it is the first that is not
    /// blank.
    fn look_for_header(&self, separators: &[u8], rows: usize, columns: &[String]) -> Found {
        let mut search = Search::new(columns);
        let mut first = None;
        'search: for (index, separator) in separators.iter().enumerate() {
            for (at, names) in self.first_rows(*separator, rows) {
                let is_blank = names.iter().all(|name| name.trim().is_empty());
                if index == 0 && !is_blank {
                    first.get_or_insert((*separator, at));
                }
                if search.is_header(&names, (*separator, at)) {
                    break 'search;
                }
            }
        }
        let first_separator = separators.first().copied().unwrap_or(b',');
        let best = search.best().map(|(_, place)| place);
        let (separator, at) = best.or(first).unwrap_or((first_separator, 0));
        let mut found = Found {
            separator,
            before: at,
            names: None,
        };
        // The row above or below may have the other half of it.
        if rows > 1 {
            let rows = self.first_rows(separator, rows + 1);
            let pairs = rows.iter().zip(rows.iter().skip(1));
            let mut pairs = pairs.filter(|(upper, lower)| upper.0 == at || lower.0 == at);
            let both = pairs
                .find_map(|((_, upper), (at, lower))| Some((*at, joined(upper, lower, columns)?)));
            if let Some((at, names)) = both {
                (found.before, found.names) = (at, Some(names));
            }
        }
        found
    }

    /// The first rows in the window, with how many bytes there are before each.
    fn first_rows(&self, separator: u8, rows: usize) -> Vec<(usize, Vec<String>)> {
        let window = self.source.rest();
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut cells = Cells::default();
        let mut found = Vec::new();
        let mut at = 0;
        while found.len() < rows {
            let rest = window.get(at..).unwrap_or_default();
            let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
            at += blank.count();
            let rest = window.get(at..).unwrap_or_default();
            let used = match split(rest, self.source.ended(), separator, &mut cells) {
                _ if rest.is_empty() => break,
                Split::Record { used, .. } => used,
                Split::AfterQuote { .. } => first_line(rest).len(),
                Split::More | Split::Unclosed => break,
            };
            found.push((at, cells.iter().map(|cell| encoding.text(cell)).collect()));
            at += used;
        }
        found
    }
}

/// The header that was found.
struct Found {
    separator: u8,
    /// How many bytes there are before it, or before the second of its rows.
    before: usize,
    /// Its names, if it is over two rows.
    names: Option<Vec<String>>,
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
