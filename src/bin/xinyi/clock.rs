//! The time: the clock, and how commands are given another time.

use std::time::SystemTime;

use xinyi::Instant;

use crate::failure::Failure;

/// UNIX seconds or RFC 3339.
pub(super) fn time(text: &str) -> Result<Instant, String> {
    let seconds = text.parse::<i64>();
    let time = match seconds {
        Ok(seconds) => Instant::from_unix(seconds),
        Err(_) => Instant::parse(text),
    };
    time.ok_or_else(|| match seconds {
        Ok(1..) => "milliseconds, and UNIX seconds are expected".to_owned(),
        _ => "neither UNIX seconds nor RFC 3339, such as 2026-11-22T08:00:00Z".to_owned(),
    })
}

/// A time span in seconds: `90s`, `30m`, `36h`, `3d`.
pub(super) fn span(text: &str) -> Result<i64, String> {
    let told = || "a number with s, m, h or d, such as 36h or 3d".to_owned();
    let unit = text.chars().next_back().ok_or_else(told)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(told()),
    };
    let number = text
        .strip_suffix(unit)
        .and_then(|number| number.parse::<u32>().ok());
    let number = number.ok_or_else(told)?;
    Ok(i64::from(number) * seconds)
}

/// The one place that asks what time it is.
#[expect(
    clippy::disallowed_methods,
    reason = "commands are told the time, or take it from here"
)]
pub(super) fn now_or_clock(now: Option<Instant>) -> Result<Instant, Failure> {
    let clock = || {
        let since = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .ok()?;
        Instant::from_unix(i64::try_from(since.as_secs()).ok()?)
    };
    now.or_else(clock)
        .ok_or_else(|| Failure::Other("the machine's clock cannot be right".to_owned()))
}
