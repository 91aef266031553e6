//! Where random numbers come from.

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
pub use ring::rand::SystemRandom;

use crate::error::Error;

/// What gives random bytes that nobody can guess: [`SystemRandom`], or a device.
///
/// The trait of `ring` cannot be implemented outside of it, so that this crate has one of its own. Keys, salts, links
/// and nonces are only as good as the bytes that it gives. Signatures take none.
pub trait SecureRandom {
    /// Fills all of `bytes`.
    ///
    /// # Errors
    /// `host.random`, as [`Error::of_random`] makes it. What is in `bytes` then is not used.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error>;
}

/// The operating system's. There is none on `wasm32-unknown-unknown`.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
impl SecureRandom for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        let unspecified = |_| Error::of_random("the operating system gave none");
        ring::rand::SecureRandom::fill(self, bytes).map_err(unspecified)
    }
}
