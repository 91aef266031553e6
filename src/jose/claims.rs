//! Registered claims (RFC 7519 §4.1): times, strings and names, by their types.

use crate::error::{Code, Error};
use crate::json::{Object, Readable as _, Value, is_uri, pointer_to};
use crate::time::Instant;

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

/// A NumericDate (RFC 7519 §2), if the claim is there: from 1970 to the year 9999, with its fraction.
///
/// # Errors
/// `claim.invalid` with the pointer and the problem.
pub(crate) fn numeric_date(
    claims: &impl ClaimLookup,
    name: &str,
) -> Result<Option<Instant>, Error> {
    let read = |value| {
        Instant::read(value).map_err(|problem| error_at(Code::ClaimInvalid, name).because(problem))
    };
    claims.claim(name).map(read).transpose()
}

/// A NumericDate that must be there.
///
/// # Errors
/// `claim.required` or `claim.invalid` with the pointer.
pub(crate) fn required_numeric_date(
    claims: &impl ClaimLookup,
    name: &str,
) -> Result<Instant, Error> {
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
pub(crate) fn check_validity(claims: &impl ClaimLookup, now: Instant) -> Result<(), Error> {
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
    use crate::error::Problem;
    use crate::json;

    fn claims(text: &str) -> Object {
        let value = json::parse(text.as_bytes(), 1000).unwrap();
        value.as_object().unwrap().clone()
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(seconds).unwrap()
    }

    #[test]
    fn times_are_seconds_with_a_fraction_up_to_the_year_9999() {
        let read = |text: &str| numeric_date(&claims(&format!(r#"{{"exp":{text}}}"#)), "exp");
        for (text, want) in [
            ("0", 0),
            ("1300819380", 1_300_819_380),
            ("1.3e9", 1_300_000_000),
            ("253402300799", Instant::MAX.unix()),
        ] {
            assert_eq!(read(text), Ok(Some(at(want))), "{text}");
        }
        let time = read("1300819380.1234567").unwrap().unwrap();
        assert!(time > at(1_300_819_380) && time < at(1_300_819_381));
        let text = json::write(&time.into());
        assert_eq!(text, "1300819380.1234567", "nothing of it is lost");

        for (text, want) in [
            ("253402300800", Problem::Milliseconds),
            ("1795914274000", Problem::Milliseconds),
            ("1e17", Problem::Value),
            ("1300819380.12345678", Problem::Value),
            ("-1", Problem::Value),
            ("-0.5", Problem::Value),
            ("\"1300819380\"", Problem::Type),
            ("null", Problem::Type),
            ("true", Problem::Type),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!(error.code(), Code::ClaimInvalid, "{text}");
            assert_eq!(error.problem(), Some(want), "{text}");
        }
        assert_eq!(numeric_date(&claims("{}"), "exp"), Ok(None));
        let missing = required_numeric_date(&claims("{}"), "exp").unwrap_err();
        assert_eq!(missing.code(), Code::ClaimRequired);
    }

    #[test]
    fn a_document_holds_from_nbf_until_just_before_exp() {
        let whole = claims(r#"{"nbf":100,"exp":200}"#);
        let between = claims(r#"{"nbf":99.5,"exp":199.000001}"#);
        for claims in [whole, between] {
            for (now, want) in [
                (at(99), Some(Code::TimeNotYetValid)),
                (at(100), None),
                (at(199), None),
                (at(200), Some(Code::TimeExpired)),
                (Instant::MAX, Some(Code::TimeExpired)),
            ] {
                let found = check_validity(&claims, now).err().map(|e| e.code());
                assert_eq!(found, want, "{now}");
            }
        }
        assert_eq!(check_validity(&Object::new(), at(0)), Ok(()));
    }
}
