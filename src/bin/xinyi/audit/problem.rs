//! The problems of rows, and what is to be noted of those that are read all the same, each with a stable code and a
//! sentence in both languages.

use xinyi::identity::CodeProblem;

use crate::code_texts::problem_text;

/// Problems are ordered as reports list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Problem {
    // The row cannot be read.
    AfterQuote,
    Columns,
    CutShort,
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
    CodeRounded,
    // A natural person's number.
    Person(CodeProblem),
    PersonRounded,
    // Cells.
    Amount,
    CategoryConflict,
    Date,
    Empty,
    Future,
    Key,
    KeyFile,
    Number,
    Order,
    OtherCode,
    PrivateKey,
    Rounded,
    Value,
    // Known when all rows are.
    DuplicateKey,
    DuplicateRow,
    // Notes, the last of all: nothing to correct.
    Beside,
    DateForm,
    DateNumber,
    ExtraCells,
    Invisible,
    NoData,
    Quoted,
    Short,
    Spaces,
}

impl Problem {
    /// Whether it is only noted: the row was read without doubt, and is not a bad one for it.
    pub(crate) fn is_note(self) -> bool {
        self >= Self::Beside
    }

    /// The stable code.
    pub(crate) fn code(self) -> String {
        let plain = match self {
            Self::AfterQuote => "row.after_quote",
            Self::Columns => "row.columns",
            Self::CutShort => "row.cut_short",
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
            Self::CodeRounded => "code.rounded",
            Self::PersonRounded => "person.rounded",
            Self::Amount => "cell.amount",
            Self::CategoryConflict => "cell.category",
            Self::Date => "cell.date",
            Self::Empty => "cell.empty",
            Self::Future => "cell.future",
            Self::Key => "cell.key",
            Self::KeyFile => "cell.key_file",
            Self::Number => "cell.number",
            Self::Order => "cell.order",
            Self::OtherCode => "cell.code",
            Self::PrivateKey => "cell.private_key",
            Self::Rounded => "cell.rounded",
            Self::Value => "cell.value",
            Self::DuplicateKey => "duplicate.key",
            Self::DuplicateRow => "duplicate.row",
            Self::Beside => "row.beside",
            Self::DateForm => "cell.date_form",
            Self::DateNumber => "cell.date_number",
            Self::ExtraCells => "row.extra_cells",
            Self::Invisible => "cell.invisible",
            Self::NoData => "row.no_data",
            Self::Quoted => "cell.quoted",
            Self::Short => "row.short",
            Self::Spaces => "cell.spaces",
        };
        plain.to_owned()
    }

