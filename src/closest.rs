//! What a misspelt name may have been meant for.

/// The candidate that is most like `word`, if any is like it: at most a third of its letters
/// inserted, deleted or replaced. The first wins a tie.
pub(crate) fn closest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    closest_of(word, &mut candidates.into_iter())
}

fn closest_of<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).max(1);
    let mut best = None;
    let mut least = allowed + 1;
    for candidate in candidates.filter(|candidate| candidate.len() <= LONGEST) {
        let distance = edit_distance(word, candidate);
        if distance < least {
            (best, least) = (Some(candidate), distance);
        }
    }
    best
}

/// Levenshtein's distance, one row at a time.
fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.chars()) {
            let replaced = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_found_if_it_is_close() {
        let names = ["listings", "licences", "honours", "now"];
        for (word, want) in [
            ("listing", Some("listings")),
            ("lisstings", Some("listings")),
            ("licenses", Some("licences")),
            ("nwo", None),
            ("noww", Some("now")),
            ("", None),
            ("penalties", None),
        ] {
            assert_eq!(closest(word, names), want, "{word}");
        }
        assert_eq!(closest(&"a".repeat(65), names), None);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("", "信用"), 2);
        assert_eq!(edit_distance("信易", ""), 2);
    }
}
