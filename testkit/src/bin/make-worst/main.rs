//! Makes what `make bench-worst` measures: documents at their limits, each made so that as much
//! follows from it as the limits allow.
//!
//! ```sh
//! cargo run --release -p xinyi-testkit --bin make-worst -- target/bench-worst [DECISIONS]
//! ```
//!
//! `DECISIONS` is a folder of programmes with facts, which a search for the worst has written.

mod cases;

use std::io;
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: make-worst FOLDER [DECISIONS]");
        std::process::exit(2);
    };
    cases::write(&folder, arguments.next().as_deref())
}
