//! Text of others, made safe to show.
//!
//! A terminal obeys what it prints: a file could clear the screen and show "granted", or turn a line around. So
//! in any text of a file, a token or an argument, invisible characters and those that move others are replaced
//! by their numbers before it is shown: `\u{1b}`.
//!
//! This module alone says which characters these are:
//!
//! - control characters (C0, DEL and C1), escape and the line break among them;
//! - U+2028 and U+2029, which break lines as well;
//! - what orders writing from the right: U+061C, U+200E, U+200F, U+202A–202E, U+2066–2069;
//! - what has no width or no sign: U+00AD, U+180E, U+200B–200D, U+2060–2065, U+206A–206F, U+FEFF,
//!   U+FFF9–FFFB, and the tags U+E0000–E007F.
//!
//! Variation selectors stay: names in Chinese are written with them.

use std::borrow::Cow;
use std::fmt::Write;

use crate::json::{Object, Value};
use crate::languages::LANGUAGES;

/// Whether a character is invisible, or moves those that are visible.
#[inline]
pub fn is_invisible(c: char) -> bool {
    // Most of what is shown is this.
    if matches!(c, ' '..='~' | '\u{3000}'..='\u{d7ff}' | '\u{ff00}'..='\u{ffef}') {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text for one line, with `\u{…}` for each invisible character.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, is_invisible, in_braces)
}

/// JSON without invisible characters but the line breaks and tabs between its parts. Inside strings they are
/// escaped, as JSON allows, so that it reads as the same value.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    if !json.contains(outside_layout) {
        return Cow::Borrowed(json);
    }
    replaced(json, outside_layout, |shown, c| {
        let mut units = [0; 2];
        let units = c.encode_utf16(&mut units);
        units
            .iter()
            .try_for_each(|unit| write!(shown, "\\u{unit:04x}"))
    })
}

/// A text of a document for people to read, without invisible characters. Line breaks and tabs stay: a text may
/// have several lines.
pub(crate) fn shown(text: &str) -> String {
    replaced(text, outside_layout, in_braces).into_owned()
}

/// A value with each of its texts [`shown`]. A text of a draft that is in Chinese alone stands for the English too.
pub(crate) fn shown_value(value: &Value) -> Value {
    match value {
        Value::String(text) => shown(text).into(),
        Value::Array(elements) => Value::Array(elements.iter().map(shown_value).collect()),
        Value::Object(members) => {
            let each = members.iter();
            let each = each.map(|(name, member)| (name, shown_value(member)));
            let mut shown: Object = each.collect();
            let [chinese, english] = LANGUAGES;
            if let (Some(text), None) = (shown.get(chinese), shown.get(english)) {
                shown.push(english, text.clone());
            }
            shown.into()
        }
        other => other.clone(),
    }
}

fn in_braces(shown: &mut String, c: char) -> std::fmt::Result {
    write!(shown, "\\u{{{:x}}}", u32::from(c))
}

#[inline]
fn outside_layout(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\n' | '\t')
}

fn replaced(
    text: &str,
    is_replaced: fn(char) -> bool,
    replace: fn(&mut String, char) -> std::fmt::Result,
) -> Cow<'_, str> {
    if !text.contains(is_replaced) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match is_replaced(c) {
            // Writing to a String cannot fail.
            true => drop(replace(&mut shown, c)),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn what_is_not_seen_is_shown_by_its_number() {
        for (text, shown) in [
            ("信用 granted, ★ 葛\u{e0100} é ع", None),
            ("\u{1b}[2J", Some("\\u{1b}[2J")),
            ("a\nb\tc\0", Some("a\\u{a}b\\u{9}c\\u{0}")),
            ("\u{7f}\u{85}\u{9b}", Some("\\u{7f}\\u{85}\\u{9b}")),
            ("\u{202e}x\u{2069}", Some("\\u{202e}x\\u{2069}")),
            ("\u{e0041}", Some("\\u{e0041}")),
        ] {
            assert_eq!(visible(text), shown.unwrap_or(text));
        }
        for c in "\u{ad}\u{61c}\u{180e}\u{200b}\u{200d}\u{200e}\u{2028}\u{2029}\u{202a}\u{2060}\u{2066}\u{206f}\u{feff}\u{fff9}\u{e0000}\u{e007f}".chars()
        {
            assert!(is_invisible(c), "{:x}", u32::from(c));
        }
        for c in "\u{a0}\u{200a}\u{2010}\u{2027}\u{202f}\u{205f}\u{2070}\u{3000}\u{fe0f}\u{fffd}\u{e0080}".chars() {
            assert!(!is_invisible(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn escaped_json_reads_as_the_same() {
        let text = "{\n\t\"a\u{202e}\": [\"\\u001b\u{7f}\u{e0041}\", 1.50]\n}";
        let escaped = visible_json(text);
        assert_eq!(
            escaped,
            "{\n\t\"a\\u202e\": [\"\\u001b\\u007f\\udb40\\udc41\", 1.50]\n}"
        );
        let read = |text: &str| json::parse(text.as_bytes(), text.len()).unwrap();
        assert_eq!(read(&escaped), read(text));
    }

    #[test]
    fn a_document_keeps_its_lines() {
        let text = r#"{"a":["x\n\ty\u001b\u2028",1,null],"b":{"c":"\u202e"}}"#;
        let document = json::parse(text.as_bytes(), text.len()).unwrap();
        let shown = json::write(&shown_value(&document));
        assert_eq!(
            shown,
            r#"{"a":["x\n\ty\\u{1b}\\u{2028}",1,null],"b":{"c":"\\u{202e}"}}"#
        );
    }
}
