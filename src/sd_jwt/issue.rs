//! Issuing, and presenting with the holder's key in memory. Behind the feature `issuer`.

use super::parse::SdJwt;
use super::profile::Profile;
use crate::error::{Code, Error};
use crate::jose::{self, HashAlgorithm, SecureRandom, Signer, base64url};
use crate::json::{self, Object, Value, pointer_push};

/// How an SD-JWT is issued.
pub(crate) struct SdJwtIssuance<'a> {
    /// What signs with the issuer's key.
    pub signer: &'a dyn Signer,
    /// The header's members but for `alg`: `typ` and `kid`, as a rule.
    pub header: Object,
    /// What digests are made with.
    pub hash: HashAlgorithm,
    /// How many decoy digests are added to those of the top level.
    pub decoys: usize,
    /// JSON pointers of the elements in whose place a decoy digest is put.
    pub withheld: &'a [String],
    /// Where salts come from.
    pub random: &'a dyn SecureRandom,
}

impl SdJwtIssuance<'_> {
    /// Issues `claims`, each value a disclosure of its own whose JSON pointer `selective` accepts.
    /// A selective value inside a selective one becomes a disclosure inside a disclosure.
    ///
    /// # Errors
    /// `format.sd_structure` if `claims` use a reserved name; `host.random`; what is wrong with the signer.
    pub(crate) fn issue(
        &self,
        claims: &Object,
        selective: impl Fn(&str) -> bool,
    ) -> Result<String, Error> {
        let mut hiding = Hiding {
            hash: self.hash,
            random: self.random,
            selective: &selective,
            withheld: self.withheld,
            pointer: String::new(),
            disclosures: Vec::new(),
        };
        let (mut payload, mut digests) = hiding.members(claims)?;
        for _ in 0..self.decoys {
            digests.push(hiding.decoy()?);
        }
        insert_digests(&mut payload, digests);
        if payload.contains("_sd") || !hiding.disclosures.is_empty() {
            payload.set("_sd_alg", self.hash.name());
        }
        let payload = json::write(&payload.into());
        let header = self.header.clone();
        let token = jose::sign_compact(self.signer, header, payload.as_bytes())?;
        let mut parts = vec![token];
        parts.extend(hiding.disclosures);
        parts.push(String::new());
        Ok(parts.join("~"))
    }
}

/// Presents what `keep` accepts of an SD-JWT, with the disclosures that contain it; signed, if there is a signer, with
/// the claims of a key binding JWT.
///
/// # Errors
/// What [`SdJwt::parse`], [`SdJwt::select`] and [`SdJwt::draft`] refuse; what is wrong with the signer.
pub(crate) fn present(
    sd_jwt: &str,
    keep: &mut dyn FnMut(&str) -> bool,
    binding: Option<(&dyn Signer, Object)>,
) -> Result<String, Error> {
    let sd_jwt = SdJwt::parse(sd_jwt, Profile::Generic)?;
    let Some((signer, claims)) = binding else {
        return sd_jwt.select(keep);
    };
    let draft = sd_jwt.draft(keep, claims)?;
    let signature = jose::verified_signature(signer, draft.signing_input().as_bytes())?;
    draft.finish(&signature)
}

struct Hiding<'a> {
    hash: HashAlgorithm,
    random: &'a dyn SecureRandom,
    selective: &'a dyn Fn(&str) -> bool,
    withheld: &'a [String],
    pointer: String,
    disclosures: Vec<String>,
}

impl Hiding<'_> {
    fn value(&mut self, value: &Value) -> Result<Value, Error> {
        match value {
            Value::Array(elements) => {
                let mut out = Vec::with_capacity(elements.len());
                for (index, element) in elements.iter().enumerate() {
                    let token = index.to_string();
                    let digest = |digest: String| Object::from([("...", Value::from(digest))]);
                    if self.is_withheld(&token) {
                        out.push(digest(self.decoy()?).into());
                        continue;
                    }
                    let (value, hide) = self.child(&token, element)?;
                    out.push(match hide {
                        true => digest(self.disclose(None, value)?).into(),
                        false => value,
                    });
                }
                Ok(Value::Array(out))
            }
            Value::Object(members) => {
                let (mut out, digests) = self.members(members)?;
                insert_digests(&mut out, digests);
                Ok(out.into())
            }
            scalar => Ok(scalar.clone()),
        }
    }

    /// The members that stay visible, and the digests of the others.
    fn members(&mut self, members: &Object) -> Result<(Object, Vec<String>), Error> {
        let (mut out, mut digests) = (Object::new(), Vec::new());
        for (name, value) in members.iter() {
            if ["_sd", "_sd_alg", "..."].contains(&name) {
                return Err(Error::new(Code::FormatSdStructure).with("member", name));
            }
            let (value, hide) = self.child(name, value)?;
            if hide {
                digests.push(self.disclose(Some(name), value)?);
            } else {
                out.set(name, value);
            }
        }
        Ok((out, digests))
    }

    /// A value with what is selective inside it hidden, and whether it is to be hidden itself.
    fn child(&mut self, token: &str, value: &Value) -> Result<(Value, bool), Error> {
        let length = self.pointer.len();
        pointer_push(&mut self.pointer, token);
        let selective = (self.selective)(&self.pointer);
        let value = self.value(value)?;
        self.pointer.truncate(length);
        Ok((value, selective))
    }

    fn is_withheld(&self, token: &str) -> bool {
        let mut pointer = self.pointer.clone();
        pointer_push(&mut pointer, token);
        self.withheld.contains(&pointer)
    }

    /// A digest of nothing.
    fn decoy(&self) -> Result<String, Error> {
        let nothing = base64url::encode(&random_bytes::<32>(self.random)?);
        Ok(self.hash.digest_base64url(&nothing))
    }

    /// Makes a disclosure, with a salt of 128 bits (RFC 9901 §9.3), and gives its digest.
    fn disclose(&mut self, name: Option<&str>, value: Value) -> Result<String, Error> {
        let salt = base64url::encode(&random_bytes::<16>(self.random)?);
        let mut parts = vec![Value::from(salt)];
        parts.extend(name.map(Value::from));
        parts.push(value);
        let text = base64url::encode(json::write(&Value::Array(parts)).as_bytes());
        let digest = self.hash.digest_base64url(&text);
        self.disclosures.push(text);
        Ok(digest)
    }
}

/// Sorted, so that their order says nothing about what they hide (RFC 9901 §4.2.4.1).
fn insert_digests(members: &mut Object, mut digests: Vec<String>) {
    if !digests.is_empty() {
        digests.sort_unstable();
        members.set("_sd", digests);
    }
}

fn random_bytes<const N: usize>(random: &dyn SecureRandom) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    random.fill(&mut bytes)?;
    Ok(bytes)
}
