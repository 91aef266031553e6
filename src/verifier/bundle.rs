//! From the text of a presentation to a bundle that passed every check.

use super::certificate;
use super::options::{CheckOptions, Holder};
use crate::binding::{CERTIFICATE_AUDIENCE, Consent};
use crate::credit::{Claims, Vct};
use crate::decision::{BundleEvidence, Warning, WarningCode};
use crate::error::{Code, Error, Problem, Stage};
use crate::jose::{self, VerifyingKey, base64url, sha256};
use crate::json::{ObjectReader, Uri, Value};
use crate::law::Law;
use crate::programme::Programme;
use crate::sd_jwt::key_binding::{self, Expected, Window};
use crate::sd_jwt::{self, Disclosed, Members, Processed, SdJwt};
use crate::time::{Day, Instant};
use crate::trust::{self, Issuer, IssuerKey, KeyUse, Stapled, TrustStore};

/// A bundle that passed every check that looks at it alone.
pub(super) struct VerifiedBundle<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) vct: Vct,
    pub(super) claims: Claims,
    /// `exp`, the end of its status list or of the certificate, whichever comes first.
    pub(super) ends: Instant,
    pub(super) status_list_iat: Instant,
    /// How long its text is.
    pub(super) bytes: usize,
    /// That of `cnf`.
    pub(super) holder_key: VerifyingKey,
    pub(super) consent: Option<Consent>,
    pub(super) warnings: Vec<Warning>,
    pub(super) evidence: BundleEvidence,
    /// What it discloses, of which `claims` were read.
    pub(super) disclosed: Disclosed,
}

impl VerifiedBundle<'_> {
    /// Checks that the consent, if there is one, is for this programme and still holds; and that there is one, if it
    /// is required.
    ///
    /// # Errors
    /// `binding.consent`, with the problem `missing` where there is none.
    pub(super) fn check_consent(
        &self,
        programme: &Programme,
        is_required: bool,
        now: Instant,
    ) -> Result<(), Error> {
        let refused = || Error::new(Code::BindingConsent).at(Stage::KeyBinding);
        match &self.consent {
            Some(consent) if consent.programme != programme.id || consent.until <= now => {
                Err(refused())
            }
            None if is_required => Err(refused().because(Problem::Missing)),
            _ => Ok(()),
        }
    }

    /// The claims of a presentation with some of the disclosures of this one, by their order. The bundle is genuine,
    /// and so is every part of it.
    ///
    /// # Errors
    /// As for the whole.
    pub(super) fn claims_with(&self, shown: &[bool], law: &Law) -> Result<Claims, Error> {
        let (_, claims) = read_claims(&self.disclosed.with(shown), self.issuer, law)?;
        Ok(claims)
    }
}

/// How a bundle stands that was shown earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) expired: bool,
    /// None where no status list that holds now says it.
    pub(crate) status: Option<&'static str>,
}

/// Verifies bundles: by this trust store, with status lists of this age at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct BundleVerifier<'a> {
    pub(super) trust: &'a TrustStore,
    /// In seconds.
    pub(super) status_max_age: i64,
}

