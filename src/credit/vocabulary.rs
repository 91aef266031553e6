//! The record vocabulary: every claim of a bundle, its type, and its closed codes.
//!
//! One table, from which bundles are parsed and rules are type-checked.

/// The form of a claim's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Number,
    /// A number that is not negative.
    Quantity,
    /// Any text.
    Text,
    /// `[a-z0-9_-]{1,40}`: codes that issuers and associations coin.
    Token,
    /// One of a closed list; anything else rejects the bundle.
    Code(&'static [&'static str]),
    /// One of the catalogue's codes; anything else makes the record not count, or unknown where
    /// the bundle's catalogue is none of [`CATALOGUE_EDITIONS`].
    Catalogued(&'static [&'static str]),
    /// A region of GB/T 2260, six digits.
    Region,
    /// A region, or `national`.
    Scope,
    Regions,
    /// Several of the catalogue's codes.
    CataloguedList(&'static [&'static str]),
    /// A day in China Standard Time.
    Day,
    /// An amount that is not negative.
    Money,
    /// An amount that may be negative, such as a profit.
    Balance,
    /// An object that is disclosed whole.
    Object(&'static [Field]),
}

/// One member of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: true,
    }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        required: false,
    }
}

/// A list of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListType {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// Issued in every bundle of public credit status, empty if there is nothing.
    pub(crate) always_issued: bool,
    /// Speaks against its subject, so that the lawful-use filter decides whether it counts.
    pub(crate) adverse: bool,
}

/// The editions of the national basic catalogue of public credit information
/// (全国公共信用信息基础目录) whose codes are below.
pub(crate) const CATALOGUE_EDITIONS: &[u32] = &[2021, 2022, 2024, 2025];

/// Kinds of subject (信用主体).
pub(crate) const SUBJECT_KINDS: &[&str] = &[
    "natural_person",
    "enterprise",
    "self_employed",
    "social_organisation",
    "public_institution",
    "government",
];

/// Fields of administration and business, as far as recognition and relevance need them.
pub(crate) const FIELDS: &[&str] = &[
    "market",
    "tax",
    "judicial",
    "environment",
    "tourism",
    "food_drug",
    "product_quality",
    "labour",
    "transport",
    "finance",
    "culture",
    "public_security",
    "construction",
    "health",
    "education",
    "other",
];

/// Adverse lists (严重失信主体名单, and lists of attention such as 经营异常名录).
pub(crate) const LISTS: &[&str] = &[
    "judgment_defaulter",  // 失信被执行人
    "tax_violation",       // 重大税收违法失信主体
    "wage_arrears",        // 拖欠农民工工资失信联合惩戒对象
    "market_serious",      // 市场监督管理严重违法失信名单
    "procurement",         // 政府采购严重违法失信行为记录名单
    "work_safety",         // 安全生产严重失信主体名单
    "statistics",          // 统计严重失信企业
    "customs",             // 海关严重失信主体
    "culture_tourism",     // 文化和旅游市场严重失信主体
    "social_organisation", // 社会组织严重违法失信名单
    "serving_sentence",    // 服刑人员
    "abnormal_operation",  // 经营异常名录
    "transport_violation", // 运输物流、超限超载严重失信
    "social_insurance",    // 社会保险、医保严重失信
    "telecom",             // 电信业务经营不良名单
    "prepaid_card",        // 单用途预付消费卡严重失信
];

/// Kinds of administrative penalty (行政处罚法 第九条).
pub(crate) const PENALTY_KINDS: &[&str] = &[
    "warning",            // 警告
    "criticism_notice",   // 通报批评
    "fine",               // 罚款
    "confiscation",       // 没收
    "suspension",         // 责令停产停业、暂扣许可证件
    "licence_revocation", // 吊销许可证件
    "practice_ban",       // 限制从业
    "other",
];

const STATES: &[&str] = &["active", "repaired", "withdrawn", "ended"];

