//! Base45 (RFC 9285): bytes in the characters that a QR code packs best.

use crate::error::{Code, Error, Problem};

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Three characters for two bytes, two for a last one. The last of them is never a space, so that white space around
/// a text is no part of it.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    let mut put = |digit: u32| {
        let character = ALPHABET.get(digit as usize).copied().unwrap_or_default();
        text.push(char::from(character));
    };
    let (pairs, last) = bytes.as_chunks::<2>();
    for [a, b] in pairs {
        let n = u32::from(*a) * 256 + u32::from(*b);
        put(n % 45);
        put(n / 45 % 45);
        put(n / 2025);
    }
    for byte in last {
        put(u32::from(*byte) % 45);
        put(u32::from(*byte) / 45);
    }
    text
}

/// Decodes what [`encode`] gives, and no other spelling of it.
///
/// # Errors
/// `format.base45` with the offset, in bytes: a character outside the alphabet, a group that stands for more than its
/// bytes hold, or a single character at the end.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    let mut at = 0;
    for group in text.as_bytes().chunks(3) {
        let (mut n, mut weight) = (0, 1);
        for (place, character) in group.iter().enumerate() {
            let Some(digit) = ALPHABET.iter().position(|known| known == character) else {
                let error = refused(at + place);
                return Err(match character.is_ascii_lowercase() {
                    true => error.because(Problem::UpperCaseExpected),
                    false => error,
                });
            };
            n += digit * weight;
            weight *= 45;
        }
        match (group.len(), u16::try_from(n), u8::try_from(n)) {
            (3, Ok(pair), _) => bytes.extend(pair.to_be_bytes()),
            (2, _, Ok(byte)) => bytes.push(byte),
            _ => return Err(refused(at)),
        }
        at += group.len();
    }
    Ok(bytes)
}

fn refused(offset: usize) -> Error {
    Error::new(Code::FormatBase45).with("offset", offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 9285, sections 4.3 and 4.4.
    #[test]
    fn the_examples_of_the_standard() {
        for (bytes, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
            ("ietf!", "QED8WEX0"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn every_pair_and_every_last_byte_comes_back() {
        for n in 0..=u16::MAX {
            let pair = n.to_be_bytes();
            assert_eq!(decode(&encode(&pair)).unwrap(), pair);
        }
        for byte in 0..=u8::MAX {
            let text = encode(&[1, 2, byte]);
            assert_eq!(decode(&text).unwrap(), [1, 2, byte]);
            assert!(!text.ends_with(' ') && !encode(&[byte, byte]).ends_with(' '));
        }
        assert!(decode(&encode(&[])).unwrap().is_empty());
    }

    #[test]
    fn another_spelling_is_refused_where_it_is() {
        for (text, offset) in [
            // The standard's own: 65536 and more in three characters, 256 and more in two.
            ("GGW", 0),
            ("BB8GGW", 3),
            (":::", 0),
            ("BB8::", 3),
            ("V5", 0),
            ("A", 0),
            ("BB8A", 3),
            ("B_8", 1),
            ("BB8\n", 3),
            ("BB8BÄ", 4),
        ] {
            let error = decode(text).unwrap_err();
            assert_eq!(error.code(), Code::FormatBase45, "{text}");
            assert_eq!(
                error.details().get("offset"),
                Some(&i64::into(offset)),
                "{text}"
            );
            assert_eq!(error.problem(), None, "{text}");
        }
        let error = decode("BB8bb8").unwrap_err();
        assert_eq!(error.problem(), Some(Problem::UpperCaseExpected));
    }
}
