//! Registered claims (RFC 7519 §4.1): times, strings and names, by their types.

use crate::error::{Code, Error};
use crate::json::{Object, Value, is_uri, pointer_to};

/// Claims that can be looked up by name.
pub(crate) trait ClaimLookup {
    /// The claim `name`. A type that keeps arrays and objects in another form may return `null` for them.
    fn claim(&self, name: &str) -> Option<&Value>;
}

impl ClaimLookup for Object {
    fn claim(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

/// The last second of the year 9999, in UNIX seconds.
const MAX_NUMERIC_DATE: i64 = 253_402_300_799;

/// A NumericDate (RFC 7519 §2), if the claim is there: whole seconds, from 1970 to the year 9999.
///
/// # Errors
/// `claim.invalid` with the pointer.
pub(crate) fn numeric_date(claims: &impl ClaimLookup, name: &str) -> Result<Option<i64>, Error> {
    let Some(value) = claims.claim(name) else {
        return Ok(None);
    };
    match value.as_i64() {
        Some(time @ 0..=MAX_NUMERIC_DATE) => Ok(Some(time)),
        _ => Err(error_at(Code::ClaimInvalid, name)),
    }
}

/// A NumericDate that must be there.
///
/// # Errors
/// `claim.required` or `claim.invalid` with the pointer.
pub(crate) fn required_numeric_date(claims: &impl ClaimLookup, name: &str) -> Result<i64, Error> {
    numeric_date(claims, name)?.ok_or_else(|| error_at(Code::ClaimRequired, name))
}

/// A string that must be there.
///
/// # Errors
/// `claim.required` or `claim.invalid` with the pointer.
pub(crate) fn required_string<'a>(
    claims: &'a impl ClaimLookup,
    name: &str,
) -> Result<&'a str, Error> {
    claims
        .claim(name)
        .ok_or_else(|| error_at(Code::ClaimRequired, name))?
        .as_str()
        .ok_or_else(|| error_at(Code::ClaimInvalid, name))
}

/// The name of an issuer or of a status list, which must be there.
///
/// # Errors
/// `claim.required` or `claim.invalid` with the pointer.
pub(crate) fn required_uri<'a>(claims: &'a impl ClaimLookup, name: &str) -> Result<&'a str, Error> {
    let uri = required_string(claims, name)?;
    match is_uri(uri) {
        true => Ok(uri),
        false => Err(error_at(Code::ClaimInvalid, name)),
    }
}

/// Checks `exp` and `nbf` where they are present: a document holds while nbf ≤ now < exp.
///
/// # Errors
/// `time.expired` with `exp` and `now`, `time.not_yet_valid` with `nbf` and `now`,
/// `claim.invalid`.
pub(crate) fn check_validity(claims: &impl ClaimLookup, now: i64) -> Result<(), Error> {
    let (exp, nbf) = (numeric_date(claims, "exp")?, numeric_date(claims, "nbf")?);
    if let Some(exp) = exp
        && now >= exp
    {
        return Err(Error::new(Code::TimeExpired)
            .with("exp", exp)
            .with("now", now));
    }
    if let Some(nbf) = nbf
        && now < nbf
    {
        return Err(Error::new(Code::TimeNotYetValid)
            .with("nbf", nbf)
            .with("now", now));
    }
    Ok(())
}

fn error_at(code: Code, name: &str) -> Error {
    Error::new(code).with("pointer", pointer_to(&[name]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn claims(text: &str) -> Object {
        let value = json::parse(text.as_bytes(), 1000).unwrap();
        value.as_object().unwrap().clone()
    }

    #[test]
    fn times_are_whole_seconds_up_to_the_year_9999() {
        for (text, want) in [
            ("0", Some(0)),
            ("1300819380", Some(1_300_819_380)),
            ("1.3e9", Some(1_300_000_000)),
            ("253402300799", Some(MAX_NUMERIC_DATE)),
            ("253402300800", None),
            ("-1", None),
            ("1300819380.5", None),
            ("\"1300819380\"", None),
            ("1e17", None),
            ("null", None),
            ("true", None),
            ("[1]", None),
        ] {
            let read = numeric_date(&claims(&format!(r#"{{"exp":{text}}}"#)), "exp");
            match want {
                Some(time) => assert_eq!(read, Ok(Some(time)), "{text}"),
                None => assert_eq!(read.expect_err(text).code(), Code::ClaimInvalid),
            }
        }
        assert_eq!(numeric_date(&claims("{}"), "exp"), Ok(None));
        let missing = required_numeric_date(&claims("{}"), "exp").unwrap_err();
        assert_eq!(missing.code(), Code::ClaimRequired);
    }

    #[test]
    fn a_document_holds_from_nbf_until_just_before_exp() {
        let claims = claims(r#"{"nbf":100,"exp":200}"#);
        for (now, want) in [
            (99, Some(Code::TimeNotYetValid)),
            (100, None),
            (199, None),
            (200, Some(Code::TimeExpired)),
            (i64::MAX, Some(Code::TimeExpired)),
        ] {
            let found = check_validity(&claims, now).err().map(|e| e.code());
            assert_eq!(found, want, "{now}");
        }
        assert_eq!(check_validity(&Object::new(), 0), Ok(()));
    }
}
