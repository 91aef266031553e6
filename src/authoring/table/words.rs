//! The words of tables: what sections, members and codes are called in Chinese and English.

use crate::suggestion::suggestion_for;

/// The sections of a table, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Programme,
    Inputs,
    Request,
    Scales,
    Applies,
    Requirements,
    Tiers,
}

pub(super) const SECTIONS: [(Section, Word); 7] = [
    (Section::Programme, word("项目", "programme")),
    (Section::Inputs, word("输入", "inputs")),
    (Section::Request, word("申请", "request")),
    (Section::Scales, word("等级", "scales")),
    (Section::Applies, word("适用", "applies")),
    (Section::Requirements, word("条件", "requirements")),
    (Section::Tiers, word("档次", "tiers")),
];

impl Section {
    /// How it is written.
    pub(super) fn word(self) -> Word {
        let (_, word) = SECTIONS[self as usize];
        word
    }

    /// The member of a programme that it says.
    pub(super) fn member(self) -> &'static str {
        match self {
            Self::Applies => "applies_when",
            other => other.word().english,
        }
    }
}

/// A word that may be written in either language. Chinese is how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) chinese: &'static str,
    pub(super) english: &'static str,
}

pub(super) const fn word(chinese: &'static str, english: &'static str) -> Word {
    Word { chinese, english }
}

impl Word {
    pub(super) fn is(self, text: &str) -> bool {
        self.chinese == text || self.english.eq_ignore_ascii_case(text)
    }
}

/// What of a list a text names.
pub(super) fn named<T: Copy>(list: &[(T, Word)], text: &str) -> Option<T> {
    let found = list.iter().find(|(_, word)| word.is(text));
    found.map(|(named, _)| *named)
}

/// The word of a list that was meant.
pub(super) fn meant<'w>(words: impl Iterator<Item = Word> + Clone, text: &str) -> Option<&'w str> {
    let chinese = words.clone().map(|word| word.chinese);
    suggestion_for(text, chinese.chain(words.map(|word| word.english)))
}

/// What a member or a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    /// A code with a Chinese name.
    Coded(&'static [(&'static str, Word)]),
    /// Several of them, between separators.
    CodedList(&'static [(&'static str, Word)]),
    Codes,
    Day,
    Money,
    Number,
    Period,
    Regions,
    /// A text for people or a name, as it stands.
    Text,
    /// A list that has a row for each of its texts.
    TextRows,
    /// Between separators.
    Texts,
    Whole,
}

/// A member of an object, which stands in a row or a column of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) word: Word,
    pub(super) kind: Kind,
    /// The column of its English text, where it is a text in two languages.
    pub(super) english: Option<Word>,
}

const fn member(name: &'static str, chinese: &'static str, kind: Kind) -> Member {
    Member {
        name,
        word: word(chinese, name),
        kind,
        english: None,
    }
}

/// A text in two languages.
const fn texts(name: &'static str, in_chinese: Word, in_english: Word) -> Member {
    Member {
        name,
        word: in_chinese,
        kind: Kind::Text,
        english: Some(in_english),
    }
}

/// The members of a programme that are rows of the first section.
pub(super) const PROGRAMME: &[Member] = &[
    member("id", "编号", Kind::Text),
    member("iss", "签发方", Kind::Text),
    member("version", "版本", Kind::Whole),
    member("language", "规则语言", Kind::Whole),
    member("family", "类别", Kind::Coded(FAMILIES)),
    texts("title", word("名称", "title"), word("英文", "en")),
    member("owner", "主办单位", Kind::Text),
    member("contact", "咨询方式", Kind::Text),
    member("basis", "依据", Kind::TextRows),
    member("valid_from", "开始日期", Kind::Day),
    member("valid_until", "结束日期", Kind::Day),
    member("regions", "适用地区", Kind::Regions),
    member("fields", "领域", Kind::Codes),
    member("subject_kinds", "适用对象", Kind::CodedList(SUBJECT_KINDS)),
    member("max_age", "数据时效", Kind::Period),
    member("allows_minors", "未成年人可申请", Kind::Boolean),
];

