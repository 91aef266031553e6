//! The columns of licence, penalty and registry rows.
//!
//! Licences and penalties are published in two forms. In the one of 2016 `行政相对人代码_2` is the
//! organisation code and `_5` a resident number; in the one of 2018 `_2` is the business registration
//! number and `_5` a public institution's certificate. So a label that is a number alone means nothing
//! until the form is known.
//!
//! Sources: the columns' names are those of implementations of the national forms. Nobody's published
//! text of the forms was found: which columns are obligatory, the names of the licence's columns in
//! letters and the registry's columns are unconfirmed, and reports say so column by column.

use clap::ValueEnum;

use Content::*;
use Need::*;

/// What kind of rows a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// Administrative licences (行政许可)
    Licence,
    /// Administrative penalties (行政处罚)
    Penalty,
    /// A register of subjects (登记注册)
    Registry,
}

/// Which form of licences and penalties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Edition {
    /// The older one
    #[value(name = "2016")]
    Form2016,
    /// The one in use
    #[value(name = "2018")]
    Form2018,
}

/// What a column holds. Each but `Date`, `OtherCode` and `Text` occurs once in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// 万元, decimal(18,6).
    Amount,
    /// 法人及非法人组织, 自然人, 个体工商户.
    Category,
    /// The subject's unified social credit code.
    Code,
    /// 万元, where something was confiscated.
    Confiscated,
    Date,
    /// The day of the decision: not to come, and before the end of publication.
    Decided,
    /// The decision's number.
    Document,
    /// 万元, where there is a fine.
    Fine,
    LicenceKind,
    /// The code of an authority or of whoever delivers the row.
    OtherCode,
    PenaltyKinds,
    /// A natural person's number, of the kind in `PersonKind`.
    Person,
    PersonKind,
    /// The end of publication, after the decision.
    PublishedUntil,
    /// A natural person's resident number.
    Resident,
    /// 0 to 3, in the form of 2016.
    State,
    Text,
    ValidFrom,
    ValidUntil,
}

/// Whose rows need the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Always,
    /// Rows of penalties that name a confiscation.
    Confiscation,
    /// Rows of penalties that name a fine.
    Fined,
    Optional,
    /// Rows of legal persons, other organisations and the self-employed.
    Organisations,
    /// Rows of natural persons.
    Persons,
}

pub(super) struct Column {
    /// In letters, as data are exchanged.
    pub(super) name: &'static str,
    /// In Chinese, as forms have it.
    pub(super) label: &'static str,
    aliases: &'static [&'static str],
    pub(super) content: Content,
    pub(super) need: Need,
    /// `行政相对人代码_N`.
    number: Option<char>,
    /// Its name alone tells the form.
    marks: bool,
}

pub(super) struct Form {
    pub(super) kind: Kind,
    /// `None` for registers.
    pub(super) edition: Option<Edition>,
    /// Whether the names in letters were seen in a source.
    pub(super) names_confirmed: bool,
    pub(super) columns: &'static [Column],
}

pub(super) static FORMS: &[Form] = &[
    Form {
        kind: Kind::Penalty,
        edition: Some(Edition::Form2018),
        names_confirmed: true,
        columns: PENALTY_2018,
    },
    Form {
        kind: Kind::Penalty,
        edition: Some(Edition::Form2016),
        names_confirmed: false,
        columns: PENALTY_2016,
    },
    Form {
        kind: Kind::Licence,
        edition: Some(Edition::Form2018),
        names_confirmed: false,
        columns: LICENCE_2018,
    },
    Form {
        kind: Kind::Licence,
        edition: Some(Edition::Form2016),
        names_confirmed: false,
        columns: LICENCE_2016,
    },
    Form {
        kind: Kind::Registry,
        edition: None,
        names_confirmed: false,
        columns: REGISTRY,
    },
];

const fn column(
    name: &'static str,
    label: &'static str,
    aliases: &'static [&'static str],
    content: Content,
    need: Need,
) -> Column {
    Column {
        name,
        label,
        aliases,
        content,
        need,
        number: None,
        marks: false,
    }
}

impl Column {
    const fn marks(mut self) -> Self {
        self.marks = true;
        self
    }

    /// The label is then what the number stands for.
    const fn number(mut self, number: char) -> Self {
        self.number = Some(number);
        self
    }

    /// What reports call it.
    pub(super) fn title(&self) -> String {
        match self.number {
            Some(number) => format!("行政相对人代码_{number}({})", self.label),
            None => self.label.to_owned(),
        }
    }
}

