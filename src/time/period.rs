//! Periods: how long after a day something lasts.

use std::fmt;

use super::day::{Day, digits};
use super::working_days::{BeyondCalendar, Calendar};
use crate::limits;

/// A length of time in calendar units or in Chinese working days.
///
/// Written in a part of ISO 8601: `P2Y`, `P6M`, `P30D`, `P1Y2M10D`; and, beyond ISO 8601, `P3B` for
/// three working days, which stands alone. Weeks, times of day, signs, fractions and leading zeros
/// are refused. Zero is a length like any other: `P0D` ends on the day it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Months (twelve to a year) first, then days.
    Calendar {
        /// Whole months, the years among them.
        months: u32,
        /// Days after those months.
        days: u32,
    },
    /// Working days by the State Council's calendar.
    WorkingDays(u32),
}

impl Period {
    /// Reads a period; `None` where the text is not one or is longer than the limits allow.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
        if let Some(number) = rest.strip_suffix('B') {
            let days = number_of(number)?;
            return (days <= limits::PERIOD_WORKING_DAYS).then_some(Self::WorkingDays(days));
        }
        let mut counts = [0; 3];
        for (count, unit) in counts.iter_mut().zip(['Y', 'M', 'D']) {
            if let Some((number, after)) = rest.split_once(unit) {
                *count = number_of(number)?;
                rest = after;
            }
        }
        let [years, months, days] = counts;
        rest.is_empty().then_some(Self::Calendar {
            months: years * 12 + months,
            days,
        })
    }
}

impl Day {
    /// This day and a period: years and months first, to the same day of the month or else its
    /// last, then days. Working days in years without a calendar are Monday to Friday.
    pub(crate) fn plus(self, period: Period, calendar: &Calendar) -> Option<Self> {
        match period {
            Period::Calendar { months, days } => self
                .add_months(i64::from(months))?
                .add_days(i64::from(days)),
            Period::WorkingDays(n) => {
                let reached = calendar.working_days_after(self, n, BeyondCalendar::Weekdays)?;
                Some(reached.day)
            }
        }
    }
}

/// The shortest spelling.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (months, days) = match *self {
            Self::WorkingDays(n) => return write!(f, "P{n}B"),
            Self::Calendar { months, days } => (months, days),
        };
        f.write_str("P")?;
        for (count, unit) in [(months / 12, 'Y'), (months % 12, 'M'), (days, 'D')] {
            if count > 0 || (unit == 'D' && months == 0) {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

fn number_of(text: &str) -> Option<u32> {
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if text.is_empty() || leading_zero {
        return None;
    }
    let number = u32::try_from(digits(text.as_bytes())?).ok()?;
    (number <= limits::PERIOD_NUMBER).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn periods_are_read_and_written() {
        for (text, shown) in [
            ("P2Y", "P2Y"),
            ("P6M", "P6M"),
            ("P24M", "P2Y"),
            ("P1Y2M10D", "P1Y2M10D"),
            ("P30D", "P30D"),
            ("P1Y0D", "P1Y"),
            ("P0Y", "P0D"),
            ("P3B", "P3B"),
            ("P9999Y9999M9999D", "P10832Y3M9999D"),
        ] {
            assert_eq!(Period::parse(text).expect(text).to_string(), shown);
        }
    }

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in [
            "",
            "P",
            "2Y",
            "p2Y",
            "P2",
            "PY",
            "P2W",
            "PT2H",
            "P1D1Y",
            "P1M1Y",
            "P1Y1Y",
            "P-1D",
            "P+1D",
            "P1.5Y",
            "P02Y",
            "P1Y3B",
            "P3B1D",
            "PB",
            "P251B",
            "P10000D",
            "P1Y ",
            " P1Y",
            "P１Y",
            "P99999999999999999999D",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_goes_to_the_same_day_of_the_month_or_its_last() {
        for (from, period, to) in [
            ("2024-02-29", "P1Y", "2025-02-28"),
            ("2024-02-29", "P4Y", "2028-02-29"),
            ("2023-02-28", "P1Y", "2024-02-28"),
            ("2026-01-31", "P1M", "2026-02-28"),
            ("2026-01-31", "P2M", "2026-03-31"),
            ("2026-08-31", "P6M", "2027-02-28"),
            ("2026-01-30", "P1M1D", "2026-03-01"),
            ("2024-01-31", "P1Y1M10D", "2025-03-10"),
            ("2026-12-01", "P30D", "2026-12-31"),
            ("2026-12-01", "P0D", "2026-12-01"),
        ] {
            let period = Period::parse(period).unwrap();
            let reached = day(from).plus(period, &Calendar::default());
            assert_eq!(reached, Some(day(to)), "{from} {period}");
        }
    }
}
