//! A command that signs with a key elsewhere.

use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, Encoding};
use xinyi::Error;
use xinyi::issuer::{Signer, VerifyingKey};

use super::running::Running;

/// Whatever was being signed then, its answer would be taken for that of the next.
const PANICKED: &str = "what asked the command to sign has panicked";

/// A command, which is started for the first signature and ends after the last.
pub(super) struct SignCommand {
    command: String,
    public: VerifyingKey,
    limit: Duration,
    /// One question at a time.
    running: Mutex<Option<Running>>,
}

impl SignCommand {
    /// `public` is the key that it signs with; `limit` is for each signature.
    pub(super) fn new(command: &str, public: VerifyingKey, limit: Duration) -> Self {
        Self {
            command: command.to_owned(),
            public,
            limit,
            running: Mutex::new(None),
        }
    }

    /// Lets the command end.
    ///
    /// # Errors
    /// `issuer.signer` for a command that has more to say, does not end, or ends with another status than 0: by that it
    /// may say that what it signed is not to be used.
    pub(super) fn end(self) -> Result<(), Error> {
        match self.running.into_inner() {
            Ok(Some(running)) => running.end(self.limit).map_err(Error::of_signer),
            Ok(None) => Ok(()),
            Err(_) => Err(Error::of_signer(PANICKED)),
        }
    }
}

impl Signer for SignCommand {
    fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let running = self.running.lock();
        let mut running = running.map_err(|_| Error::of_signer(PANICKED))?;
        let running = match &mut *running {
            Some(running) => running,
            none => none.insert(Running::start(&self.command).map_err(Error::of_signer)?),
        };
        let answer = running.ask(&BASE64URL_NOPAD.encode(message), self.limit);
        answer
            .and_then(|line| signature_in(&line))
            .map_err(Error::of_signer)
    }
}

/// base64url, and also base64 with its own alphabet and padding: that is what most tools write, and the signature is
/// verified, however it was written.
static EITHER_BASE64: LazyLock<Encoding> = LazyLock::new(|| {
    let mut either = BASE64URL_NOPAD.specification();
    either.translate.from.push_str("+/");
    either.translate.to.push_str("-_");
    either.ignore.push('=');
    either.encoding().expect("no character has two meanings")
});

/// The signature that a line has in base64. A line is never shown: it may be a secret that went the wrong way, such as
/// a PIN.
fn signature_in(line: &str) -> Result<Vec<u8>, String> {
    let line = line.trim_ascii();
    let length = line.chars().count();
    let is_of = |alphabet: fn(&u8) -> bool| line.bytes().all(|byte| alphabet(&byte));
    let is_base64 = is_of(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte));
    // A signature has 86 to 96 characters of base64: 64 bytes, or up to 72 of DER.
    Err(match length {
        0 => "the command answered with an empty line".to_owned(),
        128 | 140 | 142 | 144 if is_of(u8::is_ascii_hexdigit) => format!(
            "the command answered with {length} hexadecimal digits: a signature is written in base64"
        ),
        // Where PEM and MIME end a line (RFC 7468 §2, RFC 2045 §6.8).
        64 | 76 if is_base64 => format!(
            "the command answered with a line of {length} characters, where tools wrap base64: it has to be on one line"
        ),
        _ => match EITHER_BASE64.decode(line.as_bytes()) {
            Ok(signature) => return Ok(signature),
            Err(_) if is_base64 => {
                format!("the command answered with {length} characters that are not whole base64")
            }
            Err(_) => format!(
                "the command answered with a line of {length} characters that is not base64"
            ),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_base64_is_read() {
        let bytes: Vec<u8> = (0..=255).collect();
        let padded = data_encoding::BASE64.encode(&bytes);
        let padded_url = data_encoding::BASE64URL.encode(&bytes);
        let bare = BASE64URL_NOPAD.encode(&bytes);
        assert!(padded.contains('+') && padded.contains('/') && padded.ends_with('='));
        for text in [&padded, &padded_url, &bare, &format!(" {bare}\r")] {
            assert_eq!(signature_in(text).as_ref(), Ok(&bytes), "{text}");
        }
    }

    /// It might be a private key, by a command that is none for signing.
    #[test]
    fn what_could_be_a_secret_is_not_shown() {
        let (wrapped, digits) = ("c2VjcmV0".repeat(24), "5ec2e7".repeat(24));
        for (text, told) in [
            ("c2VjcmV0A", "9 characters that are not whole base64"),
            ("PIN: 5926", "a line of 9 characters that is not base64"),
            ("口令：5926", "a line of 7 characters that is not base64"),
            (&wrapped[..64], "64 characters, where tools wrap base64"),
            (&wrapped[..76], "76 characters, where tools wrap base64"),
            (&digits[..128], "128 hexadecimal digits"),
            (&digits[..140], "140 hexadecimal digits"),
            (&digits[..144], "144 hexadecimal digits"),
        ] {
            let error = signature_in(text).expect_err("no signature");
            assert!(error.contains(told), "{error}");
            assert!(!error.contains(text) && !error.contains("5926"), "{error}");
        }
    }

    /// Lengths near by are told by whoever reads the signature.
    #[test]
    fn other_lengths_are_decoded() {
        for length in [60, 68, 80, 128] {
            assert!(signature_in(&"A-z_".repeat(length / 4)).is_ok(), "{length}");
        }
    }
}
