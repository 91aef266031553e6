//! What is found in a file.

use xinyi::Value;
use xinyi::issuer::SigningKey;
use xinyi::token::VerifyingKey;

use super::encrypted::Encrypted;
use super::fault::Fault;
use super::form::Form;
use super::pair::check_pair;
use crate::json::object;

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

    /// What has to be known of a key though it was read, each told as an error is: `code`, `message`, `messages`.
    pub(crate) fn notes(&self) -> Vec<Value> {
        let is_bare_number = matches!(self, Self::Private(_, form) if form.document == "bytes");
        let zh = "文件中只有一个数，已按私钥读取。Ed25519 公钥也是 32 字节，看起来完全一样：\
            请核对得出的公钥是否为所要的公钥。如果这个数本来是公钥，那么任何人都知道这个“私钥”，切勿使用。";
        let en = "The file is a bare number, and was taken as a private key. An Ed25519 public key has 32 bytes, too, and \
            looks the same: compare the public key that came of it with the one that it should be. If the number was a \
            public key, everybody knows this private key: never use it.";
        let note = object! {
            "code": "key.bare_number",
            "message": en,
            "messages": object! { "zh-CN": zh, "en": en },
        };
        is_bare_number.then(|| note.into()).into_iter().collect()
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
