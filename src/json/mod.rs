//! Strict JSON: no duplicate members, exact decimals, limits, members in their order.
//!
//! `serde_json` reads numbers through binary floating point unless its feature `arbitrary_precision` is on.
//! With the feature, it takes an object with a magic member name for a number. In maps, the last of two equal
//! names wins. Signed documents allow none of this, so that the reader is our own. [`ObjectReader`] reads typed
//! documents with it.

mod identifier;
mod object_reader;
mod read;
mod serde;
mod value;
mod write;

pub(crate) use identifier::{Identifier, Uri, is_identifier, is_token, is_uri};
pub(crate) use object_reader::{ObjectReader, Readable, expecting};
pub(crate) use read::parse;
pub use value::{Object, Value};
pub(crate) use value::{pointer_push, pointer_to};
pub(crate) use write::write;

/// The document that a value serialises to.
#[cfg(test)]
pub(crate) fn document(of: &impl ::serde::Serialize) -> Value {
    let text = serde_json::to_vec(of).expect("a type that is JSON");
    parse(&text, text.len()).expect("what was written just now")
}
