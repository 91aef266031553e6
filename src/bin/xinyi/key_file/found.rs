//! What is found in a file.

use xinyi::issuer::SigningKey;
use xinyi::token::VerifyingKey;

use super::encrypted::Encrypted;
use super::fault::{Fault, Kind};
use super::form::Form;

/// What a file holds.
pub(crate) enum KeyFile {
    /// Public keys around it are its own. Certificates are passed over.
    Private(SigningKey, Form),
    Public(VerifyingKey, Form),
    /// A private key that a passphrase opens.
    Encrypted(Encrypted),
}

impl KeyFile {
    /// The same, with the public keys of the same file. Those beside an encrypted key are compared once it is open.
    ///
    /// # Errors
    /// For one that does not belong to the private key.
    pub(super) fn beside(mut self, public: Vec<VerifyingKey>) -> Result<Self, Fault> {
        match &mut self {
            Self::Private(key, _) => check_pair(key, &public)?,
            Self::Encrypted(encrypted) => encrypted.public = public,
            Self::Public(..) => {}
        }
        Ok(self)
    }

    /// The same, by what the text around it tells.
    pub(super) fn written_by(mut self, program: Option<&'static str>) -> Self {
        let (Self::Private(_, form)
        | Self::Public(_, form)
        | Self::Encrypted(Encrypted { form, .. })) = &mut self;
        form.program = program;
        self
    }
}

/// Compares a private key with the public keys that stand beside it.
///
/// # Errors
/// For one that does not belong to it.
pub(super) fn check_pair(key: &SigningKey, public: &[VerifyingKey]) -> Result<(), Fault> {
    let own = key.verifying_key();
    let is_own =
        |other: &VerifyingKey| other.algorithm() == own.algorithm() && other.point() == own.point();
    match public.iter().all(is_own) {
        true => Ok(()),
        false => Err(Kind::Mismatch.into()),
    }
}
