//! The rows of a file, CSV, JSON or NDJSON, one at a time, each with the physical line that it begins on.
//!
//! A row that cannot be read is reported and passed over. If it spans several lines, only the first is given up:
//! otherwise one quotation mark too many would take the following rows with it.

use core::cmp::Ordering;

use clap::ValueEnum;
use xinyi::{Code, Object, Value};

use super::array::{Element, element, is_between};
use super::csv::{Cells, Split, split};
use super::encoding::{self, Encoding};
use super::forms::known_names;
use super::problem::Problem;
use super::row::Row;
use super::source::Source;
use crate::failure::Failure;

/// How long a row may be, in bytes.
const ROW_BYTES: usize = 1024 * 1024;
/// How many columns a file may have.
const COLUMNS: usize = 1_000;
/// How much of an NDJSON file is looked through for the names of its members, in rows.
const SAMPLE_ROWS: usize = 1_000;
/// Among how many rows of a CSV file the header is looked for.
const HEADER_ROWS: usize = 20;
/// What may stand between cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Separated values (RFC 4180; with commas, semicolons or tabs), under a row with the columns' names
    Csv,
    /// One JSON array of objects
    Json,
    /// One JSON object a line
    Ndjson,
}

impl Format {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }
}

pub(super) enum Next {
    End,
    Row,
    Unreadable(Problem),
}

#[derive(Clone, Copy)]
struct Header {
    offset: u64,
    line: u64,
}

pub(super) struct Rows {
    source: Source,
    format: Format,
    encoding: Option<Encoding>,
    columns: Vec<String>,
    cells: Cells,
    members: Vec<String>,
    separator: u8,
    /// Where the header begins.
    header: Option<Header>,
    /// The lines of rows before the header.
    before_header: Vec<u64>,
    /// Whether the array's bracket was the last sign between elements.
    is_closed: bool,
    /// Up to this byte of the file, rows may not span lines.
    one_line_until: u64,
}

impl Rows {
    /// Reads what has to be known before the first row. The header begins on the line `header_row`, or is looked for.
    ///
    /// # Errors
    /// `input.empty`, `input.encoding`, `input.columns`, `limit.items`.
    pub(super) fn open(
        mut source: Source,
        format: Option<Format>,
        encoding: Option<Encoding>,
        header_row: Option<u64>,
    ) -> Result<Self, Failure> {
        source.fill()?;
        if let Some(found) = encoding::foreign_mark(source.rest()) {
            return Err(refusal(Code::InputEncoding, [("found", found.into())]));
        }
        let wide = match encoding {
            None => Encoding::detect_wide(source.rest()),
            given => given.filter(|e| e.wide().is_some()),
        };
        if let Some(from) = wide.and_then(Encoding::wide) {
            source.decode_from(from);
        }
        let mut marked = None;
        if let Some((length, encoding)) = encoding::mark(source.rest()) {
            source.consume(length);
            marked = Some(encoding);
        }
        let sample = source.rest();
        let encoding = wide
            .or(encoding)
            .or(marked)
            .or_else(|| Encoding::detect(sample));
        let mut signs = sample.iter().filter(|b| !b.is_ascii_whitespace());
        let format = format.unwrap_or(match (signs.next(), signs.next()) {
            (Some(b'{'), _) => Format::Ndjson,
            (Some(b'['), Some(b'{' | b']')) => Format::Json,
            _ => Format::Csv,
        });
        let mut rows = Self {
            source,
            format,
            encoding,
            columns: Vec::new(),
            cells: Cells::default(),
            members: Vec::new(),
            separator: b',',
            header: None,
            before_header: Vec::new(),
            is_closed: false,
            one_line_until: 0,
        };
        match format {
            Format::Csv => rows.read_header(header_row)?,
            Format::Json | Format::Ndjson if header_row.is_some() => {
                return Err(Failure::Other("--header-row is for CSV".to_owned()));
            }
            Format::Json | Format::Ndjson => rows.sample_members(),
        }
        if rows.columns.is_empty() {
            let is_blank = rows.source.rest().trim_ascii().is_empty();
            return Err(match is_blank {
                true if header_row.is_none() => refusal(Code::InputEmpty, []),
                _ => refusal(Code::InputColumns, [("found", 0_usize.into())]),
            });
        }
        Ok(rows)
    }

