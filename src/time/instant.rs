//! Points in time.

use std::fmt;

use super::day::{Day, digits};
use super::{CST_OFFSET, DAY_SECONDS};
use crate::decimal::Decimal;

/// A point in time: UNIX seconds from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59Z, the same range
/// that a `NumericDate` has in our documents. One that was read from a `NumericDate` keeps its fraction of a
/// second, exactly (RFC 7519 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// In 10⁻⁷ seconds: no finer fraction comes of seconds that somebody held in a double.
    ticks: i64,
}

const TICK_DIGITS: u8 = 7;
/// In ticks.
const SECOND: i64 = 10_i64.pow(TICK_DIGITS as u32);

/// The last second of the year 9999.
const MAX_SECONDS: i64 = 253_402_300_799;

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const MIN: Self = Self { ticks: 0 };
    /// 9999-12-31T23:59:59Z.
    pub const MAX: Self = Self {
        ticks: MAX_SECONDS * SECOND,
    };

    /// The instant so many seconds after 1970-01-01T00:00:00Z, if it is in range.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        Self::from_ticks(seconds.checked_mul(SECOND)?)
    }

    /// The instant of a `NumericDate`, if it is in range and has at most seven digits after the point.
    pub(crate) fn from_numeric_date(seconds: Decimal) -> Option<Self> {
        Self::from_ticks(seconds.scaled(TICK_DIGITS)?)
    }

    fn from_ticks(ticks: i64) -> Option<Self> {
        (Self::MIN.ticks..=Self::MAX.ticks)
            .contains(&ticks)
            .then_some(Self { ticks })
    }

    /// Seconds since 1970-01-01T00:00:00Z, with their fraction, where that is not too long for a decimal.
    pub(crate) fn numeric_date(self) -> Decimal {
        Decimal::from_scaled(self.ticks, TICK_DIGITS).unwrap_or(self.unix().into())
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn unix(self) -> i64 {
        self.ticks / SECOND
    }

    /// Reads RFC 3339: `2026-11-22T08:30:00Z`, or with an offset such as `+08:00`. A fraction of a
    /// second is dropped. Leap seconds (`:60`) are refused, UNIX time has none.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (date_time, rest) = bytes.split_at_checked(19)?;
        let [date @ .., b'T', h1, h2, b':', m1, m2, b':', s1, s2] = date_time else {
            return None;
        };
        let day = Day::parse_bytes(date)?;
        let hour = below(24, *h1, *h2)?;
        let minute = below(60, *m1, *m2)?;
        let second = below(60, *s1, *s2)?;
        let offset = parse_offset(skip_fraction(rest)?)?;
        let local = day.since_1970() * DAY_SECONDS + hour * 3_600 + minute * 60 + second;
        Self::from_unix(local - offset)
    }

    /// This instant and so many seconds more (or fewer), if that is in range.
    pub fn add_seconds(self, seconds: i64) -> Option<Self> {
        Self::from_ticks(self.ticks.checked_add(seconds.checked_mul(SECOND)?)?)
    }

    /// The first instant of a day in China Standard Time; [`MIN`](Self::MIN) for days that began
    /// before it.
    pub(super) fn start_of(day: Day) -> Self {
        let seconds = day.since_1970() * DAY_SECONDS - CST_OFFSET;
        Self {
            ticks: seconds.max(0) * SECOND,
        }
    }
}

impl Day {
    /// The day on which an instant falls in China. The last eight hours of the year 9999 in UTC
    /// count as its last day.
    pub fn of(instant: Instant) -> Self {
        Self::at((instant.unix() + CST_OFFSET).div_euclid(DAY_SECONDS))
    }

    /// 00:00 of this day in China; [`Instant::MIN`] for days before it.
    pub fn start(self) -> Instant {
        Instant::start_of(self)
    }
}

/// RFC 3339 in UTC, with a fraction of a second if there is one.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Day::at(self.unix().div_euclid(DAY_SECONDS));
        let second = self.unix().rem_euclid(DAY_SECONDS);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(f, "{day}T{hour:02}:{minute:02}:{second:02}")?;
        let (mut fraction, mut digits) = (self.ticks % SECOND, usize::from(TICK_DIGITS));
        if fraction > 0 {
            while fraction % 10 == 0 {
                fraction /= 10;
                digits -= 1;
            }
            write!(f, ".{fraction:0digits$}")?;
        }
        f.write_str("Z")
    }
}

