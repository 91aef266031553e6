//! Planning a certificate.

use super::plan::Plan;
use crate::bilingual::Texts;
use crate::binding::{Binding, CERTIFICATE_AUDIENCE, CERTIFICATE_DAYS};
use crate::decision::Decision;
use crate::error::{Error, Problem};
use crate::time::{Day, Instant};
use crate::verifier::{
    PlanOptions, Presentations, ProgrammeChoice, Verifier, check_certificate_programme, most_useful,
};

/// The JSON pointers to whom a certificate is about.
const ID: &str = "/subject/id";
const NAME: &str = "/subject/name";

/// What a certificate is made for.
#[derive(Debug, Clone)]
pub struct CertificateOptions {
    /// The programme that states a clean record.
    pub programme: ProgrammeChoice,
    /// A number that nobody has asked for: 128 random bits.
    pub nonce: String,
    /// When the holder signs it.
    pub now: Instant,
    /// How many days it may hold: 1 to [`CERTIFICATE_DAYS`], which is the default. It ends sooner where its bundle does,
    /// or where what the bundle says becomes too old.
    pub days: i64,
    /// Whether the organisation's name is disclosed, if the bundle has it. It is by default.
    pub with_name: bool,
}

impl CertificateOptions {
    /// The defaults, for a programme by id.
    pub fn new(programme: impl Into<String>, nonce: impl Into<String>, now: Instant) -> Self {
        Self {
            programme: ProgrammeChoice::Id(programme.into()),
            nonce: nonce.into(),
            now,
            days: CERTIFICATE_DAYS,
            with_name: true,
        }
    }
}

/// What an organisation has to sign for a certificate, or the decision by which there is none.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CertificatePlan {
    /// The decision on the whole bundle.
    pub decision: Decision,
    /// JSON pointers to what the certificate discloses, in the issuer's numbering, and what binds it. `None` unless the
    /// decision is a grant.
    pub signs: Option<(Vec<String>, Binding)>,
    /// The name of the platform that issued the bundle.
    pub issuer: Texts,
    /// The day on which it drew the data.
    pub as_of: Day,
}

impl Verifier {
    /// Finds the smallest set of disclosures under which the programme states the clean record of a bundle's subject,
    /// with its identity code, and until when a certificate of it may hold. The bundle is the holder's own, a whole one.
    ///
    /// # Errors
    /// As [`plan`](Self::plan); `input.options` for `days`; `programme.certificate_benefit` and
    /// `programme.certificate_max_age` for a programme that is none for certificates; `binding.certificate_person` and
    /// `binding.certificate_subject` for a bundle that can have none; `status.expired` where the status list is older than
    /// three working days.
    pub fn plan_certificate(
        &self,
        bundle: &str,
        options: &CertificateOptions,
    ) -> Result<CertificatePlan, Error> {
        let last = options.now.add_seconds(options.days.saturating_mul(86_400));
        let Some(last) = last.filter(|_| (1..=CERTIFICATE_DAYS).contains(&options.days)) else {
            return Err(Error::of_option("/days", Problem::Value));
        };
        let plan_options = PlanOptions {
            programme: options.programme.clone(),
            ..PlanOptions::new("", options.now)
        };
        let presentations = Presentations::from(bundle);
        let check = plan_options.as_check();
        let mut own = None;
        let proven = self.prove(&presentations, &check, check.now, false, &mut own);
        let proven = proven.map_err(most_useful)?;
        check_certificate_programme(proven.programme())?;
        let (issuer, as_of, until) = proven.certificate_until(last, options.now)?;
        let plan = Plan::of(&proven, &check, None)?;
        let has = |pointer: &str| {
            let mut units = plan.shown().iter().chain(plan.hidden());
            units.any(|unit| unit.pointer == pointer)
        };
        let disclosed = plan.disclose().and_then(<[_]>::first);
        let signs = disclosed.map(|(_, pointers)| {
            let mut disclose = pointers.clone();
            for pointer in [Some(ID), options.with_name.then_some(NAME)]
                .into_iter()
                .flatten()
            {
                if has(pointer) && !disclose.iter().any(|known| known == pointer) {
                    disclose.push(pointer.to_owned());
                }
            }
            let binding = Binding {
                exp: Some(until),
                ..Binding::new(CERTIFICATE_AUDIENCE, &*options.nonce, options.now)
            };
            (disclose, binding)
        });
        Ok(CertificatePlan {
            decision: plan.decision().clone(),
            signs,
            issuer,
            as_of,
        })
    }
}
