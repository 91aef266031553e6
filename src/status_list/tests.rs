#![cfg(feature = "issuer")]

use std::sync::LazyLock;

use miniz_oxide::deflate::compress_to_vec_zlib;
use ring::rand::SystemRandom;

use super::inflate::tests::noise;
use super::*;
use crate::error::Stage;
use crate::jose::{Algorithm, SigningKey, base64url, sign_compact};
use crate::json::{Object, Value};
use crate::limits;
use crate::time::Instant;

static KEY: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).unwrap());

fn at(seconds: i64) -> Instant {
    Instant::from_unix(seconds).unwrap()
}

const URI: &str = "https://example.com/statuslists/1";

fn token(claims: &str) -> String {
    let header = Object::from_iter([("typ", Value::from("statuslist+jwt")), ("kid", "k".into())]);
    sign_compact(&*KEY, header, claims.as_bytes()).unwrap()
}

fn token_of(bits: u8, compressed: &[u8]) -> String {
    let lst = base64url::encode(compressed);
    token(&format!(
        r#"{{"sub":"{URI}","iat":1000,"status_list":{{"bits":{bits},"lst":"{lst}"}}}}"#
    ))
}

fn verified(text: &str) -> Result<StatusList, Error> {
    Token::parse(text)?.verify(KEY.verifying_key())
}

#[track_caller]
fn list(bits: u8, compressed: &[u8]) -> StatusList {
    verified(&token_of(bits, compressed)).unwrap()
}

#[track_caller]
fn refused(text: &str, code: Code) {
    let error = verified(text).expect_err("accepted");
    assert_eq!(error.code(), code, "{error}");
    assert_eq!(error.stage(), Stage::StatusList);
}

#[track_caller]
fn values(bits: u8, lst: &str, want: &[u8]) {
    let list = list(bits, &base64url::decode(lst).unwrap());
    let whole = list.read_to_end().unwrap();
    assert_eq!(whole.len(), want.len() as u64);
    for (idx, want) in (0..).zip(want) {
        assert_eq!(list.status(idx).unwrap().value(), *want, "{idx}");
        assert_eq!(whole.status(idx), list.status(idx));
    }
    let beyond = list.status(want.len() as u64).unwrap_err();
    assert_eq!(beyond.code(), Code::StatusIndex);
    assert_eq!(
        whole.status(want.len() as u64).unwrap_err().code(),
        Code::StatusIndex
    );
}

