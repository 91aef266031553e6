//! Makes what `make bench` measures: status lists of many lengths, one entry in a hundred set, and
//! bundles with indexes all over them.
//!
//! ```sh
//! cargo run --release --features issuer --example make-bench -- target/bench
//! ```

#![allow(dead_code, reason = "what the vectors use more of")]

mod jose;
mod kept;
mod keys;
mod platform;
mod programmes;
mod salts;
mod sd_jwt;
mod world;

use std::fs;
use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};

use self::jose::base64url;
use self::platform::{Plan, StatusList};
use self::world::*;

/// How many bundles there are for each list.
const BUNDLES: u64 = 200;

fn main() -> io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: make-bench FOLDER");
        std::process::exit(2);
    };
    fs::create_dir_all(&folder)?;
    let world = World::new();
    for (name, entries) in [
        ("1 thousand", 1_000),
        ("1 million", 1_000_000),
        ("10 million", 10_000_000),
        ("100 million", 100_000_000),
    ] {
        let document = list(&world, name, entries);
        let path = folder.join(format!("status-list-{entries}.json"));
        fs::write(path, document.to_string())?;
    }
    Ok(())
}

fn list(world: &World, name: &str, entries: u64) -> Value {
    let uri = format!("{CITY}/status/{entries}");
    let mut random = Random(entries);
    let length = usize::try_from(entries.div_ceil(8)).expect("a length");
    let mut bytes = vec![0_u8; length];
    for _ in 0..entries / 100 {
        let idx = random.below(entries);
        bytes[usize::try_from(idx / 8).expect("an index")] |= 1 << (idx % 8);
    }
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(&bytes, 9);
    let claim = json!({ "bits": 1, "lst": base64url(&compressed) });
    let mut plan = Plan::small(world);
    let list = StatusList::new(&uri, 1, &[]).set("status_list", claim);
    let token = list.sign_for(world);
    let token_bytes = token.len();
    plan.status_lists = vec![token];
    plan.manifest["status_lists"] = json!([]);
    // The first is the last entry: nothing is farther away.
    let places = (0..BUNDLES).map(|i| match i {
        0 => entries - 1,
        _ => random.below(entries),
    });
    let bundles = places.map(|idx| {
        let status = json!({ "uri": uri, "idx": idx });
        let sketch = world.person().set("/status/status_list", status);
        let byte = bytes[usize::try_from(idx / 8).expect("an index")];
        json!({
            "bundle": sketch.sign().show(LOOK),
            "is_set": byte >> (idx % 8) & 1 == 1,
        })
    });
    let bundles: Vec<Value> = bundles.collect();
    json!({
        "name": name,
        "entries": entries,
        "token_bytes": token_bytes,
        "platform": plan.build(),
        "check": {
            "programme": "test.bike", "holder": "unbound", "now": NOW,
            "request": { "deposit": "99.00" },
        },
        "bundles": bundles,
    })
}

/// xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
