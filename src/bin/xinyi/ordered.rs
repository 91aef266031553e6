//! Work on all cores, whose results come in order.
//!
//! As many pieces of work are under way as keep the cores busy, and no more: whoever reads slowly makes the rest wait.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::failure::Failure;

/// Pieces of work that are waiting, for each core.
const WAITING: usize = 4;

/// Takes pieces from `next` until there is none, does `work` on each, and gives the results to `put` in the order of the
/// pieces, each as soon as those before it are given. Where `put` wants no more, nobody waits for what is left: what
/// takes the pieces may be waiting for a slow input itself.
///
/// # Errors
/// The first of `next` or `put`.
pub(crate) fn run<T: Send + 'static, R: Send + 'static>(
    threads: Option<usize>,
    mut next: impl FnMut() -> Result<Option<T>, Failure> + Send + 'static,
    work: impl Fn(T) -> R + Send + Sync + 'static,
    mut put: impl FnMut(R) -> Result<ControlFlow<()>, Failure>,
) -> Result<(), Failure> {
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.unwrap_or_else(cores);
    // Each piece with the place for its result; and these places once more, in order.
    let (give, take) = sync_channel::<(T, SyncSender<R>)>(threads * WAITING);
    let (promise, promised) = sync_channel::<Receiver<R>>(threads * WAITING);
    let reader = thread::spawn(move || -> Result<(), Failure> {
        while let Some(piece) = next()? {
            let (result, place) = sync_channel(1);
            // Whoever puts the results has stopped.
            if promise.send(place).is_err() || give.send((piece, result)).is_err() {
                break;
            }
        }
        Ok(())
    });
    let take = Arc::new(Mutex::new(take));
    let work = Arc::new(work);
    for _ in 0..threads {
        let (take, work) = (Arc::clone(&take), Arc::clone(&work));
        thread::spawn(move || {
            loop {
                let taken = take.lock().map(|take| take.recv());
                let Ok(Ok((piece, result))) = taken else {
                    return;
                };
                drop(result.send(work(piece)));
            }
        });
    }
    for place in promised {
        match place.recv() {
            Ok(result) => {
                if put(result)?.is_break() {
                    return Ok(());
                }
            }
            // Whoever had it has panicked, and said so.
            Err(_) => return Err(Failure::Other("a line could not be answered".to_owned())),
        }
    }
    match reader.join() {
        Ok(read) => read,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
