//! Updating what is trusted, part by part: what verifies is taken, and the report tells what does not.

use super::checks::{EVER, check_minimum, not_from_the_future, pin_differs, signed};
use super::entries::Entries;
use super::format::{Manifest, TrustList};
use super::metadata::{InSnapshot, TrustMetadata, VerifiedProgramme, VerifiedTrustList};
use super::minimum::Minimum;
use super::report::{Part, Report};
use super::root::Role;
use super::snapshot::Snapshot;
use super::state::TrustState;
use crate::error::{Code, Error, Stage};
use crate::jose::{base64url, sha256};
use crate::json::{self, ObjectReader, Value};
use crate::limits;
use crate::time::Instant;

/// One load.
pub(super) struct Updater<'a> {
    pub(super) now: Instant,
    pub(super) minimum: Minimum,
    pub(super) state: &'a mut TrustState,
    pub(super) report: &'a mut Report,
}

impl Updater<'_> {
    /// Follows the roots to the newest. A link that does not verify ends that; what was reached stays. Returns
    /// whether there is a newer root. On the first load, the report says of the pinned root that it is new.
    pub(super) fn follow_roots(&mut self, roots: &[Value], is_first_load: bool) -> bool {
        let before = self.state.root().version;
        let problem = self.state.follow(roots, self.now).err();
        let newer = self.state.root().version > before;
        let part = match problem {
            Some(error) => Part::refused(error.at(Stage::Root)),
            None => Part::accepted_if(newer || is_first_load),
        };
        self.report.root = Some(part.with_version(self.state.root().version));
        newer
    }

    /// Verifies manifest and trust list again, by the keys of a newer root. Those that only former keys signed
    /// do not hold any more.
    pub(super) fn verify_again(&mut self, metadata: &mut Result<TrustMetadata, Error>) {
        let Ok(current) = metadata else { return };
        let again = self.verify_pair(&current.signed_manifest, &current.signed_trust_list);
        if let Ok(current) = &again {
            self.state
                .record_manifest(&current.signed_manifest, &current.manifest);
        }
        *metadata = again.map_err(|(stage, error)| error.at(stage));
    }

    /// Takes manifest and trust list if both verify and are newer. Otherwise the current ones stay.
    pub(super) fn update_metadata(
        &mut self,
        parts: &Snapshot<'_>,
        metadata: &mut Result<TrustMetadata, Error>,
        is_newer_root: bool,
    ) {
        if is_newer_root {
            self.verify_again(metadata);
        }
        let found = self.state.root().version;
        let reached = check_minimum(found, self.minimum.root).map_err(|e| e.at(Stage::Root));
        let manifest = reached.and_then(|()| {
            let manifest = self.verify_manifest(parts.manifest, metadata.as_ref().ok(), self.now);
            manifest.map_err(|e| e.at(Stage::Manifest))
        });
        let (manifest, sha256) = match manifest {
            Ok(Some(manifest)) => manifest,
            Ok(None) => {
                if let Ok(current) = metadata {
                    let list = self.check_beside_current(parts.trust_list, current);
                    let list = list.map_or_else(Part::refused, |()| Part::kept());
                    let kept = Part::kept().with_version(current.manifest.version);
                    self.report.manifest = Some(kept);
                    self.report.trust_list = Some(list.with_version(current.trust_list.version));
                }
                return;
            }
            Err(error) => {
                self.report.manifest = Some(Part::refused(error.clone()));
                match metadata {
                    Ok(current) => {
                        let kept = Part::kept().with_version(current.trust_list.version);
                        self.report.trust_list = Some(kept);
                    }
                    Err(_) => *metadata = Err(error),
                }
                return;
            }
        };
        // A new manifest may name the current trust list. If it names another, the current one is of no use.
        let current = metadata.as_ref().ok();
        let pin = &manifest.trust_list.sha256;
        let current = current.filter(|current| current.trust_list.sha256 == *pin);
        let current_list = current.map(|current| current.signed_trust_list.clone());
        let mut signed_trust_list = parts.trust_list;
        let mut list = self.verify_trust_list(signed_trust_list, &manifest, self.now);
        let part = match &list {
            Ok(list) => {
                let current = metadata.as_ref();
                Part::accepted_if(!current.is_ok_and(|c| c.trust_list.sha256 == list.sha256))
            }
            Err(error) => Part::refused(error.clone().at(Stage::TrustList)),
        };
        if let (Err(_), Some(current)) = (&list, &current_list)
            && let Ok(again) = self.verify_trust_list(current, &manifest, self.now)
        {
            (list, signed_trust_list) = (Ok(again), current);
        }
        match list {
            Ok(list) => {
                self.report.manifest = Some(Part::accepted().with_version(manifest.version));
                self.report.trust_list = Some(part.with_version(list.version));
                self.report.dropped_issuers = Some(list.dropped.clone());
                self.state.record_manifest(parts.manifest, &manifest);
                *metadata = Ok(TrustMetadata {
                    manifest,
                    signed_manifest: parts.manifest.clone(),
                    manifest_sha256: sha256,
                    trust_list: list,
                    signed_trust_list: signed_trust_list.clone(),
                });
            }
            Err(error) => {
                // A manifest without its trust list is of no use. The current one stays.
                let error = error.at(Stage::TrustList);
                self.report.manifest = Some(match metadata {
                    Ok(current) => Part::kept().with_version(current.manifest.version),
                    Err(_) => {
                        *metadata = Err(error.clone());
                        Part::refused(error)
                    }
                });
                self.report.trust_list = Some(part);
            }
        }
    }

    /// The programmes of the snapshot, and of those that were there before the ones that are still pinned.
    pub(super) fn update_programmes(
        &mut self,
        texts: &[String],
        former: &[VerifiedProgramme],
        metadata: &TrustMetadata,
    ) -> Vec<VerifiedProgramme> {
        let mut programmes: Vec<VerifiedProgramme> = Vec::new();
        let mut parts = Vec::new();
        for text in texts {
            match metadata.programme(text) {
                // One that comes twice is taken once.
                Ok(programme) if programmes.iter().any(|p| p.sha256 == programme.sha256) => {}
                // It is read, and reported, by the module that understands rules.
                Ok(mut programme) => {
                    if former.iter().any(|f| f.sha256 == programme.sha256) {
                        programme.in_snapshot = InSnapshot::Known;
                    }
                    programmes.push(programme);
                }
                Err(error) => parts.push(Part::refused(error.at(Stage::Programme))),
            }
        }
        for one in former {
            if programmes.iter().all(|p| p.sha256 != one.sha256)
                && let Ok(mut programme) = metadata.programme(&one.text)
            {
                programme.in_snapshot = InSnapshot::Absent;
                programmes.push(programme);
            }
        }
        programmes.truncate(limits::PROGRAMMES);
        self.report.programmes = Some(parts);
        programmes
    }

    /// A manifest and its trust list, verified anew.
    fn verify_pair(
        &self,
        signed_manifest: &Value,
        signed_trust_list: &Value,
    ) -> Result<TrustMetadata, (Stage, Error)> {
        let manifest = self.verify_manifest(signed_manifest, None, EVER);
        let (manifest, manifest_sha256) = manifest
            .and_then(|m| m.ok_or_else(|| Error::new(Code::TrustMissing)))
            .map_err(|e| (Stage::Manifest, e))?;
        let list = self.verify_trust_list(signed_trust_list, &manifest, EVER);
        Ok(TrustMetadata {
            manifest,
            signed_manifest: signed_manifest.clone(),
            manifest_sha256,
            trust_list: list.map_err(|e| (Stage::TrustList, e))?,
            signed_trust_list: signed_trust_list.clone(),
        })
    }

    /// Verifies a manifest, and returns it with its hash; `None` if it is not newer than the current one.
    fn verify_manifest(
        &self,
        value: &Value,
        current: Option<&TrustMetadata>,
        now: Instant,
    ) -> Result<Option<(Manifest, String)>, Error> {
        let (manifest, found) = Manifest::verified(value, self.state.root())?;
        not_from_the_future(manifest.iat, now)?;
        if let Some(current) = current {
            let is_same_version = manifest.version == current.manifest.version;
            if is_same_version && found != current.manifest_sha256 {
                return Err(pin_differs(&current.manifest_sha256, &found));
            }
            if manifest.version <= current.manifest.version {
                return Ok(None);
            }
        }
        let least = self.minimum.manifest.max(self.state.least_manifest());
        check_minimum(manifest.version, least)?;
        // Else whoever signs manifests could bring an older law back, whose terms may be shorter.
        check_minimum(manifest.law_version(), self.state.least_law())?;
        Ok(Some((manifest, found)))
    }

    fn verify_trust_list(
        &self,
        value: &Value,
        manifest: &Manifest,
        now: Instant,
    ) -> Result<VerifiedTrustList, Error> {
        let signed = signed(value, limits::TRUST_LIST_BYTES)?;
        let payload = self.state.root().verify(Role::TrustList, &signed)?;
        let found = base64url::encode(&sha256(payload));
        let payload = json::parse(payload, limits::TRUST_LIST_BYTES)?;
        let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
        let pin = &manifest.trust_list;
        if pin.sha256 != found || pin.version != list.version {
            return Err(pin_differs(&pin.sha256, &found));
        }
        not_from_the_future(list.iat, now)?;
        let least = self.minimum.trust_list.max(self.state.least_trust_list());
        check_minimum(list.version, least)?;
        let entries = Entries::read(list.entries)?;
        Ok(VerifiedTrustList {
            version: list.version,
            exp: list.exp,
            issuers: entries.issuers,
            sha256: found,
            dropped: entries.dropped,
            ignored: entries.ignored,
            recognition: list.recognition,
        })
    }

    /// Checks the trust list beside a manifest that is not newer, for the report: it has to verify, and be
    /// older than the current one or the same.
    fn check_beside_current(&self, value: &Value, current: &TrustMetadata) -> Result<(), Error> {
        if *value == current.signed_trust_list {
            return Ok(());
        }
        let check = || {
            let signed = signed(value, limits::TRUST_LIST_BYTES)?;
            let payload = self.state.root().verify(Role::TrustList, &signed)?;
            let found = base64url::encode(&sha256(payload));
            let payload = json::parse(payload, limits::TRUST_LIST_BYTES)?;
            let list = TrustList::read(&ObjectReader::of(&payload, Code::FormatSchema)?)?;
            let is_same = found == current.trust_list.sha256;
            if list.version < current.trust_list.version || is_same {
                return Ok(());
            }
            Err(pin_differs(&current.trust_list.sha256, &found))
        };
        check().map_err(|e: Error| e.at(Stage::TrustList))
    }
}
