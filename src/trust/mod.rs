//! Who may sign what: the pinned root, the manifest, the trust list, and the snapshot that
//! brings them, after the model of The Update Framework.
//!
//! Everything but the pinned root is untrusted until it verifies, on every load.

#[cfg(feature = "issuer")]
mod ceremony;
mod chain;
mod document;
mod documents;
mod entitlement;
mod issuer;
mod lists;
mod load;
mod loader;
mod minimum;
mod report;
mod root;
mod seen;
mod snapshot;
mod state;
mod status;

#[cfg(feature = "issuer")]
pub use ceremony::{RootKeys, Tally, add_signature, check, contents, draft};
pub(crate) use document::KeyUse;
pub(crate) use documents::{Place, kid_of, not_from_the_future};
pub(crate) use entitlement::{check_claims, check_regions, check_type};
pub(crate) use issuer::{Issuer, Key};
pub(crate) use load::Trust;
pub use minimum::Minimum;
pub use report::{IgnoredKey, Part, PartResult, Report};
#[cfg(feature = "issuer")]
pub use root::Role;
pub(crate) use root::version;
pub(crate) use status::Stapled;

#[cfg(all(test, feature = "issuer"))]
mod tests;
