//! Key binding, defect by defect.

use super::*;
use crate::decimal::Decimal;
use crate::error::{Code, Error, Stage};
use crate::jose::{Algorithm, HashAlgorithm, SigningKey, sign_compact};
use crate::json::{self, Object, Value};
use crate::sd_jwt::key_binding::{self, Expected, KeyBinding, Window};
use crate::sd_jwt::{Profile, SdJwt, present};
use crate::time::Instant;

const NOW: i64 = 1_800_000_000;
const AUDIENCE: &str = "https://verifier.example";
const NONCE: &str = "n-1";

const EXPECTED: Expected<'static> = Expected {
    audience: AUDIENCE,
    nonce: NONCE,
    window: Window {
        ahead: 60,
        old: 300,
        from: None,
    },
};

struct Holder {
    key: SigningKey,
    bundle: String,
}

impl Holder {
    fn new(algorithm: Algorithm) -> Self {
        let key = key(algorithm);
        let jwk = json::write(&key.verifying_key().public().to_jwk().into());
        Self::with_cnf(key, &format!(r#"{{"jwk":{jwk}}}"#))
    }

    fn with_cnf(key: SigningKey, cnf: &str) -> Self {
        let a = member("a", "1");
        let payload = format!(r#"{{"vct":"x","cnf":{cnf},"_sd":["{}"]}}"#, a.digest);
        let bundle = sign(&payload, &[&a]);
        Self { key, bundle }
    }

    fn claims(&self) -> Object {
        let hash = HashAlgorithm::Sha256.digest_base64url(&self.bundle);
        Object::from_iter([
            ("iat", Value::from(NOW)),
            ("aud", AUDIENCE.into()),
            ("nonce", NONCE.into()),
            ("sd_hash", hash.into()),
        ])
    }

    /// All of it, as the library presents it.
    fn present_all(&self) -> Result<String, Error> {
        let mut claims = self.claims();
        claims.remove("sd_hash");
        present(&self.bundle, &mut |_| true, Some((&self.key, claims)))
    }

    fn present(&self, header: Object, claims: Object) -> String {
        let claims = json::write(&claims.into());
        let token = sign_compact(&self.key, header, claims.as_bytes()).unwrap();
        format!("{}{token}", self.bundle)
    }
}

fn at(seconds: i64) -> Instant {
    Instant::from_unix(seconds).unwrap()
}

fn typ() -> Object {
    Object::from_iter([("typ", Value::from("kb+jwt"))])
}

fn verify_at(text: &str, now: i64) -> Result<KeyBinding, Error> {
    let sd_jwt = SdJwt::parse(text, Profile::Vc)?;
    let processed = sd_jwt.verify(ISSUER.verifying_key())?.process()?;
    key_binding::verify(&processed, &EXPECTED, at(now))
}

#[track_caller]
fn refused_binding(text: &str, code: Code) {
    let error = verify_at(text, NOW).expect_err("accepted");
    assert_eq!(error.code(), code, "{error}");
}

/// A presentation with one claim changed, or taken out.
#[track_caller]
fn refused_claim(name: &str, value: Option<Value>, code: Code) {
    let holder = Holder::new(Algorithm::Ed25519);
    let mut claims = holder.claims();
    match value {
        Some(value) => claims.set(name, value),
        None => drop(claims.remove(name)),
    }
    refused_binding(&holder.present(typ(), claims), code);
}

#[test]
fn holders_of_every_type_of_key_are_recognised() {
    for algorithm in [
        Algorithm::Ed25519,
        Algorithm::Es256,
        #[cfg(feature = "sm2")]
        Algorithm::Sm2,
    ] {
        let holder = Holder::new(algorithm);
        let text = holder.present(typ(), holder.claims());
        let binding = verify_at(&text, NOW).unwrap();
        assert_eq!(binding.iat, at(NOW));
        let text = holder.present_all();
        assert!(verify_at(&text.unwrap(), NOW).is_ok());
    }
}

#[test]
fn a_binding_that_is_asked_for_has_to_be_there() {
    let holder = Holder::new(Algorithm::Ed25519);
    refused_binding(&holder.bundle, Code::BindingMissing);
    let error = verify_at(&holder.bundle, NOW).unwrap_err();
    assert_eq!(error.stage(), Stage::KeyBinding);
}

#[test]
fn a_binding_that_is_not_asked_for_is_not_evaluated() {
    let holder = Holder::new(Algorithm::Ed25519);
    let text = format!("{}x.y.z", holder.bundle);
    assert!(verify(&text, Profile::Vc).is_ok());
    refused_binding(&text, Code::FormatBase64);
}

#[test]
fn the_binding_is_typed() {
    let holder = Holder::new(Algorithm::Ed25519);
    for typ in [None, Some("JWT"), Some("dc+sd-jwt"), Some("KB+JWT")] {
        let header = typ.map(|typ| ("typ", Value::from(typ)));
        let text = holder.present(Object::from_iter(header), holder.claims());
        refused_binding(&text, Code::FormatTyp);
    }
}

#[test]
fn somebody_elses_signature_is_refused() {
    let holder = Holder::new(Algorithm::Ed25519);
    for (algorithm, code) in [
        (Algorithm::Ed25519, Code::SignatureInvalid),
        (Algorithm::Es256, Code::SignatureAlgorithm),
    ] {
        let thief = Holder {
            key: key(algorithm),
            bundle: holder.bundle.clone(),
        };
        // Bringing one's own key along in the header is of no use.
        let mut header = typ();
        header.set("jwk", thief.key.verifying_key().public().to_jwk());
        refused_binding(&thief.present(header, thief.claims()), code);
    }
}

#[test]
fn the_audience_is_this_verifier_and_no_other() {
    refused_claim("aud", None, Code::ClaimRequired);
    refused_claim(
        "aud",
        Some("https://other.example".into()),
        Code::BindingAudience,
    );
    refused_claim(
        "aud",
        Some(format!("{AUDIENCE}/").into()),
        Code::BindingAudience,
    );
    refused_claim("aud", Some("".into()), Code::BindingAudience);
    refused_claim("aud", Some(vec![AUDIENCE].into()), Code::ClaimInvalid);
    refused_claim("aud", Some(Value::Null), Code::ClaimInvalid);
}

#[test]
fn the_nonce_is_the_verifiers() {
    refused_claim("nonce", None, Code::ClaimRequired);
    refused_claim("nonce", Some("n-2".into()), Code::BindingNonce);
    refused_claim("nonce", Some("".into()), Code::BindingNonce);
    refused_claim("nonce", Some(1_i64.into()), Code::ClaimInvalid);
}

#[test]
fn the_time_is_a_time() {
    refused_claim("iat", None, Code::ClaimRequired);
    refused_claim("iat", Some(NOW.to_string().into()), Code::ClaimInvalid);
    refused_claim("iat", Some((-1_i64).into()), Code::ClaimInvalid);
    refused_claim("iat", Some(Value::Null), Code::ClaimInvalid);
}

#[test]
fn the_window_includes_both_its_ends() {
    let holder = Holder::new(Algorithm::Ed25519);
    let text = holder.present(typ(), holder.claims());
    for (now, code) in [
        (NOW - 61, Some(Code::BindingWindow)),
        (NOW - 60, None),
        (NOW + 300, None),
        (NOW + 301, Some(Code::BindingWindow)),
        (0, Some(Code::BindingWindow)),
        (Instant::MAX.unix(), Some(Code::BindingWindow)),
    ] {
        let found = verify_at(&text, now).err().map(|e| e.code());
        assert_eq!(found, code, "{now}");
    }
    let error = verify_at(&text, NOW + 301).unwrap_err();
    assert_eq!(
        json::write(&error.details().clone().into()),
        r#"{"iat":1800000000,"now":1800000301,"ahead":60,"old":300}"#
    );
}

#[test]
fn the_window_is_measured_with_the_fraction_of_a_second() {
    let holder = Holder::new(Algorithm::Ed25519);
    let mut claims = holder.claims();
    claims.set("iat", Decimal::parse("1800000000.5").unwrap());
    let text = holder.present(typ(), claims);
    for (now, code) in [
        (NOW - 60, Some(Code::BindingWindow)),
        (NOW - 59, None),
        (NOW + 300, None),
        (NOW + 301, Some(Code::BindingWindow)),
    ] {
        let found = verify_at(&text, now).err().map(|e| e.code());
        assert_eq!(found, code, "{now}");
    }
}

#[test]
fn its_own_end_is_honoured() {
    refused_claim("exp", Some(NOW.into()), Code::TimeExpired);
    refused_claim("nbf", Some((NOW + 1).into()), Code::TimeNotYetValid);
    refused_claim("exp", Some("never".into()), Code::ClaimInvalid);
}

#[test]
fn it_covers_just_what_is_presented() {
    refused_claim("sd_hash", None, Code::ClaimRequired);
    refused_claim("sd_hash", Some("".into()), Code::BindingSdHash);

    let holder = Holder::new(Algorithm::Ed25519);
    let text = holder.present(typ(), holder.claims());
    let (jwt, rest) = text.split_once('~').unwrap();
    let (_, binding) = rest.split_once('~').unwrap();
    refused_binding(&format!("{jwt}~{binding}"), Code::BindingSdHash);

    // Without its final `~` the hash is another.
    let hash = HashAlgorithm::Sha256.digest_base64url(holder.bundle.trim_end_matches('~'));
    let mut claims = holder.claims();
    claims.set("sd_hash", hash);
    refused_binding(&holder.present(typ(), claims), Code::BindingSdHash);
}

#[cfg(feature = "sm2")]
#[test]
fn it_is_hashed_with_the_algorithm_of_the_bundle() {
    let key = key(Algorithm::Ed25519);
    let jwk = json::write(&key.verifying_key().public().to_jwk().into());
    let payload = format!(r#"{{"vct":"x","cnf":{{"jwk":{jwk}}},"_sd_alg":"sm3"}}"#);
    let holder = Holder {
        bundle: sign(&payload, &[]),
        key,
    };
    refused_binding(&holder.present(typ(), holder.claims()), Code::BindingSdHash);
    let text = holder.present_all();
    assert!(verify_at(&text.unwrap(), NOW).is_ok());
}

#[test]
fn the_payload_is_a_strict_json_object() {
    let holder = Holder::new(Algorithm::Ed25519);
    for (payload, code) in [
        ("[]", Code::FormatStructure),
        ("", Code::FormatJson),
        (r#"{"aud":"a","aud":"b"}"#, Code::FormatDuplicateMember),
    ] {
        let token = sign_compact(&holder.key, typ(), payload.as_bytes()).unwrap();
        refused_binding(&format!("{}{token}", holder.bundle), code);
    }
}

#[test]
fn the_holders_key_is_a_public_jwk_and_nothing_else() {
    let refused_cnf = |cnf: &dyn Fn(&str) -> String, code| {
        let key = key(Algorithm::Es256);
        let jwk = json::write(&key.verifying_key().public().to_jwk().into());
        let holder = Holder::with_cnf(key, &cnf(&jwk));
        let text = holder.present(typ(), holder.claims());
        let error = verify_at(&text, NOW).expect_err("accepted");
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(error.stage(), Stage::Bundle);
    };
    refused_cnf(&|_| "{}".to_owned(), Code::ClaimInvalid);
    refused_cnf(&|_| "\"key\"".to_owned(), Code::ClaimInvalid);
    refused_cnf(&|_| r#"{"kid":"k"}"#.to_owned(), Code::ClaimInvalid);
    refused_cnf(&|_| r#"{"jkt":"k"}"#.to_owned(), Code::ClaimInvalid);
    refused_cnf(
        &|jwk| format!(r#"{{"jwk":{jwk},"kid":"k"}}"#),
        Code::ClaimInvalid,
    );
    refused_cnf(
        &|_| r#"{"jwk":{"kty":"oct","k":"AA"}}"#.to_owned(),
        Code::SignatureKey,
    );
    refused_cnf(
        &|jwk| format!(r#"{{"jwk":{}}}"#, jwk.replace("}", r#","d":"AA"}"#)),
        Code::SignatureKey,
    );

    let holder = Holder {
        bundle: sign(r#"{"vct":"x"}"#, &[]),
        key: key(Algorithm::Es256),
    };
    refused_binding(&holder.present(typ(), holder.claims()), Code::ClaimRequired);
}
