//! The forms, each as a table of its columns.
//!
//! Sources: the columns' names are those of implementations of the national forms. Nobody's published
//! text of the forms was found: which columns are obligatory, the names of the licence's columns in
//! letters and the registry's columns are unconfirmed, and reports say so column by column.

use super::columns::{Column, Content::*, Edition, Form, Match, Need::*, RowKind, fold};

pub(super) static FORMS: &[Form] = &[
    Form {
        kind: RowKind::Penalty,
        edition: Some(Edition::Form2018),
        names_confirmed: true,
        columns: PENALTY_2018,
    },
    Form {
        kind: RowKind::Penalty,
        edition: Some(Edition::Form2016),
        names_confirmed: false,
        columns: PENALTY_2016,
    },
    Form {
        kind: RowKind::Licence,
        edition: Some(Edition::Form2018),
        names_confirmed: false,
        columns: LICENCE_2018,
    },
    Form {
        kind: RowKind::Licence,
        edition: Some(Edition::Form2016),
        names_confirmed: false,
        columns: LICENCE_2016,
    },
    Form {
        kind: RowKind::Registry,
        edition: None,
        names_confirmed: false,
        columns: REGISTRY,
    },
];

/// A line for a column: its name in letters, its label, what else it is called, what it holds, whose
/// rows need it; `= 'N'` where it is `行政相对人代码_N`, `marks` where its name alone tells the form.
macro_rules! columns {
    ($($name:literal, $label:literal, [$($alias:literal),*], $content:ident, $need:ident
        $(= $number:literal)? $($marks:ident)?;)*) => {
        &[$(Column {
            name: $name,
            label: $label,
            aliases: &[$($alias),*],
            content: $content,
            need: $need,
            number: columns!(@number $($number)?),
            marks: columns!(@marks $($marks)?),
        }),*]
    };
    (@number) => { None };
    (@number $number:literal) => { Some($number) };
    (@marks) => { false };
    (@marks marks) => { true };
}

static PENALTY_2018: &[Column] = columns! {
    "cf_xdr_mc", "行政相对人名称", [], Text, Always;
    "cf_xdr_lb", "行政相对人类别", [], Category, Always marks;
    "cf_xdr_shxym", "统一社会信用代码", ["社会信用代码"], Code, Organisations = '1';
    "cf_xdr_gszc", "工商注册号", [], Text, Optional = '2' marks;
    "cf_xdr_zzjg", "组织机构代码", [], Text, Optional = '3' marks;
    "cf_xdr_swdj", "税务登记号", [], Text, Optional = '4';
    "cf_xdr_sydw", "事业单位证书号", [], Text, Optional = '5' marks;
    "cf_xdr_shzz", "社会组织登记证号", [], Text, Optional = '6' marks;
    "cf_frdb", "法定代表人", [], Text, Organisations;
    "cf_fr_zjlx", "法定代表人证件类型", [], Text, Optional;
    "cf_fr_zjhm", "法定代表人证件号码", ["cf_fr_sfzh", "法定代表人身份证号"], Text, Optional;
    "cf_xdr_zjlx", "证件类型", ["自然人证件类型"], PersonKind, Persons marks;
    "cf_xdr_zjhm", "证件号码", ["自然人证件号码"], Person, Persons marks;
    "cf_wsh", "行政处罚决定书文号", ["行政处罚决定文书号", "行政处罚决定文书文号", "处罚决定书文号"], Document, Always;
    "cf_wfxw", "违法行为类型", [], Text, Always marks;
    "cf_sy", "违法事实", [], Text, Always;
    "cf_yj", "处罚依据", [], Text, Always;
    "cf_cflb", "处罚类别", ["处罚种类"], PenaltyKinds, Always;
    "cf_nr", "处罚内容", [], Text, Always marks;
    "cf_nr_fk", "罚款金额(万元)", ["罚款金额"], Fine, Fined marks;
    "cf_nr_wfff", "没收违法所得、没收非法财物的金额(万元)", ["没收违法所得、没收非法财物的金额", "没收金额(万元)", "没收金额", "没收违法所得"], Confiscated, Confiscation marks;
    "cf_nr_zkdx", "暂扣或吊销证照名称及编号", [], Text, Optional marks;
    "cf_jdrq", "处罚决定日期", [], Decided, Always;
    "cf_yxq", "处罚有效期", [], Date, Optional;
    "cf_gsjzq", "公示截止期", ["公示截止日期"], PublishedUntil, Always;
    "cf_cfjg", "处罚机关", [], Text, Always;
    "cf_cfjgdm", "处罚机关统一社会信用代码", [], OtherCode, Always marks;
    "cf_sjly", "数据来源单位", ["数据来源"], Text, Always marks;
    "cf_sjlydm", "数据来源单位统一社会信用代码", [], OtherCode, Always marks;
    "bz", "备注", [], Text, Optional;
};

