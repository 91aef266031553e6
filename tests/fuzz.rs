//! The fuzzed functions, on the vectors and on what mutation makes of them. `XINYI_SEED` repeats a
//! run, `XINYI_CASES` sets how many mutations each function sees; `make fuzz` goes on from here.
#![cfg(all(feature = "issuer", feature = "sm2"))]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::{Value, json};
use testkit::random::{Random, cases};
use testkit::{facts, fuzz, vectors};
use xinyi::LawEdition;

#[test]
fn json() {
    run("json", fuzz::json, &[]);
}

#[test]
fn jwk() {
    run("jwk", fuzz::jwk, &[]);
}

#[test]
fn token() {
    run("token", fuzz::token, &[]);
}

#[test]
fn programme() {
    run("programme", fuzz::programme, &[]);
}

#[test]
fn snapshot() {
    run("snapshot", fuzz::snapshot, &[]);
}

#[test]
fn law() {
    let built_in = LawEdition::built_in().expect("an edition");
    let built_in = serde_json::to_value(&built_in).expect("JSON");
    let mut random = Random::of(7);
    let some = (0..20).map(|_| json!({ "credit": testkit::people::person(&mut random, true) }));
    let all: Vec<Value> = people().into_iter().chain(some).collect();
    let editions = [built_in, testkit::law::edition()];
    let seeds = editions.iter().flat_map(|edition| {
        let both = move |facts| json!({ "law": edition, "facts": facts }).to_string();
        all.iter().map(move |facts| both(facts).into_bytes())
    });
    run("law", fuzz::law, &seeds.collect::<Vec<_>>());
}

#[test]
fn disclosures() {
    // They choose a case each; nothing of the vectors would.
    let seeds: Vec<Vec<u8>> = (0..400_u64).map(|n| Random::of(n).bytes(160)).collect();
    run("disclosures", fuzz::disclosures, &seeds);
}

#[test]
fn cases_of_disclosures_are_good_and_bad() {
    let cases = (0..2_000_u64).map(|n| fuzz::reference::Case::of(&Random::of(n).bytes(160)));
    let (mut placed, mut refused) = (0, 0);
    for case in cases {
        match case.process() {
            Ok(_) if !case.disclosures.is_empty() => placed += 1,
            Ok(_) => {}
            Err(()) => refused += 1,
        }
    }
    assert!(
        placed > 50 && refused > 500,
        "{placed} placed, {refused} refused"
    );
}

#[test]
fn status_list() {
    run("status_list", fuzz::status_list, &[]);
}

/// The largest that the limits allow of what is costly ends, and in the end says why: without
/// optimisation in a quarter of a second each, which `-- --nocapture` shows. What takes forty times
/// as long has a square in it.
#[test]
fn what_is_as_large_as_may_be() {
    let header = encoded(br#"{"alg":"EdDSA","kid":"1","typ":"dc+sd-jwt"}"#);
    let token = |payload: &str| format!("{header}.{}.AA~", encoded(payload.as_bytes()));
    let digests: Vec<String> = (0..2048).map(|n| format!("\"{n:043}\"")).collect();
    let names: Vec<String> = (0..9_000).map(|n| format!("\"{n:08}\":1")).collect();
    let disclosures: String = (0..512)
        .map(|n| encoded(format!("[\"{n}\",1]").as_bytes()) + "~")
        .collect();
    let cases = [
        ("nothing but brackets", "[".repeat(262_144)),
        ("nothing but separators", "~".repeat(262_144)),
        ("nothing but dots", ".".repeat(262_144)),
        ("a payload of brackets", token(&"[".repeat(190_000))),
        ("a payload of one number", token(&"1".repeat(190_000))),
        (
            "a payload of escapes",
            token(&format!("[\"{}\"]", "\\u0041".repeat(30_000))),
        ),
        (
            "a payload of names",
            token(&format!("{{{}}}", names.join(","))),
        ),
        (
            "all digests and all disclosures",
            token(&format!("{{\"_sd\":[{}]}}", digests.join(","))) + &disclosures,
        ),
        (
            "a header of one name",
            format!(
                "{}.e30.AA~",
                encoded(format!("{{\"{}\":1}}", "a".repeat(190_000)).as_bytes())
            ),
        ),
    ];
    for (name, text) in cases {
        let start = std::time::Instant::now();
        fuzz::token(text.as_bytes());
        fuzz::json(text.as_bytes());
        let took = start.elapsed();
        println!("{name}: {} bytes, {took:?}", text.len());
        assert!(took.as_secs() < 10, "{name} took {took:?}");
    }
}

fn run(name: &str, body: fn(&[u8]), more: &[Vec<u8>]) {
    let mut seeds = seeds(name);
    seeds.extend_from_slice(more);
    assert!(seeds.len() >= 15, "{} seeds", seeds.len());
    keep(name, &seeds);
    let mut random = Random::seeded(name);
    let cases = cases(3_000);
    println!("{name}: {} seeds, {cases} mutations", seeds.len());
    for bytes in &seeds {
        case(name, body, bytes);
    }
    for _ in 0..cases {
        let transplanted = match random.below(2) {
            0 => transplant(&mut random, &seeds),
            _ => None,
        };
        let bytes = transplanted.unwrap_or_else(|| mutation(&mut random, &seeds));
        case(name, body, &bytes);
    }
}

fn case(name: &str, body: fn(&[u8]), bytes: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| body(bytes))).is_err() {
        panic!("{name} of {:?}", String::from_utf8_lossy(bytes));
    }
}

