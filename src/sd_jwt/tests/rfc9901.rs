//! The examples of RFC 9901, whose keys are in its Appendix A.5, and of the draft for SD-JWT VC, which is
//! signed with them.

use crate::error::Code;
use crate::jose::VerifyingKey;
use crate::json;
use crate::sd_jwt::key_binding::{self, Expected, Window};
use crate::sd_jwt::{Node, Profile, SdJwt};
use crate::time::Instant;

const SECTION_5_1: &str = include_str!("../testdata/rfc9901_section_5_1.txt");
const APPENDIX_A_3: &str = include_str!("../testdata/rfc9901_appendix_a_3.txt");
/// draft-ietf-oauth-sd-jwt-vc-07, the first whose `typ` is the one of today.
const SD_JWT_VC_4_2: &str = include_str!("../testdata/sd_jwt_vc_07_section_4_2.txt");

fn at(seconds: i64) -> Instant {
    Instant::from_unix(seconds).unwrap()
}

fn issuer() -> VerifyingKey {
    let jwk = r#"{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ","y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}"#;
    let jwk = json::parse(jwk.as_bytes(), 4096).unwrap();
    VerifyingKey::from_jwk(&jwk, None).unwrap()
}

#[test]
fn everything_issued_in_section_5_1_is_put_into_place() {
    let sd_jwt = SdJwt::parse(SECTION_5_1, Profile::Generic).unwrap();
    let processed = sd_jwt.verify(&issuer()).unwrap().process().unwrap();
    assert_eq!(processed.check_validity(at(1_882_999_999)), Ok(()));
    let expired = processed.check_validity(at(1_883_000_000)).unwrap_err();
    assert_eq!(expired.code(), Code::TimeExpired);

    let disclosed = processed.into_disclosed();
    assert_eq!(disclosed.placements().len(), 10);
    let claims = disclosed.claims();
    let cnf = json::write(&claims.get("cnf").unwrap().to_value().unwrap());
    assert!(cnf.starts_with(r#"{"jwk":{"kty":"EC","crv":"P-256","x":"TCAER19Z"#));
    let mut plain = claims.to_object().unwrap();
    plain.remove("cnf");
    assert_eq!(
        json::write(&plain.into()),
        r#"{"iss":"https://issuer.example.com","iat":1683000000,"exp":1883000000,"sub":"user_42","nationalities":["US","DE"],"updated_at":1570000000,"email":"johndoe@example.com","phone_number":"+1-202-555-0101","family_name":"Doe","phone_number_verified":true,"address":{"street_address":"123 Main St","locality":"Anytown","region":"Anystate","country":"US"},"birthdate":"1940-01-01","given_name":"John"}"#
    );
}

#[test]
fn what_section_5_2_leaves_out_stays_hidden() {
    let keep = [
        "/family_name",
        "/address",
        "/given_name",
        "/nationalities/0",
    ];
    let all = SdJwt::parse(SECTION_5_1, Profile::Generic).unwrap();
    let selected = all.select(&mut |pointer| keep.contains(&pointer)).unwrap();
    let sd_jwt = SdJwt::parse(&selected, Profile::Generic).unwrap();
    let processed = sd_jwt.verify(&issuer()).unwrap().process().unwrap();
    let claims = processed.claims();
    assert_eq!(claims.hidden(), 5);
    assert_eq!(claims.get("email"), None);
    let nationalities = claims.get("nationalities").unwrap();
    assert_eq!(json::write(&nationalities.to_disclosed()), r#"["US"]"#);
    assert_eq!(nationalities.to_value(), None);
    let slots = super::slots(nationalities);
    assert_eq!(slots.len(), 2);
    assert!(slots.iter().all(|slot| slot.selective));
    assert!(slots[1].node.is_none());
}

const AT_VERIFIER: Expected<'static> = Expected {
    audience: "https://verifier.example.org",
    nonce: "1234567890",
    window: Window {
        ahead: 60,
        old: 300,
        from: None,
    },
};
const MADE_AT: i64 = 1_748_454_271;

#[test]
fn not_one_character_of_a_presentation_can_be_changed() {
    let issuer = issuer();
    let verify = |text: &str| {
        let sd_jwt = SdJwt::parse(text, Profile::Vc)?;
        let processed = sd_jwt.verify(&issuer)?.process()?;
        key_binding::verify(&processed, &AT_VERIFIER, at(MADE_AT))
    };
    assert!(verify(APPENDIX_A_3).is_ok());
    for at in 0..APPENDIX_A_3.len() {
        let (before, rest) = APPENDIX_A_3.split_at(at);
        let (old, after) = rest.split_at(1);
        for new in ["A", "B", "~", ".", "", "é"]
            .into_iter()
            .filter(|new| *new != old)
        {
            let changed = [before, new, after].concat();
            assert!(verify(&changed).is_err(), "{old} at {at} became {new}");
        }
    }
}

#[test]
fn the_presentation_of_appendix_a_3_is_bound_to_its_holder() {
    let sd_jwt = SdJwt::parse(APPENDIX_A_3, Profile::Vc).unwrap();
    let processed = sd_jwt.verify(&issuer()).unwrap().process().unwrap();
    let binding = key_binding::verify(&processed, &AT_VERIFIER, at(MADE_AT)).unwrap();
    assert_eq!(binding.iat, at(MADE_AT));
    let late = key_binding::verify(&processed, &AT_VERIFIER, at(MADE_AT + 301)).unwrap_err();
    assert_eq!(late.code(), Code::BindingWindow);

    let disclosed = processed.into_disclosed();
    let placements = disclosed.placements();
    let claims = disclosed.claims();
    let of_age = claims.get("age_equal_or_over").unwrap();
    assert_eq!(json::write(&of_age.to_disclosed()), r#"{"18":true}"#);
    assert!(matches!(of_age, Node::Object(members) if members.hidden() == 5));
    assert_eq!(claims.hidden(), 13);
    let pointers: Vec<_> = placements.iter().map(|p| &p.pointer).collect();
    assert_eq!(
        pointers,
        [
            "/age_equal_or_over",
            "/age_equal_or_over/18",
            "/nationalities"
        ]
    );
    assert_eq!(placements[1].parent, Some(0));
}

#[test]
fn the_presentation_of_the_sd_jwt_vc_draft_comes_to_what_the_draft_says() {
    let sd_jwt = SdJwt::parse(SD_JWT_VC_4_2, Profile::Vc).unwrap();
    let processed = sd_jwt.verify(&issuer()).unwrap().process().unwrap();
    let at_verifier = Expected {
        audience: "https://example.com/verifier",
        ..AT_VERIFIER
    };
    let binding = key_binding::verify(&processed, &at_verifier, at(1_731_533_867)).unwrap();
    assert_eq!(binding.iat, at(1_731_533_867));

    let claims = processed.claims();
    assert_eq!(claims.hidden(), 7);
    let mut plain = claims.to_disclosed();
    plain.remove("cnf");
    assert_eq!(
        json::write(&plain.into()),
        r#"{"iss":"https://example.com/issuer","iat":1683000000,"exp":1883000000,"vct":"https://credentials.example.com/identity_credential","is_over_65":true,"address":{"street_address":"123 Main St","locality":"Anytown","region":"Anystate","country":"US"}}"#
    );
}
