//! The vectors are what is committed, whoever makes them, and stay that when others are added.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::{Value, json};
use testkit::jose::{base64url, sign};
use testkit::world::*;
use testkit::{kept, keys};
use xinyi::issuer::SigningKey;

use super::changes::Changes;
use super::files::{Files, KEPT};
use super::platforms::Platforms;
use super::reading::Reader;
use super::vector::{Suite, Vector};
use super::{SUITES, made, vectors};

#[test]
fn what_is_committed_is_what_is_made() {
    let committed = Files::read(&testkit::vectors::folder()).expect("the vectors");
    let changes = made(&committed).changes_since(&committed);
    assert!(
        changes.is_empty(),
        "{} files differ from what is committed. `make vectors`, and look at what changes:\n{}",
        changes.len(),
        changes.join("\n")
    );
}

#[test]
fn platforms_are_read_as_they_were_built() {
    start_with_the_committed();
    let world = World::new();
    let vectors = vectors(&world);
    let mut platforms = Platforms::new(&world, &vectors);
    for vector in &vectors {
        vector.members(&mut platforms, Value::Null);
    }
    let read = testkit::vectors::platforms();
    assert!(read.keys().eq(platforms.built().keys()));
    for (name, platform) in platforms.built() {
        assert!(read[name] == *platform, "{name}");
    }
}

#[test]
fn what_is_told_is_what_tokens_say() {
    let world = World::new();
    let reader = Reader::new();
    let sd_jwt = world.listed(&json!({})).without_decoys().sign();
    let shown = sd_jwt.show(&["/listings", "/subject/age_over"]);
    let told = reader.presentation(&world.bind(&shown));
    assert_eq!(told["signed_by"], "city");
    assert_eq!(told["says"]["listings"], json!(["(hidden)"]));
    assert_eq!(told["says"]["cnf"]["jwk"], "test key holder");
    assert_eq!(told["says"]["iat"], "now-1h");
    assert_eq!(told["shown"], json!(["/listings", "/subject/age_over"]));
    assert_eq!(
        told["hidden"],
        json!({ "": 4, "/evaluations": 1, "/subject": 2 })
    );
    assert_eq!(told["binding"]["signed_by"], "holder");
    assert_eq!(told["binding"]["says"]["sd_hash"], "as it should be");

    // Of everything that may be wrong with it something is seen.
    let bound = world.bind(&shown);
    let (head, rest) = shown.split_at(shown.find('.').expect("a header"));
    let last = bound.rfind('.').expect("a signature");
    let disclosure = sd_jwt.disclosure("/subject/age_over");
    let wrong = [
        (
            "/signed_by",
            format!("{head}{}", rest.replacen('.', ".e30", 1)),
        ),
        (
            "/binding/signed_by",
            bound[..last].to_owned() + "." + &"A".repeat(86),
        ),
        (
            "/binding/signed_by",
            world.binding(&shown).sign(&shown, &world.stranger),
        ),
        (
            "/binding/says/sd_hash",
            bound.replace(&format!("{disclosure}~"), ""),
        ),
        ("/without_a_place", shown.clone() + disclosure + "~"),
        ("/without_a_place", sd_jwt.show(&["/listings/0"])),
        ("/header_spelt", shown.replace(head, &base64url(b"{ }"))),
    ];
    for (at, text) in wrong {
        let found = reader.presentation(&text);
        assert_ne!(found.pointer(at), told.pointer(at), "{at} of {text}");
    }
}

#[test]
fn one_vector_more_changes_no_other() {
    start_with_the_committed();
    let world = World::new();
    for (name, add) in SUITES {
        let [alone, after_another] = [false, true].map(|is_after| {
            let mut suite = Suite::new(name, &world);
            if is_after {
                suite
                    .add("one-more", "Before all others.")
                    .bundle(world.listed(&json!({})).present(LOOK_AT_LISTING))
                    .refused("listing.present");
            }
            add(&mut suite);
            tokens(&suite.vectors)
        });
        assert_eq!(after_another.len(), alone.len() + 1);
        for (vector, presented) in &alone {
            assert!(after_another[vector] == *presented, "{name}/{vector}");
        }
    }
}

