//! Chinese working days: weekdays, but for the State Council's yearly holiday notices, which also
//! turn some weekends into working days (调休).

use super::day::Day;

/// Which days count as working days in a year that has no notice yet, or none in the calendar.
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

/// The years of which it is known which days are worked.
#[derive(Debug, Default)]
pub(crate) struct Calendar(Vec<Year>);

/// A year of which the State Council's General Office has announced the holidays
/// (国务院办公厅关于部分节假日安排的通知).
#[derive(Debug)]
pub(crate) struct Year {
    /// Its first day.
    pub(crate) begins: Day,
    /// First and last day of each holiday. Weekends next to one need not be among its days.
    pub(crate) holidays: Vec<(Day, Day)>,
    /// Saturdays and Sundays that are worked.
    pub(crate) workdays: Vec<Day>,
}

impl Calendar {
    /// A calendar of these years.
    pub(crate) fn of(years: Vec<Year>) -> Self {
        Self(years)
    }

    /// The `n`th working day after `day`, which is not counted itself: the last day of a time limit of
    /// `n` working days (Civil Code 民法典 art. 201 leaves out the first day). For 0, `day`.
    ///
    /// `None` past the last day of the calendar.
    pub(crate) fn working_days_after(
        &self,
        day: Day,
        n: u32,
        beyond: BeyondCalendar,
    ) -> Option<Reached> {
        let mut reached = Reached {
            day,
            estimated: false,
        };
        let mut left = n;
        while left > 0 {
            reached.day = reached.day.next()?;
            let known = self.is_working_day(reached.day);
            reached.estimated |= known.is_none();
            let counts = known.unwrap_or(match beyond {
                BeyondCalendar::EveryDay => true,
                BeyondCalendar::Weekdays => !reached.day.is_weekend(),
            });
            left -= u32::from(counts);
        }
        Some(reached)
    }

    /// The first day from a day on whose year is not in it.
    #[cfg(feature = "issuer")]
    pub(crate) fn known_until(&self, day: Day) -> Day {
        let mut year = day.parts().0;
        while self.0.iter().any(|known| known.begins.parts().0 == year) {
            year += 1;
        }
        Day::new(year, 1, 1).unwrap_or(Day::MAX)
    }

    /// Whether a day is a working day; `None` in a year that is not in it.
    pub(crate) fn is_working_day(&self, day: Day) -> Option<bool> {
        let year = self.0.iter().find(|year| year.contains(day))?;
        let is_off = year
            .holidays
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&day));
        let is_worked = year.workdays.contains(&day);
        Some(is_worked || !(is_off || day.is_weekend()))
    }
}

impl Year {
    /// Whether a day is one of the year.
    pub(crate) fn contains(&self, day: Day) -> bool {
        day.parts().0 == self.begins.parts().0
    }
}
