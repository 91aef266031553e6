//! What was verified for one decision, and what is decided on it.

use super::bundle::VerifiedBundle;
use super::commitments::Commitments;
use super::options::{CheckOptions, ExpectedSubject};
use super::programmes::Chosen;
use super::subjects::{LinkProof, Party, check_linked, unproven_subjects};
use crate::commitment::Commitment;
use crate::credit::{Claims, fresh_until};
use crate::decision::{
    BundleEvidence, BundleInput, Case, Decision, Evidence, Objection, Proof, Provenance, Warning,
    WarningCode,
};
use crate::error::Error;
use crate::programme::{Input, Programme};
use crate::rules::Fact;
use crate::sd_jwt::Disclosed;
use crate::time::{Day, Instant};
use crate::trust::TrustStore;
use crate::visible::shown;
use crate::work::Work;

/// All that a decision rests on, verified.
pub(crate) struct Proven<'a> {
    pub(super) trust: &'a TrustStore,
    pub(super) chosen: Chosen<'a>,
    pub(super) request: Fact,
    pub(super) commitments: Commitments,
    pub(super) subject: Option<&'a ExpectedSubject>,
    pub(super) bundles: Vec<Bundle<'a>>,
}

/// A bundle with its claims, or with those of a presentation that discloses less.
pub(crate) type Shown<'c> = (&'c Bundle<'c>, &'c Claims);

impl Proven<'_> {
    /// The programme that decides.
    pub(crate) fn programme(&self) -> &Programme {
        self.chosen.programme
    }

    /// The bundles, in the order of the programme's inputs.
    pub(crate) fn bundles(&self) -> &[Bundle<'_>] {
        &self.bundles
    }

    /// All bundles, with all that they disclose.
    pub(crate) fn whole(&self) -> Vec<Shown<'_>> {
        let bundles = self.bundles.iter();
        bundles
            .map(|bundle| (bundle, &bundle.verified.claims))
            .collect()
    }

    /// What is decided if this is presented, at `projected` if that is a later time.
    ///
    /// # Errors
    /// That it does not belong together, or is not about whom the app expects.
    pub(crate) fn case<'c>(
        &'c self,
        presented: &[Shown<'c>],
        projected: Option<Instant>,
        work: &'c Work,
    ) -> Result<Case<'c>, Error> {
        let parties = presented.iter().map(|(bundle, claims)| Party {
            input: bundle.input,
            claims,
            issuer: Some(&bundle.verified.issuer.id),
        });
        let parties: Vec<_> = parties.collect();
        check_linked(&parties, LinkProof::Required)?;
        let law = self.trust.law();
        let max_age = self.programme().max_age;
        let inputs = presented.iter().map(|(bundle, claims)| BundleInput {
            input: bundle.input,
            claims,
            recognition: self.trust.recognition(),
            fresh_until: fresh_until(
                claims.as_of,
                max_age,
                projected
                    .is_none()
                    .then_some(bundle.verified.status_list_iat),
                &law.calendar,
            ),
            extent: Some(bundle.verified.issuer.extent()),
        });
        Ok(Case {
            programme: self.programme(),
            bundles: inputs.collect(),
            request: self.request.clone(),
            promised: self.commitments.promised.clone(),
            unproven_subjects: unproven_subjects(self.subject, &parties)?,
            replaced_on: self.chosen.replaced_on,
            law,
            work,
        })
    }

    /// The same as if the bundles were drawn on the day of a projection, or later.
    pub(super) fn drawn_on(mut self, day: Day) -> Self {
        for Bundle { verified, .. } in &mut self.bundles {
            verified.claims.as_of = verified.claims.as_of.max(day);
        }
        self
    }

    /// The same as if the holder had signed these commitments, as he means to.
    ///
    /// # Errors
    /// `limit.items`; `input.options` with the pointer to what no verifier would accept.
    pub(crate) fn promising(mut self, commitments: &[Commitment]) -> Result<Self, Error> {
        self.commitments = Commitments::planned(commitments)?;
        Ok(self)
    }

    /// The first end of a document that a decision on this rests on: of a bundle, of its status list, of a consent, of
    /// a commitment.
    pub(crate) fn documents_end(&self, presented: &[Shown<'_>]) -> Option<Instant> {
        let mut end = self.commitments.end;
        for (Bundle { verified, .. }, _) in presented {
            let consented = verified.consent.as_ref().map(|consent| consent.until);
            for document in [Some(verified.ends), consented].into_iter().flatten() {
                end = Some(end.map_or(document, |end| end.min(document)));
            }
        }
        end
    }

    /// Decides on all of it, at the options' time or at `projected`.
    ///
    /// # Errors
    /// As [`case`](Self::case); `limit.work`.
    pub(crate) fn decision(
        &self,
        options: &CheckOptions,
        projected: Option<Instant>,
    ) -> Result<Decision, Error> {
        let presented = self.whole();
        let work = Work::of_a_decision();
        let case = self.case(&presented, projected, &work)?;
        // A projection is on documents that are still to be made: nobody knows their ends.
        let documents_end = self.documents_end(&presented);
        let documents_end = documents_end.filter(|_| projected.is_none());
        let decided_at = projected.unwrap_or(options.now);
        let provenance = self.provenance(decided_at, projected.is_some())?;
        case.decision(decided_at, documents_end, options.explain, provenance)
    }

    /// What a decision says of the documents.
    fn provenance(&self, decided_at: Instant, projection: bool) -> Result<Provenance, Error> {
        let bundles = || self.bundles.iter();
        let mut warnings: Vec<Warning> = bundles().flat_map(Bundle::warnings).collect();
        if self.trust.law().is_superseded {
            warnings.push(WarningCode::LawSuperseded.into());
        }
        let (trust_list_version, manifest_version) = self.trust.versions()?;
        let sha256 = self.chosen.sha256;
        let evidence = Evidence {
            verified: !projection,
            projection,
            decided_at,
            proof: Some(Proof {
                bundles: bundles().map(Bundle::evidence).collect(),
                trust_list_version,
                manifest_version,
                programme_sha256: sha256.map(str::to_owned),
                programme_signed: sha256.is_some(),
                demo: self.trust.is_demo(),
            }),
            law: (&**self.trust.law()).into(),
            engine: crate::ENGINE,
        };
        Ok(Provenance {
            warnings,
            objection: bundles().map(Bundle::objection).collect(),
            evidence,
        })
    }
}

