//! Words for what the vocabulary has.

use crate::credit::vocabulary::{
    ACTIVITIES, CODE_LISTS, COMMITMENTS, EVALUATION, FINANCE, Field, HONOURS, LICENCES, LISTINGS,
    OBLIGATIONS, OFFICER, PENALTIES, REGISTRATION, SUBJECT,
};

/// A record or object.
pub(super) struct Described {
    /// Its name in schemas, the same as in the page's places.
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

const fn described(
    name: &'static str,
    fields: &'static [Field],
    zh: &'static str,
    en: &'static str,
) -> Described {
    Described {
        name,
        fields,
        zh,
        en,
    }
}

/// The record of each list.
pub(super) const RECORDS: &[(&str, Described)] = &[
    (
        "listings",
        described(
            "listing",
            LISTINGS.fields,
            "失信名单记录",
            "that somebody is, or was, on an adverse list",
        ),
    ),
    (
        "penalties",
        described(
            "penalty",
            PENALTIES.fields,
            "行政处罚记录",
            "an administrative penalty: one decision",
        ),
    ),
    (
        "commitments",
        described(
            "commitment",
            COMMITMENTS.fields,
            "信用承诺记录",
            "a promise to an authority, and how it was kept",
        ),
    ),
    (
        "obligations",
        described(
            "obligation",
            OBLIGATIONS.fields,
            "应履行义务记录",
            "what is owed, or was",
        ),
    ),
    (
        "honours",
        described(
            "honour",
            HONOURS.fields,
            "守信激励记录",
            "a place on a red list, or a recognition",
        ),
    ),
    (
        "licences",
        described(
            "licence",
            LICENCES.fields,
            "行政许可记录",
            "an administrative licence",
        ),
    ),
    (
        "activities",
        described(
            "activity",
            ACTIVITIES.fields,
            "志愿服务等活动记录",
            "what somebody did, in numbers, such as hours of volunteering",
        ),
    ),
];

/// Objects that are no list's.
pub(super) const OBJECTS: &[Described] = &[
    described(
        "subject",
        SUBJECT,
        "信用主体信息",
        "who it is; each member is a disclosure of its own",
    ),
    described(
        "officer",
        OFFICER,
        "任职人员",
        "who holds an office in the organisation",
    ),
    described(
        "evaluation",
        EVALUATION,
        "信用评价结果",
        "a grade or a score by one scheme",
    ),
    described(
        "registration",
        REGISTRATION,
        "登记注册信息",
        "how a business stands in the registers",
    ),
    described("finance", FINANCE, "财务信息", "figures of a business"),
];

/// Each code with its Chinese and English terms.
pub(super) fn terms(
    codes: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let list = CODE_LISTS.iter().find(|list| list.codes == codes);
    let list = list.expect("every list of codes has its terms");
    let terms = list.codes.iter().zip(list.terms);
    terms.map(|(code, [zh, en])| (*code, *zh, *en))
}
