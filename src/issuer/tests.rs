mod statements;

use super::*;
use crate::error::{Code, Error, Stage};
use crate::time::Instant;

const NOW: i64 = 1_795_339_800;

fn object(text: &str) -> Object {
    match Value::parse(text.as_bytes(), text.len()) {
        Ok(Value::Object(object)) => object,
        other => panic!("{other:?}: {text}"),
    }
}

fn new_key(algorithm: Algorithm) -> SigningKey {
    SigningKey::generate(algorithm, &SystemRandom::new()).unwrap()
}

fn claims(holder: &SigningKey) -> Object {
    let mut claims = object(
        r#"{
            "iss": "https://credit.shanghai.example", "vct": "urn:xinyi:credit-status:1",
            "iat": 1795339800, "exp": 1796203800,
            "status": {"status_list": {"uri": "https://credit.shanghai.example/status/1", "idx": 7}},
            "subject_kind": "natural_person", "jurisdiction": "310000",
            "catalogue": "CN-2025", "as_of": "2026-11-22",
            "subject": {"age_over": {"18": true}, "residence": "310115"},
            "evaluations": {"sh-public": {"score": 712}},
            "listings": [{"list": "wage_arrears", "field": "labour", "severity": "serious",
                "scope": "310000", "since": "2025-03-01", "state": "active",
                "authority": "上海市人力资源和社会保障局", "basis": "保障农民工工资支付条例"}],
            "penalties": [], "commitments": [], "honours": [], "licences": []
        }"#,
    );
    claims.set("cnf", Object::from_iter([("jwk", holder.to_jwk().into())]));
    claims
}

fn binding() -> Binding {
    let now = Instant::from_unix(NOW).unwrap();
    Binding::new("https://bikes.example", "n", now)
}

fn sign(claims: &Object, key: &SigningKey) -> Result<String, Error> {
    sign_bundle(claims, 3, Signatory::new(key, "k"), &SystemRandom::new())
}

#[track_caller]
fn refused(change: impl FnOnce(&mut Object), code: Code, pointer: &str) {
    let key = new_key(Algorithm::Ed25519);
    let mut claims = claims(&key);
    change(&mut claims);
    let error = sign(&claims, &key).expect_err("signed");
    assert_eq!(error.code(), code, "{error}");
    let found = error.details().get("pointer").and_then(Value::as_str);
    assert_eq!(found, Some(pointer), "{error}");
}

#[test]
fn a_bundle_has_a_disclosure_for_each_part_that_the_profile_names() {
    let key = new_key(Algorithm::Ed25519);
    let bundle = sign(&claims(&key), &key).unwrap();
    // Two members of the subject, one evaluation, five lists, one record.
    assert_eq!(bundle.matches('~').count(), 1 + 2 + 1 + 5 + 1);
    let (token, _) = bundle.split_once('~').unwrap();
    let payload = token.split('.').nth(1).unwrap();
    let payload = base64url::decode(payload).unwrap();
    let payload = Value::parse(&payload, payload.len()).unwrap();
    let digests = payload.member("_sd").and_then(Value::as_array).unwrap();
    assert_eq!(digests.len(), 5 + 3);
    for name in ["iss", "cnf", "status", "as_of", "subject", "evaluations"] {
        assert!(payload.member(name).is_some(), "{name}");
    }
}

#[test]
fn what_is_not_to_be_disclosed_is_left_out_of_a_presentation() {
    let key = new_key(Algorithm::Es256);
    let bundle = sign(&claims(&key), &key).unwrap();
    let binding = binding();
    let of = |pointer: &'static str| present(&bundle, |p| p == pointer, Some((&key, &binding)));
    assert_eq!(of("/nowhere").unwrap().matches('~').count(), 1);
    assert_eq!(of("/listings").unwrap().matches('~').count(), 2);
    // With what it is found in.
    assert_eq!(of("/listings/0").unwrap().matches('~').count(), 3);
    let unbound = present(&bundle, |_| true, None).unwrap();
    assert_eq!(unbound, bundle);
}

