//! Any file at all. What the files of other programs give is in `tests/keys`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use testkit::random::{Random, cases};

use super::*;

/// The files of other programs.
fn files() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/files");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read(path).expect("a file"))
        .collect()
}

fn mutated(random: &mut Random, files: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = random.pick(files);
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len().max(1));
        let end = (at + 1 + random.below(20)).min(bytes.len());
        let at = at.min(end);
        match random.below(5) {
            0 => bytes[at..end]
                .iter_mut()
                .take(1)
                .for_each(|byte| *byte ^= 1 << random.below(8)),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => {
                let length = 1 + random.below(4);
                let more = random.bytes(length);
                drop(bytes.splice(at..at, more));
            }
            _ => {
                let other = random.pick(files);
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
        }
    }
    bytes
}

/// The documents within the files are mutated, too: changed base64 is mostly no base64.
fn documents(files: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let bodies = files.iter().filter_map(|file| {
        let text = decoded(file);
        let (_, begun) = text.split_once(pem::BEGIN)?;
        let (body, _) = begun.split_once("-----\n")?.1.split_once("-----END")?;
        text::base64(body).map(|bytes| bytes.to_vec())
    });
    bodies.chain(files.iter().cloned()).collect()
}

#[test]
fn no_file_stops_the_program() {
    let files = documents(&files());
    assert!(files.len() > 200, "{}", files.len());
    let mut random = Random::seeded("key files");
    let algorithms = [
        None,
        Some(Algorithm::Sm2),
        Some(Algorithm::Es256),
        Some(Algorithm::Ed25519),
    ];
    let (mut keys, mut faults) = (0, 0);
    for _ in 0..cases(20_000) {
        let bytes = mutated(&mut random, &files);
        let algorithm = random.pick(&algorithms);
        let read = catch_unwind(AssertUnwindSafe(|| match read(&bytes, algorithm) {
            Ok(KeyFile::Private(key, _)) => {
                // Whatever is read signs.
                assert!(key.sign(b"text").is_ok());
                assert!(SigningKey::from_pkcs8(key.to_pkcs8()).is_ok());
                true
            }
            Ok(_) => true,
            Err(fault) => {
                fault.to_json(Path::new("a key's file"));
                false
            }
        }));
        match read {
            Ok(true) => keys += 1,
            Ok(false) => faults += 1,
            Err(_) => panic!("{bytes:02x?}"),
        }
    }
    // Both happen, or nothing was tried.
    assert!(keys > 100 && faults > 100, "{keys} keys, {faults} faults");
}
