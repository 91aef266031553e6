//! The facade that walks a bundle through the stages: parse, verify, law, rules, decision.

use crate::credit::{Claims, Vct, fresh_until};
use crate::decision::{BundleInput, Case, Decision, Ends, Explain, warning};
use crate::error::{Code, Error, Stage};
use crate::jose::{self, base64url, sha256};
use crate::json::{Object, ObjectReader, Value};
use crate::programme::{Input, Programme};
use crate::rules::{Cause, Fact, Scalar, Unknown};
use crate::sd_jwt::key_binding::{self, Expected, Window};
use crate::sd_jwt::{Members, Processed, Profile, SdJwt};
use crate::time::{Day, Instant};
use crate::trust::{self, Issuer, Key, KeyUse, Minimum, Trust};

/// How old a status list may be, in seconds, unless the app says otherwise: three days.
const STATUS_MAX_AGE: i64 = 259_200;

/// How a [`Verifier`] is made.
#[derive(Debug, Clone)]
pub struct VerifierOptions {
    /// The time at which the snapshot is loaded.
    pub now: Instant,
    /// The least versions and time that are accepted, for when storage was wiped. None by default.
    pub minimum: Minimum,
    /// How old a status list may be, in seconds: 259,200 by default.
    pub status_max_age: i64,
    /// Whether the root of the demo platform is accepted. It is not by default.
    pub allow_demo_root: bool,
}

impl VerifierOptions {
    /// The defaults, at a time.
    pub fn at(now: Instant) -> Self {
        Self {
            now,
            minimum: Minimum::default(),
            status_max_age: STATUS_MAX_AGE,
            allow_demo_root: false,
        }
    }
}

/// What a bundle is checked for.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The programme that is asked for.
    pub programme: ProgrammeChoice,
    /// How the presentation must be bound to its holder. There is no default.
    pub holder: Holder,
    /// The time of the decision.
    pub now: Instant,
    /// The identity that the app expects the bundle to be about: a unified social credit code or
    /// a resident identity number. None by default: anybody's.
    pub subject: Option<String>,
    /// What is asked for, as the programme's `request` declares it. Nothing by default.
    pub request: Option<Object>,
    /// Status lists that came with the presentation. None by default.
    pub status_lists: Vec<String>,
    /// How much the decision tells: codes by default.
    pub explain: Explain,
}

impl CheckOptions {
    /// The defaults, for a programme by id.
    pub fn new(programme: impl Into<String>, holder: Holder, now: Instant) -> Self {
        Self {
            programme: ProgrammeChoice::Id(programme.into()),
            holder,
            now,
            subject: None,
            request: None,
            status_lists: Vec::new(),
            explain: Explain::Codes,
        }
    }
}

/// Which programme.
#[derive(Debug, Clone)]
pub enum ProgrammeChoice {
    /// The app's own, unsigned; the evidence then has no `programme_sha256`.
    Document(Value),
    /// Of the snapshot: the latest version in force.
    Id(String),
    /// Of the snapshot: this version.
    Version {
        /// Its id.
        id: String,
        /// Its version.
        version: u64,
    },
}

/// The holder policy, settled before a presentation is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The presentation must answer this request.
    Bound {
        /// Whom it must be made for.
        audience: String,
        /// The number that the app made for this one request.
        nonce: String,
        /// How old it may be, in seconds: 300 by default.
        window: Option<i64>,
    },
    /// Whoever has a copy of the bundle may present it. The evidence says so.
    Unbound,
}

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

/// A bundle that passed every check.
struct VerifiedBundle<'a> {
    issuer: &'a Issuer,
    vct: Vct,
    claims: Claims,
    /// The first of `exp` and the status list's end.
    ends: Instant,
    status_list_iat: Instant,
    consent: Option<Consent>,
    warnings: Vec<Value>,
    evidence: Object,
}

