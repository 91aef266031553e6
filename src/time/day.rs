//! Calendar days.

use std::fmt;

/// A calendar day in China Standard Time, from 1800-01-01 to 9999-12-31. Registers have firms of the nineteenth
/// century and no older ones, and years have four digits. The calendar is the Gregorian one throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Days since 1970-01-01.
    number: i32,
}

impl Day {
    /// 1800-01-01.
    pub const MIN: Self = Self { number: -62_091 };
    /// 9999-12-31.
    pub const MAX: Self = Self { number: 2_932_896 };

    /// Reads `YYYY-MM-DD`, real dates only.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_bytes(text.as_bytes())
    }

    /// The day of that year, month (1–12) and number in the month, if there is one.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let real = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        // The years are bounded before anything is computed with them.
        let in_range = (1800..=9999).contains(&year);
        (real && in_range).then(|| Self::at(days_before(year, month) + day - 1))
    }

    /// Year, month and number in the month.
    pub fn parts(self) -> (i64, i64, i64) {
        // Years begin in March here, so that a leap day is the last of its year. 400 of them always have 146,097 days.
        let number = self.since_1970() - MARCH_OF_YEAR_0;
        let (cycle, day) = (number.div_euclid(146_097), number.rem_euclid(146_097));
        // Without the leap days that have come before, each year has 365.
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (year * 365 + year / 4 - year / 100);
        let month = (day * 5 + 2) / 153;
        let date = day - days_from_march(month) + 1;
        let year = cycle * 400 + year;
        match month {
            0..=9 => (year, month + 3, date),
            _ => (year + 1, month - 9, date),
        }
    }

    /// So many days later (or earlier), if that is in range.
    pub fn add_days(self, days: i64) -> Option<Self> {
        let number = self.since_1970().checked_add(days)?;
        (Self::MIN.since_1970()..=Self::MAX.since_1970())
            .contains(&number)
            .then(|| Self::at(number))
    }

    /// The day after.
    pub fn next(self) -> Option<Self> {
        self.add_days(1)
    }

    /// The day halfway to a later one, never that day itself.
    pub(crate) fn halfway(self, later: Self) -> Self {
        Self {
            number: self.number + (later.number - self.number) / 2,
        }
    }

    /// So many months later, on the same day of the month or else on the month's last.
    pub fn add_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.parts();
        let months = (year * 12 + month - 1).checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Self::new(year, month, day.min(days_in_month(year, month)))
    }

    /// Completed years on `today` of somebody born on this day: age *n* is reached on this day and
    /// *n* years, so that whoever was born on 29 February reaches it on 28 February of a common
    /// year. `None` before birth.
    pub fn age_on(self, today: Self) -> Option<i64> {
        if today < self {
            return None;
        }
        let years = today.parts().0 - self.parts().0;
        let reached = self.add_months(years * 12).is_some_and(|day| day <= today);
        Some(if reached { years } else { years - 1 })
    }

    /// Saturday or Sunday.
    pub fn is_weekend(self) -> bool {
        // 1970-01-01 was a Thursday.
        matches!(self.since_1970().rem_euclid(7), 2 | 3)
    }

    pub(super) fn since_1970(self) -> i64 {
        i64::from(self.number)
    }

    /// Its number, by which days are counted.
    #[cfg(feature = "authoring")]
    pub(crate) fn number(self) -> i64 {
        self.since_1970()
    }

    /// The day with this number, clamped to the range.
    pub(super) fn at(number: i64) -> Self {
        let number = number.clamp(Self::MIN.since_1970(), Self::MAX.since_1970());
        Self {
            number: i32::try_from(number).unwrap_or(Self::MAX.number),
        }
    }

    pub(super) fn parse_bytes(bytes: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else {
            return None;
        };
        Self::new(
            digits(&[*y1, *y2, *y3, *y4])?,
            digits(&[*m1, *m2])?,
            digits(&[*d1, *d2])?,
        )
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A number of ASCII digits only.
pub(super) fn digits(bytes: &[u8]) -> Option<i64> {
    bytes.iter().try_fold(0, |n: i64, b| {
        let digit = b.is_ascii_digit().then(|| i64::from(b - b'0'))?;
        n.checked_mul(10)?.checked_add(digit)
    })
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// From 1970-01-01 to 0000-03-01.
const MARCH_OF_YEAR_0: i64 = -719_468;

/// Days from 1 March to the first day of the month that comes so many months later, up to February: five months in a row
/// have 153 days, in turn 31 and 30.
fn days_from_march(months: i64) -> i64 {
    (months * 153 + 2) / 5
}

/// Days from 1970-01-01 to the first day of a month.
fn days_before(year: i64, month: i64) -> i64 {
    let (year, months) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    MARCH_OF_YEAR_0 + year * 365 + leap_days + days_from_march(months)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn every_day_has_the_number_after_the_one_before() {
        let mut number = Day::MIN.since_1970();
        for year in 1800..=2400 {
            for month in 1..=12 {
                for date in 1..=days_in_month(year, month) {
                    let day = Day::new(year, month, date).unwrap();
                    assert_eq!(day.since_1970(), number);
                    assert_eq!(day.parts(), (year, month, date));
                    number += 1;
                }
            }
        }
        assert_eq!(day("1970-01-01").since_1970(), 0);
        assert_eq!(Day::MIN, day("1800-01-01"));
        assert_eq!(day("1900-01-01").since_1970(), -25_567);
        assert_eq!(Day::MAX, day("9999-12-31"));
        assert_eq!(Day::MAX.parts(), (9999, 12, 31));
    }

    #[test]
    fn only_real_days_in_one_spelling_are_read() {
        for text in [
            "1800-01-01",
            "1898-05-04",
            "2000-02-29",
            "2024-02-29",
            "9999-12-31",
        ] {
            assert_eq!(day(text).to_string(), text);
        }
        for text in [
            "",
            "2026-02-29",
            "1800-02-29",
            "1900-02-29",
            "2100-02-29",
            "2026-04-31",
            "2026-00-01",
            "2026-13-01",
            "2026-01-00",
            "1799-12-31",
            "2026-1-1",
            "2026/01/01",
            "20260101",
            "2026-01-01 ",
            "+026-01-01",
            "10000-01-01",
            "２026-01-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_the_range() {
        assert_eq!(Day::MAX.next(), None);
        assert_eq!(Day::MIN.add_days(-1), None);
        assert_eq!(Day::MAX.add_days(i64::MAX), None);
        assert_eq!(Day::MAX.add_months(1), None);
        assert_eq!(Day::MIN.add_months(i64::MAX), None);
        assert_eq!(Day::MIN.add_months(i64::MIN), None);
        assert_eq!(day("2026-03-01").add_days(-1), Some(day("2026-02-28")));
    }

    #[test]
    fn an_age_is_reached_on_the_birthday() {
        for (birth, today, age) in [
            ("2008-11-23", "2026-11-22", Some(17)),
            ("2008-11-23", "2026-11-23", Some(18)),
            ("2008-02-29", "2026-02-27", Some(17)),
            ("2008-02-29", "2026-02-28", Some(18)),
            ("2008-02-29", "2028-02-28", Some(19)),
            ("2008-02-29", "2028-02-29", Some(20)),
            ("2026-11-22", "2026-11-22", Some(0)),
            ("2026-11-23", "2026-11-22", None),
        ] {
            assert_eq!(day(birth).age_on(day(today)), age, "{birth} on {today}");
        }
    }

    #[test]
    fn weekends_are_saturdays_and_sundays() {
        assert!(!day("2026-11-20").is_weekend());
        assert!(day("2026-11-21").is_weekend());
        assert!(day("2026-11-22").is_weekend());
        assert!(!day("2026-11-23").is_weekend());
        assert!(day("1969-12-28").is_weekend());
    }
}