/// Each value is shown to one issuer alone, and where the other values stand says nothing of whom
/// they are for.
#[test]
fn each_link_is_a_disclosure_of_its_own() {
    let key = new_key(Algorithm::Ed25519);
    let link = || new_link(&SystemRandom::new()).unwrap();
    let (agency, bank) = (link(), link());
    assert_ne!(agency, bank);
    let mut claims = claims(&key);
    let links = [
        ("https://agency.example", Value::from(agency.as_str())),
        ("https://bank.example", bank.as_str().into()),
    ];
    let subject = Object::from_iter([("links", Object::from_iter(links).into())]);
    claims.set("subject", subject);
    let bundle = sign(&claims, &key).unwrap();
    let shown = |pointer: &str| present(&bundle, |p| p == pointer, None).unwrap();
    let [nothing, both] = ["/subject/links", "/subject"].map(shown);
    assert_eq!([nothing, both].map(|s| s.matches('~').count()), [1, 1]);
    let one = shown("/subject/links/https:~1~1agency.example");
    let disclosures: Vec<&str> = one.split('~').skip(1).collect();
    let [disclosure, ""] = disclosures[..] else {
        panic!("{one}");
    };
    let disclosure = base64url::decode(disclosure).unwrap();
    let disclosure = String::from_utf8(disclosure).unwrap();
    let end = format!(r#","https://agency.example","{agency}"]"#);
    assert!(disclosure.ends_with(&end), "{disclosure}");
}

#[test]
fn a_link_that_ties_nothing_is_not_signed() {
    let subject = |member: &'static str, value: Value| {
        move |claims: &mut Object| claims.set("subject", Object::from_iter([(member, value)]))
    };
    let link = || Value::from(new_link(&SystemRandom::new()).unwrap());
    refused(subject("link", link()), Code::ClaimInvalid, "/subject/link");
    refused(
        subject("links", link()),
        Code::ClaimInvalid,
        "/subject/links",
    );
    let too_short = Object::from_iter([("https://agency.example", "MTIzNDU2Nzg".into())]);
    refused(
        subject("links", too_short.into()),
        Code::ClaimInvalid,
        "/subject/links/https:~1~1agency.example",
    );
}

#[cfg(feature = "sm2")]
#[test]
fn a_bundle_signed_with_sm2_has_digests_by_sm3() {
    let key = new_key(Algorithm::Sm2);
    let bundle = sign(&claims(&key), &key).unwrap();
    let payload = bundle.split('.').nth(1).unwrap();
    let payload = base64url::decode(payload).unwrap();
    let payload = Value::parse(&payload, payload.len()).unwrap();
    let name = payload.member("_sd_alg").and_then(Value::as_str);
    assert_eq!(name, Some("sm3"));
}

