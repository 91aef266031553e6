//! Checkpoints: answering many indexes of a list without inflating it from its start each time.

use std::fmt;
use std::sync::Mutex;

#[cfg(not(target_arch = "wasm32"))]
use super::Packed;
use super::inflate::Checkpoint;
use super::{Status, StatusList};
use crate::error::Error;
#[cfg(not(target_arch = "wasm32"))]
use crate::error::Stage;
use crate::limits;

/// Points in lists from which inflating can go on, that earlier answers passed: one every
/// [`STATUS_LIST_STRIDE`](limits::STATUS_LIST_STRIDE) bytes of what a list inflates to, and at most
/// [`STATUS_LIST_CHECKPOINTS`](limits::STATUS_LIST_CHECKPOINTS) of all lists together. The oldest are given up
/// first. Each takes 43 KB.
#[derive(Default)]
pub(crate) struct Checkpoints {
    passed: Mutex<Vec<(usize, Checkpoint)>>,
    /// Whole lists by their numbers, for who has the memory. The module has not.
    #[cfg(not(target_arch = "wasm32"))]
    whole: Vec<Option<Packed>>,
}

impl Checkpoints {
    /// Inflates whole lists, in the order of their numbers, as long as they fit in
    /// [`STATUS_LISTS_WHOLE`](limits::STATUS_LISTS_WHOLE) bytes together. A list that is damaged somewhere is left as it
    /// is: of its entries before that place the answers are what they were.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn inflate<'l>(&mut self, lists: impl Iterator<Item = &'l StatusList>) {
        let mut left = limits::STATUS_LISTS_WHOLE;
        let whole = lists.map(|list| {
            let whole = list.read_to_end().ok()?;
            left = left.checked_sub(whole.bytes().len())?;
            Some(whole)
        });
        self.whole = whole.collect();
    }

    /// One entry of the list that has this number, as [`StatusList::status`] gives it.
    ///
    /// # Errors
    /// As [`StatusList::status`].
    pub(crate) fn status(
        &self,
        number: usize,
        list: &StatusList,
        idx: u64,
    ) -> Result<Status, Error> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(Some(whole)) = self.whole.get(number) {
            return whole.status(idx).map_err(|e| e.at(Stage::StatusList));
        }
        let mut passed = Vec::new();
        let status = list.status_from(idx, |at| self.nearest(number, at), &mut passed);
        // Where another thread has the lock, they are not kept.
        if !passed.is_empty()
            && let Ok(mut checkpoints) = self.passed.try_lock()
        {
            for checkpoint in passed {
                let is_it =
                    |(n, known): &(usize, Checkpoint)| *n == number && known.is_at(&checkpoint);
                if !checkpoints.iter().any(is_it) {
                    if checkpoints.len() == limits::STATUS_LIST_CHECKPOINTS {
                        checkpoints.remove(0);
                    }
                    checkpoints.push((number, checkpoint));
                }
            }
        }
        status
    }

    fn nearest(&self, number: usize, at: u64) -> Option<Checkpoint> {
        let checkpoints = self.passed.try_lock().ok()?;
        let of_the_list = checkpoints.iter().filter(|(n, _)| *n == number);
        let before = of_the_list.filter(|(_, checkpoint)| checkpoint.inflated() <= at);
        let nearest = before.max_by_key(|(_, checkpoint)| checkpoint.inflated());
        nearest.map(|(_, checkpoint)| checkpoint.clone())
    }
}

impl fmt::Debug for Checkpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checkpoints")
    }
}

#[cfg(all(test, feature = "issuer"))]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::status_list::inflate::tests::noise;

    #[test]
    fn every_order_of_asking_has_the_same_answers() {
        // Three strides and a bit, nothing that compresses to nothing.
        let bytes = noise(3 * limits::STATUS_LIST_STRIDE + 1000);
        let list = StatusList::of(8, &bytes);
        let seek = Checkpoints::default();
        let last = bytes.len() - 1;
        let mut idx = 7;
        for i in 0..300 {
            idx = (idx * 48_271 + i) % bytes.len();
            for idx in [idx, last, 0] {
                let found = seek.status(1, &list, idx as u64).unwrap();
                assert_eq!(found.value(), bytes[idx], "{idx}");
            }
        }
        assert_eq!(seek.passed.lock().unwrap().len(), 3);
        for beyond in [bytes.len() as u64, u64::MAX] {
            let error = seek.status(1, &list, beyond).unwrap_err();
            assert_eq!(error.code(), Code::StatusIndex);
        }
    }

    #[test]
    fn whole_lists_have_the_same_answers_and_damaged_ones_are_left() {
        let bytes = noise(limits::STATUS_LIST_STRIDE + 1000);
        let list = StatusList::of(8, &bytes);
        let damaged = list.clone().damaged();
        let [mut seek, parts] = [(); 2].map(|()| Checkpoints::default());
        seek.inflate([&list, &damaged].into_iter());
        let is_whole: Vec<bool> = seek.whole.iter().map(Option::is_some).collect();
        assert_eq!(is_whole, [true, false]);
        let beyond = [bytes.len(), usize::MAX];
        for idx in (0..bytes.len()).step_by(997).chain(beyond) {
            for (number, list) in [&list, &damaged].into_iter().enumerate() {
                let found = seek.status(number, list, idx as u64);
                assert_eq!(found, parts.status(number, list, idx as u64), "{idx}");
            }
        }
    }

    #[test]
    fn places_are_those_of_their_list_and_bounded() {
        let seek = Checkpoints::default();
        let lists =
            [1_u8, 2].map(|value| StatusList::of(8, &vec![value; limits::STATUS_LIST_INFLATED]));
        for (number, list) in lists.iter().enumerate() {
            let last = limits::STATUS_LIST_INFLATED as u64 - 1;
            assert_eq!(
                seek.status(number, list, last).unwrap().value(),
                number as u8 + 1
            );
        }
        for (number, list) in lists.iter().enumerate() {
            let half = limits::STATUS_LIST_INFLATED as u64 / 2;
            assert_eq!(
                seek.status(number, list, half).unwrap().value(),
                number as u8 + 1
            );
        }
        assert_eq!(
            seek.passed.lock().unwrap().len(),
            limits::STATUS_LIST_CHECKPOINTS
        );
    }
}
