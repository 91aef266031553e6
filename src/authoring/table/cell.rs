//! What is written in one cell, and how a value is written into one.

use super::findings::Fault;
use crate::decimal::Decimal;
use crate::error::Problem;
use crate::json::{Object, Readable, Value};
use crate::money::Money;
use crate::time::{Day, Period};

/// Between several values of a cell. The first is how lists are written.
pub(super) const SEPARATORS: [char; 2] = ['、', '|'];

/// What a cell says that asks for nothing. The first is how it is written.
const ANY: [&str; 6] = ["—", "-", "－", "–", "不限", "any"];

const YES: [&str; 4] = ["是", "yes", "true", "TRUE"];
const NO: [&str; 4] = ["否", "no", "false", "FALSE"];

/// Whether a cell asks for nothing.
pub(super) fn is_any(text: &str) -> bool {
    text.is_empty() || ANY.contains(&text)
}

/// A value, and what has to be said of it though it could be read.
pub(super) type Read = Result<(Value, Option<Fault>), Fault>;

/// A text for people, or a name: as it stands, or a JSON string where it begins with a quotation mark.
pub(super) fn text(cell: &str) -> Result<String, Fault> {
    if !cell.starts_with('"') {
        return Ok(cell.to_owned());
    }
    match parse(cell) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Fault::new(Problem::Quoted)),
    }
}

/// Writes a text so that [`text`] reads it again.
pub(super) fn of_text(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text.trim() == text
        && !is_any(text)
        && !text.contains(|c: char| c.is_control() || ('\u{2028}'..='\u{2029}').contains(&c))
        // A spreadsheet takes these for a formula.
        && !text.starts_with(['"', '=', '+', '-', '@', '#']);
    match is_plain {
        true => text.to_owned(),
        false => Value::from(text).to_string(),
    }
}

/// Several texts: between separators, or as a JSON array.
pub(super) fn texts(cell: &str) -> Result<Vec<String>, Fault> {
    if !cell.starts_with('[') {
        return Ok(parts(cell).map(str::to_owned).collect());
    }
    let list = parse(cell);
    let texts = list.as_ref().and_then(Value::as_array).map(|all| {
        let texts = all.iter().map(|text| text.as_str().map(str::to_owned));
        texts.collect::<Option<Vec<String>>>()
    });
    texts.flatten().ok_or_else(|| Fault::new(Problem::Quoted))
}

/// Writes texts so that [`texts`] reads them again.
pub(super) fn of_texts(all: &[&str]) -> String {
    let is_plain = |text: &&str| of_text(text) == **text && !text.contains(SEPARATORS);
    match !all.is_empty() && all.iter().all(is_plain) && !all[0].starts_with('[') {
        true => all.join(&SEPARATORS[0].to_string()),
        false => Value::from(all.to_vec()).to_string(),
    }
}

/// The values of a cell.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(SEPARATORS).map(str::trim)
}

pub(super) fn parse(cell: &str) -> Option<Value> {
    Value::parse(cell.as_bytes(), cell.len()).ok()
}

/// Digits, points and commas of full width in their half width.
fn halved(text: &str) -> String {
    let half = |c: char| match c {
        '０'..='９' | '．' | '，' | '－' | '％' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '。' => '.',
        c => c,
    };
    text.chars().map(half).collect()
}

/// A code has no digits of full width, which look like others and are equal to none.
pub(super) fn check_width(text: &str) -> Result<(), Fault> {
    match text.contains(|c: char| ('０'..='９').contains(&c)) {
        true => Err(Fault::new(Problem::FullWidth).suggesting(halved(text))),
        false => Ok(()),
    }
}

/// A decimal, exactly as it is written, but for what binary floating point has left at its end.
pub(super) fn number(cell: &str) -> Read {
    if let Some(number) = Decimal::parse(cell).filter(|_| !cell.contains(['e', 'E'])) {
        return Ok(match rounded(cell) {
            Some(shown) => {
                let fault = Fault::new(Problem::Rounded).suggesting(shown.to_string());
                (shown.into(), Some(fault))
            }
            None => (number.into(), None),
        });
    }
    let half = halved(cell);
    if half != cell {
        let plain = plain_number(&half).unwrap_or(half);
        return Err(Fault::new(Problem::FullWidth).suggesting(plain));
    }
    let problem = match () {
        () if cell.ends_with('%') => Problem::Percent,
        () if cell.contains(UNITS) => Problem::CurrencySign,
        () if cell.contains(',') && is_grouped(cell) => Problem::Thousands,
        () if cell.contains(',') => Problem::DecimalComma,
        () => return Err(Fault::new(Problem::NumberExpected)),
    };
    let fault = Fault::new(problem);
    Err(match plain_number(cell) {
        Some(plain) => fault.suggesting(plain),
        None => fault,
    })
}

/// What amounts are written with, and cells are not.
const UNITS: [char; 9] = ['¥', '￥', '$', '€', '£', '元', '万', '亿', '圆'];

