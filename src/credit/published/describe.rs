//! Words for what the vocabulary has.

use crate::credit::vocabulary::{
    CLAIM_TYPES, CODE_LISTS, ClaimType, Field, LIST_TYPES, ListType, OFFICER, Shape, ValueKind,
};

/// A record or object.
#[derive(Clone, Copy)]
pub(super) struct Described {
    /// Its name in schemas, the same as in the page's places.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    /// Its members are each a disclosure.
    pub(super) is_group: bool,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

/// The record of a list.
pub(super) fn record_of(list: &ListType) -> Described {
    let [zh, en] = list.terms;
    Described {
        name: list.noun,
        fields: list.fields,
        is_group: false,
        zh,
        en,
    }
}

/// The record of each list, with the list's name.
pub(super) fn records() -> impl Iterator<Item = (&'static str, Described)> {
    let lists = LIST_TYPES.iter();
    lists.map(|list| (list.name, record_of(list)))
}

/// Objects that are no list's, each with the claim that it is of.
pub(super) fn objects() -> Vec<(&'static ClaimType, Described)> {
    let mut objects = Vec::new();
    for claim in CLAIM_TYPES.iter().filter(|c| !c.fields().is_empty()) {
        let [zh, en] = claim.terms;
        let object = Described {
            name: claim.noun,
            fields: claim.fields(),
            is_group: matches!(claim.shape, Shape::Members(_)),
            zh,
            en,
        };
        objects.push((*claim, object));
        let mut kinds = claim.fields().iter().map(|field| field.kind);
        if kinds.any(|kind| kind == ValueKind::Records(OFFICER)) {
            let officer = Described {
                name: "officer",
                fields: OFFICER,
                is_group: false,
                zh: "任职人员",
                en: "who holds an office in the organisation",
            };
            objects.push((*claim, officer));
        }
    }
    objects
}

/// Each code with its Chinese and English terms.
pub(super) fn terms(
    codes: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let list = CODE_LISTS.iter().find(|list| list.codes == codes);
    let list = list.expect("every list of codes has its terms");
    let terms = list.codes.iter().zip(list.terms);
    terms.map(|(code, [zh, en])| (*code, *zh, *en))
}
