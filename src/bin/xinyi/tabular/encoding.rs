//! UTF-8, GB18030, of which GB2312 and GBK are parts, or UTF-16, which is turned into UTF-8 as it is read.

use clap::ValueEnum;
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use xinyi::Code;

use super::source::Source;
use crate::failure::Failure;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Encoding {
    /// GB 18030, with GB 2312 and GBK
    Gb18030,
    /// UTF-8, with a byte order mark or without
    #[value(name = "utf-8")]
    Utf8,
    /// UTF-16, the higher byte first
    #[value(name = "utf-16be")]
    Utf16Be,
    /// UTF-16, the lower byte first: “Unicode text” of spreadsheets
    #[value(name = "utf-16le")]
    Utf16Le,
}

impl Encoding {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Gb18030 => "gb18030",
            Self::Utf8 => "utf-8",
            Self::Utf16Be => "utf-16be",
            Self::Utf16Le => "utf-16le",
        }
    }

    /// What has to be turned into UTF-8 before lines and cells can be told.
    pub(crate) fn wide(self) -> Option<&'static encoding_rs::Encoding> {
        match self {
            Self::Gb18030 | Self::Utf8 => None,
            Self::Utf16Be => Some(UTF_16BE),
            Self::Utf16Le => Some(UTF_16LE),
        }
    }

    /// UTF-16, if the beginning of a file is: by its byte order mark, or where what stands between cells and lines has
    /// a zero before or after it.
    pub(crate) fn detect_wide(start: &[u8]) -> Option<Self> {
        const SAMPLE: usize = 4096;
        match start {
            [0xFF, 0xFE, ..] => return Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => return Some(Self::Utf16Be),
            _ => {}
        }
        let sample = start.get(..SAMPLE).unwrap_or(start);
        if Self::detect(sample) == Some(Self::Utf8) {
            return None;
        }
        let (pairs, _) = sample.as_chunks::<2>();
        let count = |is_it: fn(&&[u8; 2]) -> bool| pairs.iter().filter(is_it).count();
        // Not of all ASCII: U+4E00 looks like an N of the other order, U+3000 like a 0.
        let le = count(|pair| matches!(pair, [b'\t' | b'\n' | b'\r' | b'"' | b',' | b';', 0]));
        let be = count(|pair| matches!(pair, [0, b'\t' | b'\n' | b'\r' | b'"' | b',' | b';']));
        let is_enough = |this: usize, other: usize| this * 128 >= pairs.len() && this > 4 * other;
        match (le, be) {
            (0, 0) => None,
            _ if is_enough(le, be) => Some(Self::Utf16Le),
            _ if is_enough(be, le) => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// The encoding of the beginning of a file. `None` if it is ASCII, which is both.
    ///
    /// Nearly every pair of bytes is a character in GB18030, also the bytes of Chinese in UTF-8. But hardly any
    /// three bytes of GB18030 are a character in UTF-8. So it depends on how much of the beginning is UTF-8,
    /// and one damaged character does not change the answer.
    pub(crate) fn detect(sample: &[u8]) -> Option<Self> {
        let (mut good, mut bad) = (0_usize, 0_usize);
        for chunk in sample.utf8_chunks() {
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            bad += usize::from(!chunk.invalid().is_empty());
        }
        match (good, bad) {
            (0, 0) => None,
            _ if good >= bad && good > 0 => Some(Self::Utf8),
            _ => Some(Self::Gb18030),
        }
    }

    /// The text of some bytes.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        let mut text = String::new();
        self.decode(bytes, &mut text);
        text
    }

    /// Adds the text of some bytes. `false` where some of them are not in this encoding; U+FFFD then
    /// stands for them.
    pub(crate) fn decode(self, bytes: &[u8], text: &mut String) -> bool {
        match self {
            Self::Utf8 => match core::str::from_utf8(bytes) {
                Ok(valid) => {
                    text.push_str(valid);
                    true
                }
                Err(_) => {
                    text.push_str(&String::from_utf8_lossy(bytes));
                    false
                }
            },
            // It is UTF-8 by now.
            Self::Utf16Be | Self::Utf16Le => {
                let decoded = String::from_utf8_lossy(bytes);
                text.push_str(&decoded);
                !decoded.contains(char::REPLACEMENT_CHARACTER)
            }
            Self::Gb18030 => {
                let (decoded, had_errors) = GB18030.decode_without_bom_handling(bytes);
                text.push_str(&decoded);
                !had_errors
            }
        }
    }
}

