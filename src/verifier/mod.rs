//! The facade. It takes a bundle through all stages: parse, verify, law, rules, decision.

mod bundle;
mod certificate;
mod certified;
mod commitments;
#[cfg(feature = "issuer")]
mod ends;
mod from_json;
pub(crate) mod names;
mod options;
mod pair;
mod presentations;
mod programmes;
mod proven;
mod ranking;
mod subjects;
mod to_json;

pub(crate) use bundle::status_reference;
pub(crate) use certificate::{
    check_programme as check_certificate_programme, exp as certificate_exp,
};
pub use options::{
    CheckOptions, DraftOptions, ExpectedSubject, ForecastOptions, Holder, LoadOptions, PlanOptions,
    PresentationRequestOptions, ProgrammeChoice, QrOptions, TrialOptions, VerifierOptions,
};
pub use pair::CompareOptions;
pub(crate) use pair::Side;
pub use presentations::Presentations;
pub(crate) use proven::{Proven, Shown};
pub(crate) use ranking::most_useful;
pub(crate) use subjects::{LinkProof, Party, check_linked};

use self::bundle::BundleVerifier;
use self::commitments::Commitments;
use self::presentations::{Presented, check_distinct, input_for, status_uri};
use self::programmes::{Chosen, Programmes};
use self::proven::Bundle;
use self::ranking::ranked;
use self::subjects::check_expected;
use crate::decision::Decision;
use crate::error::{Error, Stage};
use crate::law::{self, Edition, Law};
use crate::programme::Programme;
use crate::sd_jwt::{Profile, SdJwt};
use crate::time::{Day, Instant};
use crate::trust::{self, Report, Stapled, TrustStore};

/// Verifies bundles against one pinned root and decides programmes.
#[derive(Debug)]
pub struct Verifier {
    trust: TrustStore,
    programmes: Programmes,
    status_max_age: i64,
    require_consent: bool,
}

impl Verifier {
    /// Pins a root and loads a snapshot.
    ///
    /// # Errors
    /// What is wrong with the root. What is wrong with parts of the snapshot is in
    /// [`report`](Self::report), and is said by every check that needs them.
    pub fn new(
        root: &str,
        snapshot: Option<&str>,
        options: &VerifierOptions,
    ) -> Result<Self, Error> {
        Self::under(root, snapshot, options, law::built_in().clone())
    }

    /// As [`new`](Self::new), by another edition of the law than this version was built with: for what was decided by
    /// an earlier version.
    pub(crate) fn under(
        root: &str,
        snapshot: Option<&str>,
        options: &VerifierOptions,
        built_in: Law,
    ) -> Result<Self, Error> {
        options.check()?;
        let mut verifier = Self {
            trust: TrustStore::new(
                root.as_bytes(),
                options.state.as_deref(),
                options.minimum,
                options.allow_demo_root,
                built_in,
            )?,
            programmes: Programmes::default(),
            status_max_age: options.status_max_age,
            require_consent: options.require_consent,
        };
        verifier.load(snapshot, options.now);
        Ok(verifier)
    }

    /// Loads a further snapshot: takes what verifies and is newer, and keeps what there was of the rest. See
    /// [`report`](Self::report).
    pub fn load(&mut self, snapshot: Option<&str>, now: Instant) {
        self.trust.load(snapshot.map(str::as_bytes), now);
        self.programmes = Programmes::read(&mut self.trust);
    }

    /// Keeps the status lists that are loaded inflated in memory, as far as they fit in
    /// [`STATUS_LISTS_WHOLE`](crate::limits::STATUS_LISTS_WHOLE): for who checks by the thousand. No answer changes. To be
    /// called again after [`load`](Self::load).
    #[cfg(not(target_arch = "wasm32"))]
    pub fn inflate_status_lists(&mut self) {
        self.trust.inflate_status_lists();
    }

    /// Whether the root is that of a demo platform, which [`VerifierOptions::allow_demo_root`] has allowed. Its
    /// private keys are no secret: no benefit may be given for what is decided by it.
    pub fn is_demo(&self) -> bool {
        self.trust.is_demo()
    }

    /// What became of each part of the last snapshot: `result` (`accepted`; `kept` if what was
    /// there is as new or newer; `refused`) with version or `error`; and whether
    /// [`export_state`](Self::export_state) has something new to store (`state_changed`).
    pub fn report(&self) -> &Report {
        self.trust.report()
    }

