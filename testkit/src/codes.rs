//! The texts of QR codes, put together apart from the crate that they are to test.

use data_encoding::BASE64URL_NOPAD;
use miniz_oxide::deflate::compress_to_vec;

/// The text of a whole presentation, or with another prefix of something else.
pub fn whole(prefix: &str, carried: &[u8]) -> String {
    format!("{prefix}:{}", base45(&compress_to_vec(carried, 9)))
}

/// The texts of its parts.
pub fn parts(carried: &[u8], of: usize) -> Vec<String> {
    let deflated = compress_to_vec(carried, 9);
    let digest = ring::digest::digest(&ring::digest::SHA256, &deflated);
    let hash = BASE64URL_NOPAD.encode(digest.as_ref());
    let each = deflated.len().div_ceil(of);
    let parts = deflated.chunks(each + each % 2).enumerate();
    let part = |(i, part)| format!("XY1/{}/{}/{of}:{}", &hash[..8], i + 1, base45(part));
    parts.map(part).collect()
}

/// RFC 9285.
pub fn base45(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        .chars()
        .collect();
    let mut text = String::new();
    for pair in bytes.chunks(2) {
        let mut number = pair
            .iter()
            .fold(0, |number, byte| number * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(alphabet[number % 45]);
            number /= 45;
        }
    }
    text
}
