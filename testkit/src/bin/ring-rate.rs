//! `ring-rate FOLDER THREADS`: how many signatures of the lines that `make-batch` has made bare `ring` verifies in a
//! second of a core. Each line has two: the issuer's and the holder's. Prints that number.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::thread;

use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;
use testkit::jose::from_base64url;

/// As many lines are verified.
const LINES: usize = 20_000;

/// What `ring` is given.
struct Signed {
    algorithm: &'static dyn VerificationAlgorithm,
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, threads] = arguments.as_slice() else {
        panic!("usage: ring-rate FOLDER THREADS");
    };
    let folder = Path::new(folder);
    let threads: usize = threads.parse().expect("a number");
    let issuer = fs::read(folder.join("issuer.json")).expect("a key");
    let issuer: Value = serde_json::from_slice(&issuer).expect("JSON");
    let file = File::open(folder.join("lines.ndjson")).expect("lines");
    let lines = BufReader::new(file).lines().take(LINES);
    let signed = lines.flat_map(|line| {
        let line: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        signatures(line["bundle"].as_str().expect("a bundle"), &issuer)
    });
    let signed: Vec<Signed> = signed.collect();
    let each = signed.len().div_ceil(threads);
    let seconds: f64 = thread::scope(|scope| {
        let threads = signed
            .chunks(each)
            .map(|signed| scope.spawn(|| verify(signed)));
        let threads: Vec<_> = threads.collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a time"))
            .sum()
    });
    println!("{:.0}", signed.len() as f64 / seconds);
}

/// Seconds of a core.
fn verify(all: &[Signed]) -> f64 {
    let before = processor_time();
    for signed in all {
        let key = UnparsedPublicKey::new(signed.algorithm, &signed.key);
        key.verify(&signed.message, &signed.signature)
            .expect("a good signature");
    }
    processor_time() - before
}

/// What this thread has had of a core, in seconds.
fn processor_time() -> f64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanoseconds = times.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    nanoseconds.expect("a time") / 1e9
}

/// The issuer's signature and the holder's.
fn signatures(bundle: &str, issuer: &Value) -> [Signed; 2] {
    let (credential, binding) = bundle.rsplit_once('~').expect("a key binding");
    let (token, _) = credential.split_once('~').expect("disclosures");
    let payload = token.split('.').nth(1).expect("a payload");
    let payload: Value = serde_json::from_slice(&decoded(payload)).expect("JSON");
    [
        signed(token, issuer),
        signed(binding, &payload["cnf"]["jwk"]),
    ]
}

fn signed(jws: &str, jwk: &Value) -> Signed {
    let (message, signature) = jws.rsplit_once('.').expect("a signature");
    let number = |name: &str| decoded(jwk[name].as_str().expect(name));
    let (algorithm, key): (&'static dyn VerificationAlgorithm, _) = match &jwk["kty"] {
        Value::String(kty) if kty == "OKP" => (&ED25519, number("x")),
        _ => (
            &ECDSA_P256_SHA256_FIXED,
            [vec![4], number("x"), number("y")].concat(),
        ),
    };
    Signed {
        algorithm,
        key,
        message: message.into(),
        signature: decoded(signature),
    }
}

fn decoded(text: &str) -> Vec<u8> {
    from_base64url(text).expect("base64url")
}
