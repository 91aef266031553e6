//! Public keys as JWK (RFC 7517, RFC 7518 §6.2, RFC 8037 §2).

use super::algorithm::Algorithm;
use super::base64url;
use super::digest::sha256;
use super::ed25519;
use super::point::{self, Point};
use crate::error::{Code, Error, Problem};
use crate::json::{self, Object, Value};

/// A public key of one of the three types that are understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// `OKP` with `Ed25519`.
    Ed25519([u8; 32]),
    /// `EC` with `P-256`.
    P256(Point),
    /// `EC` with `SM2` or `SM2-P-256`: neither name is registered, both are in use.
    Sm2(Point),
}

/// Members of any key type that hold, or are, a secret (RFC 7518 §6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

impl PublicKey {
    /// Reads a JWK.
    ///
    /// `use` must be `sig`, `key_ops` must include `verify`, and `alg` must be an algorithm of
    /// this type of key, each where it is present. `kid` is only a label here: keys are named by
    /// the document that lists them. Other members are ignored (RFC 7517 §4).
    ///
    /// A point of P-256 must lie on its curve, and one of SM2 if there is the feature `sm2`; a key of
    /// Ed25519 must not be of small order.
    ///
    /// # Errors
    /// `signature.key` with `problem` and, where it is about one, the `member`.
    pub(crate) fn from_jwk(jwk: &Value) -> Result<Self, Error> {
        let members = jwk
            .as_object()
            .ok_or_else(|| refuse(Problem::ObjectExpected, None))?;
        // A private key that was sent to us is no secret any more.
        if let Some(name) = PRIVATE.into_iter().find(|name| members.contains(name)) {
            return Err(refuse(Problem::PrivateKey, Some(name)));
        }
        let key = match (text(members, "kty")?, text(members, "crv")?) {
            ("OKP", "Ed25519") => {
                let key = coordinate(members, "x")?;
                if let Some(problem) = ed25519::problem(&key) {
                    return Err(refuse(problem, Some("x")));
                }
                Self::Ed25519(key)
            }
            ("EC", "P-256") => Self::P256(point(members, point::is_of_p256)?),
            ("EC", "SM2" | "SM2-P-256") => Self::Sm2(point(members, point::is_of_sm2)?),
            _ => return Err(refuse(Problem::UnknownKeyType, Some("crv"))),
        };
        key.check_purpose(members)?;
        Ok(key)
    }

    /// The one algorithm that this type of key is used with.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::P256(_) => Algorithm::Es256,
            Self::Sm2(_) => Algorithm::Sm2,
        }
    }

    /// The JWK with its required members only, in the order of RFC 7638 §3.
    ///
    /// The curve of an SM2 key is spelt `SM2`, however it was spelt when read: one key must not
    /// pass for two.
    pub(crate) fn to_jwk(&self) -> Object {
        match self {
            Self::Ed25519(x) => Object::from([
                ("crv", Value::from("Ed25519")),
                ("kty", "OKP".into()),
                ("x", base64url::encode(x).into()),
            ]),
            Self::P256(point) => ec_jwk("P-256", point),
            Self::Sm2(point) => ec_jwk("SM2", point),
        }
    }

    /// The JWK thumbprint (RFC 7638) with SHA-256, in base64url.
    pub(crate) fn thumbprint(&self) -> String {
        let jwk = json::write(&self.to_jwk().into());
        base64url::encode(&sha256(jwk.as_bytes()))
    }

    fn check_purpose(&self, members: &Object) -> Result<(), Error> {
        if let Some(purpose) = members.get("use")
            && purpose.as_str() != Some("sig")
        {
            return Err(refuse(Problem::NotForSignatures, Some("use")));
        }
        if let Some(operations) = members.get("key_ops")
            && !operations
                .as_array()
                .is_some_and(|all| all.iter().any(|one| one.as_str() == Some("verify")))
        {
            return Err(refuse(Problem::NotForSignatures, Some("key_ops")));
        }
        if let Some(algorithm) = members.get("alg")
            && algorithm.as_str().and_then(Algorithm::from_name) != Some(self.algorithm())
        {
            return Err(refuse(Problem::AlgorithmMismatch, Some("alg")));
        }
        Ok(())
    }
}

fn ec_jwk(curve: &str, point: &Point) -> Object {
    let (x, y) = point[1..].split_at(32);
    Object::from([
        ("crv", Value::from(curve)),
        ("kty", "EC".into()),
        ("x", base64url::encode(x).into()),
        ("y", base64url::encode(y).into()),
    ])
}

fn point(members: &Object, is_of_curve: fn(&Point) -> bool) -> Result<Point, Error> {
    let mut point = [4; 65];
    let (x, y) = point[1..].split_at_mut(32);
    x.copy_from_slice(&coordinate(members, "x")?);
    y.copy_from_slice(&coordinate(members, "y")?);
    if is_of_curve(&point) {
        return Ok(point);
    }
    Err(refuse(Problem::OffCurve, None))
}

/// Leading zeros are part of a coordinate (RFC 7518 §6.2.1.2): its length is always the field's.
fn coordinate(members: &Object, name: &'static str) -> Result<[u8; 32], Error> {
    base64url::decode(text(members, name)?)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| refuse(Problem::CoordinateExpected, Some(name)))
}

fn text<'a>(members: &'a Object, name: &'static str) -> Result<&'a str, Error> {
    members
        .get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| refuse(Problem::StringExpected, Some(name)))
}

