//! Small sets as sorted lists: each type that a tree of the standard library holds took 1 KB of the compressed module.

/// Puts an item in its place, if none equals it. To make room takes as long as the list is: for at most a few
/// thousand.
pub(crate) fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(place) = list.binary_search(&item) {
        list.insert(place, item);
    }
}

/// Puts several in, as [`insert`] does.
pub(crate) fn extend<T: Ord>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        insert(list, item);
    }
}
