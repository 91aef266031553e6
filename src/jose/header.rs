//! The protected header (RFC 7515 §4).

use super::{Algorithm, base64url};
use crate::error::{Code, Error, Problem};
use crate::error_sink::ErrorSink;
use crate::json::{self, Object, Value, is_identifier};

/// What is read of a protected header.
///
/// `jwk`, `jku`, `x5c`, `x5u` and whatever else would bring a key along are not read at all. A token does not
/// choose the key that verifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// `alg`: what the token says it was signed with. Compared with the key's, never obeyed.
    pub algorithm: Algorithm,
    /// `typ`: the kind of document.
    pub typ: Option<String>,
    /// `kid`: the name of the key.
    pub kid: Option<String>,
}

impl Header {
    /// Reads a header from its base64url text.
    ///
    /// # Errors
    /// `signature.algorithm` for an `alg` that is not known, `none` among them; `format.header`
    /// with `member` for one that is missing or of the wrong type, for `crit`, since no extension
    /// is understood (RFC 7515 §4.1.11), and for `b64`, which has no meaning without it (RFC 7797
    /// §6); `format.structure` for what is no object; `format.base64` and the errors of reading JSON.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let bytes = base64url::decode(text)?;
        let json = json::parse(&bytes, bytes.len())?;
        Self::read(&json, &mut ErrorSink::Abort)?.ok_or_else(|| refuse("alg", Problem::Missing))
    }

    /// Reads a header that has been decoded. `None` if that failed and the errors are collected.
    ///
    /// # Errors
    /// `signature.algorithm`, `format.header`, `format.structure`, as [`parse`](Self::parse).
    pub(super) fn read(json: &Value, sink: &mut ErrorSink) -> Result<Option<Self>, Error> {
        let Some(members) = json.as_object() else {
            let other = Error::new(Code::FormatStructure).because(Problem::HeaderNotObject);
            return sink.add(other).map(|()| None);
        };
        for name in ["crit", "b64"] {
            if members.contains(name) {
                sink.add(refuse(name, Problem::UnknownExtension))?;
            }
        }
        let [typ, kid, alg] = ["typ", "kid", "alg"].map(|name| text_member(members, name));
        let kid = kid.and_then(|kid| match kid.as_deref().is_none_or(is_identifier) {
            true => Ok(kid),
            false => Err(refuse("kid", Problem::Value)),
        });
        let (typ, kid) = (sink.keep(typ)?.flatten(), sink.keep(kid)?.flatten());
        let algorithm = alg.and_then(|alg| {
            let alg = alg.ok_or_else(|| refuse("alg", Problem::Missing))?;
            Algorithm::from_name(&alg)
                .ok_or_else(|| Error::new(Code::SignatureAlgorithm).with("found", alg))
        });
        Ok(sink.keep(algorithm)?.map(|algorithm| Self {
            algorithm,
            typ,
            kid,
        }))
    }

    /// Checks the kind of document, so that one is never taken for another (RFC 8725 §3.11).
    ///
    /// # Errors
    /// `format.typ` with `expected` and `found`.
    pub(crate) fn expect_typ(&self, typ: &str) -> Result<(), Error> {
        check_typ(self.typ.as_deref(), typ)
    }

    /// Checks that `alg` names the algorithm a key is pinned to.
    ///
    /// # Errors
    /// `signature.algorithm` with `expected` and `found`.
    pub(super) fn expect_algorithm(&self, pinned: Algorithm) -> Result<(), Error> {
        if self.algorithm == pinned {
            return Ok(());
        }
        Err(Error::new(Code::SignatureAlgorithm)
            .with("expected", pinned.name())
            .with("found", self.algorithm.name()))
    }
}

pub(super) fn check_typ(found: Option<&str>, expected: &str) -> Result<(), Error> {
    if found == Some(expected) {
        return Ok(());
    }
    Err(Error::new(Code::FormatTyp)
        .with("expected", expected)
        .with("found", found.map(str::to_owned)))
}

fn text_member(members: &Object, name: &'static str) -> Result<Option<String>, Error> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(refuse(name, Problem::StringExpected)),
    }
}

