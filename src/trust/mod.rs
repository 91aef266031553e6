//! Who may sign what, after the model of The Update Framework (TUF): the pinned root, the manifest, the trust
//! list, and the snapshot that brings them.
//!
//! Everything but the pinned root is untrusted until it verifies, on every load. [`TrustStore`] is what is trusted
//! now. A load goes through an `Updater`, part by part, and writes a [`Report`].

#[cfg(feature = "issuer")]
mod ceremony;
mod chain;
mod checks;
#[cfg(feature = "issuer")]
mod ends;
mod entitlement;
mod entries;
mod format;
mod issuer;
mod law;
mod metadata;
mod minimum;
mod report;
mod root;
mod seen;
mod snapshot;
mod state;
mod status;
mod status_lists;
mod store;
mod updater;

#[cfg(feature = "issuer")]
pub use ceremony::{RootKeys, Tally, add_signature, check, contents, draft};
pub(crate) use checks::{kid_of, not_from_the_future};
#[cfg(feature = "issuer")]
pub use ends::{End, EndingPart};
pub(crate) use entitlement::{check_claims, check_regions, check_type};
pub(crate) use format::KeyUse;
pub(crate) use issuer::{Issuer, IssuerKey};
pub(crate) use metadata::InSnapshot;
pub use minimum::Minimum;
pub use report::{IgnoredKey, Part, PartResult, Report};
#[cfg(feature = "issuer")]
pub use root::Role;
pub(crate) use root::version;
pub(crate) use status::Stapled;
pub(crate) use store::TrustStore;

#[cfg(all(test, feature = "issuer"))]
mod tests;
