//! In which format rows come.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Separated values (RFC 4180; with commas, semicolons or tabs), under a row with the columns' names
    Csv,
    /// One JSON array of objects
    Json,
    /// One JSON object a line
    Ndjson,
}

impl Format {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
        }
    }
}
