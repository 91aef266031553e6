//! What is fuzzed: plain functions of bytes that panic where a promise is broken. The tests run
//! them on a few thousand mutations of the vectors, cargo-fuzz on whatever it finds.

pub mod reference;

use crate::programmes::programme_when;
use serde_json::json;
use xinyi::authoring::Lint;
use xinyi::issuer::SigningKey;
use xinyi::token::{
    SdJwtOptions, StatusListOptions, VerifyingKey, verify_sd_jwt, verify_status_list,
};
use xinyi::{
    Day, Decision, Error, Explain, Inspection, Instant, LawEdition, Trial, Value, Verifier,
    VerifierOptions,
};

/// More than any limit on a document that is read here.
const ENOUGH: usize = 1 << 20;

/// What is read is written and read again the same; and what a tolerant reader takes is refused
/// for a reason that we have.
pub fn json(bytes: &[u8]) {
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
    match Value::parse(bytes, ENOUGH) {
        Ok(ours) => {
            let written = ours.to_string();
            let again = Value::parse(written.as_bytes(), ENOUGH).expect("what was written is read");
            assert_eq!(again, ours);
            assert_eq!(again.to_string(), written);
            let theirs = theirs.expect("what is strict is JSON");
            let written = serde_json::from_str(&written).expect("what was written is JSON");
            assert_eq!(without_numbers(written), without_numbers(theirs));
        }
        Err(error) => {
            let code = error.code().as_str();
            let ours = ["format.duplicate_member", "format.number"].contains(&code);
            assert!(
                ours || code.starts_with("limit.") || theirs.is_err(),
                "{error}"
            );
        }
    }
}

/// They go through binary floating point on the other side.
fn without_numbers(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(_) => serde_json::Value::Null,
        serde_json::Value::Array(all) => all.into_iter().map(without_numbers).collect(),
        serde_json::Value::Object(all) => all
            .into_iter()
            .map(|(name, value)| (name, without_numbers(value)))
            .collect(),
        other => other,
    }
}

/// A key that is read has nothing private in it, and is the same in any order and company.
pub fn jwk(bytes: &[u8]) {
    let Ok(jwk) = Value::parse(bytes, ENOUGH) else {
        return;
    };
    let Ok(key) = VerifyingKey::from_jwk(&jwk, None) else {
        return;
    };
    let members = jwk.as_object().expect("a key is an object");
    for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        assert!(!members.contains(private), "{private}");
    }
    let mut reversed: Vec<(String, Value)> = members
        .iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    reversed.reverse();
    let mut other: xinyi::Object = reversed.into_iter().collect();
    other.set("of no meaning", true);
    let again = VerifyingKey::from_jwk(&other.into(), None).expect("the same key");
    assert_eq!(format!("{again:?}"), format!("{key:?}"));
}

/// Anything can be looked into, and nothing in it is proven.
pub fn token(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else {
        return;
    };
    let document = Inspection::of(text, now()).to_json().to_string();
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["proven"], json!(false));
    let Ok(key) = VerifyingKey::from_jwk(&Value::from(signer().to_jwk()), None) else {
        panic!("a public key");
    };
    for vc in [false, true] {
        let mut options = SdJwtOptions::at(now());
        options.vc = vc;
        if verify_sd_jwt(text, &key, &options).is_ok() && vc {
            no_faults(&document);
        }
    }
}

/// Disclosures are put into place as a second, simpler reading of RFC 9901 §7.1 does it. The
/// bytes choose payload and disclosures out of what may go wrong.
pub fn disclosures(bytes: &[u8]) {
    let case = reference::Case::of(bytes);
    let header = r#"{"alg":"EdDSA","kid":"1","typ":"dc+sd-jwt"}"#;
    let mut text = sign(header, case.payload.to_string().as_bytes());
    for disclosure in &case.disclosures {
        text.push('~');
        text.push_str(disclosure);
    }
    text.push('~');
    let key = VerifyingKey::from_jwk(&Value::from(signer().to_jwk()), None).expect("a public key");
    let ours = verify_sd_jwt(&text, &key, &SdJwtOptions::at(now()));
    let shown = Inspection::of(&text, now()).to_json().to_string();
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    match (ours, case.process()) {
        (Ok(ours), Ok(theirs)) => {
            let ours: serde_json::Value =
                serde_json::from_str(&Value::from(ours).to_string()).expect("JSON");
            assert_eq!(ours, theirs, "{case:?}");
            no_faults(&shown);
        }
        (Err(error), Err(_)) => {
            // Whoever looks into it is told as well.
            let code = json!(error.code().as_str());
            let problems = shown["problems"].as_array().expect("problems");
            assert!(
                problems.iter().any(|p| p["code"] == code),
                "{error}: {problems:?}"
            );
        }
        (ours, theirs) => panic!("{ours:?}, {theirs:?} of {case:?}"),
    }
}