/// A verified bundle in its place in the programme.
pub(crate) struct Bundle<'a> {
    pub(super) input: &'a Input,
    pub(super) verified: VerifiedBundle<'a>,
}

impl Bundle<'_> {
    /// Its claims, with all that it discloses.
    pub(crate) fn claims(&self) -> &Claims {
        &self.verified.claims
    }

    /// What it takes to read its claims once more, in [steps](crate::limits::WORK), whatever is shown of them.
    pub(crate) fn reading_steps(&self) -> usize {
        self.verified.bytes / 16 + self.verified.claims.statement_steps()
    }

    /// The warnings, each with the input that it is about.
    fn warnings(&self) -> impl Iterator<Item = Warning> {
        self.verified.warnings.iter().map(|warning| Warning {
            input: Some(shown(&self.input.alias)),
            ..warning.clone()
        })
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

    /// The input that it is for.
    pub(crate) fn input(&self) -> &Input {
        self.input
    }

    /// What it discloses.
    pub(crate) fn disclosed(&self) -> &Disclosed {
        &self.verified.disclosed
    }

    /// Its claims with some of its disclosures, by their order.
    ///
    /// # Errors
    /// As for the whole.
    pub(crate) fn claims_with(&self, shown: &[bool], proven: &Proven<'_>) -> Result<Claims, Error> {
        self.verified.claims_with(shown, proven.trust.law())
    }

    fn evidence(&self) -> BundleEvidence {
        BundleEvidence {
            input: shown(&self.input.alias),
            ..self.verified.evidence.clone()
        }
    }
}
