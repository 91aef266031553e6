//! When a key signs: to the second, by itself and within the days of a parent's.

use super::*;
use crate::error::Code;
use crate::trust::KeyUse;
use crate::trust::issuer::Issuer;

/// From when, until when, and how it was revoked.
type Window = (i64, i64, Option<(i64, &'static str)>);

/// An entry with these keys for bundles.
fn entry(kind: &str, windows: &[Window]) -> Issuer {
    let keys = windows.iter().enumerate().map(|(number, (from, to, revoked))| {
        let key = SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).unwrap();
        let jwk = json::write(&key.to_jwk().into());
        let revoked = revoked.map_or(String::new(), |(at, reason)| {
            format!(r#","revoked":{{"at":{at}{reason}}}"#)
        });
        format!(
            r#"{{"kid":"k{number}","alg":"Ed25519","use":"bundle","jwk":{jwk},"not_before":{from},"not_after":{to}{revoked}}}"#
        )
    });
    let keys = keys.collect::<Vec<_>>().join(",");
    let entry = format!(
        r#"{{"issuer":"https://{kind}.example","name":{{"zh-CN":"签发方","en":"Issuer"}},"kind":"{kind}","regions":["310000"],"vct":[],"fields":"*","schemes":[],"keys":[{keys}]}}"#
    );
    Issuer::read(&object(&entry).into()).unwrap()
}

const REPLACED: &str = r#","reason":"superseded""#;
const STOLEN: &str = r#","reason":"compromised""#;
/// No reason is said, or one of a later version.
const FOR_NO_REASON: &str = "";
const UNKNOWN: &str = r#","reason":"moved""#;

#[test]
fn a_key_signs_from_its_first_second_to_its_last() {
    let seconds = [99, 100, 149, 150, 199, 200];
    for (revoked, signs) in [
        (None, [false, true, true, true, true, false]),
        (
            Some((150, REPLACED)),
            [false, true, true, false, false, false],
        ),
        // That it was to be replaced later takes nothing away, and adds nothing.
        (
            Some((300, REPLACED)),
            [false, true, true, true, true, false],
        ),
        (Some((150, STOLEN)), [false; 6]),
        (Some((300, STOLEN)), [false; 6]),
        (Some((150, FOR_NO_REASON)), [false; 6]),
        (Some((150, UNKNOWN)), [false; 6]),
    ] {
        let issuer = entry("municipal", &[(100, 200, revoked)]);
        let at = |iat| Instant::from_unix(iat).unwrap();
        for (iat, signs) in seconds.into_iter().zip(signs) {
            let found = issuer.key("k0", KeyUse::Bundle, at(iat));
            let found = found.map(|_| ()).map_err(|e| e.code());
            let expected = match signs {
                true => Ok(()),
                false => Err(Code::TrustKeyWindow),
            };
            assert_eq!(found, expected, "{revoked:?} {iat}");
        }
        for (kid, key_use) in [("k0", KeyUse::Status), ("k1", KeyUse::Bundle)] {
            let found = issuer.key(kid, key_use, at(120));
            assert_eq!(found.err().map(|e| e.code()), Some(Code::TrustKey));
        }
    }
}

#[test]
fn a_districts_key_lies_within_its_citys_to_the_second() {
    let whole = (100, 200, None);
    for (city, district, expected) in [
        (vec![whole], whole, true),
        (vec![whole], (99, 200, None), false),
        (vec![whole], (100, 201, None), false),
        (vec![(100, 150, None), (150, 200, None)], whole, true),
        (vec![(150, 200, None), (100, 150, None)], whole, true),
        (vec![(100, 150, None), (151, 200, None)], whole, false),
        (vec![(100, 150, None), (120, 200, None)], whole, true),
        // What was replaced has signed until then.
        (
            vec![(100, 200, Some((150, REPLACED))), (150, 200, None)],
            whole,
            true,
        ),
        (
            vec![(100, 200, Some((149, REPLACED))), (150, 200, None)],
            whole,
            false,
        ),
        (
            vec![(100, 150, Some((300, REPLACED))), (150, 200, None)],
            whole,
            true,
        ),
        (
            vec![(100, 150, Some((300, REPLACED))), (151, 200, None)],
            whole,
            false,
        ),
        // What somebody else may have vouches for nothing.
        (
            vec![(100, 200, Some((300, STOLEN))), (150, 200, None)],
            whole,
            false,
        ),
        (vec![(100, 200, Some((300, STOLEN))), whole], whole, true),
        // Nor does a city all of whose keys were revoked, though they reach as far.
        (vec![(100, 200, Some((300, REPLACED)))], whole, false),
    ] {
        let within = entry("district", &[district]).within(Some(&entry("municipal", &city)));
        assert_eq!(within, expected, "{city:?} {district:?}");
    }
    let city = entry("municipal", &[whole]);
    assert!(!entry("district", &[whole, (100, 201, None)]).within(Some(&city)));
    assert!(!entry("district", &[whole]).within(None));
}
