//! SD-JWT, put together by hand, and independently of the crate's own issuing.

use serde_json::{Map, Value, json};
use xinyi::issuer::SigningKey;

use crate::jose::{Hash, base64url, compact, compact_with, header, sha256};
use crate::salts::Salts;

/// An SD-JWT before it is signed. Each part can be made wrong.
pub struct Draft {
    /// The payload, with digests in the place of what is hidden.
    pub payload: Value,
    /// The disclosures with the JSON pointers of what they disclose; inner ones first.
    pub disclosures: Vec<Disclosure>,
    hash: Hash,
    salts: Salts,
}

/// A disclosure.
#[derive(Clone)]
pub struct Disclosure {
    pub pointer: String,
    pub text: String,
}

impl Draft {
    /// Makes a disclosure of each claim whose pointer `is_selective` accepts.
    pub fn new(claims: &Value, hash: Hash, is_selective: impl Fn(&str) -> bool) -> Self {
        let mut draft = Self {
            payload: Value::Null,
            disclosures: Vec::new(),
            hash,
            salts: Salts::new(claims),
        };
        let mut payload = draft.hide(claims, "", &is_selective);
        payload["_sd_alg"] = json!(hash.name);
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
                        let parts = json!([self.salts.at(&pointer), name, member]);
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
                            let parts = json!([self.salts.at(&pointer), element]);
                            json!({ "...": self.disclose(pointer, &parts) })
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
        self.add_disclosure(pointer, &parts.to_string())
    }

    /// Adds a disclosure at the top level as it is spelt.
    pub fn disclose_text(&mut self, pointer: String, json: &str) {
        let digest = self.add_disclosure(pointer, json);
        self.add_digest(digest);
    }

    fn add_disclosure(&mut self, pointer: String, json: &str) -> String {
        let text = base64url(json.as_bytes());
        let digest = (self.hash.digest)(text.as_bytes());
        self.disclosures.push(Disclosure { pointer, text });
        digest
    }

    /// Adds a digest of nothing to those of the top level.
    pub fn decoy(mut self) -> Self {
        let digest = (self.hash.digest)(self.salts.decoy().as_bytes());
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

    /// Signs by whatever means.
    pub fn sign_with(self, header: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> SdJwt {
        let payload = self.payload.to_string();
        SdJwt {
            token: compact_with(&header.to_string(), payload.as_bytes(), sign),
            disclosures: self.disclosures,
        }
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

    /// The presentation: `shown` and the JWT, signed by whatever means.
    pub fn sign_with(&self, shown: &str, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
        let [header, claims] = [&self.header, &self.claims].map(Value::to_string);
        format!("{shown}{}", compact_with(&header, claims.as_bytes(), sign))
    }

    /// The presentation: `shown` and the signed JWT.
    pub fn sign(&self, shown: &str, key: &SigningKey) -> String {
        format!(
            "{shown}{}",
            compact(&self.header, &self.claims.to_string(), key)
        )
    }
}
