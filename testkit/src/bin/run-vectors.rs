//! Runs every vector natively, and writes the results to the file that is named, one line each:
//! what every other host must arrive at, byte for byte.
//!
//! ```sh
//! cargo run -p xinyi-testkit --bin run-vectors -- target/vectors-native.ndjson target/forecasts-native.ndjson
//! ```
//!
//! The second file is of what is forecast for them.

use std::fs::File;
use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let files: Vec<_> = std::env::args_os().skip(1).collect();
    let [results, forecasts] = files.as_slice() else {
        eprintln!("usage: run-vectors RESULTS FORECASTS");
        std::process::exit(2);
    };
    let mut results = BufWriter::new(File::create(results)?);
    let mut forecasts = BufWriter::new(File::create(forecasts)?);
    for vector in testkit::vectors::all() {
        let name = serde_json::Value::from(vector.name.as_str());
        let (reports, result) = vector.run_with_reports();
        let reports = reports.join(",");
        writeln!(
            results,
            "{{\"vector\":{name},\"reports\":[{reports}],\"result\":{result}}}"
        )?;
        for (at, result) in vector.forecasts() {
            writeln!(
                forecasts,
                "{{\"vector\":{name},\"at\":{at},\"result\":{result}}}"
            )?;
        }
    }
    results.flush()?;
    forecasts.flush()
}
