//! What everything secret of a demo is made of.

use std::cell::Cell;

use ring::hmac;

use crate::error::Error;
use crate::jose::SecureRandom;

/// Bytes that keys, salts and links follow from.
pub(super) struct Seed(hmac::Key);

impl Seed {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// The bytes for one purpose, which are like none for any other.
    pub(super) fn stream(&self, purpose: &str) -> Stream {
        let key = hmac::sign(&self.0, purpose.as_bytes());
        Stream {
            key: hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()),
            blocks: Cell::new(0),
        }
    }
}

/// HMAC-SHA-256 of the numbers from 0 on, as random bytes.
pub(super) struct Stream {
    key: hmac::Key,
    blocks: Cell<u64>,
}

impl SecureRandom for Stream {
    /// The end of the last block that it takes is left out.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        for chunk in bytes.chunks_mut(hmac::HMAC_SHA256.digest_algorithm().output_len()) {
            let number = self.blocks.get();
            self.blocks.set(number + 1);
            let block = hmac::sign(&self.key, &number.to_be_bytes());
            chunk.copy_from_slice(&block.as_ref()[..chunk.len()]);
        }
        Ok(())
    }
}
