//! Suggestions: what a misspelt name may stand for.

/// The candidate nearest to `word`, if at most a third of its letters have to be inserted, deleted or replaced.
/// Of equally near ones, the first.
pub(crate) fn suggestion_for<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    suggestion_of(word, &mut candidates.into_iter())
}

fn suggestion_of<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).max(1);
    let mut best = None;
    let mut least = allowed + 1;
    for candidate in candidates.filter(|candidate| candidate.len() <= LONGEST) {
        let distance = strsim::levenshtein(word, candidate);
        if distance < least {
            (best, least) = (Some(candidate), distance);
        }
    }
    best
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
            assert_eq!(suggestion_for(word, names), want, "{word}");
        }
        assert_eq!(suggestion_for(&"a".repeat(65), names), None);
        assert_eq!(suggestion_for("信用", ["信易"]), Some("信易"));
    }
}