/// Of every vector what the function takes.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let facts = people();
    let mut facts = facts.iter().cycle();
    let mut seeds = BTreeMap::new();
    let mut keep = |bytes: Vec<u8>| {
        // Any number of vectors differ in a signature alone.
        if bytes.len() < 20_000 {
            seeds.entry(bytes.len()).or_insert(bytes);
        }
    };
    let platforms = vectors::platforms().values().cloned();
    let vectors = vectors::all().into_iter().map(|vector| vector.document);
    for document in platforms.chain(vectors) {
        let bundle = document["bundle"].as_str().unwrap_or_default();
        match name {
            "token" => keep(bundle.as_bytes().to_vec()),
            "json" => {
                for part in bundle.split(['~', '.']) {
                    keep(decoded(part));
                }
            }
            "jwk" => {
                let payload = decoded(bundle.split('.').nth(1).unwrap_or_default());
                let payload: Value = serde_json::from_slice(&payload).unwrap_or_default();
                keep(payload["cnf"]["jwk"].to_string().into_bytes());
                for key in keys(&document) {
                    keep(key.to_string().into_bytes());
                }
            }
            "programme" => {
                let programme = &document["check"]["programme"];
                if programme.is_object() {
                    let facts = facts.next().expect("any number");
                    let both = json!({ "programme": programme, "facts": facts });
                    keep(both.to_string().into_bytes());
                }
            }
            "snapshot" if document["root"].is_string() => {
                keep(document.to_string().into_bytes());
            }
            "status_list" => {
                let snapshot = document["snapshot"].as_str().unwrap_or("{}");
                let snapshot: Value = serde_json::from_str(snapshot).unwrap_or_default();
                for list in snapshot["status_lists"].as_array().into_iter().flatten() {
                    let token = list.as_str().unwrap_or_default();
                    let claims = decoded(token.split('.').nth(1).unwrap_or_default());
                    let claims: Value = serde_json::from_slice(&claims).unwrap_or_default();
                    let lst = claims["status_list"]["lst"].as_str().unwrap_or_default();
                    for (bits, idx) in [(0, 0), (1, 3), (2, 200), (3, 9), (4, 0)] {
                        let mut bytes = vec![bits, idx];
                        bytes.extend(decoded(lst));
                        // Told apart by length.
                        bytes.extend(vec![0; usize::from(bits)]);
                        keep(bytes);
                    }
                }
                // Streams that miniz never writes: stored, empty, cut, with a wrong checksum.
                for lst in [
                    &b"\x78\x01\x01\x01\x00\xfe\xff\x05\x00\x05\x00\x06"[..],
                    b"\x78\xda\x03\x00\x00\x00\x00\x01",
                    b"\x78\xda",
                    b"\x78\xda\x63\x00",
                    b"\x78\xda\x63\x00\x00\x00\x01\x00\x02",
                ] {
                    for pad in 0..6 {
                        keep([&[0, 0], lst, &vec![0; pad]].concat());
                    }
                }
            }
            _ => {}
        }
    }
    seeds.into_values().collect()
}

/// Facts to try programmes on: nothing, good, bad, and partly hidden.
fn people() -> Vec<Value> {
    let hidden = json!({ "$undisclosed": true });
    let listing = json!({
        "list": "judgment_defaulter", "field": "judicial", "severity": "serious",
        "scope": "national", "since": "2025-03-01", "state": "active", "authority": "x", "basis": "x",
    });
    let penalty = json!({
        "document": "x", "kind": "fine", "field": "market", "class": "general",
        "procedure": "general", "determined_on": "2026-05-05", "published_on": "2026-05-06",
        "amount": { "currency": "CNY", "amount": "1200.50" }, "state": "active", "authority": "x",
        "basis": "x",
    });
    let commitment = json!({
        "type": "credit_repair", "item": "x", "made_on": "2025-01-01", "state": "broken",
        "broken_on": "2025-02-02", "authority": "x",
    });
    let with = |members: Value| json!({ "credit": facts::person(members), "request": { "deposit": "99.00" } });
    vec![
        with(json!({})),
        with(json!({
            "subject": { "birthdate": "1990-02-28" }, "honours": [], "activities": [],
            "evaluations": { "sh-public": { "score": 742, "grade": "A" }, "tax": { "grade": "B" } },
        })),
        with(json!({
            "subject": { "birthdate": "2008-02-29" }, "listings": [listing, hidden],
            "penalties": [penalty], "commitments": [commitment],
        })),
        with(json!({
            "subject": hidden, "evaluations": hidden, "listings": hidden, "penalties": [hidden],
        })),
        json!({
            "credit": facts::person(json!({})),
            "market": facts::person(json!({ "evaluations": { "zhima": { "score": 701 } } })),
        }),
    ]
}

