//! Until when a certificate of what was proven can hold.

use super::certificate;
use super::proven::Proven;
use crate::bilingual::Texts;
use crate::credit::fresh_until;
use crate::error::{Code, Error};
use crate::time::{Day, Instant};

impl Proven<'_> {
    /// Who issued the first bundle, as of which day, and until when a certificate of it holds at most: no longer than
    /// `last`, than the bundle, and than its data is new enough.
    ///
    /// # Errors
    /// As [`check`](certificate::check).
    pub(crate) fn certificate_until(
        &self,
        last: Instant,
        now: Instant,
    ) -> Result<(Texts, Day, Instant), Error> {
        let bundle = self.bundles().first();
        let bundle = bundle.ok_or_else(|| Error::new(Code::BindingCertificateSubject))?;
        let (verified, calendar) = (&bundle.verified, &self.trust.law().calendar);
        let bundle_exp = Instant::from_unix(verified.evidence.exp).unwrap_or(now);
        // Whoever checks it has a status list of that day.
        let kept_up = Some(Instant::MAX);
        let fresh = fresh_until(
            verified.claims.as_of,
            certificate::MAX_AGE,
            kept_up,
            calendar,
        );
        let until = last.min(bundle_exp).min(fresh.at);
        let list_iat = verified.status_list_iat;
        certificate::check(&verified.claims, bundle_exp, until, list_iat, calendar, now)?;
        Ok((verified.issuer.name.clone(), verified.claims.as_of, until))
    }
}