fn below(limit: i64, tens: u8, ones: u8) -> Option<i64> {
    digits(&[tens, ones]).filter(|n| *n < limit)
}

fn skip_fraction(bytes: &[u8]) -> Option<&[u8]> {
    let [b'.', fraction @ ..] = bytes else {
        return Some(bytes);
    };
    match fraction.iter().take_while(|b| b.is_ascii_digit()).count() {
        0 => None,
        n => fraction.get(n..),
    }
}

fn parse_offset(bytes: &[u8]) -> Option<i64> {
    let (sign, h1, h2, m1, m2) = match bytes {
        b"Z" => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, h1, h2, m1, m2),
        [b'-', h1, h2, b':', m1, m2] => (-1, h1, h2, m1, m2),
        _ => return None,
    };
    Some(sign * (below(24, *h1, *h2)? * 3_600 + below(60, *m1, *m2)? * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn spellings_of_one_instant_are_equal() {
        for text in [
            "2026-11-22T16:00:00Z",
            "2026-11-23T00:00:00+08:00",
            "2026-11-22T10:30:00-05:30",
            "2026-11-22T16:00:00.999Z",
            "2026-11-22T16:00:00-00:00",
        ] {
            let instant = Instant::parse(text).expect(text);
            assert_eq!(instant.to_string(), "2026-11-22T16:00:00Z", "{text}");
            assert_eq!(instant.unix(), 1_795_363_200, "{text}");
        }
    }

    #[test]
    fn the_range_ends_where_numeric_dates_do() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T08:00:00+08:00", 0),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            let instant = Instant::from_unix(seconds).expect(text);
            assert_eq!(Instant::parse(text), Some(instant));
        }
        assert_eq!(Instant::MAX.to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Instant::from_unix(-1), None);
        assert_eq!(Instant::from_unix(253_402_300_800), None);
        assert_eq!(Instant::MAX.add_seconds(1), None);
        assert_eq!(Instant::MIN.add_seconds(i64::MIN), None);
    }

    #[test]
    fn what_is_not_rfc_3339_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T16:00Z",
            "2026-11-22T16:00:00",
            "2026-11-22 16:00:00Z",
            "2026-11-22t16:00:00z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T16:60:00Z",
            "2026-11-22T23:59:60Z",
            "2026-11-22T16:00:00.Z",
            "2026-11-22T16:00:00+8:00",
            "2026-11-22T16:00:00+0800",
            "2026-11-22T16:00:00+24:00",
            "2026-11-22T16:00:00ZZ",
            "2026-02-29T16:00:00Z",
            "1970-01-01T00:00:00+08:00",
            "2026-11-22T16:00:0０Z",
            "+026-11-22T16:00:00Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let start = day("2026-11-23").start();
        assert_eq!(start.to_string(), "2026-11-22T16:00:00Z");
        assert_eq!(Day::of(start), day("2026-11-23"));
        let before = start.add_seconds(-1).unwrap();
        assert_eq!(Day::of(before), day("2026-11-22"));
        assert_eq!(Day::of(Instant::MIN), day("1970-01-01"));
        assert_eq!(day("1950-01-01").start(), Instant::MIN);
        assert_eq!(Day::of(Instant::MAX), Day::MAX);
    }

    #[test]
    fn a_fraction_is_kept_shown_and_compared() {
        for (written, shown) in [
            ("1795363200", "2026-11-22T16:00:00Z"),
            ("1795363200.5", "2026-11-22T16:00:00.5Z"),
            ("1795363200.0000001", "2026-11-22T16:00:00.0000001Z"),
            ("1795363200.1200000", "2026-11-22T16:00:00.12Z"),
        ] {
            let number = Decimal::parse(written).unwrap();
            let instant = Instant::from_numeric_date(number).unwrap();
            assert_eq!(instant.to_string(), shown);
            assert_eq!(instant.numeric_date(), number);
            assert_eq!(instant.unix(), 1_795_363_200);
            let later = instant.add_seconds(1).unwrap();
            assert!(later > instant && later.unix() == 1_795_363_201);
        }
        let finer = Decimal::parse("1795363200.00000001").unwrap();
        assert_eq!(Instant::from_numeric_date(finer), None);
    }
}
