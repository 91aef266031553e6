//! How a verifier is made, and what a bundle is checked for.

use crate::binding::{Binding, CERTIFICATE_AUDIENCE};
use crate::commitment::Commitment;
use crate::decision::Explain;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{Object, Value};
use crate::limits;
use crate::time::Instant;
use crate::trust::Minimum;

/// How old a status list may be, in seconds, unless the app says otherwise: three days.
const STATUS_MAX_AGE: i64 = 259_200;

/// How a [`Verifier`](super::Verifier) is made.
#[derive(Debug, Clone)]
pub struct VerifierOptions {
    /// The time at which the snapshot is loaded.
    pub now: Instant,
    /// What [`export_state`](super::Verifier::export_state) gave when the app last ran. None by
    /// default: then only `minimum` keeps old documents out.
    pub state: Option<String>,
    /// The least versions and time that are accepted, for when storage was wiped. None by default.
    pub minimum: Minimum,
    /// How old a status list may be, in seconds: 259,200 by default.
    pub status_max_age: i64,
    /// Whether the root of a demo platform is accepted, whose `id` is `urn:xinyi:demo` or begins with
    /// `urn:xinyi:demo:`. It is not by default; where it is, the evidence says `"demo": true`.
    pub allow_demo_root: bool,
    /// Whether the holder has to have consented to be evaluated for the programme, in the signature that binds a
    /// presentation. Then nothing unbound is accepted. Not by default; a consent that is there is checked anyway.
    pub require_consent: bool,
}

impl VerifierOptions {
    /// The defaults, at a time.
    pub fn at(now: Instant) -> Self {
        Self {
            now,
            state: None,
            minimum: Minimum::default(),
            status_max_age: STATUS_MAX_AGE,
            allow_demo_root: false,
            require_consent: false,
        }
    }

    /// # Errors
    /// `input.options` for an age at which every status list is too old.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.status_max_age > 0 {
            true => Ok(()),
            false => Err(Error::of_option("/statusMaxAge", Problem::Value)),
        }
    }
}

/// How a further snapshot is loaded.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// The time at which it is loaded.
    pub now: Instant,
    /// The state that is stored by now, if another instance of the app may have stored one. None by default.
    pub state: Option<String>,
}

/// How a forecast is made.
#[derive(Debug, Clone)]
pub struct ForecastOptions {
    /// How the bundles are checked today.
    pub check: CheckOptions,
    /// The time to decide for.
    pub at: Instant,
}

/// How a programme is tried.
#[derive(Debug, Clone, Copy)]
pub struct TrialOptions {
    /// The time of the decision.
    pub now: Instant,
    /// How much the decision tells: codes by default.
    pub explain: Explain,
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
    /// The subject that the app expects. None by default: anybody.
    pub subject: Option<ExpectedSubject>,
    /// What is asked for, as the programme's `request` declares it. Nothing by default.
    pub request: Option<Object>,
    /// Status lists that came with the presentation. None by default.
    pub status_lists: Vec<String>,
    /// Commitments that the holder signed for this request, each a compact JWS: see
    /// [`CommitmentDraft`](crate::holder::CommitmentDraft). None by default; none go with a [`Holder`] that asks for
    /// nothing in answer: [`Holder::Unbound`], [`Holder::Certificate`].
    pub commitments: Vec<String>,
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
            commitments: Vec::new(),
            explain: Explain::Codes,
        }
    }

    /// # Errors
    /// `input.holder`; `input.options` with the problem `unbound` for commitments that are bound to nobody;
    /// `limit.items` for too many of these or of status lists; `limit.bytes` for more of the latter and of the request
    /// together than a call may have.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.holder.check()?;
        let pointer = || "/commitments".to_owned();
        Error::check_items(limits::COMMITMENTS, self.commitments.len(), pointer)
            .map_err(|e| e.at(Stage::Input))?;
        let answers_nobody = matches!(self.holder, Holder::Unbound | Holder::Certificate);
        if !self.commitments.is_empty() && answers_nobody {
            return Err(Error::of_option(pointer(), Problem::Unbound));
        }
        let found = self.status_lists.len();
        if found > limits::STATUS_LISTS {
            return Err(Error::new(Code::LimitItems)
                .with("limit", limits::STATUS_LISTS)
                .with("found", found));
        }
        let lists = self.status_lists.iter().map(String::len).sum::<usize>();
        let request = self.request.iter().flat_map(Object::iter);
        let request = request
            .map(|(_, member)| member.text_bytes())
            .sum::<usize>();
        let found = lists.saturating_add(request);
        if found > limits::OPTIONS_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::OPTIONS_BYTES)
                .with("found", found));
        }
        Ok(())
    }
}

/// What a holder plans a presentation for.
#[derive(Debug, Clone)]
pub struct PlanOptions {
    /// The programme that is asked for.
    pub programme: ProgrammeChoice,
    /// The time of the decision.
    pub now: Instant,
    /// The subject that whoever decides expects, which then has to be proven. None by default.
    pub subject: Option<ExpectedSubject>,
    /// What is asked for, as the programme's `request` declares it. Nothing by default.
    pub request: Option<Object>,
    /// Status lists that came with the bundles. None by default.
    pub status_lists: Vec<String>,
    /// Whom it will be shown to, for the words of the plan alone. None by default.
    pub audience: Option<String>,
    /// Commitments that the holder means to sign with it. None by default: a programme that asks for one is then
    /// undecided, and there is no plan.
    pub commitments: Vec<Commitment>,
}

