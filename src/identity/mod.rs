//! Identity codes: whose record it is.
//!
//! ```
//! use xinyi::Day;
//! use xinyi::identity::{CodeKind, CodeProblem, CodeVerdict, examine};
//!
//! let today = Day::parse("2026-11-25").unwrap();
//! let code = examine("91310115ma1000367y", today);
//! assert_eq!(code.kind, CodeKind::Uscc);
//! assert_eq!(code.verdict, CodeVerdict::Valid);
//! assert_eq!(code.normalised.as_deref(), Some("91310115MA1000367Y"));
//! assert_eq!(code.organisation_code.as_deref(), Some("MA1000367"));
//!
//! let code = examine("91310115MA1000368Y", today);
//! assert_eq!(code.verdict, CodeVerdict::Invalid);
//! assert!(code.problems.contains(&CodeProblem::CheckCharacter));
//! ```
//!
//! A code that checks was not mistyped. Whether it was ever given to anybody, and to whom, no code
//! says by itself.

mod check;
mod examination;
mod normal;
mod organisation;
mod permanent;
mod province;
#[cfg(feature = "authoring")]
mod regions;
mod resident;
mod same;
mod uscc;

pub use examination::{CodeKind, CodeProblem, CodeVerdict, Examination};

pub use organisation::{organisation_code, registration_number};
#[cfg(feature = "authoring")]
pub use regions::{Region, Regions};

pub(crate) use normal::fold;
pub(crate) use province::{is_province, provinces};
pub(crate) use resident::birthdate;
pub(crate) use same::is_same;

use self::examination::gravity;
use crate::time::Day;

/// Examines a code of any kind. A day of birth after `today` is an error.
///
/// The kind follows from length, alphabet and checks together, never from a prefix: resident numbers and USCCs
/// begin alike. A code that is valid as a person's number and as a USCC is taken for the person's. A USCC that
/// differs from a person's number by its last character alone is `unrecognised`, with `other_kind`.
pub fn examine(input: &str, today: Day) -> Examination {
    let code = fold(input);
    let mut readings = vec![
        permanent::examine(&code, today),
        resident::examine(&code, today),
        uscc::examine(&code),
    ];
    readings.retain(Examination::fits);
    let slips = |e: &Examination| {
        e.kind != CodeKind::Uscc && matches!(e.problems[..], [CodeProblem::CheckCharacter])
    };
    let slip = readings.iter().any(slips);
    // Of equals, the first. If no reading is valid, one with an impossible day of birth comes last.
    let best = readings.into_iter().min_by_key(|e| {
        let unborn = e.problems.contains(&CodeProblem::BirthdateInvalid);
        (e.gravity(), e.problems.len(), unborn)
    });
    let registration = registration_number(&code).is_some();
    match best {
        Some(mut found) if found.kind == CodeKind::Uscc && slip && !found.is_invalid() => {
            found.add(CodeProblem::OtherKind);
            found
        }
        Some(mut found) if found.verdict == CodeVerdict::Legacy && registration => {
            found.add(CodeProblem::RegistrationNumber);
            found
        }
        Some(found) if !(found.is_invalid() && registration) => found,
        _ => Examination::new(CodeKind::Unknown, &code, unknown(&code)),
    }
}

/// Examines a code that is said to be of this kind. [`CodeKind::Unknown`]: of any kind, as [`examine`].
pub fn examine_as(kind: CodeKind, input: &str, today: Day) -> Examination {
    if kind == CodeKind::Unknown {
        return examine(input, today);
    }
    let code = fold(input);
    let mut found = read(kind, &code, today);
    if kind == CodeKind::Uscc && found.fits() && !resident::is_number(&code) {
        // With a letter in it, it cannot be a person's number.
        return found;
    }
    let best = examine(input, today);
    let replaced = |problem: &&CodeProblem| {
        matches!(
            problem,
            CodeProblem::OrganisationCode | CodeProblem::RegistrationNumber
        )
    };
    if best.kind == CodeKind::Unknown && kind == CodeKind::Uscc {
        if let Some(problem) = best.problems.iter().find(replaced) {
            found.add(*problem);
        }
    } else if best.kind != kind && best.gravity() <= gravity(CodeVerdict::Legacy) {
        found.add(CodeProblem::OtherKind);
    }
    found
}

/// Examines a folded code as one of this kind.
fn read(kind: CodeKind, code: &str, today: Day) -> Examination {
    match kind {
        CodeKind::PermanentResidentId => permanent::examine(code, today),
        CodeKind::ResidentId => resident::examine(code, today),
        CodeKind::Uscc => uscc::examine(code),
        CodeKind::Unknown => Examination::new(kind, code, unknown(code)),
    }
}

/// The problem of a code that is of no kind.
fn unknown(code: &str) -> Vec<CodeProblem> {
    if organisation_code(code).is_some() {
        vec![CodeProblem::OrganisationCode]
    } else if registration_number(code).is_some() {
        vec![CodeProblem::RegistrationNumber]
    } else if matches!(code.chars().count(), 15 | 18) {
        vec![CodeProblem::Alphabet]
    } else {
        vec![CodeProblem::Length]
    }
}

#[cfg(test)]
mod tests;
