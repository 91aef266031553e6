//! Snapshots that were mixed, damaged and replayed at random: what was good stays good, what was
//! revoked stays revoked, and no app is locked out.
//!
//! `XINYI_CASES` is how many sequences of loads there are, `XINYI_SEED` where the random numbers
//! begin.
#![cfg(feature = "sm2")]

use serde_json::{Map, Value, json};
use testkit::random::{Random, cases};
use testkit::surface::Verifier;
use testkit::vectors;

const CASES: usize = 150;

/// Signed by the same keys, on different days.
struct World {
    root: String,
    now: Value,
    /// Their parts, and the newest last.
    snapshots: Vec<Value>,
    good: String,
    /// With an index that the second snapshot's list says is invalid.
    revoked: String,
    check: Value,
}

#[test]
fn nothing_is_lost_and_nobody_is_locked_out() {
    let world = World::read();
    let newest = world.snapshots.last().expect("a snapshot").to_string();
    let mut random = Random::seeded("sequences of loads");
    let (cases, seed) = (cases(CASES), random.seed());
    let (mut granted, mut refused) = (0, 0);
    for case in 0..cases {
        let mut verifier = world.start(None, None);
        for step in 0..6 {
            let before = Exported::of(&verifier);
            let was_good = world.outcome(&verifier, &world.good);
            let snapshot = world.disorder(&mut random);
            let report = world.load(&mut verifier, &snapshot);
            let after = Exported::of(&verifier);
            let context = format!("seed {seed}, case {case}, step {step}: {report}");
            after.is_no_earlier_than(&before, &context);
            if report["report"]["state_changed"] == json!(false) {
                assert_eq!(after.state, before.state, "{context}");
            }
            let is_good = world.outcome(&verifier, &world.good);
            // A newer manifest may ask for a status list or a programme that is not there.
            let by_the_platform = report["report"]["manifest"]["result"] == "accepted";
            if was_good == "granted" && !by_the_platform {
                granted += 1;
                assert_eq!(is_good, "granted", "{context}");
            } else {
                refused += 1;
            }
            // What was invalid once stays so, whatever comes later.
            if before.knows_of_the_revocation {
                assert_ne!(
                    world.outcome(&verifier, &world.revoked),
                    "granted",
                    "{context}"
                );
            }
            if random.below(3) == 0 {
                let again = world.start(Some(&after.state), after.snapshot.as_deref());
                assert_eq!(Exported::of(&again).state, after.state, "{context}");
                let is_again = world.outcome(&again, &world.good);
                assert_eq!(is_again == "granted", is_good == "granted", "{context}");
                verifier = again;
            }
        }
        world.load(&mut verifier, &newest);
        assert_eq!(
            world.outcome(&verifier, &world.good),
            "granted",
            "seed {seed}, case {case}"
        );
        assert_ne!(world.outcome(&verifier, &world.revoked), "granted");
    }
    assert!(
        granted >= cases && refused >= cases,
        "{granted} granted, {refused} refused"
    );
}

#[test]
fn a_missing_root_is_named() {
    let vectors = vectors::all();
    let of = |vector: &&vectors::Vector| vector.name == "attack/five-roots-on-with-one-missing";
    let (reports, _) = vectors
        .iter()
        .find(of)
        .expect("the vector")
        .run_with_reports();
    let report: Value = serde_json::from_str(&reports[0]).expect("JSON");
    let root = &report["report"]["root"];
    // It has come to the third, and the fourth is not there.
    assert_eq!(root["version"], json!(3));
    assert_eq!(
        root["error"]["details"],
        json!({ "expected": 4, "found": 5 })
    );
}

/// What an app stores.
struct Exported {
    state: String,
    snapshot: Option<String>,
    root: Option<i64>,
    /// The payload of the newest manifest.
    manifest: Value,
    status_lists: Vec<Value>,
    knows_of_the_revocation: bool,
}

impl Exported {
    fn of(verifier: &Verifier) -> Self {
        let exported: Value = serde_json::from_str(&verifier.export()).expect("JSON");
        let text = |name: &str| exported[name].as_str().map(str::to_owned);
        let state = text("state").expect("a state");
        let document = state.split('.').nth(1).expect("a document");
        let known: Value = serde_json::from_slice(&base64url(document)).expect("JSON");
        let lists = known["status_lists"].as_array().expect("status lists");
        let revoked_at = lists.iter().filter_map(|list| list["iat"].as_i64()).max();
        let manifest = known["manifest"]["payload"].as_str().map(base64url);
        let manifest = manifest.map(|payload| serde_json::from_slice(&payload).expect("JSON"));
        Self {
            knows_of_the_revocation: revoked_at >= Some(REVOKED_AT),
            snapshot: text("snapshot"),
            root: known["root"].as_i64(),
            manifest: manifest.unwrap_or_default(),
            status_lists: lists.clone(),
            state,
        }
    }

