//! What is trusted after a load, and until when.

use std::borrow::Cow;

use super::document::Manifest;
use super::issuer::Issuer;
use super::loader::{
    CLOCK_TOLERANCE, Loader, Snapshot, expired, find_issuer, refused, verify_status_list,
};
use super::root::{Root, version};
use crate::error::{Code, Error, Stage};
use crate::jose::General;
use crate::json::{self, Object, Value};
use crate::limits;
use crate::status_list::StatusList;
use crate::time::Instant;

/// Constants that the app keeps beside its pinned root, for when everything else was wiped.
#[derive(Debug, Clone, Copy, Default)]
pub struct Minimum {
    /// The least version of the root.
    pub root: u64,
    /// The least version of the manifest.
    pub manifest: u64,
    /// The least version of the trust list.
    pub trust_list: u64,
    /// It is known to be later than this.
    pub time: Option<Instant>,
}

/// Everything that is trusted, as of the last load.
#[derive(Debug)]
pub(crate) struct Trust {
    root: Root,
    /// Or why there is none: said by every check until a good snapshot is loaded.
    documents: Result<Documents, Error>,
    programmes: Vec<SnapshotProgramme>,
    status_lists: Vec<LoadedStatusList>,
    floor: Instant,
    report: Object,
}

#[derive(Debug)]
pub(super) struct Documents {
    pub(super) manifest: Manifest,
    pub(super) list_version: u64,
    pub(super) list_exp: Instant,
    pub(super) issuers: Vec<Issuer>,
}

/// A programme whose signature and pin verified; its content is read by its own module.
#[derive(Debug)]
pub(crate) struct SnapshotProgramme {
    pub(crate) issuer: String,
    pub(crate) document: Value,
    pub(crate) sha256: String,
}

#[derive(Debug)]
pub(super) struct LoadedStatusList {
    /// Those who have the key that signed it.
    pub(super) issuers: Vec<String>,
    pub(super) list: StatusList,
}

impl Trust {
    /// Verifies the pinned root, and whatever of the snapshot can be.
    ///
    /// # Errors
    /// What is wrong with the root. What is wrong with parts of the snapshot is in
    /// [`report`](Self::report).
    pub(crate) fn load(
        root: &[u8],
        snapshot: Option<&[u8]>,
        minimum: Minimum,
        allow_demo_root: bool,
        now: Instant,
    ) -> Result<Self, Error> {
        let pinned = General::parse(root, limits::TRUST_DOCUMENT_BYTES)
            .and_then(|signed| Root::pinned(&signed))
            .map_err(|e| e.at(Stage::Root))?;
        if pinned.id == DEMO_ROOT && !allow_demo_root {
            return Err(Error::new(Code::TrustDemoRoot).at(Stage::Root));
        }
        let mut loader = Loader {
            now,
            minimum,
            report: Object::new(),
            root: pinned,
            status_list_tries: limits::STATUS_LIST_TRIES,
        };
        let text = match snapshot {
            Some(text) => json::parse(text, limits::SNAPSHOT_BYTES),
            None => Err(Error::new(Code::TrustMissing)),
        };
        let parts = text.as_ref().map_err(Clone::clone).and_then(Snapshot::read);
        let (documents, programmes, status_lists) = match parts.map_err(|e| e.at(Stage::Snapshot)) {
            Ok(parts) => loader.parts(&parts),
            Err(error) => {
                loader.report.push("snapshot", refused(&error).into());
                (Err(error), Vec::new(), Vec::new())
            }
        };
        let manifest_iat = documents.as_ref().ok().map(|d| d.manifest.iat);
        let floor = [minimum.time, Some(loader.root.iat), manifest_iat];
        loader.report.push("state_changed", false.into());
        Ok(Self {
            floor: floor.into_iter().flatten().max().unwrap_or(Instant::MIN),
            root: loader.root,
            documents,
            programmes,
            status_lists,
            report: loader.report,
        })
    }

    /// What became of each part.
    pub(crate) fn report(&self) -> &Object {
        &self.report
    }