fn tokens(vectors: &[Vector]) -> BTreeMap<String, Value> {
    let vectors = vectors.iter();
    vectors
        .map(|vector| (vector.suite_and_name().1.to_owned(), vector.presented()))
        .collect()
}

#[test]
fn salts_are_those_of_a_name_and_a_place() {
    let world = World::new();
    let mut suite = Suite::new("salts", &world);
    let salts = |suite: &mut Suite<'_>, name: &str, score: u64| {
        suite.add(name, "A bundle.");
        let changed = world
            .person()
            .set("/evaluations/sh-public/score", json!(score));
        let disclosures = changed.sign().disclosures;
        suite.vectors.last_mut().expect("a vector").granted("gold");
        disclosures
            .into_iter()
            .map(|d| (d.pointer, d.text))
            .collect::<BTreeMap<_, _>>()
    };
    let first = salts(&mut suite, "one", 742);
    let again = salts(&mut suite, "one", 743);
    let other = salts(&mut suite, "another", 742);
    for (pointer, text) in &first {
        let is_changed = pointer == "/evaluations/sh-public";
        assert_eq!(again[pointer] != *text, is_changed, "{pointer}");
        assert_ne!(other[pointer], *text, "{pointer}");
    }
}

#[test]
fn a_signature_is_kept_for_what_it_signs() {
    let key = test_key("district");
    let other = another_signature(&key, b"what is signed");
    let file = kept_as(&key, b"what is signed", &other);

    kept::start_with(&file);
    assert_eq!(sign(&key, b"what is signed"), other);
    assert_ne!(sign(&key, b"what else is signed"), other);
    assert_ne!(sign(&test_key("agency"), b"what is signed"), other);

    // Both sides of a merge.
    kept::start_with(&format!(
        "<<<<<<< ours\n{file}=======\n{{\n  \"x\": \"AAAA\"\n"
    ));
    assert_eq!(sign(&key, b"what is signed"), other);
    assert_eq!(kept::used(), file);
}

#[test]
fn a_kept_signature_that_is_none_is_made_anew() {
    let key = test_key("district");
    kept::start_with(&kept_as(&key, b"what is signed", &[0; 64]));
    let signature = sign(&key, b"what is signed");
    assert!(keys::verifies(&key, b"what is signed", &signature));
}

/// The file in which a signature is kept for a key and a message.
fn kept_as(key: &SigningKey, message: &[u8], signature: &[u8]) -> String {
    kept::start_with("");
    let own = sign(key, message);
    assert_ne!(own, signature);
    kept::used().replace(&base64url(&own), &base64url(signature))
}

/// A signature of ES256 with random numbers, as `ring` makes it: good, and not the one that the crate makes.
fn another_signature(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.to_pkcs8(), &random);
    let signature = pair.expect("a key").sign(&random, message);
    let signature = signature.expect("a signature").as_ref().to_vec();
    assert!(keys::verifies(key, message, &signature));
    signature
}

#[test]
fn a_key_that_there_is_not_can_be_added() {
    let Err(problem) = keys::find("of-tomorrow") else {
        panic!("there is such a key");
    };
    for part in [
        keys::PATH,
        "\"of-tomorrow\"",
        "make-vectors -- key of-tomorrow Ed25519",
    ] {
        assert!(problem.contains(part), "{problem}");
    }
    use xinyi::issuer::Algorithm;
    let file = keys::with_new("of-tomorrow", Algorithm::Es256).expect("a key");
    let committed = fs::read_to_string(keys::path()).expect("the keys");
    assert!(file.starts_with(&committed) && file.contains("Test key: of-tomorrow (ES256)"));
    for (name, problem) in [("city", "already"), ("A Key", "a-z"), ("", "a-z")] {
        let found = keys::with_new(name, Algorithm::Ed25519).expect_err("no name for it");
        assert!(found.contains(problem), "{found}");
    }
}

