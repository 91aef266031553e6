//! Makes the vectors anew, with keys that are thrown away.
//!
//! ```sh
//! cargo run --features issuer --example make-vectors
//! ```
//!
//! `tests/vectors/platforms/<name>.json` is `{"root", "snapshot"?, "now"}`, the first two as text.
//! `tests/vectors/<suite>/<name>.json` is `{"description", "platform", "create"?, "steps"?, "bundle" or
//! "bundles", "check", "expect"}`: the name of a platform, further options of the creation besides
//! `now`, what happens before the check, the bundle as text or several by the aliases of their
//! inputs, the options of the check, and what is to come of it:
//! `{"ok": true, "outcome", "tier", "upgrade"?, "codes"?, "missing"?}` or `{"ok": false, "code",
//! "pointer"?}`. `upgrade` is the better tier's name or `null`; `codes` are those of the reasons, each
//! once.
//!
//! A step is `{"load": platform, "now"?, "sixteenths"?, "padded"?}`, which loads a platform's
//! snapshot, or so much of it, or with spaces up to so many bytes; or `{"restart": state, "with"?,
//! "now"?}`, which makes a new verifier with the state that was exported, `kept`, `corrupted` or
//! `wiped`, or with that of a platform, and with the snapshot that was exported or that of a platform.
//! `reports` in `expect` has for each step the parts of the report that matter: `accepted`, `kept`, or
//! the code of why a part was refused.
//!
//! What each vector expects is written here by hand, never taken from a run. Tokens are put
//! together by [`jose`] and [`sd_jwt`], not by the crate that they are to test; it lends its
//! signature algorithms only.

mod attack;
mod binding;
mod bundle;
mod complete;
mod input;
mod inputs;
mod jose;
mod law;
mod lawful;
mod outcome;
mod platform;
mod programme;
mod programmes;
mod rules;
mod sd_jwt;
mod sm2;
mod status;
mod suite;
mod trust;
mod vector;
mod world;

use std::fs;
use std::io::{self, ErrorKind};

use self::platform::Plan;
use self::vector::{Suite, Vector, write_platform};
use self::world::World;

/// Adds the vectors of a suite.
type Add = fn(&mut Suite<'_>);

fn main() -> io::Result<()> {
    let world = World::new();
    let suites: [(&str, Add); 13] = [
        ("attack", attack::add),
        ("binding", binding::add),
        ("bundle", bundle::add),
        ("complete", complete::add),
        ("input", input::add),
        ("inputs", inputs::add),
        ("law", law::add),
        ("lawful", lawful::add),
        ("outcome", outcome::add),
        ("programme", programme::add),
        ("rules", rules::add),
        ("status", status::add),
        ("trust", trust::add),
    ];
    let mut vectors: Vec<Vector> = Vec::new();
    for (name, add) in suites {
        let mut suite = Suite::new(name, &world);
        add(&mut suite);
        vectors.append(&mut suite.vectors);
    }
    let folder = suite::folder();
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    write_platform(&folder, "base", &Plan::base(&world).build())?;
    for vector in &vectors {
        vector.write(&folder)?;
    }
    println!("{} vectors", vectors.len());
    Ok(())
}
