//! The document of a decision, format 1: the types that serialise to it.

use serde::Serialize;

use super::outcome::{Explain, Outcome, WarningCode};
use crate::bilingual::Texts;
use crate::json::Value;
use crate::law::{Action, Duty, Edition, Ground};
use crate::rules::Verdict;
use crate::time::{Day, Instant};
use crate::visible::shown;

/// The version of the format of decisions.
pub(super) const FORMAT: u32 = 1;

/// A decision, format 1.
///
/// Only a verified bundle leads to one. It serialises as the document that every surface of this crate gives,
/// `JSON.stringify` of the npm package's included. The texts of reasons are left empty, for
/// [`messages::fill`](crate::messages::fill) or the host to put in. Of invisible characters
/// ([`is_invisible`](crate::is_invisible)) it has line breaks and tabs only; others stand there by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub(super) decision: u32,
    pub(super) outcome: Outcome,
    pub(super) programme: ProgrammeVersion,
    pub(super) titles: Value,
    pub(super) tier: Option<String>,
    pub(super) benefit: Option<Value>,
    pub(super) reasons: Vec<Reason>,
    pub(super) missing: Vec<String>,
    pub(super) set_aside: Vec<SetAside>,
    pub(super) remedies: Vec<Remedy>,
    pub(super) eligible_from: Option<Instant>,
    pub(super) valid_until: Option<Instant>,
    pub(super) upgrade: Option<Upgrade>,
    pub(super) manual_review: bool,
    pub(super) warnings: Vec<Warning>,
    pub(super) contact: Option<Contact>,
    pub(super) evidence: Evidence,
}

impl Decision {
    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The programme that was decided.
    pub fn programme(&self) -> &ProgrammeVersion {
        &self.programme
    }

    /// What the programme has people told in place of its id, those of its tiers and the aliases of its inputs:
    /// `{"programme": {"zh-CN": …, "en": …}, "tiers": {"gold": {…}}, "inputs": {}}`, the last two as far as it has
    /// such texts.
    pub fn titles(&self) -> &Value {
        &self.titles
    }

    /// The id of the tier that is granted.
    pub fn tier(&self) -> Option<&str> {
        self.tier.as_deref()
    }

    /// The benefit of that tier, as the programme words it.
    pub fn benefit(&self) -> Option<&Value> {
        self.benefit.as_ref()
    }

    /// The fewest reasons that explain the outcome, most useful first.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// What can still change the outcome if it is disclosed or supplied, such as `credit.listings` and
    /// `request.deposit`. Empty unless the outcome is [`Undetermined`](Outcome::Undetermined).
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The records that may not be used, by law. None are told with [`Explain::Codes`].
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// What the subject can do other than wait, fewest steps first. Each leads to a better tier than those before
    /// it, or to as good a tier sooner.
    pub fn remedies(&self) -> &[Remedy] {
        &self.remedies
    }

    /// The first later instant at which it will be granted, if nothing changes but time and bundles are drawn anew.
    /// `None` for a grant, and if it is not within 30 years.
    pub fn eligible_from(&self) -> Option<Instant> {
        self.eligible_from
    }

    /// The instant from which a grant holds no more. `None` for any other outcome.
    pub fn valid_until(&self) -> Option<Instant> {
        self.valid_until
    }

    /// The first better tier that is still open.
    pub fn upgrade(&self) -> Option<&Upgrade> {
        self.upgrade.as_ref()
    }

    /// Whether only a person can settle what leaves the outcome open: a dispute, or a grade that is on no scale.
    pub fn manual_review(&self) -> bool {
        self.manual_review
    }

    /// What does not change the outcome, and its reader should know.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Whom to ask about the programme, and where to object to records. `None` for a grant.
    pub fn contact(&self) -> Option<&Contact> {
        self.contact.as_ref()
    }

    /// What it rests on.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }
}

/// A version of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProgrammeVersion {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u64,
}

