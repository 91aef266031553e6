//! Which statements of absence are made, and what stands in the places of the others.

use super::*;

/// Of every list of which statements can be made, and of each severity.
fn with_statements(claims: &mut Object) {
    let statements = object(
        r#"{"all": [
            {"list": "listings", "severity": "serious", "fields": "*", "regions": ["310000", "100000"]},
            {"list": "listings", "severity": "attention", "fields": "*", "regions": ["310000"]},
            {"list": "listings", "fields": ["tax"], "regions": ["310000"]},
            {"list": "penalties", "fields": "*", "regions": ["310000"]},
            {"list": "obligations", "fields": "*", "regions": ["310000"]},
            {"list": "commitments", "fields": "*", "regions": ["310000"]}
        ]}"#,
    );
    claims.set("clear", statements.get("all").cloned().unwrap());
}

#[test]
fn statements_that_a_record_speaks_against_are_not_made() {
    let key = new_key(Algorithm::Ed25519);
    // On a serious list, for wages.
    let mut listed = claims(&key);
    with_statements(&mut listed);
    let made = |claims: &Object| clear_statements(claims, None).unwrap();
    assert_eq!(made(&listed), [false, true, true, true, true, true]);
    let clean = |further: &str| {
        let mut claims = listed.clone();
        claims.set("listings", Vec::<Value>::new());
        for (name, value) in object(further).iter() {
            claims.set(name, value.clone());
        }
        made(&claims)
    };
    assert_eq!(clean("{}"), [true; 6]);
    for (further, denied) in [
        // What is in doubt is not denied either: disputed, of a code that is not known, a date that is not told.
        (
            r#"{"listings": [{"list": "wage_arrears", "field": "labour", "severity": "serious",
                "scope": "310000", "since": "2025-03-01", "state": "active", "disputed": true,
                "authority": "x", "basis": "x"}]}"#,
            &[0][..],
        ),
        (
            r#"{"listings": [{"list": "of-our-own", "field": "tax", "severity": "attention",
                "scope": "310115", "since": "2025-03-01", "state": "active",
                "authority": "x", "basis": "x"}]}"#,
            &[1, 2],
        ),
        (
            r#"{"commitments": [{"type": "proof_item", "item": "x", "made_on": "2026-01-01",
                "state": "broken", "authority": "x"}]}"#,
            &[5],
        ),
        // A promise that was kept speaks against nobody.
        (
            r#"{"commitments": [{"type": "proof_item", "item": "x", "made_on": "2026-01-01",
                "state": "fulfilled", "authority": "x"}]}"#,
            &[],
        ),
        (
            r#"{"obligations": [{"kind": "arrears", "due": "2026-01-01", "state": "active",
                "authority": "x", "basis": "x"}]}"#,
            &[4],
        ),
        // Another place's, which does not count here.
        (
            r#"{"penalties": [{"document": "x", "kind": "fine", "field": "labour", "class": "serious",
                "procedure": "general", "region": "320500", "determined_on": "2026-05-05",
                "published_on": "2026-05-05", "state": "active", "authority": "x", "basis": "x"}]}"#,
            &[],
        ),
        // One that was never public.
        (
            r#"{"penalties": [{"document": "x", "kind": "warning", "field": "labour", "class": "minor",
                "procedure": "simple", "determined_on": "2026-05-05", "state": "active",
                "authority": "x", "basis": "x"}]}"#,
            &[],
        ),
        // One that is not there to be looked at.
        (r#"{"listings": [{"$undisclosed": true}]}"#, &[0, 1, 2]),
    ] {
        let want: Vec<bool> = (0..6).map(|place| !denied.contains(&place)).collect();
        assert_eq!(clean(further), want, "{further}");
    }
    assert_eq!(made(&claims(&key)), [true; 0]);
    refused(
        |claims| {
            with_statements(claims);
            claims.set("clear", "none");
        },
        Code::ClaimInvalid,
        "/clear",
    );
}

/// How many places there are tells nothing of whom the bundle is about, nor does what stands in them.
#[test]
fn a_decoy_stands_in_the_place_of_a_statement_that_is_not_made() {
    for algorithm in [Algorithm::Ed25519, Algorithm::Es256] {
        let key = new_key(algorithm);
        let mut listed = claims(&key);
        with_statements(&mut listed);
        let mut clean = listed.clone();
        clean.set("listings", Vec::<Value>::new());
        let bundles = [&listed, &clean].map(|claims| sign(claims, &key).unwrap());
        let places = |bundle: &str| {
            let payload = bundle.split('.').nth(1).unwrap();
            let payload = base64url::decode(payload).unwrap();
            let payload = Value::parse(&payload, payload.len()).unwrap();
            let places = payload.member("clear").and_then(Value::as_array).unwrap();
            let digest = |place: &Value| {
                assert_eq!(place.as_object().unwrap().len(), 1);
                place
                    .member("...")
                    .and_then(Value::as_str)
                    .unwrap()
                    .to_owned()
            };
            places.iter().map(digest).collect::<Vec<String>>()
        };
        for bundle in &bundles {
            let digests = places(bundle);
            assert_eq!(digests.len(), 6);
            assert!(digests.iter().all(|digest| digest.len() == 43));
        }
        let shows = |bundle: &str, place: usize| {
            let pointer = format!("/clear/{place}");
            let shown = present(bundle, |p| p == pointer, None).unwrap();
            shown.matches('~').count() == 2
        };
        let [listed, clean] = &bundles;
        assert!((0..6).all(|place| shows(clean, place)));
        assert!(!shows(listed, 0) && (1..6).all(|place| shows(listed, place)));
    }
}