    #[track_caller]
    fn is_no_earlier_than(&self, before: &Self, context: &str) {
        assert!(self.root >= before.root, "{context}");
        for pointer in ["/version", "/iat", "/trust_list/version"] {
            let of = |e: &Self| e.manifest.pointer(pointer).and_then(Value::as_i64);
            let (was, is) = (of(before), of(self));
            assert!(
                is >= was,
                "{pointer} went from {was:?} to {is:?}: {context}"
            );
        }
        // A newer manifest says itself how new lists have to be.
        if self.manifest["version"] != before.manifest["version"] {
            return;
        }
        for list in &before.status_lists {
            let same = |other: &&Value| other["name"] == list["name"];
            let found = self.status_lists.iter().find(same);
            let found = found.unwrap_or_else(|| panic!("{list} was forgotten: {context}"));
            assert!(
                found["iat"].as_i64() >= list["iat"].as_i64(),
                "{list}, {found}: {context}"
            );
        }
    }
}

/// When the list was signed that has an invalid entry: the newest of all.
const REVOKED_AT: i64 = 1_795_140_000 - 3_600;

impl World {
    /// Of the suite `attack`.
    fn read() -> Self {
        let vectors = vectors::all();
        let vector = |name: &str| {
            let found = vectors.iter().find(|vector| vector.name == name);
            found.unwrap_or_else(|| panic!("no vector {name}"))
        };
        let present = vector("attack/older-snapshot-after-a-newer-one");
        let parts = |platform: &Value| -> Value {
            let text = platform["snapshot"].as_str().expect("a snapshot");
            serde_json::from_str(text).expect("a snapshot is JSON")
        };
        let loaded = |step: usize| {
            let name = present.steps()[step]["load"].as_str().expect("a platform");
            parts(&vectors::platform(name))
        };
        Self {
            root: present.platform["root"]
                .as_str()
                .expect("a root")
                .to_owned(),
            now: present.platform["now"].clone(),
            snapshots: vec![loaded(1), parts(&present.platform), loaded(0)],
            good: present.document["bundle"]
                .as_str()
                .expect("a bundle")
                .to_owned(),
            revoked: {
                let revoked = vector("status/invalid-in-2-bits");
                revoked.document["bundle"]
                    .as_str()
                    .expect("a bundle")
                    .to_owned()
            },
            check: present.document["check"].clone(),
        }
    }

    fn start(&self, state: Option<&str>, snapshot: Option<&str>) -> Verifier {
        let mut options = Map::new();
        options.insert("now".to_owned(), self.now.clone());
        options.extend(state.map(|state| ("state".to_owned(), state.into())));
        Verifier::new(&self.root, snapshot, &Value::from(options).to_string())
    }

    fn load(&self, verifier: &mut Verifier, snapshot: &str) -> Value {
        let report = verifier.load(snapshot, &json!({ "now": self.now }).to_string());
        serde_json::from_str(&report).expect("a report is JSON")
    }

    /// `granted`, another outcome, or the code of an error.
    fn outcome(&self, verifier: &Verifier, bundle: &str) -> String {
        let result = verifier.check(bundle, &self.check.to_string());
        let result: Value = serde_json::from_str(&result).expect("a result is JSON");
        let outcome = result["decision"]["outcome"].as_str();
        let outcome = outcome.or(result["error"]["code"].as_str());
        outcome.expect("an outcome or a code").to_owned()
    }

    /// A snapshot of parts of any day, some of them damaged or left out; sometimes cut off.
    fn disorder(&self, random: &mut Random) -> String {
        let any = |random: &mut Random| &self.snapshots[random.below(self.snapshots.len())];
        let mut parts = any(random).clone();
        for name in [
            "roots",
            "manifest",
            "trust_list",
            "programmes",
            "status_lists",
        ] {
            match random.below(8) {
                0 | 1 => parts[name] = any(random)[name].clone(),
                2 => damage(&mut parts[name], random),
                3 if random.below(3) == 0 => {
                    parts.as_object_mut().expect("an object").remove(name);
                }
                _ => {}
            }
        }
        let mut text = parts.to_string();
        if random.below(10) == 0 {
            text.truncate(random.below(text.len()));
        }
        text
    }
}

/// Exchanges one letter of a text somewhere in it.
fn damage(part: &mut Value, random: &mut Random) {
    match part {
        Value::String(text) if !text.is_empty() => {
            let at = random.below(text.len());
            let other = if text.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            text.replace_range(at..=at, other);
        }
        Value::Array(elements) if !elements.is_empty() => {
            let at = random.below(elements.len());
            damage(&mut elements[at], random);
        }
        Value::Object(members) if !members.is_empty() => {
            let at = random.below(members.len());
            damage(members.values_mut().nth(at).expect("a member"), random);
        }
        _ => {}
    }
}

fn base64url(text: &str) -> Vec<u8> {
    data_encoding::BASE64URL_NOPAD
        .decode(text.as_bytes())
        .expect("base64url")
}
