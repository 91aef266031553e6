//! Signatures on the way from the pinned root to the newest: those that count, and those that anybody adds.

use super::states::{at, comes_as_far, is_accepted, new_key, reported};
use super::*;
use crate::jose::base64url;

/// A root with signatures before its own that nobody made.
fn with_forged(root: &str, count: usize) -> String {
    let protected = base64url::encode(br#"{"alg":"Ed25519","typ":"xinyi-root+jwt","kid":"k"}"#);
    let signature = base64url::encode(&[1; 64]);
    let forged = format!(r#"{{"protected":"{protected}","signature":"{signature}"}},"#);
    let all = forged.repeat(count);
    root.replace(r#""signatures":["#, &format!(r#""signatures":[{all}"#))
}

/// Whoever passes a snapshot on can add any number of them.
#[test]
fn signatures_that_nobody_made_are_tried_within_limits_and_not_kept() {
    let platform = Platform::new();
    let in_one_load = limits::ROOTS_SIGNATURES / limits::SIGNATURES;
    let root = |number| {
        let version = u64::try_from(number).unwrap() + 2;
        let root = platform.next_root(version, &platform.key);
        with_forged(&root, limits::SIGNATURES - 1)
    };
    let roots: Vec<String> = (0..=in_one_load).map(root).collect();
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    let reached = u64::try_from(in_one_load).unwrap() + 1;
    let of = |roots| platform.snapshot_with(roots, &platform.manifest, Vec::new());

    let trust = platform.start(&of(&roots[..in_one_load]));
    is_accepted(&trust, "root");
    comes_as_far(&platform, &trust, reached);

    let mut trust = platform.start(&of(&roots));
    let found = reported(&trust, "root");
    assert!(found.contains(r#""code":"limit.signatures""#), "{found}");
    comes_as_far(&platform, &trust, reached);
    // The next load goes on from there.
    trust.load(Some(of(&roots).as_bytes()), at(NOW));
    is_accepted(&trust, "root");
    comes_as_far(&platform, &trust, reached + 1);
    for link in trust.state.links() {
        let signatures = link.member("signatures").and_then(Value::as_array);
        assert_eq!(signatures.map(<[Value]>::len), Some(1));
    }
}

#[test]
fn roots_are_followed_as_long_as_their_signatures_can_be_verified_again() {
    let platform = Platform::new();
    let others: Vec<(String, SigningKey)> = (1..16).map(|n| (format!("k{n}"), new_key())).collect();
    let root = |version: usize| {
        let root = platform.next_root(version.try_into().unwrap(), &platform.key);
        let payload = crate::trust::contents(Role::Root, &root).unwrap();
        let mut keys = payload.get("keys").unwrap().as_array().unwrap().to_vec();
        let mut kids = vec![Value::from("k")];
        for (kid, key) in &others {
            let jwk = json::write(&key.to_jwk().into());
            let key = format!(r#"{{"kid":"{kid}","alg":"Ed25519","jwk":{jwk}}}"#);
            keys.push(object(&key).into());
            kids.push(kid.as_str().into());
        }
        let mut roles = payload.get("roles").unwrap().as_object().unwrap().clone();
        let own = Object::from_iter([("kids", Value::Array(kids)), ("threshold", 1_i64.into())]);
        roles.set("root", own);
        let mut payload = payload.clone();
        payload.set("keys", Value::Array(keys));
        payload.set("roles", roles);
        let mut signed = signed(&platform.key, Role::Root, &json::write(&payload.into()));
        for (kid, key) in &others {
            signed = add_signature(Role::Root, &signed, kid, key).unwrap();
        }
        signed
    };
    let followed = limits::ROOTS_SIGNATURES / 16;
    let roots: Vec<String> = (2..followed + 3).map(root).collect();
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    let reached = u64::try_from(followed).unwrap() + 1;
    let mut trust = platform.start(&platform.snapshot(Vec::new()));
    for (few, result) in [
        (&roots[..followed / 2], r#""result":"accepted""#),
        (&roots[..followed], r#""result":"accepted""#),
        (&roots[followed..], r#""code":"limit.signatures""#),
    ] {
        let snapshot = platform.snapshot_with(few, &platform.manifest, Vec::new());
        trust.load(Some(snapshot.as_bytes()), at(NOW));
        let found = reported(&trust, "root");
        assert!(found.contains(result), "{found}");
    }
    comes_as_far(&platform, &trust, reached);
}
