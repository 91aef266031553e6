//! The record vocabulary: every claim of a bundle, its type, its closed codes, and what else there is to
//! know of it.
//!
//! One table, by which bundles are parsed, rules are type-checked, facts get their names in reasons, the
//! law tells records apart, and the published schemas and tables of `docs/records.md` are made.

mod adverse;
mod claim;
mod clear;
mod codes;
mod form;
mod list;
pub(crate) mod name;
mod objects;
mod promise;
mod records;
mod sensitivity;

pub(crate) use adverse::LISTINGS;
use adverse::{COMMITMENTS, OBLIGATIONS, PENALTIES};
use records::{ACTIVITIES, HONOURS, LICENCES};

pub(crate) use crate::law::Adverse;
pub(crate) use claim::{ClaimType, Shape};
pub(crate) use clear::{CLEAR, CLEAR_VCTS, STATEMENT};
#[cfg(test)]
pub(crate) use codes::CODE_LISTS;
pub(crate) use codes::{NATURAL_PERSON, OFFICER_ROLES, SUBJECT_KINDS};
pub(crate) use form::{Field, ValueKind};
pub(crate) use list::ListType;
#[cfg(test)]
pub(crate) use objects::OFFICER;
pub(crate) use objects::{AS_OF, EVALUATIONS, JURISDICTION, SUBJECT, SUBJECT_KIND};
use objects::{FINANCE, REGISTRATION};
pub(crate) use promise::{PROMISE, PROMISE_NOUN};
pub(crate) use sensitivity::sensitivity;

/// All lists, in the order in which they are reported.
pub(crate) static LIST_TYPES: &[&ListType] = &[
    &LISTINGS,
    &PENALTIES,
    &COMMITMENTS,
    &OBLIGATIONS,
    &HONOURS,
    &LICENCES,
    &ACTIVITIES,
];

/// All other claims that rules can name.
pub(crate) static CLAIM_TYPES: &[&ClaimType] = &[
    &SUBJECT_KIND,
    &JURISDICTION,
    &AS_OF,
    &SUBJECT,
    &EVALUATIONS,
    &REGISTRATION,
    &FINANCE,
];

/// The list of a name.
pub(crate) fn list_type(name: &str) -> Option<&'static ListType> {
    LIST_TYPES.iter().copied().find(|list| list.name == name)
}

/// The claim of a name that is no list.
pub(crate) fn claim_type(name: &str) -> Option<&'static ClaimType> {
    CLAIM_TYPES.iter().copied().find(|claim| claim.name == name)
}

/// The claims that are one disclosure each.
pub(crate) fn whole_claims() -> impl Iterator<Item = &'static ClaimType> {
    let is_whole = |claim: &&ClaimType| matches!(claim.shape, Shape::Whole(_));
    CLAIM_TYPES.iter().copied().filter(is_whole)
}

/// What a claim, or one of its records or members, is called.
pub(crate) fn noun(name: &str) -> Option<&'static str> {
    let list = list_type(name).map(|list| list.noun);
    list.or_else(|| claim_type(name).map(|claim| claim.noun))
}

#[cfg(test)]
mod tests {
    use super::form::has;
    use super::name::{DISPUTED, LIST, NAMES, STATE, ValueType};
    use super::*;
    use crate::json::is_token;
    use crate::law;

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
                    assert!(has(list.fields, *name), "{name:?}");
                }
            }
        }
        assert!(SUBJECT_KINDS.contains(&NATURAL_PERSON));
        for list in CODE_LISTS {
            assert_eq!(list.codes.len(), list.terms.len());
            for (index, code) in list.codes.iter().enumerate() {
                assert!(is_token(code), "{code}");
                assert!(!list.codes[..index].contains(code), "{code}");
            }
        }
    }

    /// An edition of the law is read before there is any record, and by words of its own.
    #[test]
    fn the_words_of_the_law_are_those_of_records() {
        assert_eq!(law::CLASSES, *codes::CLASSES);
        assert_eq!(law::PROCEDURES, *codes::PROCEDURES);
        assert_eq!(law::SUBJECT_KINDS, *SUBJECT_KINDS);
        let adverse = LIST_TYPES.iter().filter(|list| list.is_adverse());
        let adverse: Vec<&str> = adverse.map(|list| list.name).collect();
        assert_eq!(law::RECORDS, *adverse);
    }

    #[test]
    fn adverse_lists_all_have_what_the_filter_reads() {
        for list in LIST_TYPES.iter().filter(|l| l.is_adverse()) {
            assert!(has(list.fields, STATE), "{}", list.name);
            assert!(has(list.fields, DISPUTED), "{}", list.name);
            // What may be missing from a list is told by its code.
            if list.adverse == Some(Adverse::Listing) {
                assert!(has(list.fields, LIST), "{}", list.name);
            }
            let is_dated = !list.done.is_empty() || list.done_after.is_some();
            assert!(is_dated, "{}", list.name);
        }
    }

    #[test]
    fn the_days_of_a_list_are_those_of_its_records() {
        for list in LIST_TYPES {
            let held = [list.begins, list.ends, list.done_after];
            for name in held.iter().flatten().chain(list.done) {
                assert!(has(list.fields, *name), "{}: {name:?}", list.name);
            }
        }
    }

    #[test]
    fn a_name_holds_what_the_fields_of_that_name_do() {
        let lists = LIST_TYPES.iter().map(|list| list.fields);
        let claims = CLAIM_TYPES.iter().map(|claim| claim.fields());
        let others = [OFFICER, PROMISE, STATEMENT];
        let all: Vec<&Field> = lists.chain(claims).chain(others).flatten().collect();
        for (name, held) in NAMES {
            let mut fields = all.iter().filter(|field| field.name == *name).peekable();
            assert!(fields.peek().is_some(), "{name} is of no field");
            for field in fields {
                let fits = match held {
                    ValueType::Day => matches!(field.kind, ValueKind::Day | ValueKind::PastDay),
                    ValueType::Flag => field.kind == ValueKind::Bool,
                    ValueType::Group => {
                        matches!(field.kind, ValueKind::Ages | ValueKind::Records(_))
                    }
                    ValueType::Number => {
                        matches!(field.kind, ValueKind::Number | ValueKind::Quantity)
                    }
                    ValueType::Money => field.kind == ValueKind::Money,
                    ValueType::Text => matches!(
                        field.kind,
                        ValueKind::Text
                            | ValueKind::Token
                            | ValueKind::Code(_)
                            | ValueKind::Catalogued(_)
                            | ValueKind::Region
                            | ValueKind::Scope
                    ),
                    ValueType::Texts => field.kind.of_elements().is_some(),
                };
                assert!(fits, "{name} is {:?}", field.kind);
            }
        }
    }
}