const SOCIAL_CODE: &str = "统一社会信用代码";

static PENALTY_2018: &[Column] = &[
    column("cf_xdr_mc", "行政相对人名称", &[], Text, Always),
    column("cf_xdr_lb", "行政相对人类别", &[], Category, Always).marks(),
    column(
        "cf_xdr_shxym",
        SOCIAL_CODE,
        &["社会信用代码"],
        Code,
        Organisations,
    )
    .number('1'),
    column("cf_xdr_gszc", "工商注册号", &[], Text, Optional)
        .number('2')
        .marks(),
    column("cf_xdr_zzjg", "组织机构代码", &[], Text, Optional)
        .number('3')
        .marks(),
    column("cf_xdr_swdj", "税务登记号", &[], Text, Optional).number('4'),
    column("cf_xdr_sydw", "事业单位证书号", &[], Text, Optional)
        .number('5')
        .marks(),
    column("cf_xdr_shzz", "社会组织登记证号", &[], Text, Optional)
        .number('6')
        .marks(),
    column("cf_frdb", "法定代表人", &[], Text, Organisations),
    column("cf_fr_zjlx", "法定代表人证件类型", &[], Text, Optional),
    column(
        "cf_fr_zjhm",
        "法定代表人证件号码",
        &["cf_fr_sfzh", "法定代表人身份证号"],
        Text,
        Optional,
    ),
    column(
        "cf_xdr_zjlx",
        "证件类型",
        &["自然人证件类型"],
        PersonKind,
        Persons,
    )
    .marks(),
    column(
        "cf_xdr_zjhm",
        "证件号码",
        &["自然人证件号码"],
        Person,
        Persons,
    )
    .marks(),
    column(
        "cf_wsh",
        "行政处罚决定书文号",
        PENALTY_DOCUMENT,
        Document,
        Always,
    ),
    column("cf_wfxw", "违法行为类型", &[], Text, Always).marks(),
    column("cf_sy", "违法事实", &[], Text, Always),
    column("cf_yj", "处罚依据", &[], Text, Always),
    column("cf_cflb", "处罚类别", &["处罚种类"], PenaltyKinds, Always),
    column("cf_nr", "处罚内容", &[], Text, Always).marks(),
    column("cf_nr_fk", "罚款金额(万元)", &["罚款金额"], Fine, Fined).marks(),
    column(
        "cf_nr_wfff",
        "没收违法所得、没收非法财物的金额(万元)",
        CONFISCATED,
        Confiscated,
        Confiscation,
    )
    .marks(),
    column(
        "cf_nr_zkdx",
        "暂扣或吊销证照名称及编号",
        &[],
        Text,
        Optional,
    )
    .marks(),
    column("cf_jdrq", "处罚决定日期", &[], Decided, Always),
    column("cf_yxq", "处罚有效期", &[], Date, Optional),
    column(
        "cf_gsjzq",
        "公示截止期",
        &["公示截止日期"],
        PublishedUntil,
        Always,
    ),
    column("cf_cfjg", "处罚机关", &[], Text, Always),
    column(
        "cf_cfjgdm",
        "处罚机关统一社会信用代码",
        &[],
        OtherCode,
        Always,
    )
    .marks(),
    column("cf_sjly", "数据来源单位", &["数据来源"], Text, Always).marks(),
    column(
        "cf_sjlydm",
        "数据来源单位统一社会信用代码",
        &[],
        OtherCode,
        Always,
    )
    .marks(),
    column("bz", "备注", &[], Text, Optional),
];

const PENALTY_DOCUMENT: &[&str] = &[
    "行政处罚决定文书号",
    "行政处罚决定文书文号",
    "处罚决定书文号",
];
const CONFISCATED: &[&str] = &[
    "没收违法所得、没收非法财物的金额",
    "没收金额(万元)",
    "没收金额",
    "没收违法所得",
];

