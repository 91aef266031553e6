//! Signatures of ES256 and SM2, of which a message can have many, kept from one making to the next: where a key
//! signs what it has signed before, the signature is the one that is committed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use xinyi::issuer::{Algorithm, SigningKey};

use crate::jose::{base64url, digest, from_base64url, sha256};
use crate::keys::verifies;

thread_local! {
    static KEPT: RefCell<Kept> = const { RefCell::new(Kept { known: BTreeMap::new(), used: BTreeMap::new() }) };
}

/// By the hash of key and message.
struct Kept {
    known: BTreeMap<String, Vec<u8>>,
    used: BTreeMap<String, Vec<u8>>,
}

/// Starts with the signatures of a file that [`used`] has written. Its lines are read each by
/// itself: a merge that left both sides in it loses nothing.
pub fn start_with(file: &str) {
    let entry = |line: &str| {
        let mut texts = line.split('"').skip(1).step_by(2);
        let (name, signature) = (texts.next()?, texts.next()?);
        Some((name.to_owned(), from_base64url(signature)?))
    };
    let known = file.lines().filter_map(entry).collect();
    KEPT.set(Kept {
        known,
        used: BTreeMap::new(),
    });
}

/// Those that were needed since then, as a file.
pub fn used() -> String {
    let lines = KEPT.with_borrow(|kept| {
        let lines = kept.used.iter();
        let lines = lines.map(|(name, bytes)| format!("  \"{name}\": \"{}\"", base64url(bytes)));
        lines.collect::<Vec<_>>()
    });
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The signature of a message: as kept, if there is one and it is good, or else a new one.
pub fn sign(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    let new = || key.sign(message).expect("a signature");
    if key.algorithm() == Algorithm::Ed25519 {
        return new();
    }
    let name = sha256(&[key.thumbprint().as_bytes(), &digest(message)].concat());
    KEPT.with_borrow_mut(|kept| {
        let Kept { known, used } = kept;
        let signature = used.entry(name).or_insert_with_key(|name| {
            let good = known
                .remove(name)
                .filter(|kept| verifies(key, message, kept));
            good.unwrap_or_else(new)
        });
        signature.clone()
    })
}
