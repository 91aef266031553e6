//! The trust store: all that is trusted as of the last load, and until when.

use super::checks::{CLOCK_TOLERANCE, EVER, check_minimum, expired};
use super::format::ProgrammePin;
use super::issuer::Issuer;
use super::law::HeldLaw;
use super::metadata::{InSnapshot, TrustMetadata, VerifiedProgramme};
use super::minimum::Minimum;
use super::report::{Part, Report};
use super::root::Root;
use super::snapshot::Snapshot;
use super::state::TrustState;
use super::status_lists::{LoadedStatusList, StatusListUpdater};
use super::updater::Updater;
use crate::credit::Recognition;
use crate::error::{Code, Error, Stage};
use crate::jose::General;
use crate::json::{self, Object, Value};
use crate::law::Law;
use crate::limits;
use crate::status_list::Checkpoints;
use crate::time::Instant;

/// All that is trusted, as of the last load.
#[derive(Debug)]
pub(crate) struct TrustStore {
    minimum: Minimum,
    pub(super) state: TrustState,
    /// Or why there is none, which every check says until a good snapshot is loaded.
    metadata: Result<TrustMetadata, Error>,
    law: HeldLaw,
    programmes: Vec<VerifiedProgramme>,
    pub(super) status_lists: Vec<LoadedStatusList>,
    /// Of the status lists, by their numbers.
    pub(super) checkpoints: Checkpoints,
    /// The state as the app has stored it.
    stored_state: String,
    report: Report,
}

impl TrustStore {
    /// Pins a root. `state` is what [`export_state`](Self::export_state) gave when the app last ran. A state that
    /// cannot be used is reported, and passed over. `built_in` is the edition of the law that decides where no later one
    /// is signed.
    ///
    /// # Errors
    /// What is wrong with the root.
    pub(crate) fn new(
        root: &[u8],
        state: Option<&str>,
        minimum: Minimum,
        allow_demo_root: bool,
        built_in: Law,
    ) -> Result<Self, Error> {
        let root = General::parse(root, limits::ROOT_BYTES)
            .and_then(|signed| Root::pinned(&signed))
            .map_err(|e| e.at(Stage::Root))?;
        if is_demo(&root.id) && !allow_demo_root {
            return Err(Error::new(Code::TrustDemoRoot).at(Stage::Root));
        }
        let mut known = TrustState::of(root);
        let mut report = Report::default();
        if let Some(text) = state {
            report.state = Some(match known.merge(text) {
                Ok(_) => Part::accepted(),
                Err(error) => Part::refused(error.at(Stage::State)),
            });
        }
        Ok(Self {
            stored_state: state.unwrap_or_default().to_owned(),
            minimum,
            state: known,
            metadata: Err(Error::new(Code::TrustMissing).at(Stage::Snapshot)),
            law: HeldLaw::new(built_in),
            programmes: Vec::new(),
            status_lists: Vec::new(),
            checkpoints: Checkpoints::default(),
            report,
        })
    }

