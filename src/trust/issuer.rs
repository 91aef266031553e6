//! An issuer of the trust list: its keys, and what it may sign.

use super::document::{EntryKind, KeyUse, Keys, Revocation, RevocationReason};
use super::report::IgnoredKey;
use crate::credit::{Completeness, Extent, Fields};
use crate::error::{Code, Error, Problem};
use crate::jose::{SM2_DEFAULT_ID, VerifyingKey};
use crate::json::{self, ObjectReader, Uri, Value};
use crate::limits;
use crate::region::{any_covers, is_region};
use crate::time::Instant;
use crate::visible::visible;

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
    knows: Vec<String>,
    keys: Vec<Key>,
    /// Its keys that this version does not understand.
    ignored: Vec<IgnoredKey>,
}

/// A key of an issuer, for one use.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) kid: String,
    pub(crate) verifying: VerifyingKey,
    /// With an identifier of its own an SM2 key makes other signatures.
    sm2_id: Option<String>,
    key_use: KeyUse,
    not_before: Instant,
    not_after: Instant,
    revoked: Option<Revocation>,
}

impl Issuer {
    /// Reads one entry by itself; how it stands to its parent is seen by [`Self::within`].
    pub(super) fn read(entry: &Value) -> Result<Self, Error> {
        let found = json::write(entry).len();
        if found > limits::TRUST_ENTRY_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::TRUST_ENTRY_BYTES)
                .with("found", found));
        }
        // What each entry names is looked for among what its parent names.
        let found = NAMES.iter().filter_map(|name| entry.member(name));
        let found: usize = found.map(names).sum();
        if found > limits::LISTED {
            return Err(Error::new(Code::LimitItems)
                .with("limit", limits::LISTED)
                .with("found", found));
        }
        let entry = &ObjectReader::of(entry, Code::FormatSchema)?;
        let mut keys = Vec::new();
        let Keys { known, mut ignored } = Keys::read(entry)?;
        for (kid, verifying, key) in known {
            let written: &str = key.read("use")?;
            let known_use = KeyUse::ALL.iter().find(|known| known.as_str() == written);
            let Some(key_use) = known_use.copied() else {
                ignored.push(IgnoredKey {
                    kid: Some(kid),
                    key_use: Some(visible(written).into_owned()),
                    ..IgnoredKey::default()
                });
                continue;
            };
            let key = Key {
                kid,
                verifying,
                sm2_id: key.maybe("sm2_id")?,
                key_use,
                not_before: key.read("not_before")?,
                not_after: key.read("not_after")?,
                revoked: match key.maybe::<&Value>("revoked")? {
                    Some(_) => Some(Revocation::read(&key.object("revoked")?)?),
                    None => None,
                },
            };
            if key.not_before >= key.not_after {
                return Err(entry.fail("keys", Problem::Value));
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
            knows: entry.maybe("knows")?.unwrap_or_default(),
            keys,
            ignored,
        };
        if !issuer.regions.iter().all(|r| is_region(r)) {
            return Err(entry.fail("regions", Problem::Value));
        }
        // Nobody can know all of what it may not even say. Of other regions it may know.
        let mut complete = issuer.complete.iter();
        if !complete.all(|row| row.is_in_fields(&issuer.fields)) {
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
        let complete = self.complete.iter().all(|row| {
            let mut of_parent = parent.complete.iter();
            of_parent.any(|reach| row.is_within(reach))
        });
        let windows = self.keys.iter().all(|key| parent.covers(key));
        kinds && alive && scope && complete && windows
    }

    /// What follows from a bundle's not having something.
    pub(crate) fn extent(&self) -> Extent<'_> {
        Extent {
            complete: &self.complete,
            knows: &self.knows,
            schemes: &self.schemes,
        }
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
                reason: RevocationReason::Compromised,
                ..
            }) => outside("compromised"),
            Some(Revocation {
                reason: RevocationReason::Superseded,
                at,
            }) if iat >= at => outside("superseded"),
            _ if iat < key.not_before || iat >= key.not_after => outside("window"),
            _ => Ok(key),
        }
    }

    /// Its keys for status lists.
    pub(super) fn status_keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(|k| k.key_use == KeyUse::Status)
    }

    /// What of it this version does not understand, for the report.
    pub(super) fn ignored_keys(&self) -> impl Iterator<Item = IgnoredKey> {
        self.ignored.iter().map(|key| IgnoredKey {
            issuer: Some(self.id.clone()),
            ..key.clone()
        })
    }
}

/// The members of an entry that name what it may sign, and what it knows of.
const NAMES: [&str; 6] = ["complete", "fields", "knows", "regions", "schemes", "vct"];

/// How many texts there are in a value, and objects: a row that names nothing is looked at too.
fn names(value: &Value) -> usize {
    match value {
        Value::Array(elements) => elements.iter().map(names).sum(),
        Value::Object(members) => 1 + members.iter().map(|(_, m)| names(m)).sum::<usize>(),
        Value::String(_) => 1,
        _ => 0,
    }
}

impl Key {
    /// Until when it signs. One that somebody else may have vouches for no time at all.
    fn end(&self) -> Option<Instant> {
        match self.revoked {
            None => Some(self.not_after),
            Some(Revocation { at, reason }) => {
                (reason == RevocationReason::Superseded).then(|| at.min(self.not_after))
            }
        }
    }

    /// One text for all that signs alike, by whatever name and whoever has it.
    pub(super) fn identity(&self) -> String {
        let id = self.sm2_id.as_deref().unwrap_or(SM2_DEFAULT_ID);
        [&self.verifying.public().thumbprint(), " ", id].concat()
    }

    /// It was replaced; what it signed before still verifies.
    pub(crate) fn is_superseded(&self) -> bool {
        self.revoked.is_some()
    }
}
