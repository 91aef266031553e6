//! What has tables: a workbook its sheets, a page its tables. Which of them has the rows that are looked for.

use core::ops::ControlFlow;

use xinyi::{Code, Problem};

use crate::audit::columns::masked_sheet;
use crate::audit::forms::known_columns;
use crate::audit::header::{HEADER_ROWS, Search, joined};
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
    known: usize,
}

/// The table whose rows are read.
pub(super) struct Chosen {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) header: Header,
    /// The names of the other tables that have such a header.
    pub(super) others: Vec<String>,
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

    /// Takes the next row.
    pub(super) fn take(&mut self, row: Row) -> ControlFlow<()> {
        match self.header_row {
            Some(given) if row.line < given => self.above.push(row.line),
            Some(given) if row.line > given => return ControlFlow::Break(()),
            _ => self.rows.push(row),
        }
        let is_enough = self.header_row.is_some() && !self.rows.is_empty();
        match is_enough || self.rows.len() == HEADER_ROWS {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    /// How many columns the widest of the rows has.
    pub(super) fn width(&self) -> usize {
        self.rows.iter().map(Row::len).max().unwrap_or(0)
    }

    fn is_blank(&self) -> bool {
        self.rows.is_empty() && self.above.is_empty()
    }

    /// The row with most names of columns, or else the first.
    fn into_header(mut self) -> Option<Header> {
        let width = self.width();
        let mut search = Search::new();
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
            let both = joined(&cells(above, above.len()), &cells(below, below.len()))?;
            Some((upper + 1, both))
        };
        if self.header_row.is_none()
            && let Some((lower, both)) = pairs.filter_map(join).next()
        {
            known = known.max(known_columns(&both));
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

fn cells(row: &Row, width: usize) -> Vec<String> {
    (0..width).map(|index| row.cell(index).to_owned()).collect()
}

/// Chooses the table that is asked for, or the first that has a header; those that are hidden come last.
pub(super) fn choose(book: &mut dyn Book, asked: &Asked) -> Result<Chosen, Failure> {
    let tops = book.tops(asked.header_row)?;
    let asked = match &asked.table {
        Asking::First => None,
        Asking::At(index) => Some(*index),
        Asking::Named(name) => Some(find(&tops, name)?),
    };
    if tops.iter().all(Top::is_blank) {
        return Err(Failure::of_input(Code::InputEmpty, []));
    }
    let no_header = book.no_header(&tops);
    let mut tables: Vec<(usize, String, bool, Option<Header>)> = tops
        .into_iter()
        .enumerate()
        .map(|(index, top)| (index, top.name.clone(), top.is_hidden, top.into_header()))
        .collect();
    let known = |header: &Option<Header>| header.as_ref().map_or(0, |header| header.known);
    let first = |least: usize, hidden: bool| {
        let fits = |table: &&(usize, String, bool, Option<Header>)| {
            table.2 == hidden && known(&table.3) >= least
        };
        tables.iter().find(fits).map(|(index, ..)| *index)
    };
    let chosen = asked
        .or_else(|| first(2, false))
        .or_else(|| first(2, true))
        .or_else(|| first(1, false))
        .or_else(|| first(1, true));
    let Some(chosen) = chosen else {
        return Err(no_header);
    };
    let others = tables
        .iter()
        .filter(|(index, _, _, header)| *index != chosen && known(header) >= 2)
        .map(|(_, name, ..)| masked_sheet(name))
        .collect();
    let (index, name, _, header) = tables.swap_remove(chosen);
    match header {
        Some(header) => Ok(Chosen {
            index,
            name,
            header,
            others,
        }),
        None => Err(no_header),
    }
}

/// The index of the table with that name.
fn find(tops: &[Top], name: &str) -> Result<usize, Failure> {
    let index = tops.iter().position(|top| top.name.trim() == name.trim());
    index.ok_or_else(|| {
        let details = [
            ("name", name.into()),
            ("problem", Problem::Missing.as_str().into()),
            ("sheets", names(tops).into()),
        ];
        Failure::of_input(Code::InputSheet, details)
    })
}

/// Which table and header are asked for.
pub(super) struct Asked {
    pub(super) table: Asking,
    pub(super) header_row: Option<u64>,
}

pub(super) enum Asking {
    /// The first that has a header.
    First,
    At(usize),
    Named(String),
}

fn names(tops: &[Top]) -> String {
    let names: Vec<String> = tops.iter().map(|top| masked_sheet(&top.name)).collect();
    names.join(", ")
}
