//! Every form is put together here from its parts. `tests/keys` has files that other programs wrote.

use super::*;
use ring::rand::SystemRandom;

const CURVES: &[Curve] = &[
    Curve::P256,
    #[cfg(feature = "sm2")]
    Curve::Sm2,
];

const SECRET: [u8; 32] = [7; 32];
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const OCTETS: u8 = 0x04;
const INTEGER: u8 = 0x02;
const BITS: u8 = 0x03;

/// A value of DER.
fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let length = match u8::try_from(body.len()).unwrap() {
        short @ 0..0x80 => vec![short],
        long => vec![0x81, long],
    };
    [&[tag][..], &length, &body].concat()
}

fn long(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    match u16::try_from(body.len()).unwrap() {
        0..0x100 => value(tag, parts),
        length => [&[tag, 0x82][..], &length.to_be_bytes(), &body].concat(),
    }
}

fn bits(bytes: &[u8]) -> Vec<u8> {
    value(BITS, &[&[0], bytes])
}

fn number(bytes: &[u8]) -> Vec<u8> {
    // The highest bit of each number here is set.
    value(INTEGER, &[&[0], bytes])
}

fn named(curve: Curve) -> Vec<u8> {
    value(OID, &[curve.oid().as_bytes()])
}

/// The parameters of a curve spelt out, in the parts that they are made of.
fn explicit(curve: Curve) -> Vec<u8> {
    let domain = curve.domain();
    let seed = domain.seed.map(|seed| bits(&seed)).unwrap_or_default();
    let prime = value(OID, &[PRIME.as_bytes()]);
    long(
        SEQUENCE,
        &[
            &value(INTEGER, &[&[1]]),
            &value(SEQUENCE, &[&prime, &number(&domain.p)]),
            &value(
                SEQUENCE,
                &[
                    &value(OCTETS, &[&domain.a]),
                    &value(OCTETS, &[&domain.b]),
                    &seed,
                ],
            ),
            &value(OCTETS, &[&domain.g]),
            &number(&domain.n),
            &value(INTEGER, &[&[1]]),
        ],
    )
}

const PRIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

fn ec_private_key(secret: &[u8], parameters: &[u8], public: &[u8]) -> Vec<u8> {
    let tagged = |tag, inner: &[u8]| match inner {
        [] => Vec::new(),
        inner => long(tag, &[inner]),
    };
    let public = match public {
        [] => Vec::new(),
        public => bits(public),
    };
    long(
        SEQUENCE,
        &[
            &value(INTEGER, &[&[1]]),
            &value(OCTETS, &[secret]),
            &tagged(0xa0, parameters),
            &tagged(0xa1, &public),
        ],
    )
}

fn pkcs8(parameters: &[u8], private_key: &[u8]) -> Vec<u8> {
    let oid = value(OID, &[EC_PUBLIC_KEY.as_bytes()]);
    long(
        SEQUENCE,
        &[
            &value(INTEGER, &[&[0]]),
            &long(SEQUENCE, &[&oid, parameters]),
            &long(OCTETS, &[private_key]),
        ],
    )
}

/// The same point compressed, and in the hybrid form.
fn spellings(point: &[u8]) -> [Vec<u8>; 3] {
    let odd = point[64] & 1;
    [
        point.to_vec(),
        [&[2 + odd][..], &point[1..33]].concat(),
        [&[6 + odd][..], &point[1..]].concat(),
    ]
}

fn key(curve: Curve) -> (PrivateKey, Vec<u8>) {
    let key = PrivateKey::new(curve.algorithm(), Zeroizing::new(SECRET)).unwrap();
    let point = match &key.public {
        PublicKey::P256(point) | PublicKey::Sm2(point) => point.to_vec(),
        PublicKey::Ed25519(_) => unreachable!("a curve"),
    };
    (key, point)
}

#[track_caller]
fn refused(found: Result<PrivateKey, Error>) -> (Option<Problem>, Option<String>) {
    let error = found.err().expect("refused");
    assert_eq!(error.code(), Code::SignatureKey);
    let member = error
        .details()
        .get("member")
        .or(error.details().get("found"));
    let member = member.and_then(|member| member.as_str().map(str::to_owned));
    (error.problem(), member)
}

