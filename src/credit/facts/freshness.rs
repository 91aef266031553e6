//! Until when a bundle is fresh.

use crate::time::{BeyondCalendar, Calendar, Day, Instant, Period};

/// By law, data is deleted within three working days after a repair or a revocation. Older data may already be
/// unlawful to use (上海市社会信用条例 第三十七条, 第三十八条).
const DELETION_DEADLINE: Period = Period::WorkingDays(3);

/// The instant from which a bundle's lists are stale: the day after the last day on which it is
/// fresh, 00:00 in China.
///
/// A programme may ask for fresher data. A longer `max_age` holds only while the status list that was used is
/// within that deadline itself: a status list tells of records that were added or corrected since.
pub(crate) fn fresh_until(
    as_of: Day,
    max_age: Period,
    status_list_iat: Option<Instant>,
    calendar: &Calendar,
) -> Instant {
    let after = |from: Day, period: Period| {
        let last = match period {
            Period::WorkingDays(n) => {
                let reached = calendar.working_days_after(from, n, BeyondCalendar::EveryDay);
                reached.map(|reached| reached.day)
            }
            period => from.plus(period, calendar),
        };
        last.unwrap_or(Day::MAX)
    };
    let allowed = after(as_of, max_age);
    let lawful = after(as_of, DELETION_DEADLINE);
    let kept_up = status_list_iat.map_or(lawful, |iat| after(Day::of(iat), DELETION_DEADLINE));
    let last = allowed.min(lawful.max(kept_up));
    last.next().unwrap_or(Day::MAX).start()
}
