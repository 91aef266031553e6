//! Issuing, behind the feature `issuer`.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::Packed;
use crate::error::Error;
use crate::jose::{self, Signer, base64url};
use crate::json::{self, Object, Value};
use crate::time::Instant;

/// How a status list token is issued.
pub(crate) struct StatusListIssuance<'a> {
    /// What signs with the issuer's key for status lists.
    pub signer: &'a dyn Signer,
    /// The key's name.
    pub kid: &'a str,
    /// Whose list it is, in the trust list.
    pub iss: Option<&'a str>,
    /// What bundles call the list.
    pub uri: &'a str,
    /// When it is issued.
    pub iat: Instant,
    /// Its end.
    pub exp: Option<Instant>,
    /// After how many seconds a newer one should be fetched.
    pub ttl: Option<i64>,
}

impl StatusListIssuance<'_> {
    /// Compresses and signs a list.
    ///
    /// # Errors
    /// What is wrong with the signer.
    pub(crate) fn issue(&self, list: &Packed) -> Result<String, Error> {
        let header = Object::from([
            ("typ", Value::from("statuslist+jwt")),
            ("kid", self.kid.into()),
        ]);
        let mut claims = Object::new();
        if let Some(iss) = self.iss {
            claims.set("iss", iss);
        }
        claims.set("sub", self.uri);
        claims.set("iat", self.iat);
        if let Some(exp) = self.exp {
            claims.set("exp", exp);
        }
        if let Some(ttl) = self.ttl {
            claims.set("ttl", ttl);
        }
        claims.set("status_list", list.to_claim());
        let claims = json::write(&claims.into());
        jose::sign_compact(self.signer, header, claims.as_bytes())
    }
}

impl Packed {
    /// The claim `status_list`: `bits` and the compressed `lst`.
    pub(crate) fn to_claim(&self) -> Object {
        const SMALLEST: u8 = 9;
        let lst = base64url::encode(&compress_to_vec_zlib(self.bytes(), SMALLEST));
        Object::from([
            ("bits", Value::from(i64::from(self.bits()))),
            ("lst", lst.into()),
        ])
    }
}
