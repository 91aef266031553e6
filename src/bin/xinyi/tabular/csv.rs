//! One CSV record (RFC 4180, with any separator in ASCII) from the front of some bytes.
//!
//! The crate `csv` reads everything. After a quotation mark that is never closed it silently takes the rest of
//! the file for one field, in memory. Here that is an error of the record, which is found within a limit. A
//! test compares the two on well-formed files.
//!
//! Records are split before they are decoded: neither in UTF-8 nor in GB18030 is a comma, a semicolon, a tab, a
//! quotation mark or the end of a line part of another character.

use memchr::{memchr, memchr3};

/// The cells of one record, one after another with a byte between, so that no character reaches from
/// one cell into the next.
#[derive(Default)]
pub(crate) struct Cells {
    pub(crate) bytes: Vec<u8>,
    pub(crate) ends: Vec<usize>,
}

/// Between two cells; ends any character that is cut short, in both encodings.
const BETWEEN: u8 = b'\n';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// A record of so many bytes, its end of line not counted. `stray_quote`: a field that is not
    /// quoted has a quotation mark in it; it can be read all the same.
    Record { used: usize, stray_quote: bool },
    /// The record reaches beyond these bytes.
    More,
    /// Something stands between a closing quotation mark and the separator, so many bytes on.
    AfterQuote { at: usize },
    /// The last quotation mark is never closed.
    Unclosed,
}

/// `ended`: nothing comes after `input`.
pub(crate) fn split(input: &[u8], ended: bool, separator: u8, cells: &mut Cells) -> Split {
    cells.clear();
    let mut at = 0;
    let mut stray_quote = false;
    loop {
        match input.get(at) {
            None if !ended => return Split::More,
            Some(b'"') => match quoted(input, at + 1, ended, separator, cells) {
                Ok(end) => at = end,
                Err(split) => return split,
            },
            _ => {
                let rest = input.get(at..).unwrap_or_default();
                let length = match memchr3(separator, b'\r', b'\n', rest) {
                    Some(length) => length,
                    None if ended => rest.len(),
                    None => return Split::More,
                };
                let cell = rest.get(..length).unwrap_or_default();
                stray_quote |= memchr(b'"', cell).is_some() && !is_formula(cell);
                cells.bytes.extend_from_slice(cell);
                at += length;
            }
        }
        cells.end_cell();
        match input.get(at) {
            Some(byte) if *byte == separator => at += 1,
            _ => {
                return Split::Record {
                    used: at,
                    stray_quote,
                };
            }
        }
    }
}

/// `="…"`, by which spreadsheets are told to leave digits as they are.
fn is_formula(cell: &[u8]) -> bool {
    let inner = cell
        .strip_prefix(b"=\"")
        .and_then(|rest| rest.strip_suffix(b"\""));
    inner.is_some_and(|inner| memchr(b'"', inner).is_none())
}

/// A quoted cell, from after its opening quotation mark to after its closing one.
fn quoted(
    input: &[u8],
    mut at: usize,
    ended: bool,
    separator: u8,
    cells: &mut Cells,
) -> Result<usize, Split> {
    loop {
        let rest = input.get(at..).unwrap_or_default();
        let Some(length) = memchr(b'"', rest) else {
            return Err(if ended { Split::Unclosed } else { Split::More });
        };
        cells
            .bytes
            .extend_from_slice(rest.get(..length).unwrap_or_default());
        at += length + 1;
        match input.get(at) {
            Some(b'"') => {
                cells.bytes.push(b'"');
                at += 1;
            }
            Some(b'\r' | b'\n') => return Ok(at),
            Some(byte) if *byte == separator => return Ok(at),
            Some(_) => return Err(Split::AfterQuote { at }),
            None if ended => return Ok(at),
            None => return Err(Split::More),
        }
    }
}

impl Cells {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn end_cell(&mut self) {
        self.ends.push(self.bytes.len());
        self.bytes.push(BETWEEN);
    }

    /// The cells, each in its bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cell = self.bytes.get(start..*end).unwrap_or_default();
            start = end + 1;
            cell
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn record(input: &str) -> (Vec<String>, usize, bool) {
        let mut cells = Cells::default();
        match split(input.as_bytes(), true, b',', &mut cells) {
            Split::Record { used, stray_quote } => {
                let text = |cell: &[u8]| String::from_utf8(cell.to_vec()).unwrap();
                (cells.iter().map(text).collect(), used, stray_quote)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_record_ends_where_its_line_does() {
        for (input, cells, used) in [
            ("a,b\nc", vec!["a", "b"], 3),
            ("a,b\r\nc", vec!["a", "b"], 3),
            ("a,b\rc", vec!["a", "b"], 3),
            ("a,b", vec!["a", "b"], 3),
            ("a,", vec!["a", ""], 2),
            (",\n", vec!["", ""], 1),
            ("\"a,\r\nb\",c\n", vec!["a,\r\nb", "c"], 9),
            ("\"a \"\"b\"\"\",\"\"\n", vec!["a \"b\"", ""], 12),
        ] {
            assert_eq!(
                record(input),
                (cells.iter().map(|c| (*c).to_owned()).collect(), used, false)
            );
        }
    }

    #[test]
    fn a_stray_quotation_mark_is_read_and_told() {
        assert_eq!(
            record("a\"b\",c\n"),
            (vec!["a\"b\"".into(), "c".into()], 6, true)
        );
        // This one is meant.
        assert_eq!(
            record("=\"01\",c\n"),
            (vec!["=\"01\"".into(), "c".into()], 7, false)
        );
        assert!(record("=\"0\"1\",c\n").2);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_well_is_a_fault() {
        let mut cells = Cells::default();
        assert_eq!(split(b"\"a\nb", true, b',', &mut cells), Split::Unclosed);
        assert_eq!(split(b"\"a\nb", false, b',', &mut cells), Split::More);
        assert_eq!(
            split(b"\"a\"b,c\n", true, b',', &mut cells),
            Split::AfterQuote { at: 3 }
        );
        assert_eq!(split(b"\"a\"", false, b',', &mut cells), Split::More);
    }

    proptest! {
        // What the crate `csv` writes is well-formed; both read it alike, however it is cut.
        #[test]
        fn well_formed_records_are_read_as_the_crate_csv_reads_them(
            rows in prop::collection::vec(prop::collection::vec("[a,;\t\"\r\n 中]{0,4}", 2..5), 1..5),
            cut in 0_usize..80,
            separator in prop::sample::select(b",;\t".to_vec()),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let mut theirs = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(separator)
                .flexible(true)
                .from_reader(&bytes[..]);
            let mut cells = Cells::default();
            let mut rest = &bytes[..];
            for row in theirs.byte_records() {
                let row = row.unwrap();
                let Split::Record { used, stray_quote } = split(rest, true, separator, &mut cells) else {
                    panic!("{rest:?}");
                };
                prop_assert!(!stray_quote);
                prop_assert_eq!(cells.iter().collect::<Vec<_>>(), row.iter().collect::<Vec<_>>());
                // A record that is cut asks for more or is the same.
                let cut = cut.min(rest.len());
                match split(&rest[..cut], false, separator, &mut cells) {
                    Split::More => prop_assert!(cut <= used),
                    found => prop_assert_eq!(found, Split::Record { used, stray_quote }),
                }
                rest = &rest[used..];
                while let [b'\r' | b'\n', after @ ..] = rest {
                    rest = after;
                }
            }
            prop_assert!(rest.is_empty());
        }
    }
}