static PENALTY_2016: &[Column] = &[
    column(
        "cf_wsh",
        "行政处罚决定书文号",
        PENALTY_DOCUMENT,
        Document,
        Always,
    ),
    column("cf_cfmc", "处罚名称", &["案件名称"], Text, Always).marks(),
    column("cf_cflb1", "处罚类别1", &[], Text, Always).marks(),
    column("cf_cflb2", "处罚类别2", &[], Text, Optional).marks(),
    column("cf_sy", "处罚事由", &[], Text, Always),
    column("cf_yj", "处罚依据", &[], Text, Always),
    column("cf_xdr_mc", "行政相对人名称", &["cf_xdr"], Text, Always),
    column(
        "cf_xdr_shxym",
        SOCIAL_CODE,
        &["社会信用代码"],
        Code,
        Organisations,
    )
    .number('1'),
    column("cf_xdr_zdm", "组织机构代码", &[], Text, Optional)
        .number('2')
        .marks(),
    column("cf_xdr_gsdj", "工商登记码", &[], Text, Optional)
        .number('3')
        .marks(),
    column("cf_xdr_swdj", "税务登记号", &[], Text, Optional).number('4'),
    column(
        "cf_xdr_sfz",
        "居民身份证号",
        &["身份证号"],
        Resident,
        Persons,
    )
    .number('5')
    .marks(),
    column(
        "cf_fr",
        "法定代表人姓名",
        &["法定代表人"],
        Text,
        Organisations,
    ),
    column("cf_jg", "处罚结果", &[], Text, Always).marks(),
    column("cf_jdrq", "处罚决定日期", &[], Decided, Always),
    column("cf_xzjg", "处罚机关", &[], Text, Always),
    column("cf_zt", "当前状态", &[], State, Always),
    column("dfbm", "地方编码", &["cf_areacode"], Text, Always).marks(),
    column("sjc", "数据更新时间戳", &["数据更新时间"], Date, Always).marks(),
    column("cf_syfw", "信息使用范围", &["syfw"], Text, Optional).marks(),
    column(
        "cf_gsjzq",
        "公示截止期",
        &["gsjzq"],
        PublishedUntil,
        Optional,
    ),
    column("bz", "备注", &[], Text, Optional),
];

static LICENCE_2018: &[Column] = &[
    column("xk_xdr_mc", "行政相对人名称", &[], Text, Always),
    column(
        "xk_xdr_lb",
        "行政相对人类别",
        &["xk_xdr_type"],
        Category,
        Always,
    )
    .marks(),
    column(
        "xk_xdr_shxym",
        SOCIAL_CODE,
        &["社会信用代码"],
        Code,
        Organisations,
    )
    .number('1'),
    column("xk_xdr_gszc", "工商注册号", &[], Text, Optional)
        .number('2')
        .marks(),
    column("xk_xdr_zzjg", "组织机构代码", &[], Text, Optional)
        .number('3')
        .marks(),
    column("xk_xdr_swdj", "税务登记号", &[], Text, Optional).number('4'),
    column("xk_xdr_sydw", "事业单位证书号", &[], Text, Optional)
        .number('5')
        .marks(),
    column("xk_xdr_shzz", "社会组织登记证号", &[], Text, Optional)
        .number('6')
        .marks(),
    column("xk_frdb", "法定代表人", &[], Text, Organisations),
    column("xk_fr_zjlx", "法定代表人证件类型", &[], Text, Optional),
    column(
        "xk_fr_zjhm",
        "法定代表人证件号码",
        &["xk_fr_sfzh", "法定代表人身份证号"],
        Text,
        Optional,
    ),
    column(
        "xk_xdr_zjlx",
        "证件类型",
        &["自然人证件类型"],
        PersonKind,
        Persons,
    )
    .marks(),
    column(
        "xk_xdr_zjhm",
        "证件号码",
        &["自然人证件号码"],
        Person,
        Persons,
    )
    .marks(),
    column(
        "xk_xkws",
        "行政许可决定文书名称",
        &["行政许可决定书名称"],
        Text,
        Always,
    )
    .marks(),
    column(
        "xk_wsh",
        "行政许可决定文书号",
        LICENCE_DOCUMENT,
        Document,
        Always,
    ),
    column("xk_xklb", "许可类别", &[], LicenceKind, Always).marks(),
    column("xk_xkzs", "许可证书名称", &[], Text, Optional).marks(),
    column("xk_xkbh", "许可编号", &[], Text, Optional).marks(),
    column("xk_nr", "许可内容", &[], Text, Always),
    column("xk_jdrq", "许可决定日期", &[], Decided, Always),
    column("xk_yxqz", "有效期自", &[], ValidFrom, Always).marks(),
    column("xk_yxqzi", "有效期至", &[], ValidUntil, Always).marks(),
    column("xk_xkjg", "许可机关", &[], Text, Always),
    column(
        "xk_xkjgdm",
        "许可机关统一社会信用代码",
        &[],
        OtherCode,
        Always,
    )
    .marks(),
    column("xk_zt", "当前状态", &[], Text, Always),
    column(
        "xk_sjly",
        "数据来源单位",
        &["xk_lydw", "数据来源"],
        Text,
        Always,
    )
    .marks(),
    column(
        "xk_sjlydm",
        "数据来源单位统一社会信用代码",
        &["xk_lydwdm"],
        OtherCode,
        Always,
    )
    .marks(),
    column("bz", "备注", &[], Text, Optional),
];

