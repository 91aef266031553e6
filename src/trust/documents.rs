//! Manifest and trust list that verified, and what verifies by them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::{EntryKind, KeyUse, Manifest};
use super::issuer::Issuer;
use super::root::version;
use crate::credit::Recognition;
use crate::error::{Code, Error};
use crate::jose::{Compact, base64url, sha256};
use crate::json::{self, Object, Value};
use crate::limits;
use crate::status_list::{StatusList, Token};
use crate::time::Instant;
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
    pub(super) issuers: Vec<Issuer>,
    pub(super) sha256: String,
    /// The entries that were dropped, and why.
    pub(super) dropped: Vec<Value>,
    pub(super) recognition: Vec<Recognition>,
}

/// A programme whose signature and pin verified; its content is read by its own module.
#[derive(Debug, Clone)]
pub(crate) struct SnapshotProgramme {
    pub(crate) issuer: String,
    pub(crate) document: Value,
    pub(crate) sha256: String,
    pub(super) text: String,
    pub(crate) part: Part,
}

/// How something that is trusted stands to the last snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// It was not in it.
    Held,
    /// It was in it, and known before.
    Kept,
    /// It is new.
    New,
}

#[derive(Debug)]
pub(super) struct LoadedStatusList {
    /// Those who have the key that signed it.
    pub(super) issuers: Vec<String>,
    pub(super) list: StatusList,
    pub(super) text: String,
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
        let pin = self
            .manifest
            .programmes
            .iter()
            .find(|(of, pin)| of == id && i64::try_from(pin.version).ok() == written)
            .map(|(_, pin)| pin);
        if pin.is_none_or(|pin| pin.sha256 != sha256) {
            let pinned = pin.map_or("", |pin| pin.sha256.as_str());
            return Err(pin_differs(pinned, &sha256).with("id", id));
        }
        let issuer = find_issuer(&self.list.issuers, iss)?;
        // A programme has no `iat`: the manifest that pins it says when it was last stood by.
        let kid = kid_of(signed.header().kid.as_deref())?;
        let key = issuer.key(kid, KeyUse::Programme, self.manifest.iat)?;
        signed.verify(&key.verifying)?;
        let issuer = iss.to_owned();
        Ok(SnapshotProgramme {
            issuer,
            document,
            sha256,
            text: text.to_owned(),
            part: Part::New,
        })
    }

    /// A status list by this issuer, no older than the manifest asks.
    pub(super) fn verify_status_list(
        &self,
        text: &str,
        signer: &Issuer,
        now: Instant,
    ) -> Result<StatusList, Error> {
        let token = Token::parse(text)?;
        let kid = kid_of(token.kid())?;
        let key = signer.key(kid, KeyUse::Status, token.unverified_iat())?;
        let list = token.verify(&key.verifying)?;
        not_from_the_future(list.iat(), now)?;
        let pinned = self.manifest.status_lists.iter();
        for (_, least) in pinned.filter(|(uri, _)| uri == list.uri()) {
            check_not_older(&list, *least)?;
        }
        Ok(list)
    }
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

impl LoadedStatusList {
    /// Whether wherever the other is asked for this one is to be taken: for the same URI, by all
    /// the same issuers, and no older.
    pub(super) fn stands_for(&self, other: &Self) -> bool {
        self.list.uri() == other.list.uri()
            && self.list.iat() >= other.list.iat()
            && other
                .issuers
                .iter()
                .all(|issuer| self.issuers.contains(issuer))
    }
}

/// Reads the entries. One that does not hold together, or exceeds its parent, is dropped alone;
/// two for one issuer make the whole list doubtful.
pub(super) fn issuers(entries: &[Value]) -> Result<(Vec<Issuer>, Vec<Value>), Error> {
    if entries.len() > limits::TRUST_ENTRIES {
        return Err(Error::new(Code::LimitItems)
            .with("limit", limits::TRUST_ENTRIES)
            .with("found", entries.len()));
    }
    let mut names = BTreeSet::new();
    let named = entries.iter().filter_map(|e| e.member("issuer")?.as_str());
    for name in named {
        if !names.insert(name.to_owned()) {
            return Err(Error::new(Code::FormatSchema)
                .with("pointer", "/entries")
                .with("problem", "value")
                .with("issuer", name));
        }
    }
    let mut dropped = Vec::new();
    let mut drop_entry = |issuer: &str, error: &Error| {
        let mut line = refused(error);
        line.push("issuer", (*visible(issuer)).into());
        dropped.push(line.into());
    };
    let mut read = Vec::new();
    for entry in entries {
        match Issuer::read(entry) {
            Ok(issuer) => read.push(issuer),
            Err(error) => {
                let name = entry.member("issuer").and_then(Value::as_str);
                drop_entry(name.unwrap_or_default(), &error);
            }
        }
    }
    let within: Vec<bool> = read
        .iter()
        .map(|issuer| match &issuer.parent {
            // A district is always some city's.
            None => issuer.kind != EntryKind::District,
            Some(parent) => issuer.within(read.iter().find(|i| i.id == *parent)),
        })
        .collect();
    let mut issuers = Vec::new();
    for (issuer, within) in read.into_iter().zip(within) {
        if within {
            issuers.push(issuer);
        } else {
            drop_entry(&issuer.id, &Error::new(Code::TrustDelegation));
        }
    }
    Ok((issuers, dropped))
}

pub(super) fn find_issuer<'a>(issuers: &'a [Issuer], id: &str) -> Result<&'a Issuer, Error> {
    issuers
        .iter()
        .find(|i| i.id == id)
        .ok_or_else(|| Error::new(Code::TrustIssuer).with("issuer", id))
}

/// The name of the key, which every document of ours must give.
pub(crate) fn kid_of(kid: Option<&str>) -> Result<&str, Error> {
    kid.ok_or_else(|| {
        Error::new(Code::FormatHeader)
            .with("member", "kid")
            .with("problem", "missing")
    })
}

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

/// What is new is accepted; what was there already, or is older, is kept as it was.
pub(crate) fn taken(new: bool) -> Object {
    let result = if new { "accepted" } else { "kept" };
    Object::from([("result", Value::from(result))])
}

pub(crate) fn refused(error: &Error) -> Object {
    Object::from([
        ("result", Value::from("refused")),
        ("error", error.to_json()),
    ])
}