static PENALTY_2016: &[Column] = columns! {
    "cf_wsh", "行政处罚决定书文号", ["行政处罚决定文书号", "行政处罚决定文书文号", "处罚决定书文号"], Document, Always;
    "cf_cfmc", "处罚名称", ["案件名称"], Text, Always marks;
    "cf_cflb1", "处罚类别1", [], Text, Always marks;
    "cf_cflb2", "处罚类别2", [], Text, Optional marks;
    "cf_sy", "处罚事由", [], Text, Always;
    "cf_yj", "处罚依据", [], Text, Always;
    "cf_xdr_mc", "行政相对人名称", ["cf_xdr"], Text, Always;
    "cf_xdr_shxym", "统一社会信用代码", ["社会信用代码"], Code, Organisations = '1';
    "cf_xdr_zdm", "组织机构代码", [], Text, Optional = '2' marks;
    "cf_xdr_gsdj", "工商登记码", [], Text, Optional = '3' marks;
    "cf_xdr_swdj", "税务登记号", [], Text, Optional = '4';
    "cf_xdr_sfz", "居民身份证号", ["身份证号"], Resident, Persons = '5' marks;
    "cf_fr", "法定代表人姓名", ["法定代表人"], Text, Organisations;
    "cf_jg", "处罚结果", [], Text, Always marks;
    "cf_jdrq", "处罚决定日期", [], Decided, Always;
    "cf_xzjg", "处罚机关", [], Text, Always;
    "cf_zt", "当前状态", [], State, Always;
    "dfbm", "地方编码", ["cf_areacode"], Text, Always marks;
    "sjc", "数据更新时间戳", ["数据更新时间"], Date, Always marks;
    "cf_syfw", "信息使用范围", ["syfw"], Text, Optional marks;
    "cf_gsjzq", "公示截止期", ["gsjzq"], PublishedUntil, Optional;
    "bz", "备注", [], Text, Optional;
};

static LICENCE_2018: &[Column] = columns! {
    "xk_xdr_mc", "行政相对人名称", [], Text, Always;
    "xk_xdr_lb", "行政相对人类别", ["xk_xdr_type"], Category, Always marks;
    "xk_xdr_shxym", "统一社会信用代码", ["社会信用代码"], Code, Organisations = '1';
    "xk_xdr_gszc", "工商注册号", [], Text, Optional = '2' marks;
    "xk_xdr_zzjg", "组织机构代码", [], Text, Optional = '3' marks;
    "xk_xdr_swdj", "税务登记号", [], Text, Optional = '4';
    "xk_xdr_sydw", "事业单位证书号", [], Text, Optional = '5' marks;
    "xk_xdr_shzz", "社会组织登记证号", [], Text, Optional = '6' marks;
    "xk_frdb", "法定代表人", [], Text, Organisations;
    "xk_fr_zjlx", "法定代表人证件类型", [], Text, Optional;
    "xk_fr_zjhm", "法定代表人证件号码", ["xk_fr_sfzh", "法定代表人身份证号"], Text, Optional;
    "xk_xdr_zjlx", "证件类型", ["自然人证件类型"], PersonKind, Persons marks;
    "xk_xdr_zjhm", "证件号码", ["自然人证件号码"], Person, Persons marks;
    "xk_xkws", "行政许可决定文书名称", ["行政许可决定书名称"], Text, Always marks;
    "xk_wsh", "行政许可决定文书号", ["行政许可决定书文号", "许可决定书文号", "许可决定文书号"], Document, Always;
    "xk_xklb", "许可类别", [], LicenceKind, Always marks;
    "xk_xkzs", "许可证书名称", [], Text, Optional marks;
    "xk_xkbh", "许可编号", [], Text, Optional marks;
    "xk_nr", "许可内容", [], Text, Always;
    "xk_jdrq", "许可决定日期", [], Decided, Always;
    "xk_yxqz", "有效期自", [], ValidFrom, Always marks;
    "xk_yxqzi", "有效期至", [], ValidUntil, Always marks;
    "xk_xkjg", "许可机关", [], Text, Always;
    "xk_xkjgdm", "许可机关统一社会信用代码", [], OtherCode, Always marks;
    "xk_zt", "当前状态", [], Text, Always;
    "xk_sjly", "数据来源单位", ["xk_lydw", "数据来源"], Text, Always marks;
    "xk_sjlydm", "数据来源单位统一社会信用代码", ["xk_lydwdm"], OtherCode, Always marks;
    "bz", "备注", [], Text, Optional;
};

