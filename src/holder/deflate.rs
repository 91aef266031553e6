//! Raw deflate (RFC 1951) of short texts.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::error::{Code, Error, Problem};
use crate::limits;

/// The same bytes on every host.
pub(super) fn deflate(text: &str) -> Vec<u8> {
    const SMALLEST: u8 = 9;
    compress_to_vec(text.as_bytes(), SMALLEST)
}

/// What one whole stream inflates to.
///
/// # Errors
/// `limit.inflated`; `format.qr` for what is no such stream, or goes on after it; `format.utf8`.
pub(super) fn inflate(compressed: &[u8]) -> Result<String, Error> {
    const LIMIT: usize = limits::QR_INFLATED;
    let mut state = Box::<DecompressorOxide>::default();
    // One byte more than allowed, so that exceeding the limit is noticed.
    let mut out = vec![0; LIMIT + 1];
    let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut state, compressed, &mut out, 0, flags);
    if written > LIMIT {
        return Err(Error::new(Code::LimitInflated).with("limit", LIMIT));
    }
    if status != TINFLStatus::Done || read < compressed.len() {
        return Err(Error::new(Code::FormatQr).because(Problem::Deflate));
    }
    out.truncate(written);
    String::from_utf8(out).map_err(|error| {
        Error::new(Code::FormatUtf8).with("offset", error.utf8_error().valid_up_to())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deflated_comes_back() {
        for text in ["", "a", "信易", &"0123456789".repeat(6_000)] {
            assert_eq!(inflate(&deflate(text)).unwrap(), text);
        }
        let most = "x".repeat(limits::QR_INFLATED);
        assert_eq!(inflate(&deflate(&most)).unwrap(), most);
    }

    #[test]
    fn a_bomb_and_what_is_no_stream_are_refused() {
        let bomb = deflate(&"x".repeat(limits::QR_INFLATED + 1));
        assert!(bomb.len() < 200);
        assert_eq!(inflate(&bomb).unwrap_err().code(), Code::LimitInflated);
        let whole = deflate("a text of some length");
        let longer = [&whole[..], &[0]].concat();
        let zlib = miniz_oxide::deflate::compress_to_vec_zlib(b"a text", 9);
        for damaged in [&[][..], &whole[..whole.len() - 1], &longer, &zlib, b"\xff"] {
            let error = inflate(damaged).unwrap_err();
            assert_eq!(error.code(), Code::FormatQr);
            assert_eq!(error.problem(), Some(Problem::Deflate));
        }
        let no_text = compress_to_vec(b"ab\xffcd", 9);
        let error = inflate(&no_text).unwrap_err();
        assert_eq!(error.code(), Code::FormatUtf8);
        assert_eq!(error.details().get("offset"), Some(&2_usize.into()));
    }
}
