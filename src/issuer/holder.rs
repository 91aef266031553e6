//! Presenting, for holders whose key is at hand.

use super::SigningKey;
use crate::error::Error;
use crate::sd_jwt;

/// What binds a presentation to its holder, to one verifier and to one request.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// The private half of the bundle's `cnf.jwk`.
    pub key: &'a SigningKey,
    /// Whom the presentation is for.
    pub audience: &'a str,
    /// The number that the verifier made for this request.
    pub nonce: &'a str,
    /// The time, in UNIX seconds.
    pub iat: i64,
}

/// Presents of a bundle the claims whose JSON pointer `disclose` accepts, in the issuer's
/// numbering: `/evaluations/sh-public`, `/listings` (how many there are), `/listings/0` (what the
/// first one says). What contains a claim is disclosed with it.
///
/// Without a `binding` the presentation proves nothing of who sends it.
///
/// # Errors
/// What a verifier refuses of the bundle's form; `host.random`.
pub fn present(
    bundle: &str,
    disclose: impl Fn(&str) -> bool,
    binding: Option<Binding<'_>>,
) -> Result<String, Error> {
    let binding = binding.map(|b| (b.key, b.audience, b.nonce, b.iat));
    sd_jwt::present(bundle, disclose, binding)
}
