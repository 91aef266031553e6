//! JWS general JSON serialisation (RFC 7515 §7.2.1), with protected headers only.

use super::{Header, VerifyingKey, base64url};
use crate::error::{Code, Error};
use crate::json::{self, Object, Value};
use crate::limits;

/// A document with any number of signatures, none of them verified yet.
#[derive(Debug, Clone)]
pub(crate) struct General {
    payload: Vec<u8>,
    /// The payload in base64url, as it was signed.
    encoded: String,
    signatures: Vec<Signature>,
}

#[derive(Debug, Clone)]
struct Signature {
    header: Header,
    protected: String,
    signature: Vec<u8>,
}

impl General {
    /// Reads a document of at most `max_bytes`.
    ///
    /// A signature whose `alg` is not known is left out. It must not make the document invalid: then whoever adds a
    /// signature could take away the others (RFC 7515 §5.2).
    ///
    /// # Errors
    /// `limit.bytes`, the errors of reading JSON, and those of [`from_value`](Self::from_value).
    pub(crate) fn parse(text: &[u8], max_bytes: usize) -> Result<Self, Error> {
        Self::from_value(&json::parse(text, max_bytes)?)
    }

    /// As [`parse`](Self::parse), from JSON that has been read already.
    ///
    /// # Errors
    /// `format.structure` for any other form, among them the flattened one and an unprotected
    /// `header`, which nobody has signed; `limit.signatures`; `format.base64`; what
    /// [`Header::parse`] refuses, but for an `alg`.
    pub(crate) fn from_value(value: &Value) -> Result<Self, Error> {
        let [payload, signatures] = exactly(value, ["payload", "signatures"])?;
        let payload = payload.as_str().ok_or_else(structure)?;
        let entries = signatures.as_array().ok_or_else(structure)?;
        if entries.len() > limits::SIGNATURES {
            return Err(Error::new(Code::LimitSignatures)
                .with("limit", limits::SIGNATURES)
                .with("found", entries.len()));
        }
        let mut signatures = Vec::with_capacity(entries.len());
        for entry in entries {
            signatures.extend(Signature::read(entry)?);
        }
        Ok(Self {
            payload: base64url::decode(payload)?,
            encoded: payload.to_owned(),
            signatures,
        })
    }

    /// The payload, not verified. It is to be trusted once enough [signers](Self::signers) are counted.
    pub(crate) fn unverified_payload(&self) -> &[u8] {
        &self.payload
    }

    /// How many signatures there are, whether they verify or not.
    pub(crate) fn signatures(&self) -> usize {
        self.signatures.len()
    }

    /// The numbers of the signatures that verify by one of these keys, for a document of this `typ`: one
    /// signature for each key. Keys are given with their `kid`.
    ///
    /// A signature is tried with the key of its `kid` and no other. Keys are told apart by their
    /// RFC 7638 thumbprint: one counts once, however often it signed and under however many names.
    pub(crate) fn signers<'k>(
        &self,
        keys: impl IntoIterator<Item = (&'k str, &'k VerifyingKey)> + Clone,
        typ: &str,
    ) -> Vec<usize> {
        let mut signers: Vec<String> = Vec::new();
        let mut numbers = Vec::new();
        for (number, signature) in self.signatures.iter().enumerate() {
            let kid = signature.header.kid.as_deref();
            let named = keys.clone().into_iter().find(|(k, _)| Some(*k) == kid);
            if let Some((_, key)) = named
                && signature.header.expect_typ(typ).is_ok()
                && signature.verify(&self.encoded, key).is_ok()
            {
                let signer = key.thumbprint();
                if !signers.contains(&signer) {
                    signers.push(signer);
                    numbers.push(number);
                }
            }
        }
        numbers
    }

    /// The document as it is written, with the signatures of these numbers alone.
    pub(crate) fn with_signatures(&self, numbers: &[usize]) -> Value {
        let all = self.signatures.iter().enumerate();
        let kept = all.filter(|(number, _)| numbers.contains(number));
        let entries = kept.map(|(_, signature)| {
            Object::from([
                ("protected", Value::from(signature.protected.as_str())),
                ("signature", base64url::encode(&signature.signature).into()),
            ])
        });
        let signatures: Vec<Object> = entries.collect();
        Object::from([
            ("payload", Value::from(self.encoded.as_str())),
            ("signatures", signatures.into()),
        ])
        .into()
    }
}

impl Signature {
    fn verify(&self, payload: &str, key: &VerifyingKey) -> Result<(), Error> {
        self.header.expect_algorithm(key.algorithm())?;
        let signing_input = [&self.protected, payload].join(".");
        key.verify(signing_input.as_bytes(), &self.signature)
    }

