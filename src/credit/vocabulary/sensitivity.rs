//! How much each claim tells of whom it is about, for a holder who can choose between claims that do as well.

/// What has no weight of its own, such as a claim of a later version.
const UNKNOWN: u32 = 8;

/// Weights by claim, or by member of a claim that is no disclosure itself. Of two sets that are as small, the one of
/// less weight is shown: an age before a birthdate, a birthdate before an identity code, an evaluation before a list.
const WEIGHTS: &[(&str, u32)] = &[
    // That there is nothing of some kind, and no more.
    ("clear", 1),
    ("subject/age_over", 1),
    ("subject/full_capacity", 2),
    // A random number of this batch of bundles.
    ("subject/link", 1),
    ("subject/links", 1),
    // In public registers.
    ("subject/established", 1),
    ("registration", 2),
    ("subject/residence", 3),
    ("subject/birthdate", 5),
    ("subject/id_tail", 5),
    ("subject/officers", 7),
    ("subject/name", 7),
    ("subject/id", 8),
    ("evaluations", 2),
    ("honours", 3),
    ("licences", 3),
    ("activities", 3),
    ("finance", 4),
    ("commitments", 4),
    ("obligations", 4),
    ("penalties", 4),
    ("listings", 4),
];

/// The weight of what stands at a JSON pointer.
pub(crate) fn sensitivity(pointer: &str) -> u32 {
    let path = pointer.strip_prefix('/').unwrap_or(pointer);
    let is_of = |claim: &str| {
        let rest = path.strip_prefix(claim);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let weight = WEIGHTS.iter().find(|(claim, _)| is_of(claim));
    weight.map_or(UNKNOWN, |(_, weight)| *weight)
}

#[cfg(test)]
mod tests {
    use super::super::{CLAIM_TYPES, LIST_TYPES, SUBJECT, Shape};
    use super::*;

    fn is_weighed(claim: &str) -> bool {
        WEIGHTS.iter().any(|(name, _)| *name == claim)
    }

    #[test]
    fn every_claim_that_is_a_disclosure_has_a_weight() {
        for list in LIST_TYPES {
            assert!(is_weighed(list.name), "{}", list.name);
        }
        for claim in CLAIM_TYPES {
            let is_one = matches!(claim.shape, Shape::Whole(_) | Shape::Schemes(_));
            assert!(!is_one || is_weighed(claim.name), "{}", claim.name);
        }
        for field in SUBJECT.fields() {
            let claim = format!("subject/{}", field.name);
            assert!(is_weighed(&claim), "{claim}");
        }
    }

    #[test]
    fn what_tells_less_weighs_less() {
        assert_eq!(sensitivity("/clear/2"), sensitivity("/subject/age_over"));
        let in_order = [
            "/clear/0",
            "/evaluations/sh-public",
            "/listings/0",
            "/subject/birthdate",
            "/subject/id",
        ];
        assert!(in_order.is_sorted_by(|a, b| sensitivity(a) < sensitivity(b)));
        assert_eq!(sensitivity("/subject/links/https:~1~1a.example"), 1);
        assert_eq!(sensitivity("/subject/identity"), UNKNOWN);
    }
}
