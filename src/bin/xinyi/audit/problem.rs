//! What can be wrong with a row, each with a stable code and its name in both languages.

use xinyi::identity::CodeProblem;

/// Problems are ordered as reports list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Problem {
    // The row cannot be read.
    AfterQuote,
    Columns,
    DuplicateMember,
    Json,
    Ragged,
    TooLong,
    Unclosed,
    // It can, but something in it is odd.
    Encoding,
    Nul,
    StrayQuote,
    // The subject's code.
    CodeMissing,
    Code(CodeProblem),
    // A natural person's number.
    Person(CodeProblem),
    // Cells.
    Amount,
    CategoryConflict,
    Date,
    Empty,
    Future,
    Order,
    OtherCode,
    Value,
    // Known when all rows are.
    DuplicateKey,
    DuplicateRow,
}

impl Problem {
    /// The stable code.
    pub(super) fn code(self) -> String {
        let plain = match self {
            Self::AfterQuote => "row.after_quote",
            Self::Columns => "row.columns",
            Self::DuplicateMember => "row.duplicate_member",
            Self::Json => "row.json",
            Self::Ragged => "row.ragged",
            Self::TooLong => "row.too_long",
            Self::Unclosed => "row.unclosed_quote",
            Self::Encoding => "row.encoding",
            Self::Nul => "row.nul",
            Self::StrayQuote => "row.stray_quote",
            Self::CodeMissing => "code.missing",
            Self::Code(problem) => return format!("code.{}", problem.as_str()),
            Self::Person(problem) => return format!("person.{}", problem.as_str()),
            Self::Amount => "cell.amount",
            Self::CategoryConflict => "cell.category",
            Self::Date => "cell.date",
            Self::Empty => "cell.empty",
            Self::Future => "cell.future",
            Self::Order => "cell.order",
            Self::OtherCode => "cell.code",
            Self::Value => "cell.value",
            Self::DuplicateKey => "duplicate.key",
            Self::DuplicateRow => "duplicate.row",
        };
        plain.to_owned()
    }

    /// In Chinese and English.
    pub(super) fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::AfterQuote => ("引号之后还有内容", "text after a closing quotation mark"),
            Self::Columns => ("成员过多", "too many members"),
            Self::DuplicateMember => ("同一成员名出现两次", "a member name twice"),
            Self::Json => ("不是 JSON 对象", "not a JSON object"),
            Self::Ragged => ("列数与表头不符", "not as many cells as columns"),
            Self::TooLong => ("一行过长", "a row too long"),
            Self::Unclosed => ("引号没有闭合", "a quotation mark never closed"),
            Self::Encoding => ("含有不属于该编码的字节", "bytes outside the encoding"),
            Self::Nul => ("含有空字符", "a NUL character"),
            Self::StrayQuote => ("未加引号的内容里有引号", "a quotation mark in a bare cell"),
            Self::CodeMissing => ("没有代码", "no code"),
            Self::Code(problem) | Self::Person(problem) => code_problem(problem),
            Self::Amount => ("金额格式不对", "not an amount"),
            Self::CategoryConflict => ("相对人类别与代码不一致", "category and code disagree"),
            Self::Date => ("日期格式不对", "not a date"),
            Self::Empty => ("必填项为空", "a required cell empty"),
            Self::Future => ("日期晚于今天", "a date to come"),
            Self::Order => ("日期先后不对", "dates out of order"),
            Self::OtherCode => ("机关或来源单位代码有误", "an authority's code wrong"),
            Self::Value => ("不在规定的取值之内", "not one of the values"),
            Self::DuplicateKey => ("同一记录重复，内容不同", "the same record again, different"),
            Self::DuplicateRow => ("整行重复", "the same row again"),
        }
    }
}

fn code_problem(problem: CodeProblem) -> (&'static str, &'static str) {
    match problem {
        CodeProblem::Alphabet => ("含有不允许的字符", "a character that cannot be there"),
        CodeProblem::AuthorityUnknown => (
            "登记部门和机构类别不在标准内",
            "unrecognised pair of authority and kind",
        ),
        CodeProblem::BirthdateFuture => ("出生日期晚于今天", "born in the future"),
        CodeProblem::BirthdateInvalid => ("出生日期不存在", "no such day of birth"),
        CodeProblem::CheckCharacter => ("校验码错误", "wrong check character"),
        CodeProblem::CheckCharacterXiamen => (
            "厦门早期代码，校验码与标准不符",
            "as issued early in Xiamen (legacy)",
        ),
        CodeProblem::CountryUnknown => ("国家代码不存在", "no such country"),
        CodeProblem::FormerForm => ("旧式号码", "a former form"),
        CodeProblem::Length => ("位数不对", "wrong length"),
        CodeProblem::OrganisationCheck => (
            "主体标识码（组织机构代码）校验位错误",
            "wrong check of the organisation code",
        ),
        CodeProblem::OrganisationCode => ("填了组织机构代码", "an organisation code in its place"),
        CodeProblem::OtherKind => (
            "填了另一类代码，如个人证件号码",
            "a code of another kind, such as a person's",
        ),
        CodeProblem::ProvinceUnknown => ("省份代码不存在", "no such province"),
        CodeProblem::RegionEnded => ("行政区划代码当时已停用", "a region given up by then"),
        CodeProblem::RegionUnknown => ("行政区划代码不存在", "no such region"),
        CodeProblem::RegionUnused => (
            "行政区划代码不用于此类号码",
            "a region not used in such numbers",
        ),
        CodeProblem::RegistrationNumber => ("填了工商注册号", "a registration number in its place"),
        _ => ("代码有误", "wrong"),
    }
}
