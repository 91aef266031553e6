//! Words for what the vocabulary has.

use crate::credit::vocabulary::{
    CLAIM_TYPES, CODE_LISTS, ClaimType, Field, LIST_TYPES, ListType, OFFICER, PROMISE,
    PROMISE_NOUN, STATEMENT, Shape, ValueKind,
};
use crate::law::{CodeList, LawEdition};

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

/// One of `clear`.
pub(super) const ABSENCE: Described = Described {
    name: "absence",
    fields: STATEMENT,
    is_group: false,
    zh: "无记录声明",
    en: "a statement of absence: on `as_of` the issuer has no such record that may lawfully be used",
};

/// One of `promised`.
pub(super) const PROMISED_ONE: Described = Described {
    name: PROMISE_NOUN,
    fields: PROMISE,
    is_group: false,
    zh: "当事人向判断方作出的承诺",
    en: "what the holder promises to whoever decides, in a commitment that they signed for this one request",
};

/// A code with its Chinese and English terms.
pub(super) type Term = (String, String, String);

/// Each code of the built-in edition of the law with its terms.
pub(super) fn catalogued_terms(list: CodeList) -> Vec<Term> {
    let document = serde_json::to_value(LawEdition::built_in().expect("an edition")).expect("JSON");
    let codes = &document["catalogue"]["codes"][list.as_str()];
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let term = |row: &serde_json::Value| {
        let title = &row["title"];
        (
            text(&row["code"]),
            text(&title["zh-CN"]),
            text(&title["en"]),
        )
    };
    codes.as_array().expect("codes").iter().map(term).collect()
}

/// Each code with its terms.
pub(super) fn terms(codes: &'static [&'static str]) -> Vec<Term> {
    let list = CODE_LISTS.iter().find(|list| list.codes == codes);
    let list = list.expect("every list of codes has its terms");
    let terms = list.codes.iter().zip(list.terms);
    let owned =
        |(code, [zh, en]): (&&str, &[&str; 2])| ((*code).into(), (*zh).into(), (*en).into());
    terms.map(owned).collect()
}
