//! Whole lists, for those who issue them or read them to the end.

use super::Status;
#[cfg(feature = "issuer")]
use super::entry::{BITS, mask};
use super::entry::{extract, locate, out_of_range};
use crate::error::Error;
#[cfg(feature = "issuer")]
use crate::error::{Code, Problem};
#[cfg(feature = "issuer")]
use crate::limits;

/// A list in the form in which it is compressed: entries packed into bytes, the first in the
/// lowest bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packed {
    bits: u8,
    bytes: Vec<u8>,
}

impl Packed {
    pub(super) fn from_bytes(bits: u8, bytes: Vec<u8>) -> Self {
        Self { bits, bytes }
    }

    #[cfg(any(feature = "issuer", not(target_arch = "wasm32")))]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One entry.
    ///
    /// # Errors
    /// `status.index`.
    pub(crate) fn status(&self, idx: u64) -> Result<Status, Error> {
        let (at, shift) = locate(self.bits, idx);
        let byte = usize::try_from(at).ok().and_then(|at| self.bytes.get(at));
        byte.map(|byte| extract(self.bits, *byte, shift))
            .ok_or_else(|| out_of_range(idx))
    }
}

/// Making and changing lists.
#[cfg(feature = "issuer")]
impl Packed {
    /// A list of at least `entries` entries, all `VALID`.
    ///
    /// # Errors
    /// `claim.invalid` if `bits` is none of 1, 2, 4, 8; `limit.inflated`.
    pub(crate) fn new(bits: u8, entries: u64) -> Result<Self, Error> {
        if !BITS.contains(&bits) {
            return Err(Error::new(Code::ClaimInvalid).with("pointer", "/status_list/bits"));
        }
        let limit = limits::STATUS_LIST_INFLATED;
        let length = usize::try_from(entries.div_ceil(u64::from(8 / bits)))
            .ok()
            .filter(|length| *length <= limit)
            .ok_or_else(|| Error::new(Code::LimitInflated).with("limit", limit))?;
        Ok(Self::from_bytes(bits, vec![0; length]))
    }

    /// Bits per entry.
    pub(crate) fn bits(&self) -> u8 {
        self.bits
    }

    /// How many entries there are room for.
    #[cfg_attr(not(test), expect(dead_code, reason = "for tools that change a list"))]
    pub(crate) fn len(&self) -> u64 {
        self.bytes.len() as u64 * u64::from(8 / self.bits)
    }

    /// Changes one entry.
    ///
    /// # Errors
    /// `status.index`; `claim.invalid` if the value does not fit the list's bits.
    pub(crate) fn set(&mut self, idx: u64, status: Status) -> Result<(), Error> {
        let value = status.value();
        if value > mask(self.bits) {
            return Err(Error::new(Code::ClaimInvalid)
                .because(Problem::TooLarge)
                .with("value", i64::from(value)));
        }
        let (at, shift) = locate(self.bits, idx);
        let byte = usize::try_from(at)
            .ok()
            .and_then(|at| self.bytes.get_mut(at));
        let byte = byte.ok_or_else(|| out_of_range(idx))?;
        *byte = *byte & !(mask(self.bits) << shift) | value << shift;
        Ok(())
    }
}