impl<'a> BundleVerifier<'a> {
    /// Verifies one presentation, whatever it is for.
    ///
    /// `stapled` are the status lists that came with it.
    ///
    /// # Errors
    /// All that was found wrong, in the order in which it was found.
    pub(super) fn verify(
        self,
        presentation: &str,
        sd_jwt: &SdJwt<'_>,
        stapled: &Stapled<'_>,
        options: &CheckOptions,
    ) -> Result<VerifiedBundle<'a>, Vec<Error>> {
        let now = options.now;
        let (issuer, key) = self.signer(sd_jwt)?;
        let processed = sd_jwt.verify(&key.verifying)?.process()?;
        // The bundle is genuine. The checks that follow do not depend on one another, so that all errors are
        // collected.
        let mut errors = Vec::new();
        let mut keep = |error: Error| errors.push(error);
        let exp = times(&processed, now).map_err(&mut keep).ok();
        let credit = read_claims(processed.claims(), issuer, self.trust.law())
            .map_err(&mut keep)
            .ok();
        let status = self
            .status(&processed, issuer, stapled, now)
            .map_err(&mut keep)
            .ok();
        let bound = binding(&processed, &options.holder, now)
            .map_err(&mut keep)
            .ok();
        let (Some((iat, exp)), Some((vct, claims)), Some(status), Some(bound)) =
            (exp, credit, status, bound)
        else {
            return Err(errors);
        };
        let mut ends = exp.min(status.end);
        if let Some(end) = bound.certificate_exp {
            let calendar = &self.trust.law().calendar;
            ends = ends.min(certificate::check(
                &claims, exp, end, status.iat, calendar, now,
            )?);
        }
        let mut warnings = status.warnings;
        if key.is_superseded() {
            warnings.push(WarningCode::TrustSupersededKey.into());
        }
        warnings.extend(Warning::of_ignored(&claims.ignored, options.explain));
        let evidence = BundleEvidence {
            // A bundle does not say which input it is for.
            input: String::new(),
            issuer: issuer.id.clone(),
            kid: key.kid.clone(),
            alg: key.verifying.algorithm().name(),
            sha256: base64url::encode(&sha256(presentation.as_bytes())),
            iat: iat.unix(),
            exp: exp.unix(),
            status_list_iat: status.iat.unix(),
            holder_bound: options.holder != Holder::Unbound,
            certificate_exp: bound.certificate_exp.map(Instant::unix),
        };
        Ok(VerifiedBundle {
            issuer,
            vct,
            claims,
            ends,
            status_list_iat: status.iat,
            bytes: presentation.len(),
            holder_key: bound.holder_key,
            consent: bound.consent,
            warnings,
            evidence,
            disclosed: processed.into_disclosed(),
        })
    }

    /// Verifies a bundle that was shown earlier and need not hold any more: it is genuine, and how it stands is told.
    /// It ends, and its status is set to invalid, whenever a record is added.
    ///
    /// # Errors
    /// All that was found wrong.
    pub(super) fn verify_kept(
        self,
        presentation: &str,
        sd_jwt: &SdJwt<'_>,
        stapled: &Stapled<'_>,
        options: &CheckOptions,
    ) -> Result<(VerifiedBundle<'a>, Kept), Vec<Error>> {
        let now = options.now;
        let (issuer, key) = self.signer(sd_jwt)?;
        let processed = sd_jwt.verify(&key.verifying)?.process()?;
        let iat = jose::required_numeric_date(processed.claims(), "iat")?;
        let exp = jose::required_numeric_date(processed.claims(), "exp")?;
        trust::not_from_the_future(iat, now)?;
        let expired = match processed.check_validity(now) {
            Err(error) if error.code() == Code::TimeExpired => true,
            checked => checked.map(|()| false)?,
        };
        let (vct, claims) = read_claims(processed.claims(), issuer, self.trust.law())?;
        let status = match self.status(&processed, issuer, stapled, now) {
            Ok(_) => Some("VALID"),
            Err(error) => match error.code() {
                Code::StatusInvalid => Some("INVALID"),
                Code::StatusSuspended => Some("SUSPENDED"),
                Code::StatusApplication => Some("APPLICATION_SPECIFIC"),
                // Its list may be out of use for long.
                Code::StatusMissing | Code::StatusExpired => None,
                _ => return Err(error.into()),
            },
        };
        let holder_key = processed.holder_key()?;
        processed.check_audience(match &options.holder {
            Holder::Bound { audience, .. } => Some(audience.as_str()),
            _ => None,
        })?;
        let evidence = BundleEvidence {
            input: String::new(),
            issuer: issuer.id.clone(),
            kid: key.kid.clone(),
            alg: key.verifying.algorithm().name(),
            sha256: base64url::encode(&sha256(presentation.as_bytes())),
            iat: iat.unix(),
            exp: exp.unix(),
            status_list_iat: iat.unix(),
            holder_bound: false,
            certificate_exp: None,
        };
        let verified = VerifiedBundle {
            issuer,
            vct,
            claims,
            ends: exp,
            status_list_iat: iat,
            bytes: presentation.len(),
            holder_key,
            consent: None,
            warnings: Vec::new(),
            evidence,
            disclosed: processed.into_disclosed(),
        };
        Ok((verified, Kept { expired, status }))
    }

    /// The issuer and its key, by what the token says of itself. The signature shows whether that is true.
    fn signer(self, sd_jwt: &SdJwt<'_>) -> Result<(&'a Issuer, &'a IssuerKey), Error> {
        let claims = sd_jwt.unverified_claims();
        let or_protected = |name, error| match sd_jwt.discloses(name) {
            true => sd_jwt::protected(name),
            false => error,
        };
        let find = || {
            let iss = jose::required_uri(claims, "iss").map_err(|e| or_protected("iss", e))?;
            let issuer = self.trust.issuer(iss)?;
            let kid = trust::kid_of(sd_jwt.header().kid.as_deref())?;
            let iat = jose::required_numeric_date(claims, "iat");
            let iat = iat.map_err(|e| or_protected("iat", e))?;
            Ok((issuer, issuer.key(kid, KeyUse::Bundle, iat)?))
        };
        find().map_err(|e: Error| e.at(Stage::Bundle))
    }

    fn status(
        self,
        bundle: &Processed<'_>,
        issuer: &Issuer,
        stapled: &Stapled<'_>,
        now: Instant,
    ) -> Result<ValidStatus, Error> {
        let (idx, uri) = status_reference(bundle.claims())?;
        let list = self.trust.status_list(issuer, &uri, stapled, now)?;
        let read = || {
            list.check_end(Some(self.status_max_age), now)?;
            list.status(idx)?.require_valid()?;
            let refresh = list.ttl().and_then(|ttl| list.iat().add_seconds(ttl));
            let stale = refresh.is_some_and(|refresh| now >= refresh);
            Ok(ValidStatus {
                iat: list.iat(),
                end: list.end(Some(self.status_max_age)).unwrap_or(Instant::MAX),
                warnings: Vec::from_iter(stale.then(|| WarningCode::StatusPastTtl.into())),
            })
        };
        read().map_err(|e: Error| e.at(Stage::StatusList))
    }
}

