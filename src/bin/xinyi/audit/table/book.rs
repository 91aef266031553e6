//! What has tables: a workbook its sheets, a page its tables.

use core::ops::ControlFlow;

use xinyi::Code;

use crate::audit::columns::masked_sheet;
use crate::audit::header::{HEADER_ROWS, Search, joined, known_or_asked};
use crate::audit::row::Row;
use crate::failure::Failure;

/// Takes the rows of a table in their order, but for empty ones, until it wants no more.
pub(super) type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

pub(super) trait Book {
    /// The tops of the tables, in their order.
    fn tops(&mut self, header_row: Option<u64>) -> Result<Vec<Top>, Failure>;

    /// Reads the table with that index.
    fn read(&mut self, index: usize, each: Each<'_>) -> Result<(), Failure>;

    /// The error that none of the tables has a header that is known.
    fn no_header(&self, tops: &[Top]) -> Failure {
        Failure::of_input(Code::InputSheet, [("sheets", names(tops).into())])
    }
}

/// The rows of a table among which its header is looked for.
pub(super) struct Top {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    header_row: Option<u64>,
    /// The numbers of the rows above the header that was given.
    above: Vec<u64>,
    rows: Vec<Row>,
}

/// The header of a table.
pub(super) struct Header {
    pub(super) row: u64,
    pub(super) names: Vec<String>,
    /// The numbers of the rows above it, such as a title.
    pub(super) above: Vec<u64>,
    /// How many of the names are known.
    pub(super) known: usize,
}

impl Top {
    pub(super) fn new(name: String, is_hidden: bool, header_row: Option<u64>) -> Self {
        Self {
            name,
            is_hidden,
            header_row,
            above: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Takes the next row, if one is wanted still.
    pub(super) fn take(&mut self, row: Row) -> ControlFlow<()> {
        if self.is_enough() {
            return ControlFlow::Break(());
        }
        match self.header_row {
            Some(given) if row.line < given => self.above.push(row.line),
            Some(given) if row.line > given => return ControlFlow::Break(()),
            _ => self.rows.push(row),
        }
        match self.is_enough() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    fn is_enough(&self) -> bool {
        match self.header_row {
            Some(_) => !self.rows.is_empty(),
            None => self.rows.len() >= HEADER_ROWS,
        }
    }

    /// How many columns the widest of the rows has.
    pub(super) fn width(&self) -> usize {
        self.rows.iter().map(Row::len).max().unwrap_or(0)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.rows.is_empty() && self.above.is_empty()
    }

    /// The row with most names of columns, of those that are asked for if any are, or else the first.
    pub(super) fn into_header(mut self, columns: &[String]) -> Option<Header> {
        let width = self.width();
        let mut search = Search::new(columns);
        for (index, row) in self.rows.iter().enumerate() {
            // As wide as the table: a group over many columns is no header.
            if search.is_header(&cells(row, width), index) {
                break;
            }
        }
        let (mut known, mut index) = search.best().unwrap_or((0, 0));
        let row = self.rows.get(index)?;
        let mut names = cells(row, row.len());
        // The row above or below may have the other half of it, unless it was said which row it is.
        let rows = |upper: usize| Some((self.rows.get(upper)?, self.rows.get(upper + 1)?));
        let pairs = [index.checked_sub(1), Some(index)].into_iter().flatten();
        let join = |upper: usize| {
            let (above, below) = rows(upper)?;
            let (above, below) = (cells(above, above.len()), cells(below, below.len()));
            let both = joined(&above, &below, columns)?;
            Some((upper + 1, both))
        };
        if self.header_row.is_none()
            && let Some((lower, both)) = pairs.filter_map(join).next()
        {
            known = known.max(known_or_asked(&both, columns));
            (index, names) = (lower, both);
        }
        let above = self.rows.iter().take(index).map(|row| row.line);
        self.above.extend(above);
        Some(Header {
            row: self.rows.get(index)?.line,
            names,
            above: self.above,
            known,
        })
    }
}

/// The tops of tables whose rows come one after another.
pub(super) struct Tops {
    header_row: Option<u64>,
    tops: Vec<Top>,
}

impl Tops {
    pub(super) fn new(header_row: Option<u64>) -> Self {
        let tops = Vec::new();
        Self { header_row, tops }
    }

    /// Takes the next row of the table with that index.
    pub(super) fn take(&mut self, index: usize, row: Row) {
        self.resize(self.tops.len().max(index + 1));
        if let Some(top) = self.tops.get_mut(index) {
            // The others may have rows still.
            let _ = top.take(row);
        }
    }

    /// Those of all tables, of which some may have no rows.
    pub(super) fn named(mut self, names: &[String]) -> Vec<Top> {
        self.resize(names.len());
        for (top, name) in self.tops.iter_mut().zip(names) {
            top.name.clone_from(name);
        }
        self.tops
    }

    fn resize(&mut self, tables: usize) {
        let header_row = self.header_row;
        self.tops
            .resize_with(tables, || Top::new(String::new(), false, header_row));
    }
}

fn cells(row: &Row, width: usize) -> Vec<String> {
    (0..width).map(|index| row.cell(index).to_owned()).collect()
}

/// What the tables are called.
pub(super) fn names(tops: &[Top]) -> String {
    let names: Vec<String> = tops.iter().map(|top| masked_sheet(&top.name)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_rows_are_kept_than_are_looked_at() {
        let row = |line: usize| {
            let mut row = Row::default();
            row.begin(line as u64);
            row.text.push('a');
            row.end_cell();
            row
        };
        for (header_row, kept) in [(None, HEADER_ROWS), (Some(7), 1), (Some(200), 0)] {
            let mut top = Top::new(String::new(), false, header_row);
            for line in 1..=100 {
                let _ = top.take(row(line));
            }
            assert_eq!(top.rows.len(), kept);
        }
    }
}
