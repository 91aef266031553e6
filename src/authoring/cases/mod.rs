//! Cases beside a programme: facts, a day, and what has to be decided on them.
//!
//! `file` is what a file of cases says, `read` takes one, `run` decides the cases and compares, `boundary` finds those
//! that are missing. None of them reads a file or a clock.

mod boundary;
mod file;
mod read;
mod run;
#[cfg(test)]
mod tests;

pub use boundary::{Boundary, MissingCases};
pub use file::{CaseFacts, Cases};
pub use run::{CaseResult, Found, LeafCoverage, TestReport};
