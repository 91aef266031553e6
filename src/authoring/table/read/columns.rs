//! The columns of a section, and the members that its rows have by them.

use super::super::cell;
use super::super::condition::{Condition, Headers};
use super::super::findings::Fault;
use super::super::grid::Block;
use super::super::sheet::Place;
use super::super::words::{CONDITION, ID, Member, RULE, VALUE, Word, meant};
use super::reader::Reader;
use crate::error::Problem;
use crate::json::{Object, pointer_push, pointer_to};

/// What a column holds.
#[derive(Clone, PartialEq)]
pub(super) enum Column {
    /// What tells a row from the others.
    Key,
    Member(&'static Member),
    English(&'static Member),
    Condition(Condition),
    /// A condition that stands in each row, and the value for it.
    RowCondition,
    RowValue,
    Rule,
}

/// The columns of a section, and the rows below their names.
pub(super) struct Table<'a> {
    pub(super) columns: Vec<(usize, Column)>,
    pub(super) rows: &'a [usize],
}
impl Table<'_> {
    pub(super) fn column(&self, is_it: impl Fn(&Column) -> bool) -> Option<usize> {
        let found = self.columns.iter().find(|(_, column)| is_it(column));
        found.map(|(column, _)| *column)
    }
}

impl<'a> Reader<'a> {
    /// The columns of conditions that stand in rows. Requirements have an id.
    pub(super) fn conditions(&mut self, block: &'a Block, members: &'static [Member]) -> Table<'a> {
        let key = (!members.is_empty()).then_some(ID);
        let mut words: Vec<Word> = key.into_iter().collect();
        words.extend([CONDITION, VALUE, RULE]);
        words.extend(words_of(members));
        self.columns(block, |text| match () {
            () if key.is_some_and(|key| key.is(text)) => Ok(Column::Key),
            () if CONDITION.is(text) => Ok(Column::RowCondition),
            () if VALUE.is(text) => Ok(Column::RowValue),
            () if RULE.is(text) => Ok(Column::Rule),
            () => member_column(text, members).ok_or_else(|| unknown_column(text, &words)),
        })
    }

    /// The columns of a section whose rows have a key; with headers, facts with operators among them.
    pub(super) fn table(
        &mut self,
        block: &'a Block,
        key: Word,
        members: &[&'static [Member]],
        headers: Option<&Headers<'_>>,
    ) -> Table<'a> {
        let mut words = vec![key];
        words.extend(headers.map(|_| RULE));
        words.extend(members.iter().flat_map(|members| words_of(members)));
        self.columns(block, |text| {
            if key.is(text) {
                return Ok(Column::Key);
            }
            let mut found = members
                .iter()
                .filter_map(|members| member_column(text, members));
            match (found.next(), headers) {
                (Some(column), _) => Ok(column),
                (None, Some(_)) if RULE.is(text) => Ok(Column::Rule),
                (None, Some(headers)) => headers.read(text, &words).map(Column::Condition),
                (None, None) => Err(unknown_column(text, &words)),
            }
        })
    }

    /// Reads the names of columns, which are in the first row.
    pub(super) fn columns(
        &mut self,
        block: &'a Block,
        read: impl Fn(&str) -> Result<Column, Fault>,
    ) -> Table<'a> {
        let grid = self.grid;
        let mut columns: Vec<(usize, Column)> = Vec::new();
        let mut named = Vec::new();
        let (first, rows) = match block.rows.split_first() {
            Some((first, rows)) => (*first, rows),
            None => return Table { columns, rows: &[] },
        };
        for column in grid.filled(first) {
            named.push(column);
            let place = Place { row: first, column };
            let text = grid.cell(first, column);
            match read(text) {
                Ok(read) if columns.iter().any(|(_, other)| *other == read) => {
                    self.findings
                        .error(place, text, Fault::new(Problem::Duplicate));
                }
                Ok(read) => columns.push((column, read)),
                Err(fault) => self.findings.error(place, text, fault),
            }
        }
        for row in rows {
            for column in grid.filled(*row).filter(|column| !named.contains(column)) {
                let place = Place { row: *row, column };
                let fault = Fault::new(Problem::HeaderMissing);
                self.findings.error(place, grid.cell(*row, column), fault);
            }
        }
        Table { columns, rows }
    }

    /// The key of a row, which is another in each.
    pub(super) fn key(
        &mut self,
        table: &Table<'_>,
        row: usize,
        known: &mut Vec<String>,
    ) -> Option<String> {
        let column = table.column(|column| *column == Column::Key).unwrap_or(0);
        let place = Place { row, column };
        let text = self.grid.cell(row, column);
        if cell::is_any(text) {
            self.findings.error(place, "", Fault::new(Problem::Missing));
            return None;
        }
        let key = self.told(cell::text(text), place)?;
        if known.contains(&key) {
            self.findings
                .error(place, text, Fault::new(Problem::Duplicate));
        }
        known.push(key.clone());
        Some(key)
    }

    pub(super) fn each_named(
        &mut self,
        table: &Table<'_>,
        name: &str,
        mut each: impl FnMut(&mut Self, usize, &str, String),
    ) {
        let column = table.column(|column| *column == Column::Key).unwrap_or(0);
        let mut known = Vec::new();
        for row in table.rows {
            if let Some(key) = self.key(table, *row, &mut known) {
                let pointer = pointer_to(&[name, &key]);
                self.places
                    .add(pointer.clone(), Place { row: *row, column });
                each(self, *row, &pointer, key);
            }
        }
    }

    /// Sets the members that a row has.
    pub(super) fn fill(
        &mut self,
        object: &mut Object,
        members: &'static [Member],
        table: &Table<'_>,
        row: usize,
        pointer: &str,
    ) {
        for member in members {
            let column = table.column(|column| *column == Column::Member(member));
            let english = table.column(|column| *column == Column::English(member));
            let place = |column| Place { row, column };
            let value = match (column, english, member.english) {
                (None, None, _) => None,
                (Some(column), _, None) => self.value(member.kind, place(column)),
                (column, other, _) => {
                    let column = column.or(other).unwrap_or(0);
                    // Without a column of its own the English is missing where the Chinese is.
                    self.bilingual(place(column), place(other.unwrap_or(column)))
                }
            };
            if let Some(value) = value {
                let mut at = pointer.to_owned();
                pointer_push(&mut at, member.name);
                self.places.add(at, place(column.or(english).unwrap_or(0)));
                object.push(member.name, value);
            }
        }
    }
}

fn words_of(members: &'static [Member]) -> impl Iterator<Item = Word> {
    let both = |member: &'static Member| core::iter::once(member.word).chain(member.english);
    members.iter().flat_map(both)
}

fn member_column(text: &str, members: &'static [Member]) -> Option<Column> {
    members.iter().find_map(|member| match member.english {
        _ if member.word.is(text) => Some(Column::Member(member)),
        Some(english) if english.is(text) => Some(Column::English(member)),
        _ => None,
    })
}

fn unknown_column(text: &str, words: &[Word]) -> Fault {
    let fault = Fault::new(Problem::Header);
    match meant(words.iter().copied(), text) {
        Some(near) => fault.suggesting(near),
        None => fault,
    }
}
