//! A command that signs with a key elsewhere.

use std::cell::RefCell;
use std::sync::LazyLock;
use std::time::Duration;

use data_encoding::{BASE64URL_NOPAD, Encoding};
use xinyi::Error;
use xinyi::issuer::{Signer, VerifyingKey};

use super::running::Running;

/// A command, which is started for the first signature and ends after the last.
pub(super) struct SignCommand {
    command: String,
    public: VerifyingKey,
    limit: Duration,
    running: RefCell<Option<Running>>,
}

impl SignCommand {
    /// `public` is the key that it signs with; `limit` is for each signature.
    pub(super) fn new(command: &str, public: VerifyingKey, limit: Duration) -> Self {
        Self {
            command: command.to_owned(),
            public,
            limit,
            running: RefCell::new(None),
        }
    }

    /// Lets the command end.
    ///
    /// # Errors
    /// `issuer.signer` for a command that has more to say, does not end, or ends with another status than 0: by that it
    /// may say that what it signed is not to be used.
    pub(super) fn end(self) -> Result<(), Error> {
        match self.running.into_inner() {
            Some(running) => running.end(self.limit).map_err(Error::of_signer),
            None => Ok(()),
        }
    }
}

impl Signer for SignCommand {
    fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut running = self.running.borrow_mut();
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

/// The signature that a line has in base64.
fn signature_in(line: &str) -> Result<Vec<u8>, String> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Err("the command answered with an empty line".to_owned());
    }
    EITHER_BASE64.decode(line.as_bytes()).map_err(|_| {
        let is_of_base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
        match line.chars().all(is_of_base64) {
            // It may be a secret that went the wrong way.
            true => format!(
                "the command answered with {} characters that are not whole base64",
                line.len()
            ),
            false => {
                let shown: String = line.chars().take(60).collect();
                format!("the command answered with a line that is not base64: {shown}")
            }
        }
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
        for text in ["c2VjcmV0A", "AB"] {
            let error = signature_in(text).expect_err("no base64");
            assert!(!error.contains(text), "{error}");
        }
        let error = signature_in("Enter the PIN:").expect_err("no base64");
        assert!(error.ends_with("Enter the PIN:"), "{error}");
        let long = "no ".repeat(1000);
        assert!(signature_in(&long).expect_err("no base64").len() < 200);
    }
}
