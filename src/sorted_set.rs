//! A set that is a sorted list.
//!
//! For the few dozen days or unknowns of one decision it is as fast as a tree, and takes far less
//! code: the module is downloaded before anything is decided.

/// Its elements in order, each once.
#[derive(Debug, Clone)]
pub(crate) struct SortedSet<T>(Vec<T>);

impl<T: Ord> SortedSet<T> {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn insert(&mut self, element: T) {
        if let Err(place) = self.0.binary_search(&element) {
            self.0.insert(place, element);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, elements: I) {
        for element in elements {
            self.insert(element);
        }
    }
}
