//! What a file is, by its content. Its name says nothing: much that is called `.xls` is a page or a text.

use memchr::memmem::find;
use xinyi::{Code, Problem};

use crate::failure::Failure;
use crate::tabular::encoding::Encoding;

/// How much of a text is looked through for what it is, in bytes.
const SAMPLE: usize = 16 * 1024;

/// What holds a file together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A compound file: workbooks before 2007, and much else of that time.
    Compound,
    /// Of no use here, by the name of its kind, which is the same in both languages.
    Foreign(&'static str),
    Html,
    /// A workbook in the XML of Excel 2003.
    SpreadsheetXml,
    Text,
    /// A ZIP archive: today's workbooks, and much else.
    Zip,
}

/// Kinds by their first bytes.
const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"PK\x03\x04", Kind::Zip),
    // Without a file in it.
    (b"PK\x05\x06", Kind::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Compound),
    (b"%PDF", Kind::Foreign("PDF")),
    (b"\xEF\xBB\xBF%PDF", Kind::Foreign("PDF")),
    (b"\x89PNG\r\n\x1A\n", Kind::Foreign("PNG")),
    (b"\xFF\xD8\xFF", Kind::Foreign("JPEG")),
    (b"GIF87a", Kind::Foreign("GIF")),
    (b"GIF89a", Kind::Foreign("GIF")),
    (b"II*\0", Kind::Foreign("TIFF")),
    (b"MM\0*", Kind::Foreign("TIFF")),
    (b"\x1F\x8B", Kind::Foreign(GZIP)),
    (b"Rar!\x1A\x07", Kind::Foreign(RAR)),
    (b"7z\xBC\xAF\x27\x1C", Kind::Foreign(SEVEN_ZIP)),
    (b"\xFD7zXZ\0", Kind::Foreign(XZ)),
    (b"\x28\xB5\x2F\xFD", Kind::Foreign(ZSTANDARD)),
    (b"\x7FELF", Kind::Foreign("ELF")),
    (b"SQLite format 3\0", Kind::Foreign("SQLite")),
    (b"\0\x01\0\0Standard ", Kind::Foreign("Access")),
    (b"PAR1", Kind::Foreign("Parquet")),
    (b"{\\rtf", Kind::Foreign("RTF")),
    // Records of Excel 2, 3, 4 and 5 with no compound file around them.
    (b"\x09\0\x04\0\x02\0", Kind::Foreign(OLD_EXCEL)),
    (b"\x09\0\x04\0\x07\0", Kind::Foreign(OLD_EXCEL)),
    (b"\x09\x02\x06\0\0\x03", Kind::Foreign(OLD_EXCEL)),
    (b"\x09\x04\x06\0\0\x04", Kind::Foreign(OLD_EXCEL)),
    (b"\x09\x08\x08\0\0\x05", Kind::Foreign(OLD_EXCEL)),
    (b"\x09\x08\x08\0\0\x06", Kind::Foreign(OLD_EXCEL)),
    (b"\x09\x08\x10\0\0\x06", Kind::Foreign(OLD_EXCEL)),
];

const GZIP: &str = "GZIP";
const OLD_EXCEL: &str = "Excel 2–5";
const RAR: &str = "RAR";
const SEVEN_ZIP: &str = "7z";
const TAR: &str = "TAR";
const XZ: &str = "XZ";
const ZIP: &str = "ZIP";
const ZSTANDARD: &str = "Zstandard";
const ARCHIVES: [&str; 7] = [GZIP, RAR, SEVEN_ZIP, TAR, XZ, ZIP, ZSTANDARD];

/// The kind of a file that begins with these bytes; what no bytes tell is text, to be looked at by [`of_text`].
pub(crate) fn of(start: &[u8]) -> Kind {
    let signed = SIGNATURES
        .iter()
        .find(|(signature, _)| start.starts_with(signature));
    if let Some((_, kind)) = signed {
        return *kind;
    }
    let at = |place: usize, bytes: &[u8]| {
        start
            .get(place..)
            .is_some_and(|rest| rest.starts_with(bytes))
    };
    let has_nul = start.iter().take(64).any(|b| *b == 0);
    // A text may begin with these letters.
    if start.starts_with(b"MZ") && has_nul {
        return Kind::Foreign("EXE");
    }
    if start.starts_with(b"RIFF") && at(8, b"WEBP") {
        return Kind::Foreign("WebP");
    }
    if at(257, b"ustar") {
        return Kind::Foreign(TAR);
    }
    if is_dbase(start) {
        return Kind::Foreign("dBase (.dbf)");
    }
    Kind::Text
}

