//! What a cell of a kind looks like.

use std::ops::RangeInclusive;

use xinyi::{Day, Decimal};

use super::problem::Problem;

/// A day, `2026/01/05` as the form has it or `2026-01-05`; and as spreadsheets write it, which is noted: `2026/1/5`,
/// `2026年1月5日`, with a time, or the number of the day.
pub(crate) fn day(text: &str) -> Option<(Day, Option<Problem>)> {
    if let Some(day) = numbered_day(text) {
        return Some((day, Some(Problem::DateNumber)));
    }
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) if is_time(time.trim_start()) => (date, Some(time)),
        Some(_) => return None,
        None => (text, None),
    };
    let (year, rest) = date.split_at_checked(4)?;
    let separator = rest.chars().next()?;
    let rest = rest.strip_prefix(separator)?;
    let (month, day) = match separator {
        '/' | '-' => rest.split_once(separator)?,
        '年' => rest.strip_suffix('日')?.split_once('月')?,
        _ => return None,
    };
    let number = |text: &str, lengths: RangeInclusive<usize>| {
        let is_number = lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let found = Day::new(
        number(year, 4..=4)?,
        number(month, 1..=2)?,
        number(day, 1..=2)?,
    )?;
    let is_of_form = time.is_none() && date.len() == 10 && month.len() == 2 && separator != '年';
    Some((found, (!is_of_form).then_some(Problem::DateForm)))
}

/// `0:00`, `10:30:00`, and a fraction.
fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let mut is_next = |below: u32| {
        let part = parts.next()?;
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        Some(is_number && part.parse::<u32>().is_ok_and(|number| number < below))
    };
    let is_clock = is_next(24) == Some(true)
        && is_next(60) == Some(true)
        && is_next(60).unwrap_or(true)
        && is_next(60).is_none();
    is_clock && !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit())
}

/// The day with a number of spreadsheets, which count from the end of 1899: five digits, from 1927 to 2173, or
/// 9999-12-31, by which what has no end is often said.
fn numbered_day(text: &str) -> Option<Day> {
    const LAST: &str = "2958465";
    let number = text.strip_suffix(".0").unwrap_or(text);
    let is_number =
        number.len() == 5 && number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
    if !is_number && number != LAST {
        return None;
    }
    Day::new(1899, 12, 30)?.add_days(number.parse().ok()?)
}

/// 万元 as decimal(18,6): not negative, twelve digits before the point and six after it at most.
pub(crate) fn is_amount(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_short = (1..=12).contains(&whole.len()) && (1..=6).contains(&fraction.len());
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_short && is_plain && Decimal::parse(text).is_some()
}

/// 处罚类别: the kinds of Article 9 of the Administrative Penalty Law of 2021, and of Article 8 of the
/// law before it, which older decisions name.
const PENALTY_KINDS: &[&str] = &[
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "暂扣许可证",
    "暂扣执照",
    "暂扣或者吊销许可证",
    "暂扣或者吊销执照",
    "降低资质等级",
    "吊销许可证件",
    "吊销许可证",
    "吊销执照",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "行政拘留",
];
/// 许可类别: the kinds of Article 12 of the Administrative Licensing Law, as the form calls them.
const LICENCE_KINDS: &[&str] = &["普通", "特许", "认可", "核准", "登记"];

/// One or several kinds, between semicolons.
pub(super) fn are_penalty_kinds(text: &str) -> bool {
    kinds(text).all(|kind| PENALTY_KINDS.contains(&kind) || is_other(kind))
}

pub(super) fn is_licence_kind(text: &str) -> bool {
    LICENCE_KINDS.contains(&text) || is_other(text)
}

/// Whether one of the kinds begins so.
pub(super) fn has_kind(text: &str, start: &str) -> bool {
    kinds(text).any(|kind| kind.starts_with(start))
}

fn kinds(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', ',', '，']).map(str::trim)
}

/// `其他`, and what it is after a stroke.
fn is_other(kind: &str) -> bool {
    kind.starts_with("其他")
}

/// Whether a number of fifteen to eighteen digits was rounded by a spreadsheet, which keeps fifteen of them, or
/// shortened to be shown: `913101151000000000`, `9.13101E+17`. A number may end so and be right.
pub(crate) fn is_rounded(text: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let Some((mantissa, power)) = text.split_once(['E', 'e']) {
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let power = power.strip_prefix('+').unwrap_or(power);
        return whole.len() == 1
            && are_digits(whole)
            && are_digits(fraction)
            && matches!(power, "14" | "15" | "16" | "17");
    }
    text.len() == 18 && are_digits(text) && text.ends_with("000")
}

/// Whether a row begins like the total or the notes under a table.
pub(crate) fn begins_no_data(text: &str) -> bool {
    const TOTALS: &[&str] = &[
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "本页合计",
        "本页小计",
    ];
    const NOTES: &[&str] = &[
        "注",
        "备注",
        "说明",
        "填表说明",
        "填报说明",
        "填表人",
        "填报人",
        "制表人",
        "审核人",
        "负责人",
        "经办人",
        "填表单位",
        "填报单位",
        "制表单位",
        "填表日期",
        "填报日期",
        "制表日期",
        "填报时间",
        "联系人",
        "联系电话",
    ];
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // Nothing, a number or a stroke follows the word: 合计科技有限公司 is somebody's name.
    let ends = |rest: &str, colon_only: bool| match rest.chars().next() {
        None | Some(':' | '：') => true,
        Some(c) => !colon_only && (c.is_ascii_digit() || matches!(c, '(' | '（' | '共')),
    };
    let is_one = |words: &[&str], colon_only| {
        let mut rests = words.iter().filter_map(|word| text.strip_prefix(word));
        rests.any(|rest| ends(rest, colon_only))
    };
    is_one(TOTALS, false) || is_one(NOTES, true) || is_count(&text)
}

