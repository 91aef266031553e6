//! What authors of programmes work with.

#[cfg(feature = "cli")]
mod library;
mod lint;

#[cfg(feature = "cli")]
pub use library::{LibraryProgramme, library, library_index};
pub use lint::Lint;
