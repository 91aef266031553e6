//! Where an entry lies among the packed bytes (§4.1): the first in the lowest bits.

use super::Status;
use crate::error::{Code, Error};

/// Bits per entry that a list may have.
pub(super) const BITS: [u8; 4] = [1, 2, 4, 8];

/// The byte in which an entry lies, and its lowest bit there.
pub(super) fn locate(bits: u8, idx: u64) -> (u64, u8) {
    let per_byte = u64::from(8 / bits);
    // Below eight, by the division.
    let shift = (idx % per_byte) as u8 * bits;
    (idx / per_byte, shift)
}

/// An entry, out of its byte.
pub(super) fn extract(bits: u8, byte: u8, shift: u8) -> Status {
    Status::from_value(byte >> shift & mask(bits))
}

pub(super) fn out_of_range(idx: u64) -> Error {
    Error::new(Code::StatusIndex).with("idx", i64::try_from(idx).unwrap_or(i64::MAX))
}

/// The highest value of an entry.
pub(super) fn mask(bits: u8) -> u8 {
    u8::MAX >> (8 - bits)
}
