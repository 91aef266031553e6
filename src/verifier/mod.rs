//! The facade that walks a bundle through the stages: parse, verify, law, rules, decision.

mod bundle;
mod options;

pub(crate) use bundle::{consent, status_reference};
pub use options::{CheckOptions, Holder, ProgrammeChoice, VerifierOptions};

use crate::credit::{Claims, Vct, fresh_until};
use crate::decision::{BundleInput, Case, Decision, Ends};
use crate::error::{Code, Error, Stage};
use crate::identity;
use crate::json::{Object, Value};
use crate::programme::{Input, Programme};
use crate::rules::{Cause, Fact, Scalar, Unknown};
use crate::time::{Day, Instant};
use crate::trust::{self, Part, Trust};

/// Verifies bundles against one pinned root and decides programmes.
#[derive(Debug)]
pub struct Verifier {
    trust: Trust,
    programmes: Vec<Published>,
    status_max_age: i64,
}

/// A programme of the snapshot.
#[derive(Debug)]
struct Published {
    programme: Programme,
    sha256: String,
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
        let mut verifier = Self {
            trust: Trust::new(
                root.as_bytes(),
                options.state.as_deref(),
                options.minimum,
                options.allow_demo_root,
            )?,
            programmes: Vec::new(),
            status_max_age: options.status_max_age,
        };
        verifier.load(snapshot, options.now);
        Ok(verifier)
    }

    /// Takes of a further snapshot what verifies and is newer, and keeps what there is of the rest:
    /// see [`report`](Self::report).
    pub fn load(&mut self, snapshot: Option<&str>, now: Instant) {
        self.trust.load(snapshot.map(str::as_bytes), now);
        let mut programmes = Vec::new();
        let mut lines = Vec::new();
        for signed in self.trust.programmes() {
            let read = Programme::read(&signed.document).and_then(|programme| {
                let issuer = self.trust.issuer(&signed.issuer)?;
                trust::check_regions(issuer, &programme.regions)?;
                Ok(programme)
            });
            let line = match read {
                Ok(programme) => {
                    let mut line = trust::taken(signed.part == Part::New);
                    line.set("id", programme.id.as_str());
                    line.set("version", trust::version(programme.version));
                    programmes.push(Published {
                        programme,
                        sha256: signed.sha256.clone(),
                    });
                    line
                }
                Err(error) => trust::refused(&error.at(Stage::Programme)),
            };
            if signed.part != Part::Held {
                lines.push(Value::from(line));
            }
        }
        self.programmes = programmes;
        self.trust.report_programmes(lines);
    }

    /// What became of each part of the last snapshot: `result` (`accepted`; `kept` if what was
    /// there is as new or newer; `refused`) with version or `error`; and whether
    /// [`export_state`](Self::export_state) has something new to store (`state_changed`).
    pub fn report(&self) -> &Object {
        self.trust.report()
    }

    /// How far everything has come, for [`VerifierOptions::state`] when the app runs again. It
    /// holds versions and times, and nothing about any person.
    pub fn export_state(&self) -> String {
        self.trust.state()
    }

    /// All that is trusted, as one snapshot, to be stored together with the state: what was kept of
    /// earlier snapshots, with what is new. None if there is nothing yet.
    pub fn export_snapshot(&self) -> Option<String> {
        self.trust.snapshot().map(|snapshot| snapshot.to_string())
    }

    /// Learns from a state that another instance of the app has stored in the meantime, so that
    /// storing this one's loses nothing of it.
    pub fn absorb_state(&mut self, state: &str) {
        self.trust.absorb(state);
    }

    /// Checks that the clock does not run behind what has happened, and that root, manifest and
    /// trust list have not run out. Every check does so first.
    ///
    /// # Errors
    /// `time.rollback`, `trust.expired`, `trust.missing` or why there is no trust list.
    pub fn check_time(&self, now: Instant) -> Result<(), Error> {
        self.trust.check_time(now)
    }

    /// Verifies a presentation and decides a programme for it.
    ///
    /// # Errors
    /// Everything that goes wrong before the rules: the most useful of several.
    pub fn check(&self, presentation: &str, options: &CheckOptions) -> Result<Decision, Error> {
        self.check_all(presentation, options).map_err(most_useful)
    }

    /// As [`check`](Self::check), with all that was found wrong, most useful first.
    pub(crate) fn check_all(
        &self,
        presentation: &str,
        options: &CheckOptions,
    ) -> Result<Decision, Vec<Error>> {
        let own;
        let (programme, sha256) = match &options.programme {
            ProgrammeChoice::Document(document) => {
                own = Programme::read(document)?;
                (&own, None)
            }
            ProgrammeChoice::Id(id) => self.in_force(id, options.now)?,
            ProgrammeChoice::Version { id, version } => self.version(id, *version)?,
        };
        let request = programme.request(options.request.as_ref())?;
        let bundle = self.verify(presentation, options)?;
        let input = input_for(programme, bundle.vct)?;
        if let Some(consent) = &bundle.consent
            && (consent.programme != programme.id || consent.until <= options.now)
        {
            return Err(Error::new(Code::BindingConsent)
                .at(Stage::KeyBinding)
                .into());
        }
        let unproven_subject = expected_subject(&bundle.claims, input, options.subject.as_deref())?;
        let consented = bundle.consent.as_ref().map(|consent| consent.until);
        let case = Case {
            programme,
            bundles: vec![BundleInput {
                input,
                claims: &bundle.claims,
                complete: trust::completeness(bundle.issuer, &programme.regions, &programme.fields),
                fresh_until: fresh_until(
                    bundle.claims.as_of,
                    programme.max_age,
                    Some(bundle.status_list_iat),
                ),
            }],
            request,
            unproven_subject,
        };
        let ends = Ends {
            documents: [Some(bundle.ends), consented].into_iter().flatten().min(),
        };
        let evidence = Object::from_iter([
            ("verified", Value::from(true)),
            ("decided_at", options.now.to_string().into()),
            ("bundles", vec![bundle.evidence].into()),
            ("trust_list_version", self.trust.trust_list_version()),
            ("manifest_version", self.trust.manifest_version()),
            ("programme_sha256", sha256.into()),
            ("engine", crate::ENGINE.into()),
        ]);
        let decision = case.decision(
            options.now,
            ends,
            options.explain,
            bundle.warnings,
            evidence,
        );
        decision.map_err(|error| vec![error])
    }

    /// The latest version that is in force. If there is none for a clock that is wrong, it is the
    /// clock that has to be seen to.
    fn in_force(&self, id: &str, now: Instant) -> Result<(&Programme, Option<&str>), Vec<Error>> {
        let today = Day::of(now);
        let versions = || self.programmes.iter().filter(|p| p.programme.id == id);
        if versions().next().is_none() {
            return Err(self.unknown(id).into());
        }
        versions()
            .filter(|p| (p.programme.window.0..=p.programme.window.1).contains(&today))
            .max_by_key(|p| p.programme.version)
            .map(Published::parts)
            .ok_or_else(|| {
                let none = Error::new(Code::ProgrammeNoneInForce).with("id", id);
                let clock = self.trust.check_time(now).err();
                clock
                    .into_iter()
                    .chain([none.at(Stage::Programme)])
                    .collect()
            })
    }

    fn version(&self, id: &str, version: u64) -> Result<(&Programme, Option<&str>), Error> {
        self.programmes
            .iter()
            .find(|p| p.programme.id == id && p.programme.version == version)
            .map(Published::parts)
            .ok_or_else(|| self.unknown(id).with("version", trust::version(version)))
    }

    /// There is no such programme; or there is none at all, for want of a trust list.
    fn unknown(&self, id: &str) -> Error {
        match self.trust.check_loaded() {
            Err(error) => error,
            Ok(()) => Error::new(Code::ProgrammeUnknown)
                .with("id", id)
                .at(Stage::Programme),
        }
    }
}

