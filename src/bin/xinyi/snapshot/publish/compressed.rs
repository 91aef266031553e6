//! The same in fewer bytes, for servers that hand out what was compressed beforehand.

use std::io::{Read, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// How a file is compressed beside itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

/// Longer texts are status lists, whose numbers no search makes any shorter: it only takes a minute.
const SEARCHED: usize = 1 << 20;

impl Encoding {
    pub(super) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The end of the file's name.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The same bytes for the same content: no time and no name are in it.
    pub(super) fn compress(self, content: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let params = BrotliEncoderParams {
                    quality: if content.len() > SEARCHED { 5 } else { 11 },
                    lgwin: 22,
                    size_hint: content.len(),
                    ..BrotliEncoderParams::default()
                };
                let mut compressed = Vec::new();
                brotli::BrotliCompress(&mut &*content, &mut compressed, &params)?;
                Ok(compressed)
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(content)?;
                encoder.finish()
            }
        }
    }

    /// Whether these bytes are that content, compressed by whatever version.
    pub(super) fn is(self, compressed: &[u8], content: &[u8]) -> bool {
        let mut found = Vec::new();
        let most = content.len() as u64 + 1;
        let read = match self {
            Self::Brotli => brotli::Decompressor::new(compressed, 4096)
                .take(most)
                .read_to_end(&mut found),
            Self::Gzip => GzDecoder::new(compressed)
                .take(most)
                .read_to_end(&mut found),
        };
        read.is_ok() && found == content
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_compressed_is_known_again() {
        let long = "status ".repeat(SEARCHED / 4);
        for content in ["", "a", &long] {
            for encoding in Encoding::ALL {
                let compressed = encoding.compress(content.as_bytes()).unwrap();
                assert_eq!(compressed, encoding.compress(content.as_bytes()).unwrap());
                assert!(encoding.is(&compressed, content.as_bytes()), "{encoding:?}");
                assert!(!encoding.is(&compressed, b"b"), "{encoding:?}");
                let half = &compressed[..compressed.len() / 2];
                assert!(content.is_empty() || !encoding.is(half, content.as_bytes()));
            }
        }
    }
}