#[test]
fn the_examples_of_the_specification() {
    values(
        1,
        "eNrbuRgAAhcBXQ",
        &[1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1],
    );
    values(2, "eNo76fITAAPfAgc", &[1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
}

#[test]
fn entries_of_every_width_come_back() {
    for bits in [1, 2, 4, 8_u8] {
        let mut packed = Packed::new(bits, 1000).unwrap();
        let status = |idx: u64| Status::from_value((idx * 7 % (1 << bits)) as u8);
        for idx in 0..1000 {
            packed
                .set(idx, Status::from_value(u8::MAX >> (8 - bits)))
                .unwrap();
            packed.set(idx, status(idx)).unwrap();
        }
        let issuance = StatusListIssuance {
            iss: Some("https://issuer.example"),
            signer: &*KEY,
            kid: "k",
            uri: URI,
            iat: at(1000),
            exp: Some(at(5000)),
            ttl: Some(60),
        };
        let text = issuance.issue(&packed).unwrap();
        assert_eq!(Token::parse(&text).unwrap().kid(), Some("k"));
        let list = verified(&text).unwrap();
        assert_eq!(
            (list.uri(), list.iat(), list.end(None)),
            (URI, at(1000), Some(at(5000)))
        );
        assert_eq!(list.ttl(), Some(60));
        assert_eq!(list.read_to_end().unwrap(), packed);
        for idx in 0..1000 {
            assert_eq!(list.status(idx), Ok(status(idx)));
        }
        assert_eq!(list.status(1000).unwrap_err().code(), Code::StatusIndex);
        assert_eq!(list.status(u64::MAX).unwrap_err().code(), Code::StatusIndex);
        assert_eq!(
            packed.set(1000, Status::Valid).unwrap_err().code(),
            Code::StatusIndex
        );
    }
}

#[test]
fn a_value_that_does_not_fit_is_not_set() {
    let mut packed = Packed::new(2, 8).unwrap();
    let error = packed.set(0, Status::Application(0x0c)).unwrap_err();
    assert_eq!(error.code(), Code::ClaimInvalid);
    assert_eq!(Packed::new(3, 8).unwrap_err().code(), Code::ClaimInvalid);
    assert_eq!(Packed::new(0, 8).unwrap_err().code(), Code::ClaimInvalid);
    assert_eq!(
        Packed::new(8, 1 << 40).unwrap_err().code(),
        Code::LimitInflated
    );
}

#[test]
fn only_valid_is_valid() {
    for (value, name, code) in [
        (0, "VALID", None),
        (1, "INVALID", Some(Code::StatusInvalid)),
        (2, "SUSPENDED", Some(Code::StatusSuspended)),
        (3, "APPLICATION_SPECIFIC", Some(Code::StatusApplication)),
        (4, "RESERVED", Some(Code::StatusReserved)),
        (0x0b, "RESERVED", Some(Code::StatusReserved)),
        (0x0c, "APPLICATION_SPECIFIC", Some(Code::StatusApplication)),
        (0x0f, "APPLICATION_SPECIFIC", Some(Code::StatusApplication)),
        (0x10, "RESERVED", Some(Code::StatusReserved)),
        (0xff, "RESERVED", Some(Code::StatusReserved)),
    ] {
        let status = Status::from_value(value);
        assert_eq!(status.name(), name);
        assert_eq!(status.value(), value);
        assert_eq!(status.require_valid().err().map(|e| e.code()), code);
    }
}

#[test]
fn claims_are_there_and_of_their_types() {
    let claims = |change: (&str, &str)| {
        let all = r#"{"sub":"u","iat":1,"exp":9,"ttl":5,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}"#;
        assert!(all.contains(change.0), "{}", change.0);
        token(&all.replace(change.0, change.1))
    };
    assert!(verified(&claims((r#""exp":9,"ttl":5,"#, ""))).is_ok());
    let named = |length: usize| format!(r#""{}""#, "u".repeat(length));
    let longest = verified(&claims((r#""u""#, &named(limits::URI_BYTES))));
    assert_eq!(longest.unwrap().uri().len(), limits::URI_BYTES);
    let too_long = claims((r#""u""#, &named(limits::URI_BYTES + 1)));
    refused(&too_long, Code::ClaimInvalid);
    for (change, code) in [
        ((r#""sub":"u","#, ""), Code::ClaimRequired),
        ((r#""u""#, "1"), Code::ClaimInvalid),
        ((r#""iat":1,"#, ""), Code::ClaimRequired),
        ((r#""iat":1"#, r#""iat":"1""#), Code::ClaimInvalid),
        ((r#""exp":9"#, r#""exp":1795914274000"#), Code::ClaimInvalid),
        ((r#""exp":9"#, r#""exp":null"#), Code::ClaimInvalid),
        ((r#""ttl":5"#, r#""ttl":0"#), Code::ClaimInvalid),
        ((r#""ttl":5"#, r#""ttl":-5"#), Code::ClaimInvalid),
        ((r#""ttl":5"#, r#""ttl":"5""#), Code::ClaimInvalid),
        ((r#""status_list""#, r#""list""#), Code::ClaimRequired),
        (
            (r#"{"bits":1,"lst":"eNrbuRgAAhcBXQ"}"#, "[]"),
            Code::ClaimInvalid,
        ),
        ((r#""bits":1,"#, ""), Code::ClaimRequired),
        ((r#""bits":1"#, r#""bits":0"#), Code::ClaimInvalid),
        ((r#""bits":1"#, r#""bits":3"#), Code::ClaimInvalid),
        ((r#""bits":1"#, r#""bits":16"#), Code::ClaimInvalid),
        ((r#""bits":1"#, r#""bits":257"#), Code::ClaimInvalid),
        ((r#""bits":1"#, r#""bits":"1""#), Code::ClaimInvalid),
        ((r#""lst""#, r#""list""#), Code::ClaimRequired),
        ((r#""eNrbuRgAAhcBXQ""#, "7"), Code::ClaimInvalid),
        (("eNrbuRgAAhcBXQ", "eNrbuRgAAhcBXQ=="), Code::FormatBase64),
        (("eNrbuRgAAhcBXQ", "eNrbuRgAAhcBXR"), Code::FormatBase64),
        (
            (r#""iat":1"#, r#""iat":1,"iat":1"#),
            Code::FormatDuplicateMember,
        ),
    ] {
        refused(&claims(change), code);
    }
    refused(&token("[]"), Code::FormatStructure);
}

#[test]
fn another_kind_of_token_is_refused() {
    for typ in [None, Some("JWT"), Some("statuslist+cwt"), Some("dc+sd-jwt")] {
        let header = Object::from_iter(typ.map(|typ| ("typ", Value::from(typ))));
        refused(
            &sign_compact(&*KEY, header, b"{}").unwrap(),
            Code::FormatTyp,
        );
    }
}

#[test]
fn the_signature_comes_before_inflating() {
    let text = token_of(1, b"not zlib");
    let other = SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).unwrap();
    let error = Token::parse(&text)
        .unwrap()
        .verify(other.verifying_key())
        .unwrap_err();
    assert_eq!(error.code(), Code::SignatureInvalid);
    let list = verified(&text).unwrap();
    assert_eq!(list.status(0).unwrap_err().code(), Code::StatusList);
}

#[test]
fn the_list_is_that_of_the_bundle() {
    let list = list(1, &compress_to_vec_zlib(&[0], 9));
    assert_eq!(list.check_uri(URI), Ok(()));
    for uri in [
        "",
        "https://example.com/statuslists/10",
        "HTTPS://example.com/statuslists/1",
    ] {
        assert_eq!(list.check_uri(uri).unwrap_err().code(), Code::StatusSubject);
    }
}

#[test]
fn the_end_is_the_earlier_of_exp_and_age() {
    let end = |exp: &str, max_age: Option<i64>| {
        let text = format!(
            r#"{{"sub":"u","iat":1000,{exp}"status_list":{{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}}}"#
        );
        verified(&token(&text))
            .unwrap()
            .end(max_age)
            .map(Instant::unix)
    };
    assert_eq!(end("", None), None);
    assert_eq!(end("", Some(10)), Some(1010));
    assert_eq!(end(r#""exp":1005,"#, Some(10)), Some(1005));
    assert_eq!(end(r#""exp":1020,"#, Some(10)), Some(1010));
    assert_eq!(end(r#""exp":1020,"#, None), Some(1020));
    assert_eq!(end("", Some(i64::MAX)), Some(Instant::MAX.unix()));

    let list = list(1, &compress_to_vec_zlib(&[0], 9));
    assert_eq!(list.check_end(None, Instant::MAX), Ok(()));
    assert_eq!(list.check_end(Some(10), at(1009)), Ok(()));
    let ended = list.check_end(Some(10), at(1010)).unwrap_err();
    assert_eq!(ended.code(), Code::StatusExpired);
}

#[test]
fn a_damaged_list_is_refused() {
    // Nothing that compresses well: damage anywhere is damage of the data.
    let bytes = noise(50_000);
    let whole = compress_to_vec_zlib(&bytes, 9);
    assert_eq!(list(8, &whole).read_to_end().unwrap().len(), 50_000);

    let mut checksum = whole.clone();
    *checksum.last_mut().unwrap() ^= 1;
    let mut header = whole.clone();
    header[0] ^= 1;
    let mut dictionary = whole.clone();
    dictionary[1] = 0xbb; // FDICT set, and FCHECK adjusted
    let trailing = [&whole[..], b"x"].concat();
    let raw = whole[2..whole.len() - 4].to_vec();
    for damaged in [
        checksum.clone(),
        header.clone(),
        dictionary,
        trailing.clone(),
        raw.clone(),
        whole[..whole.len() - 1].to_vec(),
        whole[..whole.len() / 2].to_vec(),
        Vec::new(),
    ] {
        let error = list(8, &damaged).read_to_end().unwrap_err();
        assert_eq!(error.code(), Code::StatusList);
    }
    // One entry is read whatever comes after it, and not if anything before it is amiss.
    for damaged in [&checksum, &trailing, &whole[..whole.len() / 2].to_vec()] {
        assert_eq!(list(8, damaged).status(3).unwrap().value(), bytes[3]);
    }
    for damaged in [&header, &raw, &Vec::new(), &whole[..10].to_vec()] {
        assert_eq!(
            list(8, damaged).status(3).unwrap_err().code(),
            Code::StatusList
        );
    }
    let half = list(8, &whole[..whole.len() / 2]);
    assert_eq!(half.status(49_999).unwrap_err().code(), Code::StatusList);
}

#[test]
fn a_list_that_inflates_to_more_than_allowed_is_refused() {
    let longer = compress_to_vec_zlib(&vec![0; limits::STATUS_LIST_INFLATED + 1], 1);
    let list = list(8, &longer);
    let beyond = limits::STATUS_LIST_INFLATED as u64;
    assert_eq!(list.status(beyond - 1), Ok(Status::Valid));
    for error in [
        list.status(beyond).unwrap_err(),
        list.status(u64::MAX).unwrap_err(),
        list.read_to_end().unwrap_err(),
    ] {
        assert_eq!(error.code(), Code::LimitInflated);
    }
}

#[test]
fn too_long_a_token_is_refused() {
    refused(&"A".repeat(limits::STATUS_LIST_BYTES + 1), Code::LimitBytes);
}
