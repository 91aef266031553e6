//! The records of each list.

use super::codes::*;
use super::form::{Field, Kind, ListType, may, must};
use super::objects::DISPUTED;

/// The person's part in what an organisation did.
const VIA: &[Field] = &[
    must(
        "role",
        Kind::Code(VIA_ROLES),
        ["责任身份", "in what capacity", ""],
    ),
    must(
        "subject_kind",
        Kind::Code(SUBJECT_KINDS),
        ["失信主体类型", "the kind of the organisation", ""],
    ),
];

pub(crate) const LISTINGS: ListType = ListType {
    name: "listings",
    always_issued: true,
    adverse: true,
    fields: &[
        must(
            "list",
            Kind::Catalogued(LISTS),
            ["名单", "the list", "全国公共信用信息基础目录"],
        ),
        must("field", Kind::Catalogued(FIELDS), ["领域", "its field", ""]),
        must(
            "severity",
            Kind::Code(SEVERITIES),
            ["严重程度", "how serious it is", "国办发〔2020〕49号"],
        ),
        must(
            "scope",
            Kind::Scope,
            ["适用范围", "where it is a list of", ""],
        ),
        must(
            "since",
            Kind::PastDay,
            ["列入日期", "the first day on it", ""],
        ),
        may(
            "until",
            Kind::Day,
            ["移出日期", "the last day on it; absent: no end", ""],
        ),
        must("state", Kind::Code(STATES), ["状态", "how it stands", ""]),
        must("authority", Kind::Text, ["列入机关", "who listed", ""]),
        must("basis", Kind::Text, ["列入依据", "by which law", ""]),
        may(
            "recognised_in",
            Kind::Regions,
            ["互认地区", "regions that recognise it", ""],
        ),
        may(
            "via",
            Kind::Object(VIA),
            [
                "关联责任",
                "listed for what an organisation did",
                "上海市社会信用条例 第三十三条",
            ],
        ),
        DISPUTED,
    ],
    order: &[("since", "until")],
};

pub(crate) const PENALTIES: ListType = ListType {
    name: "penalties",
    always_issued: true,
    adverse: true,
    fields: &[
        must(
            "document",
            Kind::Text,
            ["行政处罚决定书文号", "number of the decision", "cf_wsh"],
        ),
        must(
            "kind",
            Kind::Catalogued(PENALTY_KINDS),
            ["处罚类别", "the penalty", "cf_cflb"],
        ),
        may(
            "also",
            Kind::CataloguedList(PENALTY_KINDS),
            ["并处", "further penalties of the same decision", "cf_cflb"],
        ),
        must("field", Kind::Catalogued(FIELDS), ["领域", "its field", ""]),
        must(
            "class",
            Kind::Code(CLASSES),
            [
                "失信行为分类",
                "class of what was penalised",
                "国家发展改革委令第36号",
            ],
        ),
        must(
            "procedure",
            Kind::Code(PROCEDURES),
            ["处罚程序", "the procedure", "行政处罚法 第五章"],
        ),
        may(
            "region",
            Kind::Region,
            [
                "处罚机关所在地",
                "where; absent: the bundle's jurisdiction",
                "",
            ],
        ),
        must(
            "determined_on",
            Kind::PastDay,
            ["处罚决定日期", "day of the decision", "cf_jdrq"],
        ),
        may(
            "published_on",
            Kind::PastDay,
            ["公示日期", "day of publication", ""],
        ),
        may(
            "publish_until",
            Kind::Day,
            ["公示截止期", "last day of publication", "cf_gsjzq"],
        ),
        may(
            "behaviour_ended_on",
            Kind::PastDay,
            [
                "失信行为终止日期",
                "when what was penalised ended",
                "上海市社会信用条例 第三十五条",
            ],
        ),
        may(
            "regime",
            Kind::Code(REGIMES),
            ["公示规则", "rules of publicity that were applied", ""],
        ),
        may(
            "amount",
            Kind::Money,
            [
                "罚款金额",
                "the fine, in yuan (the form has ten thousands)",
                "cf_nr_fk",
            ],
        ),
        may(
            "obligations_met",
            Kind::Bool,
            [
                "义务是否履行完毕",
                "whether what was imposed was done",
                "国家发展改革委令第36号",
            ],
        ),
        must("state", Kind::Code(STATES), ["状态", "how it stands", ""]),
        must(
            "authority",
            Kind::Text,
            ["处罚机关", "who decided", "cf_cfjg"],
        ),
        must("basis", Kind::Text, ["处罚依据", "by which law", "cf_yj"]),
        DISPUTED,
    ],
    order: &[
        ("determined_on", "published_on"),
        ("determined_on", "publish_until"),
        ("published_on", "publish_until"),
    ],
};