#[test]
fn what_no_verifier_accepts_is_not_signed() {
    let drop = |name: &'static str| move |claims: &mut Object| drop(claims.remove(name));
    refused(drop("cnf"), Code::ClaimRequired, "/cnf");
    refused(drop("iss"), Code::ClaimRequired, "/iss");
    refused(drop("exp"), Code::ClaimRequired, "/exp");
    refused(drop("status"), Code::ClaimRequired, "/status");
    // With decoys, it would pass for hidden.
    refused(drop("penalties"), Code::ClaimRequired, "/penalties");
    refused(drop("catalogue"), Code::ClaimRequired, "/catalogue");
    refused(|c| c.set("vct", "urn:x"), Code::ClaimInvalid, "/vct");
    refused(|c| c.set("exp", NOW), Code::ClaimInvalid, "/exp");
    refused(
        |c| c.set("as_of", "2026-11-23"),
        Code::ClaimConflict,
        "/as_of",
    );
    refused(
        |c| c.set("listings", 0_i64),
        Code::ClaimInvalid,
        "/listings",
    );
    refused(
        |c| c.set("finance", object(r#"{"revenue": "100"}"#)),
        Code::ClaimInvalid,
        "/finance/revenue",
    );
    refused(
        |c| c.set("subject", object(r#"{"blood_type": "A"}"#)),
        Code::ClaimForbidden,
        "/subject/blood_type",
    );
    refused(|c| c.set("nbf", NOW + 864_000), Code::ClaimInvalid, "/nbf");
    refused(|c| c.set("nbf", "today"), Code::ClaimInvalid, "/nbf");
    refused(|c| c.set("aud", 7_i64), Code::ClaimInvalid, "/aud");
    refused(
        |c| c.set("aud", Value::Array(Vec::new())),
        Code::ClaimInvalid,
        "/aud",
    );
    refused(
        |c| c.set("listings", Value::Null),
        Code::ClaimInvalid,
        "/listings",
    );
    refused(
        |c| c.set("status", object(r#"{"status_list": {"uri": "u"}}"#)),
        Code::ClaimInvalid,
        "/status/status_list/idx",
    );
}

#[test]
fn a_record_that_no_verifier_accepts_is_not_signed() {
    let listing = |changes: &str| {
        let mut listing = object(
            r#"{"list": "wage_arrears", "field": "labour", "severity": "serious",
                "scope": "310000", "since": "2025-03-01", "state": "active",
                "authority": "示例区人力资源和社会保障局", "basis": "保障农民工工资支付条例"}"#,
        );
        for (name, value) in object(changes).iter() {
            listing.set(name, value.clone());
        }
        move |claims: &mut Object| claims.set("listings", Value::Array(vec![listing.into()]))
    };
    let (invalid, conflict) = (Code::ClaimInvalid, Code::ClaimConflict);
    for (changes, code, pointer) in [
        (r#"{"severity": "mild"}"#, invalid, "severity"),
        (r#"{"list": "Wage arrears"}"#, invalid, "list"),
        (r#"{"since": "2025-02-29"}"#, invalid, "since"),
        (r#"{"since": "2026-11-23"}"#, conflict, "since"),
        (r#"{"until": "2025-02-28"}"#, conflict, "until"),
        (r#"{"recognised_in": ["32"]}"#, invalid, "recognised_in/0"),
        (
            r#"{"via": {"role": "principal"}}"#,
            Code::ClaimRequired,
            "via/subject_kind",
        ),
        (
            r#"{"remarks": [{"病史": "…"}]}"#,
            Code::ClaimForbidden,
            "remarks/0/病史",
        ),
    ] {
        refused(listing(changes), code, &format!("/listings/0/{pointer}"));
    }
    refused(
        |c| c.set("vct", "urn:xinyi:market-credit:1"),
        invalid,
        "/listings",
    );
    let key = new_key(Algorithm::Ed25519);
    let mut claims = claims(&key);
    listing(r#"{"remarks": ["…"], "disputed": true}"#)(&mut claims);
    assert!(sign(&claims, &key).is_ok());
}

#[test]
fn a_status_list_holds_only_what_fits_it() {
    let key = new_key(Algorithm::Ed25519);
    let sign = |bits, statuses: &[(u64, u8)]| {
        let list = StatusList {
            iss: "https://credit.shanghai.example",
            uri: "https://credit.shanghai.example/status/1",
            bits,
            entries: 4,
            statuses,
            iat: Instant::from_unix(NOW).unwrap(),
            exp: None,
            ttl: Some(43_200),
        };
        sign_status_list(&list, Signatory::new(&key, "s")).map_err(|e| e.code())
    };
    assert!(sign(1, &[(1, 1)]).is_ok());
    assert!(sign(2, &[(1, 1), (2, 2), (3, 3)]).is_ok());
    assert_eq!(sign(1, &[(0, 2)]), Err(Code::ClaimInvalid));
    assert_eq!(sign(3, &[]), Err(Code::ClaimInvalid));
    assert_eq!(sign(1, &[(8, 1)]), Err(Code::StatusIndex));
}

#[test]
fn a_pin_names_what_was_signed() {
    let key = new_key(Algorithm::Ed25519);
    let list = object(r#"{"version": 3, "entries": []}"#);
    let signed = sign_trust_list(&list, &[Signatory::new(&key, "k")]).unwrap();
    let found = pin(&signed).unwrap();
    let hash = crate::jose::sha256(br#"{"version":3,"entries":[]}"#);
    let hash = base64url::encode(&hash);
    assert_eq!(
        found,
        Object::from_iter([("version", 3_i64.into()), ("sha256", hash.into())])
    );
    assert!(pin("{}").is_err());
    assert!(pin("a.b.c").is_err());
}

#[test]
fn a_programme_that_does_not_read_is_not_signed() {
    let key = new_key(Algorithm::Ed25519);
    let programme = object(r#"{"id": "a", "version": 1}"#);
    let error = sign_programme(&programme, Signatory::new(&key, "p")).unwrap_err();
    assert_eq!(error.code(), Code::ProgrammeSchema);
}

/// A draft is in Chinese alone, as long as nobody signs it.
#[test]
fn a_programme_is_signed_in_both_languages() {
    let key = new_key(Algorithm::Ed25519);
    let signed = |title: serde_json::Value| {
        let iss = "https://credit.shanghai.example";
        let members = serde_json::json!({ "iss": iss, "title": title });
        let programme = testkit::programmes::programme(members).to_string();
        sign_programme(&object(&programme), Signatory::new(&key, "p"))
    };
    let error = signed(serde_json::json!({ "zh-CN": "甲" })).unwrap_err();
    let pointer = error.details().get("pointer").and_then(Value::as_str);
    assert_eq!(
        (error.code(), pointer),
        (Code::ProgrammeSchema, Some("/title/en"))
    );
    assert!(signed(serde_json::json!({ "zh-CN": "甲", "en": "A" })).is_ok());
}

/// What is over or past its time, each with its place; what counts somewhere else is passed on.
#[test]
fn what_may_no_longer_be_shared_is_not_signed() {
    let key = new_key(Algorithm::Ed25519);
    let with = |list: &'static str, record: &str| {
        let mut claims = claims(&key);
        claims.set("listings", Value::Array(Vec::new()));
        let record = Value::from(object(record));
        claims.set(list, Value::Array(vec![record]));
        sign(&claims, &key)
    };
    let penalty = |more: &str| {
        format!(
            r#"{{"document": "x", "kind": "fine", "field": "transport", "class": "general",
              "procedure": "general", "authority": "x", "basis": "x", {more}}}"#
        )
    };
    let listing = |more: &str| {
        format!(
            r#"{{"list": "market_serious", "field": "market", "severity": "serious",
              "scope": "310000", "authority": "x", "basis": "x", {more}}}"#
        )
    };
    let active = r#""state": "active", "determined_on": "2026-06-01""#;
    for (list, record, ground) in [
        (
            "penalties",
            penalty(&active.replace("active", "repaired")),
            "repaired",
        ),
        (
            "penalties",
            penalty(&active.replace("active", "withdrawn")),
            "withdrawn",
        ),
        (
            "penalties",
            penalty(&active.replace("2026-06-01", "2023-06-01")),
            "publicity_ended",
        ),
        (
            "penalties",
            penalty(active).replace(r#""procedure": "general""#, r#""procedure": "simple""#),
            "never_public",
        ),
        (
            "listings",
            listing(r#""state": "active", "since": "2020-01-01""#),
            "term_ended",
        ),
        (
            "listings",
            listing(r#""state": "active", "since": "2026-01-01", "until": "2026-02-01""#),
            "ended",
        ),
    ] {
        let error = with(list, &record).expect_err(ground);
        assert_eq!(error.code(), Code::IssuerNotShareable, "{record}");
        let details =
            ["pointer", "ground"].map(|name| error.details().get(name).and_then(Value::as_str));
        assert_eq!(
            details,
            [Some(&*format!("/{list}/0")), Some(ground)],
            "{record}"
        );
    }
    for (list, record) in [
        ("penalties", penalty(active)),
        (
            "penalties",
            penalty(&format!(r#""region": "440100", {active}"#)),
        ),
        (
            "listings",
            listing(r#""state": "active", "since": "2026-01-01", "disputed": true"#),
        ),
    ] {
        assert!(with(list, &record).is_ok(), "{record}");
    }
}

/// A signer with another key than it says.
struct Impostor {
    says: VerifyingKey,
    key: SigningKey,
}

impl Signer for Impostor {
    fn verifying_key(&self) -> &VerifyingKey {
        &self.says
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.key.sign(message)
    }
}

#[test]
fn nothing_is_made_of_a_signature_by_another_key() {
    let right = new_key(Algorithm::Ed25519);
    let impostor = Impostor {
        says: right.verifying_key().clone(),
        key: new_key(Algorithm::Ed25519),
    };
    let everything = |signer: &dyn Signer| -> Vec<Result<String, Error>> {
        let random = SystemRandom::new();
        let signatory = Signatory::new(signer, "k");
        let list = object(r#"{"version": 3, "entries": []}"#);
        let law = serde_json::to_string(&LawEdition::built_in().unwrap()).unwrap();
        let programme = testkit::programmes::programme(serde_json::json!({
            "iss": "https://credit.shanghai.example", "title": { "zh-CN": "甲", "en": "A" },
        }));
        let at = |seconds| Instant::from_unix(NOW + seconds).unwrap();
        let statuses = StatusList {
            iss: "https://credit.shanghai.example",
            uri: "https://credit.shanghai.example/status/1",
            bits: 1,
            entries: 8,
            statuses: &[],
            iat: at(0),
            exp: None,
            ttl: None,
        };
        let signed_list = sign_status_list(&statuses, Signatory::new(&right, "k")).unwrap();
        let drafted = sign_trust_list(&list, &[]).unwrap();
        let bundle = sign(&claims(&right), &right).unwrap();
        vec![
            sign_bundle(&claims(&right), 3, signatory, &random),
            present(&bundle, |_| true, Some((signer, &binding()))),
            sign_status_list(&statuses, signatory),
            change_status_list(&signed_list, &[(1, 1)], at(1), None, signatory),
            sign_programme(&object(&programme.to_string()), signatory),
            sign_root(&list, &[signatory]),
            sign_manifest(&list, &[signatory]),
            sign_trust_list(&list, &[Signatory::new(&right, "r"), signatory]),
            sign_law(&object(&law), &[signatory]),
            add_signature(Role::TrustList, &drafted, "k", signer),
        ]
    };
    for (number, result) in everything(&right).into_iter().enumerate() {
        assert!(result.is_ok(), "{number}: {result:?}");
    }
    for (number, result) in everything(&impostor).into_iter().enumerate() {
        let error = result.expect_err("made");
        let found = (error.code(), error.stage());
        let expected = (Code::SignatureInvalid, Stage::Signer);
        assert_eq!(found, expected, "{number}");
    }
}
