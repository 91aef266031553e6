//! Hash algorithms that documents name.

use super::base64url;
use crate::error::{Code, Error, Problem};

/// A hash algorithm of `_sd_alg` (RFC 9901 §4.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HashAlgorithm {
    /// `sha-256`, the default.
    Sha256,
    /// `sm3` (GB/T 32905), this profile's name for it: it is not registered with IANA.
    #[cfg(feature = "sm2")]
    Sm3,
}

impl HashAlgorithm {
    /// The algorithm of that name; names are case-sensitive.
    ///
    /// # Errors
    /// `input.unsupported` for any other name. Truncated hashes, such as `sha-256-128`, will never be supported: a
    /// digest must resist collisions.
    pub(crate) fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "sha-256" => Ok(Self::Sha256),
            #[cfg(feature = "sm2")]
            "sm3" => Ok(Self::Sm3),
            _ => Err(Error::new(Code::InputUnsupported)
                .because(Problem::Value)
                .with("name", "_sd_alg")
                .with("found", name)),
        }
    }

    /// The name in `_sd_alg`.
    #[cfg(feature = "issuer")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha-256",
            #[cfg(feature = "sm2")]
            Self::Sm3 => "sm3",
        }
    }

    /// The digest, 32 bytes in either algorithm.
    pub(crate) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => sha256(bytes),
            #[cfg(feature = "sm2")]
            Self::Sm3 => {
                use sm3::Digest as _;
                sm3::Sm3::digest(bytes).to_vec()
            }
        }
    }

    /// The digest of a text, as `_sd`, `...` and `sd_hash` spell it.
    pub(crate) fn digest_base64url(self, text: &str) -> String {
        base64url::encode(&self.digest(text.as_bytes()))
    }
}

/// Whether a text is a SHA-256 in base64url.
pub(crate) fn is_sha256(text: &str) -> bool {
    base64url::decode(text).is_ok_and(|digest| digest.len() == 32)
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA256, bytes)
        .as_ref()
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn known_answers() {
        // FIPS 180-2 B.1; GB/T 32905 A.1.
        assert_eq!(
            hex(&HashAlgorithm::Sha256.digest(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        #[cfg(feature = "sm2")]
        assert_eq!(
            hex(&HashAlgorithm::Sm3.digest(b"abc")),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn the_digest_of_a_disclosure_is_over_its_text() {
        // RFC 9901 §4.2.3.
        let text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
        assert_eq!(
            HashAlgorithm::Sha256.digest_base64url(text),
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
        );
    }

    #[test]
    fn unknown_names_are_refused() {
        for name in ["SHA-256", "sha256", "sha-256-128", "md5", "", "SM3"] {
            let error = HashAlgorithm::from_name(name).expect_err(name);
            assert_eq!(error.code(), Code::InputUnsupported);
        }
    }
}