    /// `None` for one with an unknown `alg`.
    fn read(entry: &Value) -> Result<Option<Self>, Error> {
        let [protected, signature] = exactly(entry, ["protected", "signature"])?;
        let protected = protected.as_str().ok_or_else(structure)?;
        let signature = base64url::decode(signature.as_str().ok_or_else(structure)?)?;
        match Header::parse(protected) {
            Ok(header) => Ok(Some(Self {
                header,
                protected: protected.to_owned(),
                signature,
            })),
            Err(e) if e.code() == Code::SignatureAlgorithm => Ok(None),
            Err(e) => Err(e),
        }
    }
}

/// The members of an object that has just these.
fn exactly<'a, const N: usize>(
    value: &'a Value,
    names: [&str; N],
) -> Result<[&'a Value; N], Error> {
    let members: &Object = value.as_object().ok_or_else(structure)?;
    if let Some((unknown, _)) = members.iter().find(|(name, _)| !names.contains(name)) {
        return Err(structure().with("unknown", unknown));
    }
    let found: Vec<&Value> = names.iter().filter_map(|name| members.get(name)).collect();
    found.try_into().map_err(|_| structure())
}

fn structure() -> Error {
    Error::new(Code::FormatStructure).with("expected", "a JWS in general JSON serialisation")
}

#[cfg(all(test, feature = "issuer"))]
mod tests {
    use super::*;
    use crate::jose::{Algorithm, SigningKey, sign_general};
    use ring::rand::SystemRandom;

    const TYP: &str = "xinyi-root+jwt";

    fn new_key(algorithm: Algorithm) -> SigningKey {
        SigningKey::generate(algorithm, &SystemRandom::new()).unwrap()
    }

    fn header(kid: &str, typ: &str) -> Object {
        Object::from([("typ", Value::from(typ)), ("kid", kid.into())])
    }

    fn count(document: &Value, keys: &[(&str, &SigningKey)]) -> usize {
        let general = General::from_value(document).unwrap();
        assert_eq!(general.unverified_payload(), b"{}");
        let keys: Vec<_> = keys
            .iter()
            .map(|(k, key)| (*k, key.verifying_key()))
            .collect();
        general.signers(keys.iter().copied(), TYP).len()
    }

    #[test]
    fn each_key_that_signed_is_counted() {
        let (a, b) = (new_key(Algorithm::Ed25519), new_key(Algorithm::Es256));
        let signed =
            sign_general(b"{}", &[(&a, header("a", TYP)), (&b, header("b", TYP))]).unwrap();
        assert_eq!(count(&signed, &[("a", &a), ("b", &b)]), 2);
        assert_eq!(count(&signed, &[("a", &a)]), 1);
        assert_eq!(count(&signed, &[]), 0);
        let text = json::write(&signed);
        assert!(General::parse(text.as_bytes(), text.len()).is_ok());
        let error = General::parse(text.as_bytes(), text.len() - 1).unwrap_err();
        assert_eq!(error.code(), Code::LimitBytes);
    }

    #[test]
    fn one_key_counts_once_however_often_and_under_however_many_names_it_signs() {
        let a = new_key(Algorithm::Ed25519);
        let signed = sign_general(
            b"{}",
            &[
                (&a, header("a", TYP)),
                (&a, header("a", TYP)),
                (&a, header("b", TYP)),
            ],
        )
        .unwrap();
        assert_eq!(count(&signed, &[("a", &a), ("b", &a)]), 1);
    }

    #[cfg(feature = "sm2")]
    #[test]
    fn one_sm2_key_counts_once_whatever_its_curve_is_called() {
        let a = new_key(Algorithm::Sm2);
        let mut jwk = a.verifying_key().public().to_jwk();
        jwk.set("crv", "SM2-P-256");
        let other = crate::jose::PublicKey::from_jwk(&jwk.into()).unwrap();
        let other = VerifyingKey::new(other, Algorithm::Sm2, None).unwrap();
        let signed =
            sign_general(b"{}", &[(&a, header("a", TYP)), (&a, header("b", TYP))]).unwrap();
        let general = General::from_value(&signed).unwrap();
        let keys = [("a", a.verifying_key()), ("b", &other)];
        assert_eq!(general.signers(keys, TYP).len(), 1);
    }

    #[test]
    fn a_signature_is_tried_with_the_key_of_its_kid_only() {
        let (a, b) = (new_key(Algorithm::Ed25519), new_key(Algorithm::Ed25519));
        let signed = sign_general(
            b"{}",
            &[
                (&a, header("b", TYP)),
                (&b, header("a", TYP)),
                (&a, Object::new()),
            ],
        )
        .unwrap();
        assert_eq!(count(&signed, &[("a", &a), ("b", &b)]), 0);
    }

