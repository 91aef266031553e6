//! base64url without padding (RFC 4648 §5, RFC 7515 §2), in its one canonical form.
//!
//! A decoder that ignores padding or the spare bits of the last character gives one value several
//! spellings, and with them one disclosure several digests.

use crate::error::{Code, Error};

/// Decodes canonical base64url.
///
/// # Errors
/// `format.base64` with the offset: a character outside the alphabet (padding and white space
/// included), a length that no number of bytes has, or spare bits that are not zero.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Error> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    let mut out = Vec::with_capacity(groups.len() * 3 + 2);
    for group in groups {
        let [a, b, c, d] = group.map(sextet);
        if (a | b | c | d) & INVALID != 0 {
            return Err(refuse(text));
        }
        out.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
    }
    match *rest {
        [] => {}
        [a, b] => {
            let [a, b] = [a, b].map(sextet);
            if (a | b) & INVALID != 0 || b & 0b1111 != 0 {
                return Err(refuse(text));
            }
            out.push(a << 2 | b >> 4);
        }
        [a, b, c] => {
            let [a, b, c] = [a, b, c].map(sextet);
            if (a | b | c) & INVALID != 0 || c & 0b11 != 0 {
                return Err(refuse(text));
            }
            out.extend([a << 2 | b >> 4, b << 4 | c >> 2]);
        }
        _ => return Err(refuse(text)),
    }
    Ok(out)
}

/// Encodes without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let character = |sextet: u8| ALPHABET[usize::from(sextet & 0x3f)];
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    let (groups, rest) = bytes.as_chunks::<3>();
    for [a, b, c] in groups {
        out.extend([a >> 2, a << 4 | b >> 4, b << 2 | c >> 6, *c].map(character));
    }
    match rest {
        [a] => out.extend([a >> 2, a << 4].map(character)),
        [a, b] => out.extend([a >> 2, a << 4 | b >> 4, b << 2].map(character)),
        _ => {}
    }
    // The alphabet is ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// What a character stands for: six bits, or [`INVALID`].
fn sextet(character: u8) -> u8 {
    SEXTETS[usize::from(character)]
}

fn refuse(text: &str) -> Error {
    let offset = text.bytes().position(|b| sextet(b) == INVALID);
    // Nothing is wrong with any one character: the length or the spare bits are.
    let offset = offset.unwrap_or(text.len().saturating_sub(1));
    Error::new(Code::FormatBase64).with("offset", offset)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Shares no bit with any sextet, so that one test covers a whole group.
const INVALID: u8 = 0b1100_0000;

const SEXTETS: [u8; 256] = {
    let mut table = [INVALID; 256];
    let mut i = 0_u8;
    while i < 64 {
        table[ALPHABET[i as usize] as usize] = i;
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_comes_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..bytes.len() {
            let text = encode(&bytes[..length]);
            assert_eq!(decode(&text).unwrap(), &bytes[..length]);
        }
    }

    #[test]
    fn known_spellings() {
        // RFC 4648 §10, without its padding, and RFC 7515 Appendix C.
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (b"fooba", "Zm9vYmE"),
            (b"foobar", "Zm9vYmFy"),
            (&[3, 236, 255, 224, 193], "A-z_4ME"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).unwrap(), bytes, "{text}");
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "Z", "Zm9vY", // no number of bytes has this length
            "Zg==", "Zm8=", "Zm9v=", "====", // padding
            "Zh", "Zv", "Zm9", "Zm9vYh", // spare bits
            "Zm+v", "Zm/v", // the other alphabet
            "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v\0", "Zmé", "信易",
        ] {
            let error = decode(text).expect_err(text);
            assert_eq!(error.code(), Code::FormatBase64, "{text}");
        }
    }

    #[test]
    fn every_pair_and_triple_has_one_spelling() {
        for first in 0..=127_u8 {
            for second in 0..=127_u8 {
                for text in [vec![b'A', first, second], vec![first, second]] {
                    let text = String::from_utf8(text).unwrap();
                    if let Ok(bytes) = decode(&text) {
                        assert_eq!(encode(&bytes), text);
                    }
                }
            }
        }
    }
}
