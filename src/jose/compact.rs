//! JWS compact serialisation (RFC 7515 §7.1).

use super::{Header, VerifyingKey, base64url};
use crate::error::{Code, Error, Problem};
use crate::json::{self, Object};
use crate::mistaken::what_is;

/// A compact JWS that has been taken apart, its signature not yet verified.
#[derive(Debug, Clone)]
pub(crate) struct Compact<'a> {
    header: Header,
    payload: Vec<u8>,
    signing_input: &'a str,
    signature: Vec<u8>,
}

impl<'a> Compact<'a> {
    /// Takes a token of at most `max_bytes` apart.
    ///
    /// # Errors
    /// `limit.bytes`, `format.structure` for another number of parts than three, `format.base64`,
    /// and what [`Header::parse`] refuses.
    pub(crate) fn parse(text: &'a str, max_bytes: usize) -> Result<Self, Error> {
        if text.len() > max_bytes {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", max_bytes)
                .with("found", text.len()));
        }
        let structure = || {
            let error = Error::new(Code::FormatStructure);
            match what_is(text) {
                Some(other) if other != Problem::BareJwt => error.because(other),
                _ => error.with("expected", "a compact JWS"),
            }
        };
        let (signing_input, signature) = text.rsplit_once('.').ok_or_else(structure)?;
        let (header, payload) = signing_input.split_once('.').ok_or_else(structure)?;
        if payload.contains('.') {
            return Err(structure());
        }
        Ok(Self {
            header: Header::parse(header)?,
            payload: base64url::decode(payload)?,
            signing_input,
            signature: base64url::decode(signature)?,
        })
    }

    /// The protected header. Like everything else, it is not to be trusted before [`verify`](Self::verify).
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// The payload, not verified: for finding the key, and for inspection.
    pub(crate) fn unverified_payload(&self) -> &[u8] {
        &self.payload
    }

    /// What the signature is over. It identifies the token: of an ECDSA signature anybody can make another.
    pub(crate) fn signing_input(&self) -> &str {
        self.signing_input
    }

    /// Verifies the signature and gives the payload.
    ///
    /// # Errors
    /// `signature.algorithm` if the header names another algorithm than the key's, before the
    /// signature is looked at; `signature.encoding`, `signature.invalid`.
    pub(crate) fn verify(&self, key: &VerifyingKey) -> Result<&[u8], Error> {
        self.header.expect_algorithm(key.algorithm())?;
        key.verify(self.signing_input.as_bytes(), &self.signature)?;
        Ok(&self.payload)
    }

    /// As [`verify`](Self::verify), and says what is wrong with an SM2 signature where that can be found out.
    /// It takes longer for a signature that does not verify.
    ///
    /// # Errors
    /// As `verify`, and those of
    /// [`VerifyingKey::verify_or_diagnose`].
    pub(crate) fn verify_or_diagnose(&self, key: &VerifyingKey) -> Result<&[u8], Error> {
        self.header.expect_algorithm(key.algorithm())?;
        key.verify_or_diagnose(self.signing_input.as_bytes(), &self.signature)?;
        Ok(&self.payload)
    }
}

/// What a signature is over: header and payload in base64url, joined by a dot. A dot and the signature make the token.
pub(crate) fn signing_input(header: Object, payload: Object) -> String {
    let part = |part: Object| base64url::encode(json::write(&part.into()).as_bytes());
    [part(header), part(payload)].join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::{Algorithm, PublicKey};

    // RFC 8037 A.4.
    const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    fn key() -> VerifyingKey {
        let jwk =
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        let jwk = json::parse(jwk.as_bytes(), 4096).unwrap();
        let public = PublicKey::from_jwk(&jwk).unwrap();
        VerifyingKey::new(public, Algorithm::Ed25519, None).unwrap()
    }

    #[track_caller]
    fn refused(token: &str, code: Code) {
        let found = Compact::parse(token, 4096).and_then(|jws| jws.verify(&key()).map(drop));
        assert_eq!(found.expect_err(token).code(), code, "{token}");
    }

    #[test]
    fn the_payload_comes_with_a_valid_signature() {
        let jws = Compact::parse(TOKEN, TOKEN.len()).unwrap();
        assert_eq!(jws.header().algorithm, Algorithm::Ed25519);
        assert_eq!(jws.unverified_payload(), b"Example of Ed25519 signing");
        assert_eq!(jws.verify(&key()).unwrap(), b"Example of Ed25519 signing");
    }

    #[test]
    fn any_other_number_of_parts_is_refused() {
        for token in [
            "",
            ".",
            "a.b",
            "a.b.c.d",
            &TOKEN.replace('.', "~"),
            &format!("{TOKEN}."),
        ] {
            refused(token, Code::FormatStructure);
        }
    }

    #[test]
    fn a_changed_token_is_refused() {
        refused(&TOKEN.replace("RXhh", "RXhi"), Code::SignatureInvalid);
        refused(&TOKEN.replace("hgyY", "hgyZ"), Code::SignatureInvalid);
        let (unsigned, _) = TOKEN.rsplit_once('.').unwrap();
        refused(&format!("{unsigned}."), Code::SignatureEncoding);
        refused(&format!(" {TOKEN}"), Code::FormatBase64);
        refused(&format!("{TOKEN}\n"), Code::FormatBase64);
        refused(&format!("{TOKEN}="), Code::FormatBase64);
    }

    #[test]
    fn another_algorithm_than_the_keys_is_refused_before_the_signature() {
        let header = base64url::encode(br#"{"alg":"ES256"}"#);
        let (_, rest) = TOKEN.split_once('.').unwrap();
        refused(&format!("{header}.{rest}"), Code::SignatureAlgorithm);
        let header = base64url::encode(br#"{"alg":"none"}"#);
        refused(&format!("{header}.e30."), Code::SignatureAlgorithm);
    }

    #[test]
    fn too_many_bytes_are_refused() {
        let error = Compact::parse(TOKEN, TOKEN.len() - 1).unwrap_err();
        assert_eq!(error.code(), Code::LimitBytes);
    }
}
