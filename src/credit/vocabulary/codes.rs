//! The codes that a record may carry, each with its Chinese term.
//!
//! Two sorts: closed lists, of which another value rejects the bundle, and the lists of the
//! catalogue ([`FIELDS`], [`LISTS`], [`PENALTY_KINDS`]), which later editions add to.

/// The fields that the lists of the catalogue are in, each by the authority that keeps it. Fields are a
/// division of ours, so that no published text says this: a list is in every field that its authority's
/// records could be given.
const FIELDS_OF_LISTS: &[(&str, &[&str])] = &[
    ("judgment_defaulter", &["judicial"]),
    ("tax_violation", &["tax"]),
    ("wage_arrears", &["labour"]),
    (
        "market_serious",
        &[
            "market",
            "food_drug",
            "product_quality",
            "special_equipment",
        ],
    ),
    ("procurement", &["finance", "market", "other"]),
    (
        "work_safety",
        &["work_safety", "construction", "transport", "other"],
    ),
    ("statistics", &["other"]),
    ("customs", &["tax", "other"]),
    ("culture_tourism", &["culture", "tourism"]),
    ("social_organisation", &["other"]),
    ("serving_sentence", &["judicial", "public_security"]),
    ("abnormal_operation", &["market"]),
    ("transport_violation", &["transport"]),
    ("social_insurance", &["labour", "health"]),
    ("telecom", &["public_security", "other"]),
    ("prepaid_card", &["market", "other"]),
];

/// The kind of subject that the law of persons is about.
pub(crate) const NATURAL_PERSON: &str = "natural_person";

/// The lists that there are in a field.
pub(crate) fn lists_of(field: &str) -> impl Iterator<Item = &'static str> {
    let lists = FIELDS_OF_LISTS.iter();
    lists
        .filter(move |(_, fields)| fields.contains(&field))
        .map(|(list, _)| *list)
}

/// A list of codes with what they stand for: Chinese, then English.
#[cfg(test)]
pub(crate) struct CodeList {
    /// What the page about records calls it; its heading is the same.
    pub(crate) name: &'static str,
    pub(crate) codes: &'static [&'static str],
    pub(crate) terms: &'static [[&'static str; 2]],
}

