//! What the tests of xinyi share: tokens and platforms put together by hand, people, programmes and
//! random cases. Its programs make the vectors and what is measured.
//!
//! It stands on the crate as any user does. The unit tests of the crate are another build of it, whose
//! types are not these: what they take from here is text, JSON and random numbers.

#![allow(
    missing_docs,
    clippy::new_without_default,
    clippy::result_unit_err,
    reason = "tests alone call it"
)]

pub mod codes;
pub mod commitments;
pub mod desk;
pub mod facts;
pub mod fuzz;
pub mod jose;
pub mod kept;
pub mod keys;
pub mod law;
pub mod long_list;
pub mod page;
pub mod people;
pub mod platform;
pub mod programmes;
pub mod random;
pub mod rows;
pub mod salts;
pub mod sd_jwt;
pub mod six_tiers;
pub mod sm2;
pub mod subjects;
pub mod surface;
pub mod vectors;
pub mod verifying;
pub mod world;

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file or folder of the repository, by its path from the root.
pub fn in_repository(path: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the crate is in the repository").join(path)
}

/// Says that a test was not tried, and why, so that `make test` counts it as left out: a test in Rust cannot be, once it
/// runs. Where `CI=true` it fails.
#[track_caller]
pub fn skip(why: &str) {
    assert_ne!(env::var("CI").as_deref(), Ok("true"), "{why}");
    // What is printed by `println!` is shown of tests that fail alone.
    drop(writeln!(io::stdout(), "skipped: {why}"));
}
