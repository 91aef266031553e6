//! What authors of programmes work with.

mod benefit;
mod cases;
mod comparison;
#[cfg(test)]
mod generate;
#[cfg(feature = "cli")]
mod library;
mod lint;
mod patch;
mod plain;
mod prose;
mod source;
pub mod table;

pub use cases::{
    Boundary, CaseFacts, CaseResult, Cases, Found, LeafCoverage, MissingCases, TestReport,
};
pub use comparison::{
    Answered, Comparison, Difference, Effect, MemberChange, PartChange, ProgrammeChanges,
};
#[cfg(feature = "cli")]
pub use library::{LibraryProgramme, library, library_index};
pub use lint::{Beside, Lint};
pub use prose::{ProseFormat, render};
