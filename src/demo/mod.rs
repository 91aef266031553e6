//! A demo platform: issuers, programmes, and people and firms with wallets. For tests and for trying out alone.
//!
//! It is behind the feature `demo`. The command line writes one to a folder (`xinyi demo`), and the npm package has it as
//! `xinyi/testing`. Nothing in it is about a real person or organisation. Its root says that it is a demo's, and no app
//! takes it that does not allow that ([`VerifierOptions::allow_demo_root`](crate::VerifierOptions)).
//!
//! Everything secret in it is made of a seed: the same seed and time give the same bytes on every host. Whoever knows the
//! seed has every key.
//!
//! ```
//! use xinyi::demo::{Platform, Presenting};
//! use xinyi::{CheckOptions, Holder, Instant, Outcome, Verifier, VerifierOptions};
//!
//! let now = Instant::from_unix(1_795_140_000).expect("a time");
//! let platform = Platform::new(b"a seed that only this test has", now)?;
//!
//! let mut options = VerifierOptions::at(now);
//! options.allow_demo_root = true;
//! let verifier = Verifier::new(&platform.root()?, Some(&platform.snapshot()?), &options)?;
//!
//! let wallet = platform.wallet("zhang-gold")?;
//! let presented = wallet.present(&Presenting::new("https://app.example", "bm9uY2Ugb2Ygb25jZQ", now))?;
//! let holder = Holder::Bound {
//!     audience: "https://app.example".to_owned(),
//!     nonce: "bm9uY2Ugb2Ygb25jZQ".to_owned(),
//!     window: None,
//!     ahead: None,
//!     presented_at: None,
//! };
//! let mut options = CheckOptions::new(wallet.programme().id(), holder, now);
//! options.request = wallet.programme().request();
//! let decision = verifier.check(&presented[0].1, &options)?;
//! assert_eq!(decision.outcome(), Outcome::Granted);
//! # Ok::<(), xinyi::Error>(())
//! ```

/// An object from its members: `object! { "name": value, … }`.
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => {
        crate::json::Object::from_iter([$(($name, crate::json::Value::from($value))),*])
    };
}

mod claims;
mod issuers;
mod keys;
mod platform;
mod presenting;
mod programmes;
mod seed;
mod sketch;
mod sketches;
mod trust;
mod wallet;

pub use self::platform::Platform;
pub use self::presenting::Presenting;
pub use self::programmes::{Programme, days_in_force, sample_facts};
pub use self::sketch::Expected;
pub use self::wallet::Wallet;

#[cfg(test)]
mod tests;
