//! Which parts of a bundle are a disclosure each.

use super::links::LINKS;
#[cfg(any(feature = "issuer", test))]
use super::vocabulary::CLEAR;
use super::vocabulary::name::AGE_OVER;
use super::vocabulary::{CLAIM_TYPES, SUBJECT, Shape, claim_type, list_type};

/// The claims whose members are each a disclosure, and which are none themselves.
pub(crate) fn groups() -> impl Iterator<Item = &'static str> {
    let groups = CLAIM_TYPES.iter().filter(|claim| claim.is_group());
    groups.map(|claim| claim.name)
}

/// The claim whose disclosure shows the fact at a path of rules, without the input's alias: `evaluations.tax` of
/// `evaluations.tax.grade`. None for what is in the open, and for what is no claim.
///
/// Of an age the path is whole: a bundle tells some ages, and may not tell this one.
pub(crate) fn disclosed_by(path: &str) -> Option<&str> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if list_type(first).is_some() {
        return Some(first);
    }
    let member = rest.split('.').next().unwrap_or_default();
    match claim_type(first)?.shape {
        Shape::Open(_) | Shape::Drawing => None,
        Shape::Whole(_) => Some(first),
        Shape::Members(_) if member == AGE_OVER.text => Some(path),
        Shape::Members(_) | Shape::Schemes(_) => path.get(..first.len() + 1 + member.len()),
    }
}

/// Whether what stands at a JSON pointer is such a group, at whatever depth.
pub(super) fn is_group(pointer: &str) -> bool {
    let path = pointer.strip_prefix('/').unwrap_or(pointer);
    match path.split_once('/') {
        None => groups().any(|name| name == path),
        Some(within) => within == (SUBJECT.name, LINKS),
    }
}

/// Whether the profile makes the claim at a JSON pointer a disclosure of its own.
#[cfg(any(feature = "issuer", test))]
pub(crate) fn is_disclosure(pointer: &str) -> bool {
    let Some((outer, inner)) = pointer.rsplit_once('/') else {
        return false;
    };
    if is_group(pointer) {
        return false;
    }
    let is_list = |name| list_type(name).is_some();
    match outer.strip_prefix('/') {
        None => {
            let claim = claim_type(inner);
            let is_whole = claim.is_some_and(|claim| matches!(claim.shape, Shape::Whole(_)));
            is_list(inner) || is_whole
        }
        Some(list) => is_list(list) || list == CLEAR || is_group(outer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_shown_by_the_disclosure_that_it_is_in() {
        for (path, claim) in [
            ("listings", Some("listings")),
            ("evaluations.tax", Some("evaluations.tax")),
            ("evaluations.tax.grade", Some("evaluations.tax")),
            ("subject.birthdate", Some("subject.birthdate")),
            ("subject.age_over.18", Some("subject.age_over.18")),
            ("registration", Some("registration")),
            ("registration.status", Some("registration")),
            ("subject_kind", None),
            ("as_of", None),
            ("unheard_of", None),
        ] {
            assert_eq!(disclosed_by(path), claim, "{path}");
        }
    }

    #[test]
    fn what_is_a_disclosure_is_settled_by_the_profile() {
        for pointer in [
            "/subject/id",
            "/subject/age_over",
            "/subject/officers",
            "/subject/link",
            "/subject/links/https:~1~1agency.example",
            "/evaluations/sh-public",
            "/listings",
            "/listings/0",
            "/activities/12",
            "/clear/0",
            "/registration",
            "/finance",
        ] {
            assert!(is_disclosure(pointer), "{pointer}");
        }
        for pointer in [
            "",
            "/iss",
            "/exp",
            "/cnf",
            "/cnf/jwk",
            "/status",
            "/status/status_list",
            "/subject",
            "/evaluations",
            "/subject_kind",
            "/subject/age_over/18",
            "/subject/officers/0",
            "/subject/links",
            "/subject/links/https:~1~1agency.example/0",
            "/evaluations/tax/grade",
            "/listings/0/state",
            "/clear",
            "/clear/0/regions",
            "/listings/0/via/role",
            "/finance/revenue",
            "/unheard_of",
        ] {
            assert!(!is_disclosure(pointer), "{pointer}");
        }
    }
}
