//! Platforms with more status lists than one snapshot may have.

use super::load::{Minimum, Trust};
use super::{Role, add_signature, draft};
use crate::issuer::{
    Algorithm, Signer, SigningKey, StatusList, SystemRandom, pin, sign_status_list,
};
use crate::json::{self, Object, Value};
use crate::limits;
use crate::time::Instant;

const NOW: i64 = 1_795_140_000;

/// A platform of one key.
struct Platform {
    key: SigningKey,
    root: String,
    manifest: String,
    trust_list: String,
}

impl Platform {
    fn new() -> Self {
        let key = SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).unwrap();
        let jwk = json::write(&key.to_jwk().into());
        let signed = |role, document: &str| {
            let document = json::parse(document.as_bytes(), document.len()).unwrap();
            let draft = draft(role, document.as_object().unwrap()).unwrap();
            add_signature(role, &draft, "k", &key).unwrap()
        };
        let end = NOW + 1_000_000;
        let role = r#"{"kids":["k"],"threshold":1}"#;
        let root = format!(
            r#"{{"id":"urn:root","version":1,"iat":{NOW},"exp":{end},"keys":[{{"kid":"k","alg":"Ed25519","jwk":{jwk}}}],"roles":{{"root":{role},"manifest":{role},"trust_list":{role}}}}}"#
        );
        let entry = format!(
            r#"{{"issuer":"https://issuer.example","kind":"municipal","regions":["310000"],"vct":[],"fields":"*","schemes":[],"keys":[{{"kid":"k","alg":"Ed25519","use":"status","jwk":{jwk},"not_before":0,"not_after":{end}}}]}}"#
        );
        let trust_list = signed(
            Role::TrustList,
            &format!(r#"{{"version":1,"iat":{NOW},"exp":{end},"entries":[{entry}]}}"#),
        );
        let pin = json::write(&pin(&trust_list).unwrap().into());
        let manifest = format!(
            r#"{{"version":1,"iat":{NOW},"exp":{end},"trust_list":{pin},"programmes":[],"status_lists":[]}}"#
        );
        Self {
            root: signed(Role::Root, &root),
            manifest: signed(Role::Manifest, &manifest),
            trust_list,
            key,
        }
    }

    fn status_list(&self, uri: &str) -> Value {
        let list = StatusList {
            uri,
            bits: 1,
            entries: 8,
            statuses: &[],
            iat: Instant::from_unix(NOW).unwrap(),
            exp: None,
            ttl: None,
        };
        sign_status_list(&list, Signer::new(&self.key, "k"))
            .unwrap()
            .into()
    }

    fn snapshot(&self, status_lists: Vec<Value>) -> String {
        let parsed = |text: &str| json::parse(text.as_bytes(), text.len()).unwrap();
        let snapshot = Object::from_iter([
            ("snapshot", Value::from(1_i64)),
            ("manifest", parsed(&self.manifest)),
            ("trust_list", parsed(&self.trust_list)),
            ("status_lists", Value::Array(status_lists)),
        ]);
        json::write(&snapshot.into())
    }

    /// The verifier of an app that starts with what it has stored.
    fn start(&self, snapshot: &str) -> Trust {
        let mut trust = Trust::new(self.root.as_bytes(), None, Minimum::default(), false).unwrap();
        trust.load(Some(snapshot.as_bytes()), Instant::from_unix(NOW).unwrap());
        trust
    }
}

#[track_caller]
fn uris(trust: &Trust) -> Vec<&str> {
    assert!(
        trust.report().get("snapshot").is_none(),
        "{:?}",
        trust.report()
    );
    trust.status_lists.iter().map(|l| l.list.uri()).collect()
}

#[test]
fn what_several_snapshots_brought_can_be_stored_as_one() {
    let platform = Platform::new();
    let names: Vec<String> = (0..1_500).map(|n| format!("urn:list:{n}")).collect();
    let lists: Vec<Value> = names
        .iter()
        .map(|name| platform.status_list(name))
        .collect();
    let mut trust = platform.start(&platform.snapshot(lists[..800].to_vec()));
    // The first hundred are there already, and come again.
    let second = [&lists[..100], &lists[800..]].concat();
    trust.load(
        Some(platform.snapshot(second).as_bytes()),
        Instant::from_unix(NOW).unwrap(),
    );
    let stored = trust.snapshot().unwrap();
    let again = platform.start(&json::write(&stored));
    let found = uris(&again);
    assert_eq!(found.len(), limits::STATUS_LISTS);
    // All of the last snapshot.
    for name in names[..100].iter().chain(&names[800..]) {
        assert!(found.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn what_is_stored_is_no_longer_than_what_is_read() {
    let platform = Platform::new();
    let long = |n: usize| platform.status_list(&format!("urn:list:{n}:{}", "x".repeat(5_000_000)));
    let mut trust = platform.start(&platform.snapshot((0..2).map(long).collect()));
    trust.load(
        Some(platform.snapshot((2..4).map(long).collect()).as_bytes()),
        Instant::from_unix(NOW).unwrap(),
    );
    let stored = json::write(&trust.snapshot().unwrap());
    assert!(stored.len() <= limits::SNAPSHOT_BYTES);
    let again = platform.start(&stored);
    let found = uris(&again);
    for n in 2..4 {
        let name = format!("urn:list:{n}:");
        assert!(found.iter().any(|uri| uri.starts_with(&name)), "{name}");
    }
}
