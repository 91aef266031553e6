//! From the text of a presentation to a bundle that passed every check.

use super::options::{CheckOptions, Holder};
use crate::credit::{Claims, Vct};
use crate::decision::{BundleEvidence, Explain, Warning, WarningCode};
use crate::error::{Code, Error, Stage};
use crate::jose::{self, base64url, sha256};
use crate::json::{Object, ObjectReader, Uri, Value};
use crate::law;
use crate::programme::Programme;
use crate::sd_jwt::key_binding::{self, Expected, Window};
use crate::sd_jwt::{self, Members, Processed, SdJwt};
use crate::time::{Day, Instant};
use crate::trust::{self, Issuer, Key, KeyUse, Stapled, Trust};
use crate::visible::shown;

/// A bundle that passed every check that looks at it alone.
pub(super) struct VerifiedBundle<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) vct: Vct,
    pub(super) claims: Claims,
    /// The first of `exp` and the status list's end.
    pub(super) ends: Instant,
    pub(super) status_list_iat: Instant,
    pub(super) consent: Option<Consent>,
    pub(super) warnings: Vec<Warning>,
    pub(super) evidence: BundleEvidence,
}

/// What the holder agreed to be evaluated for.
pub(crate) struct Consent {
    pub(super) programme: String,
    pub(super) until: Instant,
}

impl VerifiedBundle<'_> {
    /// Checks that what the holder agreed to, if to anything, is this programme, and still holds.
    ///
    /// # Errors
    /// `binding.consent`.
    pub(super) fn check_consent(&self, programme: &Programme, now: Instant) -> Result<(), Error> {
        match &self.consent {
            Some(consent) if consent.programme != programme.id || consent.until <= now => {
                Err(Error::new(Code::BindingConsent).at(Stage::KeyBinding))
            }
            _ => Ok(()),
        }
    }
}

/// Whom bundles are verified by, and how old their status may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct BundleVerifier<'a> {
    pub(super) trust: &'a Trust,
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
        // It is the issuer's. What follows does not depend on one another, so all is reported.
        let mut errors = Vec::new();
        let mut keep = |error: Error| errors.push(error);
        let exp = times(&processed, now).map_err(&mut keep).ok();
        let credit = read_claims(&processed, issuer).map_err(&mut keep).ok();
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
        let mut warnings = status.warnings;
        if key.is_superseded() {
            warnings.push(WarningCode::TrustSupersededKey.into());
        }
        warnings.extend(ignored_members(&claims, options.explain));
        let evidence = BundleEvidence {
            // Which input it is for is not said by the bundle.
            input: String::new(),
            issuer: issuer.id.clone(),
            kid: key.kid.clone(),
            alg: key.verifying.algorithm().name(),
            sha256: base64url::encode(&sha256(presentation.as_bytes())),
            iat: iat.unix(),
            exp: exp.unix(),
            status_list_iat: status.iat.unix(),
            holder_bound: options.holder != Holder::Unbound,
        };
        Ok(VerifiedBundle {
            issuer,
            vct,
            claims,
            ends: exp.min(status.end),
            status_list_iat: status.iat,
            consent: bound,
            warnings,
            evidence,
        })
    }

    /// The issuer and its key, by what the token says of itself; the signature will tell whether
    /// that was true.
    fn signer(self, sd_jwt: &SdJwt<'_>) -> Result<(&'a Issuer, &'a Key), Error> {
        let claims = sd_jwt.unverified_claims();
        let in_the_open = |name, error| match sd_jwt.discloses(name) {
            true => sd_jwt::protected(name),
            false => error,
        };
        let find = || {
            let iss = jose::required_uri(claims, "iss").map_err(|e| in_the_open("iss", e))?;
            let issuer = self.trust.issuer(iss)?;
            let kid = trust::kid_of(sd_jwt.header().kid.as_deref())?;
            let iat = jose::required_numeric_date(claims, "iat");
            let iat = instant(iat.map_err(|e| in_the_open("iat", e))?)?;
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
                warnings: Vec::from_iter(stale.then(|| WarningCode::StatusPastTtl.into())),
            })
        };
        read().map_err(|e: Error| e.at(Stage::StatusList))
    }
}

/// When it was issued and when it ends.
fn times(bundle: &Processed<'_>, now: Instant) -> Result<(Instant, Instant), Error> {
    let read = || {
        let iat = instant(jose::required_numeric_date(bundle.claims(), "iat")?)?;
        let exp = instant(jose::required_numeric_date(bundle.claims(), "exp")?)?;
        trust::not_from_the_future(iat, now)?;
        bundle.check_validity(now.unix())?;
        Ok((iat, exp))
    };
    read().map_err(|e: Error| e.at(Stage::Bundle))
}

struct StatusFound {
    iat: Instant,
    end: Instant,
    warnings: Vec<Warning>,
}

/// Says that members were passed over which no record of ours has; which ones, where records may
/// be told of.
fn ignored_members(claims: &Claims, explain: Explain) -> Option<Warning> {
    if claims.ignored.is_empty() {
        return None;
    }
    let pointers = claims.ignored.iter().map(|pointer| shown(pointer));
    Some(Warning {
        pointers: (explain == Explain::Full).then(|| pointers.collect()),
        ..WarningCode::ClaimIgnoredMember.into()
    })
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
    trust::check_claims(issuer, &claims, law::built_in()).map_err(|e| e.at(Stage::Bundle))?;
    Ok((vct, claims))
}

/// Applies the holder policy, and gives what the holder agreed to, if to anything.
fn binding(
    bundle: &Processed<'_>,
    holder: &Holder,
    now: Instant,
) -> Result<Option<Consent>, Error> {
    // The holder's key is there and usable in every bundle, whatever is asked of it today.
    bundle.holder_key()?;
    bundle.check_audience(match holder {
        Holder::Bound { audience, .. } => Some(audience.as_str()),
        Holder::Unbound => None,
    })?;
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
    consent(&bound.claims).map_err(|e| e.at(Stage::KeyBinding))
}

/// What a key binding JWT says of the holder's agreement, if it does.
///
/// # Errors
/// `claim.required`, `claim.invalid` with a pointer.
pub(crate) fn consent(claims: &Object) -> Result<Option<Consent>, Error> {
    let read = |consent| {
        let consent = ObjectReader::of(consent, Code::ClaimInvalid)?;
        consent.only(&["programme", "until"])?;
        Ok(Consent {
            programme: consent.read("programme")?,
            until: consent.read("until")?,
        })
    };
    let consent = claims.get("xinyi_consent").map(read).transpose();
    consent.map_err(|e: Error| e.under("/xinyi_consent"))
}

fn instant(seconds: i64) -> Result<Instant, Error> {
    Instant::from_unix(seconds).ok_or_else(|| Error::new(Code::ClaimInvalid))
}