#[test]
fn every_form_of_a_curves_key_is_read_as_the_same_key() {
    for &curve in CURVES {
        let (key, point) = key(curve);
        let canonical = key.to_pkcs8().unwrap();
        let [plain, compressed, hybrid] = spellings(&point);
        let mut forms = 0;
        for outer in [named(curve), explicit(curve)] {
            for inner in [vec![], named(curve), explicit(curve)] {
                for public in [vec![], plain.clone(), compressed.clone(), hybrid.clone()] {
                    let inside = ec_private_key(&SECRET, &inner, &public);
                    let read = PrivateKey::from_pkcs8(&pkcs8(&outer, &inside)).unwrap();
                    assert_eq!(read.to_pkcs8().unwrap(), canonical);
                    let read = PrivateKey::from_ec_private_key(&inside, Some(curve)).unwrap();
                    assert_eq!(read.to_pkcs8().unwrap(), canonical);
                    forms += 1;
                }
            }
        }
        assert_eq!(forms, 24);
        // Only the first form is written.
        let form = pkcs8(&named(curve), &ec_private_key(&SECRET, &[], &plain));
        assert_eq!(*canonical, form);
        // Said within alone.
        let inside = ec_private_key(&SECRET, &named(curve), &[]);
        assert!(PrivateKey::from_pkcs8(&pkcs8(&[], &inside)).is_ok());
        assert!(PrivateKey::from_pkcs8(&pkcs8(&[5, 0], &inside)).is_ok());
    }
}

#[test]
fn a_number_may_lack_zeros_before_it_or_have_more() {
    let mut small = [0; 32];
    small[30..].copy_from_slice(&[1, 2]);
    let whole = PrivateKey::new(Algorithm::Es256, Zeroizing::new(small)).unwrap();
    for written in [&small[30..], &small[..], &[&[0; 9][..], &small].concat()] {
        let inside = ec_private_key(written, &[], &[]);
        let read = PrivateKey::from_ec_private_key(&inside, Some(Curve::P256)).unwrap();
        assert_eq!(read.public, whole.public);
    }
}

#[test]
fn a_public_key_of_another_private_one_is_refused() {
    for &curve in CURVES {
        let (_, point) = key(curve);
        let other = curve.public_of(&[8; 32]).unwrap();
        let (PublicKey::P256(other) | PublicKey::Sm2(other)) = other else {
            unreachable!("a curve")
        };
        let wrong_sign = [&[5 - (2 + (point[64] & 1))][..], &point[1..33]].concat();
        let spelt = spellings(&other).into_iter().chain([wrong_sign, vec![0]]);
        for public in spelt {
            let inside = ec_private_key(&SECRET, &[], &public);
            let found = refused(PrivateKey::from_pkcs8(&pkcs8(&named(curve), &inside)));
            assert_eq!(found, (Some(Problem::Value), Some("publicKey".to_owned())));
        }
    }
}

#[test]
fn parameters_are_those_of_the_curve_to_the_last_bit() {
    for &curve in CURVES {
        let right = explicit(curve);
        let inside = ec_private_key(&SECRET, &[], &[]);
        for at in 0..right.len() {
            let mut wrong = right.clone();
            wrong[at] ^= 8;
            let read = PrivateKey::from_pkcs8(&pkcs8(&wrong, &inside));
            // The version says whether there is a seed, and nothing of the curve.
            let is_version = right[..at].ends_with(&[INTEGER, 1]) && at < 10;
            assert_eq!(read.is_err(), !is_version, "{at}");
        }
        let without_cofactor = {
            let body = &right[3..right.len() - 3];
            long(SEQUENCE, &[body])
        };
        assert!(PrivateKey::from_pkcs8(&pkcs8(&without_cofactor, &inside)).is_ok());
    }
}

#[test]
fn other_types_of_keys_are_named() {
    let p384 = [OID, 5, 0x2b, 0x81, 0x04, 0x00, 0x22];
    let inside = ec_private_key(&SECRET, &[], &[]);
    let found = refused(PrivateKey::from_pkcs8(&pkcs8(&p384, &inside)));
    let of_type = |oid: &str| (Some(Problem::UnknownKeyType), Some(oid.to_owned()));
    assert_eq!(found, of_type("1.3.132.0.34"));
    let rsa =
        b"\x30\x14\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x04\x00";
    let found = refused(PrivateKey::from_pkcs8(rsa));
    assert_eq!(found, of_type("1.2.840.113549.1.1.1"));
}

