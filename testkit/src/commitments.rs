//! Commitments of holders, put together by hand: everything in one can be made wrong.

use serde_json::{Map, Value, json};
use xinyi::issuer::SigningKey;

use crate::jose::{compact, header, jwk, sha256};
use crate::world::{AUDIENCE, HOUR, NONCE, NOW};

/// What a holder agrees to.
pub const TEXT: &str = "本人承诺如期提交消防验收材料。";

/// A commitment before it is signed.
pub struct Commitment {
    pub header: Value,
    pub claims: Value,
}

impl Commitment {
    /// To [`TEXT`] in place of an approval, for the standard request of the programme `test.inline`, made now by the
    /// holder of this key.
    pub fn by(key: &SigningKey) -> Self {
        Self {
            header: header("xinyi-commitment+jwt", &thumbprint(key), key),
            claims: json!({
                "type": "approval_replacing", "item": "fire-safety",
                "text_sha256": sha256(TEXT.as_bytes()),
                "programme": { "id": "test.inline", "version": 1 },
                "aud": AUDIENCE, "nonce": NONCE, "iat": NOW, "exp": NOW + HOUR,
            }),
        }
    }

    /// With another value of a claim.
    pub fn claiming(mut self, name: &str, value: Value) -> Self {
        self.claims[name] = value;
        self
    }

    /// Without a claim.
    pub fn without(mut self, name: &str) -> Self {
        let claims = self.claims.as_object_mut();
        claims.and_then(|claims| claims.remove(name)).expect(name);
        self
    }

    /// With another value of a member of the header.
    pub fn headed(mut self, name: &str, value: Value) -> Self {
        self.header[name] = value;
        self
    }

    pub fn sign(&self, key: &SigningKey) -> String {
        compact(&self.header, &self.claims.to_string(), key)
    }
}

/// The RFC 7638 thumbprint of a key.
fn thumbprint(key: &SigningKey) -> String {
    let jwk = jwk(key);
    let mut members = Map::new();
    for name in ["crv", "kty", "x", "y"] {
        if let Some(value) = jwk.get(name) {
            members.insert(name.to_owned(), value.clone());
        }
    }
    sha256(Value::from(members).to_string().as_bytes())
}
