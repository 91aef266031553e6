//! Certificates: presentations that an organisation prints or stores, and shows to whoever wants to see them.

use crate::binding::CERTIFICATE_DAYS;
use crate::credit::{Claims, kept_up_until};
use crate::error::{Code, Error, Stage};
use crate::jose;
use crate::json::Object;
use crate::programme::Programme;
use crate::time::{Calendar, Instant, Period};
use crate::trust;

/// The `max_age` of their programmes: working days of three months. What is as old counts only while the status list
/// is current, so that a bundle that was revoked meanwhile is refused.
pub(super) const MAX_AGE: Period = Period::WorkingDays(65);

/// Checks that a programme is one for certificates.
///
/// # Errors
/// `programme.certificate_benefit`, `programme.certificate_max_age`.
pub(crate) fn check_programme(programme: &Programme) -> Result<(), Error> {
    let refused = |code| Err(Error::new(code).at(Stage::Programme));
    for tier in &programme.tiers {
        if !tier.states_clean_record() {
            return refused(Code::ProgrammeCertificateBenefit);
        }
    }
    match programme.max_age == MAX_AGE {
        true => Ok(()),
        false => refused(Code::ProgrammeCertificateMaxAge),
    }
}

/// When a certificate ends, by the claims that its holder signed.
///
/// # Errors
/// `claim.required`, `claim.invalid`; `binding.certificate_term`; `time.rollback` for one from the future.
pub(crate) fn exp(claims: &Object, now: Instant) -> Result<Instant, Error> {
    let iat = jose::required_numeric_date(claims, "iat")?;
    trust::not_from_the_future(iat, now)?;
    let exp = jose::required_numeric_date(claims, "exp")?;
    match iat.add_seconds(CERTIFICATE_DAYS * 86_400) {
        Some(last) if exp > last => Err(Error::new(Code::BindingCertificateTerm)
            .with("iat", iat)
            .with("exp", exp)),
        _ => Ok(exp),
    }
}

/// Checks that a bundle may be shown as a certificate that ends at `exp`. Returns from when on it is none.
///
/// # Errors
/// `binding.certificate_person`, `binding.certificate_subject`, `binding.certificate_bundle`; `status.expired`.
pub(super) fn check(
    claims: &Claims,
    bundle_exp: Instant,
    exp: Instant,
    status_list_iat: Instant,
    calendar: &Calendar,
    now: Instant,
) -> Result<Instant, Error> {
    if !claims.is_of_organisation() {
        return Err(Error::new(Code::BindingCertificatePerson).at(Stage::Bundle));
    }
    if claims.id().is_none() {
        return Err(Error::new(Code::BindingCertificateSubject).at(Stage::Bundle));
    }
    if bundle_exp < exp {
        return Err(Error::new(Code::BindingCertificateBundle)
            .with("exp", bundle_exp)
            .with("until", exp)
            .at(Stage::Bundle));
    }
    // However old a status list the app accepts.
    let end = kept_up_until(status_list_iat, calendar);
    match now < end {
        true => Ok(exp.min(end)),
        false => Err(Error::new(Code::StatusExpired)
            .with("iat", status_list_iat)
            .with("end", end)
            .with("now", now)
            .at(Stage::StatusList)),
    }
}
