//! Loads one after the other: more than one snapshot may have, and what another page knows.

mod keys;
mod signatures;
mod states;

use super::minimum::Minimum;
use super::store::TrustStore;
use super::{Role, add_signature, draft};
use crate::issuer::{
    Algorithm, Signatory, SigningKey, StatusList, SystemRandom, pin, sign_status_list,
};
use crate::jose::sign_compact;
use crate::json::{self, Object, Value};
use crate::law;
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
        let mut platform = Self {
            root: String::new(),
            manifest: String::new(),
            trust_list: String::new(),
            key,
        };
        platform.trust_list = platform.list_of(1, &platform.key);
        platform.root = platform.next_root(1, &platform.key);
        platform.manifest = platform.next_manifest(1, &platform.key);
        platform
    }

    /// A version of the root, with a key of its own for manifests.
    fn next_root(&self, version: u64, manifest: &SigningKey) -> String {
        self.root_of(version, manifest, &self.key, "")
    }

    /// The same with a key of its own for trust lists, and with a note.
    fn root_of(
        &self,
        version: u64,
        manifest: &SigningKey,
        list: &SigningKey,
        note: &str,
    ) -> String {
        let keys = [("k", &self.key), ("m", manifest), ("l", list)]
            .map(|(kid, key)| (kid, json::write(&key.to_jwk().into())))
            .map(|(kid, jwk)| format!(r#"{{"kid":"{kid}","alg":"Ed25519","jwk":{jwk}}}"#))
            .join(",");
        let [own, manifest, list] =
            ["k", "m", "l"].map(|kid| format!(r#"{{"kids":["{kid}"],"threshold":1}}"#));
        let iat = NOW - 1_000 + i64::try_from(version).unwrap();
        let end = NOW + 1_000_000;
        signed(
            &self.key,
            Role::Root,
            &format!(
                r#"{{"id":"urn:root","note":"{note}","version":{version},"iat":{iat},"exp":{end},"keys":[{keys}],"roles":{{"root":{own},"manifest":{manifest},"trust_list":{list}}}}}"#
            ),
        )
    }

    /// A trust list by the key for it.
    fn list_of(&self, version: u64, key: &SigningKey) -> String {
        let jwk = json::write(&self.key.to_jwk().into());
        let end = NOW + 1_000_000;
        let entry = format!(
            r#"{{"issuer":"https://issuer.example","name":{{"zh-CN":"签发方","en":"Issuer"}},"kind":"municipal","regions":["310000"],"vct":[],"fields":"*","schemes":[],"keys":[{{"kid":"k","alg":"Ed25519","use":"status","jwk":{jwk},"not_before":0,"not_after":{end}}}]}}"#
        );
        let list =
            format!(r#"{{"version":{version},"iat":{NOW},"exp":{end},"entries":[{entry}]}}"#);
        let draft = draft(Role::TrustList, &object(&list)).unwrap();
        add_signature(Role::TrustList, &draft, "l", key).unwrap()
    }

    /// A version of the manifest.
    fn next_manifest(&self, version: u64, key: &SigningKey) -> String {
        self.manifest_of(version, key, NOW)
    }

    /// The same of a time.
    fn manifest_of(&self, version: u64, key: &SigningKey, iat: i64) -> String {
        let pin = json::write(&pin(&self.trust_list).unwrap().into());
        let end = NOW + 1_000_000;
        let document = format!(
            r#"{{"version":{version},"iat":{iat},"exp":{end},"trust_list":{pin},"programmes":[],"status_lists":[]}}"#
        );
        let draft = draft(Role::Manifest, &object(&document)).unwrap();
        add_signature(Role::Manifest, &draft, "m", key).unwrap()
    }

    fn status_list(&self, uri: &str) -> Value {
        self.status_list_of(uri, NOW)
    }

    /// The same of a time.
    fn status_list_of(&self, uri: &str, iat: i64) -> Value {
        let list = StatusList {
            iss: "https://issuer.example",
            uri,
            bits: 1,
            entries: 8,
            statuses: &[],
            iat: Instant::from_unix(iat).unwrap(),
            exp: None,
            ttl: None,
        };
        sign_status_list(&list, Signatory::new(&self.key, "k"))
            .unwrap()
            .into()
    }

    fn snapshot(&self, status_lists: Vec<Value>) -> String {
        self.snapshot_with(&[], &self.manifest, status_lists)
    }

    fn snapshot_with(&self, roots: &[&str], manifest: &str, status_lists: Vec<Value>) -> String {
        let parsed = |text: &str| json::parse(text.as_bytes(), text.len()).unwrap();
        let snapshot = Object::from_iter([
            ("snapshot", Value::from(1_i64)),
            (
                "roots",
                Value::Array(roots.iter().map(|root| parsed(root)).collect()),
            ),
            ("manifest", parsed(manifest)),
            ("trust_list", parsed(&self.trust_list)),
            ("status_lists", Value::Array(status_lists)),
        ]);
        json::write(&snapshot.into())
    }

    /// The verifier of an app that starts with what it has stored.
    fn start(&self, snapshot: &str) -> TrustStore {
        self.start_with(None, snapshot)
    }

    fn start_with(&self, state: Option<&str>, snapshot: &str) -> TrustStore {
        let root = self.root.as_bytes();
        let mut trust = TrustStore::new(
            root,
            state,
            Minimum::default(),
            false,
            law::built_in().clone(),
        )
        .unwrap();
        trust.load(Some(snapshot.as_bytes()), Instant::from_unix(NOW).unwrap());
        trust
    }
}

fn object(text: &str) -> Object {
    let document = json::parse(text.as_bytes(), text.len()).unwrap();
    document.as_object().unwrap().clone()
}

fn signed(key: &SigningKey, role: Role, document: &str) -> String {
    let draft = draft(role, &object(document)).unwrap();
    add_signature(role, &draft, "k", key).unwrap()
}

#[track_caller]
fn uris(trust: &TrustStore) -> Vec<&str> {
    assert!(trust.report().snapshot.is_none(), "{:?}", trust.report());
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
    let stored = trust.export_snapshot().unwrap();
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
    let note = "x".repeat(5_000_000);
    let long = |n: usize| -> Value {
        let header = [("typ", Value::from("statuslist+jwt")), ("kid", "k".into())];
        let claims = format!(
            r#"{{"sub":"urn:list:{n}","iat":{NOW},"note":"{note}","status_list":{{"bits":1,"lst":"eNpjAAAAAQAB"}}}}"#
        );
        let key = &platform.key;
        let signed = sign_compact(key, Object::from_iter(header), claims.as_bytes());
        signed.unwrap().into()
    };
    let mut trust = platform.start(&platform.snapshot((0..2).map(long).collect()));
    trust.load(
        Some(platform.snapshot((2..4).map(long).collect()).as_bytes()),
        Instant::from_unix(NOW).unwrap(),
    );
    let stored = json::write(&trust.export_snapshot().unwrap());
    assert!(stored.len() <= limits::SNAPSHOT_BYTES);
    let again = platform.start(&stored);
    let found = uris(&again);
    for n in 2..4 {
        let name = format!("urn:list:{n}");
        assert!(found.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn a_root_that_another_page_is_past_says_nothing_of_versions() {
    let platform = Platform::new();
    let stolen = &platform.key;
    let fresh = SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).unwrap();
    let second = platform.next_root(2, stolen);
    let third = platform.next_root(3, &fresh);
    let at = Instant::from_unix(NOW).unwrap();
    // One page has the thief's manifest, and another is two roots on, where it means nothing.
    let highest = platform.next_manifest(1_000_000, stolen);
    let mut page = platform.start(&platform.snapshot_with(&[], &highest, Vec::new()));
    let honest = platform.next_manifest(6, &fresh);
    let whole = platform.snapshot_with(&[&second, &third], &honest, Vec::new());
    let other = platform.start(&platform.snapshot_with(&[&second, &third], "{}", Vec::new()));
    page.absorb_state(&other.export_state());
    // The first loads what takes it only half of the way, and stores what it knows.
    let half = platform.snapshot_with(&[&second], &highest, Vec::new());
    page.load(Some(half.as_bytes()), at);
    let state = page.export_state();
    let root = platform.root.as_bytes();
    let mut again = TrustStore::new(
        root,
        Some(&state),
        Minimum::default(),
        false,
        law::built_in().clone(),
    )
    .unwrap();
    again.load(Some(whole.as_bytes()), at);
    assert_eq!(again.versions().unwrap().1, 6, "{:?}", again.report());
}
