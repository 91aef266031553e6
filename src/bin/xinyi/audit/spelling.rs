//! What spreadsheets leave in a cell, and what they would make of it.

use std::borrow::Cow;

use super::problem::Problem;

/// A character that takes no place and marks no letter: zero width, direction, a byte order mark, controls.
pub(super) fn is_invisible(c: char) -> bool {
    // Han and most other scripts: the common case, without a look at the list.
    if ('\u{2070}'..'\u{FE00}').contains(&c) {
        return false;
    }
    let is_format = matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    );
    is_format || c.is_control() && !c.is_whitespace()
}

/// A cell without what cannot be seen, and without the signs by which spreadsheets are told that it is text.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return Cow::Borrowed(unquoted(text));
    }
    match text.contains(is_invisible) {
        false => Cow::Borrowed(unquoted(text)),
        true => {
            let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
            Cow::Owned(unquoted(seen.trim()).to_owned())
        }
    }
}

/// The same of a code, which has no spaces either.
pub(crate) fn plain_code(text: &str) -> Cow<'_, str> {
    let text = plain(text);
    match text.contains(char::is_whitespace) {
        false => text,
        true => Cow::Owned(text.split_whitespace().collect()),
    }
}

/// What was left out of a cell.
pub(crate) fn left_out(text: &str, is_code: bool) -> impl Iterator<Item = Problem> {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let seen = seen.trim();
    let inner = unquoted(seen);
    [
        (seen.len() < text.len(), Problem::Invisible),
        (inner.len() < seen.len(), Problem::Quoted),
        (
            is_code && inner.contains(char::is_whitespace),
            Problem::Spaces,
        ),
    ]
    .into_iter()
    .filter_map(|(is_so, note)| is_so.then_some(note))
}

/// Without an apostrophe before it, and then without `="…"` or quotation marks around it.
fn unquoted(text: &str) -> &str {
    let apostrophe = ['\'', '‘', '’', '＇', '`'];
    let text = match text.strip_prefix(apostrophe) {
        Some(rest) => rest.strip_suffix(apostrophe).unwrap_or(rest).trim(),
        None => text,
    };
    let inner = text.strip_prefix('=').filter(|rest| rest.starts_with('"'));
    let inner = inner.unwrap_or(text);
    let pairs = [('"', '"'), ('“', '”')];
    let quoted = |(open, close)| inner.strip_prefix(open)?.strip_suffix(close);
    pairs.into_iter().find_map(quoted).map_or(text, str::trim)
}

/// A cell as it is written for spreadsheets: with an apostrophe before what they would run as a formula, which
/// [`plain`] leaves out again. A number with a sign is none.
pub(super) fn inert(text: &str) -> Cow<'_, str> {
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    let is_number = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        are_digits(whole) && are_digits(fraction)
    };
    match text.starts_with(signs) && !is_number(text) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_without_what_spreadsheets_leave_in_it() {
        use Problem::{Invisible, Quoted, Spaces};
        for (text, want, notes) in [
            ("91A", "91A", &[][..]),
            ("'91A", "91A", &[Quoted]),
            ("’91A", "91A", &[Quoted]),
            ("'91A'", "91A", &[Quoted]),
            ("=\"91A\"", "91A", &[Quoted]),
            ("\"91A\"", "91A", &[Quoted]),
            ("\u{FEFF}91A", "91A", &[Invisible]),
            ("91\u{200B}A", "91A", &[Invisible]),
            ("\u{202D}91A\u{202C}", "91A", &[Invisible]),
            ("91A\u{7F}", "91A", &[Invisible]),
            ("\u{200B} '91 A", "91A", &[Invisible, Quoted, Spaces]),
            ("91\nA", "91A", &[Spaces]),
            ("=91A", "=91A", &[]),
            ("\"91A", "\"91A", &[]),
            ("9'1A", "9'1A", &[]),
            ("'", "", &[Quoted]),
        ] {
            assert_eq!(plain_code(text), want);
            assert_eq!(left_out(text, true).collect::<Vec<_>>(), notes, "{text}");
        }
        assert_eq!(plain("a b"), "a b");
        assert_eq!(left_out("a b", false).count(), 0);
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_written_as_text() {
        for text in [
            "=1+1", "+1+1", "-1+1", "@SUM(1)", "＝1", "-", "+86 10", "=\"91A\"", "\t=1",
        ] {
            let written = inert(text);
            assert_eq!(written, format!("'{text}"));
            // It is read as the cell that it was.
            assert_eq!(plain(&written), plain(text.trim()), "{text}");
        }
        for text in [
            "",
            "-5",
            "-0.25",
            "+8613800000000",
            "'=1",
            "a=1",
            "—",
            "9.1E+17",
        ] {
            assert_eq!(inert(text), text);
        }
    }
}
