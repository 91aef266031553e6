//! Everything that this program prints.
//!
//! A terminal obeys what it prints, and most of that is text of others: files, tokens, arguments. So nothing
//! else in this program writes to standard output or standard error; a lint and a test see to that. Every
//! argument of a line goes through [`Seen`]: [`say!`] and [`aside!`] accept none in another way, not even one
//! that is named within the format.

use std::fmt::{self, Display};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::builder::StyledStr;
use clap::error::ContextValue;
use xinyi::{Value, visible, visible_json};

use crate::json::pretty;

/// Prints a line on standard output.
macro_rules! say {
    ($format:literal $(, $argument:expr)* $(,)?) => {
        // A format that comes from a macro captures no variables: all are among the arguments.
        $crate::terminal::print(format_args!(
            concat!($format, "\n") $(, $crate::terminal::Seen(&$argument))*
        ))
    };
}
pub(crate) use say;

/// Prints a line on standard error.
macro_rules! aside {
    ($format:literal $(, $argument:expr)* $(,)?) => {
        $crate::terminal::print_aside(format_args!(
            concat!("xinyi: ", $format, "\n") $(, $crate::terminal::Seen(&$argument))*
        ))
    };
}
pub(crate) use aside;

/// Shows a value with its invisible characters as numbers, line breaks among them, so that it stays in its line.
pub(crate) struct Seen<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Display + ?Sized> Display for Seen<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&visible(&self.0.to_string()))
    }
}

/// A JSON document on a line of its own.
pub(crate) fn json(document: &Value) {
    json_text(&document.to_string());
}

/// The same, of text that is JSON already.
pub(crate) fn json_text(document: &str) {
    print(format_args!("{}\n", visible_json(document)));
}

/// Lines of many, visible already, at once. Whoever wants no more of them has closed the pipe.
pub(crate) fn lines(text: &str) -> ControlFlow<()> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{text}");
    let goes_on = written.is_ok();
    note(written);
    match goes_on {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    }
}

/// A JSON document laid out for reading.
pub(crate) fn json_lines(document: &Value) {
    print(format_args!("{}", visible_json(&pretty(document))));
}

/// What is wrong with the arguments, or the help that they ask for.
pub(crate) fn usage(mut error: clap::Error) -> ExitCode {
    let seen = |text: &String| visible(text).into_owned();
    let styled = |text: &StyledStr| StyledStr::from(seen(&text.to_string()));
    let context: Vec<_> = error.context().map(|(k, v)| (k, v.clone())).collect();
    for (kind, value) in context {
        let value = match value {
            ContextValue::String(text) => ContextValue::String(seen(&text)),
            ContextValue::Strings(all) => ContextValue::Strings(all.iter().map(seen).collect()),
            ContextValue::StyledStr(text) => ContextValue::StyledStr(styled(&text)),
            ContextValue::StyledStrs(all) => {
                ContextValue::StyledStrs(all.iter().map(styled).collect())
            }
            other => other,
        };
        error.insert(kind, value);
    }
    // Without colours. Line by line, for whatever is left of an argument in it.
    let text = error.render().to_string();
    for line in text.lines() {
        match error.use_stderr() {
            true => print_aside(format_args!("{}\n", Seen(line))),
            false => print(format_args!("{}\n", Seen(line))),
        }
    }
    finish(ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)))
}

/// Whether standard output is seen by somebody as it comes.
pub(crate) fn shows_output() -> bool {
    io::stdout().is_terminal()
}

/// The exit status. That the reader has closed the pipe is no failure; that output could not be written for another
/// reason is one.
pub(crate) fn finish(status: ExitCode) -> ExitCode {
    note(io::stdout().flush());
    match FAILED.get() {
        None => status,
        Some(problem) => {
            aside!("standard output: {}", problem);
            ExitCode::from(2)
        }
    }
}

static FAILED: OnceLock<String> = OnceLock::new();

fn note(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        FAILED.get_or_init(|| error.to_string());
    }
}

/// For [`say!`].
pub(crate) fn print(text: fmt::Arguments<'_>) {
    note(io::stdout().lock().write_fmt(text));
}

/// For [`aside!`]. There is nowhere to say that it could not be written.
pub(crate) fn print_aside(text: fmt::Arguments<'_>) {
    drop(io::stderr().lock().write_fmt(text));
}
