//! `make-batch FOLDER LINES [Ed25519|ES256]`: what `make bench-batch` measures. `lines.ndjson` is what `xinyi batch` reads:
//! in each line a person of its own with twelve disclosures, with a key of their own, and with a place of their own in a
//! status list of a million. Beside it `root.json`, `snapshot.json` and `issuer.json`, the JWK of whoever signed them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::thread;

use serde_json::json;
use testkit::jose::jwk;
use testkit::long_list::{LongList, platform_with};
use testkit::sd_jwt::KeyBinding;
use testkit::six_tiers::{SHOWN, person, six_tiers};
use testkit::world::*;
use xinyi::issuer::{Algorithm, SigningKey, SystemRandom};

const ENTRIES: u64 = 1_000_000;

/// What a thread makes at a time.
const BLOCK: usize = 1_000;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, lines, rest @ ..] = arguments.as_slice() else {
        panic!("usage: make-batch FOLDER LINES [Ed25519|ES256]");
    };
    let (folder, lines): (_, usize) = (Path::new(folder), lines.parse().expect("a number"));
    let algorithm = match rest {
        [name] if name == "ES256" => Algorithm::Es256,
        _ => Algorithm::Ed25519,
    };
    fs::create_dir_all(folder)?;
    let mut list = LongList::new(ENTRIES);
    let world = world(algorithm);
    let mut plan = platform_with(&world, list.sign(&world));
    plan.programmes = vec![(six_tiers(), "programme-1", &world.city_programme)];
    let platform = plan.build();
    for name in ["root", "snapshot"] {
        let text = platform[name].as_str().expect("a text");
        fs::write(folder.join(name).with_extension("json"), text)?;
    }
    fs::write(folder.join("issuer.json"), jwk(&world.city).to_string())?;

    let places: Vec<_> = std::iter::repeat_with(|| list.any())
        .take(2 * lines)
        .collect();
    let places: Vec<_> = places
        .into_iter()
        .filter(|idx| !list.is_set(*idx))
        .take(lines)
        .collect();
    assert_eq!(places.len(), lines);
    let mut file = BufWriter::with_capacity(1 << 20, File::create(folder.join("lines.ndjson"))?);
    let threads = thread::available_parallelism().map_or(1, Into::into);
    for (round, places) in places.chunks(threads * BLOCK).enumerate() {
        let first = round * threads * BLOCK;
        thread::scope(|scope| {
            let blocks = places.chunks(BLOCK).enumerate().map(|(n, places)| {
                let list = &list;
                scope.spawn(move || block(first + n * BLOCK, places, list, algorithm))
            });
            let blocks: Vec<_> = blocks.collect();
            blocks
                .into_iter()
                .try_for_each(|block| file.write_all(&block.join().expect("lines")))
        })?;
    }
    file.flush()
}

/// Everybody, the city signing by an algorithm.
fn world(algorithm: Algorithm) -> World {
    let mut world = World::new();
    if algorithm == Algorithm::Es256 {
        // Whose agency has no part in this.
        world.city = test_key("agency");
    }
    world
}

/// The lines of persons at these places of the list.
fn block(first: usize, places: &[u64], list: &LongList, algorithm: Algorithm) -> Vec<u8> {
    let world = world(algorithm);
    let random = SystemRandom::new();
    let mut lines = Vec::new();
    for (n, idx) in places.iter().enumerate() {
        let holder = SigningKey::generate(algorithm, &random).expect("a key");
        let shown = person(&world, &list.reference(*idx))
            .held_by(&holder)
            .sign()
            .show(&SHOWN);
        let nonce = format!("nonce-of-line-{}", first + n + 1);
        let binding = KeyBinding::new(&shown, AUDIENCE, &nonce, NOW, &holder);
        let line = json!({
            "id": format!("n-{}", first + n + 1), "bundle": binding.sign(&shown, &holder),
            "audience": AUDIENCE, "nonce": nonce,
        });
        writeln!(lines, "{line}").expect("memory");
    }
    lines
}
