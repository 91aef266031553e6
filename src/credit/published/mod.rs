//! What is published about records, made from the vocabulary: the JSON Schemas of the npm package,
//! and the tables of `docs/records.md`.
//!
//! The files are part of the project, and a test holds them to the tables. After a change:
//!
//! ```sh
//! UPDATE=1 cargo test --lib published
//! ```

mod describe;
pub(crate) mod page;
mod parts;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Compares a file with what it ought to be, or writes it where `UPDATE` says so.
#[track_caller]
pub(crate) fn hold(file: &str, right: &str) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path(file), right).unwrap_or_else(|e| panic!("{file}: {e}"));
        return;
    }
    let found = fs::read_to_string(path(file)).unwrap_or_default();
    let differing = found.lines().zip(right.lines()).position(|(f, r)| f != r);
    assert!(
        found == right,
        "{file} is not what the code says, from line {} on; UPDATE=1 cargo test --lib published",
        differing.map_or(found.lines().count().min(right.lines().count()), |n| n) + 1,
    );
}

#[test]
fn the_schemas_are_those_of_the_vocabulary() {
    for (file, schema) in schema::all() {
        hold(&format!("pkg/schemas/{file}.json"), &schema);
    }
}

#[test]
fn the_tables_of_the_page_are_those_of_the_vocabulary() {
    let page = fs::read_to_string(path("docs/records.md")).expect("the page");
    hold("docs/records.md", &page::filled(&page));
}
