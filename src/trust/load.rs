//! What is trusted after each load, and until when.

use super::document::ProgrammePin;
use super::documents::{
    CLOCK_TOLERANCE, Documents, EVER, Place, SnapshotProgramme, check_minimum, expired,
};
use super::issuer::Issuer;
use super::lists::{Lists, LoadedStatusList};
use super::loader::Loader;
use super::minimum::Minimum;
use super::report::{Part, Report};
use super::root::Root;
use super::snapshot::Snapshot;
use super::state::Known;
use crate::credit::Recognition;
use crate::error::{Code, Error, Stage};
use crate::jose::General;
use crate::json::{self, Object, Value};
use crate::limits;
use crate::status_list::Seek;
use crate::time::Instant;

/// Everything that is trusted, as of the last load.
#[derive(Debug)]
pub(crate) struct Trust {
    minimum: Minimum,
    pub(super) known: Known,
    /// Or why there are none: said by every check until a good snapshot is loaded.
    documents: Result<Documents, Error>,
    programmes: Vec<SnapshotProgramme>,
    pub(super) status_lists: Vec<LoadedStatusList>,
    /// By their numbers.
    pub(super) seek: Seek,
    /// The state as the app has it.
    stored: String,
    report: Report,
}

impl Trust {
    /// Pins a root. `state` is what [`state`](Self::state) gave when the app last ran: one that
    /// cannot be used is reported, and passed over.
    ///
    /// # Errors
    /// What is wrong with the root.
    pub(crate) fn new(
        root: &[u8],
        state: Option<&str>,
        minimum: Minimum,
        allow_demo_root: bool,
    ) -> Result<Self, Error> {
        let root = General::parse(root, limits::ROOT_BYTES)
            .and_then(|signed| Root::pinned(&signed))
            .map_err(|e| e.at(Stage::Root))?;
        if is_demo(&root.id) && !allow_demo_root {
            return Err(Error::new(Code::TrustDemoRoot).at(Stage::Root));
        }
        let mut known = Known::of(root);
        let mut report = Report::default();
        if let Some(text) = state {
            report.state = Some(match known.learn(text) {
                Ok(_) => Part::accepted(),
                Err(error) => Part::refused(error.at(Stage::State)),
            });
        }
        Ok(Self {
            stored: state.unwrap_or_default().to_owned(),
            minimum,
            known,
            documents: Err(Error::new(Code::TrustMissing).at(Stage::Snapshot)),
            programmes: Vec::new(),
            status_lists: Vec::new(),
            seek: Seek::default(),
            report,
        })
    }

    /// Takes of a snapshot what verifies and is newer. What is refused, or missing, takes nothing
    /// away that was there: only a newer root can do that.
    pub(crate) fn load(&mut self, snapshot: Option<&[u8]>, now: Instant) {
        self.report = Report {
            state: self.report.state.take(),
            ..Report::default()
        };
        let text = match snapshot {
            // How long it is besides is not said: a host need not have handed over all of it.
            Some(text) if text.len() > limits::SNAPSHOT_BYTES => {
                Err(Error::new(Code::LimitBytes).with("limit", limits::SNAPSHOT_BYTES))
            }
            Some(text) => json::parse(text, limits::SNAPSHOT_BYTES),
            None => Err(Error::new(Code::TrustMissing)),
        };
        let parts = text.as_ref().map_err(Clone::clone).and_then(Snapshot::read);
        match parts.map_err(|e| e.at(Stage::Snapshot)) {
            Ok(parts) => self.take(&parts, now),
            Err(error) => {
                self.report.snapshot = Some(Part::refused(error.clone()));
                for programme in &mut self.programmes {
                    programme.place = Place::Held;
                }
                if self.documents.is_err() {
                    self.documents = Err(error);
                }
            }
        }
        let state = self.state();
        self.report.state_changed = state != self.stored;
        self.stored = state;
    }

    /// What became of each part in the last load.
    pub(crate) fn report(&self) -> &Report {
        &self.report
    }

    /// The state for the app to store.
    pub(crate) fn state(&self) -> String {
        self.known.to_text()
    }

    /// Learns from a state that another instance of the app has stored in the meantime.
    pub(crate) fn absorb(&mut self, state: &str) {
        if state == self.stored {
            return;
        }
        let part = match self.known.learn(state) {
            Ok(is_newer_root) => {
                if is_newer_root {
                    let mut loader = Loader {
                        now: EVER,
                        minimum: self.minimum,
                        known: &mut self.known,
                        report: &mut self.report,
                    };
                    loader.renew(&mut self.documents);
                }
                Part::accepted()
            }
            Err(error) => Part::refused(error.at(Stage::State)),
        };
        // One that is of no use is to be written over.
        state.clone_into(&mut self.stored);
        self.report.state = Some(part);
    }

