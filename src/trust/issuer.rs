//! An issuer of the trust list: its keys, and what it may sign.

use alloc::string::String;
use alloc::vec::Vec;

use super::document::{self, Completeness, EntryKind, KeyUse, Reason, Revocation};
use crate::credit::Fields;
use crate::credit::region::{any_covers, is_region};
use crate::error::{Code, Error};
use crate::jose::VerifyingKey;
use crate::json::{ObjectReader, Uri, Value};
use crate::time::Instant;

/// An entry of the trust list that holds together.
#[derive(Debug)]
pub(crate) struct Issuer {
    pub(crate) id: String,
    pub(super) kind: EntryKind,
    pub(super) parent: Option<String>,
    pub(crate) status_issuer: Option<String>,
    pub(super) regions: Vec<String>,
    pub(super) vct: Vec<String>,
    pub(super) fields: Fields,
    pub(crate) schemes: Vec<String>,
    pub(super) complete: Vec<Completeness>,
    keys: Vec<Key>,
}

/// A key of an issuer, for one use.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) kid: String,
    pub(crate) verifying: VerifyingKey,
    key_use: KeyUse,
    not_before: Instant,
    not_after: Instant,
    revoked: Option<Revocation>,
}

impl Issuer {
    /// Reads one entry by itself; how it stands to its parent is seen by [`Self::within`].
    pub(super) fn read(entry: &Value) -> Result<Self, Error> {
        let entry = &ObjectReader::of(entry, Code::FormatSchema)?;
        let mut keys = Vec::new();
        for (kid, verifying, key) in document::keys(entry)? {
            let key = Key {
                kid,
                verifying,
                key_use: key.one_of("use", KeyUse::ALL, KeyUse::as_str)?,
                not_before: key.read("not_before")?,
                not_after: key.read("not_after")?,
                revoked: match key.maybe::<&Value>("revoked")? {
                    Some(_) => Some(Revocation::read(&key.object("revoked")?)?),
                    None => None,
                },
            };
            if key.not_before >= key.not_after {
                return Err(entry.fail("keys", "value"));
            }
            keys.push(key);
        }
        let complete = entry.each("complete")?;
        let complete: Result<Vec<Completeness>, Error> =
            complete.iter().map(Completeness::read).collect();
        let Uri(id) = entry.read("issuer")?;
        let other = |name| Ok::<_, Error>(entry.maybe(name)?.map(|Uri(other)| other));
        let issuer = Self {
            id,
            kind: entry.one_of("kind", EntryKind::ALL, EntryKind::as_str)?,
            parent: other("parent")?,
            status_issuer: other("status_issuer")?,
            regions: entry.read("regions")?,
            vct: entry.read("vct")?,
            fields: entry.read("fields")?,
            schemes: entry.read("schemes")?,
            complete: complete?,
            keys,
        };
        let of_complete = issuer.complete.iter().flat_map(|c| &c.regions);
        if !issuer
            .regions
            .iter()
            .chain(of_complete)
            .all(|r| is_region(r))
        {
            return Err(entry.fail("regions", "value"));
        }
        // Nobody can know all of what it may not even say.
        let completeness_in_scope = issuer.complete.iter().all(|c| {
            c.regions.iter().all(|r| any_covers(&issuer.regions, r))
                && issuer.fields.cover_all(&c.fields)
        });
        if !completeness_in_scope {
            return Err(Error::new(Code::TrustScope).with("issuer", issuer.id.as_str()));
        }
        Ok(issuer)
    }

    /// Whether this entry stays within what its parent may do. The parent is a limit, not a
    /// signature: it holds for as long as the parent has a key left that was not revoked.
    pub(super) fn within(&self, parent: Option<&Self>) -> bool {
        let Some(parent) = parent else { return false };
        let kinds = parent.kind == EntryKind::Municipal && parent.parent.is_none();
        let alive = parent.keys.iter().any(|k| k.revoked.is_none());
        let scope = self.regions.iter().all(|r| any_covers(&parent.regions, r))
            && self.vct.iter().all(|v| parent.vct.contains(v))
            && parent.fields.cover_all(&self.fields)
            && self.schemes.iter().all(|s| parent.schemes.contains(s));
        let complete = self.complete.iter().all(|c| {
            parent.complete.iter().any(|p| {
                c.regions.iter().all(|r| any_covers(&p.regions, r)) && p.fields.cover_all(&c.fields)
            })
        });
        let windows = self.keys.iter().all(|key| parent.covers(key));
        kinds && alive && scope && complete && windows
    }

    /// Whether there is a key of this entry at every moment of another's window.
    fn covers(&self, other: &Key) -> bool {
        let mut from = other.not_before;
        while from < other.not_after {
            let there = self.keys.iter().filter(|key| key.not_before <= from);
            match there.filter_map(Key::end).max() {
                Some(end) if end > from => from = end,
                _ => return false,
            }
        }
        true
    }

    /// The key of that name and use, if what it signed at `iat` still verifies. No other key is
    /// tried.
    ///
    /// # Errors
    /// `trust.key`; `trust.key_window` with the window, or the reason of the revocation.
    pub(crate) fn key(&self, kid: &str, key_use: KeyUse, iat: Instant) -> Result<&Key, Error> {
        let key = self
            .keys
            .iter()
            .find(|k| k.kid == kid && k.key_use == key_use)
            .ok_or_else(|| {
                Error::new(Code::TrustKey)
                    .with("issuer", self.id.as_str())
                    .with("kid", kid)
            })?;
        let outside = |reason: &str| {
            Err(Error::new(Code::TrustKeyWindow)
                .with("kid", kid)
                .with("reason", reason)
                .with("iat", iat.unix())
                .with("not_before", key.not_before.unix())
                .with("not_after", key.not_after.unix()))
        };
        match key.revoked {
            // Whoever has the key can write any `iat`.
            Some(Revocation {
                reason: Reason::Compromised,
                ..
            }) => outside("compromised"),
            Some(Revocation {
                reason: Reason::Superseded,
                at,
            }) if iat >= at => outside("superseded"),
            _ if iat < key.not_before || iat >= key.not_after => outside("window"),
            _ => Ok(key),
        }
    }

    /// Keys for status lists by that name, should several issuers use it.
    pub(super) fn has_status_key(&self, kid: &str) -> bool {
        self.keys
            .iter()
            .any(|k| k.kid == kid && k.key_use == KeyUse::Status)
    }
}

impl Key {
    /// Until when it signs. One that somebody else may have vouches for no time at all.
    fn end(&self) -> Option<Instant> {
        match self.revoked {
            None => Some(self.not_after),
            Some(Revocation { at, reason }) => {
                (reason == Reason::Superseded).then(|| at.min(self.not_after))
            }
        }
    }

    /// It was replaced; what it signed before still verifies.
    pub(crate) fn is_superseded(&self) -> bool {
        self.revoked.is_some()
    }
}
