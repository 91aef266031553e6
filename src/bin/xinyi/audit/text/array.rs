//! One element of a JSON array from the front of some bytes, found without reading it.

use xinyi::{Code, Object, Value};

use crate::audit::problem::Problem;
use crate::audit::row::ROW_BYTES;
use crate::tabular::encoding::Encoding;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// It has so many bytes.
    Whole(usize),
    /// It reaches beyond these bytes.
    More,
    /// It is not closed, which shows so many bytes on: no line ends within a string.
    Broken(usize),
}

/// What stands before an element: brackets of the array, commas and white space. Where arrays follow one another, they
/// are read as one.
pub(super) fn is_between(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b',')
}

/// `ended`: nothing comes after `input`. Of GB18030 the second byte of a character may look like a bracket.
pub(super) fn element(input: &[u8], ended: bool, encoding: Option<Encoding>) -> Element {
    let is_gb = encoding == Some(Encoding::Gb18030);
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut at = 0;
    while let Some(byte) = input.get(at) {
        at += 1;
        match byte {
            0x81..=0xFE if is_gb => {
                let is_long = matches!(input.get(at), Some(b'0'..=b'9'));
                at += if is_long { 3 } else { 1 };
            }
            b'\r' | b'\n' if in_string => return Element::Broken(at),
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 1 => depth -= 1,
            b'}' if depth == 1 => return Element::Whole(at),
            b',' | b']' if depth == 0 => return Element::Whole(at - 1),
            b']' => return Element::Whole(at),
            _ => {}
        }
    }
    match ended {
        true => Element::Broken(input.len()),
        false => Element::More,
    }
}

/// The object that an element is.
pub(super) fn object(text: &str) -> Result<Object, Problem> {
    match Value::parse(text.as_bytes(), ROW_BYTES) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Problem::Json),
        Err(error) if error.code() == Code::FormatDuplicateMember => Err(Problem::DuplicateMember),
        Err(_) => Err(Problem::Json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_ends_where_its_last_bracket_closes() {
        for (input, want) in [
            (r#"{"a":1},{"#, Element::Whole(7)),
            (r#"{"a":{"b":[1,{}]}}]"#, Element::Whole(18)),
            (r#"{"a":"}\"}"},"#, Element::Whole(12)),
            (r#"{"a":"\\"},"#, Element::Whole(10)),
            ("1,2]", Element::Whole(1)),
            ("x]", Element::Whole(1)),
            ("{\"a\n\":1}", Element::Broken(4)),
            (r#"{"a":1"#, Element::Broken(6)),
        ] {
            assert_eq!(element(input.as_bytes(), true, None), want, "{input}");
        }
        assert_eq!(element(b"{\"a\":1", false, None), Element::More);
        // A character of GBK whose second byte is a backslash.
        let gb = [b"{\"a\":\"", &[0x81, 0x5C][..], b"\"},"].concat();
        let gb18030 = Some(Encoding::Gb18030);
        assert_eq!(element(&gb, true, gb18030), Element::Whole(gb.len() - 1));
        assert_ne!(element(&gb, true, None), Element::Whole(gb.len() - 1));
    }
}
