//! Commitments in two steps, for keys that hand out signatures alone.

use crate::commitment::{Commitment, TYP};
use crate::error::Error;
use crate::jose::Algorithm;
use crate::sd_jwt::{self, Profile, SdJwt};

/// A commitment that lacks its holder's signature.
///
/// It goes with a presentation to the same verifier, in answer to the same nonce
/// ([`CheckOptions::commitments`](crate::CheckOptions::commitments)). Rules read what it promises under `promised`.
///
/// ```
/// use xinyi::holder::{Commitment, CommitmentDraft};
///
/// # fn commit(bundle: &str, text: &str, nonce: &str, now: xinyi::Instant,
/// #     sign: impl Fn(&[u8]) -> Vec<u8>) -> Result<String, xinyi::Error> {
/// let commitment = Commitment {
///     kind: "approval_replacing".to_owned(),
///     item: "opening-a-restaurant".to_owned(),
///     text_sha256: Commitment::sha256_of(text), // of what the holder has read
///     programme: "test.fast-track".to_owned(),
///     version: 1,
///     audience: "https://permits.example".to_owned(),
///     nonce: nonce.to_owned(),
///     iat: now,
///     until: now.add_seconds(86_400).unwrap_or(now),
/// };
/// let draft = CommitmentDraft::new(bundle, &commitment)?;
/// draft.finish(&sign(draft.signing_input().as_bytes()))
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct CommitmentDraft(sd_jwt::Draft);

impl CommitmentDraft {
    /// Prepares a commitment of the holder of a bundle. Nothing of the bundle is verified.
    ///
    /// # Errors
    /// `input.options` with the pointer to what no verifier would accept: `/type`, `/item`, `/text_sha256`,
    /// `/programme/version`, `/until` if it is not after `iat`; `input.holder` for an audience or a nonce that is empty;
    /// what a verifier refuses of the bundle's form; `signature.key`, `claim.*` for a bundle without a holder's key.
    pub fn new(bundle: &str, commitment: &Commitment) -> Result<Self, Error> {
        let claims = commitment.claims()?;
        let bundle = SdJwt::parse(bundle, Profile::Bundle)?;
        bundle.statement(TYP, claims).map(Self)
    }

    /// What the holder's key signs: ASCII, whole and not hashed before.
    pub fn signing_input(&self) -> &str {
        self.0.signing_input()
    }

    /// What it has to be signed with.
    pub fn algorithm(&self) -> Algorithm {
        self.0.algorithm()
    }

    /// The commitment with this signature: raw, 64 bytes, R‖S or r‖s with both numbers padded to 32 bytes. It has to
    /// verify under the key of the bundle's `cnf`.
    ///
    /// # Errors
    /// At the stage `signer`: `signature.encoding` for another length, with the problem `der` for DER;
    /// `signature.invalid`; `signature.sm2_*` for the usual mistakes of SM2 signers.
    pub fn finish(&self, signature: &[u8]) -> Result<String, Error> {
        self.0.finish(signature)
    }
}
