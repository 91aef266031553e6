//! The tables of a page, which many systems export under the name of a workbook.
//!
//! The page is read in pieces, by its tags alone: a row ends where the next one begins, as in a browser. Cells that
//! go over several columns or rows are in the first of them, as in a spreadsheet.

use core::cell::RefCell;
use core::ops::ControlFlow;
use std::fs::File;
use std::io::{Read, Seek};

use encoding_rs::{Decoder, GB18030, UTF_8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, NullCharacterToken, StartTag, Tag, TagToken, Token,
    TokenSink, TokenSinkResult, Tokenizer,
};
use xinyi::Code;

use super::book::{Book, Each, Top, Tops};
use super::line::Line;
use crate::audit::problem::Problem;
use crate::audit::row::{COLUMNS, ROW_BYTES, Row};
use crate::failure::Failure;
use crate::tabular::encoding::Encoding;
use crate::tabular::kind;

/// How long a page may be, in bytes. What is in a comment, for example, is in memory until it ends.
const BYTES: u64 = 1 << 30;
/// How much is read at a time, in bytes.
const CHUNK: usize = 64 * 1024;
/// How deep tables may stand in one another; what is deeper belongs to the one that it is in.
const DEPTH: usize = 32;
/// How many tables are looked through.
const TABLES: usize = 1_000;
/// Over how many rows a cell may go.
const ROWS: u32 = 65_536;

pub(super) struct Page {
    file: File,
    encoding: Option<Encoding>,
}

impl Page {
    pub(super) fn open(file: File, encoding: Option<Encoding>) -> Result<Self, Failure> {
        let metadata = file.metadata().map_err(|e| Failure::Other(e.to_string()))?;
        if metadata.len() > BYTES {
            let limit = [("limit", (BYTES as i64).into())];
            return Err(Failure::of_input(Code::LimitBytes, limit));
        }
        Ok(Self { file, encoding })
    }

