//! Constants that rules compare claims with, and that no claim is, or hardly one.

#[cfg(feature = "authoring")]
mod tables;

use crate::error::Problem;
use crate::identity::is_province;
use crate::jose::is_sha256;
use crate::json::is_token;
use crate::region::{is_national, is_region, is_scope};
use crate::rules::Fault;
use crate::time::Day;

/// The code of an organisation or a person.
pub(super) const IDENTITY: &str = "identity";
/// A region of a record, which may be that of years ago.
pub(super) const PLACE: &str = "place";
/// A region on the day of the data.
pub(super) const REGION: &str = "region";
/// A region, or the whole country.
pub(super) const SCOPE: &str = "scope";
/// The SHA-256 of a text.
pub(super) const SHA256: &str = "sha256";
/// `[a-z0-9_-]{1,40}`.
pub(super) const TOKEN: &str = "token";

/// Why no claim of a form is this text.
pub(super) fn misformed(form: &str, text: &str) -> Option<Fault> {
    let (fits, problem): (fn(&str) -> bool, _) = match form {
        PLACE | REGION => (is_region, Problem::Region),
        SCOPE => (is_scope, Problem::Region),
        SHA256 => (is_sha256, Problem::Digest),
        TOKEN => (is_token, Problem::Token),
        _ => return None,
    };
    match fits(text) {
        true => None,
        false => Some((problem, tables::meant(text).filter(|meant| fits(meant)))),
    }
}

/// Why a claim of a form is hardly this text, in a programme from the first of two days to the last.
pub(super) fn doubtful(form: &str, text: &str, window: Option<(Day, Day)>) -> Option<Fault> {
    if form == IDENTITY {
        return tables::identity(text, window?.1);
    }
    if !matches!(form, PLACE | REGION | SCOPE) || !is_region(text) || is_national(text) {
        return None;
    }
    match is_province(text.get(..2)?) {
        true => tables::region(
            text,
            window.filter(|_| form == REGION).map(|(first, _)| first),
        ),
        false => Some((Problem::RegionUnknown, None)),
    }
}

/// The verifier's module has no tables.
#[cfg(not(feature = "authoring"))]
mod tables {
    use super::{Day, Fault};

    pub(super) fn meant(_: &str) -> Option<String> {
        None
    }

    pub(super) fn identity(_: &str, _: Day) -> Option<Fault> {
        None
    }

    pub(super) fn region(_: &str, _: Option<Day>) -> Option<Fault> {
        None
    }
}
