//! The lists that speak against their subject, each with all that is known of it.

use super::codes::{
    CLASSES, COMMITMENT_STATES, COMMITMENT_TYPES, OBLIGATION_KINDS, PROCEDURES, SEVERITIES, STATES,
    SUBJECT_KINDS, VIA_ROLES,
};
use super::form::{Field, ValueKind, may, must};
use super::list::ListType;
use super::name::{
    ALSO, AMOUNT, BEHAVIOUR_ENDED_ON, BROKEN_ON, CLASS, CORRECTED_ON, DETERMINED_ON, DUE, FIELD,
    GROUND, KIND, LIST, MADE_ON, OBLIGATIONS_MET, PROCEDURE, PUBLISH_UNTIL, PUBLISHED_ON,
    RECOGNISED_IN, REGIME, REGION, REMEDIED_ON, ROLE, SCOPE, SETTLED_ON, SEVERITY, SINCE, STATE,
    UNTIL,
};
use super::objects::DISPUTED_FIELD;
use crate::credit::vct::Vct;
use crate::law::{Adverse, CodeList};

/// The person's part in what an organisation did.
const VIA: &[Field] = &[
    must(
        ROLE.text,
        ValueKind::Code(VIA_ROLES),
        ["责任身份", "in what capacity", ""],
    ),
    must(
        "subject_kind",
        ValueKind::Code(SUBJECT_KINDS),
        ["失信主体类型", "the kind of the organisation", ""],
    ),
];

pub(crate) static LISTINGS: ListType = ListType {
    name: "listings",
    noun: "listing",
    #[cfg(test)]
    terms: [
        "失信名单记录",
        "that somebody is, or was, on an adverse list",
    ],
    vcts: &[Vct::CreditStatus],
    always_issued: true,
    adverse: Some(Adverse::Listing),
    begins: Some(SINCE),
    ends: Some(UNTIL),
    done: &[SINCE],
    done_after: None,
    fields: &[
        must(
            LIST.text,
            ValueKind::Catalogued(CodeList::Lists),
            ["名单", "the list", "全国公共信用信息基础目录"],
        ),
        may(
            GROUND.text,
            ValueKind::Text,
            [
                "列入情形",
                "the article that the listing rests on, where its end depends on it",
                "法释〔2017〕7号",
            ],
        ),
        must(
            FIELD.text,
            ValueKind::Catalogued(CodeList::Fields),
            ["领域", "its field", ""],
        ),
        must(
            SEVERITY.text,
            ValueKind::Code(SEVERITIES),
            ["严重程度", "how serious it is", "国办发〔2020〕49号"],
        ),
        must(
            SCOPE.text,
            ValueKind::Scope,
            ["适用范围", "where it is a list of", ""],
        ),
        must(
            SINCE.text,
            ValueKind::PastDay,
            ["列入日期", "the first day on it", ""],
        ),
        may(
            UNTIL.text,
            ValueKind::Day,
            ["移出日期", "the last day on it; absent: no end", ""],
        )
        .applied(),
        may(
            CORRECTED_ON.text,
            ValueKind::PastDay,
            ["改正日期", "when what led to it was put right", ""],
        ),
        must(
            STATE.text,
            ValueKind::Code(STATES),
            ["状态", "how it stands", ""],
        )
        .applied(),
        must("authority", ValueKind::Text, ["列入机关", "who listed", ""]),
        must("basis", ValueKind::Text, ["列入依据", "by which law", ""]),
        may(
            RECOGNISED_IN.text,
            ValueKind::Regions,
            ["互认地区", "regions that recognise it", ""],
        ),
        may(
            "via",
            ValueKind::Object(VIA),
            [
                "关联责任",
                "listed for what an organisation did",
                "上海市社会信用条例 第三十三条",
            ],
        ),
        DISPUTED_FIELD,
    ],
    order: &[(SINCE, UNTIL), (SINCE, CORRECTED_ON)],
};

