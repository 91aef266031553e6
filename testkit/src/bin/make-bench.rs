//! Makes what `make bench` measures: status lists of many lengths, one entry in a hundred set, and
//! bundles with indexes all over them.
//!
//! ```sh
//! cargo run --release -p xinyi-testkit --bin make-bench -- target/bench
//! ```

use std::fs;
use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};
use testkit::long_list::{LongList, platform_with};
use testkit::world::*;

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
    let mut list = LongList::new(entries);
    let token = list.sign(world);
    let token_bytes = token.len();
    let plan = platform_with(world, token);
    // The first is the last entry: nothing is farther away.
    let bundles = (0..BUNDLES).map(|i| {
        let idx = match i {
            0 => entries - 1,
            _ => list.any(),
        };
        let sketch = world
            .person()
            .set("/status/status_list", list.reference(idx));
        json!({
            "bundle": sketch.sign().show(LOOK),
            "is_set": list.is_set(idx),
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