    /// The columns' names as they stand, those of the sample first. Of NDJSON more may come.
    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// `None` while everything was ASCII.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// What stands between the cells of CSV.
    pub(super) fn separator(&self) -> Option<&'static str> {
        (self.format == Format::Csv).then_some(match self.separator {
            b';' => "semicolon",
            b'\t' => "tab",
            _ => "comma",
        })
    }

    /// The line on which the header begins, where there is one.
    pub(super) fn header_line(&self) -> Option<u64> {
        self.header.map(|header| header.line)
    }

    /// The lines of what stands before the header, such as a title.
    pub(super) fn before_header(&self) -> &[u64] {
        &self.before_header
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// Goes back to the first row. Columns and encoding stay as they were found.
    pub(super) fn rewind(&mut self) -> Result<(), Failure> {
        self.source.rewind()?;
        self.one_line_until = 0;
        self.is_closed = false;
        self.source.fill()?;
        if let Some((length, _)) = encoding::mark(self.source.rest()) {
            self.source.consume(length);
        }
        if let Some(header) = self.header {
            while self.source.offset() < header.offset {
                let left = header.offset - self.source.offset();
                self.source
                    .consume(usize::try_from(left).unwrap_or(usize::MAX));
                self.source.fill()?;
                if self.source.rest().is_empty() {
                    break;
                }
            }
            self.next_record(&mut Row::default())?;
        }
        Ok(())
    }

    /// Reads the next row into `row`. Blank lines, and rows of empty cells as spreadsheets leave
    /// them at the end, are no rows.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<Next, Failure> {
        loop {
            let next = match self.format {
                Format::Csv => self.next_record(row)?,
                Format::Json => self.next_element(row)?,
                Format::Ndjson => self.next_object(row)?,
            };
            match next {
                Next::Row if row.is_blank() => {}
                _ => return Ok(next),
            }
        }
    }

    fn read_header(&mut self, given: Option<u64>) -> Result<(), Failure> {
        if let Some((length, separator)) = separator_line(self.source.rest()) {
            self.source.consume(length);
            self.separator = separator;
            self.skip_to_header(given, &[separator])?;
        } else {
            self.skip_to_header(given, &SEPARATORS)?;
        }
        self.header = Some(Header {
            offset: self.source.offset(),
            line: self.source.line(),
        });
        let mut row = Row::default();
        match self.next_record(&mut row)? {
            Next::End => Ok(()),
            Next::Row => {
                self.columns = (0..row.ends.len())
                    .map(|i| row.cell(i).to_owned())
                    .collect();
                match self.columns.len() > COLUMNS {
                    true => Err(too_many_columns(self.columns.len())),
                    false => Ok(()),
                }
            }
            Next::Unreadable(_) => Err(refusal(Code::InputColumns, [("found", 0_usize.into())])),
        }
    }

    /// Leaves out what stands before the header, and finds what stands between cells.
    fn skip_to_header(&mut self, given: Option<u64>, separators: &[u8]) -> Result<(), Failure> {
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
        let (separator, length) = self.look_for_header(separators, rows);
        self.separator = separator;
        let header = self.source.offset() + length as u64;
        loop {
            self.skip_ends_of_lines()?;
            if self.source.offset() >= header || self.source.rest().is_empty() {
                return Ok(());
            }
            self.next_record(&mut row)?;
            if !row.is_blank() {
                self.before_header.push(row.line);
            }
        }
    }

    /// The row that has most names of columns, and with which separator: the separator, and how many bytes before the
    /// row. Without any it is the first that is not blank.
    fn look_for_header(&self, separators: &[u8], rows: usize) -> (u8, usize) {
        let window = self.source.rest();
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut cells = Cells::default();
        let mut best = None;
        let mut first = None;
        for (index, separator) in separators.iter().enumerate() {
            let mut at = 0;
            for _ in 0..rows {
                let rest = window.get(at..).unwrap_or_default();
                let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
                at += blank.count();
                let rest = window.get(at..).unwrap_or_default();
                let used = match split(rest, self.source.ended(), *separator, &mut cells) {
                    _ if rest.is_empty() => break,
                    Split::Record { used, .. } => used,
                    Split::AfterQuote { .. } => first_line(rest).len(),
                    Split::More | Split::Unclosed => break,
                };
                let names: Vec<String> = cells.iter().map(|cell| encoding.text(cell)).collect();
                let is_blank = names.iter().all(|name| name.trim().is_empty());
                if index == 0 && !is_blank {
                    first.get_or_insert((*separator, at));
                }
                let known = known_names(&names);
                // Mostly the first row, which leaves no doubt.
                if known >= 2 && known * 2 >= names.len() {
                    return (*separator, at);
                }
                if known > best.map_or(0, |(most, _)| most) {
                    best = Some((known, (*separator, at)));
                }
                at += used;
            }
        }
        let first_separator = separators.first().copied().unwrap_or(b',');
        best.map(|(_, found)| found)
            .or(first)
            .unwrap_or((first_separator, 0))
    }

    fn next_record(&mut self, row: &mut Row) -> Result<Next, Failure> {
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

    fn skip_ends_of_lines(&mut self) -> Result<(), Failure> {
        loop {
            let is_end = |b: &&u8| matches!(b, b'\r' | b'\n');
            let blank = self.source.rest().iter().take_while(is_end).count();
            self.source.consume(blank);
            if !self.source.rest().is_empty() || self.source.ended() {
                return Ok(());
            }
            self.source.fill()?;
        }
    }

    /// Gives up the current line and goes on with the next. The error was found `found` bytes on. A row that
    /// begins before that may not reach beyond its own line: it would run into the same error, and the time
    /// would grow with the square of the lines.
    fn give_up_line(&mut self, problem: Problem, found: usize) -> Result<Next, Failure> {
        let before = self.source.rest().get(..found).unwrap_or_default();
        let lines = memchr::memrchr2(b'\r', b'\n', before).unwrap_or(0);
        self.one_line_until = self.one_line_until.max(self.source.offset() + lines as u64);
        loop {
            let rest = self.source.rest();
            let end = memchr::memchr2(b'\r', b'\n', rest);
            let (length, known) = (end.unwrap_or(rest.len()), end.is_some());
            self.source.consume(length);
            if known || self.source.ended() {
                return Ok(Next::Unreadable(problem));
            }
            self.source.fill()?;
        }
    }

    fn next_object(&mut self, row: &mut Row) -> Result<Next, Failure> {
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
    fn next_element(&mut self, row: &mut Row) -> Result<Next, Failure> {
        loop {
            let rest = self.source.rest();
            let between = rest.iter().take_while(|b| is_between(**b)).count();
            let signs = rest.get(..between).unwrap_or_default();
            if let Some(last) = signs.iter().rfind(|b| !b.is_ascii_whitespace()) {
                self.is_closed = *last == b']';
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
    fn sample_members(&mut self) {
        let Self {
            source, columns, ..
        } = self;
        let encoding = self.encoding.unwrap_or(Encoding::Utf8);
        let mut rest = source.rest();
        for _ in 0..SAMPLE_ROWS {
            let between = rest.iter().take_while(|b| match self.format {
                Format::Json => is_between(**b),
                Format::Csv | Format::Ndjson => matches!(b, b'\r' | b'\n'),
            });
            rest = rest.get(between.count()..).unwrap_or_default();
            let line = match self.format {
                Format::Json => match element(rest, false, self.encoding) {
                    Element::Whole(length) => rest.get(..length).unwrap_or_default(),
                    Element::More | Element::Broken(_) => first_line(rest),
                },
                Format::Csv | Format::Ndjson => first_line(rest),
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

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'\r', b'\n', bytes);
    bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default()
}

fn object(text: &str) -> Result<Object, Problem> {
    match Value::parse(text.as_bytes(), ROW_BYTES) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::Json),
        Err(error) if error.code() == Code::FormatDuplicateMember => Err(Problem::DuplicateMember),
        Err(_) => Err(Problem::Json),
    }
}

pub(super) fn refusal<const N: usize>(code: Code, details: [(&str, Value); N]) -> Failure {
    xinyi::Error::of_input(code, Object::from_iter(details)).into()
}

fn too_many_columns(found: usize) -> Failure {
    let details = [("limit", COLUMNS.into()), ("found", found.into())];
    refusal(Code::LimitItems, details)
}
