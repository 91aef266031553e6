//! Whether an issuer may say what a bundle says.

use super::issuer::Issuer;
use crate::credit::{Claim, Claims, Fields, Vct, is_adverse, is_national};
use crate::error::{Code, Error};
use crate::law::Edition;
use crate::region::{COUNTRY, NATIONAL_SCOPE, any_covers};

/// # Errors
/// `trust.scope` if the issuer may not sign bundles of this type.
pub(crate) fn check_type(issuer: &Issuer, vct: Vct) -> Result<(), Error> {
    if issuer.vct.iter().any(|v| v == vct.as_str()) {
        return Ok(());
    }
    Err(scope(issuer, "vct", vct.as_str()))
}

/// # Errors
/// `trust.scope` if a programme of the issuer is for regions that are not its own.
pub(crate) fn check_regions(issuer: &Issuer, regions: &[String]) -> Result<(), Error> {
    match regions.iter().find(|r| !any_covers(&issuer.regions, r)) {
        Some(region) => Err(scope(issuer, "regions", region)),
        None => Ok(()),
    }
}

/// Checks every disclosed claim against the issuer's regions, fields and schemes.
///
/// # Errors
/// `trust.scope`, `trust.scheme`.
pub(crate) fn check_claims(issuer: &Issuer, claims: &Claims, law: &Edition) -> Result<(), Error> {
    if !any_covers(&issuer.regions, &claims.jurisdiction) {
        return Err(scope(issuer, "jurisdiction", &claims.jurisdiction));
    }
    for (scheme, _) in &claims.evaluations.known {
        if !issuer.schemes.iter().any(|s| **s == **scheme) {
            return Err(Error::new(Code::TrustScheme)
                .with("issuer", issuer.id.as_str())
                .with("scheme", &**scheme));
        }
    }
    for (list, records) in &claims.lists {
        let Claim::Known(records) = records else {
            continue;
        };
        for record in records {
            let Claim::Known(record) = record else {
                continue;
            };
            if let Some(region) = record.place().filter(|r| *r != NATIONAL_SCOPE)
                && !any_covers(&issuer.regions, region)
            {
                let passed_on = || {
                    let field = record.field();
                    let is_national = is_national(law, claims, list, record);
                    passes_on(issuer, region, field)
                        || is_national && passes_on(issuer, COUNTRY, field)
                };
                if !is_adverse(list, record) || !passed_on() {
                    return Err(scope(issuer, "region", region));
                }
            }
            match record.field() {
                Some(field) if !issuer.fields.covers(field) => {
                    return Err(scope(issuer, "field", field));
                }
                // What names no field could be of any.
                None if list.is_adverse() && issuer.fields != Fields::All => {
                    return Err(scope(issuer, "field", "*"));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether the issuer has every adverse record of a region, and so passes on those of others. A penalty
/// by an authority of the whole country says so by the region `100000`: it is passed on by whoever has
/// what counts everywhere.
fn passes_on(issuer: &Issuer, region: &str, field: Option<&str>) -> bool {
    let mut complete = issuer.complete.iter();
    complete.any(|row| row.reaches(region, field))
}

fn scope(issuer: &Issuer, what: &str, found: &str) -> Error {
    Error::new(Code::TrustScope)
        .with("issuer", issuer.id.as_str())
        .with("member", what)
        .with("found", found)
}
