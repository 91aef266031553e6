//! Manifests.

use std::io;

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::world::{DAY, HOUR, NOW, World};

use super::roots::{keys, links, root, signed};
use super::{Case, Cases};
use xinyi::limits;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let short = |i: usize| json!({ "id": format!("p{i:05}"), "version": 1, "sha256": "" });
    let one = |i: usize| json!({ "id": "p", "version": i, "sha256": "" });
    for (name, pin) in [
        (
            "manifest of 1 MB of programmes",
            &short as &dyn Fn(usize) -> Value,
        ),
        ("manifest of 1 MB of versions of one programme", &one),
    ] {
        let platform = with_pins(world, pin);
        cases.add(&Case::creating(name, &platform))?;
    }
    for (name, key) in keys(world) {
        let mut plan = Plan::small(world);
        plan.root = root(key, world, 1);
        plan.root["roles"]["manifest"] = json!({ "kids": ["r"], "threshold": 1 });
        plan.root_signers = vec![("r", key)];
        plan.trust_list_signers = vec![("m", &world.manifest)];
        plan.programmes.clear();
        let mut big = json!({
            "version": 5, "iat": NOW - 2 * HOUR, "exp": NOW + 14 * DAY,
            "trust_list": { "version": 3, "sha256": testkit::jose::sha256(plan.trust_list.to_string().as_bytes()) },
            "programmes": [], "status_lists": [],
        });
        let room = limits::MANIFEST_BYTES * 3 / 4 - 10_000;
        big["x"] = json!("x".repeat(room - big.to_string().len()));
        let manifest = signed("xinyi-manifest+jwt", &big, "r", key, limits::SIGNATURES);
        let mut further = json!(null);
        let first = plan.build_with(
            |_| {},
            |snapshot| {
                snapshot["manifest"] = manifest;
                further = snapshot.clone();
            },
        );
        let name_one = format!("manifest of 1 MB with 32 signatures, {name}");
        cases.add(&Case::creating(name_one, &first))?;
        let mut all = links(key, world, 1);
        for (number, link) in all.iter_mut().enumerate() {
            let mut root = root(key, world, number + 2);
            root["roles"]["manifest"] = json!({ "kids": ["r"], "threshold": 1 });
            *link = signed("xinyi-root+jwt", &root, "r", key, 1);
        }
        further["roots"] = all.into();
        let further = json!({ "snapshot": further.to_string() });
        let name = format!("256 further roots, {name}, and that manifest loaded before");
        cases.add(&Case::creating(name, &first).loading(&further))?;
    }
    Ok(())
}

/// As many pins as there is room for, of nothing that is there.
fn with_pins(world: &World, pin: &dyn Fn(usize) -> Value) -> Value {
    let mut plan = Plan::small(world);
    plan.programmes.clear();
    let room = limits::MANIFEST_BYTES * 3 / 4 - 2_000;
    let each = pin(99_999).to_string().len() + 1;
    let count = (room / each).min(limits::JSON_ITEMS - 1);
    let pins: Vec<Value> = (0..count).map(pin).collect();
    plan.build_with(|manifest| manifest["programmes"] = pins.into(), |_| {})
}