impl PlanOptions {
    /// The defaults, for a programme by id.
    pub fn new(programme: impl Into<String>, now: Instant) -> Self {
        Self {
            programme: ProgrammeChoice::Id(programme.into()),
            now,
            subject: None,
            request: None,
            status_lists: Vec::new(),
            audience: None,
            commitments: Vec::new(),
        }
    }

    /// How the holder's own bundles are checked: they are not bound to anybody yet, and their holder may know all.
    pub(crate) fn as_check(&self) -> CheckOptions {
        CheckOptions {
            programme: self.programme.clone(),
            holder: Holder::Unbound,
            now: self.now,
            subject: self.subject.clone(),
            request: self.request.clone(),
            status_lists: self.status_lists.clone(),
            commitments: Vec::new(),
            explain: Explain::Full,
        }
    }
}

/// What a presentation is requested for.
#[derive(Debug, Clone)]
pub struct PresentationRequestOptions {
    /// The programme that will be decided.
    pub programme: ProgrammeChoice,
    /// Whom the presentation must be made for.
    pub audience: String,
    /// The number that the app made for this one request.
    pub nonce: String,
    /// What is asked for, as the programme's `request` declares it. Nothing by default.
    pub request: Option<Object>,
    /// The time of the request.
    pub now: Instant,
}

impl PresentationRequestOptions {
    /// The defaults, for a programme by id.
    pub fn new(
        programme: impl Into<String>,
        audience: impl Into<String>,
        nonce: impl Into<String>,
        now: Instant,
    ) -> Self {
        Self {
            programme: ProgrammeChoice::Id(programme.into()),
            audience: audience.into(),
            nonce: nonce.into(),
            request: None,
            now,
        }
    }

    /// # Errors
    /// `input.holder` for an audience or nonce that is empty.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let is_for_nobody = self.audience.is_empty() || self.audience == CERTIFICATE_AUDIENCE;
        match is_for_nobody || self.nonce.is_empty() {
            true => Err(Error::new(Code::InputHolder)),
            false => Ok(()),
        }
    }
}

/// What a holder presents, and how it is bound.
#[derive(Debug, Clone)]
pub struct DraftOptions {
    /// JSON pointers to what is disclosed, in the issuer's numbering.
    pub disclose: Vec<String>,
    /// To whom, in answer to what, when, and with which consent.
    pub binding: Binding,
}

/// How presentations are put into QR codes.
#[derive(Debug, Clone, Copy)]
pub struct QrOptions {
    /// How long the text of one code may be, in characters: 64 to 4,296, which is what the largest code holds. 1,450 by
    /// default: a code of error correction L then has at most 105 modules a side (version 22), which a phone reads from a
    /// screen.
    pub max_length: usize,
}

impl Default for QrOptions {
    fn default() -> Self {
        Self { max_length: 1_450 }
    }
}

impl QrOptions {
    /// # Errors
    /// `input.options`.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match (64..=limits::QR_BYTES).contains(&self.max_length) {
            true => Ok(()),
            false => Err(Error::of_option("/maxLength", Problem::Value)),
        }
    }
}

/// Whom the app expects the bundles to be about: a unified social credit code or a resident
/// identity number. Spaces around it, lower case and full-width digits make no difference. A resident number of 15
/// digits equals the one of 18 that replaced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedSubject {
    /// The subject of every input but those about an officer. Each of their bundles has to disclose the
    /// identity, or be linked to by a bundle of public credit status that does.
    One(String),
    /// The subjects of these inputs, by alias, and of every other input that is about the same. They are proven in
    /// the same way.
    ByAlias(Vec<(String, String)>),
}

/// Which programme decides.
#[derive(Debug, Clone)]
pub enum ProgrammeChoice {
    /// The app's own, unsigned. The evidence then says `"programme_signed": false`.
    Document(Value),
    /// Of the snapshot: the highest version that has begun. If that one is missing or has ended, no other
    /// decides in its place.
    Id(String),
    /// Of the snapshot: this version, whether another has replaced it or not.
    Version {
        /// Its id.
        id: String,
        /// Its version.
        version: u64,
    },
}

/// The holder policy. It is settled before a presentation is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The holder must have signed the presentation for this request.
    Bound {
        /// Whom it must be made for.
        audience: String,
        /// The number that the app made for this one request.
        nonce: String,
        /// How old it may be, in seconds: 300 by default.
        window: Option<i64>,
        /// How far ahead of `now` it may be signed, in seconds: 60 by default, for clocks differ.
        ahead: Option<i64>,
        /// When it was received, if it is decided later: `window` and `ahead` are counted from then. By default `now`. The
        /// app vouches for it.
        presented_at: Option<Instant>,
    },
    /// Whoever has a copy of the bundle may present it. The evidence says so.
    Unbound,
    /// It must be a certificate: of an organisation that shows its identity code, signed for 90 days at most and for
    /// whoever reads it, its bundle as long; for a programme with a `max_age` of `P65B` whose tiers all give
    /// `clean_record`. Whoever has a copy may show it.
    Certificate,
}

impl Holder {
    /// # Errors
    /// `input.holder` for an audience or nonce that is empty, which anybody could answer, for the audience of
    /// certificates, and for a `window` or an `ahead` that is negative.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self {
            Self::Bound {
                audience,
                nonce,
                window,
                ahead,
                presented_at: _,
            } if audience.is_empty()
                || audience == CERTIFICATE_AUDIENCE
                || nonce.is_empty()
                || [window, ahead]
                    .into_iter()
                    .flatten()
                    .any(|seconds| *seconds < 0) =>
            {
                Err(Error::new(Code::InputHolder))
            }
            _ => Ok(()),
        }
    }
}
