//! The text of a file, and the bytes that a text spells.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use zeroize::Zeroizing;

use super::fault::Kind;

/// The text, whatever Windows has made of it. What is not text in it stands for nothing: keys are ASCII, and names around
/// them are in any encoding.
pub(crate) fn decoded(bytes: &[u8]) -> Zeroizing<String> {
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [1..=0xFF, 0, 1..=0xFF, 0, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] | [0, 1..=0xFF, 0, 1..=0xFF, ..] => UTF_16BE,
        _ => UTF_8,
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    Zeroizing::new(text.into_owned())
}

/// Files of other kinds, by how they begin.
pub(super) fn binary(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        // A Java keystore, and one of the JCE.
        [0xFE, 0xED, 0xFE, 0xED, ..] | [0xCE, 0xCE, 0xCE, 0xCE, ..] => Some(Kind::Keystore),
        // PKCS #12 in BER, of indefinite length.
        [0x30, 0x80, 0x02, 0x01, 0x03, ..] => Some(Kind::Pkcs12),
        // The packet of a secret key, or of a public one (RFC 9580 §4.2).
        [0x94 | 0x95 | 0x98 | 0x99 | 0xC5 | 0xC6, ..] => Some(Kind::Pgp),
        _ => None,
    }
}

/// The same of texts.
pub(super) fn named(text: &str) -> Option<Kind> {
    if text.starts_with("PuTTY-User-Key-File-") {
        return Some(Kind::Putty);
    }
    if text.starts_with("ecdsa-sha2-nistp256 ") {
        return Some(Kind::OpensshEcdsa);
    }
    let ssh = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];
    let is_ssh = ssh.iter().any(|name| text.starts_with(name));
    is_ssh.then_some(Kind::OpensshPublic)
}

/// The bytes that hexadecimal digits or base64 spell, and which of them it was.
pub(super) fn digits(text: &str) -> Option<(Zeroizing<Vec<u8>>, &'static str)> {
    let solid = solid(text);
    let hex = solid.strip_prefix("0x").or(solid.strip_prefix("0X"));
    if let Some(bytes) = decode(&HEXLOWER_PERMISSIVE, hex.unwrap_or(&solid)) {
        return Some((bytes, "hex"));
    }
    Some((base64(&solid)?, "base64"))
}

/// The bytes of base64 in either alphabet, padded or not, in lines of any length.
pub(super) fn base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let solid = solid(text);
    let bare = solid.trim_end_matches('=');
    decode(&BASE64, &solid)
        .or_else(|| decode(&BASE64_NOPAD, bare))
        .or_else(|| decode(&BASE64URL_NOPAD, bare))
}

/// Without white space.
fn solid(text: &str) -> Zeroizing<String> {
    let mut solid = Zeroizing::new(String::with_capacity(text.len()));
    solid.extend(text.chars().filter(|c| !c.is_whitespace()));
    solid
}

fn decode(encoding: &Encoding, text: &str) -> Option<Zeroizing<Vec<u8>>> {
    encoding.decode(text.as_bytes()).ok().map(Zeroizing::new)
}