    /// The highest versions and times that were seen, for [`VerifierOptions::state`] when the app runs again.
    /// It holds the roots and the manifest that prove them, and times of status lists; nothing about any
    /// person.
    pub fn export_state(&self) -> String {
        self.trust.export_state()
    }

    /// All that is trusted, as one snapshot: what was kept of earlier snapshots, with what is new. Store it
    /// together with the state. None if there is nothing yet.
    pub fn export_snapshot(&self) -> Option<String> {
        self.trust
            .export_snapshot()
            .map(|snapshot| snapshot.to_string())
    }

    /// Merges a state that another instance of the app has stored in the meantime, so that nothing of it is
    /// lost when this one's is stored.
    pub fn absorb_state(&mut self, state: &str) {
        // It may lead to a newer root, and so to another edition of the law, whose codes programmes name.
        if self.trust.absorb_state(state) {
            self.programmes = Programmes::read(&mut self.trust);
        }
    }

    /// Checks that the clock is not behind the time that is known to have passed, and that root, manifest and trust
    /// list have not expired. Every check does so first.
    ///
    /// # Errors
    /// `time.rollback`, `trust.expired`, `trust.missing` or why there is no trust list.
    pub fn check_time(&self, now: Instant) -> Result<(), Error> {
        self.trust.check_time(now)
    }

