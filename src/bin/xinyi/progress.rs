//! How far long work is: on standard error, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Of so many bytes, if it is known how many: with their rate and the time that is left.
pub(crate) fn of_bytes(bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match bytes {
        Some(bytes) => (
            ProgressBar::new(bytes),
            "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {bytes} {bytes_per_sec}",
        ),
    };
    styled(bar, template)
}

/// The same, with how many lines are done, which the message says.
pub(crate) fn of_lines(bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match bytes {
        Some(bytes) => (ProgressBar::new(bytes), "{bar:40} {percent} % {msg} {eta}"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
    };
    styled(bar, template)
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
