//! Until when a bundle is fresh.

use crate::time::{BeyondCalendar, Calendar, Day, Instant, Period};

/// By law, data is deleted within three working days after a repair or a revocation. Older data may already be
/// unlawful to use (上海市社会信用条例 第三十七条, 第三十八条).
const DELETION_DEADLINE: Period = Period::WorkingDays(3);

/// When a bundle's lists become stale.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreshUntil {
    /// The day after the last day on which it is fresh, 00:00 in China.
    pub(crate) at: Instant,
    /// Whether days were counted of a year whose holidays are not known.
    pub(crate) is_estimated: bool,
}

/// When a bundle becomes stale.
///
/// A programme may ask for fresher data. A longer `max_age` holds only while the status list that was used is
/// within that deadline itself: a status list tells of records that were added or corrected since.
pub(crate) fn fresh_until(
    as_of: Day,
    max_age: Period,
    status_list_iat: Option<Instant>,
    calendar: &Calendar,
) -> FreshUntil {
    let after = |from, period| last_day(from, period, calendar);
    let allowed = after(as_of, max_age);
    let lawful = after(as_of, DELETION_DEADLINE);
    let kept_up = status_list_iat.map_or(lawful, |iat| after(Day::of(iat), DELETION_DEADLINE));
    let (last, is_estimated) = allowed.min(lawful.max(kept_up));
    FreshUntil {
        at: end_of(last),
        is_estimated,
    }
}

/// Until when a status list tells what has been added or corrected, however long the verifier takes it.
pub(crate) fn kept_up_until(status_list_iat: Instant, calendar: &Calendar) -> Instant {
    let (last, _) = last_day(Day::of(status_list_iat), DELETION_DEADLINE, calendar);
    end_of(last)
}

/// The last day of a period, and whether days were counted of a year whose holidays are not known.
fn last_day(from: Day, period: Period, calendar: &Calendar) -> (Day, bool) {
    match period {
        Period::WorkingDays(n) => {
            let reached = calendar.working_days_after(from, n, BeyondCalendar::EveryDay);
            reached.map_or((Day::MAX, true), |reached| (reached.day, reached.estimated))
        }
        period => (from.plus(period, calendar).unwrap_or(Day::MAX), false),
    }
}

fn end_of(day: Day) -> Instant {
    day.next().unwrap_or(Day::MAX).start()
}
