//! Lines about the people of a demo platform, and what is answered to them.

use std::fs;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use testkit::desk::Desk;

pub const NOW: &str = "2026-11-18T08:00:00Z";

/// A desk with a demo platform.
pub fn desk() -> Desk {
    let desk = testkit::desk!(&[]);
    let output = desk.xinyi(&["demo", "--out", "demo", "--now", NOW]);
    assert!(output.status.success(), "{output:?}");
    desk
}

pub fn platform(desk: &Desk) -> Value {
    let text = fs::read_to_string(desk.path().join("demo/platform.json")).expect("a platform");
    serde_json::from_str(&text).expect("JSON")
}

/// The bundles of a programme, each as a line, with its file.
pub fn lines(desk: &Desk, programme: &str) -> Vec<(String, Value)> {
    let platform = platform(desk);
    let bundles = platform["bundles"].as_array().expect("bundles").iter();
    let bundles = bundles.filter(|bundle| bundle["programme"] == programme);
    let line = |(n, bundle): (usize, &Value)| {
        let file = bundle["file"].as_str().expect("a file").to_owned();
        let text = fs::read_to_string(desk.path().join("demo").join(&file)).expect("a bundle");
        let presented = match file.ends_with(".json") {
            true => serde_json::from_str(&text).expect("JSON"),
            false => json!(text.trim()),
        };
        let line = json!({
            "id": format!("n-{n}"), "bundle": presented, "audience": platform["audience"],
            "nonce": platform["nonce"], "request": bundle["request"],
        });
        (file, line)
    };
    bundles.enumerate().map(line).collect()
}

pub fn text(lines: impl IntoIterator<Item = Value>) -> String {
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}

pub const BIKE: &str = "demo.xinyi-zu.shared-bike";

pub fn batch<'a>(further: &[&'a str]) -> Vec<&'a str> {
    let by = [
        "batch",
        "--root",
        "demo/root.json",
        "--snapshot",
        "demo/snapshot.json",
        "--programme",
        BIKE,
        "--now",
        NOW,
    ];
    [&by, further].concat()
}

pub fn answers(output: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(output).expect("UTF-8").lines();
    text.map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

/// A program that is written to and read from by turns.
pub fn start(desk: &Desk, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xinyi"))
        .args(arguments)
        .current_dir(desk.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xinyi runs")
}
