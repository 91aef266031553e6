//! Claims that are no list's: what every bundle says, who it is, evaluations, registration, figures.

use super::claim::{ClaimType, Shape};
use super::codes::{OFFICER_ROLES, SUBJECT_KINDS};
use super::form::{Field, Subjects, ValueKind, may, must};
use super::name::{
    AGE_OVER, BIRTHDATE, DISPUTED, FULL_CAPACITY, GRADE, ID, ID_TAIL, OFFICERS, ROLE, SCORE,
    VALID_UNTIL,
};
use crate::credit::vct::Vct;

/// In the open, in every bundle.
const fn open(name: &'static str, shape: Shape) -> ClaimType {
    ClaimType {
        name,
        noun: name,
        #[cfg(test)]
        terms: ["", ""],
        vcts: Vct::ALL,
        shape,
    }
}

pub(crate) static SUBJECT_KIND: ClaimType =
    open("subject_kind", Shape::Open(ValueKind::Code(SUBJECT_KINDS)));

pub(crate) static JURISDICTION: ClaimType = open("jurisdiction", Shape::Open(ValueKind::Region));

pub(crate) static AS_OF: ClaimType = open("as_of", Shape::Drawing);

pub(crate) static SUBJECT: ClaimType = ClaimType {
    name: "subject",
    noun: "subject",
    #[cfg(test)]
    terms: [
        "信用主体信息",
        "who it is; each member is a disclosure of its own",
    ],
    vcts: Vct::ALL,
    shape: Shape::Members(SUBJECT_FIELDS),
};

pub(crate) static EVALUATIONS: ClaimType = ClaimType {
    name: "evaluations",
    noun: "evaluation",
    #[cfg(test)]
    terms: ["信用评价结果", "a grade or a score by one scheme"],
    vcts: Vct::ALL,
    shape: Shape::Schemes(EVALUATION_FIELDS),
};

pub(crate) static REGISTRATION: ClaimType = ClaimType {
    name: "registration",
    noun: "registration",
    #[cfg(test)]
    terms: ["登记注册信息", "how a business stands in the registers"],
    vcts: &[Vct::CreditStatus],
    shape: Shape::Whole(REGISTRATION_FIELDS),
};

pub(crate) static FINANCE: ClaimType = ClaimType {
    name: "finance",
    noun: "finance",
    #[cfg(test)]
    terms: ["财务信息", "figures of a business"],
    vcts: Vct::ALL,
    shape: Shape::Whole(FINANCE_FIELDS),
};

/// On any record or evaluation.
pub(super) const DISPUTED_FIELD: Field = may(
    DISPUTED.text,
    ValueKind::Bool,
    [
        "异议标注",
        "whether an objection is pending",
        "上海市社会信用条例 第三十六条",
    ],
)
.applied();

/// On what is disclosed whole. Once that is disputed, rules find all of it unknown, and this as well.
const WHOLE_DISPUTED: Field = Field {
    withheld: None,
    ..DISPUTED_FIELD
};

/// What an evaluation (信用评价) holds; each is one disclosure under its scheme's name.
const EVALUATION_FIELDS: &[Field] = &[
    may(GRADE.text, ValueKind::Text, ["等级", "the grade", ""]),
    may(SCORE.text, ValueKind::Number, ["分值", "the score", ""]),
    may(
        "assessed_on",
        ValueKind::PastDay,
        ["评价日期", "the day on which it was assessed", ""],
    ),
    may(
        VALID_UNTIL.text,
        ValueKind::Day,
        ["有效期至", "its last day; absent: no end", ""],
    )
    .applied(),
    DISPUTED_FIELD,
];

/// Members of `subject`, but for links, which are no facts.
const SUBJECT_FIELDS: &[Field] = &[
    may(
        ID.text,
        ValueKind::Text,
        [
            "统一社会信用代码或公民身份号码",
            "unified social credit code, or resident identity number",
            "GB 32100-2015, GB 11643-1999",
        ],
    ),
    may(
        ID_TAIL.text,
        ValueKind::Text,
        ["代码后几位", "the last characters of the code", ""],
    ),
    may("name", ValueKind::Text, ["名称或姓名", "the name", ""]),
    may(
        BIRTHDATE.text,
        ValueKind::Day,
        ["出生日期", "day of birth", ""],
    )
    .of(Subjects::NaturalPersons),
    may(
        "residence",
        ValueKind::Region,
        ["居住地", "region of residence", "GB/T 2260"],
    ),
    may(
        "established",
        ValueKind::PastDay,
        ["成立日期", "when it was founded", ""],
    )
    .of(Subjects::Organisations),
    may(
        AGE_OVER.text,
        ValueKind::Ages,
        [
            "是否达到年龄",
            "whether the subject is over so many years, disclosed as one",
            "",
        ],
    )
    .of(Subjects::NaturalPersons),
    may(
        FULL_CAPACITY.text,
        ValueKind::Bool,
        [
            "16 至 18 周岁以自己的劳动收入为主要生活来源",
            "lived mainly on own labour at 16 and 17",
            "民法典 第十八条",
        ],
    )
    .of(Subjects::NaturalPersons),
    may(
        OFFICERS.text,
        ValueKind::Records(OFFICER),
        ["任职人员", "disclosed as one", ""],
    )
    .of(Subjects::Organisations),
];

/// One of `subject.officers`.
pub(crate) const OFFICER: &[Field] = &[
    must(
        ROLE.text,
        ValueKind::Code(OFFICER_ROLES),
        ["职务", "the office", ""],
    ),
    must(
        ID.text,
        ValueKind::Text,
        ["公民身份号码", "the officer's identity number", ""],
    ),
];

const REGISTRATION_FIELDS: &[Field] = &[
    must(
        "status",
        ValueKind::Token,
        ["登记状态", "how it stands in the register", ""],
    ),
    may(
        "tax_status",
        ValueKind::Token,
        ["纳税人状态", "how it stands with the tax authority", ""],
    ),
    may(
        "notice_from",
        ValueKind::Day,
        [
            "简易注销公告起始日期",
            "first day of the notice of deregistration",
            "",
        ],
    ),
    may(
        "frozen",
        ValueKind::Bool,
        ["是否冻结", "whether it is frozen", ""],
    ),
    WHOLE_DISPUTED,
];

const FINANCE_FIELDS: &[Field] = &[
    may("revenue", ValueKind::Money, ["营业收入", "revenue", ""]),
    may("assets", ValueKind::Money, ["资产总额", "assets", ""]),
    may(
        "profit",
        ValueKind::Balance,
        ["利润总额", "profit, or loss if negative", ""],
    ),
    may(
        "debt_ratio",
        ValueKind::Number,
        ["资产负债率", "debts by assets", ""],
    ),
    may(
        "as_of",
        ValueKind::Day,
        ["截至日期", "of which day the figures are", ""],
    ),
    WHOLE_DISPUTED,
];
