//! Reading a snapshot part by part: what verifies is taken, what does not is told.

use std::collections::BTreeSet;

use super::document::{KeyUse, Manifest, TrustList};
use super::issuer::Issuer;
use super::load::{Documents, LoadedStatusList, Minimum, SnapshotProgramme};
use super::root::{RoleName, Root, version};
use crate::error::{Code, Error, Stage};
use crate::jose::{Compact, General, base64url, sha256};
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::status_list::{StatusList, Token};
use crate::time::Instant;

/// How far the clocks of issuer and verifier may stand apart, in seconds.
pub(super) const CLOCK_TOLERANCE: i64 = 3_600;

/// A snapshot as it is written. It is not signed: its parts are.
pub(super) struct Snapshot<'a> {
    roots: &'a [Value],
    manifest: &'a Value,
    trust_list: &'a Value,
    programmes: Vec<String>,
    status_lists: Vec<String>,
}

impl<'a> Snapshot<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Error> {
        let document = ObjectReader::of(value, Code::FormatSchema)?;
        document.only(&[
            "snapshot",
            "roots",
            "manifest",
            "trust_list",
            "programmes",
            "status_lists",
        ])?;
        if document.read::<u64>("snapshot")? != 1 {
            return Err(Error::unsupported("snapshot"));
        }
        let snapshot = Self {
            roots: document.maybe("roots")?.unwrap_or_default(),
            manifest: document.read("manifest")?,
            trust_list: document.read("trust_list")?,
            programmes: document.maybe("programmes")?.unwrap_or_default(),
            status_lists: document.maybe("status_lists")?.unwrap_or_default(),
        };
        for (found, limit) in [
            (snapshot.roots.len(), limits::ROOTS),
            (snapshot.programmes.len(), limits::PROGRAMMES),
            (snapshot.status_lists.len(), limits::STATUS_LISTS),
        ] {
            if found > limit {
                return Err(Error::new(Code::LimitItems)
                    .with("limit", limit)
                    .with("found", found));
            }
        }
        Ok(snapshot)
    }
}

/// A trust list that verified.
struct Listed {
    version: u64,
    exp: Instant,
    issuers: Vec<Issuer>,
    /// The entries that were dropped, and why.
    dropped: Vec<Value>,
}

pub(super) struct Loader {
    pub(super) now: Instant,
    pub(super) minimum: Minimum,
    pub(super) report: Object,
    pub(super) root: Root,
    /// How many more signatures of status lists may be tried.
    pub(super) status_list_tries: usize,
}

type Parts = (
    Result<Documents, Error>,
    Vec<SnapshotProgramme>,
    Vec<LoadedStatusList>,
);

impl Loader {
    pub(super) fn parts(&mut self, parts: &Snapshot<'_>) -> Parts {
        self.roots(parts.roots);
        let documents = self.documents(parts);
        let Ok(known) = &documents else {
            return (documents, Vec::new(), Vec::new());
        };
        let mut programmes = Vec::new();
        let mut lines = Vec::new();
        for text in &parts.programmes {
            let result = self
                .programme(text, known)
                .map_err(|e| e.at(Stage::Programme));
            match result {
                // What it says is read, and reported, where rules are understood.
                Ok(programme) => programmes.push(programme),
                Err(error) => lines.push(refused(&error)),
            }
        }
        self.report.push("programmes", lines.into());
        let mut lists: Vec<LoadedStatusList> = Vec::new();
        let mut lines = Vec::new();
        for text in &parts.status_lists {
            match self
                .status_list(text, known)
                .map_err(|e| e.at(Stage::StatusList))
            {
                Ok(loaded) => {
                    let mut line = accepted();
                    line.push("uri", loaded.list.uri().into());
                    line.push("iat", loaded.list.iat().unix().into());
                    lines.push(line);
                    lists.push(loaded);
                }
                Err(error) => lines.push(refused(&error)),
            }
        }
        self.report.push("status_lists", lines.into());
        (documents, programmes, lists)
    }