static LICENCE_2016: &[Column] = columns! {
    "xk_wsh", "行政许可决定书文号", ["行政许可决定书文号", "许可决定书文号", "许可决定文书号"], Document, Always;
    "xk_xmmc", "项目名称", [], Text, Always marks;
    "xk_splb", "审批类别", [], Text, Always marks;
    "xk_nr", "许可内容", [], Text, Always;
    "xk_xdr", "行政相对人名称", ["xk_xdr_mc"], Text, Always;
    "xk_xdr_shxym", "统一社会信用代码", ["社会信用代码"], Code, Organisations = '1';
    "xk_xdr_zdm", "组织机构代码", [], Text, Optional = '2' marks;
    "xk_xdr_gsdj", "工商登记码", [], Text, Optional = '3' marks;
    "xk_xdr_swdj", "税务登记号", [], Text, Optional = '4';
    "xk_xdr_sfz", "居民身份证号", ["身份证号"], Resident, Persons = '5' marks;
    "xk_fr", "法定代表人姓名", ["法定代表人"], Text, Organisations;
    "xk_jdrq", "许可决定日期", [], Decided, Always;
    "xk_jzq", "许可截止期", ["许可截止日期"], Date, Always marks;
    "xk_xzjg", "许可机关", [], Text, Always;
    "xk_zt", "当前状态", [], State, Always;
    "dfbm", "地方编码", ["xk_areacode"], Text, Always marks;
    "sjc", "数据更新时间戳", ["数据更新时间"], Date, Always marks;
    "xk_syfw", "信息使用范围", ["syfw"], Text, Optional marks;
    "xk_gsjzq", "公示截止期", ["gsjzq"], PublishedUntil, Optional;
    "bz", "备注", [], Text, Optional;
};

static REGISTRY: &[Column] = columns! {
    "tyshxydm", "统一社会信用代码", ["社会信用代码", "uscc", "uniscid"], Code, Always;
    "jgmc", "机构名称", ["名称", "企业名称", "单位名称", "主体名称", "qymc", "entname", "name"], Text, Always;
    "jglx", "机构类型", ["主体类型", "企业类型", "qylx", "enttype"], Text, Optional;
    "zch", "注册号", ["工商注册号", "regno"], Text, Optional;
    "zzjgdm", "组织机构代码", [], Text, Optional;
    "fddbr", "法定代表人", ["法定代表人(负责人)", "负责人", "经营者", "frdb"], Text, Optional;
    "clrq", "成立日期", ["estdate"], Decided, Optional;
    "hzrq", "核准日期", ["apprdate"], Date, Optional;
    "jyqxz", "经营期限自", ["opfrom"], ValidFrom, Optional;
    "jyqxzi", "经营期限至", ["opto"], ValidUntil, Optional;
    "zczb", "注册资本(万元)", ["regcap"], Amount, Optional;
    "djjg", "登记机关", ["登记管理机关", "regorg"], Text, Optional;
    "djzt", "登记状态", ["经营状态", "regstate"], Text, Optional;
    "zcdz", "注册地址", ["住所", "地址", "dom"], Text, Optional;
    "jyfw", "经营范围", ["opscope"], Text, Optional;
};

/// Where among the names of a file the columns are that have that very name, or else that some form calls so in letters.
pub(crate) fn places_of(names: &[String], wanted: &str) -> Vec<usize> {
    let all = |is_one: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let places = names.iter().enumerate();
        places
            .filter(|(_, name)| is_one(name))
            .map(|(at, _)| at)
            .collect()
    };
    let wanted_folded = fold(wanted);
    let same = all(&|name| fold(name) == wanted_folded);
    if !same.is_empty() {
        return same;
    }
    let found = FORMS.iter().map(|form| {
        let index = form.columns.iter().position(|c| c.name == wanted);
        all(&|name| index.is_some_and(|at| form.match_name(name) == Match::Column(at)))
    });
    found
        .into_iter()
        .find(|places| !places.is_empty())
        .unwrap_or_default()
}

/// How many different columns some cells are the names of, at most in one form.
pub(super) fn known_columns(cells: &[String]) -> usize {
    let matched = |form: &Form| {
        let mut columns: Vec<Option<usize>> = cells
            .iter()
            .filter_map(|name| match form.match_name(name) {
                Match::Column(index) => Some(Some(index)),
                Match::Number(number) => Some(form.numbered(number)),
                Match::Unknown => None,
            })
            .collect();
        columns.sort_unstable();
        columns.dedup();
        columns.len()
    };
    FORMS.iter().map(matched).max().unwrap_or(0)
}

/// How many of some cells are the names of columns, at most in one form.
pub(super) fn known_names(cells: &[String]) -> usize {
    let matched = |form: &Form| {
        let known = |name: &&String| form.match_name(name) != Match::Unknown;
        cells.iter().filter(known).count()
    };
    FORMS.iter().map(matched).max().unwrap_or(0)
}
