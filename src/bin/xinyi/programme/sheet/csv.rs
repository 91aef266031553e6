//! Tables in CSV.

use csv::{QuoteStyle, Writer, WriterBuilder};
use xinyi::Code;
use xinyi::authoring::table::Sheet;

use super::limit::too_many;
use crate::failure::Failure;
use crate::tabular::csv::{Cells, Split, split};
use crate::tabular::encoding::Encoding;
use crate::tabular::source::Source;

/// How long a table in CSV may be, in bytes.
const BYTES: usize = 4 << 20;
/// What may stand between cells, the first of those that make as many.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Reads all rows.
pub(super) fn read(mut source: Source, encoding: Option<Encoding>) -> Result<Sheet, Failure> {
    while !source.ended() {
        source.fill()?;
        if source.rest().len() > BYTES {
            let limit = [("limit", BYTES.into())];
            return Err(Failure::of_input(Code::LimitBytes, limit));
        }
    }
    if source.rest().trim_ascii().is_empty() {
        return Err(Failure::of_input(Code::InputEmpty, []));
    }
    let encoding = encoding.unwrap_or(Encoding::Utf8);
    // That which makes most cells; of equally many, the first.
    let mut best = rows(source.rest(), SEPARATORS[0], encoding);
    let cells = |rows: &Vec<Vec<String>>| rows.iter().map(Vec::len).sum::<usize>();
    for separator in SEPARATORS {
        if let Ok(other) = rows(source.rest(), separator, encoding) {
            // Where quotation marks fit no commas, one that separates nothing is no answer.
            let least = best.as_ref().map_or(other.len(), &cells);
            if cells(&other) > least {
                best = Ok(other);
            }
        }
    }
    best.map(Sheet::of)
}

fn rows(mut rest: &[u8], separator: u8, encoding: Encoding) -> Result<Vec<Vec<String>>, Failure> {
    let mut rows = Vec::new();
    let mut cells = Cells::default();
    while !rest.is_empty() {
        let Split::Record { used, .. } = split(rest, true, separator, &mut cells) else {
            let details = [("found", "CSV".into()), ("row", (rows.len() + 1).into())];
            return Err(Failure::of_input(Code::InputDamaged, details));
        };
        let mut row = Vec::new();
        for cell in cells.iter() {
            let mut text = String::new();
            if !encoding.decode(cell, &mut text) {
                let details = [
                    ("found", encoding.as_str().into()),
                    ("row", (rows.len() + 1).into()),
                ];
                return Err(Failure::of_input(Code::InputEncoding, details));
            }
            row.push(text);
        }
        rows.push(row);
        if rows.len() > Sheet::ROWS {
            return Err(too_many(Sheet::ROWS, rows.len()));
        }
        rest = rest.get(used..).unwrap_or_default();
        rest = rest
            .strip_prefix(b"\r\n")
            .or(rest.strip_prefix(b"\n"))
            .or(rest.strip_prefix(b"\r"))
            .unwrap_or(rest);
    }
    Ok(rows)
}

/// In UTF-8 with a byte order mark, by which spreadsheets tell it, and lines that end as RFC 4180 has them.
pub(super) fn write(rows: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new()
        .flexible(true)
        .quote_style(QuoteStyle::Necessary)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".into());
    // As many cells in each row, as spreadsheets write them.
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(2);
    for row in rows {
        let cells = row.iter().map(String::as_str).chain(core::iter::repeat(""));
        let written = writer.write_record(cells.take(width));
        written.map_err(|e| Failure::Other(e.to_string()))?;
    }
    writer
        .into_inner()
        .map_err(|e| Failure::Other(e.to_string()))
}
