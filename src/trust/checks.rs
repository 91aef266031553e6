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
    if iat.unix() > now.unix() + CLOCK_TOLERANCE {
        return Err(Error::new(Code::TimeRollback)
            .with("now", now.unix())
            .with("iat", iat.unix()));
    }
    Ok(())
}

/// The error that a document has ended, with both times.
pub(crate) fn expired(code: Code, now: Instant, exp: Instant) -> Error {
    Error::new(code)
        .with("now", now.unix())
        .with("exp", exp.unix())
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
        .with("minimum", least.unix())
        .with("found", list.iat().unix()))
}
