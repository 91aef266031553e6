//! How a key was written, and of which algorithm it is said to be.

use xinyi::issuer::Algorithm;

use super::fault::{Fault, Kind};

/// How a key was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// `pkcs8`, `sec1`, `spki`, `jwk`, or `bytes` for the bare number or point.
    pub(crate) document: &'static str,
    /// `pem`, `der`, `base64`, `hex` or `json`.
    pub(crate) container: &'static str,
    /// The program that writes files in this way, if there is only one.
    pub(crate) program: Option<&'static str>,
}

/// Compares the algorithm of a key with the one that was said.
///
/// # Errors
/// For another one.
pub(super) fn check_algorithm(own: Algorithm, said: Option<Algorithm>) -> Result<(), Fault> {
    match said {
        Some(said) if said != own => Err(Fault::found(Kind::Algorithm, own.name())),
        _ => Ok(()),
    }
}
