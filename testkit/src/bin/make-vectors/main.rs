//! Makes the vectors anew, as `make vectors` does, or adds a test key.
//!
//! ```sh
//! cargo run -p xinyi-testkit --bin make-vectors
//! cargo run -p xinyi-testkit --bin make-vectors -- key NAME ALGORITHM
//! ```
//!
//! Nothing changes that was not meant to change: keys are those of [`testkit::keys`], salts come from
//! the vectors' names ([`testkit::salts`]), and signatures by algorithms that take random numbers are
//! kept as long as they sign the same ([`testkit::kept`]). A test compares what is made with what is
//! committed.
//!
//! What each vector expects is written here by hand, never taken from a run. Tokens are put
//! together by [`testkit::jose`] and [`testkit::sd_jwt`], not by the crate that they are to test; it
//! lends its signature algorithms only. The form of the files is described in `about.md`, which is their
//! `README.md`.

mod attack;
mod binding;
mod bundle;
mod changes;
mod commitments;
mod complete;
mod files;
mod input;
mod inputs;
mod law_cases;
mod layout;
mod not_counted;
mod outcome;
mod platforms;
mod programme;
mod reading;
mod rules;
mod status;
#[cfg(test)]
mod tests;
mod trust;
mod vector;

use std::fs;
use std::io;
use std::process::ExitCode;

use testkit::world::World;
use testkit::{kept, keys};
use xinyi::issuer::Algorithm;

use self::files::{Files, KEPT};
use self::vector::{Suite, Vector};

/// Adds the vectors of a suite.
type Add = fn(&mut Suite<'_>);

/// Each suite with its maker. Salts come from these names, so that changing one makes its tokens anew.
const SUITES: [(&str, Add); 14] = [
    ("attack", attack::add),
    ("binding", binding::add),
    ("bundle", bundle::add),
    ("commitments", commitments::add),
    ("complete", complete::add),
    ("input", input::add),
    ("inputs", inputs::add),
    ("law", law_cases::add),
    ("lawful", not_counted::add),
    ("outcome", outcome::add),
    ("programme", programme::add),
    ("rules", rules::add),
    ("status", status::add),
    ("trust", trust::add),
];

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => make().map(|()| ExitCode::SUCCESS),
        ["key", name, algorithm] => add_key(name, algorithm),
        _ => {
            eprintln!("usage: make-vectors [key NAME ALGORITHM]");
            Ok(ExitCode::from(2))
        }
    }
}

/// Says what has changed, and writes it.
fn make() -> io::Result<()> {
    let folder = testkit::vectors::folder();
    let before = Files::read(&folder)?;
    let made = made(&before);
    let changes = made.changes_since(&before);
    if !changes.is_empty() {
        made.write(&folder)?;
    }
    for change in &changes {
        println!("{change}");
    }
    println!("{} files, {} changed", made.0.len(), changes.len());
    Ok(())
}

/// All files, with the signatures that are kept from those before.
fn made(before: &Files) -> Files {
    kept::start_with(before.0.get(KEPT).map_or("", String::as_str));
    let world = World::new();
    let vectors = vectors(&world);
    Files::of(&world, &vectors)
}

fn add_key(name: &str, algorithm: &str) -> io::Result<ExitCode> {
    let file = Algorithm::from_name(algorithm)
        .ok_or_else(|| "algorithms are Ed25519, ES256 and SM2".to_owned())
        .and_then(|algorithm| keys::with_new(name, algorithm));
    match file {
        Ok(file) => {
            fs::write(keys::path(), file)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problem) => {
            eprintln!("{problem}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// All vectors, by suite.
fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors: Vec<Vector> = Vec::new();
    for (name, add) in SUITES {
        let mut suite = Suite::new(name, world);
        add(&mut suite);
        vectors.append(&mut suite.vectors);
    }
    vectors
}
