//! RFC 9901 §7.1, rule by rule.

use super::*;
use crate::error::{Code, Problem};
use crate::jose::{Algorithm, base64url, sign_compact};
use crate::json::{self, Object, Value};
use crate::limits;
use crate::sd_jwt::{Profile, SdJwt};
use crate::time::Instant;

#[test]
fn disclosures_are_put_into_place_and_the_machinery_removed() {
    let (name, de) = (member("name", r#""A""#), element(r#""DE""#));
    let payload = format!(
        r#"{{"iss":"i","_sd":["{}","hidden"],"in":[{{"...":"{}"}},{{"...":"gone"}},"US"],"_sd_alg":"sha-256","empty":[],"none":{{"_sd":[]}}}}"#,
        name.digest, de.digest
    );
    let claims = accepted(&payload, &[&de, &name]);
    assert_eq!(
        shown(&claims),
        r#"{"iss":"i","in":["DE","US"],"empty":[],"none":{},"name":"A"}"#
    );
    assert_eq!(claims.hidden(), 1);
    assert!(claims.member("name").unwrap().selective);
    assert!(!claims.member("iss").unwrap().selective);
    let slots = slots(claims.get("in").unwrap());
    let selective: Vec<bool> = slots.iter().map(|slot| slot.selective).collect();
    assert_eq!(selective, [true, true, false]);
    assert_eq!(claims.to_object(), None);
    assert_eq!(accepted(r#"{"a":1,"_sd":["x"]}"#, &[]).to_object(), None);
    for (name, whole) in [
        ("iss", true),
        ("in", false),
        ("empty", true),
        ("none", false),
    ] {
        assert_eq!(claims.get(name).unwrap().is_whole(), whole, "{name}");
    }
}

#[test]
fn a_token_without_disclosures_is_a_token_all_the_same() {
    assert_eq!(
        shown(&accepted(r#"{"a":[[],{}]}"#, &[])),
        r#"{"a":[[],{}]}"#
    );
}

#[test]
fn a_disclosure_inside_a_disclosure_is_put_into_place() {
    let inner = member("city", r#""X""#);
    let listed = element(&format!(r#"{{"_sd":["{}"]}}"#, inner.digest));
    let outer = member("places", &format!(r#"[{{"...":"{}"}}]"#, listed.digest));
    let payload = format!(r#"{{"_sd":["{}"]}}"#, outer.digest);
    let claims = accepted(&payload, &[&inner, &listed, &outer]);
    assert_eq!(shown(&claims), r#"{"places":[{"city":"X"}]}"#);
    // Without the one in between, the innermost is referenced by nothing.
    refused(
        &payload,
        &[&inner, &outer],
        Code::FormatUnreferencedDisclosure,
    );
}

#[test]
fn a_disclosure_is_found_by_its_text_not_by_its_content() {
    let issued = disclosure(r#"["s", "a", 1]"#);
    let respelt = disclosure(r#"["s","a",1]"#);
    let payload = format!(r#"{{"_sd":["{}"]}}"#, issued.digest);
    assert_eq!(shown(&accepted(&payload, &[&issued])), r#"{"a":1}"#);
    refused(&payload, &[&respelt], Code::FormatUnreferencedDisclosure);
}

#[test]
fn another_key_or_a_changed_token_is_refused() {
    let text = sign(r#"{"a":1}"#, &[]);
    let sd_jwt = SdJwt::parse(&text, Profile::Generic).unwrap();
    let verify = |key: &crate::jose::SigningKey| {
        let verified = sd_jwt.verify(key.verifying_key());
        verified.err().map(|e| e.code())
    };
    assert_eq!(verify(&ISSUER), None);
    assert_eq!(
        verify(&key(Algorithm::Ed25519)),
        Some(Code::SignatureInvalid)
    );
    assert_eq!(
        verify(&key(Algorithm::Es256)),
        Some(Code::SignatureAlgorithm)
    );
    let changed = text.replace(
        &base64url::encode(br#"{"a":1}"#),
        &base64url::encode(br#"{"a":2}"#),
    );
    refused_text(&changed, Profile::Generic, Code::SignatureInvalid);
}

#[test]
fn an_unknown_critical_header_is_refused() {
    let header = Object::from_iter([("crit", Value::from(vec!["x"])), ("x", true.into())]);
    let token = sign_compact(&*ISSUER, header, b"{}").unwrap();
    refused_text(&format!("{token}~"), Profile::Generic, Code::FormatHeader);
}

#[test]
fn the_text_has_its_separators() {
    let d = member("a", "1");
    let whole = sign(&format!(r#"{{"_sd":["{}"]}}"#, d.digest), &[&d]);
    let (jwt, _) = whole.split_once('~').unwrap();
    for text in [
        jwt.to_owned(),
        format!("{jwt}~{}", d.text),   // the final `~` missing
        format!("{jwt}~~{}~", d.text), // an empty disclosure
        format!("{jwt}~{}~~", d.text),
        format!("{jwt}~~"),
        String::new(),
        format!("{whole}e30"),
        format!("{whole}a.b"),
        format!("{whole} e30"),
    ] {
        refused_text(&text, Profile::Generic, Code::FormatStructure);
    }
    refused_text("~", Profile::Generic, Code::FormatStructure);
    refused_text(&format!("{jwt} ~"), Profile::Generic, Code::FormatBase64);
}

#[test]
fn white_space_around_it_is_no_part_of_it() {
    let d = member("a", "1");
    let whole = sign(&format!(r#"{{"_sd":["{}"]}}"#, d.digest), &[&d]);
    for text in [format!("{whole}\n"), format!("\r\n\t {whole} \r\n")] {
        assert!(verify(&text, Profile::Generic).is_ok(), "{text:?}");
    }
    // A space of other scripts comes from no editor.
    let other = format!("{whole}\u{3000}");
    refused_text(&other, Profile::Generic, Code::FormatStructure);
}

#[test]
fn what_is_no_sd_jwt_at_all_is_told_for_what_it_is() {
    let problem = |text: &str| {
        let error = SdJwt::parse(text, Profile::Bundle).expect_err(text);
        assert_eq!(error.code(), Code::FormatStructure, "{text}");
        error.problem()
    };
    for (text, want) in [
        ("", Problem::EmptyText),
        ("./bundle.sd-jwt", Problem::Path),
        ("eyJhbGciOiJFUzI1NiJ9.e30.AAAA", Problem::BareJwt),
        ("%PDF-1.7", Problem::Pdf),
        ("hello", Problem::FinalTildeMissing),
    ] {
        assert_eq!(problem(text), Some(want), "{text}");
    }
}

#[test]
fn the_payload_is_a_strict_json_object() {
    refused("[]", &[], Code::FormatStructure);
    refused("\"a\"", &[], Code::FormatStructure);
    refused(r#"{"a":1,"a":1}"#, &[], Code::FormatDuplicateMember);
    refused(r#"{"a":1}{}"#, &[], Code::FormatJson);
    refused(r#"{"exp":1e300}"#, &[], Code::FormatNumber);
}

#[test]
fn the_hash_algorithm_is_known_and_named_at_the_top_only() {
    refused(r#"{"_sd_alg":"md5"}"#, &[], Code::InputUnsupported);
    refused(r#"{"_sd_alg":"SHA-256"}"#, &[], Code::InputUnsupported);
    refused(r#"{"_sd_alg":"sha-256-128"}"#, &[], Code::InputUnsupported);
    refused(r#"{"_sd_alg":256}"#, &[], Code::FormatSdStructure);
    refused(r#"{"_sd_alg":null}"#, &[], Code::FormatSdStructure);
    refused(
        r#"{"a":{"_sd_alg":"sha-256"}}"#,
        &[],
        Code::FormatSdStructure,
    );
    refused(
        r#"{"a":[{"_sd_alg":"sha-256"}]}"#,
        &[],
        Code::FormatSdStructure,
    );
    let d = member("a", r#"{"_sd_alg":"sha-256"}"#);
    refused(
        &format!(r#"{{"_sd":["{}"]}}"#, d.digest),
        &[&d],
        Code::FormatSdStructure,
    );
}

#[cfg(feature = "sm2")]
#[test]
fn digests_may_be_sm3() {
    let d = member("a", "1");
    let digest = crate::jose::HashAlgorithm::from_name("sm3")
        .unwrap()
        .digest_base64url(&d.text);
    let payload = format!(r#"{{"_sd":["{digest}"],"_sd_alg":"sm3"}}"#);
    assert_eq!(shown(&accepted(&payload, &[&d])), r#"{"a":1}"#);
    let payload = format!(r#"{{"_sd":["{}"],"_sd_alg":"sm3"}}"#, d.digest);
    refused(&payload, &[&d], Code::FormatUnreferencedDisclosure);
}

#[test]
fn reserved_names_stand_in_their_places_only() {
    for payload in [
        r#"{"_sd":"x"}"#,
        r#"{"_sd":{}}"#,
        r#"{"_sd":null}"#,
        r#"{"_sd":[1]}"#,
        r#"{"_sd":[["x"]]}"#,
        r#"{"a":{"_sd":{"b":1}}}"#,
        r#"{"...":"x"}"#,
        r#"{"a":{"...":"x"}}"#,
        r#"{"a":[{"...":"x","b":1}]}"#,
        r#"{"a":[{"...":"x","_sd":[]}]}"#,
        r#"{"a":[{"...":1}]}"#,
        r#"{"a":[{"...":["x"]}]}"#,
        r#"{"a":[{"...":null}]}"#,
    ] {
        refused(payload, &[], Code::FormatSdStructure);
    }
    // The same in what is disclosed, a placeholder as the value itself among it.
    for value in [r#"{"_sd":"x"}"#, r#"{"...":"x"}"#, r#"[{"...":"x","b":1}]"#] {
        let (m, e) = (member("m", value), element(value));
        refused(
            &format!(r#"{{"_sd":["{}"]}}"#, m.digest),
            &[&m],
            Code::FormatSdStructure,
        );
        let payload = format!(r#"{{"a":[{{"...":"{}"}}]}}"#, e.digest);
        refused(&payload, &[&e], Code::FormatSdStructure);
    }
}

#[test]
fn a_members_disclosure_has_three_parts() {
    for json in [
        r#"["s","a"]"#,
        r#"["s","a",1,2]"#,
        r#"["s"]"#,
        "[]",
        "{}",
        r#""s""#,
        r#"[1,"a",1]"#,
        r#"["s",1,1]"#,
        r#"[null,"a",1]"#,
    ] {
        let d = disclosure(json);
        let payload = format!(r#"{{"_sd":["{}"]}}"#, d.digest);
        refused(&payload, &[&d], Code::FormatDisclosure);
    }
}

#[test]
fn an_elements_disclosure_has_two_parts() {
    for json in [
        r#"["s","a",1]"#,
        r#"["s"]"#,
        r#"["s","a",1,2]"#,
        r#"[1,2]"#,
        "[[],2]",
    ] {
        let d = disclosure(json);
        let payload = format!(r#"{{"a":[{{"...":"{}"}}]}}"#, d.digest);
        refused(&payload, &[&d], Code::FormatDisclosure);
    }
}

#[test]
fn a_disclosure_is_strict_json() {
    for (json, code) in [
        (r#"["s","a",{"b":1,"b":1}]"#, Code::FormatDuplicateMember),
        (r#"["s","a",1]x"#, Code::FormatJson),
        (r#"["s","a",01]"#, Code::FormatNumber),
        ("", Code::FormatStructure),
    ] {
        let d = disclosure(json);
        refused(&format!(r#"{{"_sd":["{}"]}}"#, d.digest), &[&d], code);
    }
    let mut d = member("a", "1");
    d.text.push('=');
    refused("{}", &[&d], Code::FormatBase64);
}

#[test]
fn a_disclosed_name_is_not_reserved() {
    for name in ["_sd", "...", "_sd_alg"] {
        let d = member(name, r#"["x"]"#);
        refused(
            &format!(r#"{{"_sd":["{}"]}}"#, d.digest),
            &[&d],
            Code::FormatSdStructure,
        );
    }
}

#[test]
fn a_disclosed_name_is_not_there_already() {
    let d = member("a", "2");
    let payload = format!(r#"{{"a":1,"_sd":["{}"]}}"#, d.digest);
    refused(&payload, &[&d], Code::FormatDuplicateMember);
    // In another object the name is free.
    let payload = format!(r#"{{"a":1,"b":{{"_sd":["{}"]}}}}"#, d.digest);
    assert_eq!(shown(&accepted(&payload, &[&d])), r#"{"a":1,"b":{"a":2}}"#);
}

#[test]
fn two_disclosures_do_not_share_a_name() {
    let (one, two) = (disclosure(r#"["s1","a",1]"#), disclosure(r#"["s2","a",2]"#));
    let payload = format!(r#"{{"_sd":["{}","{}"]}}"#, one.digest, two.digest);
    refused(&payload, &[&one, &two], Code::FormatDuplicateMember);
    assert_eq!(shown(&accepted(&payload, &[&two])), r#"{"a":2}"#);
}

#[test]
fn no_digest_occurs_twice_anywhere() {
    let d = member("a", "1");
    let x = &d.digest;
    for payload in [
        format!(r#"{{"_sd":["{x}","{x}"]}}"#),
        format!(r#"{{"_sd":["{x}"],"b":{{"_sd":["{x}"]}}}}"#),
        format!(r#"{{"_sd":["{x}"],"b":[{{"...":"{x}"}}]}}"#),
        format!(r#"{{"b":[{{"...":"{x}"}},{{"...":"{x}"}}]}}"#),
    ] {
        // Undisclosed: nothing tells it from a decoy.
        refused(&payload, &[], Code::FormatDuplicateDigest);
    }
    let inner = member("b", r#"{"_sd":["decoy"]}"#);
    let payload = format!(r#"{{"_sd":["{}","decoy"]}}"#, inner.digest);
    refused(&payload, &[&inner], Code::FormatDuplicateDigest);
    refused(
        &format!(r#"{{"_sd":["{x}","{x}"]}}"#),
        &[&d],
        Code::FormatDuplicateDigest,
    );
}

#[test]
fn every_disclosure_is_referenced_once() {
    let (a, b) = (member("a", "1"), member("b", "1"));
    let payload = format!(r#"{{"_sd":["{}"]}}"#, a.digest);
    refused(&payload, &[&a, &b], Code::FormatUnreferencedDisclosure);
    refused("{}", &[&a], Code::FormatUnreferencedDisclosure);
    refused(&payload, &[&a, &a], Code::FormatDuplicateDigest);
    // A digest in a place where it is only a string references nothing.
    let payload = format!(r#"{{"b":["{}"]}}"#, a.digest);
    refused(&payload, &[&a], Code::FormatUnreferencedDisclosure);
}

#[test]
fn times_are_those_of_the_processed_claims() {
    let check = |payload: &str, disclosures: &[&Forged], now| {
        let now = Instant::from_unix(now).unwrap();
        let text = sign(payload, disclosures);
        let sd_jwt = SdJwt::parse(&text, Profile::Generic).unwrap();
        let verified = sd_jwt.verify(ISSUER.verifying_key()).unwrap();
        let checked = verified.process().unwrap().check_validity(now);
        checked.err().map(|e| e.code())
    };
    let exp = member("exp", "100");
    let payload = format!(r#"{{"_sd":["{}"]}}"#, exp.digest);
    assert_eq!(check(&payload, &[&exp], 99), None);
    assert_eq!(check(&payload, &[&exp], 100), Some(Code::TimeExpired));
    assert_eq!(
        check(r#"{"nbf":100}"#, &[], 99),
        Some(Code::TimeNotYetValid)
    );
    for exp in ["\"100\"", "null", "[100]", "{}", "-1"] {
        let payload = format!(r#"{{"exp":{exp}}}"#);
        assert_eq!(check(&payload, &[], 0), Some(Code::ClaimInvalid), "{exp}");
    }
}

#[test]
fn errors_say_where() {
    let d = member("x", r#"{"y/z":[0,{"...":"a"},{"...":"b","c":1}]}"#);
    let error = refused(
        &format!(r#"{{"p":[{{"_sd":["{}"]}}]}}"#, d.digest),
        &[&d],
        Code::FormatSdStructure,
    );
    assert_eq!(error.stage(), crate::error::Stage::Bundle);
    assert_eq!(
        json::write(&error.details().clone().into()),
        r#"{"pointer":"/p/0/x/y~1z/2","member":"..."}"#
    );
}

#[test]
fn budgets_are_errors() {
    let long = format!("{}~", "A".repeat(limits::BUNDLE_BYTES));
    refused_text(&long, Profile::Generic, Code::LimitBytes);

    let many: Vec<Forged> = (0..=limits::DISCLOSURES)
        .map(|i| element(&i.to_string()))
        .collect();
    let all: Vec<&Forged> = many.iter().collect();
    refused("{}", &all, Code::LimitDisclosures);
    let slots: Vec<String> = many
        .iter()
        .map(|d| format!(r#"{{"...":"{}"}}"#, d.digest))
        .collect();
    let payload = format!(r#"{{"a":[{}]}}"#, slots.join(","));
    accepted(&payload, &all[1..]);

    let digests = |count: usize| {
        let all: Vec<String> = (0..count).map(|i| format!("\"{i}\"")).collect();
        format!(r#"{{"_sd":[{}]}}"#, all.join(","))
    };
    assert_eq!(
        accepted(&digests(limits::DIGESTS), &[]).hidden(),
        limits::DIGESTS
    );
    refused(&digests(limits::DIGESTS + 1), &[], Code::LimitDigests);
}

#[test]
fn depth_is_counted_across_disclosures() {
    let nest = |levels: usize, arrays: usize| {
        let mut chain = vec![element("1")];
        for _ in 1..levels {
            let inner = &chain.last().unwrap().digest;
            let (open, close) = ("[".repeat(arrays), "]".repeat(arrays));
            chain.push(element(&format!(r#"{open}{{"...":"{inner}"}}{close}"#)));
        }
        let payload = format!(r#"{{"a":[{{"...":"{}"}}]}}"#, chain.last().unwrap().digest);
        let chain: Vec<&Forged> = chain.iter().collect();
        verify(&sign(&payload, &chain), Profile::Generic)
            .err()
            .map(|e| e.code())
    };
    assert_eq!(nest(limits::DISCLOSURE_DEPTH, 1), None);
    assert_eq!(
        nest(limits::DISCLOSURE_DEPTH + 1, 1),
        Some(Code::LimitDepth)
    );
    // Two levels around the first, and `arrays` with each further one.
    assert_eq!(nest(3, (limits::JSON_DEPTH - 2) / 2), None);
    assert_eq!(nest(3, limits::JSON_DEPTH / 2), Some(Code::LimitDepth));
}
