//! Failures, which end the program without an answer.

/// A failure. It is printed on the error stream, with exit status 2.
pub(super) enum Failure {
    /// Unusable input, printed in the words of the error.
    Refused(xinyi::Error),
    /// The same of this program's own, with its texts.
    Told(xinyi::Value),
    /// A file or the machine.
    Other(String),
}

impl From<xinyi::Error> for Failure {
    fn from(error: xinyi::Error) -> Self {
        Self::Refused(error)
    }
}