    /// Adds what became of the programmes that verified, once they were read.
    pub(crate) fn report_programmes(&mut self, mut lines: Vec<Value>) {
        if let Some(Value::Array(refused)) = self.report.remove("programmes") {
            lines.extend(refused);
        }
        self.report.set("programmes", Value::Array(lines));
    }

    /// Hands over the programmes that verified.
    pub(crate) fn take_programmes(&mut self) -> Vec<SnapshotProgramme> {
        core::mem::take(&mut self.programmes)
    }

    /// Checks that the clock does not run behind what has happened, and that root, manifest and
    /// trust list have not run out.
    ///
    /// # Errors
    /// `time.rollback`, `trust.expired`, or why there is no trust list.
    pub(crate) fn check_time(&self, now: Instant) -> Result<(), Error> {
        if now.unix() < self.floor.unix() - CLOCK_TOLERANCE {
            return Err(Error::new(Code::TimeRollback)
                .with("now", now.unix())
                .with("floor", self.floor.unix())
                .at(Stage::Input));
        }
        let documents = self.documents()?;
        for (exp, stage) in [
            (self.root.exp, Stage::Root),
            (documents.manifest.exp, Stage::Manifest),
            (documents.list_exp, Stage::TrustList),
        ] {
            if now >= exp {
                return Err(expired(Code::TrustExpired, now, exp).at(stage));
            }
        }
        Ok(())
    }

    /// # Errors
    /// Why there is no trust list.
    pub(crate) fn check_loaded(&self) -> Result<(), Error> {
        self.documents().map(drop)
    }

    /// # Errors
    /// `trust.issuer`, or why there is no trust list.
    pub(crate) fn issuer(&self, id: &str) -> Result<&Issuer, Error> {
        find_issuer(&self.documents()?.issuers, id)
    }

    /// The newest status list for a URI by the issuer that answers for it, among those loaded and
    /// those that came with the call.
    ///
    /// # Errors
    /// `status.missing`; whatever is wrong with a list that came with the call.
    pub(crate) fn status_list(
        &self,
        of: &Issuer,
        uri: &str,
        stapled: &[String],
        now: Instant,
    ) -> Result<Cow<'_, StatusList>, Error> {
        let signer = of.status_issuer.as_deref().unwrap_or(&of.id);
        let loaded = self
            .status_lists
            .iter()
            .filter(|l| l.issuers.iter().any(|i| i == signer) && l.list.uri() == uri)
            .map(|l| Cow::Borrowed(&l.list));
        let mut newest = loaded.max_by_key(|list| list.iat());
        let signer = self.issuer(signer)?;
        for text in stapled {
            let list = self
                .verify_status_list(text, signer, now)
                .and_then(|list| list.check_uri(uri).map(|()| list))
                .map_err(|e| e.at(Stage::StatusList))?;
            if newest.as_ref().is_none_or(|n| n.iat() < list.iat()) {
                newest = Some(Cow::Owned(list));
            }
        }
        newest.ok_or_else(|| {
            Error::new(Code::StatusMissing)
                .with("uri", uri)
                .at(Stage::StatusList)
        })
    }

    fn verify_status_list(
        &self,
        text: &str,
        signer: &Issuer,
        now: Instant,
    ) -> Result<StatusList, Error> {
        verify_status_list(text, signer, &self.documents()?.manifest, now)
    }

    pub(crate) fn trust_list_version(&self) -> Value {
        self.documents()
            .map_or(Value::Null, |d| version(d.list_version))
    }

    pub(crate) fn manifest_version(&self) -> Value {
        self.documents()
            .map_or(Value::Null, |d| version(d.manifest.version))
    }

    fn documents(&self) -> Result<&Documents, Error> {
        self.documents.as_ref().map_err(Clone::clone)
    }
}

/// The only root of this id is the one of the demo platform that ships as a module; its keys are
/// in everybody's hands.
const DEMO_ROOT: &str = "urn:xinyi:demo";
