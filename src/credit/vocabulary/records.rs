//! The lists that do not speak against their subject, each with all that is known of it.

use super::codes::{HONOUR_KINDS, LICENCE_STATES};
use super::form::{ValueKind, may, must};
use super::list::ListType;
use super::name::{KIND, LIST, SCOPE, SINCE, STATE, UNTIL, VALID_FROM, VALID_UNTIL};
use super::objects::DISPUTED_FIELD;
use crate::credit::vct::Vct;
use crate::error::Problem;

// What is not in force is not in the list, so that a rule which asks whether something in it is comes to
// the same for everybody.

pub(crate) static HONOURS: ListType = ListType {
    name: "honours",
    noun: "honour",
    #[cfg(test)]
    terms: ["守信激励记录", "a place on a red list, or a recognition"],
    vcts: &[Vct::CreditStatus],
    always_issued: true,
    adverse: None,
    begins: Some(SINCE),
    ends: Some(UNTIL),
    done: &[],
    done_after: None,
    fields: &[
        must(
            KIND.text,
            ValueKind::Code(HONOUR_KINDS),
            ["类型", "its kind", ""],
        ),
        must(
            LIST.text,
            ValueKind::Token,
            ["名单或荣誉", "which, a code of the issuer's", ""],
        ),
        must(
            SCOPE.text,
            ValueKind::Scope,
            ["适用范围", "where it is an honour of", ""],
        ),
        must(
            SINCE.text,
            ValueKind::Day,
            ["授予日期", "its first day", ""],
        ),
        may(
            UNTIL.text,
            ValueKind::Day,
            ["有效期至", "its last day; absent: no end", ""],
        )
        .withheld(Problem::Honour),
        must(
            "authority",
            ValueKind::Text,
            ["授予机关", "who gave it", ""],
        ),
        DISPUTED_FIELD,
    ],
    order: &[],
};

pub(crate) static LICENCES: ListType = ListType {
    name: "licences",
    noun: "licence",
    #[cfg(test)]
    terms: ["行政许可记录", "an administrative licence"],
    vcts: &[Vct::CreditStatus],
    always_issued: true,
    adverse: None,
    begins: Some(VALID_FROM),
    ends: Some(VALID_UNTIL),
    done: &[],
    done_after: None,
    fields: &[
        must(
            "document",
            ValueKind::Text,
            ["许可编号", "number of the licence", "双公示"],
        ),
        must(
            KIND.text,
            ValueKind::Token,
            ["许可类别", "what for, a code of the issuer's", "双公示"],
        ),
        must(
            VALID_FROM.text,
            ValueKind::Day,
            ["有效期自", "its first day", "双公示"],
        )
        .withheld(Problem::Licence),
        may(
            VALID_UNTIL.text,
            ValueKind::Day,
            ["有效期至", "its last day; absent: no end", "双公示"],
        )
        .withheld(Problem::Licence),
        must(
            STATE.text,
            ValueKind::Code(LICENCE_STATES),
            ["当前状态", "how it stands", "双公示"],
        )
        .withheld(Problem::Licence),
        must(
            "authority",
            ValueKind::Text,
            ["许可机关", "who gave it", "双公示"],
        ),
        DISPUTED_FIELD,
    ],
    order: &[],
};

pub(crate) static ACTIVITIES: ListType = ListType {
    name: "activities",
    noun: "activity",
    #[cfg(test)]
    terms: [
        "志愿服务等活动记录",
        "what somebody did, in numbers, such as hours of volunteering",
    ],
    vcts: Vct::ALL,
    always_issued: false,
    adverse: None,
    begins: None,
    ends: None,
    done: &[],
    done_after: None,
    fields: &[
        must(
            KIND.text,
            ValueKind::Token,
            ["活动类型", "what was done, a code of the issuer's", ""],
        ),
        must("value", ValueKind::Quantity, ["数值", "how much of it", ""]),
        may("level", ValueKind::Text, ["等级", "the level reached", ""]),
        must(
            "as_of",
            ValueKind::Day,
            ["统计截至日期", "up to which day", ""],
        ),
        DISPUTED_FIELD,
    ],
    order: &[],
};
