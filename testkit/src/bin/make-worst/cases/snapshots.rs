//! Snapshots that are JSON and nothing else.

use std::io;

use serde_json::json;
use testkit::platform::Plan;
use testkit::world::World;

use super::{Case, Cases};
use xinyi::limits;

pub fn add(cases: &mut Cases, world: &World) -> io::Result<()> {
    let deep = limits::JSON_DEPTH - 3;
    let nest = |open: &str, close: &str| [open.repeat(deep), close.repeat(deep)].concat();
    for (name, part) in [
        ("snapshot of 16 MB of nested brackets", nest("[", "]")),
        (
            "snapshot of 16 MB of nested objects",
            nest("{\"\":", "}").replace(":}", ":0}"),
        ),
        (
            "snapshot of 16 MB of numbers of 15 digits",
            "123456789012345".to_owned(),
        ),
        (
            "snapshot of 16 MB of texts of 13 letters",
            "\"abcdefghijklm\"".to_owned(),
        ),
        (
            "snapshot of 16 MB of objects of one member",
            "{\"a\":{}}".to_owned(),
        ),
    ] {
        // In rows, since no list is as long as this.
        let row = format!(
            "[{}]",
            vec![part.as_str(); 1000.min(60_000 / part.len())].join(",")
        );
        let rows = limits::SNAPSHOT_BYTES / (row.len() + 1) - 1;
        add_text(
            cases,
            world,
            name,
            &format!("[{}]", vec![row.as_str(); rows].join(",")),
        )?;
        // The last that is read to its end.
        let per_row = nodes(&row);
        let within = rows.min((limits::JSON_NODES - 10) / per_row);
        let name = name.replace("of 16 MB", "within the values of a document,");
        add_text(
            cases,
            world,
            &name,
            &format!("[{}]", vec![row.as_str(); within].join(",")),
        )?;
    }
    let escapes = "\\u4fe1".repeat((limits::SNAPSHOT_BYTES - 100) / 6);
    add_text(
        cases,
        world,
        "snapshot of one text, all escapes",
        &format!("\"{escapes}\""),
    )?;
    let names: Vec<String> = (0..limits::JSON_ITEMS)
        .map(|i| format!("\"{}{i}\":0", "a".repeat(140)))
        .collect();
    let names = format!("{{{}}}", names.join(","));
    add_text(
        cases,
        world,
        "snapshot of one object of 100,000 members",
        &names,
    )
}

/// As a member that comes before all others.
fn add_text(cases: &mut Cases, world: &World, name: &str, text: &str) -> io::Result<()> {
    let mut platform = Plan::small(world).build();
    platform["snapshot"] = json!(format!("{{\"roots\":{text}}}"));
    cases.add(&Case::creating(name, &platform))
}

fn nodes(text: &str) -> usize {
    fn count(value: &serde_json::Value) -> usize {
        let inside: usize = match value {
            serde_json::Value::Array(elements) => elements.iter().map(count).sum(),
            serde_json::Value::Object(members) => members.values().map(count).sum(),
            _ => 0,
        };
        1 + inside
    }
    count(&serde_json::from_str(text).expect("JSON"))
}
