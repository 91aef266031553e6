//! In which format rows come.

use clap::ValueEnum;

/// The format of a text, which may be given; workbooks are told by their content alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Separated values (RFC 4180; with commas, semicolons or tabs), under a row with the columns' names
    Csv,
    /// A page with a table, as many systems export it under the name of a workbook
    Html,
    /// One JSON array of objects
    Json,
    /// One JSON object a line
    Ndjson,
    /// A workbook of Excel 97 to 2003
    #[value(skip)]
    Xls,
    /// A workbook of today's spreadsheets (ECMA-376)
    #[value(skip)]
    Xlsx,
    /// A workbook in the XML of Excel 2003
    #[value(skip)]
    Xml,
}

impl Format {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
            Self::Xml => "xml",
        }
    }
}