/// The columns over the rows of the first section.
pub(super) const PROGRAMME_COLUMNS: [Word; 3] = [
    word("栏目", "member"),
    word("内容", "zh-CN"),
    word("英文", "en"),
];

/// An input's members; its alias comes first.
pub(super) const ALIAS: Word = word("别名", "alias");
pub(super) const INPUT: &[Member] = &[
    member("vct", "凭证类型", Kind::Coded(VCTS)),
    texts("label", word("名称", "label"), word("英文名称", "label-en")),
    member("optional", "可缺少", Kind::Boolean),
    member("jurisdictions", "来源地区", Kind::Regions),
];
/// Whom an input is about, where that is an officer of another's subject.
pub(super) const OFFICER: &[Member] = &[
    member("of", "任职单位", Kind::Text),
    member("role", "职务", Kind::Coded(ROLES)),
];

/// What is said of a member of the request; its name comes first.
pub(super) const NAME: Word = word("名称", "name");
pub(super) const REQUESTED: &[Member] = &[
    member("type", "类型", Kind::Coded(REQUEST_TYPES)),
    member("optional", "可不填", Kind::Boolean),
];

pub(super) const GRADES: Word = word("等级（从低到高）", "grades");

pub(super) const ID: Word = word("编号", "id");
/// The three columns of a condition that stands in a row.
pub(super) const CONDITION: Word = word("条件", "condition");
pub(super) const VALUE: Word = word("取值", "value");
/// The column of what only a rule in JSON can say.
pub(super) const RULE: Word = word("规则", "rule");

/// What a requirement says besides its condition.
pub(super) const REQUIREMENT: &[Member] = &[
    texts(
        "unmet",
        word("未满足时告知", "unmet"),
        word("英文告知", "unmet-en"),
    ),
    member("basis", "依据", Kind::Text),
];

/// What a tier says besides its conditions, but for its benefit.
pub(super) const TIER: &[Member] = &[texts(
    "title",
    word("名称", "title"),
    word("英文名称", "title-en"),
)];

/// The members of benefits; which of them one has, its kind says.
pub(super) const BENEFIT: &[Member] = &[
    Member {
        name: "kind",
        word: word("优惠", "benefit"),
        kind: Kind::Coded(BENEFITS),
        english: None,
    },
    member("max", "最高金额", Kind::Money),
    member("days", "付款天数", Kind::Whole),
    member("max_amount", "最高额度", Kind::Money),
    member("max_months", "最长月数", Kind::Whole),
    member("percent_off", "减免百分比", Kind::Number),
    member("quantity", "数量", Kind::Number),
    texts("unit", word("单位", "unit"), word("英文单位", "unit-en")),
    texts("lane", word("通道", "lane"), word("英文通道", "lane-en")),
    member("time_reduction_percent", "时限压缩百分比", Kind::Number),
    member("documents_waived", "容缺受理", Kind::Boolean),
    member("frequency_percent", "抽查百分比", Kind::Number),
    member("field", "证明领域", Kind::Text),
    member("period", "证明期间", Kind::Period),
    member("code", "优惠代码", Kind::Text),
    texts(
        "text",
        word("优惠说明", "text"),
        word("英文说明", "text-en"),
    ),
];

const FAMILIES: &[(&str, Word)] = &[
    ("xinyi-pi", word("信易批", "xinyi-pi")),
    ("xinyi-dai", word("信易贷", "xinyi-dai")),
    ("xinyi-zu", word("信易租", "xinyi-zu")),
    ("xinyi-xing", word("信易行", "xinyi-xing")),
    ("xinyi-you", word("信易游", "xinyi-you")),
    ("xinyi-gou", word("信易购", "xinyi-gou")),
    ("xinyi-fu", word("信易付", "xinyi-fu")),
    ("youth", word("青年信易", "youth")),
    ("supervision", word("信用监管", "supervision")),
    ("certificate", word("信用证明", "certificate")),
    ("other", word("其他", "other")),
];

