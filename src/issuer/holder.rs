//! Presenting, with the holder's key in memory or elsewhere.

use super::Signer;
use crate::binding::Binding;
use crate::error::Error;
use crate::sd_jwt;

/// Presents the claims of a bundle whose JSON pointer `disclose` accepts, in the issuer's numbering:
/// `/evaluations/sh-public`, `/listings` (how many there are), `/listings/0` (what the first one says). A claim
/// is disclosed with what contains it.
///
/// With a `binding`, what signs with the private half of the bundle's `cnf.jwk` signs it. Without one the presentation
/// does not prove who made it.
///
/// # Errors
/// What a verifier refuses of the bundle's form; `input.holder`; what is wrong with the [`Signer`], at the stage
/// `signer`, where it signs with another key, too.
pub fn present(
    bundle: &str,
    disclose: impl Fn(&str) -> bool,
    binding: Option<(&dyn Signer, &Binding)>,
) -> Result<String, Error> {
    let binding = binding
        .map(|(signer, binding)| Ok::<_, Error>((signer, binding.claims()?)))
        .transpose()?;
    sd_jwt::present(bundle, &mut |pointer| disclose(pointer), binding)
}
