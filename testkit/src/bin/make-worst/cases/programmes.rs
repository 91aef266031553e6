//! Programmes of a snapshot.

use std::io;

use serde_json::{Value, json};
use testkit::platform::Plan;
use testkit::programmes::{perk, programme};
use testkit::world::World;

use super::{Case, Cases, city, short_entry_key, sm2_key};
use xinyi::limits;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let key = sm2_key();
    for (name, count, nodes) in [
        ("1,024 programmes, SM2", limits::PROGRAMMES, 1),
        ("1,024 programmes of 4 KB", limits::PROGRAMMES, 120),
        ("150 programmes of 64 KB", 150, 4_000),
    ] {
        let mut plan = Plan::small(world);
        plan.status_lists.clear();
        plan.entries()
            .push(city("u:p", vec![short_entry_key("p", "programme", &key)]));
        plan.programmes = (0..count)
            .map(|i| (published(i, nodes), "p", &key))
            .collect();
        let bytes = plan.programmes[0].0.to_string().len();
        assert!(bytes < limits::PROGRAMME_BYTES, "{bytes}");
        cases.add(&Case::creating(name, &plan.build()))?;
    }
    Ok(())
}

pub fn published(number: usize, nodes: usize) -> Value {
    let leaves: Vec<Value> = (0..nodes / 4)
        .map(|i| json!({ "!=": [{ "var": "credit.jurisdiction" }, i.to_string()] }))
        .collect();
    let when = match leaves.is_empty() {
        true => json!(true),
        false => {
            json!({ "or": leaves.chunks(60).map(|chunk| json!({ "or": chunk })).collect::<Vec<_>>() })
        }
    };
    programme(json!({
        "id": format!("test.p{number}"), "iss": "u:p",
        "tiers": [{ "id": "only", "when": when, "benefit": perk() }],
    }))
}
