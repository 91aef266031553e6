//! Runs every vector natively, and writes the results to the file that is named, one line each:
//! what every other host must arrive at, byte for byte.
//!
//! ```sh
//! cargo run --example run-vectors -- target/vectors-native.ndjson
//! ```

mod suite;

use std::fs::File;
use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: run-vectors FILE");
        std::process::exit(2);
    };
    let mut out = BufWriter::new(File::create(path)?);
    for vector in suite::all() {
        let name = serde_json::Value::from(vector.name.as_str());
        let (reports, result) = vector.run_with_reports();
        let reports = reports.join(",");
        writeln!(
            out,
            "{{\"vector\":{name},\"reports\":[{reports}],\"result\":{result}}}"
        )?;
    }
    out.flush()
}
