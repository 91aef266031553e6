//! An issuer of the trust list: its keys, and what it may sign.

use super::format::{EntryKind, KeyUse, Keys, Revocation, RevocationReason};
use super::report::IgnoredKey;
use crate::bilingual::{Texts, bilingual};
use crate::credit::{Completeness, Extent, Fields};
use crate::error::{Code, Error, Problem};
use crate::jose::{SM2_DEFAULT_ID, VerifyingKey};
use crate::json::{self, ObjectReader, Uri, Value};
use crate::limits;
use crate::region::{any_covers, is_region};
use crate::time::Instant;
use crate::visible::visible;

/// A valid entry of the trust list.
#[derive(Debug)]
pub(crate) struct Issuer {
    pub(crate) id: String,
    /// What it is called, as people are shown it.
    pub(crate) name: Texts,
    /// A page for objections (异议) to its records.
    pub(crate) objection_url: Option<String>,
    /// Where and how to object, as people are shown it. Where an entry does not say it, nothing its parent says is
    /// taken for it: a parent limits what may be signed, and does not answer for the records.
    pub(crate) objection: Option<Texts>,
    pub(super) kind: EntryKind,
    pub(super) parent: Option<String>,
    pub(crate) status_issuer: Option<String>,
    pub(super) regions: Vec<String>,
    pub(super) vct: Vec<String>,
    pub(super) fields: Fields,
    pub(crate) schemes: Vec<String>,
    pub(super) complete: Vec<Completeness>,
    knows: Vec<String>,
    keys: Vec<IssuerKey>,
    /// Its keys that this version does not understand.
    ignored: Vec<IgnoredKey>,
}

/// A key of an issuer, for one use.
#[derive(Debug)]
pub(crate) struct IssuerKey {
    pub(crate) kid: String,
    pub(crate) verifying: VerifyingKey,
    /// The identifier of an SM2 key, which goes into its signatures; the default if it is left out.
    sm2_id: Option<String>,
    key_use: KeyUse,
    not_before: Instant,
    not_after: Instant,
    revoked: Option<Revocation>,
}

impl Issuer {
    /// Reads one entry by itself. [`Self::within`] compares it with its parent.
    ///
    /// # Errors
    /// `format.schema`, `signature.key`, `trust.scope`, `limit.bytes`, `limit.items`.
    pub(super) fn read(entry: &Value) -> Result<Self, Error> {
        let found = json::write(entry).len();
        if found > limits::TRUST_ENTRY_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::TRUST_ENTRY_BYTES)
                .with("found", found));
        }
        // Every name of an entry is looked for among those of its parent.
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
            let key = IssuerKey {
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
        let mut issuer = Self {
            id,
            name: told(entry, "name")?,
            objection_url: None,
            objection: None,
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
        if entry.maybe::<&Value>("objection")?.is_some() {
            let objection = entry.object("objection")?;
            issuer.objection = Some(told(&objection, "text")?);
            if let Some(Uri(url)) = objection.maybe("url")? {
                if !is_page(&url) {
                    return Err(objection.fail("url", Problem::Value));
                }
                issuer.objection_url = Some(url);
            }
        }
        if !issuer.regions.iter().all(|r| is_region(r)) {
            return Err(entry.fail("regions", Problem::Value));
        }
        // No issuer can be complete in fields that it may not issue. In other regions it may be.
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
            regions: &self.regions,
            complete: &self.complete,
            knows: &self.knows,
            schemes: &self.schemes,
        }
    }

    /// Whether this entry has a key at every moment of the window of another's key.
    fn covers(&self, other: &IssuerKey) -> bool {
        let mut from = other.not_before;
        while from < other.not_after {
            let there = self.keys.iter().filter(|key| key.not_before <= from);
            match there.filter_map(IssuerKey::end).max() {
                Some(end) if end > from => from = end,
                _ => return false,
            }
        }
        true
    }

    /// The last of its keys for a use that follow one another from `now` on without a gap, and its end. If none holds
    /// now, the one that ended last. None if there is no key for that use, or none before a later day.
    #[cfg(feature = "issuer")]
    pub(super) fn vouches_until(&self, key_use: KeyUse, now: Instant) -> Option<(&str, Instant)> {
        let mut until = now;
        let mut last = None;
        loop {
            let keys = self.keys.iter().filter(|key| key.key_use == key_use);
            let begun = keys.filter(|key| key.not_before <= until);
            let ends = begun.filter_map(|key| Some((key.kid.as_str(), key.end()?)));
            match ends.max_by_key(|(_, end)| *end) {
                Some((kid, end)) if end > until => (until, last) = (end, Some((kid, end))),
                ended => return last.or(ended),
            }
        }
    }

    /// The key of that name and use, if what it signed at `iat` still verifies. No other key is
    /// tried.
    ///
    /// # Errors
    /// `trust.key`; `trust.key_window` with the window, or the reason of the revocation.
    pub(crate) fn key(
        &self,
        kid: &str,
        key_use: KeyUse,
        iat: Instant,
    ) -> Result<&IssuerKey, Error> {
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
                .with("iat", iat)
                .with("not_before", key.not_before)
                .with("not_after", key.not_after))
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
    pub(super) fn status_keys(&self) -> impl Iterator<Item = &IssuerKey> {
        self.keys.iter().filter(|k| k.key_use == KeyUse::Status)
    }

    /// The keys that this version does not understand, for the report.
    pub(super) fn ignored_keys(&self) -> impl Iterator<Item = IgnoredKey> {
        self.ignored.iter().map(|key| IgnoredKey {
            issuer: Some(self.id.clone()),
            ..key.clone()
        })
    }
}

