//! What is presented: bundles, and the status lists that they refer to.

use std::io;

use serde_json::{Map, Value, json};
use testkit::jose::{SM3, base64url};
use testkit::platform::{Plan, StatusList};
use testkit::programmes::programme;
use testkit::random::Random;
use testkit::sd_jwt::KeyBinding;
use testkit::world::*;

use super::{Case, Cases, sm2_key};
use xinyi::limits;

const ID: &str = "310199199505050013";

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let plain = |_: usize| (suzhou_status_uri(), 0);
    let platform = with_lists(world, Vec::new());
    for count in [1, limits::INPUTS] {
        let name = format!("bundles of 512 disclosures by SM3: {count}");
        let bundles = bundles(world, count, FULL, &plain);
        cases.add(&Case::creating(name, &platform).checking(bundles, &asking(count, &[])))?;
    }
    let bundle = unknown_members(world);
    let mut options = asking(1, &[]);
    options["explain"] = json!("full");
    let name = "bundle of 256 KB of unknown members";
    cases.add(&Case::creating(name, &platform).checking(bundle, &options))?;

    lists(cases, world)?;
    let short = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 8], 9);
    let many = i64::try_from(limits::STATUS_LISTS).expect("few");
    let stapled: Vec<String> = (0..many)
        .map(|i| list(world, &suzhou_status_uri(), NOW - HOUR + i, &short))
        .collect();
    for count in [1, limits::INPUTS] {
        let name = format!("1,024 stapled status lists of one name, SM2; bundles: {count}");
        let presented = bundles(world, count, 1, &plain);
        cases
            .add(&Case::creating(name, &platform).checking(presented, &asking(count, &stapled)))?;
    }
    Ok(())
}

/// Lists that take long to inflate up to where they are asked.
fn lists(cases: &mut Cases, world: &World) -> io::Result<()> {
    let length = limits::STATUS_LIST_INFLATED;
    let end = length as u64 * 8 - 1;
    // One byte in thirty is not zero: somewhat less than what a list of this length may take.
    let mut random = Random::of(1);
    let mut sparse = vec![0; length];
    for _ in 0..length / 30 {
        sparse[random.below(length - 1)] = 1 << random.below(8);
    }
    let raw = |bytes: &[u8]| miniz_oxide::deflate::compress_to_vec(bytes, 9);
    let sparse = zlib(&raw(&sparse));
    let zeros = raw(&vec![0; length]);
    let in_blocks = zlib(&[empty_blocks(limits::STATUS_LIST_BLOCKS - 2_000), zeros].concat());
    let longest = limits::STATUS_LIST_BYTES * 9 / 16 - 1_000;
    let slow = zlib(&[empty_blocks(longest * 8 / 10), raw(&[0; 8])].concat());
    for (name, compressed, idx, count) in [
        ("status list of 32 MB, asked for its end", &sparse, end, 3),
        (
            "status list of 32 MB in 31,000 blocks",
            &in_blocks,
            end,
            limits::INPUTS,
        ),
        ("status list of 8 MB of empty blocks", &slow, 0, 1),
    ] {
        let uri = |i: usize| format!("{SUZHOU}/worst/{}", i % count);
        let at = |i: usize| (uri(i), idx);
        let signed = (0..count).map(|i| list(world, &uri(i), NOW - HOUR, compressed));
        let signed: Vec<String> = signed.collect();
        let platform = with_lists(world, signed.clone());
        for presented in [1, limits::INPUTS] {
            let bundles = || bundles(world, presented, 1, &at);
            let name = format!("{name}; bundles: {presented}");
            let options = asking(presented, &[]);
            cases.add(&Case::creating(&name, &platform).checking(bundles(), &options))?;
            let stapled = asking(presented, &signed[..count.min(presented)]);
            let name = format!("{name}, stapled");
            let without = with_lists(world, Vec::new());
            cases.add(&Case::creating(name, &without).checking(bundles(), &stapled))?;
        }
    }
    Ok(())
}

/// With every disclosure that there may be.
const FULL: usize = limits::DISCLOSURES;