impl Published {
    fn parts(&self) -> (&Programme, Option<&str>) {
        (&self.programme, Some(&self.sha256))
    }
}

/// The place of a bundle in a programme, by its type.
fn input_for(programme: &Programme, vct: Vct) -> Result<&Input, Error> {
    let mut fitting = programme.inputs.iter().filter(|input| input.vct == vct);
    let mut required = programme.inputs.iter().filter(|input| !input.optional);
    match (fitting.next(), fitting.next()) {
        (Some(input), None) if required.all(|needed| needed.alias == input.alias) => Ok(input),
        (Some(_), _) => Err(Error::unsupported("several bundles")),
        _ => Err(Error::new(Code::ClaimInvalid)
            .with("pointer", "/vct")
            .with("found", vct.as_str())
            .at(Stage::Bundle)),
    }
}

/// Compares the expected identity with the disclosed one; if none is disclosed, it is what is
/// missing.
fn expected_subject(
    claims: &Claims,
    input: &Input,
    expected: Option<&str>,
) -> Result<Option<Unknown>, Error> {
    let Some(expected) = expected else {
        return Ok(None);
    };
    match claims.subject.get("id") {
        Some(Fact::Known(Scalar::Text(id))) if identity::is_same(id, expected) => Ok(None),
        Some(Fact::Known(_)) => Err(Error::new(Code::BindingSubject).at(Stage::Bundle)),
        _ => Ok(Some(Unknown {
            cause: Cause::Undisclosed,
            unit: format!("{}.subject.id", input.alias).into(),
        })),
    }
}

fn most_useful(errors: Vec<Error>) -> Error {
    // There is always one; were there none, nothing may be granted all the same.
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
