//! SD-JWT, put together by hand, and independently of the crate's own issuing.

use serde_json::{Map, Value, json};
use xinyi::issuer::SigningKey;

use super::jose::{base64url, compact, header, salt, sha256};

/// An SD-JWT before it is signed. Each part can be made wrong.
pub struct Draft {
    /// The payload, with digests in the place of what is hidden.
    pub payload: Value,
    /// The disclosures with the JSON pointers of what they disclose; inner ones first.
    pub disclosures: Vec<Disclosure>,
}

/// A disclosure.
#[derive(Clone)]
pub struct Disclosure {
    pub pointer: String,
    pub text: String,
}

impl Draft {
    /// Makes a disclosure of each claim whose pointer `is_selective` accepts.
    pub fn new(claims: &Value, is_selective: impl Fn(&str) -> bool) -> Self {
        let mut draft = Self {
            payload: Value::Null,
            disclosures: Vec::new(),
        };
        let mut payload = draft.hide(claims, "", &is_selective);
        payload["_sd_alg"] = json!("sha-256");
        draft.payload = payload;
        draft
    }

    fn hide(&mut self, value: &Value, at: &str, is_selective: &dyn Fn(&str) -> bool) -> Value {
        match value {
            Value::Object(members) => {
                let (mut shown, mut digests) = (Map::new(), Vec::new());
                for (name, member) in members {
                    let pointer = format!("{at}/{name}");
                    let member = self.hide(member, &pointer, is_selective);
                    if is_selective(&pointer) {
                        let parts = json!([salt(), name, member]);
                        digests.push(Value::from(self.disclose(pointer, &parts)));
                    } else {
                        shown.insert(name.clone(), member);
                    }
                }
                if !digests.is_empty() {
                    digests.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                    shown.insert("_sd".to_owned(), digests.into());
                }
                shown.into()
            }
            Value::Array(elements) => {
                let each = elements.iter().enumerate().map(|(index, element)| {
                    let pointer = format!("{at}/{index}");
                    let element = self.hide(element, &pointer, is_selective);
                    match is_selective(&pointer) {
                        true => {
                            json!({ "...": self.disclose(pointer, &json!([salt(), element])) })
                        }
                        false => element,
                    }
                });
                each.collect::<Vec<_>>().into()
            }
            scalar => scalar.clone(),
        }
    }

    /// Adds a disclosure, and gives its digest.
    pub fn disclose(&mut self, pointer: String, parts: &Value) -> String {
        let text = base64url(parts.to_string().as_bytes());
        let digest = sha256(text.as_bytes());
        self.disclosures.push(Disclosure { pointer, text });
        digest
    }

    /// Adds a digest of nothing to those of the top level.
    pub fn decoy(mut self) -> Self {
        let digest = sha256(salt().as_bytes());
        self.add_digest(digest);
        self
    }

    /// Adds a digest to those of the top level.
    pub fn add_digest(&mut self, digest: String) {
        match &mut self.payload["_sd"] {
            Value::Array(digests) => digests.push(digest.into()),
            none => *none = json!([digest]),
        }
    }

    /// Signs with a header of the bundle's kind.
    pub fn sign(self, kid: &str, key: &SigningKey) -> SdJwt {
        self.sign_as(&header("dc+sd-jwt", kid, key), key)
    }

    /// Signs with any header.
    pub fn sign_as(self, header: &Value, key: &SigningKey) -> SdJwt {
        SdJwt {
            token: compact(header, &self.payload.to_string(), key),
            disclosures: self.disclosures,
        }
    }
}

/// A signed SD-JWT with all its disclosures.
pub struct SdJwt {
    pub token: String,
    pub disclosures: Vec<Disclosure>,
}

impl SdJwt {
    /// With the disclosures of these pointers, without key binding.
    pub fn show(&self, pointers: &[&str]) -> String {
        let shown = self.disclosures.iter();
        let shown = shown.filter(|d| pointers.contains(&d.pointer.as_str()));
        self.with(shown.map(|d| d.text.as_str()))
    }

    /// With every disclosure, without key binding.
    pub fn show_all(&self) -> String {
        self.with(self.disclosures.iter().map(|d| d.text.as_str()))
    }

    /// With these texts as disclosures.
    pub fn with<'a>(&'a self, disclosures: impl Iterator<Item = &'a str>) -> String {
        let mut text = self.token.clone() + "~";
        for disclosure in disclosures {
            text.push_str(disclosure);
            text.push('~');
        }
        text
    }

    /// The disclosure of a pointer.
    pub fn disclosure(&self, pointer: &str) -> &str {
        let found = self.disclosures.iter().find(|d| d.pointer == pointer);
        &found.expect(pointer).text
    }
}

/// A key binding JWT, before it is signed.
pub struct KeyBinding {
    pub header: Value,
    pub claims: Value,
}

impl KeyBinding {
    /// What `key` signs to present `shown`.
    pub fn new(shown: &str, audience: &str, nonce: &str, iat: i64, key: &SigningKey) -> Self {
        Self {
            header: json!({ "alg": key.algorithm().name(), "typ": "kb+jwt" }),
            claims: json!({
                "iat": iat, "aud": audience, "nonce": nonce, "sd_hash": sha256(shown.as_bytes()),
            }),
        }
    }

    /// The presentation: `shown` and the signed JWT.
    pub fn sign(&self, shown: &str, key: &SigningKey) -> String {
        format!(
            "{shown}{}",
            compact(&self.header, &self.claims.to_string(), key)
        )
    }
}
