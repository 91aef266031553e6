//! The issuer of status lists: whose key signs them, and what they have in common.

use xinyi::issuer::{Signatory, StatusList};
use xinyi::{Error, Instant};

use crate::failure::Failure;
use crate::signer::SignerArgs;

/// The issuer's key.
#[derive(clap::Args)]
pub(super) struct Key {
    #[command(flatten)]
    signer: SignerArgs,
    /// The name that the trust list has for the key, which is one for status lists
    #[arg(long)]
    kid: String,
}

impl Key {
    pub(super) fn sign(
        &self,
        make: impl FnOnce(Signatory<'_>) -> Result<String, Error>,
    ) -> Result<String, Failure> {
        self.signer
            .with(|signer| Ok(make(Signatory::new(signer, &self.kid))?))
    }
}

/// What lists of an issuer have in common.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) iss: &'a str,
    pub(super) days: i64,
    pub(super) ttl: i64,
}

impl<'a> Terms<'a> {
    pub(super) fn of(
        self,
        uri: &'a str,
        bits: u8,
        entries: u64,
        statuses: &'a [(u64, u8)],
        iat: Instant,
    ) -> StatusList<'a> {
        const DAY: i64 = 86_400;
        StatusList {
            iss: self.iss,
            uri,
            bits,
            entries,
            statuses,
            iat,
            exp: iat.add_seconds(self.days * DAY),
            ttl: Some(self.ttl),
        }
    }
}
