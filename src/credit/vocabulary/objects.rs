//! Objects that are no list's: who it is, evaluations, registration, figures.

use super::codes::OFFICER_ROLES;
use super::form::{Field, Kind, may, must};

/// On any record or evaluation.
pub(super) const DISPUTED: Field = may(
    "disputed",
    Kind::Bool,
    [
        "异议标注",
        "whether an objection is pending",
        "上海市社会信用条例 第三十六条",
    ],
);

/// What an evaluation (信用评价) holds; each is one disclosure under its scheme's name.
pub(crate) const EVALUATION: &[Field] = &[
    may("grade", Kind::Text, ["等级", "the grade", ""]),
    may("score", Kind::Number, ["分值", "the score", ""]),
    may(
        "valid_until",
        Kind::Day,
        ["有效期至", "its last day; absent: no end", ""],
    ),
    DISPUTED,
];

/// Members of `subject` but for `age_over` and `officers`, each its own disclosure.
pub(crate) const SUBJECT: &[Field] = &[
    may(
        "id",
        Kind::Text,
        [
            "统一社会信用代码或公民身份号码",
            "unified social credit code, or resident identity number",
            "GB 32100-2015, GB 11643-1999",
        ],
    ),
    may(
        "id_tail",
        Kind::Text,
        ["代码后几位", "the last characters of the code", ""],
    ),
    may("name", Kind::Text, ["名称或姓名", "the name", ""]),
    may("birthdate", Kind::Day, ["出生日期", "day of birth", ""]),
    may(
        "residence",
        Kind::Region,
        ["居住地", "region of residence", "GB/T 2260"],
    ),
    may(
        "established",
        Kind::PastDay,
        ["成立日期", "when it was founded", ""],
    ),
];

/// One of `subject.officers`.
pub(crate) const OFFICER: &[Field] = &[
    must(
        "role",
        Kind::Code(OFFICER_ROLES),
        ["职务", "the office", ""],
    ),
    must(
        "id",
        Kind::Text,
        ["公民身份号码", "the officer's identity number", ""],
    ),
];

/// `registration`, disclosed whole.
pub(crate) const REGISTRATION: &[Field] = &[
    must(
        "status",
        Kind::Token,
        ["登记状态", "how it stands in the register", ""],
    ),
    may(
        "tax_status",
        Kind::Token,
        ["纳税人状态", "how it stands with the tax authority", ""],
    ),
    may(
        "notice_from",
        Kind::Day,
        [
            "简易注销公告起始日期",
            "first day of the notice of deregistration",
            "",
        ],
    ),
    may(
        "frozen",
        Kind::Bool,
        ["是否冻结", "whether it is frozen", ""],
    ),
    DISPUTED,
];

/// `finance`, disclosed whole.
pub(crate) const FINANCE: &[Field] = &[
    may("revenue", Kind::Money, ["营业收入", "revenue", ""]),
    may("assets", Kind::Money, ["资产总额", "assets", ""]),
    may(
        "profit",
        Kind::Balance,
        ["利润总额", "profit, or loss if negative", ""],
    ),
    may(
        "debt_ratio",
        Kind::Number,
        ["资产负债率", "debts by assets", ""],
    ),
    may(
        "as_of",
        Kind::Day,
        ["截至日期", "of which day the figures are", ""],
    ),
    DISPUTED,
];
