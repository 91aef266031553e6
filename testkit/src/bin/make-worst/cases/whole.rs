//! Snapshots of which every part is at its limits, all of it by SM2.

use std::io;

use serde_json::{Value, json};
use testkit::world::World;

use super::programmes::published;
use super::roots::{links, root};
use super::status_lists::{claims, forged_list, genuine, name, own_keys};
use super::trust_lists::small;
use super::{Case, Cases, city, forged, short_entry_key, sm2_key};
use xinyi::limits;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let (of_roots, of_programmes) = (sm2_key(), sm2_key());
    let keys = own_keys(limits::TRUST_ENTRIES - 1);
    let entries = keys.iter().enumerate().map(|(i, key)| {
        let key = short_entry_key("s", "status", key);
        city(&name(i), vec![key])
    });
    let mut entries: Vec<Value> = entries.collect();
    entries.push(city(
        "u:p",
        vec![short_entry_key("p", "programme", &of_programmes)],
    ));
    let mut plan = small(world);
    plan.root = root(&of_roots, world, 1);
    plan.root_signers = vec![("r", &of_roots)];
    plan.trust_list_signers = vec![("m", &world.manifest)];
    plan.manifest_signers = vec![("m", &world.manifest)];
    *plan.entries() = entries;
    let programmes = (0..limits::PROGRAMMES).map(|i| (published(i, 1), "p", &of_programmes));
    plan.programmes = programmes.collect();
    let lists = keys.iter().take(limits::STATUS_LISTS).enumerate();
    let lists = lists.map(|(i, key)| {
        let mut claims = claims(&format!("{}/1", name(i)));
        claims["iss"] = json!(name(i));
        genuine(&claims, key)
    });
    plan.status_lists = lists.collect();

    let mut further = Value::Null;
    let first = plan.build_with(|_| {}, |snapshot| further = snapshot.clone());
    let each = limits::ROOTS_SIGNATURES / limits::ROOTS;
    further["roots"] = links(&of_roots, world, each).into();
    let lists = (0..limits::STATUS_LISTS).map(|i| {
        let claims = claims(&format!("https://list.example/{i}"));
        forged_list(&claims, &keys[0])
    });
    further["status_lists"] = lists.collect::<Vec<_>>().into();
    let mut alone = first.clone();
    alone["snapshot"] = json!(further.to_string());
    let name = "snapshot with all of this: roots, programmes, status lists";
    cases.add(&Case::creating(name, &alone))?;

    // Those that are there are verified again, and what takes none of their places as well.
    for programme in further["programmes"].as_array_mut().expect("programmes") {
        let (signed, _) = programme
            .as_str()
            .and_then(|p| p.rsplit_once('.'))
            .expect("a JWS");
        *programme = json!(format!("{signed}.{}", forged(of_programmes.algorithm())));
    }
    let further = json!({ "snapshot": further.to_string() });
    let name = "snapshot with all of this forged, where all of it is held";
    cases.add(&Case::creating(name, &first).loading(&further))
}
