//! What is said of a file whose rows are to be read.

use super::format::Format;
use crate::tabular::encoding::Encoding;

/// What is said of a file; the rest is told by its content.
pub(crate) struct Asked<'a> {
    pub(crate) format: Option<Format>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) header_row: Option<u64>,
    pub(crate) sheet: Option<&'a str>,
    /// The columns that the table has, as whoever reads it calls them. Without any, it is known by those of the forms.
    pub(crate) columns: Vec<String>,
}
