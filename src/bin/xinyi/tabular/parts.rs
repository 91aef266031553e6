//! Whether the parts of an xlsx workbook may be inflated.
//!
//! A ZIP archive can hold a thousand times of its own length, and says of it what whoever wrote it likes. The crate
//! that reads workbooks keeps some parts in memory, and makes room for as many texts as a part says that it has. So
//! all parts are inflated once before, for their length alone.

use std::fs::File;
use std::io::{BufReader, Read};

use memchr::memchr_iter;
use memchr::memmem::{Finder, find};
use xinyi::Code;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::failure::Failure;
use crate::tabular::kind;

/// How long a sheet may be, inflated, in bytes. It is read in pieces.
const SHEET_BYTES: u64 = 4 << 30;
/// How long the texts of all sheets may be, inflated, in bytes. They are in memory.
const TEXTS_BYTES: u64 = 512 << 20;
/// How many tags they may have: two to four for each text.
const TEXTS_TAGS: u64 = 40_000_000;
/// How long a picture may be, inflated, in bytes. None is read, unless a workbook says that it is a sheet.
const MEDIA_BYTES: u64 = 256 << 20;
/// How long any other part may be, inflated, in bytes.
const PART_BYTES: u64 = 16 << 20;
/// Where parts are that may be long.
const FOLDERS: [&str; 5] = [
    "worksheets/",
    "media/",
    "embeddings/",
    "printersettings/",
    "drawings/",
];
/// How long all parts together may be, in bytes.
const ALL_BYTES: u64 = 6 << 30;
/// How long a piece of a sheet between two tags may be, and a tag.
const PIECE_BYTES: u64 = 4 << 20;
const CHUNK: usize = 256 * 1024;
/// How much of a chunk is looked at again with the next, in bytes.
const KEPT: usize = 64;

/// What a part is, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Which part is the workbook.
    Root,
    Sheet,
    Texts,
    Other,
    /// Pictures and the like.
    Media,
}

/// # Errors
/// `input.kind` if it is another archive; `input.damaged`, `limit.bytes`, `limit.items`.
pub(crate) fn check(file: File) -> Result<(), Failure> {
    let damaged = |_: ZipError| kind::damaged("xlsx");
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(|name| name.replace('\\', "/")))
        .collect::<Result<_, _>>()
        .map_err(damaged)?;
    if let Some(found) = kind::of_archive(names.iter().map(String::as_str)) {
        return Err(kind::foreign(found));
    }
    let mut all = 0;
    for (index, name) in names.iter().enumerate() {
        let part = Part::of(&name.to_ascii_lowercase());
        let entry = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => kind::encrypted("xlsx"),
            _ => kind::damaged("xlsx"),
        })?;
        all += part.check(entry)?;
        if all > ALL_BYTES {
            return Err(too_long(ALL_BYTES));
        }
    }
    Ok(())
}

impl Part {
    fn of(name: &str) -> Self {
        match name {
            "_rels/.rels" => Self::Root,
            _ if name.contains("/worksheets/") && name.ends_with(".xml") => Self::Sheet,
            _ if name.ends_with("sharedstrings.xml") => Self::Texts,
            _ if FOLDERS.iter().any(|folder| name.contains(folder)) => Self::Media,
            _ => Self::Other,
        }
    }

    fn limit(self) -> u64 {
        match self {
            Self::Sheet => SHEET_BYTES,
            Self::Texts => TEXTS_BYTES,
            Self::Media => MEDIA_BYTES,
            Self::Root | Self::Other => PART_BYTES,
        }
    }

    /// Inflates a part and gives its length.
    fn check(self, mut entry: impl Read) -> Result<u64, Failure> {
        let mut chunk = Vec::with_capacity(2 * CHUNK);
        let (mut bytes, mut tags, mut pieces) = (0, 0, Pieces::default());
        let counts = Finder::new(b"uniqueCount");
        loop {
            // What was looked for may begin at the end of the last chunk.
            let kept = chunk.len().min(KEPT);
            chunk.drain(..chunk.len() - kept);
            let read = (&mut entry).take(CHUNK as u64).read_to_end(&mut chunk);
            let read = read.map_err(|_| kind::damaged("xlsx"))?;
            if read == 0 {
                return Ok(bytes);
            }
            let new = chunk.get(kept..).unwrap_or_default();
            bytes += new.len() as u64;
            if bytes > self.limit() {
                return Err(too_long(self.limit()));
            }
            match self {
                Self::Root => {
                    // No long part may pass for the workbook: that is kept in memory. `&#` would hide its name.
                    let name = chunk.to_ascii_lowercase();
                    let has = |text: &str| find(&name, text.as_bytes()).is_some();
                    if has("&#") || FOLDERS.into_iter().any(has) {
                        return Err(kind::damaged("xlsx"));
                    }
                }
                Self::Texts => {
                    tags += memchr_iter(b'<', new).count() as u64;
                    let said = counts.find_iter(&chunk).map(|at| said(&chunk, at)).max();
                    if tags.max(said.unwrap_or(0)) > TEXTS_TAGS {
                        let limit = [("limit", (TEXTS_TAGS / 4).to_string().into())];
                        return Err(Failure::of_input(Code::LimitItems, limit));
                    }
                }
                Self::Sheet => {
                    if pieces.longest(new) > PIECE_BYTES {
                        return Err(too_long(PIECE_BYTES));
                    }
                }
                Self::Other | Self::Media => {}
            }
        }
    }
}

