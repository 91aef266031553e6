//! The text of a cell that has a type.

use core::fmt::Write;

use calamine::DataType;

/// Beyond it a float has not every whole number: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Adds the text of a cell: strings as they are, days as the form has them, numbers by [`number`], truth as
/// spreadsheets show it.
pub(crate) fn write(value: &impl DataType, into: &mut String) {
    if let Some(text) = value.get_string() {
        into.push_str(text);
    } else if let Some(float) = value.get_float() {
        number(float, into);
    } else if let Some(whole) = value.get_int() {
        // Writing to a string does not fail.
        let _ = write!(into, "{whole}");
    } else if let Some(time) = value.get_datetime() {
        match time.is_duration() {
            true => number(time.as_f64(), into),
            false => day(time.to_ymd_hms_milli(), into),
        }
    } else if let Some(text) = value.get_datetime_iso() {
        iso(text, into);
    } else if let Some(text) = value.get_duration_iso() {
        into.push_str(text);
    } else if let Some(is_true) = value.get_bool() {
        truth(is_true, into);
    } else if let Some(error) = value.get_error() {
        let _ = write!(into, "{error}");
    }
}

/// Adds a number: a whole one below 2^53 exactly; a larger one as a power of ten, for spreadsheets keep fifteen of its
/// digits; a fraction with fifteen digits, as spreadsheets show it.
pub(crate) fn number(float: f64, into: &mut String) {
    let _ = if float.fract() == 0.0 && float.abs() < EXACT {
        write!(into, "{float:.0}")
    } else if float.abs() >= 1e15 {
        let shown = format!("{float:.14e}");
        let (mantissa, power) = shown.split_once('e').unwrap_or((&shown, "0"));
        let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
        write!(into, "{mantissa}E+{power}")
    } else {
        let shown: f64 = format!("{float:.14e}").parse().unwrap_or(float);
        write!(into, "{shown}")
    };
}

/// Adds a day, with the time where it is not midnight.
fn day(parts: (u16, u8, u8, u8, u8, u8, u16), into: &mut String) {
    let (year, month, day, hour, minute, second, _) = parts;
    let _ = write!(into, "{year:04}/{month:02}/{day:02}");
    if (hour, minute, second) != (0, 0, 0) {
        let _ = write!(into, " {hour:02}:{minute:02}:{second:02}");
    }
}

/// Adds a day as XML has it, `2026-01-05T00:00:00.000`.
pub(crate) fn iso(text: &str, into: &mut String) {
    let midnight = |time: &str| time.bytes().all(|b| matches!(b, b'0' | b':' | b'.' | b'Z'));
    match text.split_once('T') {
        Some((day, time)) if midnight(time) => into.push_str(day),
        _ => into.push_str(text),
    }
}

/// Adds what spreadsheets show.
pub(crate) fn truth(is_true: bool, into: &mut String) {
    into.push_str(if is_true { "TRUE" } else { "FALSE" });
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, Data, ExcelDateTime, ExcelDateTimeType};

    #[track_caller]
    fn is(value: &Data, want: &str) {
        let mut text = String::new();
        write(value, &mut text);
        assert_eq!(text, want);
    }

    #[test]
    fn numbers_are_exact_or_told_as_rounded() {
        is(&Data::Float(46027.0), "46027");
        is(&Data::Float(-3.0), "-3");
        is(&Data::Float(0.2), "0.2");
        is(&Data::Float(0.1 + 0.2), "0.3");
        is(&Data::Float(1e-7), "0.0000001");
        is(&Data::Float(9_007_199_254_740_991.0), "9007199254740991");
        is(
            &Data::Float(9_007_199_254_740_992.0),
            "9.00719925474099E+15",
        );
        is(
            &Data::Float(913_101_151_234_567_000.0),
            "9.13101151234567E+17",
        );
        is(&Data::Float(9e17), "9E+17");
        is(&Data::Int(7), "7");
    }

    #[test]
    fn days_are_those_of_the_workbook() {
        let time = |value, is_1904| {
            let kind = ExcelDateTimeType::DateTime;
            Data::DateTime(ExcelDateTime::new(value, kind, is_1904))
        };
        is(&time(46027.0, false), "2026/01/05");
        is(&time(44565.0, true), "2026/01/05");
        is(&time(46027.4375, false), "2026/01/05 10:30:00");
        is(
            &Data::DateTimeIso("2026-01-05T00:00:00.000".into()),
            "2026-01-05",
        );
        is(
            &Data::DateTimeIso("2026-01-05T10:30:00".into()),
            "2026-01-05T10:30:00",
        );
        let lasts = ExcelDateTimeType::TimeDelta;
        is(
            &Data::DateTime(ExcelDateTime::new(1.5, lasts, false)),
            "1.5",
        );
    }

    #[test]
    fn other_cells_are_as_they_are_shown() {
        is(&Data::String(" a ".into()), " a ");
        is(&Data::Bool(true), "TRUE");
        is(&Data::Error(CellErrorType::NA), "#N/A");
        is(&Data::Empty, "");
    }
}
