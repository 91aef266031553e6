//! Lists whose making may fail.

/// What all of them give, or the first error: as `collect` into a `Result`, in half the code.
pub(crate) fn all<T, E>(each: impl IntoIterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
    let mut all = Vec::new();
    for one in each {
        all.push(one?);
    }
    Ok(all)
}
