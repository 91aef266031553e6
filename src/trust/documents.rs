//! Manifest and trust list that verified, and what verifies by them.
use std::collections::{BTreeMap, BTreeSet};

use super::document::{EntryKind, KeyUse, Manifest, ProgrammePin};
use super::issuer::Issuer;
use super::report::{IgnoredKey, Part};
use super::root::{Role, Root, version};
use crate::credit::Recognition;
use crate::error::{Code, Error, Problem};
use crate::jose::{Compact, General, base64url, sha256};
use crate::json::{self, ObjectReader, Value};
use crate::limits;
use crate::status_list::StatusList;
use crate::time::{Day, Instant};
use crate::visible::visible;

/// Manifest and trust list, which are only ever taken together: each version of the one names one
/// version of the other.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) manifest: Manifest,
    pub(super) manifest_text: Value,
    pub(super) manifest_sha256: String,
    pub(super) list: Listed,
    pub(super) list_text: Value,
}

/// A trust list that verified.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) version: u64,
    pub(super) exp: Instant,
    pub(super) issuers: Issuers,
    pub(super) sha256: String,
    /// The entries that were dropped, and why.
    pub(super) dropped: Vec<Part>,
    /// The keys that this version does not understand.
    pub(super) ignored: Vec<IgnoredKey>,
    pub(super) recognition: Vec<Recognition>,
}

/// A programme whose signature and pin verified; its content is read by its own module.
#[derive(Debug, Clone)]
pub(crate) struct SnapshotProgramme {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) issuer: String,
    pub(crate) document: Value,
    pub(crate) sha256: String,
    pub(super) text: String,
    pub(crate) place: Place,
}

/// How something that is trusted stands to the last snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It was not in it.
    Held,
    /// It was in it, and known before.
    Kept,
    /// It is new.
    New,
}

impl Documents {
    /// A programme that is pinned and signed.
    pub(super) fn programme(&self, text: &str) -> Result<SnapshotProgramme, Error> {
        // base64url takes four characters for three bytes; the rest is room for the header.
        let signed = Compact::parse(text, limits::PROGRAMME_BYTES * 3 / 2)?;
        signed.header().expect_typ("xinyi-programme+jwt")?;
        let payload = signed.unverified_payload();
        let sha256 = base64url::encode(&sha256(payload));
        let document = json::parse(payload, limits::PROGRAMME_BYTES)?;
        let member = |name| document.member(name).and_then(Value::as_str);
        let (Some(iss), Some(id)) = (member("iss"), member("id")) else {
            return Err(Error::new(Code::ProgrammeSchema).with("pointer", "/iss"));
        };
        let written = document.member("version").and_then(Value::as_i64);
        let mut pins = self.manifest.programmes.iter();
        let is_its =
            |pin: &&ProgrammePin| pin.id == id && i64::try_from(pin.pin.version).ok() == written;
        let pinned = match pins.find(is_its) {
            Some(pinned) if pinned.pin.sha256 == sha256 => pinned,
            other => {
                let expected = other.map_or("", |pinned| pinned.pin.sha256.as_str());
                return Err(pin_differs(expected, &sha256).with("id", id));
            }
        };
        // Whoever has the pin alone goes by the day that it says, so it has to be the same.
        if let Some(day) = pinned.valid_from
            && member("valid_from").and_then(Day::parse) != Some(day)
        {
            let found = member("valid_from").unwrap_or_default();
            return Err(pin_differs(&day.to_string(), found).with("id", id));
        }
        let issuer = self.list.issuers.find(iss)?;
        // A programme has no `iat`: the manifest that pins it says when it was last stood by.
        let kid = kid_of(signed.header().kid.as_deref())?;
        let key = issuer.key(kid, KeyUse::Programme, self.manifest.iat)?;
        signed.verify(&key.verifying)?;
        let issuer = iss.to_owned();
        Ok(SnapshotProgramme {
            id: id.to_owned(),
            version: pinned.pin.version,
            issuer,
            document,
            sha256,
            text: text.to_owned(),
            place: Place::New,
        })
    }
}

impl Manifest {
    /// A manifest that enough of a root's keys signed, whenever that was, with the hash of its
    /// payload.
    pub(super) fn verified(text: &Value, root: &Root) -> Result<(Self, String), Error> {
        let signed = signed(text, limits::MANIFEST_BYTES)?;
        let payload = root.verify(Role::Manifest, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::MANIFEST_BYTES)?;
        let manifest = Self::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        Ok((manifest, found))
    }
}

/// A signed document of at most so many bytes in its serialised form.
pub(super) fn signed(document: &Value, max_bytes: usize) -> Result<General, Error> {
    let found = json::write(document).len();
    if found > max_bytes {
        return Err(Error::new(Code::LimitBytes)
            .with("limit", max_bytes)
            .with("found", found));
    }
    General::from_value(document)
}

/// Checks that a status list is of this time or later.
pub(super) fn check_not_older(list: &StatusList, least: Instant) -> Result<(), Error> {
    if list.iat() >= least {
        return Ok(());
    }
    Err(Error::new(Code::TrustRollback)
        .with("minimum", least.unix())
        .with("found", list.iat().unix()))
}

