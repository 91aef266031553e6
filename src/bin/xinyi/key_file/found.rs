//! What is found in a file.

use xinyi::issuer::SigningKey;
use xinyi::token::VerifyingKey;

use super::encrypted::Encrypted;
use super::form::Form;

/// What a file holds.
pub(crate) enum KeyFile {
    /// With the certificates and public keys around it, if there are any, passed over.
    Private(SigningKey, Form),
    Public(VerifyingKey, Form),
    /// A private key that a passphrase opens.
    Encrypted(Encrypted),
}

impl KeyFile {
    /// The same, by what the text around it tells.
    pub(super) fn written_by(mut self, program: Option<&'static str>) -> Self {
        let (Self::Private(_, form)
        | Self::Public(_, form)
        | Self::Encrypted(Encrypted { form, .. })) = &mut self;
        form.program = program;
        self
    }
}