/// The number that is meant.
fn plain_number(text: &str) -> Option<String> {
    let text = text.trim_end_matches('%');
    let (text, zeros) = match text.strip_suffix("万元").or(text.strip_suffix('万')) {
        Some(rest) => (rest, "0000"),
        None => (text, ""),
    };
    let text = text.trim_matches(UNITS).trim();
    let text = match is_grouped(text) {
        true => text.replace(',', ""),
        false => text.replacen(',', ".", 1),
    };
    let is_scaled = zeros.is_empty() || !text.contains('.');
    let number = Decimal::parse(&[&text, zeros].concat()).filter(|_| is_scaled)?;
    Some(match text.contains('.') {
        // As many digits as there are: an amount has two.
        true => text,
        false => number.to_string(),
    })
}

/// Whether commas stand between groups of three digits, as in `1,000.00`.
fn is_grouped(text: &str) -> bool {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let mut groups = whole.split(',');
    let are_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let is_first = (1..=3).contains(&first.len()) && are_digits(first) && first != "0";
    let mut rest = groups.peekable();
    is_first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && are_digits(group))
}

/// What a spreadsheet shows of a fraction of more than fifteen digits: it computes in binary, in which 12.3 has no end,
/// and keeps 12.300000000000001.
fn rounded(cell: &str) -> Option<Decimal> {
    let (whole, fraction) = cell.split_once('.')?;
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches(['-', '0']).len();
    if significant <= 15 {
        return None;
    }
    let float: f64 = cell.parse().ok()?;
    let shown: f64 = format!("{float:.14e}").parse().ok()?;
    Decimal::parse(&shown.to_string())
}

/// A whole number.
pub(super) fn whole(cell: &str) -> Read {
    let (value, note) = number(cell)?;
    match value.as_i64() {
        Some(_) => Ok((value, note)),
        None => Err(Fault::new(Problem::WholeExpected)),
    }
}

/// An amount of yuan, with the decimals that it has in the cell.
pub(super) fn money(cell: &str) -> Read {
    let (value, note) = number(cell)?;
    let amount = match &note {
        Some(_) => value.to_string(),
        None => cell.to_owned(),
    };
    if Money::parse("CNY", &amount).is_none() {
        return Err(Fault::new(Problem::Money));
    }
    let members = [("currency", Value::from("CNY")), ("amount", amount.into())];
    Ok((Object::from(members).into(), note))
}

/// A day, `YYYY-MM-DD`.
pub(super) fn day(cell: &str) -> Read {
    let value = Value::from(cell);
    if Day::read(&value).is_ok() {
        return Ok((value, None));
    }
    let half = halved(cell);
    let meant = other_day(&half);
    let problem = match () {
        () if half != cell => Problem::FullWidth,
        () if numbered_day(&half).is_some() => Problem::DateNumber,
        () => Problem::Date,
    };
    let fault = Fault::new(problem);
    Err(match meant.or_else(|| numbered_day(&half)) {
        Some(day) => fault.suggesting(day.to_string()),
        None => fault,
    })
}

/// A day in the other forms that people write: `2026/1/5`, `2026.1.5`, `2026年1月5日`, `20260105`, or with a time.
fn other_day(text: &str) -> Option<Day> {
    let date = text.split([' ', 'T']).next().unwrap_or(text);
    let is_compact = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit());
    let numbers: Vec<&str> = match is_compact {
        true => vec![date.get(..4)?, date.get(4..6)?, date.get(6..)?],
        false => {
            let date = date.trim_end_matches('日');
            date.split(['/', '-', '.', '年', '月']).collect()
        }
    };
    let [year, month, day] = numbers.as_slice() else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The day with a number of spreadsheets, which count from the end of 1899.
fn numbered_day(text: &str) -> Option<Day> {
    let is_number = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
    let days = text.parse().ok().filter(|_| is_number)?;
    Day::new(1899, 12, 30)?.add_days(days)
}

/// A period, such as `P1Y`.
pub(super) fn period(cell: &str) -> Read {
    let value = Value::from(cell);
    if Period::read(&value).is_ok() {
        return Ok((value, None));
    }
    let fault = Fault::new(Problem::Period);
    Err(match meant_period(&halved(cell)) {
        Some(period) => fault.suggesting(period),
        None => fault,
    })
}

/// `1年`, `6个月`, `30天`, `3个工作日`.
fn meant_period(text: &str) -> Option<String> {
    let units = [
        ("个工作日", 'B'),
        ("工作日", 'B'),
        ("个月", 'M'),
        ("年", 'Y'),
        ("天", 'D'),
        ("日", 'D'),
    ];
    units.iter().find_map(|(unit, letter)| {
        let number: u32 = text.strip_suffix(unit)?.trim().parse().ok()?;
        Some(format!("P{number}{letter}"))
    })
}

/// Yes or no.
pub(super) fn boolean(cell: &str) -> Result<bool, Fault> {
    match cell {
        _ if YES.contains(&cell) => Ok(true),
        _ if NO.contains(&cell) => Ok(false),
        _ => Err(Fault::new(Problem::BooleanExpected).expecting(&[YES[0], NO[0]])),
    }
}

