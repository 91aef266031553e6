//! Reading a snapshot part by part: what verifies is taken, what does not is told.

use super::document::{Manifest, TrustList};
use super::documents::{
    Documents, EVER, Entries, Listed, Place, SnapshotProgramme, check_minimum, not_from_the_future,
    pin_differs, signed,
};
use super::minimum::Minimum;
use super::report::{Part, Report};
use super::root::Role;
use super::snapshot::Snapshot;
use super::state::Known;
use crate::error::{Code, Error, Stage};
use crate::jose::{base64url, sha256};
use crate::json::{self, ObjectReader, Value};
use crate::limits;
use crate::time::Instant;

/// One load, over what is trusted so far.
pub(super) struct Loader<'a> {
    pub(super) now: Instant,
    pub(super) minimum: Minimum,
    pub(super) known: &'a mut Known,
    pub(super) report: &'a mut Report,
}

impl Loader<'_> {
    /// Walks on to the newest root. A link that does not verify ends the walk; what was reached
    /// stays. Says whether there is a newer one. Before anything was loaded, the pinned root is new
    /// as well.
    pub(super) fn roots(&mut self, roots: &[Value], is_first: bool) -> bool {
        let before = self.known.root().version;
        let problem = self.known.follow(roots, self.now).err();
        let newer = self.known.root().version > before;
        let part = match problem {
            Some(error) => Part::refused(error.at(Stage::Root)),
            None => Part::accepted_if(newer || is_first),
        };
        self.report.root = Some(part.with_version(self.known.root().version));
        newer
    }

    /// What a root signed before, by the keys of a newer one: what the former keys signed is to be
    /// signed again.
    pub(super) fn renew(&mut self, documents: &mut Result<Documents, Error>) {
        let Ok(held) = documents else { return };
        let again = self.pair(&held.manifest_text, &held.list_text);
        if let Ok(held) = &again {
            self.known.see_manifest(&held.manifest_text, &held.manifest);
        }
        *documents = again.map_err(|(stage, error)| error.at(stage));
    }

    /// Takes manifest and trust list if both verify and are newer, and else leaves those that are
    /// there.
    pub(super) fn documents(
        &mut self,
        parts: &Snapshot<'_>,
        documents: &mut Result<Documents, Error>,
        newer_root: bool,
    ) {
        if newer_root {
            self.renew(documents);
        }
        let found = self.known.root().version;
        let reached = check_minimum(found, self.minimum.root).map_err(|e| e.at(Stage::Root));
        let manifest = reached.and_then(|()| {
            let manifest = self.manifest(parts.manifest, documents.as_ref().ok(), self.now);
            manifest.map_err(|e| e.at(Stage::Manifest))
        });
        let (manifest, sha256) = match manifest {
            Ok(Some(manifest)) => manifest,
            Ok(None) => {
                if let Ok(held) = documents {
                    let list = self.held_list(parts.trust_list, held);
                    let list = list.map_or_else(Part::refused, |()| Part::kept());
                    self.report.manifest = Some(Part::kept().with_version(held.manifest.version));
                    self.report.trust_list = Some(list.with_version(held.list.version));
                }
                return;
            }
            Err(error) => {
                self.report.manifest = Some(Part::refused(error.clone()));
                match documents {
                    Ok(held) => {
                        let kept = Part::kept().with_version(held.list.version);
                        self.report.trust_list = Some(kept);
                    }
                    Err(_) => *documents = Err(error),
                }
                return;
            }
        };
        // A new manifest may well name the trust list that is there. No other need be verified again.
        let held = documents.as_ref().ok();
        let held = held.filter(|held| held.list.sha256 == manifest.trust_list.sha256);
        let held_text = held.map(|held| held.list_text.clone());
        let mut list_text = parts.trust_list;
        let mut list = self.trust_list(list_text, &manifest, self.now);
        let part = match &list {
            Ok(list) => {
                let there = documents.as_ref();
                Part::accepted_if(!there.is_ok_and(|d| d.list.sha256 == list.sha256))
            }
            Err(error) => Part::refused(error.clone().at(Stage::TrustList)),
        };
        if let (Err(_), Some(held)) = (&list, &held_text)
            && let Ok(again) = self.trust_list(held, &manifest, self.now)
        {
            (list, list_text) = (Ok(again), held);
        }
        match list {
            Ok(list) => {
                self.report.manifest = Some(Part::accepted().with_version(manifest.version));
                self.report.trust_list = Some(part.with_version(list.version));
                self.report.dropped_issuers = Some(list.dropped.clone());
                self.known.see_manifest(parts.manifest, &manifest);
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
                self.report.manifest = Some(match documents {
                    Ok(held) => Part::kept().with_version(held.manifest.version),
                    Err(_) => {
                        *documents = Err(error.clone());
                        Part::refused(error)
                    }
                });
                self.report.trust_list = Some(part);
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
        let mut parts = Vec::new();
        for text in texts {
            match known.programme(text) {
                // One that comes twice takes nobody's place.
                Ok(programme) if programmes.iter().any(|p| p.sha256 == programme.sha256) => {}
                // What it says is read, and reported, where rules are understood.
                Ok(mut programme) => {
                    if held.iter().any(|h| h.sha256 == programme.sha256) {
                        programme.place = Place::Kept;
                    }
                    programmes.push(programme);
                }
                Err(error) => parts.push(Part::refused(error.at(Stage::Programme))),
            }
        }
        for former in held {
            if programmes.iter().all(|p| p.sha256 != former.sha256)
                && let Ok(mut programme) = known.programme(&former.text)
            {
                programme.place = Place::Held;
                programmes.push(programme);
            }
        }
        programmes.truncate(limits::PROGRAMMES);
        self.report.programmes = Some(parts);
        programmes
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
        let (manifest, found) = Manifest::verified(value, self.known.root())?;
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
        let signed = signed(value, limits::TRUST_LIST_BYTES)?;
        let payload = self.known.root().verify(Role::TrustList, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::TRUST_LIST_BYTES)?;
        let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        let pin = &manifest.trust_list;
        if pin.sha256 != found || pin.version != list.version {
            return Err(pin_differs(&pin.sha256, &found));
        }
        not_from_the_future(list.iat, now)?;
        let least = self.minimum.trust_list.max(self.known.trust_list());
        check_minimum(list.version, least)?;
        let entries = Entries::read(list.entries)?;
        Ok(Listed {
            version: list.version,
            exp: list.exp,
            issuers: entries.issuers,
            sha256: found,
            dropped: entries.dropped,
            ignored: entries.ignored,
            recognition: list.recognition,
        })
    }

    /// Whether the trust list beside a manifest that is not newer is one to be told of: genuine,
    /// and no newer than the one there.
    fn held_list(&self, value: &Value, held: &Documents) -> Result<(), Error> {
        if *value == held.list_text {
            return Ok(());
        }
        let check = || {
            let signed = signed(value, limits::TRUST_LIST_BYTES)?;
            let payload = self.known.root().verify(Role::TrustList, &signed)?;
            let found = base64url::encode(&sha256(payload));
            let payload = json::parse(payload, limits::TRUST_LIST_BYTES)?;
            let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
            if list.version < held.list.version || found == held.list.sha256 {
                return Ok(());
            }
            Err(pin_differs(&held.list.sha256, &found))
        };
        check().map_err(|e: Error| e.at(Stage::TrustList))
    }
}