fn refuse(problem: Problem, member: Option<&'static str>) -> Error {
    let error = Error::new(Code::SignatureKey).because(problem);
    match member {
        Some(member) => error.with("member", member),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OKP: &str =
        r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;
    const EC: &str = r#""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#;

    fn read(members: &str) -> Result<PublicKey, Error> {
        let text = format!("{{{members}}}");
        PublicKey::from_jwk(&json::parse(text.as_bytes(), 4096)?)
    }

    #[track_caller]
    fn refused(members: &str, want: &str) {
        let error = read(members).expect_err("accepted");
        assert_eq!(error.code(), Code::SignatureKey, "{members}");
        let member = error.details().get("member").and_then(Value::as_str);
        assert_eq!(member, Some(want), "{members}");
    }

    #[track_caller]
    fn refused_point(members: &str) {
        let error = read(members).expect_err("accepted");
        assert_eq!(error.code(), Code::SignatureKey, "{members}");
        assert_eq!(error.problem(), Some(Problem::OffCurve), "{members}");
    }

    #[test]
    fn the_thumbprint_is_that_of_rfc_8037() {
        // RFC 8037 A.3.
        assert_eq!(
            read(OKP).unwrap().thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }

    #[test]
    fn only_the_required_members_enter_the_thumbprint() {
        let labelled = format!(r#"{EC},"kid":"k1","use":"sig","alg":"ES256","ext":true"#);
        assert_eq!(
            read(&labelled).unwrap().thumbprint(),
            read(EC).unwrap().thumbprint()
        );
    }

    #[test]
    fn both_names_of_the_sm2_curve_are_one_key() {
        // GB/T 32918.5 Annex A.2.
        let named = |curve: &str| {
            let point = r#""x":"CfnfMR5UIaFQ3X0WHkvFxnIXn60YM_wHa7CP81bzUCA","y":"zOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM""#;
            read(&format!(r#""kty":"EC","crv":"{curve}",{point}"#)).unwrap()
        };
        assert_eq!(named("SM2").thumbprint(), named("SM2-P-256").thumbprint());
        // What it would be called as a key of P-256.
        assert_ne!(
            named("SM2").thumbprint(),
            PublicKey::P256(match named("SM2") {
                PublicKey::Sm2(point) => point,
                other => panic!("{other:?}"),
            })
            .thumbprint()
        );
    }

    #[test]
    fn a_key_that_may_verify_is_read() {
        for extra in [
            r#""use":"sig""#,
            r#""key_ops":["sign","verify"]"#,
            r#""alg":"EdDSA""#,
            r#""alg":"Ed25519","kid":"k1","x5t":"abc""#,
        ] {
            assert_eq!(read(&format!("{OKP},{extra}")), read(OKP), "{extra}");
        }
    }

    #[test]
    fn a_private_key_is_refused() {
        for name in PRIVATE {
            refused(&format!(r#"{OKP},"{name}":"AA""#), name);
            refused(&format!(r#"{EC},"{name}":null"#), name);
        }
    }

    #[test]
    fn a_key_for_something_else_is_refused() {
        refused(&format!(r#"{OKP},"use":"enc""#), "use");
        refused(&format!(r#"{OKP},"use":null"#), "use");
        refused(&format!(r#"{OKP},"key_ops":["sign"]"#), "key_ops");
        refused(&format!(r#"{OKP},"key_ops":"verify""#), "key_ops");
        refused(&format!(r#"{OKP},"alg":"ES256""#), "alg");
        refused(&format!(r#"{OKP},"alg":1"#), "alg");
        refused(&format!(r#"{EC},"alg":"EdDSA""#), "alg");
        refused(&format!(r#"{EC},"alg":"ES384""#), "alg");
        refused(&format!(r#"{EC},"alg":"SM2""#), "alg");
    }

    #[test]
    fn a_malformed_key_is_refused() {
        refused("", "kty");
        refused(r#""kty":"OKP""#, "crv");
        refused(r#""kty":"OKP","crv":"Ed25519""#, "x");
        refused(&OKP.replace("OKP", "EC"), "crv");
        refused(&OKP.replace("Ed25519", "X25519"), "crv");
        refused(&OKP.replace("Ed25519", "ed25519"), "crv");
        refused(&OKP.replace("URo", "URp"), "x"); // spare bits
        refused(&OKP.replace("URo", "URo="), "x");
        refused(&OKP.replace("11qY", ""), "x");
        refused(&OKP.replace("11qY", "11qY11qY"), "x");
        refused(&EC.replace("P-256", "secp256k1"), "crv");
        refused(&EC.replace("P-256", "Ed25519"), "crv");
        refused(&EC.replace("\"y\"", "\"z\""), "y");
        // A coordinate with its leading zero left out, or a whole SEC 1 point in `x`.
        refused(&EC.replace("x_FEzRu9", "xRu9"), "y");
        refused(&EC.replace("\"x\":\"", "\"x\":\"BAAA"), "x");
        // Every letter of both coordinates counts.
        refused_point(&EC.replace("x_FEzRu9", "x_FEzRu8"));
        refused_point(&EC.replace("f83OJ3D2", "f83OJ3D3"));
        if cfg!(feature = "sm2") {
            refused_point(&EC.replace("P-256", "SM2"));
        }
        let identity = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        refused(
            &format!(r#""kty":"OKP","crv":"Ed25519","x":"{identity}""#),
            "x",
        );
        let error = PublicKey::from_jwk(&Value::from("key")).unwrap_err();
        assert_eq!(error.code(), Code::SignatureKey);
    }
}
