//! Presenting, with the holder's key in memory or elsewhere.

use super::Signer;
use crate::binding::Binding;
use crate::commitment::Commitment;
use crate::error::Error;
use crate::holder::CommitmentDraft;
use crate::jose::verified_signature;
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

/// Signs a commitment of the holder of a bundle, which is named by the key of its `cnf`.
///
/// # Errors
/// As [`CommitmentDraft::new`]; what is wrong with the [`Signer`], at the stage `signer`, where it signs with another
/// key than the holder's, too.
pub fn commit(bundle: &str, commitment: &Commitment, signer: &dyn Signer) -> Result<String, Error> {
    let draft = CommitmentDraft::new(bundle, commitment)?;
    let signature = verified_signature(signer, draft.signing_input().as_bytes())?;
    draft.finish(&signature)
}