const VIA: &[Field] = &[
    must(
        "role",
        Kind::Code(&[
            "legal_representative", // 法定代表人
            "principal",            // 主要负责人
            "directly_responsible", // 直接责任人
            "actual_controller",    // 实际控制人
        ]),
    ),
    must("subject_kind", Kind::Code(SUBJECT_KINDS)),
];

pub(crate) const LISTINGS: ListType = ListType {
    name: "listings",
    always_issued: true,
    adverse: true,
    fields: &[
        must("list", Kind::Catalogued(LISTS)),
        must("field", Kind::Catalogued(FIELDS)),
        must("severity", Kind::Code(&["serious", "attention"])),
        must("scope", Kind::Scope),
        must("since", Kind::Day),
        may("until", Kind::Day),
        must("state", Kind::Code(STATES)),
        must("authority", Kind::Text),
        must("basis", Kind::Text),
        may("recognised_in", Kind::Regions),
        may("via", Kind::Object(VIA)),
        may("disputed", Kind::Bool),
    ],
};

pub(crate) const PENALTIES: ListType = ListType {
    name: "penalties",
    always_issued: true,
    adverse: true,
    fields: &[
        must("document", Kind::Text),
        must("kind", Kind::Catalogued(PENALTY_KINDS)),
        may("also", Kind::CataloguedList(PENALTY_KINDS)),
        must("field", Kind::Catalogued(FIELDS)),
        must("class", Kind::Code(&["minor", "general", "serious"])),
        must("procedure", Kind::Code(&["simple", "general"])),
        may("region", Kind::Region),
        must("determined_on", Kind::Day),
        may("published_on", Kind::Day),
        may("publish_until", Kind::Day),
        may("behaviour_ended_on", Kind::Day),
        may(
            "regime",
            Kind::Code(&["cn-2019", "samr-45", "ndrc-58", "sh-2024", "ndrc-36"]),
        ),
        may("amount", Kind::Money),
        may("obligations_met", Kind::Bool),
        must("state", Kind::Code(STATES)),
        must("authority", Kind::Text),
        must("basis", Kind::Text),
        may("disputed", Kind::Bool),
    ],
};

pub(crate) const COMMITMENTS: ListType = ListType {
    name: "commitments",
    always_issued: true,
    adverse: true,
    fields: &[
        must(
            "type",
            Kind::Code(&[
                "approval_replacing",       // 审批替代型
                "self_publicised",          // 自主公示型
                "industry_self_discipline", // 行业自律型
                "credit_repair",            // 信用修复型
                "proof_item",               // 证明事项告知承诺
            ]),
        ),
        must("item", Kind::Token),
        may("region", Kind::Region),
        must("made_on", Kind::Day),
        may("due", Kind::Day),
        must(
            "state",
            Kind::Code(&["performing", "fulfilled", "broken", "remedied"]),
        ),
        may("broken_on", Kind::Day),
        may("remedied_on", Kind::Day),
        must("authority", Kind::Text),
        may("basis", Kind::Text),
        may("disputed", Kind::Bool),
    ],
};

pub(crate) const HONOURS: ListType = ListType {
    name: "honours",
    always_issued: true,
    adverse: false,
    fields: &[
        must("kind", Kind::Code(&["red_list", "recognition"])),
        must("list", Kind::Token),
        must("scope", Kind::Scope),
        must("since", Kind::Day),
        may("until", Kind::Day),
        must("authority", Kind::Text),
        may("disputed", Kind::Bool),
    ],
};

pub(crate) const LICENCES: ListType = ListType {
    name: "licences",
    always_issued: true,
    adverse: false,
    fields: &[
        must("document", Kind::Text),
        must("kind", Kind::Token),
        must("valid_from", Kind::Day),
        may("valid_until", Kind::Day),
        must(
            "state",
            Kind::Code(&["active", "suspended", "revoked", "cancelled"]),
        ),
        must("authority", Kind::Text),
        may("disputed", Kind::Bool),
    ],
};

