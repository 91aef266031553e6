//! Verifies signed credit status bundles and decides credit-easy (信易) eligibility, offline.
//!
//! *May this subject have this benefit; why; and if not, from when or after what?* One synchronous
//! call answers, from a bundle that a credit platform signed and a programme that was published:
//! no server is asked, and nothing leaves the device.
#![forbid(unsafe_code)]

mod credit;
mod decimal;
mod decision;
mod error;
mod identity;
#[cfg(feature = "issuer")]
pub mod issuer;
mod jose;
mod json;
mod limits;
pub mod messages;
mod programme;
mod rules;
mod sd_jwt;
mod status_list;
pub mod text;
mod time;
mod trial;
mod trust;
mod verifier;

pub use decimal::{Decimal, Money};
pub use decision::{Decision, Explain, Outcome};
pub use error::{Code, Error, Stage};
pub use json::{Object, Value};
pub use time::{Day, Instant, Period};
pub use trial::Trial;
pub use trust::Minimum;
pub use verifier::{CheckOptions, Holder, ProgrammeChoice, Verifier, VerifierOptions};

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What evidence names as having decided.
const ENGINE: &str = concat!("xinyi/", env!("CARGO_PKG_VERSION"));