#[cfg(feature = "sm2")]
#[test]
fn two_curves_or_none_are_refused() {
    let inside = ec_private_key(&SECRET, &named(Curve::P256), &[]);
    let found = refused(PrivateKey::from_pkcs8(&pkcs8(&named(Curve::Sm2), &inside)));
    assert_eq!(found, (Some(Problem::AlgorithmMismatch), None));
    let inside = ec_private_key(&SECRET, &[], &[]);
    let found = refused(PrivateKey::from_ec_private_key(&inside, None));
    assert_eq!(found, (Some(Problem::Missing), None));
}

#[cfg(not(feature = "sm2"))]
#[test]
fn sm2_is_unsupported_without_the_feature() {
    let inside = ec_private_key(&SECRET, &[], &[]);
    let read = PrivateKey::from_pkcs8(&pkcs8(&named(Curve::Sm2), &inside));
    assert_eq!(read.err().unwrap().code(), Code::InputUnsupported);
}

#[test]
fn a_number_beyond_its_curve_is_refused() {
    for &curve in CURVES {
        for wrong in [
            vec![0; 32],
            curve.domain().n.to_vec(),
            vec![0xff; 32],
            vec![1; 33],
            vec![],
        ] {
            let inside = ec_private_key(&wrong, &[], &[]);
            refused(PrivateKey::from_pkcs8(&pkcs8(&named(curve), &inside)));
        }
        // n − 1 signs by ECDSA, and not by SM2.
        let mut last = curve.domain().n;
        last[31] -= 1;
        let made = PrivateKey::new(curve.algorithm(), Zeroizing::new(last));
        assert_eq!(made.is_ok(), curve == Curve::P256);
    }
}

/// RFC 8410 §10.3, without and with the public key.
const RFC_8410: [&str; 2] = [
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
    "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
];

#[test]
fn ed25519_is_read_in_either_version_and_as_ring_writes_it() {
    let [one, two] = RFC_8410.map(|text| data_encoding::BASE64.decode(text.as_bytes()).unwrap());
    let [one_key, two_key] = [&one, &two].map(|der| PrivateKey::from_pkcs8(der).unwrap());
    assert_eq!(one_key.public, two_key.public);
    assert_eq!(*two_key.to_pkcs8().unwrap(), one);
    let mut other = two.clone();
    *other.last_mut().unwrap() ^= 1;
    let found = refused(PrivateKey::from_pkcs8(&other));
    assert_eq!(found, (Some(Problem::Value), Some("publicKey".to_owned())));

    let ring = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let read = PrivateKey::from_pkcs8(ring.as_ref()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(ring.as_ref()).unwrap();
    let public = pair.public_key().as_ref().try_into().unwrap();
    assert_eq!(read.public, PublicKey::Ed25519(public));
    let mut other = ring.as_ref().to_vec();
    *other.last_mut().unwrap() ^= 1;
    refused(PrivateKey::from_pkcs8(&other));

    // A seed has its length.
    let mut short = one.clone();
    short[1] -= 1;
    short[13] -= 1;
    short[15] -= 1;
    short.pop();
    assert_eq!(
        refused(PrivateKey::from_pkcs8(&short)).0,
        Some(Problem::NotPkcs8)
    );
}

#[test]
fn what_is_cut_short_or_goes_on_is_refused() {
    for &curve in CURVES {
        let (key, _) = key(curve);
        let whole = key.to_pkcs8().unwrap();
        for end in 0..whole.len() {
            refused(PrivateKey::from_pkcs8(&whole[..end]));
        }
        let longer = [&whole[..], &[0]].concat();
        refused(PrivateKey::from_pkcs8(&longer));
    }
}

#[test]
fn keys_are_made_and_their_secrets_kept() {
    for algorithm in [Algorithm::Ed25519, Algorithm::Es256] {
        let key = PrivateKey::generate(algorithm, &SystemRandom::new()).unwrap();
        let read = PrivateKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
        assert_eq!(*read.secret, *key.secret);
        assert_eq!(read.public, key.public);
    }
}