/// Constants of codes. Their terms are for the published schemas and tables alone, and so are in
/// nothing that is shipped.
macro_rules! code_lists {
    ($($(#[$meta:meta])* $name:ident ($called:literal) { $($code:literal = $zh:literal, $en:literal;)+ })+) => {
        $($(#[$meta])* pub(crate) const $name: &[&str] = &[$($code,)+];)+

        #[cfg(test)]
        pub(crate) const CODE_LISTS: &[CodeList] = &[$(
            CodeList { name: $called, codes: $name, terms: &[$([$zh, $en],)+] },
        )+];
    };
}

code_lists! {
    /// Kinds of subject (信用主体).
    SUBJECT_KINDS ("kinds of subject") {
        "natural_person" = "自然人", "a person";
        "enterprise" = "企业", "an enterprise";
        "self_employed" = "个体工商户", "a self-employed business";
        "social_organisation" = "社会组织", "a social organisation";
        "public_institution" = "事业单位", "a public institution";
        "government" = "机关", "a state organ";
    }

    /// Fields (领域) of administration and business, as far as recognition and relevance need
    /// them. Of the catalogue.
    FIELDS ("fields") {
        "market" = "市场监管", "market regulation";
        "tax" = "税务", "taxes";
        "judicial" = "司法", "courts and enforcement";
        "environment" = "生态环境", "environment";
        "tourism" = "旅游", "tourism";
        "food_drug" = "食品药品", "food and drugs";
        "product_quality" = "产品质量", "product quality";
        "special_equipment" = "特种设备", "special equipment";
        "work_safety" = "安全生产", "work safety";
        "fire_safety" = "消防", "fire safety";
        "labour" = "劳动保障", "labour";
        "transport" = "交通运输", "transport";
        "finance" = "金融", "finance";
        "culture" = "文化", "culture";
        "public_security" = "公安", "public security";
        "construction" = "住房建设", "housing and construction";
        "health" = "卫生健康", "health services";
        "education" = "教育", "education";
        "other" = "其他", "any other";
    }

    /// Adverse lists: of serious dishonesty (严重失信主体名单), and of attention such as
    /// 经营异常名录. Of the catalogue.
    LISTS ("adverse lists") {
        "judgment_defaulter" = "失信被执行人", "defaulters on judgments";
        "tax_violation" = "重大税收违法失信主体", "major tax violations";
        "wage_arrears" = "拖欠农民工工资失信联合惩戒对象", "wages owed to migrant workers";
        "market_serious" = "市场监督管理严重违法失信名单", "serious violations of market regulation";
        "procurement" = "政府采购严重违法失信行为记录名单", "serious violations in government procurement";
        "work_safety" = "安全生产严重失信主体名单", "serious dishonesty in work safety";
        "statistics" = "统计严重失信企业", "serious dishonesty in statistics";
        "customs" = "海关严重失信主体", "serious dishonesty in customs";
        "culture_tourism" = "文化和旅游市场严重失信主体", "serious dishonesty in culture and tourism";
        "social_organisation" = "社会组织严重违法失信名单", "serious violations by social organisations";
        "serving_sentence" = "服刑人员", "persons serving a sentence";
        "abnormal_operation" = "经营异常名录", "abnormal operations";
        "transport_violation" = "运输物流、超限超载严重失信", "serious dishonesty in transport, overloading";
        "social_insurance" = "社会保险、医保严重失信", "serious dishonesty in social and medical insurance";
        "telecom" = "电信业务经营不良名单", "telecommunications";
        "prepaid_card" = "单用途预付消费卡严重失信", "serious dishonesty with prepaid cards";
    }

    /// Kinds of administrative penalty (行政处罚法 第九条). Of the catalogue.
    PENALTY_KINDS ("kinds of penalty") {
        "warning" = "警告", "a warning";
        "criticism_notice" = "通报批评", "criticism by circular";
        "fine" = "罚款", "a fine";
        "confiscation" = "没收违法所得、没收非法财物", "confiscation";
        "licence_suspension" = "暂扣许可证件", "suspension of a licence";
        "downgrade" = "降低资质等级", "a lower grade of qualification";
        "licence_revocation" = "吊销许可证件", "revocation of a licence";
        "business_restriction" = "限制开展生产经营活动", "a restriction of business";
        "suspension" = "责令停产停业", "suspension of business";
        "closure_order" = "责令关闭", "an order to close";
        "practice_ban" = "限制从业", "a ban on a profession";
        "other" = "行政拘留、其他行政处罚", "detention, or any other";
    }

    /// How much weighs what a list is for.
    SEVERITIES ("severity") {
        "serious" = "严重失信", "serious dishonesty";
        "attention" = "关注", "attention, such as abnormal operations";
    }

    /// Classes of what was penalised (信用修复管理办法, 国家发展改革委令第36号).
    CLASSES ("class") {
        "minor" = "轻微", "minor";
        "general" = "一般", "general";
        "serious" = "严重", "serious";
        "serious_particular" = "特定严重", "serious, of those that the rules of 2019 let nobody repair";
    }

    /// Procedures of a penalty (行政处罚法 第五章).
    PROCEDURES ("procedure") {
        "simple" = "简易程序", "simple, on the spot";
        "general" = "普通程序", "general";
    }

    /// How a listing, a penalty or an obligation stands.
    STATES ("state") {
        "active" = "有效", "it stands";
        "repaired" = "已修复", "repaired";
        "withdrawn" = "已撤销", "taken back by whoever made it";
        "ended" = "已结束", "its time is over";
    }

    /// Regimes of publicity: which rules say how long a penalty is public.
    REGIMES ("regimes") {
        "cn-2019" = "发改办财金〔2019〕527号", "NDRC, 2019";
        "samr-45" = "市场监督管理行政处罚信息公示规定 (国家市场监督管理总局令第45号)", "SAMR Order 45, 2021";
        "samr-107" = "市场监督管理信用修复管理办法 (国家市场监督管理总局令第107号)", "SAMR Order 107, 2025";
        "ndrc-58" = "失信行为纠正后的信用信息修复管理办法（试行） (国家发展改革委令第58号)", "NDRC Order 58, 2023";
        "sh-2024" = "上海市优化营商环境条例", "Shanghai, 2024";
        "ndrc-36" = "信用修复管理办法 (国家发展改革委令第36号)", "NDRC Order 36, 2026";
    }

    /// Types of commitment (信用承诺).
    COMMITMENT_TYPES ("types of commitment") {
        "approval_replacing" = "审批替代型", "in place of an approval";
        "self_publicised" = "自主公示型", "published of one's own accord";
        "industry_self_discipline" = "行业自律型", "by the rules of an industry";
        "credit_repair" = "信用修复型", "for a repair of credit";
        "proof_item" = "证明事项告知承诺", "in place of a proof";
    }

    /// How a commitment stands.
    COMMITMENT_STATES ("state of a commitment") {
        "performing" = "履行中", "being kept";
        "fulfilled" = "已履行", "kept";
        "broken" = "未履行", "broken";
        "remedied" = "违诺后已纠正", "broken, then put right";
    }

    /// Kinds of honour (守信激励).
    HONOUR_KINDS ("kinds of honour") {
        "red_list" = "守信红名单", "a red list";
        "recognition" = "表彰、荣誉", "a recognition";
    }

    /// How a licence stands.
    LICENCE_STATES ("state of a licence") {
        "active" = "有效", "in force";
        "suspended" = "暂扣、中止", "suspended";
        "revoked" = "吊销、撤销", "revoked";
        "cancelled" = "注销", "cancelled";
    }

    /// Kinds of obligation.
    OBLIGATION_KINDS ("kinds of obligation") {
        "arrears" = "欠缴税费", "taxes or fees owed";
        "policy_promise" = "政策承诺", "promised in return for a policy";
        "contract" = "合同义务", "by contract";
    }

    /// In what capacity a record of a firm reaches a person (责任人).
    VIA_ROLES ("roles") {
        "legal_representative" = "法定代表人", "legal representative";
        "principal" = "主要负责人", "person in charge";
        "directly_responsible" = "直接责任人", "directly responsible";
        "actual_controller" = "实际控制人", "actual controller";
    }

    /// Offices in an organisation.
    OFFICER_ROLES ("offices") {
        "legal_representative" = "法定代表人", "legal representative";
        "principal" = "主要负责人", "person in charge";
        "director" = "董事", "director";
        "supervisor" = "监事", "supervisor";
        "actual_controller" = "实际控制人", "actual controller";
    }
}
