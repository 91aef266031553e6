//! Reading a snapshot part by part: what verifies is taken, what does not is told.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::{Manifest, TrustList};
use super::documents::{
    Documents, Listed, LoadedStatusList, Part, SnapshotProgramme, check_minimum, issuers, kid_of,
    not_from_the_future, pin_differs, refused, taken,
};
use super::load::Minimum;
use super::root::{Role, Root, version};
use super::snapshot::Snapshot;
use super::state::Known;
use crate::error::{Code, Error, Stage};
use crate::jose::{General, base64url, sha256};
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::status_list::Token;
use crate::time::Instant;

/// For what was accepted before: that it does not come from the future was seen then.
const EVER: Instant = Instant::MAX;

/// One load, over what is trusted so far.
pub(super) struct Loader<'a> {
    pub(super) now: Instant,
    pub(super) minimum: Minimum,
    pub(super) known: &'a mut Known,
    pub(super) root: &'a mut Root,
    pub(super) links: &'a mut Vec<Value>,
    pub(super) report: &'a mut Object,
    /// How many more signatures of status lists may be tried.
    pub(super) status_list_tries: usize,
}

impl Loader<'_> {
    /// Walks on to the newest root. A link that does not verify ends the walk; what was reached
    /// stays. Says whether there is a newer one. Before anything was loaded, the pinned root is new
    /// as well.
    pub(super) fn roots(&mut self, roots: &[Value], is_first: bool) -> bool {
        let before = self.root.version;
        let mut problem = None;
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
                Ok(Some(next)) => {
                    self.known.see_root(&next);
                    self.links.push(value.clone());
                    *self.root = next;
                }
                Err(error) => {
                    problem = Some(error.at(Stage::Root));
                    break;
                }
            }
        }
        let newer = self.root.version > before;
        let line = match &problem {
            Some(error) => refused(error),
            None => taken(newer || is_first),
        };
        self.note("root", line, self.root.version);
        newer
    }

    /// Takes manifest and trust list if both verify and are newer, and else leaves those that are
    /// there.
    pub(super) fn documents(
        &mut self,
        parts: &Snapshot<'_>,
        documents: &mut Result<Documents, Error>,
        newer_root: bool,
    ) {
        if newer_root && let Ok(held) = documents {
            // What the former keys signed is to be signed again.
            let again = self.pair(&held.manifest_text, &held.list_text);
            // A root that another page is past says nothing of versions under its successors.
            if self.root.version >= self.known.root()
                && let Ok(held) = &again
            {
                self.see(&held.manifest, held.list.version);
            }
            *documents = again.map_err(|(stage, error)| error.at(stage));
        }
        let least_root = self.minimum.root.max(self.known.root());
        let reached = check_minimum(self.root.version, least_root).map_err(|e| e.at(Stage::Root));
        let manifest = reached.and_then(|()| {
            let manifest = self.manifest(parts.manifest, documents.as_ref().ok(), self.now);
            manifest.map_err(|e| e.at(Stage::Manifest))
        });
        let (manifest, sha256) = match manifest {
            Ok(Some(manifest)) => manifest,
            Ok(None) => {
                if let Ok(held) = documents {
                    self.note("manifest", taken(false), held.manifest.version);
                    let list = self.held_list(parts.trust_list, held);
                    let line = list.map_or_else(|e| refused(&e), |()| taken(false));
                    self.note("trust_list", line, held.list.version);
                }
                return;
            }
            Err(error) => {
                self.report.push("manifest", refused(&error).into());
                match documents {
                    Ok(held) => self.note("trust_list", taken(false), held.list.version),
                    Err(_) => *documents = Err(error),
                }
                return;
            }
        };
        let held_text = documents.as_ref().ok().map(|held| held.list_text.clone());
        let mut list_text = parts.trust_list;
        let mut list = self.trust_list(list_text, &manifest, self.now);
        let mut line = match &list {
            Ok(list) => {
                let there = documents.as_ref();
                taken(!there.is_ok_and(|d| d.list.sha256 == list.sha256))
            }
            Err(error) => refused(&error.clone().at(Stage::TrustList)),
        };
        // A new manifest may well name the trust list that is there.
        if let (Err(_), Some(held)) = (&list, &held_text)
            && let Ok(again) = self.trust_list(held, &manifest, self.now)
        {
            (list, list_text) = (Ok(again), held);
        }
        match list {
            Ok(list) => {
                self.note("manifest", taken(true), manifest.version);
                line.push("version", version(list.version));
                self.report.push("trust_list", line.into());
                self.report
                    .push("dropped_issuers", list.dropped.clone().into());
                self.see(&manifest, list.version);
                *documents = Ok(Documents {
                    manifest,
                    manifest_text: parts.manifest.clone(),
                    manifest_sha256: sha256,
                    list,
                    list_text: list_text.clone(),
                });
            }
            Err(error) => {
                // Alone it is of no use, and the one that is there goes on.
                let error = error.at(Stage::TrustList);
                match documents {
                    Ok(held) => self.note("manifest", taken(false), held.manifest.version),
                    Err(_) => {
                        self.report.push("manifest", refused(&error).into());
                        *documents = Err(error);
                    }
                }
                self.report.push("trust_list", line.into());
            }
        }
    }

    /// The programmes of the snapshot, and those that were there and still are pinned.
    pub(super) fn programmes(
        &mut self,
        texts: &[String],
        held: &[SnapshotProgramme],
        known: &Documents,
    ) -> Vec<SnapshotProgramme> {
        let mut programmes: Vec<SnapshotProgramme> = Vec::new();
        let mut lines = Vec::new();
        for text in texts {
            match known.programme(text) {
                // One that comes twice takes nobody's place.
                Ok(programme) if programmes.iter().any(|p| p.sha256 == programme.sha256) => {}
                // What it says is read, and reported, where rules are understood.
                Ok(mut programme) => {
                    if held.iter().any(|h| h.sha256 == programme.sha256) {
                        programme.part = Part::Kept;
                    }
                    programmes.push(programme);
                }
                Err(error) => lines.push(refused(&error.at(Stage::Programme))),
            }
        }
        for former in held {
            if programmes.iter().all(|p| p.sha256 != former.sha256)
                && let Ok(mut programme) = known.programme(&former.text)
            {
                programme.part = Part::Held;
                programmes.push(programme);
            }
        }
        programmes.truncate(limits::PROGRAMMES);
        self.report.push("programmes", lines.into());
        programmes
    }

    /// The newest status lists of the snapshot and of those that were there.
    pub(super) fn status_lists(
        &mut self,
        texts: &[String],
        held: Vec<LoadedStatusList>,
        known: &Documents,
    ) -> Vec<LoadedStatusList> {
        let mut lists: Vec<LoadedStatusList> = Vec::new();
        for former in held {
            // Its issuer may no longer be listed, or its key revoked.
            lists.extend(self.status_list(&former.text, known, EVER));
        }
        let mut lines = Vec::new();
        for text in texts {
            match self.status_list(text, known, self.now) {
                Ok(loaded) => {
                    let there = lists.iter().position(|l| l.stands_for(&loaded));
                    let mut line = taken(there.is_none());
                    line.push("uri", loaded.list.uri().into());
                    line.push("iat", loaded.list.iat().unix().into());
                    lines.push(line);
                    // What came last stands last.
                    if let Some(there) = there {
                        let there = lists.remove(there);
                        lists.push(there);
                    } else {
                        lists.retain(|l| !loaded.stands_for(l));
                        lists.push(loaded);
                    }
                }
                Err(error) => {
                    let older = error.code() == Code::TrustRollback;
                    let there = |token: &Token<'_>| {
                        lists.iter().any(|l| l.list.uri() == token.unverified_uri())
                    };
                    lines.push(match Token::parse(text).ok().filter(there) {
                        Some(token) if older => {
                            let mut line = taken(false);
                            line.push("uri", token.unverified_uri().into());
                            line.push("iat", token.unverified_iat().unix().into());
                            line
                        }
                        _ => refused(&error.at(Stage::StatusList)),
                    });
                }
            }
        }
        // All of them have to be loadable as one snapshot again.
        lists.drain(..lists.len().saturating_sub(limits::STATUS_LISTS));
        for loaded in &lists {
            for issuer in &loaded.issuers {
                let list = &loaded.list;
                self.known.see_status_list(issuer, list.uri(), list.iat());
            }
        }
        self.report.push("status_lists", lines.into());
        lists
    }

    /// Manifest and trust list were accepted under the root.
    fn see(&mut self, manifest: &Manifest, list: u64) {
        self.known
            .see_manifest(self.root, manifest.version, manifest.iat);
        self.known.see_trust_list(self.root, list);
    }

    /// A manifest and its trust list, verified anew.
    fn pair(&self, manifest_text: &Value, list_text: &Value) -> Result<Documents, (Stage, Error)> {
        let manifest = self.manifest(manifest_text, None, EVER);
        let (manifest, manifest_sha256) = manifest
            .and_then(|m| m.ok_or_else(|| Error::new(Code::TrustMissing)))
            .map_err(|e| (Stage::Manifest, e))?;
        let list = self.trust_list(list_text, &manifest, EVER);
        Ok(Documents {
            manifest,
            manifest_text: manifest_text.clone(),
            manifest_sha256,
            list: list.map_err(|e| (Stage::TrustList, e))?,
            list_text: list_text.clone(),
        })
    }

    /// A manifest that verifies, with its hash; `None` if it is not newer than the one there.
    fn manifest(
        &self,
        value: &Value,
        held: Option<&Documents>,
        now: Instant,
    ) -> Result<Option<(Manifest, String)>, Error> {
        let signed = General::from_value(value)?;
        let payload = self.root.verify(Role::Manifest, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::TRUST_DOCUMENT_BYTES)?;
        let manifest = Manifest::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        not_from_the_future(manifest.iat, now)?;
        if let Some(held) = held {
            if manifest.version == held.manifest.version && found != held.manifest_sha256 {
                return Err(pin_differs(&held.manifest_sha256, &found));
            }
            if manifest.version <= held.manifest.version {
                return Ok(None);
            }
        }
        let least = self.minimum.manifest.max(self.known.manifest());
        check_minimum(manifest.version, least)?;
        Ok(Some((manifest, found)))
    }

    fn trust_list(
        &self,
        value: &Value,
        manifest: &Manifest,
        now: Instant,
    ) -> Result<Listed, Error> {
        let signed = General::from_value(value)?;
        let payload = self.root.verify(Role::TrustList, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::TRUST_DOCUMENT_BYTES)?;
        let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        let pin = &manifest.trust_list;
        if pin.sha256 != found || pin.version != list.version {
            return Err(pin_differs(&pin.sha256, &found));
        }
        not_from_the_future(list.iat, now)?;
        let least = self.minimum.trust_list.max(self.known.trust_list());
        check_minimum(list.version, least)?;
        let (issuers, dropped) = issuers(list.entries)?;
        Ok(Listed {
            version: list.version,
            exp: list.exp,
            issuers,
            sha256: found,
            dropped,
            recognition: list.recognition,
        })
    }

    /// Whether the trust list beside a manifest that is not newer is one to be told of: genuine,
    /// and no newer than the one there.
    fn held_list(&self, value: &Value, held: &Documents) -> Result<(), Error> {
        let check = || {
            let signed = General::from_value(value)?;
            let payload = self.root.verify(Role::TrustList, &signed)?;
            let found = base64url::encode(&sha256(payload));
            let payload = json::parse(payload, limits::TRUST_DOCUMENT_BYTES)?;
            let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
            if list.version < held.list.version || found == held.list.sha256 {
                return Ok(());
            }
            Err(pin_differs(&held.list.sha256, &found))
        };
        check().map_err(|e: Error| e.at(Stage::TrustList))
    }

    /// A list says for which URI it is, not who answers for it: each issuer that has a key of the
    /// name is asked, as often as one load may ask in all.
    fn status_list(
        &mut self,
        text: &str,
        known: &Documents,
        now: Instant,
    ) -> Result<LoadedStatusList, Error> {
        let token = Token::parse(text)?;
        let kid = kid_of(token.kid())?;
        let mut failure = Error::new(Code::TrustKey).with("kid", kid);
        let mut issuers = Vec::new();
        let mut list = None;
        let named = known.list.issuers.iter().filter(|i| i.has_status_key(kid));
        for issuer in named {
            let Some(left) = self.status_list_tries.checked_sub(1) else {
                failure =
                    Error::new(Code::LimitSignatures).with("limit", limits::STATUS_LIST_TRIES);
                break;
            };
            self.status_list_tries = left;
            // One that was there before does not come from the future.
            let seen = self.known.newest(&issuer.id, token.unverified_uri());
            let verified = known
                .verify_status_list(text, issuer, seen.map_or(now, |seen| now.max(seen)))
                .and_then(|list| {
                    self.known.check_status_list(&issuer.id, &list)?;
                    Ok(list)
                });
            match verified {
                Ok(verified) => {
                    issuers.push(issuer.id.clone());
                    list = Some(verified);
                }
                Err(error) => failure = error,
            }
        }
        match list {
            Some(list) => Ok(LoadedStatusList {
                issuers,
                list,
                text: text.to_owned(),
            }),
            None => Err(failure),
        }
    }

    fn note(&mut self, name: &str, mut line: Object, shown: u64) {
        line.push("version", version(shown));
        self.report.push(name, line.into());
    }
}