const SUBJECT_KINDS: &[(&str, Word)] = &[
    ("natural_person", word("自然人", "natural_person")),
    ("enterprise", word("企业", "enterprise")),
    ("self_employed", word("个体工商户", "self_employed")),
    (
        "social_organisation",
        word("社会组织", "social_organisation"),
    ),
    ("public_institution", word("事业单位", "public_institution")),
    ("government", word("机关", "government")),
];

const ROLES: &[(&str, Word)] = &[
    (
        "legal_representative",
        word("法定代表人", "legal_representative"),
    ),
    ("principal", word("主要负责人", "principal")),
    ("director", word("董事", "director")),
    ("supervisor", word("监事", "supervisor")),
    ("actual_controller", word("实际控制人", "actual_controller")),
];

const VCTS: &[(&str, Word)] = &[
    (
        "urn:xinyi:credit-status:1",
        word("公共信用", "urn:xinyi:credit-status:1"),
    ),
    (
        "urn:xinyi:market-credit:1",
        word("市场信用", "urn:xinyi:market-credit:1"),
    ),
];

const REQUEST_TYPES: &[(&str, Word)] = &[
    ("boolean", word("是否", "boolean")),
    ("date", word("日期", "date")),
    ("money", word("金额", "money")),
    ("number", word("数字", "number")),
    ("string", word("文字", "string")),
];

const BENEFITS: &[(&str, Word)] = &[
    ("deposit_waiver", word("免押金", "deposit_waiver")),
    ("discount", word("折扣", "discount")),
    ("free_allowance", word("免费额度", "free_allowance")),
    ("deferred_payment", word("先享后付", "deferred_payment")),
    (
        "loan_prequalification",
        word("贷款预审", "loan_prequalification"),
    ),
    ("fast_track", word("加速办理", "fast_track")),
    ("inspection", word("抽查频次", "inspection")),
    ("clean_record", word("无记录证明", "clean_record")),
    ("perk", word("其他优惠", "perk")),
];

/// Every Chinese word of sections, members, columns and codes.
pub(super) fn all() -> Vec<&'static str> {
    let mut words = SECTIONS.map(|(_, word)| word).to_vec();
    words.extend([ALIAS, NAME, GRADES, ID, CONDITION, VALUE, RULE]);
    for members in [
        PROGRAMME,
        INPUT,
        OFFICER,
        REQUESTED,
        REQUIREMENT,
        TIER,
        BENEFIT,
    ] {
        for member in members {
            words.push(member.word);
            words.extend(member.english);
            if let Kind::Coded(codes) | Kind::CodedList(codes) = member.kind {
                words.extend(codes.iter().map(|(_, word)| *word));
            }
        }
    }
    words.into_iter().map(|word| word.chinese).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_for_two_columns() {
        let columns = [TIER, BENEFIT].concat();
        let mut words = vec![ID, RULE];
        for column in columns {
            words.push(column.word);
            words.extend(column.english);
        }
        for (at, word) in words.iter().enumerate() {
            let others = words.iter().enumerate().filter(|(other, _)| *other != at);
            for (_, other) in others {
                assert!(
                    !other.is(word.chinese) && !other.is(word.english),
                    "{word:?}"
                );
            }
        }
    }

    /// The same terms as everywhere.
    #[test]
    fn kinds_of_subject_and_offices_are_called_what_they_are() {
        for (words, name) in [(SUBJECT_KINDS, "kinds of subject"), (ROLES, "offices")] {
            let list = crate::credit::CODE_LISTS
                .iter()
                .find(|list| list.name == name);
            let list = list.expect(name);
            let terms = list.codes.iter().zip(list.terms);
            let terms: Vec<_> = terms
                .map(|(code, [zh, _])| (*code, word(zh, code)))
                .collect();
            assert_eq!(words, terms);
        }
    }

    #[test]
    fn sections_are_told_by_their_place() {
        for (section, word) in SECTIONS {
            assert_eq!(section.word(), word);
        }
    }
}
