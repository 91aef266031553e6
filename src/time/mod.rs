//! Instants, days in China Standard Time, periods, and the working-day calendar.
//!
//! Nothing here asks what time it is: every "now" is an argument.

mod day;
mod instant;
mod period;
mod serde;
mod working_days;

pub use day::Day;
pub use instant::Instant;
pub use period::Period;
#[cfg(test)]
pub(crate) use working_days::Reached;
pub(crate) use working_days::{BeyondCalendar, Calendar, Year};

/// Seconds in a day. UNIX time has no leap seconds.
const DAY_SECONDS: i64 = 86_400;

/// China Standard Time is eight hours ahead of UTC all year. Daylight saving was last kept in
/// 1991, and no document of ours carries a time of day from then.
const CST_OFFSET: i64 = 8 * 3_600;
