//! What authors of programmes work with.

mod lint;
pub mod table;

pub use lint::Lint;