    /// Keeps the status lists that are there inflated, until the next load.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn inflate_status_lists(&mut self) {
        let lists = self.status_lists.iter().map(|loaded| &loaded.list);
        self.checkpoints.inflate(lists);
    }

    /// Takes from a snapshot what verifies and is newer. A part that is refused or missing takes nothing away
    /// that was there: only a newer root can do that.
    pub(crate) fn load(&mut self, snapshot: Option<&[u8]>, now: Instant) {
        self.report = Report {
            state: self.report.state.take(),
            ..Report::default()
        };
        let text = match snapshot {
            // The error does not say how long it is: a host need not have handed over all of it.
            Some(text) if text.len() > limits::SNAPSHOT_BYTES => {
                Err(Error::new(Code::LimitBytes).with("limit", limits::SNAPSHOT_BYTES))
            }
            Some(text) => json::parse(text, limits::SNAPSHOT_BYTES),
            None => Err(Error::new(Code::TrustMissing)),
        };
        let parts = text.as_ref().map_err(Clone::clone).and_then(Snapshot::read);
        match parts.map_err(|e| e.at(Stage::Snapshot)) {
            Ok(parts) => self.update(&parts, now),
            Err(error) => {
                self.report.snapshot = Some(Part::refused(error.clone()));
                for programme in &mut self.programmes {
                    programme.in_snapshot = InSnapshot::Absent;
                }
                if self.metadata.is_err() {
                    self.metadata = Err(error);
                }
            }
        }
        let state = self.export_state();
        self.report.state_changed = state != self.stored_state;
        self.stored_state = state;
    }

    /// What became of each part in the last load.
    pub(crate) fn report(&self) -> &Report {
        &self.report
    }

    /// The state for the app to store.
    pub(crate) fn export_state(&self) -> String {
        self.state.to_text()
    }

    /// Merges a state that another instance of the app has stored in the meantime.
    /// Returns whether that led to a newer root.
    pub(crate) fn absorb_state(&mut self, state: &str) -> bool {
        if state == self.stored_state {
            return false;
        }
        let mut is_newer = false;
        let part = match self.state.merge(state) {
            Ok(is_newer_root) => {
                is_newer = is_newer_root;
                if is_newer_root {
                    let mut updater = Updater {
                        now: EVER,
                        minimum: self.minimum,
                        state: &mut self.state,
                        report: &mut self.report,
                    };
                    updater.verify_again(&mut self.metadata);
                    self.update_law(None, EVER);
                }
                Part::accepted()
            }
            Err(error) => Part::refused(error.at(Stage::State)),
        };
        // Also where it is of no use: the next load then says that the app has something else to store.
        state.clone_into(&mut self.stored_state);
        self.report.state = Some(part);
        is_newer
    }

    /// All that is trusted, as one snapshot: what was kept of earlier ones with what is new. It is no longer
    /// than can be read again: programmes that do not fit are left out, and of status lists those that came
    /// first.
    pub(crate) fn export_snapshot(&self) -> Option<Value> {
        let metadata = self.metadata.as_ref().ok()?;
        let mut snapshot = Object::from([
            ("snapshot", Value::from(1_i64)),
            ("roots", Value::Array(self.state.links().to_vec())),
            ("manifest", metadata.signed_manifest.clone()),
            ("trust_list", metadata.signed_trust_list.clone()),
            ("programmes", Value::Array(Vec::new())),
            ("status_lists", Value::Array(Vec::new())),
        ]);
        if let Some(law) = self.law.text() {
            snapshot.push("law", law.clone());
        }
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

    /// Adds to the report what became of the programmes that verified, once they were read, and those that the
    /// manifest pins and that are missing.
    pub(crate) fn report_programmes(&mut self, mut read: Vec<Part>, missing: Vec<Part>) {
        read.extend(self.report.programmes.take().unwrap_or_default());
        read.extend(missing);
        self.report.programmes = Some(read);
    }

    /// The programmes that verified.
    pub(crate) fn programmes(&self) -> &[VerifiedProgramme] {
        &self.programmes
    }

    /// The programmes that the manifest pins; none before there is a manifest.
    pub(crate) fn pinned_programmes(&self) -> &[ProgrammePin] {
        self.metadata().map_or(&[], |m| &m.manifest.programmes)
    }

    /// Whether the root is one of a demo platform.
    pub(crate) fn is_demo(&self) -> bool {
        is_demo(&self.state.root().id)
    }

    /// Checks that the clock is not behind the time floor, and that root, manifest and trust list have not expired.
    ///
    /// # Errors
    /// `time.rollback`, `trust.expired`, or why there is no trust list.
    pub(crate) fn check_time(&self, now: Instant) -> Result<(), Error> {
        let floor = self.floor();
        if now
            .add_seconds(CLOCK_TOLERANCE)
            .is_some_and(|latest| latest < floor)
        {
            return Err(Error::new(Code::TimeRollback)
                .with("now", now)
                .with("floor", floor)
                .at(Stage::Input));
        }
        let metadata = self.metadata()?;
        // Otherwise another instance of the app has seen a newer manifest, and this one decides by an old one.
        check_minimum(metadata.manifest.version, self.state.least_manifest())
            .map_err(|e| e.at(Stage::Manifest))?;
        for (exp, stage) in [
            (self.state.root().exp, Stage::Root),
            (metadata.manifest.exp, Stage::Manifest),
            (metadata.trust_list.exp, Stage::TrustList),
        ] {
            if now >= exp {
                return Err(expired(Code::TrustExpired, now, exp).at(stage));
            }
        }
        Ok(())
    }

    /// Checks that there is a trust list.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn check_loaded(&self) -> Result<(), Error> {
        self.metadata().map(drop)
    }

    /// The issuer of that name.
    ///
    /// # Errors
    /// `trust.issuer`, or why there is no trust list.
    pub(crate) fn issuer(&self, id: &str) -> Result<&Issuer, Error> {
        self.metadata()?.trust_list.issuers.find(id)
    }

    /// The agreements between regions.
    pub(crate) fn recognition(&self) -> &[Recognition] {
        self.metadata()
            .map_or(&[], |m| m.trust_list.recognition.as_slice())
    }

    /// The versions of the trust list and of the manifest.
    ///
    /// # Errors
    /// Why there is no trust list.
    pub(crate) fn versions(&self) -> Result<(u64, u64), Error> {
        let metadata = self.metadata()?;
        Ok((metadata.trust_list.version, metadata.manifest.version))
    }

    /// The time floor: it is known to be later than this.
    fn floor(&self) -> Instant {
        let minimum = self.minimum.time.unwrap_or(Instant::MIN);
        minimum.max(self.state.floor())
    }

    fn update(&mut self, parts: &Snapshot<'_>, now: Instant) {
        // With a clock that is behind the floor, parts would seem to come from the future, and an app that
        // starts so would lose what it has stored. So the floor counts here; checks are refused.
        let now = now.max(self.floor());
        let mut updater = Updater {
            now,
            minimum: self.minimum,
            state: &mut self.state,
            report: &mut self.report,
        };
        let is_newer_root = updater.follow_roots(parts.roots, self.metadata.is_err());
        updater.update_metadata(parts, &mut self.metadata, is_newer_root);
        // Checkpoints go by the numbers of lists, which may change.
        self.checkpoints = Checkpoints::default();
        self.update_law(parts.law, now);
        let mut updater = Updater {
            now,
            minimum: self.minimum,
            state: &mut self.state,
            report: &mut self.report,
        };
        match &self.metadata {
            Ok(metadata) => {
                self.programmes =
                    updater.update_programmes(&parts.programmes, &self.programmes, metadata);
                let former = std::mem::take(&mut self.status_lists);
                let updater = StatusListUpdater::new(now, &mut self.state, metadata);
                let (lists, parts) = updater.update(&parts.status_lists, former);
                self.status_lists = lists;
                self.report.status_lists = Some(parts);
            }
            Err(_) => {
                self.programmes = Vec::new();
                self.status_lists = Vec::new();
            }
        }
        let ignored = &mut self.report.ignored_keys;
        ignored.extend(self.state.root().ignored_keys());
        let of_entries = self.metadata.iter().flat_map(|m| &m.trust_list.ignored);
        ignored.extend(of_entries.cloned());
    }

    fn update_law(&mut self, given: Option<&Value>, now: Instant) {
        if let Ok(metadata) = &self.metadata {
            let pin = metadata.manifest.law.as_ref();
            self.report.law = self.law.update(given, pin, self.state.root(), now);
        }
    }

    /// The law by which it is decided.
    pub(crate) fn law(&self) -> &Law {
        &self.law.in_force
    }

    pub(super) fn metadata(&self) -> Result<&TrustMetadata, Error> {
        self.metadata.as_ref().map_err(Clone::clone)
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

/// Whether a root says of itself that it is a demo platform's. The private keys of such a platform are no
/// secret: they lie in a folder that `xinyi demo` made, or are published.
fn is_demo(root_id: &str) -> bool {
    let rest = root_id.strip_prefix("urn:xinyi:demo");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}