    /// Walks from the pinned root to the newest. A link that does not verify ends the walk; what
    /// was reached stays.
    fn roots(&mut self, roots: &[Value]) {
        let mut line = accepted();
        for value in roots {
            let next = General::from_value(value).and_then(|signed| {
                let document = signed.unverified_payload();
                let claimed = json::parse(document, limits::TRUST_DOCUMENT_BYTES)?;
                let claimed = claimed.member("version").and_then(Value::as_i64);
                // Links that led to where we already are.
                if claimed.is_some_and(|v| u64::try_from(v).is_ok_and(|v| v <= self.root.version)) {
                    return Ok(None);
                }
                let next = self.root.next(&signed)?;
                not_from_the_future(next.iat, self.now)?;
                Ok(Some(next))
            });
            match next {
                Ok(None) => {}
                Ok(Some(next)) => self.root = next,
                Err(error) => {
                    line = refused(&error.at(Stage::Root));
                    break;
                }
            }
        }
        line.push("version", version(self.root.version));
        self.report.push("root", line.into());
    }

    fn documents(&mut self, parts: &Snapshot<'_>) -> Result<Documents, Error> {
        let checked = self
            .check_minimum(Stage::Root, self.root.version, self.minimum.root)
            .and_then(|()| {
                self.manifest(parts.manifest)
                    .map_err(|e| e.at(Stage::Manifest))
            });
        let manifest = self.note("manifest", checked, |m| m.version)?;
        let list = self
            .trust_list(parts.trust_list, &manifest)
            .map_err(|e| e.at(Stage::TrustList));
        let list = self.note("trust_list", list, |list| list.version)?;
        self.report.push("dropped_issuers", list.dropped.into());
        Ok(Documents {
            manifest,
            list_version: list.version,
            list_exp: list.exp,
            issuers: list.issuers,
        })
    }

    fn note<T>(
        &mut self,
        name: &str,
        result: Result<T, Error>,
        of: impl Fn(&T) -> u64,
    ) -> Result<T, Error> {
        let line = match &result {
            Ok(document) => {
                let mut line = accepted();
                line.push("version", version(of(document)));
                line
            }
            Err(error) => refused(error),
        };
        self.report.push(name, line.into());
        result
    }

    fn check_minimum(&self, stage: Stage, found: u64, minimum: u64) -> Result<(), Error> {
        if found >= minimum {
            return Ok(());
        }
        Err(Error::new(Code::TrustRollback)
            .with("minimum", version(minimum))
            .with("found", version(found))
            .at(stage))
    }

    fn manifest(&self, value: &Value) -> Result<Manifest, Error> {
        let signed = General::from_value(value)?;
        let payload = self.root.verify(RoleName::Manifest, &signed)?;
        let payload = json::parse(payload, limits::TRUST_DOCUMENT_BYTES)?;
        let manifest = Manifest::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        not_from_the_future(manifest.iat, self.now)?;
        self.check_minimum(Stage::Manifest, manifest.version, self.minimum.manifest)?;
        Ok(manifest)
    }

    fn trust_list(&self, value: &Value, manifest: &Manifest) -> Result<Listed, Error> {
        let signed = General::from_value(value)?;
        let payload = self.root.verify(RoleName::TrustList, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::TRUST_DOCUMENT_BYTES)?;
        let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        let pin = &manifest.trust_list;
        if pin.sha256 != found || pin.version != list.version {
            return Err(pin_differs(&pin.sha256, &found));
        }
        not_from_the_future(list.iat, self.now)?;
        self.check_minimum(Stage::TrustList, list.version, self.minimum.trust_list)?;
        let (issuers, dropped) = issuers(list.entries)?;
        Ok(Listed {
            version: list.version,
            exp: list.exp,
            issuers,
            dropped,
        })
    }