    /// Verifies what is presented and decides a programme for it.
    ///
    /// One presentation is for the input that its type fits. Several are named by their inputs. All answer the same
    /// request, and have to be about one subject, or about a firm and its officer where the programme says so.
    ///
    /// # Errors
    /// Whatever goes wrong before the rules. Of several errors, the most useful.
    pub fn check<'p>(
        &self,
        presented: impl Into<Presentations<'p>>,
        options: &CheckOptions,
    ) -> Result<Decision, Error> {
        self.check_all(presented, options).map_err(most_useful)
    }

    /// As [`check`](Self::check), with all that was found wrong.
    ///
    /// # Errors
    /// Whatever goes wrong before the rules, most useful first; at least one error.
    pub fn check_all<'p>(
        &self,
        presented: impl Into<Presentations<'p>>,
        options: &CheckOptions,
    ) -> Result<Decision, Vec<Error>> {
        self.decide(presented.into(), options, None)
    }

    /// What [`check`](Self::check) would decide at a later time, on bundles with the same records drawn then.
    pub(crate) fn project(
        &self,
        presentations: Presentations<'_>,
        options: &CheckOptions,
        at: Instant,
    ) -> Result<Decision, Vec<Error>> {
        self.decide(presentations, options, Some(at))
    }

    /// Verifies at the options' time, and decides at that time or at `projected`.
    fn decide(
        &self,
        presentations: Presentations<'_>,
        options: &CheckOptions,
        projected: Option<Instant>,
    ) -> Result<Decision, Vec<Error>> {
        let mut own = None;
        let at = projected.unwrap_or(options.now);
        let required = self.require_consent;
        let mut proven = self.prove(&presentations, options, at, required, &mut own)?;
        if projected.is_some() {
            proven = proven.drawn_on(Day::of(at));
        }
        Ok(proven.decision(options, projected)?)
    }

    /// Verifies all that a decision at `at` rests on, at the options' time. A programme that the app brings itself
    /// finds its place in `own`.
    ///
    /// # Errors
    /// Whatever goes wrong before the bundles are looked at together.
    pub(crate) fn prove<'a>(
        &'a self,
        presentations: &'a Presentations<'a>,
        options: &'a CheckOptions,
        at: Instant,
        require_consent: bool,
        own: &'a mut Option<Programme>,
    ) -> Result<Proven<'a>, Vec<Error>> {
        options.check()?;
        let chosen = self.choose(&options.programme, options.now, own, Day::of(at))?;
        let programme = chosen.programme;
        if options.holder == Holder::Certificate {
            certificate::check_programme(programme)?;
        }
        let request = programme.request(options.request.as_ref())?;
        check_expected(options.subject.as_ref(), programme)?;
        let bundles = self.verify_all(programme, presentations, options, require_consent)?;
        let mut holders = Vec::new();
        for bundle in &bundles {
            holders.push(&bundle.verified.holder_key);
        }
        let commitments = Commitments::verify(options, programme, &holders).map_err(ranked)?;
        Ok(Proven {
            trust: &self.trust,
            commitments,
            chosen,
            request,
            subject: options.subject.as_ref(),
            bundles,
        })
    }

    /// Verifies each presentation for its input. What is wrong with one says nothing of the others, so that the
    /// errors of all are collected.
    fn verify_all<'a>(
        &'a self,
        programme: &'a Programme,
        presentations: &'a Presentations<'a>,
        options: &CheckOptions,
        require_consent: bool,
    ) -> Result<Vec<Bundle<'a>>, Vec<Error>> {
        let mut errors: Vec<Error> = Vec::from_iter(self.trust.check_time(options.now).err());
        let mut parsed = Vec::new();
        for presented in presentations.of(programme)? {
            match SdJwt::parse(presented.text, Profile::Bundle) {
                Ok(token) => parsed.push((token, presented)),
                Err(error) => errors.push(presented.named(error)),
            }
        }
        check_distinct(&parsed)?;
        let uris: Vec<&str> = parsed.iter().filter_map(status_uri).collect();
        let stapled = Stapled::new(&options.status_lists, &uris);
        let mut bundles = Vec::new();
        for (token, presented) in &parsed {
            let verified = self.verify_for(programme, presented, token, &stapled, options);
            let consented = verified.and_then(|bundle| {
                let verified = &bundle.verified;
                verified.check_consent(programme, require_consent, options.now)?;
                Ok(bundle)
            });
            match consented {
                Ok(bundle) => bundles.push(bundle),
                Err(found) => errors.extend(found.into_iter().map(|e| presented.named(e))),
            }
        }
        match errors.is_empty() {
            true => Ok(bundles),
            false => Err(ranked(errors)),
        }
    }

    /// Verifies one presentation for its input.
    fn verify_for<'a>(
        &'a self,
        programme: &'a Programme,
        presented: &Presented<'a>,
        token: &SdJwt<'_>,
        stapled: &Stapled<'_>,
        options: &CheckOptions,
    ) -> Result<Bundle<'a>, Vec<Error>> {
        let by = BundleVerifier {
            trust: &self.trust,
            status_max_age: self.status_max_age,
        };
        let verified = by.verify(presented.text, token, stapled, options)?;
        let input = input_for(programme, presented.input, verified.vct)?;
        Ok(Bundle { input, verified })
    }

    /// The programme that is asked for, as it is at a time.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub(crate) fn programme<'a>(
        &'a self,
        choice: &ProgrammeChoice,
        now: Instant,
        own: &'a mut Option<Programme>,
    ) -> Result<&'a Programme, Error> {
        self.trust.check_time(now)?;
        let chosen = self.choose(choice, now, own, Day::of(now));
        Ok(chosen.map_err(most_useful)?.programme)
    }

    /// The edition of the law in use.
    pub(crate) fn edition(&self) -> &Edition {
        &self.trust.law().edition
    }

    /// The programme that is asked for, as it is on the day of the decision.
    fn choose<'a>(
        &'a self,
        choice: &ProgrammeChoice,
        now: Instant,
        own: &'a mut Option<Programme>,
        day: Day,
    ) -> Result<Chosen<'a>, Vec<Error>> {
        let (found, unknown) = match choice {
            ProgrammeChoice::Document(document) => {
                return Ok(Chosen {
                    programme: own.insert(Programme::read(document, &self.trust.law().edition)?),
                    sha256: None,
                    replaced_on: None,
                });
            }
            ProgrammeChoice::Id(id) => {
                // What is refused today has no forecast either.
                let found = match self.programmes.in_force(id, Day::of(now)) {
                    Some(Ok(_)) => self.programmes.begun(id, day),
                    refused => refused,
                };
                (found, self.unknown(id))
            }
            ProgrammeChoice::Version { id, version } => (
                self.programmes.version(id, *version),
                self.unknown(id).with("version", trust::version(*version)),
            ),
        };
        let Some(found) = found else {
            return Err(unknown.into());
        };
        found.map_err(|error| {
            // If the clock is wrong, that may be why there is none: its error comes with it.
            let mut errors = Vec::from_iter(self.trust.check_time(now).err());
            errors.push(error);
            errors
        })
    }

    /// The error that there is no such programme, or that there is no trust list and so none at all.
    fn unknown(&self, id: &str) -> Error {
        match self.trust.check_loaded() {
            Err(error) => error,
            Ok(()) => self.programmes.unknown(id).at(Stage::Programme),
        }
    }
}
