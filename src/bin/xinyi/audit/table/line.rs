//! A row of a table while it is put together.

use core::ops::Range;

use crate::audit::problem::Problem;
use crate::audit::row::{COLUMNS, ROW_BYTES, Row};

/// Cells come by column, in any order; of two in one column the later one stays.
#[derive(Default)]
pub(super) struct Line {
    /// The row's number in the table, from 1.
    pub(super) number: u64,
    text: String,
    cells: Vec<(usize, Range<usize>)>,
    is_long: bool,
}

impl Line {
    pub(super) fn begin(&mut self, number: u64) {
        self.number = number;
        self.text.clear();
        self.cells.clear();
        self.is_long = false;
    }

    /// Adds the cell that `write` writes. Columns beyond the limit are all the first beyond it: no row has that many.
    pub(super) fn put(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        if self.is_long {
            return;
        }
        let start = self.text.len();
        write(&mut self.text);
        if self.text.len() > ROW_BYTES {
            self.text.clear();
            self.cells.clear();
            self.is_long = true;
        } else if self.text.len() > start {
            self.cells
                .push((column.min(COLUMNS), start..self.text.len()));
        }
    }

    /// The row, if there is anything in it.
    pub(super) fn finish(&mut self) -> Option<Row> {
        let mut row = Row::default();
        row.begin(self.number);
        if self.is_long {
            row.problems.push(Problem::TooLong);
            return Some(row);
        }
        if !self
            .cells
            .is_sorted_by(|(before, _), (after, _)| before < after)
        {
            // The sort keeps the order within a column, and of each column the last is kept.
            self.cells.sort_by_key(|(column, _)| *column);
            self.cells.reverse();
            self.cells.dedup_by_key(|(column, _)| *column);
            self.cells.reverse();
        }
        for (column, range) in &self.cells {
            while row.len() < *column {
                row.end_cell();
            }
            row.text
                .push_str(self.text.get(range.clone()).unwrap_or_default());
            row.end_cell();
        }
        (!row.is_blank()).then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(cells: &[(usize, &str)]) -> Option<Vec<String>> {
        let mut line = Line::default();
        line.begin(7);
        for (column, text) in cells {
            line.put(*column, |into| into.push_str(text));
        }
        let row = line.finish()?;
        assert_eq!(row.line, 7);
        Some((0..row.len()).map(|i| row.cell(i).to_owned()).collect())
    }

    #[test]
    fn cells_stand_in_their_columns() {
        let texts =
            |texts: &[&str]| Some(texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>());
        assert_eq!(finished(&[(0, "a"), (2, "c")]), texts(&["a", "", "c"]));
        assert_eq!(finished(&[(2, "c"), (0, "a")]), texts(&["a", "", "c"]));
        assert_eq!(
            finished(&[(1, "b"), (0, "a"), (1, "c")]),
            texts(&["a", "c"])
        );
        assert_eq!(finished(&[(0, "a"), (5, "")]), texts(&["a"]));
        assert_eq!(finished(&[(0, " "), (5, "")]), None);
        assert_eq!(
            finished(&[(16_383, "a")]).map(|row| row.len()),
            Some(COLUMNS + 1)
        );
    }

    #[test]
    fn a_row_that_is_too_long_is_told() {
        let mut line = Line::default();
        line.begin(1);
        for column in 0..40 {
            line.put(column, |into| into.push_str(&"长".repeat(10_000)));
        }
        let row = line.finish().unwrap();
        assert_eq!(row.problems, [Problem::TooLong]);
        assert_eq!(row.len(), 0);
    }
}
