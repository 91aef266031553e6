//! Checks that all trust documents share: size, age, versions, pins and the names of keys.

use super::root::version;
use crate::error::{Code, Error, Problem};
use crate::jose::General;
use crate::json::{self, Value};
use crate::status_list::StatusList;
use crate::time::Instant;

/// The name of the key, which every document of ours must give.
///
/// # Errors
/// `format.header`.
pub(crate) fn kid_of(kid: Option<&str>) -> Result<&str, Error> {
    kid.ok_or_else(|| {
        Error::new(Code::FormatHeader)
            .with("member", "kid")
            .because(Problem::Missing)
    })
}

/// The `now` for documents that were accepted before: that they do not come from the future was checked then.
pub(super) const EVER: Instant = Instant::MAX;

/// How far the clocks of issuer and verifier may differ, in seconds.
pub(super) const CLOCK_TOLERANCE: i64 = 3_600;

/// Checks that a document does not come from the future, which would mean that the clock is behind.
///
/// # Errors
/// `time.rollback`.
pub(crate) fn not_from_the_future(iat: Instant, now: Instant) -> Result<(), Error> {
    match now.add_seconds(CLOCK_TOLERANCE) {
        Some(latest) if iat > latest => Err(Error::new(Code::TimeRollback)
            .with("now", now)
            .with("iat", iat)),
        _ => Ok(()),
    }
}

/// The error that a document has ended, with both times.
pub(crate) fn expired(code: Code, now: Instant, exp: Instant) -> Error {
    Error::new(code).with("now", now).with("exp", exp)
}

/// Checks that a version is as high as the least that is accepted.
///
/// # Errors
/// `trust.rollback`.
pub(super) fn check_minimum(found: u64, minimum: u64) -> Result<(), Error> {
    if found >= minimum {
        return Ok(());
    }
    Err(Error::new(Code::TrustRollback)
        .with("minimum", version(minimum))
        .with("found", version(found)))
}

/// The error that a document is not the one that the manifest pins.
pub(super) fn pin_differs(expected: &str, found: &str) -> Error {
    Error::new(Code::TrustPin)
        .with("expected", expected)
        .with("found", found)
}

/// Takes apart a signed document of at most so many bytes in its serialised form.
///
/// # Errors
/// `limit.bytes`, and those of [`General::from_value`].
pub(super) fn signed(document: &Value, max_bytes: usize) -> Result<General, Error> {
    let found = json::write(document).len();
    if found > max_bytes {
        return Err(Error::new(Code::LimitBytes)
            .with("limit", max_bytes)
            .with("found", found));
    }
    General::from_value(document)
}

/// Checks that a status list was issued at this time or later.
///
/// # Errors
/// `trust.rollback`.
pub(super) fn check_not_older(list: &StatusList, least: Instant) -> Result<(), Error> {
    if list.iat() >= least {
        return Ok(());
    }
    Err(Error::new(Code::TrustRollback)
        .with("minimum", least)
        .with("found", list.iat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Decimal;

    #[test]
    fn what_is_further_ahead_than_clocks_differ_comes_from_the_future() {
        let at = |text| Instant::from_numeric_date(Decimal::parse(text).unwrap()).unwrap();
        let now = at("1800000000");
        assert_eq!(not_from_the_future(at("1800003600"), now), Ok(()));
        let error = not_from_the_future(at("1800003600.001"), now).unwrap_err();
        assert_eq!(error.code(), Code::TimeRollback);
        assert_eq!(
            json::write(&error.details().clone().into()),
            r#"{"now":1800000000,"iat":1800003600.001}"#
        );
        assert_eq!(not_from_the_future(Instant::MAX, EVER), Ok(()));
    }
}