pub(crate) const OBLIGATIONS: ListType = ListType {
    name: "obligations",
    always_issued: false,
    adverse: true,
    fields: &[
        must(
            "kind",
            Kind::Code(&["arrears", "policy_promise", "contract"]),
        ),
        may("amount", Kind::Money),
        must("due", Kind::Day),
        may("settled_on", Kind::Day),
        must("state", Kind::Code(STATES)),
        must("authority", Kind::Text),
        must("basis", Kind::Text),
        may("disputed", Kind::Bool),
    ],
};

pub(crate) const ACTIVITIES: ListType = ListType {
    name: "activities",
    always_issued: false,
    adverse: false,
    fields: &[
        must("kind", Kind::Token),
        must("value", Kind::Quantity),
        may("level", Kind::Text),
        must("as_of", Kind::Day),
        may("disputed", Kind::Bool),
    ],
};

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

/// What an evaluation holds; each is one disclosure under its scheme's name.
pub(crate) const EVALUATION: &[Field] = &[
    may("grade", Kind::Text),
    may("score", Kind::Number),
    may("valid_until", Kind::Day),
    may("disputed", Kind::Bool),
];

/// Members of `subject` but for `age_over` and `officers`, each its own disclosure.
pub(crate) const SUBJECT: &[Field] = &[
    may("id", Kind::Text),
    may("id_tail", Kind::Text),
    may("name", Kind::Text),
    may("birthdate", Kind::Day),
    may("residence", Kind::Region),
    may("established", Kind::Day),
];

/// One of `subject.officers`.
pub(crate) const OFFICER: &[Field] = &[
    must(
        "role",
        Kind::Code(&[
            "legal_representative",
            "principal",
            "director",
            "supervisor",
            "actual_controller",
        ]),
    ),
    must("id", Kind::Text),
];

/// `registration`, disclosed whole.
pub(crate) const REGISTRATION: &[Field] = &[
    must("status", Kind::Token),
    may("tax_status", Kind::Token),
    may("notice_from", Kind::Day),
    may("frozen", Kind::Bool),
    may("disputed", Kind::Bool),
];

/// `finance`, disclosed whole.
pub(crate) const FINANCE: &[Field] = &[
    may("revenue", Kind::Money),
    may("assets", Kind::Money),
    may("profit", Kind::Balance),
    may("debt_ratio", Kind::Number),
    may("as_of", Kind::Day),
    may("disputed", Kind::Bool),
];

/// Members that the filter has dealt with, and that rules may therefore not read again: to test
/// them in a rule is to apply the law a second time and differently.
pub(crate) const FILTERED: &[&str] = &["state", "until", "disputed"];

/// What may not be collected of a person: religion, genes, fingerprints, blood type, disease and
/// medical history (上海市社会信用条例 第十四条). Compared with letter case, `_` and `-` left out.
const FORBIDDEN: &[&str] = &[
    "religion",
    "religiousbelief",
    "faith",
    "zongjiao",
    "宗教",
    "宗教信仰",
    "gene",
    "genes",
    "genetic",
    "geneticdata",
    "dna",
    "jiyin",
    "基因",
    "fingerprint",
    "fingerprints",
    "zhiwen",
    "指纹",
    "bloodtype",
    "bloodgroup",
    "xuexing",
    "血型",
    "disease",
    "diseases",
    "illness",
    "jibing",
    "疾病",
    "medicalhistory",
    "medicalrecord",
    "medicalrecords",
    "healthrecord",
    "bingshi",
    "病史",
    "病历",
    "疾病史",
];

/// Whether a member of this name may not be in a bundle at all.
pub(crate) fn is_forbidden(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect();
    FORBIDDEN.contains(&plain.as_str())
}

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
    fn forbidden_names_are_known_in_every_usual_spelling() {
        for name in [
            "religion",
            "Religion",
            "blood_type",
            "bloodType",
            "BLOOD-TYPE",
            "病史",
            "medicalHistory",
        ] {
            assert!(is_forbidden(name), "{name}");
        }
        for name in ["region", "general", "blood", "history", "generation"] {
            assert!(!is_forbidden(name), "{name}");
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
