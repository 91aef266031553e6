//! Makes what `make bench-worst` measures: documents at their limits, each made so that as much
//! follows from it as the limits allow.
//!
//! ```sh
//! cargo run --release --features issuer --example make-worst -- target/bench-worst [DECISIONS]
//! ```
//!
//! `DECISIONS` is a folder of programmes with facts, which a search for the worst has written.

#![allow(dead_code, reason = "what the vectors use more of")]

mod jose;
mod kept;
mod keys;
#[path = "../../src/limits.rs"]
mod limits;
mod platform;
mod programmes;
mod salts;
mod sd_jwt;
#[path = "../surface/mod.rs"]
mod text;
mod world;
mod worst;

use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: make-worst FOLDER [DECISIONS]");
        std::process::exit(2);
    };
    worst::write(&folder, arguments.next().as_deref())
}
