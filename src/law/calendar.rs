//! The working days of the years whose holidays were announced.

use super::reader::Row;
use crate::error::Problem;
use crate::time::{Calendar, Day, Year};

/// Holidays of a year.
const MOST: usize = 12;

/// Days between the first and the last of a holiday: the longest had ten, and some room.
const LONGEST: i64 = 14;

/// Reads `[{year, holidays[{from, until}], workdays[], notice}]`: the State Council's yearly notices.
pub(super) fn calendar(document: &Row<'_>) -> Calendar {
    let mut years: Vec<Year> = Vec::new();
    document.each("calendar", &mut |row| {
        row.only(&["year", "holidays", "workdays", "notice"]);
        row.text("notice");
        let begins = Day::new(i64::from(row.number("year")), 1, 1);
        if begins.is_none() {
            row.fail("year", Problem::Value);
        }
        let mut year = Year {
            begins: begins.unwrap_or(Day::MIN),
            holidays: Vec::new(),
            workdays: Vec::new(),
        };
        if years.iter().any(|other| other.begins == year.begins) {
            row.fail("year", Problem::Duplicate);
        }
        row.each("holidays", &mut |holiday| {
            holiday.only(&["from", "until"]);
            let (from, until) = (holiday.day("from"), holiday.day("until"));
            // A month is a slip, and would keep bundles fresh that are not.
            let is_long = from.add_days(LONGEST).is_none_or(|last| until > last);
            let is_of_year = year.contains(from) && year.contains(until);
            if until < from || is_long || !is_of_year {
                holiday.refuse(Problem::Value);
            }
            year.holidays.push((from, until));
        });
        for text in row.texts("workdays") {
            match Day::parse(&text).filter(|day| year.contains(*day) && day.is_weekend()) {
                Some(day) => year.workdays.push(day),
                None => row.fail("workdays", Problem::Value),
            }
        }
        // A notice without a holiday is none, and one of two dozen holidays is a slip.
        if year.holidays.is_empty() {
            row.fail("holidays", Problem::Missing);
        } else if year.holidays.len() > MOST {
            row.fail("holidays", Problem::Value);
        }
        years.push(year);
    });
    Calendar::of(years)
}

#[cfg(test)]
mod tests {
    use crate::law::built_in;
    use crate::time::{BeyondCalendar, Day, Reached};

    fn is_working_day(day: Day) -> Option<bool> {
        built_in().calendar.is_working_day(day)
    }

    #[track_caller]
    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn the_notices_override_the_week() {
        for (text, working) in [
            ("2026-02-13", true),
            ("2026-02-14", true), // a Saturday
            ("2026-02-15", false),
            ("2026-02-23", false), // a Monday
            ("2026-02-24", true),
            ("2026-02-28", true), // a Saturday
            ("2026-03-01", false),
            ("2026-10-07", false),
            ("2026-10-10", true), // a Saturday
            ("2026-10-11", false),
            ("2025-01-26", true), // a Sunday
            ("2025-12-31", true),
            ("2026-01-01", false),
            ("2026-01-04", true), // a Sunday
            ("2024-06-08", false),
            ("2024-06-10", false),
            ("2024-01-02", true),
        ] {
            assert_eq!(is_working_day(day(text)), Some(working), "{text}");
        }
        assert_eq!(is_working_day(day("2023-12-29")), None);
        assert_eq!(is_working_day(day("2027-01-04")), None);
    }

    /// The same file is compared with another calendar in `tests/js/working-days.test.js`.
    #[test]
    fn every_day_is_what_the_table_of_all_days_says() {
        let table = include_str!("../../tests/working-days.txt");
        let mut years = 0;
        for line in table.lines() {
            let (year, days) = line.split_once(' ').expect(line);
            let mut day = Day::new(year.parse().unwrap(), 1, 1).unwrap();
            for mark in days.chars() {
                assert_eq!(is_working_day(day), Some(mark == 'w'), "{day}");
                day = day.next().unwrap();
            }
            assert_eq!(day.parts(), (year.parse::<i64>().unwrap() + 1, 1, 1));
            years += 1;
        }
        assert_eq!(years, 3, "a year of the edition is not in the table");
    }

    #[test]
    fn each_year_has_its_number_of_working_days() {
        for (year, want) in [(2024, 251), (2025, 248), (2026, 248)] {
            let first = Day::new(year, 1, 1).unwrap();
            let days = (0..366).filter_map(|n| first.add_days(n));
            let working = days
                .filter(|d| d.parts().0 == year && is_working_day(*d) == Some(true))
                .count();
            assert_eq!(working, want, "{year}");
        }
    }

    #[test]
    fn working_days_run_over_holidays() {
        use BeyondCalendar::{EveryDay, Weekdays};
        for (from, n, beyond, want, estimated) in [
            ("2026-11-20", 0, EveryDay, "2026-11-20", false),
            ("2026-11-20", 3, EveryDay, "2026-11-25", false),
            ("2026-11-21", 3, EveryDay, "2026-11-25", false),
            // Saturday 14 February is worked, then nothing until the 24th: twelve calendar days.
            ("2026-02-12", 3, EveryDay, "2026-02-24", false),
            ("2026-02-14", 3, EveryDay, "2026-02-26", false),
            ("2026-09-29", 5, EveryDay, "2026-10-12", false),
            ("2025-12-30", 3, EveryDay, "2026-01-05", false),
            // 2027 has no notice: its first days count, or its weekdays (1 January is a Friday).
            ("2026-12-30", 3, EveryDay, "2027-01-02", true),
            ("2026-12-30", 3, Weekdays, "2027-01-04", true),
            ("2026-12-28", 3, EveryDay, "2026-12-31", false),
            ("2023-12-29", 1, EveryDay, "2023-12-30", true),
            ("2023-12-29", 1, Weekdays, "2024-01-02", true),
        ] {
            let want = Reached {
                day: day(want),
                estimated,
            };
            assert_eq!(
                built_in().calendar.working_days_after(day(from), n, beyond),
                Some(want),
                "{from} {n}"
            );
        }
        assert_eq!(
            built_in()
                .calendar
                .working_days_after(Day::MAX, 1, EveryDay),
            None
        );
    }
}
