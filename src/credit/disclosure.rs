//! Which parts of a bundle are a disclosure each.

use super::links::LINKS;
use super::vocabulary::{CLAIM_TYPES, SUBJECT};

/// The claims whose members are each a disclosure, and which are none themselves.
pub(crate) fn groups() -> impl Iterator<Item = &'static str> {
    let groups = CLAIM_TYPES.iter().filter(|claim| claim.is_group());
    groups.map(|claim| claim.name)
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
    use super::vocabulary::{CLEAR, Shape, claim_type, list_type};
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
