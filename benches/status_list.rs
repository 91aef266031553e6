//! Checks of bundles whose status is in a long list, natively. Called by `benches/status-list.mjs`
//! with a file of `make-bench`; prints one JSON document, times in milliseconds.

use std::fs;
use std::time::Instant;

use serde_json::{Value, json};
use testkit::surface::Verifier;

fn main() {
    let path = std::env::args_os()
        .nth(1)
        .expect("usage: bench-status-list FILE");
    let text = fs::read_to_string(path).expect("a file of make-bench");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    drop(text);
    let platform = &document["platform"];
    let member = |name: &str| platform[name].as_str().expect("a document");
    let options = json!({ "now": platform["now"] }).to_string();
    let before = peak();
    let (verifier, loading) =
        timed(|| Verifier::new(member("root"), Some(member("snapshot")), &options));
    let check = document["check"].to_string();
    let bundles = document["bundles"].as_array().expect("bundles");
    let mut times: Vec<f64> = Vec::new();
    for bundle in bundles {
        let text = bundle["bundle"].as_str().expect("a bundle");
        let (result, time) = timed(|| verifier.check(text, &check));
        let is_refused = result.contains("status.invalid");
        assert_eq!(json!(is_refused), bundle["is_set"], "{result}");
        times.push(time);
    }
    let first = times.remove(0);
    times.sort_by(f64::total_cmp);
    let answer = json!({
        "loading": loading,
        "first": first,
        "further": times[times.len() / 2],
        "worst": times.last(),
        "peak_kb": peak().zip(before).map(|(after, before)| after - before),
    });
    println!("{answer}");
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let out = run();
    (out, start.elapsed().as_secs_f64() * 1_000.0)
}

/// The most memory that the process has had, in KB, where the system says.
fn peak() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