/// One, or as many as are asked for by their inputs; each with so many disclosures, and its status
/// where it is said.
fn bundles(
    world: &World,
    count: usize,
    disclosures: usize,
    status: &dyn Fn(usize) -> (String, u64),
) -> String {
    let holder = sm2_key();
    let one =
        |number: usize| {
            let (uri, idx) = status(number);
            let mut sketch = world
                .in_suzhou()
                .set("/status/status_list/uri", json!(uri))
                .set("/status/status_list/idx", json!(idx))
                .set("/subject", json!({ "id": ID }))
                .set(
                    "/iat",
                    json!(NOW - HOUR - i64::try_from(number).expect("few")),
                )
                .set("/evaluations", json!({}))
                .held_by(&holder);
            // The identity and five lists are disclosures as well.
            let records = disclosures.saturating_sub(6);
            let adverse = records.min(limits::ADVERSE_RECORDS);
            let penalties = (0..adverse).map(|i| {
                merged(
                    penalty(),
                    &json!({ "document": format!("{i}"), "region": "320500" }),
                )
            });
            let honours = (adverse..records).map(|i| json!({
            "kind": "recognition", "list": "model", "scope": "320500", "since": "2024-01-01",
            "authority": format!("示例单位示例单位示例单位{i}"),
        }));
            sketch = sketch.set("/penalties", penalties.collect::<Vec<_>>().into());
            sketch = sketch.set("/honours", honours.collect::<Vec<_>>().into());
            let shown = sketch
                .draft_by(SM3, is_disclosure)
                .sign("bundle-1", &world.suzhou)
                .show_all();
            let binding = bound(&shown, &holder);
            assert!(binding.len() <= limits::BUNDLE_BYTES, "{}", binding.len());
            binding
        };
    if count == 1 {
        return one(0);
    }
    let named = (0..count).map(|i| (format!("i{i}"), json!(one(i))));
    Value::Object(named.collect::<Map<_, _>>()).to_string()
}

fn bound(shown: &str, holder: &xinyi::issuer::SigningKey) -> String {
    let mut binding = KeyBinding::new(shown, AUDIENCE, NONCE, NOW, holder);
    binding.claims["sd_hash"] = json!((SM3.digest)(shown.as_bytes()));
    binding.sign(shown, holder)
}

/// As many members as fit into a record that nobody has heard of.
fn unknown_members(world: &World) -> String {
    let holder = sm2_key();
    let mut record = merged(penalty(), &json!({ "region": "320500" }));
    for i in 0..14_500 {
        record[format!("{i:05}")] = json!(0);
    }
    let sketch = world
        .in_suzhou()
        .set("/subject", json!({ "id": ID }))
        .set("/penalties", json!([record]))
        .held_by(&holder);
    let shown = sketch
        .draft_by(SM3, is_disclosure)
        .sign("bundle-1", &world.suzhou)
        .show_all();
    let bundle = bound(&shown, &holder);
    assert!(bundle.len() <= limits::BUNDLE_BYTES, "{}", bundle.len());
    bundle
}

/// For a programme that grants to everybody.
fn asking(count: usize, stapled: &[String]) -> Value {
    let input = json!({ "vct": CREDIT_STATUS });
    let inputs = match count {
        1 => json!({ "credit": input }),
        _ => Value::Object(
            (0..count)
                .map(|i| (format!("i{i}"), input.clone()))
                .collect(),
        ),
    };
    json!({
        "programme": programme(json!({ "inputs": inputs })),
        "holder": { "audience": AUDIENCE, "nonce": NONCE }, "now": NOW, "statusLists": stapled,
    })
}

fn with_lists(world: &World, lists: Vec<String>) -> Value {
    let mut plan = Plan::base(world);
    plan.status_lists.extend(lists);
    plan.build()
}

fn list(world: &World, uri: &str, iat: i64, compressed: &[u8]) -> String {
    let claim = json!({ "bits": 1, "lst": base64url(compressed) });
    let list = StatusList::new(uri, 1, &[])
        .set("status_list", claim)
        .set("iat", json!(iat));
    let token = list.sign("status-1", &world.suzhou_status);
    assert!(token.len() <= limits::STATUS_LIST_BYTES, "{}", token.len());
    token
}

/// A stream in the form of zlib. Nobody looks at the checksum who asks for one entry.
fn zlib(deflated: &[u8]) -> Vec<u8> {
    [&[0x78, 0x01], deflated, &[0; 4]].concat()
}

/// So many blocks of nothing with the fixed codes (RFC 1951 §3.2.6), or up to three fewer: each of ten
/// bits, 0, 01 from its low bit on, 0000000, and so four in five bytes.
fn empty_blocks(count: usize) -> Vec<u8> {
    let four = (0..4).fold(0_u64, |bits, at| bits | 0b10 << (10 * at));
    four.to_le_bytes()[..5].repeat(count / 4)
}