    #[test]
    fn signatures_of_no_use_are_not_counted_and_do_no_harm() {
        let a = new_key(Algorithm::Ed25519);
        let sound = (&a, header("a", TYP));
        let b = new_key(Algorithm::Ed25519);
        let other_typ = (&b, header("b", "xinyi-manifest+jwt"));
        let unknown_kid = (&a, header("zzz", TYP));
        let mut signed = sign_general(b"{}", &[other_typ, unknown_kid, sound]).unwrap();
        assert_eq!(count(&signed, &[("a", &a), ("b", &b)]), 1);

        let entry = |header: &str, signature: &str| {
            Value::from(Object::from([
                (
                    "protected",
                    Value::from(base64url::encode(header.as_bytes())),
                ),
                ("signature", signature.into()),
            ]))
        };
        let typed = |alg: &str| format!(r#"{{"alg":"{alg}","kid":"a","typ":"{TYP}"}}"#);
        let useless = [
            entry(&typed("none"), ""),
            entry(&typed("ML-DSA-44"), "AAAA"),
            entry(&typed("ES256"), "AAAA"),
            entry(&typed("Ed25519"), &base64url::encode(&[7; 64])),
        ];
        with_signatures(&mut signed, |all| all.extend(useless));
        assert_eq!(count(&signed, &[("a", &a), ("b", &b)]), 1);
    }

    #[test]
    fn another_payload_has_no_signers() {
        let a = new_key(Algorithm::Es256);
        let signed = sign_general(br#"{"a":1}"#, &[(&a, header("a", TYP))]).unwrap();
        let mut members = signed.as_object().unwrap().clone();
        members.set("payload", base64url::encode(b"{}"));
        assert_eq!(count(&members.into(), &[("a", &a)]), 0);
    }

    fn with_signatures(document: &mut Value, change: impl FnOnce(&mut Vec<Value>)) {
        let Value::Object(members) = document else {
            unreachable!()
        };
        let mut all = members
            .get("signatures")
            .unwrap()
            .as_array()
            .unwrap()
            .to_vec();
        change(&mut all);
        members.set("signatures", Value::Array(all));
    }

    #[track_caller]
    fn refused(document: &str, code: Code) {
        let error = General::parse(document.as_bytes(), 1 << 20).expect_err(document);
        assert_eq!(error.code(), code, "{document}");
    }

    #[test]
    fn other_forms_are_refused() {
        let protected = base64url::encode(br#"{"alg":"ES256"}"#);
        for document in [
            "[]".to_owned(),
            "{}".to_owned(),
            r#""e30.e30.""#.to_owned(),
            r#"{"payload":"e30"}"#.to_owned(),
            r#"{"signatures":[]}"#.to_owned(),
            r#"{"payload":{},"signatures":[]}"#.to_owned(),
            r#"{"payload":"e30","signatures":{}}"#.to_owned(),
            r#"{"payload":"e30","signatures":[],"x":1}"#.to_owned(),
            r#"{"payload":"e30","signatures":[1]}"#.to_owned(),
            // Flattened.
            format!(r#"{{"payload":"e30","protected":"{protected}","signature":""}}"#),
            format!(r#"{{"payload":"e30","signatures":[{{"protected":"{protected}"}}]}}"#),
            r#"{"payload":"e30","signatures":[{"signature":""}]}"#.to_owned(),
            format!(
                r#"{{"payload":"e30","signatures":[{{"protected":"{protected}","header":{{"kid":"a"}},"signature":""}}]}}"#
            ),
            format!(
                r#"{{"payload":"e30","signatures":[{{"protected":"{protected}","signature":"","x":1}}]}}"#
            ),
            r#"{"payload":"e30","signatures":[{"protected":1,"signature":""}]}"#.to_owned(),
        ] {
            refused(&document, Code::FormatStructure);
        }
    }

    #[test]
    fn a_malformed_signature_is_refused_whole() {
        let document = |protected: &str, signature: &str| {
            let protected = base64url::encode(protected.as_bytes());
            format!(
                r#"{{"payload":"e30","signatures":[{{"protected":"{protected}","signature":"{signature}"}}]}}"#
            )
        };
        refused(&document(r#"{"alg":"ES256"}"#, "A"), Code::FormatBase64);
        refused(
            &document(r#"{"alg":"ES256","crit":["x"]}"#, ""),
            Code::FormatHeader,
        );
        refused(&document(r#"{"kid":"a"}"#, ""), Code::FormatHeader);
        refused(&document("{", ""), Code::FormatJson);
        refused(r#"{"payload":"e30=","signatures":[]}"#, Code::FormatBase64);
    }

    #[test]
    fn too_many_signatures_are_refused() {
        let entry = format!(
            r#"{{"protected":"{}","signature":""}}"#,
            base64url::encode(br#"{"alg":"ES256"}"#)
        );
        let entries = vec![entry; limits::SIGNATURES + 1];
        let document = format!(
            r#"{{"payload":"e30","signatures":[{}]}}"#,
            entries.join(",")
        );
        refused(&document, Code::LimitSignatures);
    }
}