/// Writes yes or no.
pub(super) fn of_boolean(is_true: bool) -> &'static str {
    match is_true {
        true => YES[0],
        false => NO[0],
    }
}

/// The code of a region.
pub(super) fn region(cell: &str) -> Result<String, Fault> {
    check_width(cell)?;
    let is_number = cell.bytes().all(|b| b.is_ascii_digit());
    match (is_number, cell.len()) {
        (true, 6) => Ok(cell.to_owned()),
        (true, _) => Err(Fault::new(Problem::ZeroLost)),
        _ => Err(Fault::new(Problem::Region)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::write;

    fn told(read: Read) -> String {
        match read {
            Ok((value, None)) => write(&value),
            Ok((value, Some(note))) => format!("{} {note:?}", write(&value)),
            Err(fault) => format!(
                "{} {}",
                fault_word(&fault),
                fault_suggestion(&fault).unwrap_or_default()
            ),
        }
    }

    fn fault_word(fault: &Fault) -> String {
        let text = format!("{fault:?}");
        let (_, rest) = text.split_once("problem: ").unwrap();
        rest.split_once(',').unwrap().0.to_owned()
    }

    fn fault_suggestion(fault: &Fault) -> Option<String> {
        let text = format!("{fault:?}");
        let (_, rest) = text.split_once("suggestion: Some(\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    }

    #[test]
    fn a_number_is_exact_or_says_what_to_write() {
        for (cell, want) in [
            ("650", "650"),
            ("-0.5", "-0.5"),
            ("12.30", "12.3"),
            ("0.000001", "0.000001"),
            ("0,5", "DecimalComma 0.5"),
            ("12,34", "DecimalComma 12.34"),
            ("1,000.00", "Thousands 1000.00"),
            ("1,000", "Thousands 1000"),
            ("12,345,678", "Thousands 12345678"),
            ("１２３", "FullWidth 123"),
            ("０，５", "FullWidth 0.5"),
            ("30%", "Percent 30"),
            ("￥500.00", "CurrencySign 500.00"),
            ("100万元", "CurrencySign 1000000"),
            ("500元", "CurrencySign 500"),
            ("六百", "NumberExpected "),
            ("1e3", "NumberExpected "),
            ("", "NumberExpected "),
        ] {
            assert_eq!(told(number(cell)), want, "{cell}");
        }
    }

    #[test]
    fn what_binary_fractions_leave_is_taken_off_and_told() {
        for (cell, want) in [
            ("12.300000000000001", "12.3"),
            ("0.30000000000000004", "0.3"),
            ("0.7999999999999999", "0.8"),
        ] {
            let Ok((value, Some(note))) = number(cell) else {
                panic!("{cell}");
            };
            assert_eq!(write(&value), want);
            assert_eq!(fault_word(&note), "Rounded");
        }
        // As many digits as a spreadsheet keeps.
        assert_eq!(told(number("123456789.123456")), "123456789.123456");
    }

    #[test]
    fn a_day_has_one_form_and_others_are_told_it() {
        for (cell, want) in [
            ("2026-01-05", "\"2026-01-05\""),
            ("2026/1/5", "Date 2026-01-05"),
            ("2026年1月5日", "Date 2026-01-05"),
            ("2026.1.5", "Date 2026-01-05"),
            ("20260105", "Date 2026-01-05"),
            ("2026-01-05 10:30:00", "Date 2026-01-05"),
            ("46027", "DateNumber 2026-01-05"),
            ("２０２６-01-05", "FullWidth 2026-01-05"),
            ("2026-02-29", "Date "),
            ("明年", "Date "),
        ] {
            assert_eq!(told(day(cell)), want, "{cell}");
        }
    }

    #[test]
    fn texts_are_read_as_they_were_written() {
        for text_of in [
            "",
            " a",
            "a\nb",
            "\"",
            "—",
            "不限",
            "=1",
            "#N/A",
            "甲、乙",
            "[]",
            "a\u{2028}b",
        ] {
            assert_eq!(text(&of_text(text_of)).unwrap(), text_of);
            let cell = of_text(text_of);
            assert!(!cell.contains('\n') && cell.trim() == cell && !is_any(&cell));
            let lists = [vec![text_of], vec!["a", text_of], vec![text_of, "b"]];
            for list in lists {
                assert_eq!(texts(&of_texts(&list)).unwrap(), list, "{list:?}");
            }
        }
        assert_eq!(texts(&of_texts(&[])).unwrap(), Vec::<String>::new());
        assert_eq!(of_texts(&["A", "B"]), "A、B");
    }

    #[test]
    fn a_region_that_lost_a_digit_is_told() {
        assert_eq!(region("310000").unwrap(), "310000");
        let problem = |cell| region(cell).map_err(|fault| fault_word(&fault));
        assert_eq!(problem("31000"), Err("ZeroLost".to_owned()));
        assert_eq!(problem("３１００００"), Err("FullWidth".to_owned()));
        assert_eq!(problem("上海"), Err("Region".to_owned()));
    }
}