    /// All that is trusted, as one snapshot: what was kept of earlier ones with what is new. Of more
    /// than can be read again, what came last.
    pub(crate) fn snapshot(&self) -> Option<Value> {
        let documents = self.documents.as_ref().ok()?;
        let mut snapshot = Object::from([
            ("snapshot", Value::from(1_i64)),
            ("roots", Value::Array(self.known.links().to_vec())),
            ("manifest", documents.manifest_text.clone()),
            ("trust_list", documents.list_text.clone()),
            ("programmes", Value::Array(Vec::new())),
            ("status_lists", Value::Array(Vec::new())),
        ]);
        let written = json::write(&snapshot.clone().into()).len();
        let mut room = limits::SNAPSHOT_BYTES.saturating_sub(written);
        let programmes = self.programmes.iter().map(|p| p.text.as_str());
        snapshot.set("programmes", Value::Array(fitting(programmes, &mut room)));
        let lists = self.status_lists.iter().rev().map(LoadedStatusList::text);
        let mut lists = fitting(lists, &mut room);
        lists.reverse();
        snapshot.set("status_lists", Value::Array(lists));
        Some(snapshot.into())
    }

    /// Adds what became of the programmes that verified, once they were read, and those that the
    /// manifest pins and nobody brought.
    pub(crate) fn report_programmes(&mut self, mut read: Vec<Part>, lacking: Vec<Part>) {
        read.extend(self.report.programmes.take().unwrap_or_default());
        read.extend(lacking);
        self.report.programmes = Some(read);
    }

    /// The programmes that verified.
    pub(crate) fn programmes(&self) -> &[SnapshotProgramme] {
        &self.programmes
    }

    /// What the manifest says that there is: nothing before there is a manifest.
    pub(crate) fn pinned_programmes(&self) -> &[ProgrammePin] {
        self.documents().map_or(&[], |d| &d.manifest.programmes)
    }

    /// Whether the root is one of a demo platform.
    pub(crate) fn is_demo(&self) -> bool {
        is_demo(&self.known.root().id)
    }

    /// Checks that the clock does not run behind what has happened, and that root, manifest and
    /// trust list have not run out.
    ///
    /// # Errors
    /// `time.rollback`, `trust.expired`, or why there is no trust list.
    pub(crate) fn check_time(&self, now: Instant) -> Result<(), Error> {
        let floor = self.floor();
        if now.unix() < floor.unix() - CLOCK_TOLERANCE {
            return Err(Error::new(Code::TimeRollback)
                .with("now", now.unix())
                .with("floor", floor.unix())
                .at(Stage::Input));
        }
        let documents = self.documents()?;
        // Another instance of the app has seen a newer one: this one would decide by what is over.
        check_minimum(documents.manifest.version, self.known.manifest())
            .map_err(|e| e.at(Stage::Manifest))?;
        for (exp, stage) in [
            (self.known.root().exp, Stage::Root),
            (documents.manifest.exp, Stage::Manifest),
            (documents.list.exp, Stage::TrustList),
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
        self.documents()?.list.issuers.find(id)
    }

    /// The agreements between regions.
    pub(crate) fn recognition(&self) -> &[Recognition] {
        self.documents()
            .map_or(&[], |d| d.list.recognition.as_slice())
    }

    /// The versions of the trust list and of the manifest.
    ///
    /// # Errors
    /// Why there is no trust list.
    pub(crate) fn versions(&self) -> Result<(u64, u64), Error> {
        let documents = self.documents()?;
        Ok((documents.list.version, documents.manifest.version))
    }

    /// It is known to be later than this.
    fn floor(&self) -> Instant {
        let minimum = self.minimum.time.unwrap_or(Instant::MIN);
        minimum.max(self.known.floor())
    }

    fn take(&mut self, parts: &Snapshot<'_>, now: Instant) {
        // A clock that runs behind what has happened makes nothing of it come from the future:
        // whoever starts the app with it would lose what is stored. Checks are refused.
        let now = now.max(self.floor());
        let mut loader = Loader {
            now,
            minimum: self.minimum,
            known: &mut self.known,
            report: &mut self.report,
        };
        let newer_root = loader.roots(parts.roots, self.documents.is_err());
        loader.documents(parts, &mut self.documents, newer_root);
        // The numbers of lists may become others.
        self.seek = Seek::default();
        match &self.documents {
            Ok(documents) => {
                self.programmes = loader.programmes(&parts.programmes, &self.programmes, documents);
                let held = std::mem::take(&mut self.status_lists);
                let lists = Lists::new(now, &mut self.known, documents);
                let (lists, parts) = lists.take(&parts.status_lists, held);
                self.status_lists = lists;
                self.report.status_lists = Some(parts);
            }
            Err(_) => {
                self.programmes = Vec::new();
                self.status_lists = Vec::new();
            }
        }
        let ignored = &mut self.report.ignored_keys;
        ignored.extend(self.known.root().ignored_keys());
        ignored.extend(self.documents.iter().flat_map(|d| d.list.ignored.clone()));
    }

    pub(super) fn documents(&self) -> Result<&Documents, Error> {
        self.documents.as_ref().map_err(Clone::clone)
    }
}

/// The tokens for which there is room, each with its quotes and a comma.
fn fitting<'t>(tokens: impl Iterator<Item = &'t str>, room: &mut usize) -> Vec<Value> {
    let mut fit = Vec::new();
    for token in tokens {
        if let Some(left) = room.checked_sub(token.len() + 3) {
            *room = left;
            fit.push(token.into());
        }
    }
    fit
}

/// Whether a root says of itself that it is a demo platform's, whose private keys lie about: in a
/// folder that `xinyi demo` made, or in everybody's hands.
fn is_demo(root_id: &str) -> bool {
    let rest = root_id.strip_prefix("urn:xinyi:demo");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
