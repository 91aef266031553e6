//! The chain of roots, from the pinned one to the newest.

use super::checks::{not_from_the_future, signed};
use super::root::{Role, Root};
use crate::error::{Code, Error};
use crate::json::{self, Value};
use crate::limits;
use crate::time::Instant;

/// The newest root, with all that proves it to follow from the pinned one.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    root: Root,
    /// In their order, each with the signatures that count and no others: signatures that somebody added on the way
    /// take no room from later links.
    links: Vec<Value>,
    /// The length of all links together, in bytes.
    bytes: usize,
    /// The signatures of all links together.
    signatures: usize,
    /// When the root was made that last named other keys for the trust list.
    list_keys_since: Instant,
}

impl Chain {
    pub(super) fn pinned(root: Root) -> Self {
        Self {
            root,
            links: Vec::new(),
            bytes: 0,
            signatures: 0,
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

    /// Follows further roots as far as they verify. Links to versions that were reached before are passed over.
    ///
    /// # Errors
    /// What is wrong with the first link that does not verify; `time.rollback`; `limit.items`, `limit.bytes` and
    /// `limit.signatures` for a chain that the app could not read again; `limit.signatures` also after so many
    /// signatures, whether they count or not. What was reached stays.
    pub(super) fn follow(&mut self, links: &[Value], now: Instant) -> Result<(), Error> {
        let mut tried = 0;
        let mut links = links.iter();
        links.try_for_each(|link| self.follow_one(link, now, &mut tried))
    }

    fn follow_one(&mut self, link: &Value, now: Instant, tried: &mut usize) -> Result<(), Error> {
        let document = signed(link, limits::ROOT_BYTES)?;
        let claimed = json::parse(document.unverified_payload(), limits::ROOT_BYTES)?;
        let claimed = claimed.member("version").and_then(Value::as_i64);
        if claimed.is_some_and(|v| u64::try_from(v).is_ok_and(|v| v <= self.root.version)) {
            return Ok(());
        }
        *tried += document.signatures();
        let within = |(code, found, limit): (Code, usize, usize)| match found <= limit {
            true => Ok(()),
            false => Err(Error::new(code).with("limit", limit).with("found", found)),
        };
        within((Code::LimitSignatures, *tried, limits::ROOTS_SIGNATURES))?;
        let (next, signers) = self.root.next(&document)?;
        not_from_the_future(next.iat, now)?;
        let link = document.with_signatures(&signers);
        let bytes = self.bytes.saturating_add(json::write(&link).len());
        let signatures = self.signatures.saturating_add(signers.len());
        let mut limits = [
            (Code::LimitItems, self.links.len() + 1, limits::ROOTS),
            (Code::LimitBytes, bytes, limits::ROOTS_BYTES),
            (Code::LimitSignatures, signatures, limits::ROOTS_SIGNATURES),
        ]
        .into_iter();
        limits.try_for_each(within)?;
        if next.thumbprints(Role::TrustList) != self.root.thumbprints(Role::TrustList) {
            self.list_keys_since = next.iat;
        }
        self.root = next;
        self.links.push(link);
        self.bytes = bytes;
        self.signatures = signatures;
        Ok(())
    }
}
