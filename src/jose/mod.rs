//! JSON Object Signing and Encryption, as far as it signs (JWS, RFC 7515; JWK, RFC 7517). It is verify-only and
//! narrow: asymmetric algorithms, keys from the caller, no extensions.

mod algorithm;
pub(crate) mod base64url;
#[cfg(test)]
mod cases;
mod claims;
mod compact;
#[cfg(feature = "issuer")]
mod curve;
mod digest;
mod ed25519;
mod general;
mod header;
#[cfg(xinyi_host_signatures)]
pub mod host;
mod inspect;
mod jwk;
mod point;
#[cfg(feature = "issuer")]
mod private_key;
#[cfg(feature = "issuer")]
mod public_key;
#[cfg(feature = "issuer")]
mod random;
#[cfg(feature = "issuer")]
mod sign;
#[cfg(feature = "issuer")]
mod signer;
#[cfg(feature = "sm2")]
mod sm2;
mod verifying_key;
#[cfg(test)]
mod wycheproof;

pub use algorithm::Algorithm;
pub(crate) use algorithm::SM2_DEFAULT_ID;
pub(crate) use claims::{
    ClaimLookup, check_validity, numeric_date, required_numeric_date, required_string, required_uri,
};
pub(crate) use compact::{Compact, signing_input};
pub(crate) use digest::{HashAlgorithm, is_sha256, sha256};
pub(crate) use general::General;
pub(crate) use header::Header;
pub(crate) use inspect::InspectedJws;
pub(crate) use jwk::PublicKey;
#[cfg(feature = "issuer")]
pub use random::SecureRandom;
#[cfg(all(
    feature = "issuer",
    not(all(target_arch = "wasm32", target_os = "unknown"))
))]
pub use random::SystemRandom;
#[cfg(feature = "issuer")]
pub use sign::SigningKey;
#[cfg(feature = "issuer")]
pub use signer::Signer;
#[cfg(feature = "issuer")]
pub(crate) use signer::{sign_compact, sign_general, verified_signature};
pub use verifying_key::VerifyingKey;
