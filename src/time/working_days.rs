//! Chinese working days: weekdays, but for the State Council's yearly holiday notices, which also
//! turn some weekends into working days (调休).

use super::day::Day;

/// Which days count as working days in a year that has no notice yet, or none in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BeyondCalendar {
    /// All of them, so that a time limit is never taken for longer than the law allows.
    EveryDay,
    /// Monday to Friday.
    Weekdays,
}

/// Where a number of working days ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    pub(crate) day: Day,
    /// Whether some of the days counted lie in a year without a notice.
    pub(crate) estimated: bool,
}

/// The `n`th working day after `day`, which is not counted itself: the last day of a time limit of
/// `n` working days (Civil Code 民法典 art. 201 leaves out the first day). For 0, `day`.
///
/// `None` past the last day of the calendar.
pub(crate) fn working_days_after(day: Day, n: u32, beyond: BeyondCalendar) -> Option<Reached> {
    let mut reached = Reached {
        day,
        estimated: false,
    };
    let mut left = n;
    while left > 0 {
        reached.day = reached.day.next()?;
        let known = is_working_day(reached.day);
        reached.estimated |= known.is_none();
        let counts = known.unwrap_or(match beyond {
            BeyondCalendar::EveryDay => true,
            BeyondCalendar::Weekdays => !reached.day.is_weekend(),
        });
        left -= u32::from(counts);
    }
    Some(reached)
}

/// Whether a day is a working day; `None` in a year whose notice is not in the table.
fn is_working_day(day: Day) -> Option<bool> {
    let (year, month, date) = day.parts();
    let notice = NOTICES.iter().find(|n| n.year == year)?;
    let date = month * 100 + date;
    let off = notice.off.iter().any(|(a, b)| (*a..=*b).contains(&date));
    let worked = notice.worked.contains(&date);
    Some(worked || !(off || day.is_weekend()))
}

/// One yearly notice of the General Office of the State Council on holidays
/// (国务院办公厅关于部分节假日安排的通知). Days are written month × 100 + day.
struct Notice {
    year: i64,
    /// First and last day of each holiday. Weekends next to one need not be among its days.
    off: &'static [(i64, i64)],
    /// Saturdays and Sundays that are worked.
    worked: &'static [i64],
}

const NOTICES: &[Notice] = &[
    // 国办发明电〔2023〕7号
    Notice {
        year: 2024,
        off: &[
            (101, 101),
            (210, 217),
            (404, 406),
            (501, 505),
            (610, 610),
            (915, 917),
            (1001, 1007),
        ],
        worked: &[204, 218, 407, 428, 511, 914, 929, 1012],
    },
    // 国办发明电〔2024〕12号
    Notice {
        year: 2025,
        off: &[
            (101, 101),
            (128, 204),
            (404, 406),
            (501, 505),
            (531, 602),
            (1001, 1008),
        ],
        worked: &[126, 208, 427, 928, 1011],
    },
    // 国办发明电〔2025〕7号
    Notice {
        year: 2026,
        off: &[
            (101, 103),
            (215, 223),
            (404, 406),
            (501, 505),
            (619, 621),
            (925, 927),
            (1001, 1007),
        ],
        worked: &[104, 214, 228, 509, 920, 1010],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(years, NOTICES.len());
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
                working_days_after(day(from), n, beyond),
                Some(want),
                "{from} {n}"
            );
        }
        assert_eq!(working_days_after(Day::MAX, 1, EveryDay), None);
    }
}
