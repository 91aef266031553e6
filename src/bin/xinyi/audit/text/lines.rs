//! Lines, between rows and of rows that cannot be read.

use super::TextRows;
use crate::audit::problem::Problem;
use crate::audit::row::Next;
use crate::failure::Failure;

impl TextRows {
    pub(super) fn skip_ends_of_lines(&mut self) -> Result<(), Failure> {
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
    pub(super) fn give_up_line(&mut self, problem: Problem, found: usize) -> Result<Next, Failure> {
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
}

pub(super) fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'\r', b'\n', bytes);
    bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default()
}