    /// In Chinese and English.
    pub(crate) fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::AfterQuote => (
                "引号结束之后还有内容，该行无法读取。",
                "Text follows a closing quotation mark; the row cannot be read.",
            ),
            Self::Columns => (
                "成员过多，该行无法读取。",
                "There are too many members; the row cannot be read.",
            ),
            Self::CutShort => (
                "JSON 数组或网页中的表格没有结束，文件可能不完整。",
                "The JSON array, or the table of the page, is not closed; the file may be cut short.",
            ),
            Self::DuplicateMember => (
                "同一成员名出现两次，该行无法读取。",
                "A member's name occurs twice; the row cannot be read.",
            ),
            Self::Json => (
                "不是 JSON 对象，该行无法读取。",
                "It is not a JSON object; the row cannot be read.",
            ),
            Self::Ragged => (
                "表头之外的列里还有内容，该行无法读取。",
                "There is text in a cell beyond the last column; the row cannot be read.",
            ),
            Self::TooLong => (
                "一行超过 1 MB，该行无法读取。",
                "It is longer than 1 MB; the row cannot be read.",
            ),
            Self::Unclosed => (
                "引号没有闭合，该行无法读取。",
                "A quotation mark is never closed; the row cannot be read.",
            ),
            Self::Encoding => (
                "含有不属于该编码的字节。",
                "Some bytes are not in the file's encoding.",
            ),
            Self::Nul => ("含有空字符（NUL）。", "There is a NUL character."),
            Self::StrayQuote => (
                "未加引号的内容里有引号。",
                "A quotation mark stands in a cell that is not quoted.",
            ),
            Self::CodeMissing => (
                "没有统一社会信用代码。",
                "There is no unified social credit code.",
            ),
            Self::Code(problem) | Self::Person(problem) => problem_text(problem),
            Self::CodeRounded | Self::PersonRounded | Self::Rounded => (
                "电子表格已将号码四舍五入或以科学计数法显示，后几位已丢失；请把该列设为文本格式后重新导出。",
                "A spreadsheet has rounded it or shows it as a power of ten, so that its last digits are lost; format the column as text and export it again.",
            ),
            Self::Amount => (
                "金额不是以万元为单位、最多六位小数的数字。",
                "The amount is no number of 万元 with at most six decimals.",
            ),
            Self::CategoryConflict => ("相对人类别与代码不一致。", "Category and code disagree."),
            Self::Date => (
                "不是 2026/01/05 这样的日期。",
                "It is no date such as 2026/01/05.",
            ),
            Self::Empty => ("必填项为空。", "A required cell is empty."),
            Self::Future => ("日期晚于今天。", "The date is yet to come."),
            Self::Key => (
                "不是可以使用的公钥（JWK 或 PEM）。",
                "It is no public key that can be used (a JWK or PEM).",
            ),
            Self::KeyFile => (
                "没有可以读取的公钥文件，或者文件不在表格所在的文件夹中。",
                "There is no file of a public key that can be read, or it is not in the folder of the table.",
            ),
            Self::Number => ("不是数字。", "It is no number."),
            Self::Order => (
                "截止日期不晚于决定日期，或早于起始日期。",
                "The end is not after the decision, or before the beginning.",
            ),
            Self::OtherCode => (
                "机关或数据来源单位的代码有误。",
                "The code of an authority or of the data's source is wrong.",
            ),
            Self::PrivateKey => (
                "是私钥。私钥只能在持有人手中。",
                "It is a private key, which only its holder may have.",
            ),
            Self::Value => ("不在规定的取值之内。", "It is not one of the values."),
            Self::DuplicateKey => (
                "与前面某行是同一条记录，其他内容不同。",
                "It is the same record as an earlier row, otherwise different.",
            ),
            Self::DuplicateRow => (
                "与前面某行完全相同。",
                "It is the same row as an earlier one.",
            ),
            Self::Beside => (
                "表格右侧、表头之外的单元格里有内容，不属于任何一列，未读取。",
                "There is text beside the table, in a cell of no column; it was not read.",
            ),
            Self::DateForm => (
                "日期不是 2026/01/05 这样的写法，已按 2026/1/5、2026年1月5日等读取。",
                "The date is not written as 2026/01/05; it was read as 2026/1/5, 2026年1月5日 or the like.",
            ),
            Self::DateNumber => (
                "日期是电子表格的日期序号（如 46027），已换算后读取。",
                "The date is a spreadsheet's number of a day, such as 46027; it was read as that day.",
            ),
            Self::ExtraCells => (
                "行末多出空单元格，不影响读取。",
                "Empty cells follow the last column; it was read without them.",
            ),
            Self::Invisible => (
                "含有看不见的字符，已略去后读取。",
                "There are characters that cannot be seen; it was read without them.",
            ),
            Self::Quoted => (
                "前面有撇号，或以引号、=\"…\" 包围，已略去后读取。",
                "An apostrophe stands before it, or quotation marks or =\"…\" around it; it was read without them.",
            ),
            Self::Spaces => (
                "代码中间有空格或换行，已略去后读取。",
                "Spaces or ends of lines stand within a code; it was read without them.",
            ),
            Self::NoData => (
                "不是数据行（标题、表头、合计或说明），未计入。",
                "It is no data row (a title, a header, a total or a note), and is not counted.",
            ),
            Self::Short => (
                "单元格少于列数，行末缺少的按空读取。",
                "There are fewer cells than columns; those missing at the end were read as empty.",
            ),
        }
    }
}
