//! The columns of licence, penalty and registry rows.
//!
//! Licences and penalties are published in two forms. In the form of 2016, `行政相对人代码_2` is the organisation code and
//! `_5` a resident number. In the form of 2018, `_2` is the business registration number and `_5` a public
//! institution's certificate. So a label that is only a number means nothing until the form is known.

use clap::ValueEnum;
use xinyi::visible;

use super::spelling::is_invisible;

/// What kind of rows a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RowKind {
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

impl Content {
    /// Whether it is a code or a number, in which no space belongs.
    pub(super) fn is_code(self) -> bool {
        matches!(
            self,
            Self::Code | Self::OtherCode | Self::Person | Self::Resident
        )
    }
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
    pub(super) aliases: &'static [&'static str],
    pub(super) content: Content,
    pub(super) need: Need,
    /// `行政相对人代码_N`.
    pub(super) number: Option<char>,
    /// Its name alone tells the form.
    pub(super) marks: bool,
}

pub(super) struct Form {
    pub(super) kind: RowKind,
    /// `None` for registers.
    pub(super) edition: Option<Edition>,
    /// Whether the names in letters were seen in a source.
    pub(super) names_confirmed: bool,
    pub(super) columns: &'static [Column],
}

impl Column {
    /// What reports call it.
    pub(super) fn title(&self) -> String {
        match self.number {
            Some(number) => format!("行政相对人代码_{number}({})", self.label),
            None => self.label.to_owned(),
        }
    }
}

/// What a column's name in a file means in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The form's column with this index.
    Column(usize),
    /// `行政相对人代码_N` and nothing more.
    Number(char),
    /// No column of the form.
    Unknown,
}

impl Form {
    pub(super) fn match_name(&self, name: &str) -> Match {
        let name = fold(name);
        if let Some(rest) = name.strip_prefix("行政相对人代码") {
            let number = rest.chars().next().filter(char::is_ascii_digit);
            let meaning = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            return match (number, meaning) {
                (Some(number), "") => Match::Number(number),
                // The label counts, and not the number.
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
            None => Match::Unknown,
        }
    }
}

/// A name without what differs between spreadsheets: width, case, spaces, brackets, strokes, characters that cannot be
/// seen, and the asterisk or the word by which a column is obligatory or not.
pub(super) fn fold(name: &str) -> String {
    let narrow = name.chars().map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    });
    let kept = narrow.filter(|c| {
        let is_stroke = matches!(c, '_' | '-' | ':' | '*' | '—' | '\'');
        let is_bracket = matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕');
        !(c.is_whitespace() || is_stroke || is_bracket || is_invisible(*c))
    });
    let folded: String = kept.flat_map(char::to_lowercase).collect();
    for word in ["非必填", "必填项", "必填", "选填"] {
        for rest in [folded.strip_suffix(word), folded.strip_prefix(word)] {
            if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
                return rest.to_owned();
            }
        }
    }
    folded
}

/// A column's name as it may be shown. Where the header is missing it is a cell, perhaps a person's number.
pub(super) fn masked(name: &str) -> String {
    with_few_digits(name, 6)
}

/// The same of a sheet's name, which may have a date in it.
pub(super) fn masked_sheet(name: &str) -> String {
    with_few_digits(name, 11)
}

/// Without digits where there are that many, and not longer than can be looked over.
fn with_few_digits(name: &str, many: usize) -> String {
    const LONGEST: usize = 40;
    let digits = name.chars().filter(|c| c.is_numeric()).count();
    let mask = |c: char| match c.is_numeric() && digits >= many {
        true => '*',
        false => c,
    };
    let shown: String = name.chars().map(mask).take(LONGEST).collect();
    visible(&shown).into_owned()
}

impl RowKind {
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
    use crate::audit::forms::FORMS;

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
            ("行政相对人名称（必填）", "cf_xdr_mc"),
            (
                "【必填】行政相对人代码_1\n(统一社会信用代码)",
                "cf_xdr_shxym",
            ),
            ("\u{200B}备注（非必填）", "bz"),
        ] {
            let Match::Column(index) = form.match_name(name) else {
                panic!("{name}");
            };
            assert_eq!(form.columns[index].name, want);
        }
        assert_eq!(form.match_name("行政相对人代码_2"), Match::Number('2'));
        assert_eq!(
            form.match_name("行政相对人代码_2(居民身份证号)"),
            Match::Unknown
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

    #[test]
    fn a_name_that_may_be_a_number_is_masked() {
        assert_eq!(masked("11010519491231002X"), "*****************X");
        assert_eq!(masked("行政相对人代码_2"), "行政相对人代码_2");
        assert_eq!(masked("a\u{1b}[2J\n"), "a\\u{1b}[2J\\u{a}");
        assert_eq!(masked_sheet("20260105"), "20260105");
        assert_eq!(masked_sheet("11010519491231002X"), "*****************X");
    }
}
