//! `docs/issuing.md` as it stands.

use std::fs;

use serde_json::{Value, json};
use testkit::desk::blocks;

#[test]
fn every_command_of_the_page_does_what_it_says() {
    let commands = blocks("docs/issuing.md", "sh");
    assert_eq!(
        commands,
        blocks("docs/issuing.zh-CN.md", "sh"),
        "both languages"
    );
    let desk = testkit::desk!(&[]);
    desk.sh(&commands);
    let first = |name: &str| -> Value {
        let text = fs::read_to_string(desk.path().join(name)).expect(name);
        serde_json::from_str(text.lines().next().expect(name)).expect("JSON")
    };
    for name in [
        "bundles.ndjson",
        "firm-bundles.ndjson",
        "member-bundles.ndjson",
        "next-bundles.ndjson",
    ] {
        assert_eq!(first(name)["ok"], json!(true), "{}", first(name));
    }
    let rejected = first("rejected.ndjson");
    assert_eq!(rejected["line"], json!(3));
    assert_eq!(rejected["problems"][0]["column"], json!("cf_cflb"));
    let rows = fs::read_to_string(desk.path().join("rejected-members.ndjson")).expect("rows");
    assert!(rows.is_empty(), "{rows}");
    assert!(desk.path().join("lists/1.jwt").exists());
}
