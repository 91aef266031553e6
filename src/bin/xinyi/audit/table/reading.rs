//! The reading of a table on a thread of its own.
//!
//! The crates that read tables call back for each row, or lend what they read from; here rows are asked for one at a
//! time. A crate that panics on a damaged file ends its thread, which is an error like any other.

use core::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use super::book::Book;
use super::choice::{Asked, Chosen, choose};
use crate::audit::row::Row;
use crate::failure::Failure;
use crate::guard::{THREAD, silence};

/// How many rows go over at a time, and how much text at most but for the last row, in bytes.
const ROWS: usize = 512;
const BYTES: usize = 256 * 1024;
/// How many such batches may wait.
const WAITING: usize = 4;

pub(super) struct Reading {
    messages: Receiver<Message>,
    rows: std::vec::IntoIter<Row>,
    thread: Option<JoinHandle<Result<(), Failure>>>,
    /// What a panic is told as.
    damaged: fn() -> Failure,
}

enum Message {
    Chosen(Box<Chosen>),
    Rows(Vec<Row>),
}

impl Reading {
    /// Opens a book and chooses one of its tables.
    pub(super) fn start<B: Book + 'static>(
        open: impl FnOnce() -> Result<B, Failure> + Send + 'static,
        asked: Asked,
        damaged: fn() -> Failure,
    ) -> Result<(Self, Chosen), Failure> {
        silence();
        let (sender, messages) = sync_channel(WAITING);
        let thread = Builder::new().name(THREAD.to_owned());
        let thread = thread
            .spawn(move || read(&mut open()?, &asked, &sender))
            .map_err(|e| Failure::Other(e.to_string()))?;
        let mut reading = Self {
            messages,
            rows: Vec::new().into_iter(),
            thread: Some(thread),
            damaged,
        };
        match reading.messages.recv() {
            Ok(Message::Chosen(chosen)) => Ok((reading, *chosen)),
            Ok(Message::Rows(_)) | Err(_) => {
                reading.end()?;
                Err(damaged())
            }
        }
    }

    /// The next row below the header.
    pub(super) fn next(&mut self) -> Result<Option<Row>, Failure> {
        loop {
            if let Some(row) = self.rows.next() {
                return Ok(Some(row));
            }
            match self.messages.recv() {
                Ok(Message::Rows(rows)) => self.rows = rows.into_iter(),
                Ok(Message::Chosen(_)) => {}
                Err(_) => {
                    self.end()?;
                    return Ok(None);
                }
            }
        }
    }

    /// What the thread ended with.
    fn end(&mut self) -> Result<(), Failure> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err((self.damaged)()),
            None => Ok(()),
        }
    }
}

fn read(book: &mut dyn Book, asked: &Asked, sender: &SyncSender<Message>) -> Result<(), Failure> {
    let chosen = choose(book, asked)?;
    let (index, header) = (chosen.index, chosen.header.row);
    // That nobody listens any more ends the reading and is no failure.
    if sender.send(Message::Chosen(Box::new(chosen))).is_err() {
        return Ok(());
    }
    let mut rows = Vec::new();
    let mut bytes = 0;
    book.read(index, &mut |row| {
        if row.line <= header {
            return ControlFlow::Continue(());
        }
        bytes += row.text.len();
        rows.push(row);
        if rows.len() < ROWS && bytes < BYTES {
            return ControlFlow::Continue(());
        }
        bytes = 0;
        match sender.send(Message::Rows(core::mem::take(&mut rows))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    // As above.
    let _ = sender.send(Message::Rows(rows));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::book::{Each, Top};
    use super::super::choice::Asking;
    use super::*;
    use crate::tabular::kind;

    /// A table of so many rows, the last of which its reader does not survive.
    struct Faulty(u64);

    impl Book for Faulty {
        fn tops(&mut self, header_row: Option<u64>) -> Result<Vec<Top>, Failure> {
            let mut top = Top::new("a".to_owned(), false, header_row);
            let _ = top.take(row(1, &["统一社会信用代码", "企业名称"]));
            Ok(vec![top])
        }

        fn read(&mut self, _: usize, each: Each<'_>) -> Result<(), Failure> {
            for number in 1..=self.0 {
                if each(row(number, &["a", "b"])).is_break() {
                    return Ok(());
                }
            }
            panic!("as a crate may");
        }
    }

    fn row(number: u64, cells: &[&str]) -> Row {
        let mut row = Row::default();
        row.begin(number);
        for cell in cells {
            row.text.push_str(cell);
            row.end_cell();
        }
        row
    }

    fn start(rows: u64) -> Reading {
        let asked = Asked {
            table: Asking::First,
            header_row: None,
            columns: Vec::new(),
        };
        let open = move || Ok(Faulty(rows));
        match Reading::start(open, asked, || kind::damaged("xlsx")) {
            Ok((reading, _)) => reading,
            Err(_) => panic!("it starts"),
        }
    }

    #[test]
    fn a_panic_of_a_reader_is_an_error() {
        let mut reading = start(1_500);
        let error = loop {
            match reading.next() {
                Ok(row) => assert!(row.is_some(), "it ends well"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Failure::Refused(e) if e.code() == xinyi::Code::InputDamaged));
    }

    #[test]
    fn nobody_has_to_read_to_the_end() {
        let mut reading = start(u64::MAX);
        assert_eq!(reading.next().ok().flatten().map(|row| row.line), Some(2));
        let Reading {
            messages, thread, ..
        } = reading;
        drop(messages);
        assert!(matches!(thread.map(JoinHandle::join), Some(Ok(Ok(())))));
    }
}
