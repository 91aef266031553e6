//! Writes the lines by which `xinyi issue` issues bundles to so many subjects.
//!
//! ```sh
//! cargo run --release -p xinyi-testkit --bin make-subjects -- 1000000 > subjects.ndjson
//! ```

use std::env;
use std::io::{self, BufWriter, Write};

use testkit::subjects;

fn main() -> io::Result<()> {
    let count = env::args().nth(1).and_then(|n| n.parse().ok());
    let count: u64 = count.ok_or_else(|| io::Error::other("how many subjects?"))?;
    let mut out = BufWriter::new(io::stdout().lock());
    for subject in 0..count {
        writeln!(out, "{}", subjects::line(subject))?;
    }
    out.flush()
}