/// What the holder agreed to be evaluated for.
struct Consent {
    programme: String,
    until: Instant,
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
        let mut trust = Trust::load(
            root.as_bytes(),
            snapshot.map(str::as_bytes),
            options.minimum,
            options.allow_demo_root,
            options.now,
        )?;
        let mut programmes = Vec::new();
        let mut lines = Vec::new();
        for signed in trust.take_programmes() {
            let read = Programme::read(&signed.document).and_then(|programme| {
                let issuer = trust.issuer(&signed.issuer)?;
                trust::check_regions(issuer, &programme.regions)?;
                Ok(programme)
            });
            match read {
                Ok(programme) => {
                    let mut line = trust::accepted();
                    line.set("id", programme.id.as_str());
                    line.set("version", trust::version(programme.version));
                    lines.push(Value::from(line));
                    programmes.push(Published {
                        programme,
                        sha256: signed.sha256,
                    });
                }
                Err(error) => lines.push(trust::refused(&error.at(Stage::Programme)).into()),
            }
        }
        trust.report_programmes(lines);
        Ok(Self {
            trust,
            programmes,
            status_max_age: options.status_max_age,
        })
    }

    /// What became of each part of the snapshot: `result` (`accepted` or `refused`), with version
    /// or `error`.
    pub fn report(&self) -> &Object {
        self.trust.report()
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
            ProgrammeChoice::Id(id) => self.in_force(id, Day::of(options.now))?,
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

    /// The latest version that is in force on a day.
    fn in_force(&self, id: &str, today: Day) -> Result<(&Programme, Option<&str>), Error> {
        let versions = || self.programmes.iter().filter(|p| p.programme.id == id);
        if versions().next().is_none() {
            return Err(self.unknown(id));
        }
        versions()
            .filter(|p| (p.programme.window.0..=p.programme.window.1).contains(&today))
            .max_by_key(|p| p.programme.version)
            .map(Published::parts)
            .ok_or_else(|| {
                Error::new(Code::ProgrammeNoneInForce)
                    .with("id", id)
                    .at(Stage::Programme)
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

    fn verify(
        &self,
        presentation: &str,
        options: &CheckOptions,
    ) -> Result<VerifiedBundle<'_>, Vec<Error>> {
        let now = options.now;
        let time = self.trust.check_time(now).err();
        let genuine = SdJwt::parse(presentation, Profile::Bundle).and_then(|sd_jwt| {
            let (issuer, key) = self.signer(&sd_jwt)?;
            Ok((sd_jwt, issuer, key))
        });
        let (sd_jwt, issuer, key) = match genuine {
            Ok(found) => found,
            Err(error) => return Err(ranked(time.into_iter().chain([error]).collect())),
        };
        let processed = sd_jwt.verify(&key.verifying).and_then(|v| v.process());
        let processed = match processed {
            Ok(processed) => processed,
            Err(error) => return Err(ranked(time.into_iter().chain([error]).collect())),
        };
        // It is the issuer's. What follows does not depend on one another, so all is reported.
        let mut errors: Vec<Error> = time.into_iter().collect();
        let mut keep = |error: Error| errors.push(error);
        let exp = self.times(&processed, now).map_err(&mut keep).ok();
        let credit = read_claims(&processed, issuer).map_err(&mut keep).ok();
        let status = self
            .status(&processed, issuer, &options.status_lists, now)
            .map_err(&mut keep)
            .ok();
        let consent = binding(&processed, &options.holder, now)
            .map_err(&mut keep)
            .ok();
        let (Some((iat, exp)), Some((vct, claims)), Some(status), Some(consent), true) =
            (exp, credit, status, consent, errors.is_empty())
        else {
            return Err(ranked(errors));
        };
        let mut warnings = status.warnings;
        if key.is_superseded() {
            warnings.push(warning("trust.superseded_key"));
        }
        warnings.extend(
            claims
                .ignored
                .first()
                .map(|_| warning("claim.ignored_member")),
        );
        let evidence = Object::from_iter([
            ("issuer", Value::from(issuer.id.as_str())),
            ("kid", key.kid.as_str().into()),
            ("alg", key.verifying.algorithm().name().into()),
            (
                "sha256",
                base64url::encode(&sha256(presentation.as_bytes())).into(),
            ),
            ("iat", iat.unix().into()),
            ("exp", exp.unix().into()),
            ("status_list_iat", status.iat.unix().into()),
            ("holder_bound", (options.holder != Holder::Unbound).into()),
        ]);
        Ok(VerifiedBundle {
            issuer,
            vct,
            claims,
            ends: exp.min(status.end),
            status_list_iat: status.iat,
            consent,
            warnings,
            evidence,
        })
    }

    /// The issuer and its key, by what the token says of itself; the signature will tell whether
    /// that was true.
    fn signer(&self, sd_jwt: &SdJwt<'_>) -> Result<(&Issuer, &Key), Error> {
        let find = || {
            let claims = sd_jwt.unverified_claims();
            let issuer = self.trust.issuer(jose::required_string(claims, "iss")?)?;
            let kid = trust::kid_of(sd_jwt.header().kid.as_deref())?;
            let iat = instant(jose::required_numeric_date(claims, "iat")?)?;
            Ok((issuer, issuer.key(kid, KeyUse::Bundle, iat)?))
        };
        find().map_err(|e: Error| e.at(Stage::Bundle))
    }

    /// When it was issued and when it ends.
    fn times(&self, bundle: &Processed<'_>, now: Instant) -> Result<(Instant, Instant), Error> {
        let read = || {
            let iat = instant(jose::required_numeric_date(bundle.claims(), "iat")?)?;
            let exp = instant(jose::required_numeric_date(bundle.claims(), "exp")?)?;
            trust::not_from_the_future(iat, now)?;
            bundle.check_validity(now.unix())?;
            Ok((iat, exp))
        };
        read().map_err(|e: Error| e.at(Stage::Bundle))
    }

    fn status(
        &self,
        bundle: &Processed<'_>,
        issuer: &Issuer,
        stapled: &[String],
        now: Instant,
    ) -> Result<StatusFound, Error> {
        let (idx, uri) = status_reference(bundle.claims())?;
        let list = self.trust.status_list(issuer, &uri, stapled, now)?;
        let read = || {
            list.check_end(Some(self.status_max_age), now)?;
            list.status(idx)?.require_valid()?;
            let refresh = list.ttl().and_then(|ttl| list.iat().add_seconds(ttl));
            let stale = refresh.is_some_and(|refresh| now >= refresh);
            Ok(StatusFound {
                iat: list.iat(),
                end: list.end(Some(self.status_max_age)).unwrap_or(Instant::MAX),
                warnings: stale
                    .then(|| warning("status.past_ttl"))
                    .into_iter()
                    .collect(),
            })
        };
        read().map_err(|e: Error| e.at(Stage::StatusList))
    }
}

struct StatusFound {
    iat: Instant,
    end: Instant,
    warnings: Vec<Value>,
}

impl Published {
    fn parts(&self) -> (&Programme, Option<&str>) {
        (&self.programme, Some(&self.sha256))
    }
}

/// Where a bundle's status is to be found: index and URI.
///
/// # Errors
/// `claim.required`, `claim.invalid` with a pointer.
pub(crate) fn status_reference(claims: &Members) -> Result<(u64, String), Error> {
    let read = || {
        let required = |pointer: &str| Error::new(Code::ClaimRequired).with("pointer", pointer);
        let status = claims.get("status").ok_or_else(|| required("/status"))?;
        let status = status.to_value().unwrap_or(Value::Null);
        let reference = status
            .member("status_list")
            .ok_or_else(|| required("/status/status_list"))?;
        let read =
            |reference: &ObjectReader<'_>| Ok((reference.read("idx")?, reference.read("uri")?));
        ObjectReader::of(reference, Code::ClaimInvalid)
            .and_then(|reference| read(&reference))
            .map_err(|e| e.under("/status/status_list"))
    };
    read().map_err(|e: Error| e.at(Stage::Bundle))
}

/// What the bundle says, if its issuer may say it.
fn read_claims(bundle: &Processed<'_>, issuer: &Issuer) -> Result<(Vct, Claims), Error> {
    let invalid = |pointer: &str| {
        Error::new(Code::ClaimInvalid)
            .with("pointer", pointer)
            .at(Stage::Bundle)
    };
    let vct = jose::required_string(bundle.claims(), "vct").map_err(|e| e.at(Stage::Bundle))?;
    let vct = Vct::parse(vct).ok_or_else(|| invalid("/vct"))?;
    trust::check_type(issuer, vct).map_err(|e| e.at(Stage::Bundle))?;
    let iat = jose::required_numeric_date(bundle.claims(), "iat").and_then(instant)?;
    let claims = Claims::parse(vct, bundle.claims())?.drawn_by(Day::of(iat))?;
    trust::check_claims(issuer, &claims).map_err(|e| e.at(Stage::Bundle))?;
    Ok((vct, claims))
}

/// Applies the holder policy.
fn binding(
    bundle: &Processed<'_>,
    holder: &Holder,
    now: Instant,
) -> Result<Option<Consent>, Error> {
    // The holder's key is there and usable in every bundle, whatever is asked of it today.
    bundle.holder_key()?;
    let Holder::Bound {
        audience,
        nonce,
        window,
    } = holder
    else {
        return Ok(None);
    };
    let default = Window::default();
    let expected = Expected {
        audience,
        nonce,
        window: Window {
            old: window.unwrap_or(default.old),
            ..default
        },
    };
    let bound = key_binding::verify(bundle, &expected, now.unix())?;
    let consent = bound.claims.get("xinyi_consent").map(|consent| {
        let consent = ObjectReader::of(consent, Code::ClaimInvalid)?;
        consent.only(&["programme", "until"])?;
        Ok(Consent {
            programme: consent.read("programme")?,
            until: consent.read("until")?,
        })
    });
    consent
        .transpose()
        .map_err(|e: Error| e.under("/xinyi_consent").at(Stage::KeyBinding))
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
        // The check character of either code may be written in lower case.
        Some(Fact::Known(Scalar::Text(id))) if id.eq_ignore_ascii_case(expected.trim()) => Ok(None),
        Some(Fact::Known(_)) => Err(Error::new(Code::BindingSubject).at(Stage::Bundle)),
        _ => Ok(Some(Unknown {
            cause: Cause::Undisclosed,
            unit: format!("{}.subject.id", input.alias).into(),
        })),
    }
}

fn instant(seconds: i64) -> Result<Instant, Error> {
    Instant::from_unix(seconds).ok_or_else(|| Error::new(Code::ClaimInvalid))
}

/// Most useful first; the order in which they were found among equals.
fn ranked(errors: Vec<Error>) -> Vec<Error> {
    let mut ranked: Vec<Error> = Vec::with_capacity(errors.len());
    for error in errors {
        let behind = ranked.iter().position(|r| r.rank() > error.rank());
        ranked.insert(behind.unwrap_or(ranked.len()), error);
    }
    ranked
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
