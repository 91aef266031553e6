//! The facade. It takes a bundle through all stages: parse, verify, law, rules, decision.

mod bundle;
mod from_json;
pub(crate) mod names;
mod options;
mod presentations;
mod programmes;
mod subjects;

pub(crate) use bundle::{consent, status_reference};
pub use options::{
    CheckOptions, ExpectedSubject, ForecastOptions, Holder, LoadOptions, ProgrammeChoice,
    TrialOptions, VerifierOptions,
};
pub use presentations::Presentations;
pub(crate) use subjects::{LinkProof, Party, check_linked};

use self::bundle::{BundleVerifier, VerifiedBundle};
use self::presentations::{Presented, check_distinct, input_for, status_uri};
use self::programmes::{Chosen, Programmes};
use self::subjects::{check_expected, unproven_subjects};
use crate::credit::fresh_until;
use crate::decision::{
    BundleEvidence, BundleInput, Case, Decision, Evidence, Objection, Proof, Provenance, Warning,
    WarningCode,
};
use crate::error::{Code, Error, Stage};
use crate::programme::{Input, Programme};
use crate::sd_jwt::{Profile, SdJwt};
use crate::time::{Day, Instant};
use crate::trust::{self, Report, Stapled, TrustStore};
use crate::visible::shown;
use crate::work::Work;

/// Verifies bundles against one pinned root and decides programmes.
#[derive(Debug)]
pub struct Verifier {
    trust: TrustStore,
    programmes: Programmes,
    status_max_age: i64,
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
        options.check()?;
        let mut verifier = Self {
            trust: TrustStore::new(
                root.as_bytes(),
                options.state.as_deref(),
                options.minimum,
                options.allow_demo_root,
            )?,
            programmes: Programmes::default(),
            status_max_age: options.status_max_age,
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
        options.check()?;
        let decided_at = projected.unwrap_or(options.now);
        let mut own = None;
        let Chosen {
            programme,
            sha256,
            replaced_on,
        } = self.choose(options, &mut own, Day::of(decided_at))?;
        let request = programme.request(options.request.as_ref())?;
        check_expected(options.subject.as_ref(), programme)?;
        let mut bundles = self.verify_all(programme, &presentations, options)?;
        let parties: Vec<_> = bundles.iter().map(Bundle::party).collect();
        check_linked(&parties, LinkProof::Required)?;
        let unproven_subjects = unproven_subjects(options.subject.as_ref(), &parties)?;
        for Bundle { verified, .. } in &mut bundles {
            let claims = &mut verified.claims;
            claims.as_of = projected.map_or(claims.as_of, |at| claims.as_of.max(Day::of(at)));
        }

        let mut ends = Vec::new();
        for Bundle { verified, .. } in &bundles {
            ends.push(verified.ends);
            ends.extend(verified.consent.as_ref().map(|consent| consent.until));
        }
        // A projection is on documents that are still to be made: nobody knows their ends.
        let documents_end = ends.into_iter().min().filter(|_| projected.is_none());
        let inputs = bundles
            .iter()
            .map(|Bundle { input, verified }| BundleInput {
                input,
                claims: &verified.claims,
                recognition: self.trust.recognition(),
                fresh_until: fresh_until(
                    verified.claims.as_of,
                    programme.max_age,
                    projected.is_none().then_some(verified.status_list_iat),
                    &self.trust.law().calendar,
                ),
                extent: Some(verified.issuer.extent()),
            });
        let work = Work::of_a_decision();
        let case = Case {
            programme,
            bundles: inputs.collect(),
            request,
            unproven_subjects,
            replaced_on,
            law: self.trust.law(),
            work: &work,
        };
        let mut warnings = Vec::new();
        for bundle in &bundles {
            bundle.add_warnings(&mut warnings);
        }
        if self.trust.law().is_superseded {
            warnings.push(WarningCode::LawSuperseded.into());
        }
        let (trust_list_version, manifest_version) = self.trust.versions()?;
        let evidence = Evidence {
            verified: projected.is_none(),
            projection: projected.is_some(),
            decided_at,
            proof: Some(Proof {
                bundles: bundles.iter().map(Bundle::evidence).collect(),
                trust_list_version,
                manifest_version,
                programme_sha256: sha256.map(str::to_owned),
                programme_signed: sha256.is_some(),
                demo: self.trust.is_demo(),
            }),
            law: (&**self.trust.law()).into(),
            engine: crate::ENGINE,
        };
        let provenance = Provenance {
            warnings,
            objection: bundles.iter().map(Bundle::objection).collect(),
            evidence,
        };
        let decision = case.decision(decided_at, documents_end, options.explain, provenance);
        decision.map_err(|error| vec![error])
    }