/// `共20条`.
fn is_count(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('共') else {
        return false;
    };
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < rest.len() && unit.starts_with(['条', '行', '件', '户'])
}

/// `NULL` and `\N` are how databases write that there is nothing.
pub(crate) fn is_empty(text: &str) -> bool {
    matches!(text, "" | "NULL" | "null" | "\\N")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_and_real() {
        use Problem::{DateForm, DateNumber};
        for (text, want) in [
            ("2026/01/05", Some(("2026-01-05", None))),
            ("2026-01-05", Some(("2026-01-05", None))),
            ("2099/12/31", Some(("2099-12-31", None))),
            ("2026/1/5", Some(("2026-01-05", Some(DateForm)))),
            ("2026-1-15", Some(("2026-01-15", Some(DateForm)))),
            ("2026/10/5", Some(("2026-10-05", Some(DateForm)))),
            ("2026/1/15", Some(("2026-01-15", Some(DateForm)))),
            ("2026年1月5日", Some(("2026-01-05", Some(DateForm)))),
            ("2026年01月05日", Some(("2026-01-05", Some(DateForm)))),
            ("2026/01/05 00:00:00", Some(("2026-01-05", Some(DateForm)))),
            ("2026/1/5 0:00", Some(("2026-01-05", Some(DateForm)))),
            (
                "2026-01-05T10:30:00.000",
                Some(("2026-01-05", Some(DateForm))),
            ),
            ("46027", Some(("2026-01-05", Some(DateNumber)))),
            ("46027.0", Some(("2026-01-05", Some(DateNumber)))),
            ("36526", Some(("2000-01-01", Some(DateNumber)))),
            ("2958465", Some(("9999-12-31", Some(DateNumber)))),
            ("46027.5", None),
            ("01234", None),
            ("2026", None),
            ("2026/02/29", None),
            ("2026/2/29", None),
            ("2026/13/5", None),
            ("2026/001/5", None),
            ("2026/01-05", None),
            ("2026年1月5", None),
            ("26/1/5", None),
            ("20260105", None),
            ("2026/01/05 24:00:00", None),
            ("2026/01/05 上午", None),
            ("2026/01/05 ", None),
            ("２０２６/01/05", None),
            ("", None),
        ] {
            let found = day(text).map(|(day, note)| (day.to_string(), note));
            let want = want.map(|(day, note)| (day.to_owned(), note));
            assert_eq!(found, want, "{text}");
        }
    }

    #[test]
    fn totals_and_notes_begin_with_a_word_of_their_own() {
        for text in [
            "合计",
            "合 计",
            "总计：20",
            "合计20",
            "共20条",
            "共计（20 条）",
            "注：以上",
            "填表说明: 一",
            "备注",
            "审核人：某某",
        ] {
            assert!(begins_no_data(text), "{text}");
        }
        for text in [
            "",
            "合计科技有限公司",
            "注册局",
            "说明书印刷厂",
            "共创科技",
            "共条",
            "备注1",
            "20",
            "负责人某某",
        ] {
            assert!(!begins_no_data(text), "{text}");
        }
    }

    #[test]
    fn a_rounded_number_is_told_by_its_end() {
        for text in ["9.13101E+17", "9E+17", "3.1e15", "913101151000000000"] {
            assert!(is_rounded(text), "{text}");
        }
        // What a workbook's number is read as, once it has lost digits.
        let mut text = String::new();
        crate::tabular::value::number(310_115_200_001_010_000.0, &mut text);
        assert!(is_rounded(&text), "{text}");
        for text in [
            "91310115000000",
            "9.13101E+3",
            "91E+17",
            "913101151000000001",
            "9131011510000000X0",
            "E+17",
            "",
        ] {
            assert!(!is_rounded(text), "{text}");
        }
    }

    #[test]
    fn amounts_are_decimals_of_18_and_6() {
        for (text, want) in [
            ("0.2", true),
            ("0", true),
            ("123456789012.123456", true),
            ("1234567890123", false),
            ("0.1234567", false),
            ("1,000", false),
            ("-1", false),
            ("1e3", false),
            (".5", false),
            ("5.", false),
            ("0.2万元", false),
            ("1.2.3", false),
        ] {
            assert_eq!(is_amount(text), want, "{text}");
        }
    }

    #[test]
    fn kinds_are_those_of_the_law_or_others_by_name() {
        assert!(are_penalty_kinds("罚款;没收违法所得"));
        assert!(are_penalty_kinds("警告；其他-补办手续"));
        assert!(!are_penalty_kinds("罚金"));
        assert!(!are_penalty_kinds("罚款;"));
        assert!(has_kind("警告；罚款", "罚款") && !has_kind("警告", "罚款"));
        assert!(
            is_licence_kind("普通") && is_licence_kind("其他-备案") && !is_licence_kind("许可")
        );
    }
}