#[test]
fn a_folder_is_replaced_as_a_whole() {
    let folder = Temporary::new("replaced");
    let files = |names: &[&str]| {
        let files = names
            .iter()
            .map(|name| ((*name).to_owned(), format!("{name}\n")));
        Files(files.collect())
    };
    let first = files(&["a/one.json", "b/two.json", "README.md"]);
    first.write(&folder.0).expect("it is written");
    let second = files(&["a/one.json", "a/three.json"]);
    assert_eq!(
        second.changes_since(&first),
        [
            "README.md is no longer made",
            "b/two.json is no longer made",
            "a/three.json is new"
        ]
    );
    second.write(&folder.0).expect("it is written");
    assert!(Files::read(&folder.0).expect("it is read") == second);

    // A file where a folder has to be: nothing has happened to what was there.
    let impossible = files(&["a", "a/b"]);
    assert!(impossible.write(&folder.0).is_err());
    assert!(Files::read(&folder.0).expect("it is read") == second);
    let beside = fs::read_dir(folder.0.parent().expect("a parent")).expect("a folder");
    assert_eq!(beside.count(), 1);
}

/// The signatures of what is committed.
fn start_with_the_committed() {
    let committed = Files::read(&testkit::vectors::folder()).expect("the vectors");
    kept::start_with(&committed.0[KEPT]);
}

/// A folder in one of its own.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let parent = format!("xinyi-vectors-{name}-{}", std::process::id());
        let parent = std::env::temp_dir().join(parent);
        fs::create_dir_all(&parent).expect("a folder");
        Self(parent.join("vectors"))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let parent = self.0.parent().expect("a parent");
        drop(fs::remove_dir_all(parent));
    }
}

#[test]
fn what_is_told_by_its_changes_is_told_whole() {
    let documents = [
        json!({}),
        json!({ "a": 1, "b": { "c": [1, 2, { "d": null }] }, "e": "x" }),
        json!({ "a": 1, "b": { "c": [1, 2] }, "e": null }),
        json!({ "a": [], "b": { "c": [2, 1, { "d": null, "f": 1 }, 4] } }),
        json!({ "b": { "c": { "0": 1 }, "g": "a long text that is the same in both of them" } }),
        json!({ "b": { "c": {}, "g": "a long text that is the same in both of them", "h": 1 } }),
    ];
    for before in &documents {
        for after in &documents {
            let changes = Changes::between(before, after);
            assert_eq!(changed(before, &changes), *after, "{before}");
        }
    }
}

/// A document after its changes.
fn changed(before: &Value, changes: &Changes) -> Value {
    let mut document = before.clone();
    for at in changes.gone.iter().rev() {
        let (name, at) = at.split_last().expect("a name");
        match inside(&mut document, at) {
            Value::Object(members) => drop(members.remove(name)),
            Value::Array(elements) => drop(elements.pop()),
            _ => unreachable!("nothing is in it"),
        }
    }
    for (at, value) in &changes.new {
        let Some((name, at)) = at.split_last() else {
            return value.clone();
        };
        match inside(&mut document, at) {
            Value::Array(elements) if name.parse() == Ok(elements.len()) => {
                elements.push(value.clone());
            }
            Value::Array(elements) => {
                elements[name.parse::<usize>().expect("a number")] = value.clone();
            }
            members => members[name] = value.clone(),
        }
    }
    document
}

fn inside<'v>(document: &'v mut Value, at: &[String]) -> &'v mut Value {
    at.iter().fold(document, |value, name| match value {
        Value::Array(elements) => &mut elements[name.parse::<usize>().expect("a number")],
        members => &mut members[name],
    })
}
