//! Lines, as many at a time as have come together.

use std::path::Path;

use indicatif::ProgressBar;

use crate::failure::Failure;
use crate::lines::{Line, Lines};
use crate::{progress, terminal};

/// How many lines are handed on together, at most: that takes about as long for one as for several.
const AT_A_TIME: usize = 16;

pub(crate) struct Coming {
    lines: Lines,
    bar: ProgressBar,
}

impl Coming {
    /// Opens a file; `-` is standard input. Answers that come to the same terminal are progress enough.
    pub(crate) fn open(path: &Path, to_file: bool) -> Result<Self, Failure> {
        let lines = Lines::open(path)?;
        let bar = match to_file || !terminal::shows_output() {
            true => progress::of_bytes(lines.bytes()),
            false => ProgressBar::hidden(),
        };
        Ok(Self { lines, bar })
    }

    /// The next line, with those that have come together with it: nobody waits for a line that is still to come. None at
    /// the end.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<Line>>, Failure> {
        let mut lines = Vec::new();
        while lines.is_empty() || (lines.len() < AT_A_TIME && self.lines.has_next()) {
            match self.lines.next()? {
                Some(line) => lines.push(line),
                None => break,
            }
        }
        self.bar.set_position(self.lines.read());
        if lines.is_empty() {
            self.bar.finish_and_clear();
        }
        Ok((!lines.is_empty()).then_some(lines))
    }
}