    /// Each row of each table, with the table's index.
    fn rows(&mut self, each: &mut dyn FnMut(usize, Row) -> ControlFlow<()>) -> Result<(), Failure> {
        let problem = |e: std::io::Error| Failure::Other(e.to_string());
        self.file.rewind().map_err(problem)?;
        let mut decoder = self.decoder();
        let tokenizer = Tokenizer::new(Sink::default(), Default::default());
        let input = BufferQueue::default();
        let mut bytes = Vec::with_capacity(CHUNK);
        loop {
            bytes.clear();
            let read = (&mut self.file).take(CHUNK as u64).read_to_end(&mut bytes);
            let is_last = read.map_err(problem)? < CHUNK;
            let mut text = String::new();
            let most = decoder.max_utf8_buffer_length(bytes.len());
            text.reserve(most.unwrap_or(0));
            let _ = decoder.decode_to_string(&bytes, &mut text, is_last);
            input.push_back(StrTendril::from(text));
            while !input.is_empty() {
                let _ = tokenizer.feed(&input);
            }
            if is_last {
                tokenizer.end();
            }
            for (index, row) in tokenizer.sink.finished() {
                if each(index, row).is_break() {
                    return Ok(());
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    fn decoder(&self) -> Decoder {
        let encoding = match self.encoding {
            Some(Encoding::Gb18030) => GB18030,
            Some(Encoding::Utf8) | None => UTF_8,
            Some(wide) => wide.wide().unwrap_or(UTF_8),
        };
        encoding.new_decoder_with_bom_removal()
    }
}

impl Book for Page {
    fn tops(&mut self, header_row: Option<u64>) -> Result<Vec<Top>, Failure> {
        let mut tops = Tops::new(header_row);
        let mut count = 0;
        self.rows(&mut |index, row| {
            if index < TABLES {
                count = count.max(index + 1);
                tops.take(index, row);
            }
            ControlFlow::Continue(())
        })?;
        if count == 0 {
            // Perhaps what a system shows to those who are not logged in.
            return Err(kind::foreign("HTML"));
        }
        let numbers: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
        Ok(tops.named(&numbers))
    }

    fn read(&mut self, index: usize, each: Each<'_>) -> Result<(), Failure> {
        self.rows(&mut |table, row| match table == index {
            true => each(row),
            false => ControlFlow::Continue(()),
        })
    }

    /// A page has no sheets.
    fn no_header(&self, tops: &[Top]) -> Failure {
        let found = tops.iter().map(Top::width).max().unwrap_or(0);
        Failure::of_input(Code::InputColumns, [("found", found.into())])
    }
}

/// What the tags have made of the page so far.
#[derive(Default)]
struct Sink(RefCell<Tables>);

#[derive(Default)]
struct Tables {
    /// Those that are open, the innermost one last.
    open: Vec<Table>,
    count: usize,
    /// Whether what is written is not shown.
    is_unseen: bool,
    finished: Vec<(usize, Row)>,
}

struct Table {
    index: usize,
    rows: u64,
    line: Line,
    in_row: bool,
    cell: Option<Cell>,
    /// The column of the next cell.
    column: usize,
    /// By column, over how many rows more a cell from above goes.
    from_above: Vec<u32>,
}

struct Cell {
    text: String,
    columns: usize,
    rows: u32,
}

impl Sink {
    fn finished(&self) -> Vec<(usize, Row)> {
        core::mem::take(&mut self.0.borrow_mut().finished)
    }
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut tables = self.0.borrow_mut();
        match token {
            TagToken(tag) if tag.kind == StartTag => {
                // What is in these is no tag, whatever it looks like, and but for the last is not shown.
                let raw = match &*tag.name {
                    "script" => ScriptData,
                    "style" | "xmp" | "iframe" | "noframes" => Rawtext,
                    "title" | "textarea" => Rcdata,
                    _ => {
                        tables.begin(&tag);
                        return TokenSinkResult::Continue;
                    }
                };
                tables.is_unseen = &*tag.name != "textarea";
                return TokenSinkResult::RawData(raw);
            }
            TagToken(tag) if tag.kind == EndTag => tables.end(&tag.name),
            CharacterTokens(text) => tables.write(&text),
            NullCharacterToken => tables.write("\0"),
            Token::EOFToken => {
                while let Some(table) = tables.open.last() {
                    let (index, line) = (table.index, table.rows + 1);
                    tables.end("table");
                    let mut row = Row::default();
                    row.begin(line);
                    row.problems.push(Problem::CutShort);
                    tables.finished.push((index, row));
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Tables {
    fn begin(&mut self, tag: &Tag) {
        if &*tag.name == "table" {
            if self.open.len() < DEPTH {
                self.open.push(Table::new(self.count));
                self.count += 1;
            }
            return;
        }
        let Some(table) = self.open.last_mut() else {
            return;
        };
        match &*tag.name {
            "tr" => {
                table.end_row(&mut self.finished);
                table.begin_row();
            }
            "td" | "th" => {
                if !table.in_row {
                    table.begin_row();
                }
                table.end_cell();
                table.cell = Some(Cell::of(tag));
            }
            "thead" | "tbody" | "tfoot" => table.end_row(&mut self.finished),
            "br" | "p" | "div" | "li" => {
                if let Some(cell) = &mut table.cell {
                    cell.end_line();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        self.is_unseen = false;
        let Some(table) = self.open.last_mut() else {
            return;
        };
        match name {
            "td" | "th" => table.end_cell(),
            "tr" | "thead" | "tbody" | "tfoot" => table.end_row(&mut self.finished),
            "table" => {
                table.end_row(&mut self.finished);
                self.open.pop();
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.is_unseen {
            return;
        }
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.write(text);
        }
    }
}

impl Table {
    fn new(index: usize) -> Self {
        Self {
            index,
            rows: 0,
            line: Line::default(),
            in_row: false,
            cell: None,
            column: 0,
            from_above: Vec::new(),
        }
    }

    fn begin_row(&mut self) {
        self.rows += 1;
        self.in_row = true;
        self.column = 0;
        self.line.begin(self.rows);
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let is_free = |column: &usize| self.from_above.get(*column).is_none_or(|rows| *rows == 0);
        let column = (self.column..COLUMNS).find(is_free).unwrap_or(COLUMNS);
        self.line
            .put(column, |into| into.push_str(cell.text.trim()));
        self.column = (column + cell.columns).min(COLUMNS);
        if cell.rows > 1 {
            if self.from_above.len() < self.column {
                self.from_above.resize(self.column, 0);
            }
            let under = self.from_above.get_mut(column..self.column);
            // The row that is open counts as one.
            under.unwrap_or_default().fill(cell.rows);
        }
    }

    fn end_row(&mut self, finished: &mut Vec<(usize, Row)>) {
        if !self.in_row {
            return;
        }
        self.end_cell();
        self.in_row = false;
        self.from_above
            .iter_mut()
            .for_each(|rows| *rows = rows.saturating_sub(1));
        if let Some(row) = self.line.finish() {
            finished.push((self.index, row));
        }
    }
}

impl Cell {
    fn of(tag: &Tag) -> Self {
        let number = |name: &str| -> Option<u32> {
            let attribute = tag.attrs.iter().find(|a| &*a.name.local == name)?;
            attribute.value.trim().parse().ok()
        };
        let columns = number("colspan").unwrap_or(1).clamp(1, 1_000);
        Self {
            text: String::new(),
            columns: columns as usize,
            rows: number("rowspan").unwrap_or(1).clamp(1, ROWS),
        }
    }

    /// Adds text; of white space that is none of it but one space.
    fn write(&mut self, text: &str) {
        for c in text.chars() {
            if self.text.len() > ROW_BYTES {
                return;
            }
            match c.is_ascii_whitespace() {
                false => self.text.push(c),
                true if self.text.ends_with([' ', '\n']) || self.text.is_empty() => {}
                true => self.text.push(' '),
            }
        }
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') && self.text.len() <= ROW_BYTES {
            self.text.push('\n');
        }
    }
}