/// A signed status list of any content gives a status or an error, and the same one twice.
pub fn status_list(bytes: &[u8]) {
    let (head, lst) = bytes.split_at(bytes.len().min(2));
    let [bits, idx] = [0, 1].map(|i| head.get(i).copied().unwrap_or_default());
    let bits = [1, 2, 4, 8, 3][usize::from(bits % 5)];
    let claims = json!({
        "sub": "urn:list", "iat": now().unix(),
        "status_list": { "bits": bits, "lst": reference::base64url(lst) },
    });
    let header = r#"{"alg":"EdDSA","kid":"1","typ":"statuslist+jwt"}"#;
    let text = sign(header, claims.to_string().as_bytes());
    let key = VerifyingKey::from_jwk(&Value::from(signer().to_jwk()), None).expect("a public key");
    let options = StatusListOptions {
        now: now(),
        uri: "urn:list".to_owned(),
        index: u64::from(idx),
        max_age: None,
    };
    let once = verify_status_list(&text, &key, &options);
    assert_eq!(verify_status_list(&text, &key, &options), once);
}

/// A programme on facts, `{"programme": …, "facts": …}`: what is refused is what lint finds, and a
/// decision keeps to its form.
pub fn programme(bytes: &[u8]) {
    let Ok(both) = Value::parse(bytes, ENOUGH) else {
        return;
    };
    let [Some(programme), Some(facts)] = ["programme", "facts"].map(|name| both.member(name))
    else {
        return;
    };
    let [programme, facts] = [programme, facts].map(Value::to_string);
    let lint = Lint::of(&programme);
    let faulty = lint.as_ref().map_or(true, |lint| !lint.errors().is_empty());
    let told = |explain| Trial::run(&programme, &facts, now(), explain);
    match (told(Explain::Full), told(Explain::Codes)) {
        (Ok(full), Ok(codes)) => {
            assert!(!faulty, "{lint:?}");
            let [full, codes] = [&full, &codes].map(|trial| well_formed(trial.decision()));
            for name in ["outcome", "tier", "missing", "eligible_from", "valid_until"] {
                assert_eq!(full[name], codes[name], "{name}");
            }
            for reason in codes["reasons"].as_array().expect("reasons") {
                let told = ["expected", "actual", "record"].map(|name| reason.get(name));
                assert_eq!(told, [None; 3], "{reason}");
            }
            assert!(!codes["set_aside"].to_string().contains("path"), "{codes}");
        }
        (Err(full), Err(codes)) => {
            assert_eq!(full, codes);
            assert_eq!(of_programme(&full), faulty, "{full}, {lint:?}");
        }
        (full, codes) => panic!("{full:?}, {codes:?}"),
    }
}

/// An edition of the law on facts, `{"law": …, "facts": …}`: what is read is written the same, and whatever a row
/// says, records stand in some way and a decision keeps to its form.
pub fn law(bytes: &[u8]) {
    let Ok(both) = Value::parse(bytes, ENOUGH) else {
        return;
    };
    let [Some(law), Some(facts)] = ["law", "facts"].map(|name| both.member(name)) else {
        return;
    };
    let Ok(edition) = LawEdition::parse(law.to_string().as_bytes()) else {
        return;
    };
    let written = serde_json::to_string(&edition).expect("JSON");
    assert_eq!(written, law.to_string());
    let facts = facts.to_string();
    let day = Day::of(now());
    for record in edition.records(&facts, day).into_iter().flatten() {
        assert!(
            record.counts_until.is_none_or(|until| until >= day),
            "{record:?}"
        );
    }
    let programme = programme_when(json!({
        "none": [{ "var": "credit.penalties" }, { "==": [{ "var": "class" }, "serious"] }],
    }));
    let programme = programme.to_string();
    match Trial::run_by_law(&edition, &programme, &facts, now(), Explain::Full) {
        Ok(trial) => drop(well_formed(trial.decision())),
        Err(error) => assert!(!of_programme(&error), "{error}"),
    }
}