/// The entries of a trust list.
#[derive(Debug, Default)]
pub(super) struct Entries {
    /// Those that hold together.
    pub(super) issuers: Issuers,
    /// The others, and why, for the report.
    pub(super) dropped: Vec<Part>,
    /// The keys that this version does not understand, for the report.
    pub(super) ignored: Vec<IgnoredKey>,
}

impl Entries {
    /// Reads the entries. One that does not hold together, or exceeds its parent, is dropped alone;
    /// two for one issuer make the whole list doubtful.
    pub(super) fn read(written: &[Value]) -> Result<Self, Error> {
        if written.len() > limits::TRUST_ENTRIES {
            return Err(Error::new(Code::LimitItems)
                .with("limit", limits::TRUST_ENTRIES)
                .with("found", written.len()));
        }
        let mut names = BTreeSet::new();
        let named = written.iter().filter_map(|e| e.member("issuer")?.as_str());
        for name in named {
            if !names.insert(name.to_owned()) {
                return Err(Error::fault(Code::FormatSchema, "/entries", Problem::Value)
                    .with("issuer", name));
            }
        }
        let mut entries = Self::default();
        let mut read = Vec::new();
        for entry in written {
            match Issuer::read(entry) {
                Ok(issuer) => read.push(issuer),
                Err(error) => {
                    let name = entry.member("issuer").and_then(Value::as_str);
                    entries.drop_one(name.unwrap_or_default(), error);
                }
            }
        }
        let read = Issuers::of(read);
        let within: Vec<bool> = read
            .iter()
            .map(|issuer| match &issuer.parent {
                // A district is always some city's.
                None => issuer.kind != EntryKind::District,
                Some(parent) => issuer.within(read.get(parent)),
            })
            .collect();
        let mut issuers = Vec::new();
        for (issuer, within) in read.all.into_iter().zip(within) {
            if within {
                entries.ignored.extend(issuer.ignored_keys());
                issuers.push(issuer);
            } else {
                entries.drop_one(&issuer.id, Error::new(Code::TrustDelegation));
            }
        }
        entries.issuers = Issuers::of(issuers);
        Ok(entries)
    }

    fn drop_one(&mut self, issuer: &str, error: Error) {
        self.dropped.push(Part {
            issuer: Some(visible(issuer).into_owned()),
            ..Part::refused(error)
        });
    }
}

/// Issuers, and where each stands by its name: thousands are asked for, of thousands.
#[derive(Debug, Default)]
pub(super) struct Issuers {
    all: Vec<Issuer>,
    places: BTreeMap<String, usize>,
}

impl Issuers {
    fn of(all: Vec<Issuer>) -> Self {
        let mut places = BTreeMap::new();
        for (place, issuer) in all.iter().enumerate() {
            places.insert(issuer.id.clone(), place);
        }
        Self { all, places }
    }

    /// # Errors
    /// `trust.issuer`.
    pub(super) fn find(&self, id: &str) -> Result<&Issuer, Error> {
        let found = self.get(id);
        found.ok_or_else(|| Error::new(Code::TrustIssuer).with("issuer", id))
    }

    fn get(&self, id: &str) -> Option<&Issuer> {
        self.places.get(id).and_then(|place| self.all.get(*place))
    }

    /// In the order of the trust list.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Issuer> {
        self.all.iter()
    }
}

/// The name of the key, which every document of ours must give.
pub(crate) fn kid_of(kid: Option<&str>) -> Result<&str, Error> {
    kid.ok_or_else(|| {
        Error::new(Code::FormatHeader)
            .with("member", "kid")
            .because(Problem::Missing)
    })
}

/// For what was accepted before: that it does not come from the future was seen then.
pub(super) const EVER: Instant = Instant::MAX;

/// How far the clocks of issuer and verifier may stand apart, in seconds.
pub(super) const CLOCK_TOLERANCE: i64 = 3_600;

/// A document that is signed in the future means that the clock is behind.
///
/// # Errors
/// `time.rollback`.
pub(crate) fn not_from_the_future(iat: Instant, now: Instant) -> Result<(), Error> {
    if iat.unix() > now.unix() + CLOCK_TOLERANCE {
        return Err(Error::new(Code::TimeRollback)
            .with("now", now.unix())
            .with("iat", iat.unix()));
    }
    Ok(())
}

/// An end that has come, with both times.
pub(crate) fn expired(code: Code, now: Instant, exp: Instant) -> Error {
    Error::new(code)
        .with("now", now.unix())
        .with("exp", exp.unix())
}

pub(super) fn check_minimum(found: u64, minimum: u64) -> Result<(), Error> {
    if found >= minimum {
        return Ok(());
    }
    Err(Error::new(Code::TrustRollback)
        .with("minimum", version(minimum))
        .with("found", version(found)))
}

pub(super) fn pin_differs(expected: &str, found: &str) -> Error {
    Error::new(Code::TrustPin)
        .with("expected", expected)
        .with("found", found)
}
