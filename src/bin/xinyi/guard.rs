//! Crates that read workbooks and images run on threads of their own: one that panics on a damaged file ends its thread,
//! which is an error like any other.

use std::panic;
use std::sync::Once;
use std::thread::{self, Builder};

use crate::failure::Failure;

/// The name of such a thread.
pub(crate) const THREAD: &str = "guarded";

/// What `read` comes to; if it panics, what it is told as.
pub(crate) fn guarded<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    damaged: fn() -> Failure,
) -> Result<T, Failure> {
    silence();
    let thread = Builder::new().name(THREAD.to_owned()).spawn(read);
    let thread = thread.map_err(|e| Failure::Other(e.to_string()))?;
    thread.join().unwrap_or_else(|_| Err(damaged()))
}

/// Panics of these threads are told as errors, and print nothing.
pub(crate) fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                others(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabular::kind;

    #[test]
    fn a_panic_is_an_error() {
        let read = || -> Result<(), Failure> { panic!("as a crate may") };
        let told = guarded(read, || kind::damaged("xlsx"));
        assert!(matches!(told, Err(Failure::Refused(e)) if e.code() == xinyi::Code::InputDamaged));
        assert!(guarded(|| Ok(1), || kind::damaged("xlsx")).is_ok_and(|read| read == 1));
    }
}