/// The keys of a platform, out of its root.
fn keys(document: &Value) -> Vec<Value> {
    let root: Value =
        serde_json::from_str(document["root"].as_str().unwrap_or("{}")).unwrap_or_default();
    let payload = decoded(root["payload"].as_str().unwrap_or_default());
    let payload: Value = serde_json::from_slice(&payload).unwrap_or_default();
    let keys = payload["keys"].as_array().cloned().unwrap_or_default();
    let mut keys: Vec<Value> = keys.into_iter().map(|key| key["jwk"].clone()).collect();
    // RFC 8037 A.2, RFC 7515 A.3, GB/T 32918.5 A.2, and a few that are none.
    for jwk in [
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
        r#"{"kty":"EC","crv":"SM2","x":"CfnfMR5UIaFQ3X0WHkvFxnIXn60YM_wHa7CP81bzUCA","y":"zOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM","use":"sig"}"#,
    ] {
        let jwk: Value = serde_json::from_str(jwk).expect("a key");
        for (name, value) in [
            ("alg", "SM2"),
            ("d", "AA"),
            ("kid", "k"),
            ("use", "enc"),
            ("crv", "P-521"),
            ("x", "AA"),
            ("key_ops", ""),
        ] {
            let mut other = jwk.clone();
            other[name] = value.into();
            keys.push(other);
        }
        keys.push(jwk);
    }
    keys
}

/// `XINYI_CORPUS` is a folder to leave the seeds in, for the fuzzer.
fn keep(name: &str, seeds: &[Vec<u8>]) {
    if let Ok(folder) = std::env::var("XINYI_CORPUS") {
        let folder = Path::new(&folder).join(name);
        fs::create_dir_all(&folder).expect("the corpus");
        for (n, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{n}")), seed).expect("a seed");
        }
    }
}

/// A part of one document in place of a part of another, if they are documents.
fn transplant(random: &mut Random, seeds: &[Vec<u8>]) -> Option<Vec<u8>> {
    let [mut into, mut from] =
        [(); 2].map(|()| serde_json::from_slice::<Value>(&seeds[random.below(seeds.len())]).ok());
    let (into, from) = (into.as_mut()?, from.as_mut()?);
    for _ in 0..=random.below(3) {
        let part = part_of(random, from).clone();
        *part_of(random, into) = part;
    }
    Some(into.to_string().into_bytes())
}

fn part_of<'v>(random: &mut Random, whole: &'v mut Value) -> &'v mut Value {
    let parts = match whole {
        Value::Array(parts) => parts.len(),
        Value::Object(parts) => parts.len(),
        _ => 0,
    };
    if parts == 0 || random.below(6) == 0 {
        return whole;
    }
    let chosen = random.below(parts);
    let part = match whole {
        Value::Array(parts) => parts.get_mut(chosen),
        Value::Object(parts) => parts.values_mut().nth(chosen),
        _ => None,
    };
    part_of(random, part.expect("as many as were counted"))
}

fn mutation(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    const PIECES: [&str; 24] = [
        "~",
        ".",
        "\"_sd\":[",
        "{\"...\":\"",
        "\"_sd_alg\":\"sha-256\",",
        "\\u0000",
        "\\ud800",
        "\u{feff}",
        "null",
        "1e400",
        "-0",
        "9007199254740993",
        "0.10",
        "[[[[",
        "{\"a\":",
        "}",
        "]",
        ",",
        "\"",
        "é",
        "\u{10ffff}",
        "=",
        "\"a\":1,\"a\":2",
        " ",
    ];
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => bytes
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|b| *b ^= 1 << (at % 8)),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            4 => {
                let again = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, again));
            }
            _ => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
        }
    }
    bytes
}

fn encoded(bytes: &[u8]) -> String {
    fuzz::reference::base64url(bytes)
}

fn decoded(text: &str) -> Vec<u8> {
    fuzz::reference::decode(text)
}
