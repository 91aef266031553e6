//! Salts: random to a reader, and the same whenever a vector is made again.
//!
//! They come from the vector's name, by [`begin`] and [`end`]. What is made between two vectors, for
//! several of them or before one is named, has salts that come from what it says. Neither changes
//! when other vectors come and go.

use std::cell::RefCell;

use serde_json::Value;

use crate::jose::{base64url, digest};

thread_local! {
    static MAKING: RefCell<Making> = const { RefCell::new(Making { vector: None, bundles: 0, salts: 0 }) };
}

/// What is being made.
struct Making {
    vector: Option<String>,
    bundles: u32,
    salts: u32,
}

/// From here on everything is for a vector.
pub fn begin(vector: &str) {
    set(Some(vector.to_owned()));
}

/// The vector has all that it needs.
pub fn end() {
    set(None);
}

fn set(vector: Option<String>) {
    let making = Making {
        vector,
        bundles: 0,
        salts: 0,
    };
    MAKING.set(making);
}

/// A salt for a disclosure that is put together by hand.
pub fn salt() -> String {
    MAKING.with_borrow_mut(|making| {
        making.salts += 1;
        let vector = making.vector.as_deref().unwrap_or_default();
        of(&[vector, "salt", &making.salts.to_string()])
    })
}

/// The salts of one bundle.
pub struct Salts {
    seed: String,
    decoys: u32,
}

impl Salts {
    /// For a bundle that says this.
    pub fn new(claims: &Value) -> Self {
        MAKING.with_borrow_mut(|making| {
            making.bundles += 1;
            let seed = match &making.vector {
                Some(vector) => of(&[vector, "bundle", &making.bundles.to_string()]),
                None => of(&["", "bundle", &claims.to_string()]),
            };
            Self { seed, decoys: 0 }
        })
    }

    /// That of the claim at a pointer.
    pub fn at(&self, pointer: &str) -> String {
        of(&[&self.seed, "claim", pointer])
    }

    /// What the next decoy is the digest of.
    pub fn decoy(&mut self) -> String {
        self.decoys += 1;
        of(&[&self.seed, "decoy", &self.decoys.to_string()])
    }
}

/// 128 bits, in base64url.
fn of(parts: &[&str]) -> String {
    let hash = digest(parts.join("\0").as_bytes());
    base64url(&hash[..16])
}