pub(crate) static PENALTIES: ListType = ListType {
    name: "penalties",
    noun: "penalty",
    #[cfg(test)]
    terms: ["行政处罚记录", "an administrative penalty: one decision"],
    vcts: &[Vct::CreditStatus],
    always_issued: true,
    adverse: Some(Adverse::Penalty),
    begins: None,
    ends: None,
    done: &[BEHAVIOUR_ENDED_ON, DETERMINED_ON],
    done_after: None,
    fields: &[
        must(
            "document",
            ValueKind::Text,
            ["行政处罚决定书文号", "number of the decision", "cf_wsh"],
        ),
        must(
            KIND.text,
            ValueKind::Catalogued(CodeList::Kinds),
            ["处罚类别", "the penalty", "cf_cflb"],
        ),
        may(
            ALSO.text,
            ValueKind::CataloguedList(CodeList::Kinds),
            ["并处", "further penalties of the same decision", "cf_cflb"],
        ),
        must(
            FIELD.text,
            ValueKind::Catalogued(CodeList::Fields),
            ["领域", "its field", ""],
        ),
        must(
            CLASS.text,
            ValueKind::Code(CLASSES),
            [
                "失信行为分类",
                "class of what was penalised",
                "国家发展改革委令第36号",
            ],
        ),
        must(
            PROCEDURE.text,
            ValueKind::Code(PROCEDURES),
            ["处罚程序", "the procedure", "行政处罚法 第五章"],
        ),
        may(
            REGION.text,
            ValueKind::Region,
            [
                "处罚机关所在地",
                "where; absent: the bundle's jurisdiction",
                "",
            ],
        ),
        must(
            DETERMINED_ON.text,
            ValueKind::PastDay,
            ["处罚决定日期", "day of the decision", "cf_jdrq"],
        ),
        may(
            PUBLISHED_ON.text,
            ValueKind::PastDay,
            ["公示日期", "day of publication", ""],
        ),
        may(
            PUBLISH_UNTIL.text,
            ValueKind::Day,
            ["公示截止期", "last day of publication", "cf_gsjzq"],
        ),
        may(
            BEHAVIOUR_ENDED_ON.text,
            ValueKind::PastDay,
            [
                "失信行为终止日期",
                "when what was penalised ended",
                "上海市社会信用条例 第三十五条",
            ],
        ),
        may(
            REGIME.text,
            ValueKind::Catalogued(CodeList::Regimes),
            ["公示规则", "rules of publicity that were applied", ""],
        ),
        may(
            AMOUNT.text,
            ValueKind::Money,
            [
                "罚款金额",
                "the fine, in yuan (the form has ten thousands)",
                "cf_nr_fk",
            ],
        ),
        may(
            OBLIGATIONS_MET.text,
            ValueKind::Bool,
            [
                "义务是否履行完毕",
                "whether what was imposed was done",
                "国家发展改革委令第36号",
            ],
        ),
        must(
            STATE.text,
            ValueKind::Code(STATES),
            ["状态", "how it stands", ""],
        )
        .applied(),
        must(
            "authority",
            ValueKind::Text,
            ["处罚机关", "who decided", "cf_cfjg"],
        ),
        must(
            "basis",
            ValueKind::Text,
            ["处罚依据", "by which law", "cf_yj"],
        ),
        DISPUTED_FIELD,
    ],
    order: &[
        (DETERMINED_ON, PUBLISHED_ON),
        (DETERMINED_ON, PUBLISH_UNTIL),
        (PUBLISHED_ON, PUBLISH_UNTIL),
    ],
};

pub(crate) static COMMITMENTS: ListType = ListType {
    name: "commitments",
    noun: "commitment",
    #[cfg(test)]
    terms: [
        "信用承诺记录",
        "a promise to an authority, and how it was kept",
    ],
    vcts: &[Vct::CreditStatus],
    always_issued: true,
    adverse: Some(Adverse::Promise),
    begins: None,
    ends: None,
    done: &[BROKEN_ON],
    done_after: Some(MADE_ON),
    fields: &[
        must(
            "type",
            ValueKind::Code(COMMITMENT_TYPES),
            [
                "承诺类型",
                "its type",
                "2019年上海市社会信用体系建设工作要点",
            ],
        ),
        must(
            "item",
            ValueKind::Token,
            ["承诺事项", "what for, a code of the issuer's", ""],
        ),
        may(
            REGION.text,
            ValueKind::Region,
            ["受理地", "where; absent: the bundle's jurisdiction", ""],
        ),
        must(
            MADE_ON.text,
            ValueKind::Day,
            ["承诺日期", "when it was made", ""],
        ),
        may(
            DUE.text,
            ValueKind::Day,
            ["履行期限", "by when it is to be kept", ""],
        ),
        must(
            STATE.text,
            ValueKind::Code(COMMITMENT_STATES),
            ["履行状态", "how it stands", ""],
        ),
        may(
            BROKEN_ON.text,
            ValueKind::PastDay,
            ["违诺认定日期", "when it was broken", ""],
        ),
        may(
            REMEDIED_ON.text,
            ValueKind::Day,
            ["纠正日期", "when it was put right", ""],
        ),
        must(
            "authority",
            ValueKind::Text,
            ["受理机关", "to whom it was made", ""],
        ),
        may("basis", ValueKind::Text, ["依据", "by which law", ""]),
        DISPUTED_FIELD,
    ],
    order: &[(MADE_ON, BROKEN_ON)],
};

pub(crate) static OBLIGATIONS: ListType = ListType {
    name: "obligations",
    noun: "obligation",
    #[cfg(test)]
    terms: ["应履行义务记录", "what is owed, or was"],
    vcts: &[Vct::CreditStatus],
    always_issued: false,
    adverse: Some(Adverse::Obligation),
    begins: None,
    ends: None,
    done: &[],
    done_after: Some(DUE),
    fields: &[
        must(
            KIND.text,
            ValueKind::Code(OBLIGATION_KINDS),
            ["义务类型", "its kind", "上海市社会信用条例 第九条"],
        ),
        may(AMOUNT.text, ValueKind::Money, ["金额", "how much", ""]),
        must(
            DUE.text,
            ValueKind::Day,
            ["应履行日期", "when it is or was to be met", ""],
        ),
        may(
            SETTLED_ON.text,
            ValueKind::Day,
            ["履行完毕日期", "when it was met", ""],
        ),
        must(
            STATE.text,
            ValueKind::Code(STATES),
            ["状态", "how it stands", ""],
        )
        .applied(),
        must(
            "authority",
            ValueKind::Text,
            ["认定机关", "who says so", ""],
        ),
        must("basis", ValueKind::Text, ["依据", "by which law", ""]),
        DISPUTED_FIELD,
    ],
    order: &[],
};
