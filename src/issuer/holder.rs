//! Presenting, with the holder's key in memory or elsewhere.

use super::Signer;
use crate::error::Error;
use crate::sd_jwt;

/// What binds a presentation to its holder, to one verifier and to one request.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// What signs with the private half of the bundle's `cnf.jwk`.
    pub signer: &'a dyn Signer,
    /// The verifier that the presentation is for.
    pub audience: &'a str,
    /// The nonce that the verifier made for this request.
    pub nonce: &'a str,
    /// The time, in UNIX seconds.
    pub iat: i64,
}

/// Presents the claims of a bundle whose JSON pointer `disclose` accepts, in the issuer's numbering:
/// `/evaluations/sh-public`, `/listings` (how many there are), `/listings/0` (what the first one says). A claim
/// is disclosed with what contains it.
///
/// Without a `binding` the presentation does not prove who made it.
///
/// # Errors
/// What a verifier refuses of the bundle's form; what is wrong with the [`Signer`](super::Signer).
pub fn present(
    bundle: &str,
    disclose: impl Fn(&str) -> bool,
    binding: Option<Binding<'_>>,
) -> Result<String, Error> {
    let binding = binding.map(|b| (b.signer, b.audience, b.nonce, b.iat));
    sd_jwt::present(bundle, disclose, binding)
}
