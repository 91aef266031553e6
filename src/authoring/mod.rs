//! What authors of programmes work with.

mod lint;

pub use lint::{Beside, Lint};