/// Where a bundle's status stands: index and URI of the list.
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
        let read = |reference: &ObjectReader<'_>| {
            let Uri(uri) = reference.read("uri")?;
            Ok((reference.read("idx")?, uri))
        };
        ObjectReader::of(reference, Code::ClaimInvalid)
            .and_then(|reference| read(&reference))
            .map_err(|e| e.under("/status/status_list"))
    };
    read().map_err(|e: Error| e.at(Stage::Bundle))
}

/// `iat` and `exp`, both checked against the clock.
fn times(bundle: &Processed<'_>, now: Instant) -> Result<(Instant, Instant), Error> {
    let read = || {
        let iat = jose::required_numeric_date(bundle.claims(), "iat")?;
        let exp = jose::required_numeric_date(bundle.claims(), "exp")?;
        trust::not_from_the_future(iat, now)?;
        bundle.check_validity(now)?;
        Ok((iat, exp))
    };
    read().map_err(|e: Error| e.at(Stage::Bundle))
}

/// A status list in which the bundle's status is valid.
struct ValidStatus {
    iat: Instant,
    end: Instant,
    warnings: Vec<Warning>,
}

/// The type and the claims of a bundle, if its issuer may issue them.
fn read_claims(payload: &Members, issuer: &Issuer, law: &Law) -> Result<(Vct, Claims), Error> {
    let invalid = |pointer: &str| {
        Error::new(Code::ClaimInvalid)
            .with("pointer", pointer)
            .at(Stage::Bundle)
    };
    let vct = jose::required_string(payload, "vct").map_err(|e| e.at(Stage::Bundle))?;
    let vct = Vct::parse(vct).ok_or_else(|| invalid("/vct"))?;
    trust::check_type(issuer, vct).map_err(|e| e.at(Stage::Bundle))?;
    let iat = jose::required_numeric_date(payload, "iat")?;
    let claims = Claims::parse(vct, payload, law)?.drawn_by(Day::of(iat))?;
    trust::check_claims(issuer, &claims, law).map_err(|e| e.at(Stage::Bundle))?;
    Ok((vct, claims))
}

/// What the holder signed beside the disclosures, and by which key.
struct Bound {
    holder_key: VerifyingKey,
    consent: Option<Consent>,
    /// When it ends, of a certificate.
    certificate_exp: Option<Instant>,
}

/// What has to be signed for a call: for whom, in answer to what, and when. None if nothing has to be.
pub(super) fn expected(holder: &Holder) -> Option<Expected<'_>> {
    let Holder::Bound {
        audience,
        nonce,
        window,
        ahead,
        presented_at,
    } = holder
    else {
        return None;
    };
    let default = Window::default();
    Some(Expected {
        audience,
        nonce,
        window: Window {
            ahead: ahead.unwrap_or(default.ahead),
            old: window.unwrap_or(default.old),
            from: *presented_at,
        },
    })
}

/// Applies the holder policy.
fn binding(bundle: &Processed<'_>, holder: &Holder, now: Instant) -> Result<Bound, Error> {
    // Every bundle has to have a usable holder key, whether this check needs it or not.
    let holder_key = bundle.holder_key()?;
    bundle.check_audience(match holder {
        Holder::Bound { audience, .. } => Some(audience.as_str()),
        Holder::Certificate => Some(CERTIFICATE_AUDIENCE),
        Holder::Unbound => None,
    })?;
    let mut bound = Bound {
        holder_key,
        consent: None,
        certificate_exp: None,
    };
    let verified = match expected(holder) {
        Some(expected) => key_binding::verify(bundle, &expected, now)?,
        None if *holder == Holder::Certificate => {
            let verified = key_binding::verify_unasked(bundle, CERTIFICATE_AUDIENCE, now)?;
            let exp =
                certificate::exp(&verified.claims, now).map_err(|e| e.at(Stage::KeyBinding))?;
            bound.certificate_exp = Some(exp);
            verified
        }
        None => return Ok(bound),
    };
    let consent = Consent::in_claims(&verified.claims);
    bound.consent = consent.map_err(|e| e.at(Stage::KeyBinding))?;
    Ok(bound)
}