/// Turns the beginning of a text into what can be looked at, without its byte order mark, and gives the encoding:
/// the one that is given, or else by the mark or by what there is; `None` while it is ASCII.
pub(crate) fn prepare(
    source: &mut Source,
    given: Option<Encoding>,
) -> Result<Option<Encoding>, Failure> {
    if let Some(found) = foreign_mark(source.rest()) {
        let details = [("found", found.into())];
        return Err(Failure::of_input(Code::InputEncoding, details));
    }
    let wide = match given {
        None => Encoding::detect_wide(source.rest()),
        given => given.filter(|e| e.wide().is_some()),
    };
    if let Some(from) = wide.and_then(Encoding::wide) {
        source.decode_from(from);
    }
    let mut marked = None;
    if let Some((length, encoding)) = mark(source.rest()) {
        source.consume(length);
        marked = Some(encoding);
    }
    let detected = || Encoding::detect(source.rest());
    Ok(wide.or(given).or(marked).or_else(detected))
}

/// The byte order marks of what cannot be read here.
fn foreign_mark(start: &[u8]) -> Option<&'static str> {
    match start {
        [0xFF, 0xFE, 0, 0, ..] => Some("UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32BE"),
        _ => None,
    }
}

/// The byte order mark that the bytes begin with: its length and what it says.
pub(crate) fn mark(start: &[u8]) -> Option<(usize, Encoding)> {
    match start {
        [0xEF, 0xBB, 0xBF, ..] => Some((3, Encoding::Utf8)),
        [0x84, 0x31, 0x95, 0x33, ..] => Some((4, Encoding::Gb18030)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_encoding_is_told_by_how_much_is_utf_8() {
        let text = "行政相对人名称,处罚决定日期\n上海某某有限公司,2026/01/05\n";
        assert_eq!(Encoding::detect(text.as_bytes()), Some(Encoding::Utf8));
        assert_eq!(Encoding::detect(&gb(text)), Some(Encoding::Gb18030));
        assert_eq!(Encoding::detect(b"cf_wsh,cf_jdrq\n"), None);
        // One damaged byte, and a sample that ends within a character.
        let damaged = [text.as_bytes(), b"\xFF", "中".as_bytes()].concat();
        assert_eq!(Encoding::detect(&damaged), Some(Encoding::Utf8));
        assert_eq!(
            Encoding::detect(&text.as_bytes()[..4]),
            Some(Encoding::Utf8)
        );
        // The pair of characters whose GBK has the shape of UTF-8.
        assert_eq!(Encoding::detect(&gb("联通")), Some(Encoding::Gb18030));
    }

    #[test]
    fn utf_16_is_told_by_its_zeros() {
        let wide = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(unit).collect()
        };
        // U+4E00 has a zero where the other order would have one.
        for text in [
            "一一一一一一一一,一\n",
            "uscc,name\n",
            "行政相对人名称,处罚决定日期",
        ] {
            let le = wide(text, u16::to_le_bytes);
            assert_eq!(
                Encoding::detect_wide(&le),
                Some(Encoding::Utf16Le),
                "{text}"
            );
            let be = wide(text, u16::to_be_bytes);
            assert_eq!(
                Encoding::detect_wide(&be),
                Some(Encoding::Utf16Be),
                "{text}"
            );
        }
        let some_zero = format!(
            "统一社会信用代码,企业名称\n{}测\0试a\0\n",
            "甲,乙\n".repeat(50)
        );
        for bytes in [&b""[..], b"a,b\n", some_zero.as_bytes()] {
            assert_eq!(Encoding::detect_wide(bytes), None);
        }
    }

    #[test]
    fn what_is_not_in_the_encoding_is_marked() {
        for encoding in [Encoding::Utf8, Encoding::Gb18030] {
            let mut text = String::new();
            assert!(encoding.decode(b"abc", &mut text));
            assert!(!encoding.decode(b"\xFF", &mut text));
            assert_eq!(text, "abc\u{FFFD}");
        }
    }
}