    /// Verifies each presentation for its input. What is wrong with one says nothing of the others, so that the
    /// errors of all are collected.
    fn verify_all<'a>(
        &'a self,
        programme: &'a Programme,
        presentations: &'a Presentations<'a>,
        options: &CheckOptions,
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
            match self.verify_for(programme, presented, token, &stapled, options) {
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
        verified.check_consent(programme, options.now)?;
        Ok(Bundle { input, verified })
    }

    /// The programme that is asked for, as it is on the day of the decision.
    fn choose<'a>(
        &'a self,
        options: &CheckOptions,
        own: &'a mut Option<Programme>,
        day: Day,
    ) -> Result<Chosen<'a>, Vec<Error>> {
        let (found, unknown) = match &options.programme {
            ProgrammeChoice::Document(document) => {
                return Ok(Chosen {
                    programme: own.insert(Programme::read(document, &self.trust.law().edition)?),
                    sha256: None,
                    replaced_on: None,
                });
            }
            ProgrammeChoice::Id(id) => {
                // What is refused today has no forecast either.
                let found = match self.programmes.in_force(id, Day::of(options.now)) {
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
            let mut errors = Vec::from_iter(self.trust.check_time(options.now).err());
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

/// A verified bundle in its place in the programme.
struct Bundle<'a> {
    input: &'a Input,
    verified: VerifiedBundle<'a>,
}

impl Bundle<'_> {
    fn party(&self) -> Party<'_> {
        Party {
            input: self.input,
            claims: &self.verified.claims,
            issuer: Some(&self.verified.issuer.id),
        }
    }

    /// Adds its warnings, each with the input that it is about.
    fn add_warnings(&self, warnings: &mut Vec<Warning>) {
        for warning in &self.verified.warnings {
            warnings.push(Warning {
                input: Some(shown(&self.input.alias)),
                ..warning.clone()
            });
        }
    }

    /// Where to object to its records.
    fn objection(&self) -> Objection {
        let issuer = self.verified.issuer;
        Objection {
            input: shown(&self.input.alias),
            issuer: issuer.id.clone(),
            name: issuer.name.clone(),
            url: issuer.objection_url.clone(),
            text: issuer.objection.clone(),
        }
    }

    fn evidence(&self) -> BundleEvidence {
        BundleEvidence {
            input: shown(&self.input.alias),
            ..self.verified.evidence.clone()
        }
    }
}

/// The errors, most useful first; equals in the order in which they were found.
fn ranked(errors: Vec<Error>) -> Vec<Error> {
    let mut ranked: Vec<Error> = Vec::new();
    for error in errors {
        let place = ranked.partition_point(|other| other.rank() <= error.rank());
        ranked.insert(place, error);
    }
    ranked
}

/// The first of several errors.
pub(crate) fn most_useful(errors: Vec<Error>) -> Error {
    // There is always one. If there were none, nothing may be granted all the same.
    errors
        .into_iter()
        .next()
        .unwrap_or_else(|| Error::new(Code::SignatureInvalid))
}

impl From<Error> for Vec<Error> {
    fn from(error: Error) -> Self {
        vec![error]
    }
}