    fn programme(&self, text: &str, known: &Documents) -> Result<SnapshotProgramme, Error> {
        // base64url takes four characters for three bytes; the rest is room for the header.
        let signed = Compact::parse(text, limits::PROGRAMME_BYTES * 3 / 2)?;
        signed.header().expect_typ("xinyi-programme+jwt")?;
        let payload = signed.unverified_payload();
        let sha256 = base64url::encode(&sha256(payload));
        let document = json::parse(payload, limits::PROGRAMME_BYTES)?;
        let text = |name| document.member(name).and_then(Value::as_str);
        let (Some(iss), Some(id)) = (text("iss"), text("id")) else {
            return Err(Error::new(Code::ProgrammeSchema).with("pointer", "/iss"));
        };
        let written = document.member("version").and_then(Value::as_i64);
        let pin = known
            .manifest
            .programmes
            .iter()
            .find(|(of, pin)| of == id && i64::try_from(pin.version).ok() == written)
            .map(|(_, pin)| pin);
        if pin.is_none_or(|pin| pin.sha256 != sha256) {
            let pinned = pin.map_or("", |pin| pin.sha256.as_str());
            return Err(pin_differs(pinned, &sha256).with("id", id));
        }
        let issuer = find_issuer(&known.issuers, iss)?;
        // A programme has no `iat`: the manifest that pins it says when it was last stood by.
        let kid = kid_of(signed.header().kid.as_deref())?;
        let key = issuer.key(kid, KeyUse::Programme, known.manifest.iat)?;
        signed.verify(&key.verifying)?;
        let issuer = iss.to_owned();
        Ok(SnapshotProgramme {
            issuer,
            document,
            sha256,
        })
    }

    /// A list says for which URI it is, not who answers for it: each issuer that has a key of the
    /// name is asked, as often as the snapshot may ask in all.
    fn status_list(&mut self, text: &str, known: &Documents) -> Result<LoadedStatusList, Error> {
        let token = Token::parse(text)?;
        let kid = kid_of(token.kid())?;
        let mut failure = Error::new(Code::TrustKey).with("kid", kid);
        let mut issuers = Vec::new();
        let mut list = None;
        for issuer in known.issuers.iter().filter(|i| i.has_status_key(kid)) {
            let Some(left) = self.status_list_tries.checked_sub(1) else {
                failure =
                    Error::new(Code::LimitSignatures).with("limit", limits::STATUS_LIST_TRIES);
                break;
            };
            self.status_list_tries = left;
            match verify_status_list(text, issuer, &known.manifest, self.now) {
                Ok(verified) => {
                    issuers.push(issuer.id.clone());
                    list = Some(verified);
                }
                Err(error) => failure = error,
            }
        }
        match list {
            Some(list) => Ok(LoadedStatusList { issuers, list }),
            None => Err(failure),
        }
    }
}

pub(super) fn verify_status_list(
    text: &str,
    signer: &Issuer,
    manifest: &Manifest,
    now: Instant,
) -> Result<StatusList, Error> {
    let token = Token::parse(text)?;
    let kid = kid_of(token.kid())?;
    let iat = token.unverified_iat();
    let key = signer.key(kid, KeyUse::Status, iat)?;
    let list = token.verify(&key.verifying)?;
    not_from_the_future(list.iat(), now)?;
    let pinned = manifest
        .status_lists
        .iter()
        .find(|(uri, _)| uri == list.uri());
    match pinned.filter(|(_, least)| list.iat() < *least) {
        Some((_, least)) => Err(Error::new(Code::TrustRollback)
            .with("minimum", least.unix())
            .with("found", list.iat().unix())),
        None => Ok(list),
    }
}

/// Reads the entries. One that does not hold together, or exceeds its parent, is dropped alone;
/// two for one issuer make the whole list doubtful.
fn issuers(entries: &[Value]) -> Result<(Vec<Issuer>, Vec<Value>), Error> {
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
        line.push("issuer", issuer.into());
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
            None => true,
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

fn pin_differs(expected: &str, found: &str) -> Error {
    Error::new(Code::TrustPin)
        .with("expected", expected)
        .with("found", found)
}

pub(crate) fn accepted() -> Object {
    Object::from_iter([("result", Value::from("accepted"))])
}

pub(crate) fn refused(error: &Error) -> Object {
    Object::from_iter([
        ("result", Value::from("refused")),
        ("error", error.to_json()),
    ])
}