/// A version, a month and a day, and the end of the header where it says.
fn is_dbase(start: &[u8]) -> bool {
    let [version, _, month, day, _, _, _, _, low, high, ..] = start else {
        return false;
    };
    let header = usize::from(u16::from_le_bytes([*low, *high]));
    let end = header.checked_sub(1).and_then(|end| start.get(end));
    matches!(version, 0x03 | 0x30 | 0x31 | 0x83 | 0x8B | 0xF5)
        && (1..=12).contains(month)
        && (1..=31).contains(day)
        && header > 32
        && (end == Some(&0x0D) || *version == 0x30)
}

/// What kind of text it is, of its beginning in UTF-8 or any encoding that has ASCII.
pub(crate) fn of_text(start: &[u8]) -> Kind {
    let sample = start.get(..SAMPLE).unwrap_or(start);
    let sample = sample.trim_ascii_start().to_ascii_lowercase();
    let has = |word: &str| find(&sample, word.as_bytes()).is_some();
    if sample.starts_with(b"mime-version:") && has("multipart/related") {
        return Kind::Foreign("MHTML (.mht)");
    }
    if !sample.starts_with(b"<") {
        return Kind::Text;
    }
    let is_xml = sample.starts_with(b"<?xml");
    if is_xml && has("urn:schemas-microsoft-com:office:spreadsheet") && !has("<html") {
        return Kind::SpreadsheetXml;
    }
    let tags = [
        "<html",
        "<!doctype html",
        "<table",
        "<head",
        "<body",
        "<meta",
    ];
    if tags.into_iter().any(has) {
        return Kind::Html;
    }
    match is_xml {
        true => Kind::Foreign("XML"),
        false => Kind::Text,
    }
}

/// The encoding that a page names.
pub(crate) fn named_encoding(start: &[u8]) -> Option<Encoding> {
    let sample = start.get(..SAMPLE).unwrap_or(start).to_ascii_lowercase();
    let names = [&b"charset="[..], b"encoding="];
    let at = names
        .iter()
        .find_map(|name| Some(find(&sample, name)? + name.len()))?;
    let rest = sample.get(at..)?;
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let is_utf_8 = rest.starts_with(b"utf-8") || rest.starts_with(b"utf8");
    let is_gb = rest.starts_with(b"gb");
    match (is_utf_8, is_gb) {
        (true, _) => Some(Encoding::Utf8),
        (_, true) => Some(Encoding::Gb18030),
        _ => None,
    }
}

/// What an archive is, by the names of what is in it; `None` if it is a workbook that is read.
pub(crate) fn of_archive<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<&'static str> {
    let has = |start: &str| names.clone().any(|name| name.starts_with(start));
    if has("xl/workbook.bin") {
        return Some("Excel (.xlsb)");
    }
    if has("xl/") || has("_rels/.rels") && !has("word/") && !has("ppt/") && !has("visio/") {
        return None;
    }
    Some(match () {
        () if has("word/") => "Word (.docx)",
        () if has("ppt/") => "PowerPoint (.pptx)",
        () if has("OFD.xml") => "OFD",
        () if has("mimetype") && has("content.xml") => "OpenDocument",
        () => ZIP,
    })
}

/// What a compound file is, by the names of what is in it; `None` if it is a workbook that is read.
pub(crate) fn of_compound(has: impl Fn(&str) -> bool) -> Option<&'static str> {
    let kinds = [
        ("WordDocument", "Word (.doc)"),
        ("PowerPoint Document", "PowerPoint (.ppt)"),
        ("__properties_version1.0", "Outlook (.msg)"),
    ];
    if has("Workbook") || has("Book") {
        return None;
    }
    let named = kinds.iter().find(|(stream, _)| has(stream));
    Some(named.map_or("OLE", |(_, kind)| kind))
}

/// The error that a file is of this kind, with what to do.
pub(crate) fn foreign(found: &'static str) -> Failure {
    match ARCHIVES.contains(&found) {
        true => told(found, Problem::Archive),
        false => Failure::of_input(Code::InputKind, [("found", found.into())]),
    }
}

/// The error that a workbook is encrypted.
pub(crate) fn encrypted(found: &'static str) -> Failure {
    told(found, Problem::Encrypted)
}

fn told(found: &'static str, problem: Problem) -> Failure {
    let details = [
        ("found", found.into()),
        ("problem", problem.as_str().into()),
    ];
    Failure::of_input(Code::InputKind, details)
}

/// The error that a file is damaged or ends too soon.
pub(crate) fn damaged(found: &'static str) -> Failure {
    Failure::of_input(Code::InputDamaged, [("found", found.into())])
}
