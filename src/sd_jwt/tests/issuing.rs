//! Issuing, selecting and presenting.

use ring::rand::SystemRandom;

use super::*;
use crate::error::Code;
use crate::jose::HashAlgorithm;
use crate::json::{self, Object, Value};
use crate::sd_jwt::{Profile, SdJwt, SdJwtIssuance, present};

const CLAIMS: &str = r#"{"vct":"x","a":{"b":1,"c":[10,11,{"d":true}]},"e":"f"}"#;

fn issue(decoys: usize, hash: HashAlgorithm, selective: &[&str]) -> String {
    let claims = json::parse(CLAIMS.as_bytes(), 1000).unwrap();
    let issuance = SdJwtIssuance {
        signer: &*ISSUER,
        header: Object::from_iter([("typ", Value::from("dc+sd-jwt")), ("kid", "k".into())]),
        hash,
        decoys,
        withheld: &[],
        random: &SystemRandom::new(),
    };
    issuance
        .issue(claims.as_object().unwrap(), |pointer| {
            selective.contains(&pointer)
        })
        .unwrap()
}

const HASHES: &[HashAlgorithm] = &[
    HashAlgorithm::Sha256,
    #[cfg(feature = "sm2")]
    HashAlgorithm::Sm3,
];

const SELECTIVE: &[&str] = &["/a", "/a/b", "/a/c/0", "/a/c/2", "/a/c/2/d", "/e"];

#[test]
fn what_is_issued_comes_back_whole() {
    for hash in HASHES {
        let text = issue(0, *hash, SELECTIVE);
        let sd_jwt = SdJwt::parse(&text, Profile::Bundle).unwrap();
        assert_eq!(sd_jwt.header().kid.as_deref(), Some("k"));
        let claims = verify(&text, Profile::Bundle).unwrap().to_object().unwrap();
        // Disclosed members come after visible ones.
        assert_eq!(claims.len(), 3);
        assert_eq!(claims.get("e"), Some(&Value::from("f")));
        let a = claims.get("a").unwrap();
        assert_eq!(json::write(a), r#"{"c":[10,11,{"d":true}],"b":1}"#);
    }
}

#[test]
fn what_is_kept_brings_along_what_it_is_found_in() {
    let text = issue(3, HashAlgorithm::Sha256, SELECTIVE);
    let select = |keep: &[&str]| {
        let selected = present(&text, &mut |pointer| keep.contains(&pointer), None).unwrap();
        let claims = verify(&selected, Profile::Bundle).unwrap();
        (shown(&claims), claims.hidden())
    };
    assert_eq!(select(&[]), (r#"{"vct":"x"}"#.to_owned(), 5));
    assert_eq!(select(&["/e"]), (r#"{"vct":"x","e":"f"}"#.to_owned(), 4));
    assert_eq!(
        select(&["/a/c/2/d"]),
        (r#"{"vct":"x","a":{"c":[11,{"d":true}]}}"#.to_owned(), 4)
    );
    assert_eq!(select(&["/a/c/2"]).0, r#"{"vct":"x","a":{"c":[11,{}]}}"#);
}

#[test]
fn a_selection_drops_an_earlier_key_binding() {
    let text = issue(0, HashAlgorithm::Sha256, SELECTIVE);
    let presented = format!("{text}e30.e30.AA");
    assert!(
        SdJwt::parse(&presented, Profile::Vc)
            .unwrap()
            .key_binding()
            .is_some()
    );
    assert_eq!(present(&presented, &mut |_| true, None).unwrap(), text);
}

#[test]
fn nothing_selective_means_no_machinery() {
    let text = issue(0, HashAlgorithm::Sha256, &[]);
    let sd_jwt = SdJwt::parse(&text, Profile::Bundle).unwrap();
    let payload = Value::from(sd_jwt.unverified_claims().clone());
    assert_eq!(json::write(&payload), CLAIMS);
    assert_eq!(text.matches('~').count(), 1);
}

#[test]
fn digests_are_sorted_decoys_among_them_and_every_salt_is_new() {
    let text = issue(20, HashAlgorithm::Sha256, SELECTIVE);
    let sd_jwt = SdJwt::parse(&text, Profile::Bundle).unwrap();
    let digests = sd_jwt.unverified_claims().get("_sd").unwrap();
    let digests: Vec<_> = digests
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d.as_str())
        .collect();
    assert_eq!(digests.len(), 22);
    assert!(digests.is_sorted());
    assert!(digests.iter().all(|d| d.unwrap().len() == 43));

    let salts = |text: &str| -> Vec<String> {
        let parts: Vec<&str> = text.split('~').collect();
        parts[1..parts.len() - 1]
            .iter()
            .map(|d| {
                let bytes = crate::jose::base64url::decode(d).unwrap();
                let json = json::parse(&bytes, 1000).unwrap();
                json.as_array().unwrap()[0].as_str().unwrap().to_owned()
            })
            .collect()
    };
    let mut all = salts(&text);
    all.extend(salts(&issue(0, HashAlgorithm::Sha256, SELECTIVE)));
    assert!(all.iter().all(|salt| salt.len() == 22));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 12);
}

#[test]
fn reserved_names_are_not_issued() {
    let issuance = SdJwtIssuance {
        signer: &*ISSUER,
        header: Object::new(),
        hash: HashAlgorithm::Sha256,
        decoys: 0,
        withheld: &[],
        random: &SystemRandom::new(),
    };
    for name in ["_sd", "...", "_sd_alg"] {
        let inner = Object::from_iter([(name, Value::from("x"))]);
        let claims = Object::from_iter([("a", Value::from(vec![inner]))]);
        let error = issuance.issue(&claims, |_| false).unwrap_err();
        assert_eq!(error.code(), Code::FormatSdStructure);
    }
}

/// What is left of a verified token is what a presentation with as much of it says.
#[test]
fn to_hide_disclosures_is_to_present_the_others() {
    let text = issue(2, HashAlgorithm::Sha256, SELECTIVE);
    let sd_jwt = SdJwt::parse(&text, Profile::Bundle).unwrap();
    let verified = sd_jwt.verify(ISSUER.verifying_key()).unwrap();
    let disclosed = verified.process().unwrap().into_disclosed();
    let pointers: Vec<&str> = disclosed
        .placements()
        .iter()
        .map(|placement| placement.pointer.as_str())
        .collect();
    assert_eq!(pointers.len(), SELECTIVE.len());
    for mask in 0_u32..1 << pointers.len() {
        let shown: Vec<bool> = (0..pointers.len()).map(|i| mask >> i & 1 == 1).collect();
        // A part of what is hidden is hidden, whatever is said of it.
        let is_shown = |pointer: &str| {
            let place = pointers.iter().position(|known| *known == pointer);
            place.is_none_or(|place| shown[place])
        };
        let within = |pointer: &str| {
            let ends = pointer.match_indices('/').skip(1).map(|(end, _)| end);
            let mut outer = ends.chain([pointer.len()]);
            outer.all(|end| is_shown(&pointer[..end]))
        };
        let presented = present(&text, &mut |pointer| within(pointer), None).unwrap();
        let presented = verify(&presented, Profile::Bundle).unwrap();
        assert_eq!(disclosed.with(&shown), presented, "{shown:?}");
    }
}
