//! Failures, which end the program without an answer.

use std::ffi::OsString;

use xinyi::{Code, Object, Value};

/// A failure. It is printed on the error stream, with exit status 2.
#[derive(Debug)]
pub(super) enum Failure {
    /// Unusable input, printed in the words of the error.
    Refused(xinyi::Error),
    /// The same of this program's own, with its texts.
    Told(Value),
    /// A file or the machine.
    Other(String),
}

impl Failure {
    /// Input that is unusable for that reason.
    pub(super) fn of_input<const N: usize>(code: Code, details: [(&str, Value); N]) -> Self {
        xinyi::Error::of_input(code, Object::from_iter(details)).into()
    }

    /// Words that are no command.
    pub(super) fn of_command(words: &[OsString]) -> Self {
        let word = words.first().map(|word| word.to_string_lossy());
        let word = word.unwrap_or_default();
        Self::Other(format!("there is no command '{word}'; see 'xinyi --help'"))
    }
}

impl From<xinyi::Error> for Failure {
    fn from(error: xinyi::Error) -> Self {
        Self::Refused(error)
    }
}
