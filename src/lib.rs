//! Verifies signed credit status bundles and decides credit-easy (信易) eligibility, offline.
//!
//! *May this subject have this benefit; why; and if not, from when or after what?* One synchronous
//! call answers, from a bundle that a credit platform signed and a programme that was published.
//!
//! ```
//! use xinyi::{CheckOptions, Holder, Instant, Object, Outcome, Verifier, VerifierOptions};
//! # use xinyi::Value;
//!
//! # let read = |text: &str| Value::parse(text.as_bytes(), text.len());
//! # let platforms = read(include_str!("../tests/vectors/platforms.tokens.json"))?;
//! # let presentations = read(include_str!("../tests/vectors/outcome.tokens.json"))?;
//! # let document = |name| platforms.member("base").and_then(|base| base.member(name));
//! # let [root, snapshot] = ["root", "snapshot"].map(|name| document(name).unwrap().to_string());
//! # let presentation = presentations.member("first-tier").and_then(Value::as_str).unwrap();
//! # let now = Instant::from_unix(1_795_140_000).unwrap();
//! // The app pins the root. Of the snapshot nothing is trusted that does not verify against it.
//! let verifier = Verifier::new(&root, Some(&snapshot), &VerifierOptions::at(now))?;
//!
//! let holder = Holder::Bound {
//!     audience: "https://app.example".to_owned(),
//!     nonce: "d2hhdCBldmVyIGl0IGlz".to_owned(), // made for this one request
//!     window: None,
//!     ahead: None,
//!     presented_at: None,
//! };
//! let mut options = CheckOptions::new("test.bike", holder, now);
//! options.request = Some(Object::from_iter([("deposit", "99.00".into())]));
//!
//! let decision = verifier.check(presentation, &options)?;
//! assert_eq!(decision.outcome(), Outcome::Granted);
//! assert_eq!(decision.tier(), Some("gold"));
//! # Ok::<(), xinyi::Error>(())
//! ```
//!
//! # Unknown facts
//!
//! A holder discloses as little of a bundle as is needed, an issuer knows its own regions and fields, and data
//! grows old. What is hidden, disputed or stale is taken neither for true nor for false: it is *unknown*. A
//! benefit is granted only if it would be granted whatever the unknown turned out to be. If it is open whether
//! it would, the outcome is [`Outcome::Undetermined`], and [`Decision::missing`] names what would settle it.
//!
//! The law is applied before any rule sees a record. A record that may no longer be used on the day of the
//! decision is [set aside](Decision::set_aside), with its ground and the law.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `sm2` | yes | SM2 signatures with SM3, and SM3 digests |
//! | `issuer` | no | signing: bundles, status lists, trust documents |
//! | `demo` | no | a platform made up for tests; implies `issuer` |
//! | `authoring` | no | what authors of programmes work with, and the table of regions |
//! | `cli` | no | the command line; implies `demo` and `authoring` |
//!
//! # What it does not do
//!
//! It calls no server, and has no clock, no random numbers and no storage: what it needs of these it takes as
//! arguments. It keeps no score and decides no loan. It takes no key from a token, a URL, a JSON Web Key Set,
//! issuer metadata or a certificate. No option turns verification off. [`Trial`] works on facts that somebody
//! wrote by hand, and [`Forecast`] looks ahead; both are types of their own, and no [`Decision`].

#![forbid(unsafe_code)]

#[cfg(feature = "authoring")]
pub mod authoring;
mod bilingual;
mod binding;
mod commitment;
mod credit;
mod decimal;
mod decision;
#[cfg(feature = "demo")]
pub mod demo;
mod difference;
mod error;
mod error_sink;
mod forecast;
pub mod holder;
pub mod identity;
mod inspection;
#[cfg(feature = "issuer")]
pub mod issuer;
mod jose;
mod json;
mod languages;
mod law;
pub mod limits;
pub mod messages;
mod mistaken;
mod money;
mod names;
mod programme;
mod region;
mod replay;
mod reply;
mod rules;
mod sd_jwt;
mod sorted;
mod status_list;
mod suggestion;
mod time;
pub mod token;
mod trial;
mod trust;
#[cfg(test)]
mod typescript;
mod under_law;
mod verifier;
mod visible;
mod work;

pub use bilingual::Texts;
pub use decimal::Decimal;
pub use decision::{
    BundleEvidence, Contact, Decision, Evidence, Explain, Objection, Outcome, ProgrammeVersion,
    Proof, Reason, RecordOutlook, Remedy, RemedyOutcome, SetAside, Step, Upgrade, Warning,
    WarningCode,
};
pub use difference::{
    Change, ChangeKind, Difference, MemberChange, ProgrammeChange, Prospect, Standing,
};
pub use error::{Code, Error, Family, Problem, Stage};
pub use forecast::Forecast;
pub use holder::{PresentationRequest, RequestText, qr};
pub use inspection::Inspection;
#[cfg(xinyi_host_signatures)]
pub use jose::host as host_signatures;
pub use json::{Object, Value};
pub use law::{Action, Duty, Ground, LawEdition};
pub use money::Money;
pub use replay::Replay;
pub use reply::Reply;
pub use rules::Verdict;
pub use time::{Day, Instant, Period};
pub use trial::Trial;
pub use trust::{IgnoredKey, Minimum, Part, PartResult, Report};
pub use under_law::RecordUnderLaw;
pub use verifier::{
    CheckOptions, CompareOptions, DraftOptions, ExpectedSubject, ForecastOptions, Holder,
    LoadOptions, PlanOptions, PresentationRequestOptions, Presentations, ProgrammeChoice,
    QrOptions, TrialOptions, Verifier, VerifierOptions,
};
pub use visible::{is_invisible, visible, visible_json};

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The `engine` of the evidence.
const ENGINE: &str = concat!("xinyi/", env!("CARGO_PKG_VERSION"));