/// The number that is said after a name, `="123"`. One that goes on beyond these bytes is looked at again with the
/// next, of which it is the beginning; if it is too long for that, it is none that a spreadsheet writes.
fn said(text: &[u8], name: usize) -> u64 {
    let rest = text.get(name..).unwrap_or_default();
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let start = rest.iter().position(is_digit).unwrap_or(rest.len());
    let digits = rest.get(start..).unwrap_or_default();
    match digits.iter().position(|byte| !is_digit(byte)) {
        Some(end) => digits.iter().take(end).fold(0, |number: u64, digit| {
            number
                .saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'))
        }),
        None if rest.len() < KEPT => 0,
        None => u64::MAX,
    }
}

/// The pieces of XML that its reader keeps whole: a tag, a text, a comment.
#[derive(Default)]
struct Pieces {
    inside: Inside,
    /// How long the piece is so far.
    length: u64,
    longest: u64,
    /// The last bytes of it, the very last one lowest.
    last: u64,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Text,
    Tag,
    Quoted(u8),
    Comment,
    Data,
    Instruction,
    /// A document type, which no part of a workbook has. Its reader keeps all of it.
    Type,
}

impl Pieces {
    /// The longest so far.
    fn longest(&mut self, bytes: &[u8]) -> u64 {
        for byte in bytes {
            self.length += 1;
            self.last = self.last << 8 | u64::from(*byte);
            let ends = |text: &[u8; 3]| self.last & 0xFF_FFFF == number(text);
            let next = match (self.inside, byte) {
                (Inside::Text, b'<') => Inside::Tag,
                (Inside::Tag, b'?') if self.length == 1 => Inside::Instruction,
                (Inside::Tag, b'-') if self.length == 3 && ends(b"!--") => Inside::Comment,
                (Inside::Tag, b'D' | b'd') if self.length == 2 && ends(b"<!D") | ends(b"<!d") => {
                    Inside::Type
                }
                (Inside::Tag, b'[') if self.length == 8 && self.last == number(b"![CDATA[") => {
                    Inside::Data
                }
                (Inside::Tag, b'>') => Inside::Text,
                (Inside::Tag, quote @ (b'"' | b'\'')) => Inside::Quoted(*quote),
                (Inside::Quoted(quote), byte) if quote == *byte => Inside::Tag,
                (Inside::Comment, b'>') if ends(b"-->") => Inside::Text,
                (Inside::Data, b'>') if ends(b"]]>") => Inside::Text,
                (Inside::Instruction, b'>') if self.last & 0xFFFF == number(b"?>") => Inside::Text,
                _ => continue,
            };
            let begins = matches!((self.inside, next), (Inside::Text, _) | (_, Inside::Text));
            self.inside = next;
            if begins {
                self.longest = self.longest.max(self.length);
                self.length = 0;
            }
        }
        self.longest.max(self.length)
    }
}

/// Bytes as they are in [`Pieces::last`].
fn number(text: &[u8]) -> u64 {
    text.iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn too_long(limit: u64) -> Failure {
    // A number beyond what every reader of JSON takes is written as text.
    Failure::of_input(Code::LimitBytes, [("limit", limit.to_string().into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_piece_is_found() {
        let longest = |xml: &str| {
            let whole = Pieces::default().longest(xml.as_bytes());
            let mut pieces = Pieces::default();
            let by_byte = xml.bytes().map(|b| pieces.longest(&[b])).last().unwrap();
            assert_eq!(whole, by_byte, "{xml}");
            whole
        };
        let x = "x".repeat(50);
        assert!(longest(&format!("<a><b c='d'>{x}</b></a>")) <= 52);
        assert!(longest(&format!("<a b=\"{x}<>{x}\">")) >= 100);
        assert!(longest(&format!("<a b='{x}\"<>{x}'>")) >= 100);
        assert!(longest(&format!("<a><!--{x}<b>{x}--></a>")) >= 100);
        assert!(longest(&format!("<a><![CDATA[{x}<b>{x}]]></a>")) >= 100);
        assert!(longest(&format!("<a>{x}>{x}</a>")) >= 100);
        assert!(longest(&format!("<a><?b {x}><c>{x}?></a>")) >= 100);
        assert!(longest(&format!("<!DOCTYPE a [<!ENTITY {x}><!ENTITY {x}>]>")) >= 100);
        assert!(longest(&"<a><!--b--><c>d</c></a>".repeat(50)) <= 12);
    }

    #[test]
    fn what_a_part_says_is_read() {
        assert_eq!(said(b"uniqueCount=\"123\">", 0), 123);
        assert_eq!(
            said(b"uniqueCount = '99999999999999999999999'", 0),
            u64::MAX
        );
        assert_eq!(said(b"uniqueCount", 0), 0);
        assert_eq!(said(b"uniqueCount=\"12", 0), 0);
        let spaces = format!("uniqueCount={}", " ".repeat(100));
        assert_eq!(said(spaces.as_bytes(), 0), u64::MAX);
    }
}
