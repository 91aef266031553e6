//! Rows of CSV.

use core::cmp::Ordering;

use super::TextRows;
use super::lines::first_line;
use crate::audit::problem::Problem;
use crate::audit::row::{Next, ROW_BYTES, Row};
use crate::failure::Failure;
use crate::tabular::csv::{Split, split};
use crate::tabular::encoding::Encoding;

impl TextRows {
    pub(super) fn next_record(&mut self, row: &mut Row) -> Result<Next, Failure> {
        self.skip_ends_of_lines()?;
        row.begin(self.source.line());
        loop {
            let (rest, ended) = (self.source.rest(), self.source.ended());
            if rest.is_empty() && ended {
                return Ok(Next::End);
            }
            let window = rest.len();
            let split = match self.source.offset() < self.one_line_until {
                // The line is in the window, as it was when this was found out.
                true => split(first_line(rest), true, self.separator, &mut self.cells),
                false => split(rest, ended, self.separator, &mut self.cells),
            };
            match split {
                Split::More if window <= ROW_BYTES => self.source.fill()?,
                Split::Record { used, stray_quote } if used <= ROW_BYTES => {
                    self.source.consume(used);
                    if stray_quote {
                        row.problems.push(Problem::StrayQuote);
                    }
                    return Ok(self.decode_cells(row));
                }
                Split::More => return self.give_up_line(Problem::TooLong, window),
                Split::Record { used, .. } => return self.give_up_line(Problem::TooLong, used),
                Split::AfterQuote { at } => return self.give_up_line(Problem::AfterQuote, at),
                Split::Unclosed => return self.give_up_line(Problem::Unclosed, window),
            }
        }
    }

    fn decode_cells(&mut self, row: &mut Row) -> Next {
        if self.encoding.is_none() {
            // The first that is not ASCII.
            self.encoding = Encoding::detect(&self.cells.bytes);
        }
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let whole = (encoding == Encoding::Utf8)
            .then(|| core::str::from_utf8(&self.cells.bytes).ok())
            .flatten();
        let mut is_sound = true;
        if let Some(text) = whole {
            row.text.push_str(text);
            row.ends.extend_from_slice(&self.cells.ends);
        } else {
            for cell in self.cells.iter() {
                is_sound &= encoding.decode(cell, &mut row.text);
                row.end_cell();
            }
        }
        row.note_characters(is_sound);
        let columns = self.columns.len();
        // The header has no columns to agree with.
        if columns == 0 || row.is_blank() {
            return Next::Row;
        }
        // Spreadsheets leave out empty cells at the end of a row, or add some.
        match row.len().cmp(&columns) {
            Ordering::Equal => {}
            Ordering::Less => row.problems.push(Problem::Short),
            Ordering::Greater => {
                if !(columns..row.len()).all(|index| row.cell(index).is_empty()) {
                    return Next::Unreadable(Problem::Ragged);
                }
                row.problems.push(Problem::ExtraCells);
            }
        }
        Next::Row
    }
}
