//! One row's cells.

use xinyi::Code;

use super::problem::Problem;
use crate::failure::Failure;

/// How long a row may be, in bytes.
pub(crate) const ROW_BYTES: usize = 1024 * 1024;
/// How many columns a file may have.
pub(crate) const COLUMNS: usize = 1_000;

/// # Errors
/// `limit.items` where there are too many columns.
pub(crate) fn check_columns(names: &[String]) -> Result<(), Failure> {
    if names.len() <= COLUMNS {
        return Ok(());
    }
    let details = [("limit", COLUMNS.into()), ("found", names.len().into())];
    Err(Failure::of_input(Code::LimitItems, details))
}

/// What comes next in a file.
pub(crate) enum Next {
    End,
    Row,
    Unreadable(Problem),
}

/// A row's cells by column, trimmed by [`Row::cell`].
#[derive(Default)]
pub(crate) struct Row {
    /// The physical line that it begins on, from 1.
    pub(crate) line: u64,
    pub(crate) text: String,
    pub(crate) ends: Vec<usize>,
    /// What is wrong with it, though it could be read.
    pub(crate) problems: Vec<Problem>,
}

impl Row {
    pub(crate) fn begin(&mut self, line: u64) {
        self.line = line;
        self.clear();
    }

    /// Leaves nothing but the line.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.problems.clear();
    }

    pub(crate) fn end_cell(&mut self) {
        self.ends.push(self.text.len());
        self.text.push('\n');
    }

    /// A cell without the space around it; empty where the row has no such column.
    pub(crate) fn cell(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).map(|end| end + 1),
            None => Some(0),
        };
        let end = self.ends.get(index).copied();
        let cell = start
            .zip(end)
            .and_then(|(start, end)| self.text.get(start..end));
        cell.unwrap_or_default().trim()
    }

    /// Leaves out the cells beyond so many.
    pub(crate) fn truncate(&mut self, cells: usize) {
        self.ends.truncate(cells);
        let end = self.ends.last().map_or(0, |end| end + 1);
        self.text.truncate(end);
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) fn note_characters(&mut self, is_sound: bool) {
        if !is_sound {
            self.problems.push(Problem::Encoding);
        }
        if self.text.contains('\0') {
            self.problems.push(Problem::Nul);
        }
    }
}
