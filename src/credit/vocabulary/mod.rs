//! The record vocabulary: every claim of a bundle, its type, and its closed codes.
//!
//! One table, from which bundles are parsed, rules are type-checked, and the published schemas and
//! tables of `docs/records.md` are made.

mod codes;
mod form;
mod objects;
mod records;

#[cfg(test)]
pub(crate) use codes::CODE_LISTS;
pub(crate) use codes::{FIELDS, OFFICER_ROLES, SUBJECT_KINDS, lists_of};
pub(crate) use form::{Field, Kind, ListType};
pub(crate) use objects::{EVALUATION, FINANCE, OFFICER, REGISTRATION, SUBJECT};
pub(crate) use records::{
    ACTIVITIES, COMMITMENTS, HONOURS, LICENCES, LISTINGS, OBLIGATIONS, PENALTIES,
};

/// The editions of the national basic catalogue of public credit information
/// (全国公共信用信息基础目录) whose codes are below.
pub(crate) const CATALOGUE_EDITIONS: &[u32] = &[2021, 2022, 2024, 2025];

/// All lists, in the order in which they are reported.
pub(crate) const LIST_TYPES: &[&ListType] = &[
    &LISTINGS,
    &PENALTIES,
    &COMMITMENTS,
    &OBLIGATIONS,
    &HONOURS,
    &LICENCES,
    &ACTIVITIES,
];

/// Whether `text` is `[a-z0-9_-]{1,40}`.
pub(crate) fn is_token(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_once() {
        for list in LIST_TYPES {
            for (index, field) in list.fields.iter().enumerate() {
                let before = &list.fields[..index];
                assert!(
                    before.iter().all(|f| f.name != field.name),
                    "{}",
                    field.name
                );
            }
            for (earlier, later) in list.order {
                for name in [earlier, later] {
                    let field = list.fields.iter().find(|f| f.name == *name).unwrap();
                    assert!(matches!(field.kind, Kind::Day | Kind::PastDay), "{name}");
                }
            }
        }
        for list in codes::LISTS {
            let fields = FIELDS.iter().filter(|f| lists_of(f).any(|l| l == *list));
            assert!(fields.count() > 0, "{list} is of no field");
        }
        for list in CODE_LISTS {
            assert_eq!(list.codes.len(), list.terms.len());
            for (index, code) in list.codes.iter().enumerate() {
                assert!(is_token(code), "{code}");
                assert!(!list.codes[..index].contains(code), "{code}");
            }
        }
    }

    #[test]
    fn adverse_lists_all_have_what_the_filter_reads() {
        for list in LIST_TYPES.iter().filter(|l| l.adverse) {
            for name in ["state", "disputed"] {
                assert!(list.fields.iter().any(|f| f.name == name), "{}", list.name);
            }
        }
    }
}