/// A leaf of a rule, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// The id of the requirement or tier, or the member of the programme, such as `applies_when`.
    pub rule: String,
    /// The claim that the leaf is about, and the cause: `listing.present`.
    pub code: String,
    /// What the leaf comes to.
    pub verdict: Verdict,
    /// What it reads, such as `credit.listings[0]`, in the issuer's numbering. With
    /// [`Explain::Codes`], without the number of a record.
    pub path: String,
    /// The kind of records of that list that the rule asks for, such as `volunteer_hours`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The operator.
    pub op: &'static str,
    /// The other records that decide it as the one at `path` does. None with
    /// [`Explain::Codes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<Vec<String>>,
    /// What was asked for. None with [`Explain::Codes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Value>,
    /// What was found. `null` if that is absent or not known. None with [`Explain::Codes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
    /// What the programme says of a requirement that is not met. Otherwise empty, for the text of the `code`.
    pub message: Texts,
    /// What the requirement rests on.
    pub basis: Option<String>,
    /// The outlook of the record at `path`. None with [`Explain::Codes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordOutlook>,
}

/// How long an adverse record counts, and from when it can be repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecordOutlook {
    /// The last day on which it counts if nothing is done about it. None if it does not end.
    pub counts_until: Option<Day>,
    /// The first day on which it can be repaired. None if it cannot, or if no day can be promised.
    pub repairable_from: Option<Day>,
}

/// A record that the law keeps out of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SetAside {
    /// `credit.penalties[1]`, in the issuer's numbering.
    pub path: String,
    /// Why.
    pub ground: Ground,
    /// The law.
    pub basis: String,
    /// The first day on which it did not count, where that is known.
    pub since: Option<Day>,
}

/// Steps that lead to a benefit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Remedy {
    /// What has to be done. Empty, and left out, unless everything is told: how many steps there are, and
    /// of what kind, tells what records there are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The first day on which it leads to the benefit, by a bundle of that day that shows the steps.
    pub on: Day,
    /// What will be granted.
    pub then: RemedyOutcome,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// `credit.penalties[0]`; of a refresh the input's alias.
    pub path: String,
    /// What is to be done.
    pub action: Action,
    /// The first day on which it can be applied for.
    pub earliest: Day,
    /// The subject's own part in it.
    pub duties: Vec<Duty>,
    /// The law.
    pub basis: String,
    /// Whether that law was found in a full text. If not, the authority that decided should be asked first.
    pub confirmed: bool,
}

/// What the steps of a remedy lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RemedyOutcome {
    /// [`Granted`](Outcome::Granted).
    pub outcome: Outcome,
    /// The tier.
    pub tier: String,
    /// The tier's benefit.
    pub benefit: Value,
}

/// A better tier, and what can settle it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Upgrade {
    /// The tier.
    pub tier: String,
    /// The tier's benefit.
    pub benefit: Value,
    /// What has to be disclosed or supplied.
    pub missing: Vec<String>,
}

/// What does not change the outcome, and its reader should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Warning {
    /// What it is.
    pub code: WarningCode,
    /// The members that are ignored. None with [`Explain::Codes`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointers: Option<Vec<String>>,
    /// The input whose bundle it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
}

impl Warning {
    /// That unknown members were ignored. It says which, if everything is told.
    pub(crate) fn of_ignored(pointers: &[String], explain: Explain) -> Option<Self> {
        if pointers.is_empty() {
            return None;
        }
        let pointers = pointers.iter().map(|pointer| shown(pointer));
        Some(Self {
            pointers: (explain == Explain::Full).then(|| pointers.collect()),
            ..WarningCode::ClaimIgnoredMember.into()
        })
    }
}

impl From<WarningCode> for Warning {
    fn from(code: WarningCode) -> Self {
        Self {
            code,
            pointers: None,
            input: None,
        }
    }
}