pub(crate) const COMMITMENTS: ListType = ListType {
    name: "commitments",
    always_issued: true,
    adverse: true,
    fields: &[
        must(
            "type",
            Kind::Code(COMMITMENT_TYPES),
            [
                "承诺类型",
                "its type",
                "2019年上海市社会信用体系建设工作要点",
            ],
        ),
        must(
            "item",
            Kind::Token,
            ["承诺事项", "what for, a code of the issuer's", ""],
        ),
        may(
            "region",
            Kind::Region,
            ["受理地", "where; absent: the bundle's jurisdiction", ""],
        ),
        must("made_on", Kind::Day, ["承诺日期", "when it was made", ""]),
        may(
            "due",
            Kind::Day,
            ["履行期限", "by when it is to be kept", ""],
        ),
        must(
            "state",
            Kind::Code(COMMITMENT_STATES),
            ["履行状态", "how it stands", ""],
        ),
        may(
            "broken_on",
            Kind::PastDay,
            ["违诺认定日期", "when it was broken", ""],
        ),
        may(
            "remedied_on",
            Kind::Day,
            ["纠正日期", "when it was put right", ""],
        ),
        must(
            "authority",
            Kind::Text,
            ["受理机关", "to whom it was made", ""],
        ),
        may("basis", Kind::Text, ["依据", "by which law", ""]),
        DISPUTED,
    ],
    order: &[("made_on", "broken_on")],
};

pub(crate) const HONOURS: ListType = ListType {
    name: "honours",
    always_issued: true,
    adverse: false,
    fields: &[
        must("kind", Kind::Code(HONOUR_KINDS), ["类型", "its kind", ""]),
        must(
            "list",
            Kind::Token,
            ["名单或荣誉", "which, a code of the issuer's", ""],
        ),
        must(
            "scope",
            Kind::Scope,
            ["适用范围", "where it is an honour of", ""],
        ),
        must("since", Kind::Day, ["授予日期", "its first day", ""]),
        may(
            "until",
            Kind::Day,
            ["有效期至", "its last day; absent: no end", ""],
        ),
        must("authority", Kind::Text, ["授予机关", "who gave it", ""]),
        DISPUTED,
    ],
    order: &[],
};

pub(crate) const LICENCES: ListType = ListType {
    name: "licences",
    always_issued: true,
    adverse: false,
    fields: &[
        must(
            "document",
            Kind::Text,
            ["许可编号", "number of the licence", "双公示"],
        ),
        must(
            "kind",
            Kind::Token,
            ["许可类别", "what for, a code of the issuer's", "双公示"],
        ),
        must(
            "valid_from",
            Kind::Day,
            ["有效期自", "its first day", "双公示"],
        ),
        may(
            "valid_until",
            Kind::Day,
            ["有效期至", "its last day; absent: no end", "双公示"],
        ),
        must(
            "state",
            Kind::Code(LICENCE_STATES),
            ["当前状态", "how it stands", "双公示"],
        ),
        must(
            "authority",
            Kind::Text,
            ["许可机关", "who gave it", "双公示"],
        ),
        DISPUTED,
    ],
    order: &[],
};

pub(crate) const OBLIGATIONS: ListType = ListType {
    name: "obligations",
    always_issued: false,
    adverse: true,
    fields: &[
        must(
            "kind",
            Kind::Code(OBLIGATION_KINDS),
            ["义务类型", "its kind", "上海市社会信用条例 第九条"],
        ),
        may("amount", Kind::Money, ["金额", "how much", ""]),
        must(
            "due",
            Kind::Day,
            ["应履行日期", "when it is or was to be met", ""],
        ),
        may(
            "settled_on",
            Kind::Day,
            ["履行完毕日期", "when it was met", ""],
        ),
        must("state", Kind::Code(STATES), ["状态", "how it stands", ""]),
        must("authority", Kind::Text, ["认定机关", "who says so", ""]),
        must("basis", Kind::Text, ["依据", "by which law", ""]),
        DISPUTED,
    ],
    order: &[],
};

pub(crate) const ACTIVITIES: ListType = ListType {
    name: "activities",
    always_issued: false,
    adverse: false,
    fields: &[
        must(
            "kind",
            Kind::Token,
            ["活动类型", "what was done, a code of the issuer's", ""],
        ),
        must("value", Kind::Quantity, ["数值", "how much of it", ""]),
        may("level", Kind::Text, ["等级", "the level reached", ""]),
        must("as_of", Kind::Day, ["统计截至日期", "up to which day", ""]),
        DISPUTED,
    ],
    order: &[],
};
