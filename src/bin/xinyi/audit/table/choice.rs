//! Which table of a book has the rows that are looked for.

use xinyi::{Code, Problem};

use super::book::{Book, Header, Top, names};
use crate::audit::columns::masked_sheet;
use crate::failure::Failure;

/// Which table and header are asked for.
pub(super) struct Asked {
    pub(super) table: Asking,
    pub(super) header_row: Option<u64>,
    /// The columns that are looked for; none: those of the forms.
    pub(super) columns: Vec<String>,
}

pub(super) enum Asking {
    /// The first that has a header.
    First,
    At(usize),
    Named(String),
}

/// The table whose rows are read.
pub(super) struct Chosen {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) header: Header,
    /// The names of the other tables that have such a header; where columns are asked for, that have anything.
    pub(super) others: Vec<String>,
}

struct Table {
    name: String,
    is_hidden: bool,
    is_blank: bool,
    header: Option<Header>,
}

impl Table {
    fn of(top: Top, columns: &[String]) -> Self {
        Self {
            name: top.name.clone(),
            is_hidden: top.is_hidden,
            is_blank: top.is_blank(),
            header: top.into_header(columns),
        }
    }

    /// How many names of columns its header has.
    fn known(&self) -> usize {
        self.header.as_ref().map_or(0, |header| header.known)
    }
}

/// How many names of columns leave no doubt that they are a header.
const CERTAIN: usize = 2;

/// Chooses the table that is asked for, or the first that has a header; those that are hidden come last.
pub(super) fn choose(book: &mut dyn Book, asked: &Asked) -> Result<Chosen, Failure> {
    let columns = asked.columns.as_slice();
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
    let mut tables: Vec<Table> = tops
        .into_iter()
        .map(|top| Table::of(top, columns))
        .collect();
    let first = |least: usize, is_hidden: bool| {
        let fits = |table: &Table| table.is_hidden == is_hidden && table.known() >= least;
        tables.iter().position(fits)
    };
    let found = asked
        .or_else(|| first(CERTAIN, false))
        .or_else(|| first(CERTAIN, true))
        .or_else(|| first(1, false))
        .or_else(|| first(1, true));
    let Some(index) = found.filter(|index| *index < tables.len()) else {
        return Err(no_header);
    };
    let Table { name, header, .. } = tables.remove(index);
    let Some(header) = header else {
        return Err(no_header);
    };
    let counts = |table: &&Table| match columns.is_empty() {
        true => table.known() >= CERTAIN,
        false => !table.is_blank,
    };
    let others = tables.iter().filter(counts);
    let others = others.map(|table| masked_sheet(&table.name)).collect();
    Ok(Chosen {
        index,
        name,
        header,
        others,
    })
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
