//! Status lists of a snapshot.

use std::io;

use serde_json::{Value, json};
use testkit::jose::{base64url, compact};
use testkit::world::{HOUR, NOW, World};
use xinyi::issuer::SigningKey;

use super::trust_lists::small;
use super::{Case, Cases, city, forged, short_alg, short_entry_key, sm2_key};
use xinyi::limits;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let keys = own_keys(limits::TRUST_ENTRIES);
    let own = |name: &dyn Fn(usize) -> String| -> Vec<Value> {
        let entries = keys.iter().enumerate();
        entries
            .map(|(i, key)| city(&name(i), vec![short_entry_key("s", "status", key)]))
            .collect()
    };
    let said: Vec<String> = (0..limits::STATUS_LISTS)
        .map(|i| {
            let mut claims = claims(&format!("{}/1", name(i)));
            claims["iss"] = json!(name(i));
            genuine(&claims, &keys[i])
        })
        .collect();
    add_lists(
        cases,
        world,
        "1,024 status lists that say their issuers, SM2",
        own(&name),
        said,
    )?;

    let unsaid = |uri: &dyn Fn(usize) -> String| -> Vec<String> {
        (0..limits::STATUS_LISTS)
            .map(|i| forged_list(&claims(&uri(i)), &keys[0]))
            .collect()
    };
    let lists = unsaid(&|i| format!("https://list.example/{i}"));
    add_lists(
        cases,
        world,
        "1,024 forged status lists of anybody, of 4,096 SM2 keys",
        own(&name),
        lists,
    )?;
    // As like one another as names can be.
    let long = "x".repeat(1_200);
    let long_name = |i: usize| format!("https://{long}{i:05}");
    let lists = unsaid(&|i| format!("https://{long}{i:05}"));
    add_lists(
        cases,
        world,
        "the same, with long names",
        own(&long_name),
        lists,
    )?;

    shared(cases, world, &keys[0])
}

/// A key for each of so many issuers.
pub fn own_keys(count: usize) -> Vec<SigningKey> {
    (0..count).map(|_| sm2_key()).collect()
}

pub fn name(i: usize) -> String {
    format!("https://issuer-{i:04}.example")
}

/// One key that all entries have.
fn shared(cases: &mut Cases, world: &World, key: &SigningKey) -> io::Result<()> {
    let entries: Vec<Value> = (0..limits::TRUST_ENTRIES)
        .map(|i| {
            city(
                &format!("https://issuer-{i:04}.example"),
                vec![short_entry_key("s", "status", key)],
            )
        })
        .collect();
    let lists = (0..limits::STATUS_LISTS)
        .map(|i| genuine(&claims(&format!("https://list.example/{i}")), key));
    let lists: Vec<String> = lists.collect();
    let mut plan = small(world);
    *plan.entries() = entries;
    plan.status_lists = lists;
    let platform = plan.build();
    cases.add(&Case::creating(
        "1,024 status lists by a key that 4,096 entries share",
        &platform,
    ))?;
    cases.add(&Case::creating("the same, loaded again", &platform).loading(&platform))
}

fn add_lists(
    cases: &mut Cases,
    world: &World,
    name: &str,
    entries: Vec<Value>,
    lists: Vec<String>,
) -> io::Result<()> {
    let mut plan = small(world);
    *plan.entries() = entries;
    plan.status_lists = lists;
    cases.add(&Case::creating(name, &plan.build()))
}

pub fn claims(uri: &str) -> Value {
    let lst = base64url(&miniz_oxide::deflate::compress_to_vec_zlib(&[0; 16], 9));
    json!({ "sub": uri, "iat": NOW - HOUR, "status_list": { "bits": 1, "lst": lst } })
}

fn header(key: &SigningKey) -> Value {
    json!({ "alg": short_alg(key), "typ": "statuslist+jwt", "kid": "s" })
}

pub fn genuine(claims: &Value, key: &SigningKey) -> String {
    compact(&header(key), &claims.to_string(), key)
}

pub fn forged_list(claims: &Value, key: &SigningKey) -> String {
    let parts = [header(key).to_string(), claims.to_string()];
    let [header, claims] = parts.map(|part| base64url(part.as_bytes()));
    [header, claims, forged(key.algorithm())].join(".")
}
