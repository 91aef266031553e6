//! Rows of JSON: objects on lines of their own, or in an array.

use xinyi::{Object, Value};

use super::TextRows;
use super::array::{Element, element, is_between, object};
use super::lines::first_line;
use crate::audit::format::Format;
use crate::audit::problem::Problem;
use crate::audit::row::{COLUMNS, Next, ROW_BYTES, Row};
use crate::failure::Failure;
use crate::tabular::encoding::Encoding;

/// How much of a file is looked through for the names of its members, in rows.
const SAMPLE_ROWS: usize = 1_000;

impl TextRows {
    pub(super) fn next_object(&mut self, row: &mut Row) -> Result<Next, Failure> {
        self.skip_ends_of_lines()?;
        row.begin(self.source.line());
        let length = loop {
            let rest = self.source.rest();
            match memchr::memchr2(b'\r', b'\n', rest) {
                Some(length) => break length,
                None if rest.len() > ROW_BYTES => return self.give_up_line(Problem::TooLong, 0),
                None if self.source.ended() => break rest.len(),
                None => self.source.fill()?,
            }
        };
        if length > ROW_BYTES {
            return self.give_up_line(Problem::TooLong, 0);
        }
        match length {
            0 => Ok(Next::End),
            length => Ok(self.read_object(length, row)),
        }
    }

    /// The next element of the array.
    pub(super) fn next_element(&mut self, row: &mut Row) -> Result<Next, Failure> {
        loop {
            let rest = self.source.rest();
            let between = rest.iter().take_while(|b| is_between(**b)).count();
            let signs = rest.get(..between).unwrap_or_default();
            if let Some(last) = signs.iter().rfind(|b| !b.is_ascii_whitespace()) {
                self.is_closed = *last == b']';
            }
            if self.rows_from.is_some() && signs.contains(&b']') {
                // What follows is of the object around the rows.
                row.begin(self.source.line());
                self.skip_rest()?;
                self.is_closed = true;
                return Ok(Next::End);
            }
            self.source.consume(between);
            if !self.source.rest().is_empty() {
                break;
            }
            if self.source.ended() {
                row.begin(self.source.line());
                let is_told = core::mem::replace(&mut self.is_closed, true);
                return Ok(match is_told {
                    true => Next::End,
                    false => Next::Unreadable(Problem::CutShort),
                });
            }
            self.source.fill()?;
        }
        row.begin(self.source.line());
        loop {
            let (rest, ended) = (self.source.rest(), self.source.ended());
            let (rest, ended) = match self.source.offset() < self.one_line_until {
                true => (first_line(rest), true),
                false => (rest, ended),
            };
            let window = rest.len();
            let found = element(rest, ended, self.encoding);
            let scanned = match found {
                Element::Whole(length) | Element::Broken(length) => length,
                Element::More => window,
            };
            if self.encoding.is_none() {
                // The first that is not ASCII: where it ends depends on it.
                self.encoding = rest.get(..scanned).and_then(Encoding::detect);
                if self.encoding.is_some() {
                    continue;
                }
            }
            match found {
                Element::More if window <= ROW_BYTES => self.source.fill()?,
                Element::Whole(length) if length <= ROW_BYTES => {
                    return Ok(self.read_object(length, row));
                }
                Element::Whole(_) | Element::More => {
                    return self.give_up_line(Problem::TooLong, scanned);
                }
                Element::Broken(_) => return self.give_up_line(Problem::Json, scanned),
            }
        }
    }

    fn skip_rest(&mut self) -> Result<(), Failure> {
        loop {
            self.source.consume(usize::MAX);
            if self.source.ended() {
                return Ok(());
            }
            self.source.fill()?;
        }
    }

    /// Reads the object that the next bytes are.
    fn read_object(&mut self, length: usize, row: &mut Row) -> Next {
        let line = self.source.rest().get(..length).unwrap_or_default();
        if self.encoding.is_none() {
            // The first that is not ASCII.
            self.encoding = Encoding::detect(line);
        }
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut text = String::new();
        let is_sound = encoding.decode(line, &mut text);
        let object = object(&text);
        self.source.consume(length);
        let object = match object {
            Ok(object) => object,
            Err(problem) => return Next::Unreadable(problem),
        };
        if let Err(problem) = self.place_members(object, row) {
            return Next::Unreadable(problem);
        }
        row.note_characters(is_sound);
        Next::Row
    }

    /// Puts an object's members under their columns.
    fn place_members(&mut self, object: Object, row: &mut Row) -> Result<(), Problem> {
        self.members.iter_mut().for_each(String::clear);
        for (index, (name, value)) in object.iter().enumerate() {
            // Nearly always the same members in the same order.
            let same = self.columns.get(index).is_some_and(|column| column == name);
            let place = match same {
                true => Some(index),
                false => self.columns.iter().position(|column| column == name),
            };
            let place = place.unwrap_or(self.columns.len());
            if place >= COLUMNS {
                return Err(Problem::Columns);
            }
            if place == self.columns.len() {
                self.columns.push(name.to_owned());
            }
            if self.members.len() < self.columns.len() {
                self.members.resize(self.columns.len(), String::new());
            }
            if let Some(member) = self.members.get_mut(place) {
                match value {
                    Value::Null => {}
                    Value::String(text) => member.push_str(text),
                    other => member.push_str(&other.to_string()),
                }
            }
        }
        self.members.resize(self.columns.len(), String::new());
        for member in &self.members {
            row.text.push_str(member);
            row.end_cell();
        }
        Ok(())
    }

    /// The members' names in the window that is there. What cannot be read is for later.
    pub(super) fn sample_members(&mut self) {
        let Self {
            source, columns, ..
        } = self;
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut rest = source.rest();
        for _ in 0..SAMPLE_ROWS {
            let between = rest.iter().take_while(|b| match self.format {
                Format::Json => is_between(**b),
                _ => matches!(b, b'\r' | b'\n'),
            });
            rest = rest.get(between.count()..).unwrap_or_default();
            let line = match self.format {
                Format::Json => match element(rest, false, self.encoding) {
                    Element::Whole(length) => rest.get(..length).unwrap_or_default(),
                    Element::More | Element::Broken(_) => first_line(rest),
                },
                _ => first_line(rest),
            };
            rest = rest.get(line.len()..).unwrap_or_default();
            let mut text = String::new();
            encoding.decode(line, &mut text);
            let Ok(object) = object(&text) else {
                continue;
            };
            for (name, _) in object.iter() {
                if columns.len() < COLUMNS && !columns.iter().any(|column| column == name) {
                    columns.push(name.to_owned());
                }
            }
        }
    }
}
