//! The way from the pinned root to the newest.

use alloc::vec::Vec;

use super::documents::{not_from_the_future, signed};
use super::root::{Role, Root};
use crate::error::{Code, Error};
use crate::json::{self, Value};
use crate::limits;
use crate::time::Instant;

/// The newest root, with all that proves it to follow from the pinned one.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    root: Root,
    /// As written, in their order.
    links: Vec<Value>,
    /// How long they are together.
    bytes: usize,
    /// When the root was made that last named other keys for the trust list.
    list_keys_since: Instant,
}

impl Chain {
    pub(super) fn pinned(root: Root) -> Self {
        Self {
            root,
            links: Vec::new(),
            bytes: 0,
            list_keys_since: Instant::MIN,
        }
    }

    pub(super) fn root(&self) -> &Root {
        &self.root
    }

    pub(super) fn links(&self) -> &[Value] {
        &self.links
    }

    /// When the trust list got the keys that it has now.
    pub(super) fn list_keys_since(&self) -> Instant {
        self.list_keys_since
    }

    /// Goes on to the next root, and says whether there is one: links that led to where it already
    /// is are passed over.
    ///
    /// # Errors
    /// What is wrong with the link; `time.rollback`; `limit.items` and `limit.bytes` where so many
    /// were followed that the app could not read them again.
    pub(super) fn follow(&mut self, link: &Value, now: Instant) -> Result<bool, Error> {
        let document = signed(link, limits::ROOT_BYTES)?;
        let claimed = json::parse(document.unverified_payload(), limits::ROOT_BYTES)?;
        let claimed = claimed.member("version").and_then(Value::as_i64);
        if claimed.is_some_and(|v| u64::try_from(v).is_ok_and(|v| v <= self.root.version)) {
            return Ok(false);
        }
        let next = self.root.next(&document)?;
        not_from_the_future(next.iat, now)?;
        let bytes = self.bytes.saturating_add(json::write(link).len());
        for (code, found, limit) in [
            (Code::LimitItems, self.links.len() + 1, limits::ROOTS),
            (Code::LimitBytes, bytes, limits::ROOTS_BYTES),
        ] {
            if found > limit {
                return Err(Error::new(code).with("limit", limit).with("found", found));
            }
        }
        if next.thumbprints(Role::TrustList) != self.root.thumbprints(Role::TrustList) {
            self.list_keys_since = next.iat;
        }
        self.root = next;
        self.links.push(link.clone());
        self.bytes = bytes;
        Ok(true)
    }
}
