//! What a credential, and a bundle, must have beyond RFC 9901.

use super::*;
use crate::error::Code;
use crate::jose::sign_compact;
use crate::json::{Object, Value};
use crate::sd_jwt::Profile;

const CLAIMS: &str = r#""iss":"i","vct":"urn:x""#;

#[track_caller]
fn refused_vc(payload: &str, disclosures: &[&Forged], code: Code) {
    let text = sign(payload, disclosures);
    for profile in [Profile::Vc, Profile::Bundle] {
        refused_text(&text, profile, code);
    }
}

#[test]
fn a_credential_is_typed() {
    for typ in [Some("vc+sd-jwt"), Some("DC+SD-JWT"), Some("JWT"), None] {
        let mut header = Object::new();
        if let Some(typ) = typ {
            header.set("typ", typ);
        }
        let token = sign_compact(&*ISSUER, header, br#"{"vct":"x"}"#).unwrap();
        let text = format!("{token}~");
        refused_text(&text, Profile::Vc, Code::FormatTyp);
        refused_text(&text, Profile::Bundle, Code::FormatTyp);
        assert!(verify(&text, Profile::Generic).is_ok());
    }
}

#[test]
fn protected_claims_are_never_disclosed() {
    for (name, value) in [
        ("iss", "\"i\""),
        ("nbf", "1"),
        ("exp", "1"),
        ("cnf", "{}"),
        ("vct", "\"urn:x\""),
        ("vct#integrity", "\"sha256-x\""),
        ("aka_vcts", "[\"y\"]"),
        ("status", "{}"),
    ] {
        let d = member(name, value);
        let rest = match name {
            "iss" => r#""vct":"urn:x""#,
            "vct" => r#""iss":"i""#,
            _ => CLAIMS,
        };
        let payload = format!(r#"{{{rest},"_sd":["{}"]}}"#, d.digest);
        refused_vc(&payload, &[&d], Code::ClaimProtected);
        assert!(verify(&sign(&payload, &[&d]), Profile::Generic).is_ok());
    }
}

#[test]
fn protected_claims_have_no_disclosed_parts() {
    let idx = member("idx", "1");
    let aka = element("\"y\"");
    for (part, disclosures) in [
        (
            format!(r#""status":{{"status_list":{{"_sd":["{}"]}}}}"#, idx.digest),
            vec![&idx],
        ),
        (
            format!(r#""aka_vcts":[{{"...":"{}"}}]"#, aka.digest),
            vec![&aka],
        ),
        // Hidden, decoys, or a place for them.
        (r#""status":{"_sd":["x"]}"#.to_owned(), vec![]),
        (r#""cnf":{"jwk":{"_sd":[]}}"#.to_owned(), vec![]),
        (r#""aka_vcts":["y",{"...":"x"}]"#.to_owned(), vec![]),
    ] {
        let payload = format!("{{{CLAIMS},{part}}}");
        refused_vc(&payload, &disclosures, Code::ClaimProtected);
    }
}

#[test]
fn the_type_is_a_string_that_is_there() {
    refused_vc(r#"{"iss":"i"}"#, &[], Code::ClaimRequired);
    refused_vc(r#"{"vct":1}"#, &[], Code::ClaimInvalid);
    refused_vc(r#"{"vct":["urn:x"]}"#, &[], Code::ClaimInvalid);
    refused_vc(
        &format!(r#"{{{CLAIMS},"vct#integrity":1}}"#),
        &[],
        Code::ClaimInvalid,
    );
}

#[test]
fn other_types_are_other_strings() {
    for aka in ["[]", "\"y\"", "[1]", "[\"y\",\"urn:x\"]", "[[\"y\"]]", "{}"] {
        let payload = format!(r#"{{{CLAIMS},"aka_vcts":{aka}}}"#);
        refused_vc(&payload, &[], Code::ClaimInvalid);
    }
    let payload = format!(r#"{{{CLAIMS},"aka_vcts":["y","z"]}}"#);
    assert!(verify(&sign(&payload, &[]), Profile::Bundle).is_ok());
}

#[test]
fn sub_and_iat_may_be_disclosed() {
    let (sub, iat) = (member("sub", "\"s\""), member("iat", "1"));
    let payload = format!(r#"{{{CLAIMS},"_sd":["{}","{}"]}}"#, sub.digest, iat.digest);
    assert!(verify(&sign(&payload, &[&sub, &iat]), Profile::Vc).is_ok());
}

#[test]
fn nothing_in_a_bundle_is_null() {
    let (whole, inside, listed) = (
        member("a", "null"),
        member("a", r#"{"b":[null]}"#),
        element("null"),
    );
    for (part, disclosures, pointer) in [
        (r#""a":null"#.to_owned(), vec![], "/a"),
        (r#""a":[1,{"b":null}]"#.to_owned(), vec![], "/a/1/b"),
        (format!(r#""_sd":["{}"]"#, whole.digest), vec![&whole], "/a"),
        (
            format!(r#""_sd":["{}"]"#, inside.digest),
            vec![&inside],
            "/a/b/0",
        ),
        (
            format!(r#""a":[0,{{"...":"{}"}}]"#, listed.digest),
            vec![&listed],
            "/a/1",
        ),
    ] {
        let text = sign(&format!("{{{CLAIMS},{part}}}"), &disclosures);
        let error = refused_text(&text, Profile::Bundle, Code::ClaimInvalid);
        assert_eq!(error.details().get("pointer"), Some(&Value::from(pointer)));
        assert!(verify(&text, Profile::Vc).is_ok());
    }
}
