//! Combinations of choices.

/// So many are tried for a leaf, or for one record.
const TRIED: usize = 400;

/// Of each the first choice, of each the second, and so on: facts that are compared with one another are on their
/// boundary together, and below and above it.
pub(super) fn together(lengths: &[usize]) -> Vec<Vec<Option<usize>>> {
    let least = lengths.iter().min().copied().unwrap_or_default();
    let several = 0..least * usize::from(lengths.len() > 1);
    several
        .map(|choice| vec![Some(choice); lengths.len()])
        .collect()
}

/// Combinations of choices, of each at most one, the fewest first; `None` leaves what is as it is.
pub(super) fn combinations(lengths: &[usize]) -> Vec<Vec<Option<usize>>> {
    let mut all = vec![vec![None; lengths.len()]];
    let mut from = 0;
    while from < all.len() && all.len() < TRIED {
        let Some(known) = all.get(from).cloned() else {
            break;
        };
        // Only places after the last that is chosen, so that each combination is made once.
        let first = known
            .iter()
            .rposition(Option::is_some)
            .map_or(0, |at| at + 1);
        for (at, length) in lengths.iter().enumerate().skip(first) {
            for choice in 0..*length {
                let mut next = known.clone();
                if let Some(place) = next.get_mut(at) {
                    *place = Some(choice);
                }
                all.push(next);
            }
        }
        from += 1;
    }
    all.truncate(TRIED);
    all
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn combinations_are_each_made_once_and_the_fewest_changes_come_first() {
        let all = combinations(&[2, 1]);
        assert_eq!(
            all,
            [
                vec![None, None],
                vec![Some(0), None],
                vec![Some(1), None],
                vec![None, Some(0)],
                vec![Some(0), Some(0)],
                vec![Some(1), Some(0)],
            ]
        );
    }
}
