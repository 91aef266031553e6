//! Issuing bundles.

use super::{SecureRandom, Signatory};
use crate::credit::{
    CLEAR, Claims, Forum, LIST_TYPES, LawfulUse, Rows, Vct, is_disclosure, statements_to_make,
    to_issue,
};
use crate::error::{Code, Error, Stage};
#[cfg(feature = "sm2")]
use crate::jose::Algorithm;
use crate::jose::{self, HashAlgorithm, VerifyingKey};
use crate::json::{Object, Value, pointer_to};
use crate::law::{self, Ground, Law, LawEdition};
use crate::sd_jwt::{self, Profile, SdJwt, SdJwtIssuance};
use crate::time::{BeyondCalendar, Day, Instant, Period};
use crate::verifier::status_reference;
use crate::work::Work;

/// Signs a bundle with a `bundle` key of the trust-list entry that is its `iss`.
///
/// `claims` are those of the profile, all visible. The profile decides what becomes a disclosure: each member
/// of `subject` and of its `links`, each scheme of `evaluations`, each list and each of its records, each statement of
/// `clear`, `registration` and `finance`. In the place of a statement that may not be made
/// ([`clear_statements`]) is a decoy. So many `decoys`, which are digests without a disclosure, are added to the
/// digests of the top level. Digests are made with SM3 if the key is SM2, else with SHA-256.
///
/// The result holds every disclosure, and is for the subject alone. [`present`](super::present) leaves out what
/// is not to be disclosed.
///
/// # Errors
/// `claim.*` with a JSON pointer for what no verifier would accept, such as a required list left
/// out or a record with a code that does not exist; `issuer.not_shareable` for a record that may no longer be
/// passed on on the day of `iat`, by the law that is built in; `limit.*`; `host.random`; what
/// is wrong with the [`Signer`](super::Signer).
pub fn sign_bundle(
    claims: &Object,
    decoys: usize,
    signatory: Signatory<'_>,
    random: &dyn SecureRandom,
) -> Result<String, Error> {
    let key = signatory.signer.verifying_key();
    require_lists(claims).map_err(|e| e.at(Stage::Bundle))?;
    let withheld = withheld(claims, signatory.law()).map_err(|e| e.at(Stage::Bundle))?;
    let issuance = SdJwtIssuance {
        signer: signatory.signer,
        header: signatory.header("dc+sd-jwt"),
        hash: match key.algorithm() {
            #[cfg(feature = "sm2")]
            Algorithm::Sm2 => HashAlgorithm::Sm3,
            _ => HashAlgorithm::Sha256,
        },
        decoys,
        withheld: &withheld,
        random,
    };
    let bundle = issuance.issue(claims, is_disclosure)?;
    read_back(&bundle, key, signatory.law()).map_err(|e| e.at(Stage::Bundle))?;
    Ok(bundle)
}

/// Which of the statements of absence (`clear`) in a bundle's claims may be made of its subject, in their order: those
/// that no record in the claims speaks against, be it only in doubt whether it may lawfully be used on `as_of`.
///
/// A platform gives all the statements that it makes of anybody. [`sign_bundle`] puts a decoy in the place of each that
/// may not be made, so that how many there are tells nothing. `law` is the edition by which the platform works; without
/// one, it is the one that is built in.
///
/// # Errors
/// `claim.*` with a JSON pointer for claims that no verifier would accept; `limit.*`.
pub fn clear_statements(claims: &Object, law: Option<&LawEdition>) -> Result<Vec<bool>, Error> {
    let law = law.map_or_else(|| law::built_in(), LawEdition::law);
    to_make(claims, law).map_err(|e| e.at(Stage::Bundle))
}

/// A record that may not be passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotShareable {
    /// The list that it is in.
    pub list: &'static str,
    /// Its place there.
    pub place: usize,
    /// Why.
    pub ground: Ground,
    /// By which law.
    pub basis: String,
}

/// The records in a bundle's claims that may no longer be passed on at `iat`, of which [`sign_bundle`] refuses the first:
/// what a platform that takes records from elsewhere has to leave out.
///
/// # Errors
/// `claim.*` with a JSON pointer for claims that no verifier would accept; `limit.*`.
pub fn not_shareable(
    claims: &Object,
    iat: Instant,
    law: Option<&LawEdition>,
) -> Result<Vec<NotShareable>, Error> {
    let law = law.map_or_else(|| law::built_in(), LawEdition::law);
    let read = || match vct_of(claims) {
        Some(vct) => unshareable(&to_issue(vct, claims, law)?, law, Day::of(iat)),
        None => Ok(Vec::new()),
    };
    read().map_err(|e: Error| e.at(Stage::Bundle))
}

