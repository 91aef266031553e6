//! Makes what `make bench-check` measures: a person with twelve disclosures, a programme of six
//! tiers, a status list, and presentations that are refused at one stage after another.
//!
//! ```sh
//! cargo run --release -p xinyi-testkit --bin make-bench-check -- target/bench-check.json
//! ```

use std::fs;
use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};
use testkit::jose::jwk;
use testkit::long_list::{LongList, platform_with};
use testkit::sd_jwt::KeyBinding;
use testkit::six_tiers::{SHOWN, person, six_tiers};
use testkit::world::*;
use xinyi::issuer::SigningKey;

const ENTRIES: u64 = 100_000;

fn main() -> io::Result<()> {
    let Some(path) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: make-bench-check FILE");
        std::process::exit(2);
    };
    let world = World::new();
    let mut list = LongList::new(ENTRIES);
    let token = list.sign(&world);
    let valid = loop {
        let idx = list.any();
        if !list.is_set(idx) {
            break list.reference(idx);
        }
    };
    let holders = ["holder", "holder-es256", "holder-sm2"].map(test_key);
    let holders = holders.each_ref().map(|key| of_holder(&world, key, &valid));
    let mut plan = platform_with(&world, token.clone());
    plan.programmes = [six_tiers(), one_tier()]
        .map(|programme| (programme, "programme-1", &world.city_programme))
        .into();
    let document = json!({
        "platform": plan.build(),
        "programme": six_tiers(),
        "one_tier": one_tier()["id"],
        "tier": "fourth",
        "now": NOW, "audience": AUDIENCE, "nonce": NONCE,
        "keys": { "bundle": jwk(&world.city), "status": jwk(&world.city_status) },
        "entries": ENTRIES,
        "status_list": token,
        "holders": holders,
    });
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, document.to_string())
}

/// The presentations of a person with this key.
fn of_holder(world: &World, holder: &SigningKey, status: &Value) -> Value {
    let sketch = person(world, status).held_by(holder);
    let unbound = sketch.sign().show(&SHOWN);
    let bind = |shown: &str, nonce| {
        KeyBinding::new(shown, AUDIENCE, nonce, NOW, holder).sign(shown, holder)
    };
    json!({
        "alg": holder.algorithm().name(), "jwk": jwk(holder),
        "unbound": unbound, "bound": bind(&unbound, NONCE),
        "claims": sketch.claims,
        "refused": refused(world, holder, status),
    })
}

/// The same person's unbound presentation, made wrong for one stage each, with the error.
fn refused(world: &World, holder: &SigningKey, status: &Value) -> Value {
    let person = || person(world, status).held_by(holder);
    let show = |sketch: Sketch<'_>| sketch.sign().show(&SHOWN);
    let mut replaced = person().sign();
    let other = person().set("/licences", json!(["2"])).sign();
    let last = replaced.disclosures.iter_mut().last().expect("disclosures");
    last.text = other.disclosure("/licences").to_owned();
    last.pointer = "/licences".to_owned();
    let unknown_curve = json!({ "jwk": { "kty": "EC", "crv": "P-999" } });
    json!({
        "parsed": [show(person().set("/iss", json!(STRANGER))), "trust.issuer"],
        "signed": [show(person().signed_by("bundle-1", &world.stranger)), "signature.invalid"],
        "disclosed": [replaced.show(&SHOWN), "format.unreferenced_disclosure"],
        "verified": [show(person().set("/exp", json!(NOW))), "time.expired"],
        "without_key": [show(person().set("/cnf", unknown_curve)), "signature.key"],
        "without_claims": [show(person().set("/vct", json!(MARKET_CREDIT))), "trust.scope"],
        "without_status": [
            show(person().set("/status/status_list/uri", json!(status_uri(2)))), "status.missing",
        ],
    })
}

/// Nothing to decide.
fn one_tier() -> Value {
    programme(json!({ "id": "bench.one-tier", "iss": CITY }))
}
