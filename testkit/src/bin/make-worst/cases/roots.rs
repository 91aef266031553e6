//! As many roots as an app follows, with as many signatures as a document may have: all but the
//! last of them forged, which anybody can add.

use std::io;

use serde_json::{Value, json};
use testkit::jose::{base64url, sign};
use testkit::platform::Plan;
use testkit::world::{DAY, NOW, World};
use xinyi::issuer::{Algorithm, SigningKey};

use super::{Case, Cases, forged, short_alg, short_key, sm2_key};
use xinyi::limits;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let sm2 = sm2_key();
    for (name, key) in [("Ed25519", &world.roots[0]), ("SM2", &sm2)] {
        for signatures in [1, limits::SIGNATURES] {
            let mut plan = Plan::small(world);
            plan.root = root(key, world, 1);
            plan.root_signers = vec![("r", key)];
            plan.trust_list_signers = vec![("m", &world.manifest)];
            plan.manifest_signers = vec![("m", &world.manifest)];
            plan.roots = links(key, world, signatures);
            let name = format!("256 further roots, {name}, signatures on each: {signatures}");
            cases.add(&Case::creating(name, &plan.build()))?;
        }
    }
    Ok(())
}

/// All the links, each with so many signatures.
pub fn links(key: &SigningKey, world: &World, signatures: usize) -> Vec<Value> {
    let links = (0..limits::ROOTS).map(|i| {
        let root = root(key, world, i + 2);
        signed("xinyi-root+jwt", &root, "r", key, signatures)
    });
    links.collect()
}

pub fn root(key: &SigningKey, world: &World, version: usize) -> Value {
    let one = |kid: &str| json!({ "kids": [kid], "threshold": 1 });
    json!({
        "id": "urn:xinyi:test", "version": version, "iat": NOW - 30 * DAY, "exp": NOW + DAY,
        "keys": [short_key("r", key), short_key("m", &world.manifest)],
        "roles": { "root": one("r"), "trust_list": one("m"), "manifest": one("m") },
    })
}

/// With so many signatures by the name of one key, the last of which is genuine.
pub fn signed(
    typ: &str,
    document: &Value,
    kid: &str,
    key: &SigningKey,
    signatures: usize,
) -> Value {
    let payload = base64url(document.to_string().as_bytes());
    let header = json!({ "typ": typ, "kid": kid, "alg": short_alg(key) });
    let protected = base64url(header.to_string().as_bytes());
    let genuine = sign(key, format!("{protected}.{payload}").as_bytes());
    let entry = |signature: String| json!({ "protected": protected, "signature": signature });
    let forged = entry(forged(key.algorithm()));
    let mut entries = vec![forged; signatures - 1];
    entries.push(entry(base64url(&genuine)));
    json!({ "payload": payload, "signatures": entries })
}

/// By Ed25519 or SM2.
pub fn keys(world: &World) -> [(&'static str, &SigningKey); 2] {
    assert_eq!(world.suzhou.algorithm(), Algorithm::Sm2);
    [("Ed25519", &world.roots[0]), ("SM2", &world.suzhou)]
}