/// Whether an error says that a programme is none, or none of this language.
fn of_programme(error: &Error) -> bool {
    let code = error.code().as_str();
    let written = error.to_json().to_string();
    let stage = written.contains(r#""stage":"programme""#);
    code == "input.unsupported" || (stage && code != "limit.work")
}

fn well_formed(decision: &Decision) -> serde_json::Value {
    let text = serde_json::to_string(decision).expect("JSON");
    let decision: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let outcome = decision["outcome"].as_str().expect("an outcome");
    let given = |name: &str| !decision[name].is_null();
    let some = |name: &str| {
        decision[name]
            .as_array()
            .is_some_and(|list| !list.is_empty())
    };
    let granted = outcome == "granted";
    for name in ["tier", "benefit", "valid_until"] {
        assert!(
            given(name) == granted || name == "valid_until" && !given(name),
            "{text}"
        );
    }
    assert!(!(granted && given("eligible_from")), "{text}");
    assert!(granted || !given("upgrade"), "{text}");
    assert!(outcome == "undetermined" || !some("missing"), "{text}");
    assert!(
        outcome == "undetermined" || decision["manual_review"] == false,
        "{text}"
    );
    for remedy in decision["remedies"].as_array().expect("remedies") {
        assert_eq!(remedy["then"]["outcome"], "granted", "{text}");
        assert_ne!(remedy["steps"], json!([]), "{text}");
    }
    assert_eq!(decision["evidence"]["verified"], false, "{text}");
    decision
}

/// A root, a snapshot and a state, `{"root": …, "snapshot": …, "state": …}` as texts: what is
/// exported is loaded again as it was, and what was seen is not forgotten.
pub fn snapshot(bytes: &[u8]) {
    let Ok(all) = Value::parse(bytes, ENOUGH) else {
        return;
    };
    let text = |name: &str| all.member(name).and_then(Value::as_str);
    let mut options = VerifierOptions::at(now());
    options.state = text("state").map(str::to_owned);
    let Ok(mut verifier) =
        Verifier::new(text("root").unwrap_or_default(), text("snapshot"), &options)
    else {
        return;
    };
    let exported = |verifier: &Verifier| (verifier.export_state(), verifier.export_snapshot());
    let first = exported(&verifier);
    let in_time = verifier.check_time(now());
    verifier.load(text("snapshot"), now());
    assert_eq!(exported(&verifier), first);
    verifier.absorb_state(&first.0);
    assert_eq!(exported(&verifier), first);

    options.state = Some(first.0.clone());
    let root = text("root").unwrap_or_default();
    let again = Verifier::new(root, first.1.as_deref(), &options).expect("the root is as it was");
    assert_eq!(exported(&again), first);
    assert_eq!(again.check_time(now()).is_ok(), in_time.is_ok());
}

/// What verifies has no fault of form when it is looked into.
#[track_caller]
fn no_faults(inspection: &serde_json::Value) {
    for problem in inspection["problems"].as_array().expect("problems") {
        let code = problem["code"].as_str().expect("a code");
        let of_form = code.starts_with("format.") || code.starts_with("signature.");
        assert!(!of_form, "{problem}");
    }
}

fn sign(header: &str, payload: &[u8]) -> String {
    let input = [header.as_bytes(), payload]
        .map(reference::base64url)
        .join(".");
    let signature = signer()
        .sign(input.as_bytes())
        .expect("Ed25519 takes no randomness");
    [input, reference::base64url(&signature)].join(".")
}

/// The key of RFC 8037, Appendix A.1.
fn signer() -> SigningKey {
    const PKCS8: [u8; 16] = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    const SECRET: [u8; 32] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c,
        0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae,
        0x7f, 0x60,
    ];
    SigningKey::from_pkcs8(&[&PKCS8[..], &SECRET].concat()).expect("a private key")
}

fn now() -> Instant {
    Instant::from_unix(1_795_140_000).expect("a time")
}