const LICENCE_DOCUMENT: &[&str] = &["行政许可决定书文号", "许可决定书文号", "许可决定文书号"];

static LICENCE_2016: &[Column] = &[
    column(
        "xk_wsh",
        "行政许可决定书文号",
        LICENCE_DOCUMENT,
        Document,
        Always,
    ),
    column("xk_xmmc", "项目名称", &[], Text, Always).marks(),
    column("xk_splb", "审批类别", &[], Text, Always).marks(),
    column("xk_nr", "许可内容", &[], Text, Always),
    column("xk_xdr", "行政相对人名称", &["xk_xdr_mc"], Text, Always),
    column(
        "xk_xdr_shxym",
        SOCIAL_CODE,
        &["社会信用代码"],
        Code,
        Organisations,
    )
    .number('1'),
    column("xk_xdr_zdm", "组织机构代码", &[], Text, Optional)
        .number('2')
        .marks(),
    column("xk_xdr_gsdj", "工商登记码", &[], Text, Optional)
        .number('3')
        .marks(),
    column("xk_xdr_swdj", "税务登记号", &[], Text, Optional).number('4'),
    column(
        "xk_xdr_sfz",
        "居民身份证号",
        &["身份证号"],
        Resident,
        Persons,
    )
    .number('5')
    .marks(),
    column(
        "xk_fr",
        "法定代表人姓名",
        &["法定代表人"],
        Text,
        Organisations,
    ),
    column("xk_jdrq", "许可决定日期", &[], Decided, Always),
    column("xk_jzq", "许可截止期", &["许可截止日期"], Date, Always).marks(),
    column("xk_xzjg", "许可机关", &[], Text, Always),
    column("xk_zt", "当前状态", &[], State, Always),
    column("dfbm", "地方编码", &["xk_areacode"], Text, Always).marks(),
    column("sjc", "数据更新时间戳", &["数据更新时间"], Date, Always).marks(),
    column("xk_syfw", "信息使用范围", &["syfw"], Text, Optional).marks(),
    column(
        "xk_gsjzq",
        "公示截止期",
        &["gsjzq"],
        PublishedUntil,
        Optional,
    ),
    column("bz", "备注", &[], Text, Optional),
];

static REGISTRY: &[Column] = &[
    column(
        "tyshxydm",
        SOCIAL_CODE,
        &["社会信用代码", "uscc", "uniscid"],
        Code,
        Always,
    ),
    column(
        "jgmc",
        "机构名称",
        &[
            "名称",
            "企业名称",
            "单位名称",
            "主体名称",
            "qymc",
            "entname",
            "name",
        ],
        Text,
        Always,
    ),
    column(
        "jglx",
        "机构类型",
        &["主体类型", "企业类型", "qylx", "enttype"],
        Text,
        Optional,
    ),
    column("zch", "注册号", &["工商注册号", "regno"], Text, Optional),
    column("zzjgdm", "组织机构代码", &[], Text, Optional),
    column(
        "fddbr",
        "法定代表人",
        &["法定代表人(负责人)", "负责人", "经营者", "frdb"],
        Text,
        Optional,
    ),
    column("clrq", "成立日期", &["estdate"], Decided, Optional),
    column("hzrq", "核准日期", &["apprdate"], Date, Optional),
    column("jyqxz", "经营期限自", &["opfrom"], ValidFrom, Optional),
    column("jyqxzi", "经营期限至", &["opto"], ValidUntil, Optional),
    column("zczb", "注册资本(万元)", &["regcap"], Amount, Optional),
    column(
        "djjg",
        "登记机关",
        &["登记管理机关", "regorg"],
        Text,
        Optional,
    ),
    column(
        "djzt",
        "登记状态",
        &["经营状态", "regstate"],
        Text,
        Optional,
    ),
    column("zcdz", "注册地址", &["住所", "地址", "dom"], Text, Optional),
    column("jyfw", "经营范围", &["opscope"], Text, Optional),
];

/// What a column's name in a file means in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The form's column with this index.
    Column(usize),
    /// `行政相对人代码_N` and nothing more.
    Number(char),
    None,
}

