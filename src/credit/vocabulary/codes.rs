//! The codes of closed lists, of which another value rejects the bundle, each with its Chinese term. Those that
//! the law adds to stand in its editions ([`Catalogue`](crate::law::Catalogue)).

/// The kind of subject that the law of persons is about.
pub(crate) const NATURAL_PERSON: &str = "natural_person";
pub(crate) const SELF_EMPLOYED: &str = "self_employed";

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

    /// Lists that a statement of absence may be about.
    ABSENT_LISTS ("lists of statements") {
        "listings" = "失信名单记录", "adverse lists";
        "penalties" = "行政处罚记录", "administrative penalties";
        "obligations" = "应履行义务记录", "what is owed";
        "commitments" = "违诺记录", "commitments that were broken";
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
