//! Facts as somebody writes them by hand, of whom nothing is known but what everybody's bundle shows.

use serde_json::{Value, json};

use crate::world::{TODAY, merged};

/// Of a natural person of Shanghai, drawn today, with these members beside those or in their place.
pub fn person(changes: Value) -> Value {
    of("natural_person", changes)
}

/// The same of a firm.
pub fn firm(changes: Value) -> Value {
    of("enterprise", changes)
}

fn of(kind: &str, changes: Value) -> Value {
    let base = json!({
        "subject_kind": kind, "jurisdiction": "310000", "catalogue": "CN-2025", "as_of": TODAY,
    });
    merged(base, &changes)
}