impl Form {
    pub(super) fn match_name(&self, name: &str) -> Match {
        let name = fold(name);
        if let Some(rest) = name.strip_prefix("行政相对人代码") {
            let number = rest.chars().next().filter(char::is_ascii_digit);
            let meaning = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            return match (number, meaning) {
                (Some(number), "") => Match::Number(number),
                // What it is said to be, whatever its number.
                (_, meaning) => self.position(|c| c.number.is_some() && fold(c.label) == meaning),
            };
        }
        self.position(|c| {
            let own = [c.name, c.label];
            own.iter().chain(c.aliases).any(|alias| fold(alias) == name)
        })
    }

    /// The column of that number.
    pub(super) fn numbered(&self, number: char) -> Option<usize> {
        self.columns.iter().position(|c| c.number == Some(number))
    }

    /// Whether a column of this name is in this form and not in the other one.
    pub(super) fn is_marked_by(&self, name: &str) -> bool {
        let Match::Column(index) = self.match_name(name) else {
            return false;
        };
        let Some(column) = self.columns.get(index).filter(|c| c.marks) else {
            return false;
        };
        let folded = fold(name);
        match column.number {
            // A certificate or a code of this name may be in either; with its number it is in one.
            Some(number) => {
                folded == fold(column.name)
                    || folded == fold(&format!("行政相对人代码{number}{}", column.label))
            }
            None => true,
        }
    }

    fn position(&self, is_it: impl Fn(&Column) -> bool) -> Match {
        match self.columns.iter().position(is_it) {
            Some(index) => Match::Column(index),
            None => Match::None,
        }
    }
}

/// A name without what differs between spreadsheets: width, case, space, brackets, strokes, and the
/// asterisk of an obligatory column.
fn fold(name: &str) -> String {
    let narrow = name.chars().map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    });
    let kept = narrow.filter(|c| {
        !c.is_whitespace() && !matches!(c, '(' | ')' | '_' | '-' | ':' | '*' | '\u{FEFF}' | '—')
    });
    kept.flat_map(char::to_lowercase).collect()
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Penalty => "penalty",
            Self::Registry => "registry",
        }
    }
}

impl Edition {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Form2016 => "2016",
            Self::Form2018 => "2018",
        }
    }
}

impl Need {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Confiscation => "confiscation",
            Self::Fined => "fine",
            Self::Optional => "optional",
            Self::Organisations => "organisations",
            Self::Persons => "persons",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_columns_of_one_form() {
        for form in FORMS {
            for (index, column) in form.columns.iter().enumerate() {
                for name in [column.name, &column.title()]
                    .iter()
                    .chain(&[column.label])
                    .chain(column.aliases)
                {
                    assert_eq!(form.match_name(name), Match::Column(index), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_name_is_read_as_spreadsheets_spell_it() {
        let form = &FORMS[0];
        for (name, want) in [
            ("CF_XDR_MC", "cf_xdr_mc"),
            ("行政相对人代码＿1 （统一社会信用代码）", "cf_xdr_shxym"),
            ("行政相对人代码-统一社会信用代码", "cf_xdr_shxym"),
            ("* 处罚决定日期", "cf_jdrq"),
            ("罚款金额（万元）：", "cf_nr_fk"),
        ] {
            let Match::Column(index) = form.match_name(name) else {
                panic!("{name}");
            };
            assert_eq!(form.columns[index].name, want);
        }
        assert_eq!(form.match_name("行政相对人代码_2"), Match::Number('2'));
        assert_eq!(
            form.match_name("行政相对人代码_2(居民身份证号)"),
            Match::None
        );
    }

    #[test]
    fn the_same_number_is_another_code_in_the_other_form() {
        let meaning = |form: &Form, number| form.numbered(number).map(|i| form.columns[i].label);
        let (new, old) = (&FORMS[0], &FORMS[1]);
        for (number, in_new, in_old) in [
            ('1', "统一社会信用代码", "统一社会信用代码"),
            ('2', "工商注册号", "组织机构代码"),
            ('3', "组织机构代码", "工商登记码"),
            ('5', "事业单位证书号", "居民身份证号"),
        ] {
            assert_eq!(meaning(new, number), Some(in_new));
            assert_eq!(meaning(old, number), Some(in_old));
        }
        assert!(old.is_marked_by("行政相对人代码_2(组织机构代码)"));
        assert!(new.is_marked_by("行政相对人代码_3(组织机构代码)"));
        assert!(!new.is_marked_by("组织机构代码") && !old.is_marked_by("组织机构代码"));
    }
}