/// A text that people are told, in both languages, as it may be shown.
fn told(document: &ObjectReader<'_>, name: &str) -> Result<Texts, Error> {
    let texts = bilingual(&document.object(name)?)?;
    for text in [&texts.chinese, &texts.english] {
        if text.is_empty() || text.len() > limits::ISSUER_TEXT_BYTES {
            return Err(document
                .fail(name, Problem::Value)
                .with("limit", limits::ISSUER_TEXT_BYTES));
        }
    }
    Ok(texts.shown())
}

/// Whether people can be sent there: over a connection that nobody in between can change, and in the letters of
/// which addresses are made (RFC 3986), so that none looks like another.
fn is_page(url: &str) -> bool {
    let [first, ..] = url.as_bytes().strip_prefix(b"https://").unwrap_or_default() else {
        return false;
    };
    first.is_ascii_alphanumeric() && url.bytes().all(|b| b.is_ascii())
}

/// The members of an entry that hold names: of what it may sign, and of what it knows of.
const NAMES: [&str; 6] = ["complete", "fields", "knows", "regions", "schemes", "vct"];

/// How many texts and objects there are in a value. Objects count, as a row that names nothing is looked at too.
fn names(value: &Value) -> usize {
    match value {
        Value::Array(elements) => elements.iter().map(names).sum(),
        Value::Object(members) => 1 + members.iter().map(|(_, m)| names(m)).sum::<usize>(),
        Value::String(_) => 1,
        _ => 0,
    }
}

impl IssuerKey {
    /// The end of the time for which it vouches. A compromised key vouches for no time at all.
    fn end(&self) -> Option<Instant> {
        match self.revoked {
            None => Some(self.not_after),
            Some(Revocation { at, reason }) => {
                (reason == RevocationReason::Superseded).then(|| at.min(self.not_after))
            }
        }
    }

    /// What makes its signatures: keys of one identity sign alike, whatever their names and whoever has them.
    pub(super) fn identity(&self) -> String {
        let id = self.sm2_id.as_deref().unwrap_or(SM2_DEFAULT_ID);
        [&self.verifying.public().thumbprint(), " ", id].concat()
    }

    /// Whether it was replaced. What it signed before still verifies.
    pub(crate) fn is_superseded(&self) -> bool {
        self.revoked.is_some()
    }
}
