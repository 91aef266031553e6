//! Trust lists.

use std::io;

use serde_json::{Value, json};
use testkit::keys::derived_key;
use testkit::platform::Plan;
use testkit::world::World;

use super::roots::{keys, root, signed};
use super::{Case, Cases, city, short_entry_key, sm2_key};
use xinyi::limits;

/// In bytes, with what is around the entries and base64url taken off.
const ROOM: usize = limits::TRUST_LIST_BYTES * 3 / 4 - 10_000;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let sm2 = sm2_key();
    for (name, key) in [
        ("Ed25519", &derived_key("worst")),
        ("ES256", &world.district),
        ("SM2", &sm2),
    ] {
        let uses = [
            "bundle",
            "bundle",
            "bundle",
            "bundle",
            "status",
            "programme",
        ];
        let keys: Vec<Value> = (0..6)
            .map(|i| short_entry_key(&format!("k{i}"), uses[i], key))
            .collect();
        let entry = |i: usize| city(&format!("https://issuer-{i:04}.example"), keys.clone());
        let name = format!("trust list of 4,096 entries of six keys, {name}");
        add_entries(
            cases,
            world,
            &name,
            (0..limits::TRUST_ENTRIES).map(entry).collect(),
        )?;
    }
    let key = short_entry_key("k", "status", &sm2);
    let keys: Vec<Value> = (0..limits::KEYS)
        .map(|i| {
            let mut key = key.clone();
            key["kid"] = json!(format!("{i}"));
            key
        })
        .collect();
    let entry = |i: usize| city(&format!("u:{i}"), keys.clone());
    let count = ROOM / (entry(9_999).to_string().len() + 1);
    add_entries(
        cases,
        world,
        "trust list of as many SM2 keys as fit",
        (0..count).map(entry).collect(),
    )?;

    let count = limits::TRUST_ENTRIES;
    let each = ROOM / count - 600;
    // Each is found among the others by a name that differs at its end.
    let long = |i: usize| format!("u:{}{i:05}", "x".repeat(each / 2));
    let mut children: Vec<Value> = (0..count - 1)
        .map(|i| child(&long(i), &long(99_999), &sm2))
        .collect();
    children.push(city(&long(99_999), vec![key.clone()]));
    add_entries(
        cases,
        world,
        "trust list of districts with long names, of the last city",
        children,
    )?;

    // What a city may do, and the same of each of its districts: the last words of as many as it has.
    for (member, start) in [("schemes", "sc"), ("regions", "31")] {
        let word = |i: usize| format!("{start}{i:04}");
        let of_city: Vec<String> = (1_000..1_000 + limits::LISTED - 10).map(word).collect();
        // A document has only so many values.
        let own = (each / (word(0).len() + 3)).min(limits::JSON_NODES / count - 28);
        let of_district = &of_city[of_city.len() - own..];
        let mut entries: Vec<Value> = (0..count - 1)
            .map(|i| {
                let mut child = child(&format!("u:{i:05}"), "u:city", &sm2);
                child[member] = json!(of_district);
                child
            })
            .collect();
        let mut parent = city("u:city", vec![key.clone()]);
        parent[member] = json!(of_city);
        entries.insert(0, parent);
        let name = format!("trust list of districts with many {member}, of one city");
        add_entries(cases, world, &name, entries)?;
    }
    signatures(cases, world)
}

fn child(issuer: &str, parent: &str, key: &xinyi::issuer::SigningKey) -> Value {
    let mut child = city(issuer, vec![short_entry_key("k", "status", key)]);
    child["kind"] = json!("district");
    child["parent"] = json!(parent);
    child
}

fn add_entries(
    cases: &mut Cases,
    world: &World,
    name: &str,
    entries: Vec<Value>,
) -> io::Result<()> {
    let mut plan = small(world);
    *plan.entries() = entries;
    let bytes = plan.trust_list.to_string().len();
    assert!(bytes < ROOM + 9_000, "{name}: {bytes}");
    cases.add(&Case::creating(name, &plan.build()))
}

/// A platform without programmes and status lists.
pub fn small(world: &World) -> Plan<'_> {
    let mut plan = Plan::small(world);
    plan.programmes.clear();
    plan.status_lists.clear();
    plan.manifest["status_lists"] = json!([]);
    plan
}

/// The longest, with as many signatures as a document may have.
fn signatures(cases: &mut Cases, world: &World) -> io::Result<()> {
    for (name, key) in keys(world) {
        let mut plan = small(world);
        plan.root = root(key, world, 1);
        plan.root["roles"]["trust_list"] = json!({ "kids": ["r"], "threshold": 1 });
        plan.root_signers = vec![("r", key)];
        plan.manifest_signers = vec![("m", &world.manifest)];
        let mut list = plan.trust_list.clone();
        list["x"] = json!("x".repeat(ROOM - list.to_string().len()));
        let signed_list = signed("xinyi-trust-list+jwt", &list, "r", key, limits::SIGNATURES);
        plan.trust_list = list;
        plan.trust_list_signers.clear();
        let mut further = Value::Null;
        let first = plan.build_with(
            |_| {},
            |snapshot| {
                snapshot["trust_list"] = signed_list;
                further = snapshot.clone();
            },
        );
        let of = format!("trust list of 12 MB with 32 signatures, {name}");
        cases.add(&Case::creating(of.clone(), &first))?;
        let mut next = root(key, world, 2);
        next["roles"]["trust_list"] = json!({ "kids": ["r"], "threshold": 1 });
        further["roots"] = json!([signed("xinyi-root+jwt", &next, "r", key, 1)]);
        let further = json!({ "snapshot": further.to_string() });
        cases.add(
            &Case::creating(format!("{of}, loaded again with a new root"), &first)
                .loading(&further),
        )?;
    }
    Ok(())
}