/// When a bundle ends whose data were drawn on `as_of`: in China, after the last of so many days, that day not counted.
/// After `P3B` nothing in it but the subject is known any more. In years of which the holidays are not known, every day
/// counts as a working day.
///
/// `law` is the edition by which the platform works; without one, it is the one that is built in. `None` beyond the
/// calendar.
pub fn bundle_end(as_of: Day, period: Period, law: Option<&LawEdition>) -> Option<Instant> {
    let law = law.map_or_else(|| law::built_in(), LawEdition::law);
    let last = match period {
        Period::WorkingDays(days) => {
            let every = BeyondCalendar::EveryDay;
            law.calendar.working_days_after(as_of, days, every)?.day
        }
        Period::Calendar { .. } => as_of.plus(period, &law.calendar)?,
    };
    Some(last.next()?.start())
}

/// How many decoys bring the digests at the top level of a bundle to so many, whatever its claims are, so that their
/// number says nothing.
pub fn decoys_for(claims: &Object, digests: usize) -> usize {
    let disclosures = claims
        .iter()
        .filter(|(name, _)| is_disclosure(&pointer_to(&[name])));
    digests.saturating_sub(disclosures.count())
}

fn to_make(claims: &Object, law: &Law) -> Result<Vec<bool>, Error> {
    match vct_of(claims) {
        Some(vct) if claims.contains(CLEAR) => statements_to_make(vct, claims, law),
        _ => Ok(Vec::new()),
    }
}

/// The JSON pointers of the statements that may not be made.
fn withheld(claims: &Object, law: &Law) -> Result<Vec<String>, Error> {
    let places = to_make(claims, law)?.into_iter().enumerate();
    let withheld = places.filter(|(_, may_be_made)| !may_be_made);
    Ok(withheld
        .map(|(place, _)| format!("/{CLEAR}/{place}"))
        .collect())
}

fn vct_of(claims: &Object) -> Option<Vct> {
    claims
        .get("vct")
        .and_then(Value::as_str)
        .and_then(Vct::parse)
}

/// Checks that every required list is there. A missing one could not be told from one that is hidden among
/// decoys, and no subject could ever disclose it.
fn require_lists(claims: &Object) -> Result<(), Error> {
    let Some(vct) = vct_of(claims) else {
        return Ok(());
    };
    let mut required = LIST_TYPES.iter().filter(|list| list.is_always_in(vct));
    match required.find(|list| !claims.contains(list.name)) {
        Some(list) => {
            Err(Error::new(Code::ClaimRequired).with("pointer", format!("/{}", list.name)))
        }
        None => Ok(()),
    }
}

/// Reads what was signed like a verifier that trusts the issuer for everything. Only the trust list says which
/// types, regions, fields and schemes are the issuer's.
fn read_back(bundle: &str, key: &VerifyingKey, law: &Law) -> Result<(), Error> {
    let invalid = |pointer: &str| Error::new(Code::ClaimInvalid).with("pointer", pointer);

    let sd_jwt = SdJwt::parse(bundle, Profile::Bundle)?;
    let processed = sd_jwt.verify(key)?.process()?;
    let open = processed.claims();
    jose::required_uri(open, "iss")?;
    let vct = jose::required_string(open, "vct")?;
    let vct = Vct::parse(vct).ok_or_else(|| invalid("/vct"))?;
    let claims = Claims::parse(vct, open, law)?;
    let iat = jose::required_numeric_date(open, "iat")?;
    let exp = jose::required_numeric_date(open, "exp")?;
    if exp <= iat {
        return Err(invalid("/exp"));
    }
    // Such a bundle would never be valid.
    if jose::numeric_date(open, "nbf")?.is_some_and(|nbf| nbf >= exp) {
        return Err(invalid("/nbf"));
    }
    if sd_jwt::meant_for(open)?.is_some_and(|audience| audience.is_empty()) {
        return Err(invalid("/aud"));
    }
    if claims.as_of > Day::of(iat) {
        return Err(Error::new(Code::ClaimConflict).with("pointer", "/as_of"));
    }
    check_shareable(&claims, law, Day::of(iat))?;
    processed.holder_key()?;
    status_reference(open).map(drop)
}

/// Once a record is repaired, taken back, at its end or past its time, platforms stop passing it on
/// (信用修复管理办法 第三条).
fn check_shareable(claims: &Claims, law: &Law, day: Day) -> Result<(), Error> {
    match unshareable(claims, law, day)?.first() {
        Some(found) => Err(Error::new(Code::IssuerNotShareable)
            .with("pointer", format!("/{}/{}", found.list, found.place))
            .with("ground", found.ground.as_str())
            .with("basis", &*found.basis)),
        None => Ok(()),
    }
}

fn unshareable(claims: &Claims, law: &Law, day: Day) -> Result<Vec<NotShareable>, Error> {
    let work = Work::of_a_decision();
    let law = LawfulUse {
        claims,
        forum: Forum::NOWHERE,
        law,
        rows: Rows::All,
        extent: None,
        work: &work,
    };
    let mut found = Vec::new();
    for (list, place, record) in claims.records() {
        if let Some(why) = law.not_shareable(list, record, day) {
            found.push(NotShareable {
                list: list.name,
                place,
                ground: why.ground,
                basis: why.basis.to_string(),
            });
        }
    }
    work.check()?;
    Ok(found)
}
