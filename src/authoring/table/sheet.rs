//! The rows of a sheet, and where its cells stand.

use std::fmt;

use super::words::{SECTIONS, named};

/// A cell: its row and column, both from 0. It is shown as spreadsheets show it, such as `C7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The row, from 0.
    pub row: usize,
    /// The column, from 0.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = Some(self.column);
        while let Some(column) = rest {
            letters.push(char::from(b'A' + (column % 26) as u8));
            rest = (column / 26).checked_sub(1);
        }
        letters.iter().rev().try_for_each(|c| write!(f, "{c}"))?;
        write!(f, "{}", self.row + 1)
    }
}

/// A sheet of a workbook, or the rows of a text, as whoever reads files found it.
///
/// Rows stand at their number, empty ones among them. A number is the decimal that the file has, a day that is typed
/// as one `YYYY-MM-DD`, a number in the form of a percentage has its `%`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What the sheet is called, where it has a name.
    pub name: Option<String>,
    /// The texts of its cells, row by row. Rows may be of different lengths.
    pub rows: Vec<Vec<String>>,
    /// The first and the last cell of each merged area.
    pub merged: Vec<(Place, Place)>,
}

impl Sheet {
    /// How many rows are read.
    pub const ROWS: usize = 4096;
    /// How many columns are read.
    pub const COLUMNS: usize = 512;

    /// A sheet without a name, and with no merged cells.
    pub fn of(rows: Vec<Vec<String>>) -> Self {
        Self {
            rows,
            ..Self::default()
        }
    }

    /// Whether some row begins a section of a programme.
    pub fn has_sections(&self) -> bool {
        self.rows.iter().any(|row| {
            let mut filled = row
                .iter()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty());
            let first = filled.next().filter(|_| filled.next().is_none());
            first.is_some_and(|first| named(&SECTIONS, first).is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_shown_as_spreadsheets_show_them() {
        for (row, column, want) in [
            (0, 0, "A1"),
            (6, 2, "C7"),
            (9, 25, "Z10"),
            (0, 26, "AA1"),
            (0, 701, "ZZ1"),
            (0, 702, "AAA1"),
        ] {
            assert_eq!(Place { row, column }.to_string(), want);
        }
    }
}
