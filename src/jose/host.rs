//! Signatures of ES256 by the host, in a build of the module for one that verifies them in a fraction of the
//! time: `scripts/build-wasm` passes `--cfg xinyi_host_signatures` for Node, and for nothing else.
//!
//! The host's yes counts, and nothing else of it: after a no, or no answer, the core verifies by itself. So a
//! host that refuses more changes no verdict. That `node:crypto` accepts no more is looked for by
//! `tests/js/signatures.test.js`, on the cases that `super::cases` writes. What a key may be is not left to it:
//! [`PublicKey`](super::PublicKey) has read the key, and a point that is not on the curve is none.

use std::sync::OnceLock;

use super::point::Point;

/// Whether a signature, r‖s, of a message verifies with a key, x‖y.
pub type VerifyEs256 = fn(key: &[u8; 64], signature: &[u8; 64], message: &[u8]) -> bool;

static HOST: OnceLock<VerifyEs256> = OnceLock::new();

/// From now on this one is asked. The first stays.
pub fn verify_es256_by(host: VerifyEs256) {
    let _ = HOST.set(host);
}

/// Whether the host says so.
pub(super) fn verifies_es256(point: &Point, message: &[u8], signature: &[u8]) -> bool {
    let (Some(host), [_, key @ ..], Ok(signature)) = (HOST.get(), point, signature.try_into())
    else {
        return false;
    };
    host(key, signature, message)
}