fn refuse(member: &'static str, problem: Problem) -> Error {
    Error::new(Code::FormatHeader)
        .with("member", member)
        .because(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Header, Error> {
        Header::parse(&base64url::encode(json.as_bytes()))
    }

    #[track_caller]
    fn refused(json: &str, code: Code) {
        assert_eq!(read(json).expect_err(json).code(), code, "{json}");
    }

    #[test]
    fn what_is_understood_is_read_and_the_rest_left_alone() {
        let header = read(
            r#"{"alg":"EdDSA","typ":"dc+sd-jwt","kid":"k1","jwk":{},"x5u":"https://a","cty":"b"}"#,
        );
        assert_eq!(
            header.unwrap(),
            Header {
                algorithm: Algorithm::Ed25519,
                typ: Some("dc+sd-jwt".to_owned()),
                kid: Some("k1".to_owned()),
            }
        );
    }

    #[test]
    fn every_accepted_name_of_an_algorithm() {
        for (name, algorithm) in [
            ("Ed25519", Algorithm::Ed25519),
            ("EdDSA", Algorithm::Ed25519),
            ("ES256", Algorithm::Es256),
            ("SGD_SM3_SM2", Algorithm::Sm2),
            ("SM2", Algorithm::Sm2),
        ] {
            let header = read(&format!(r#"{{"alg":"{name}"}}"#)).unwrap();
            assert_eq!(header.algorithm, algorithm);
        }
    }

    #[test]
    fn no_other_algorithm_is_accepted() {
        for name in [
            "none",
            "None",
            "HS256",
            "RS256",
            "ES384",
            "ES256K",
            "Ed448",
            "es256",
            "",
            "SM3withSM2",
        ] {
            refused(&format!(r#"{{"alg":"{name}"}}"#), Code::SignatureAlgorithm);
        }
    }

    #[test]
    fn extensions_are_refused() {
        refused(
            r#"{"alg":"ES256","crit":["exp"],"exp":1}"#,
            Code::FormatHeader,
        );
        refused(r#"{"alg":"ES256","crit":[]}"#, Code::FormatHeader);
        refused(r#"{"alg":"ES256","crit":null}"#, Code::FormatHeader);
        refused(
            r#"{"alg":"ES256","crit":["b64"],"b64":false}"#,
            Code::FormatHeader,
        );
        refused(r#"{"alg":"ES256","b64":false}"#, Code::FormatHeader);
        // Said before the algorithm: an extension may change what that means.
        refused(r#"{"alg":"none","crit":["x"]}"#, Code::FormatHeader);
    }

    #[test]
    fn members_of_the_wrong_type_are_refused() {
        refused("{}", Code::FormatHeader);
        refused("[]", Code::FormatStructure);
        refused(r#"{"alg":null}"#, Code::FormatHeader);
        refused(r#"{"alg":["ES256"]}"#, Code::FormatHeader);
        refused(r#"{"alg":"ES256","typ":1}"#, Code::FormatHeader);
        refused(r#"{"alg":"ES256","kid":null}"#, Code::FormatHeader);
    }

    #[test]
    fn a_header_is_strict_json() {
        refused("", Code::FormatJson);
        refused(r#"{"alg":"ES256"}{}"#, Code::FormatJson);
        refused(
            r#"{"alg":"none","alg":"ES256"}"#,
            Code::FormatDuplicateMember,
        );
        assert_eq!(
            Header::parse("e30=").unwrap_err().code(),
            Code::FormatBase64
        );
    }

    #[test]
    fn the_kind_of_document_is_compared_exactly() {
        let typed = |typ: &str| read(&format!(r#"{{"alg":"ES256"{typ}}}"#)).unwrap();
        assert_eq!(typed(r#","typ":"kb+jwt""#).expect_typ("kb+jwt"), Ok(()));
        for typ in [
            "",
            r#","typ":"KB+JWT""#,
            r#","typ":"application/kb+jwt""#,
            r#","typ":"""#,
        ] {
            let error = typed(typ).expect_typ("kb+jwt").expect_err(typ);
            assert_eq!(error.code(), Code::FormatTyp);
        }
    }
}