/// Whom to ask about the programme, and where to object (异议) to records. It says nothing of any subject: whatever
/// was shown, set aside or found, bundles of the same issuers have the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Contact {
    /// Whom to ask about the programme, in its own words.
    pub programme: String,
    /// Where to object to the records of each bundle, in the order of the programme's inputs. None for a
    /// [`Trial`](crate::Trial).
    pub objection: Vec<Objection>,
}

/// Where to object to the records of a bundle, as the trust list's entry of its issuer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Objection {
    /// The input that the bundle is for.
    pub input: String,
    /// Who signed it.
    pub issuer: String,
    /// What the issuer is called.
    pub name: Texts,
    /// A page for objections, `https://…`.
    pub url: Option<String>,
    /// Where and how to object. None if the entry does not say: then its issuer is to be asked.
    pub text: Option<Texts>,
}

/// What a decision says of documents, whatever the rules come to.
#[derive(Debug)]
pub(crate) struct Provenance {
    /// Of the bundles.
    pub(crate) warnings: Vec<Warning>,
    /// Of the bundles' issuers.
    pub(crate) objection: Vec<Objection>,
    pub(crate) evidence: Evidence,
}

impl Provenance {
    /// Of facts that nobody vouches for.
    pub(crate) fn unproven(decided_at: Instant, law: &Edition) -> Self {
        Self {
            warnings: Vec::new(),
            objection: Vec::new(),
            evidence: Evidence {
                verified: false,
                projection: false,
                decided_at,
                proof: None,
                law: law.into(),
                engine: crate::ENGINE,
            },
        }
    }
}

/// What a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// Whether all of it was verified: false of a [`Trial`](crate::Trial) and of a
    /// [`Forecast`](crate::Forecast).
    pub verified: bool,
    /// Whether it is a forecast. Left out where it is not.
    #[serde(skip_serializing_if = "is_false")]
    pub projection: bool,
    /// The time that it was decided for.
    pub decided_at: Instant,
    /// What was verified. None for a trial.
    #[serde(flatten)]
    pub proof: Option<Proof>,
    /// The edition of the law that was applied.
    pub law: LawVersion,
    /// What decided: `xinyi/` and the version.
    pub engine: &'static str,
}

/// An edition of the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LawVersion {
    /// The day as of which it was gathered.
    pub edition: Day,
    /// Its version: a later one corrects it, or is of a later day.
    pub version: u64,
}

impl From<&Edition> for LawVersion {
    fn from(law: &Edition) -> Self {
        Self {
            edition: law.day,
            version: law.version,
        }
    }
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proof {
    /// The bundles, in the order of the programme's inputs.
    pub bundles: Vec<BundleEvidence>,
    /// The version of the trust list.
    pub trust_list_version: u64,
    /// The version of the manifest.
    pub manifest_version: u64,
    /// The SHA-256 of the signed programme's payload, in base64url. None for the app's own programme.
    pub programme_sha256: Option<String>,
    /// Whether the programme was signed.
    pub programme_signed: bool,
    /// Whether the root is one of a demo platform. Left out where it is not.
    #[serde(skip_serializing_if = "is_false")]
    pub demo: bool,
}

/// A bundle that verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BundleEvidence {
    /// The input that it is for.
    pub input: String,
    /// Who signed it.
    pub issuer: String,
    /// By which key.
    pub kid: String,
    /// The algorithm, such as `Ed25519`.
    pub alg: &'static str,
    /// The SHA-256 of the presentation's text, in base64url.
    pub sha256: String,
    /// When it was issued, in UNIX seconds.
    pub iat: i64,
    /// When it ends, in UNIX seconds.
    pub exp: i64,
    /// When its status list was issued, in UNIX seconds.
    pub status_list_iat: i64,
    /// Whether its holder signed the presentation: false for `"unbound"`.
    pub holder_bound: bool,
    /// When it ends as a certificate, in UNIX seconds. Left out where it was not asked for as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_exp: Option<i64>,
}

fn is_false(value: &bool) -> bool {
    !value
}
