//! What rules may name: the types, and the interface to whoever knows the names.

/// The type of a fact or of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    Number,
    Day,
    Money,
    Text(Codes),
    /// A list of strings.
    Texts(Codes),
    /// Named facts that are disclosed together; rules can only ask whether they exist.
    Object,
    /// Facts that are each disclosed by itself: of the group as a whole rules can ask nothing, as
    /// nobody could tell an empty one from a hidden one.
    Group,
    /// A list of records, whose fields [`Vocabulary::field`] knows.
    List,
}

/// The closed list of codes that a string is one of, or `None` where any string may stand.
pub(crate) type Codes = Option<&'static [&'static str]>;

impl Type {
    /// The name in errors.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::Number => "number",
            Self::Day => "date",
            Self::Money => "money",
            Self::Text(_) => "string",
            Self::Texts(_) => "strings",
            Self::Group => "group",
            Self::Object => "object",
            Self::List => "list",
        }
    }

    /// Whether values of the two types compare. A closed list of codes does not make a type of
    /// its own.
    pub(super) fn matches(self, other: Self) -> bool {
        core::mem::discriminant(&self) == core::mem::discriminant(&other)
    }

    /// Whether `==` and `in` apply.
    pub(super) fn is_scalar(self) -> bool {
        !matches!(
            self,
            Self::Texts(_) | Self::Object | Self::Group | Self::List
        )
    }

    /// Whether `<` applies. Strings have no order here: that of grades is declared by a programme,
    /// and that of the alphabet puts `AA` after `A`.
    pub(super) fn is_ordered(self) -> bool {
        matches!(self, Self::Number | Self::Day | Self::Money)
    }
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    Found(Type),
    /// It exists, but rules may not read it.
    Forbidden,
    Missing,
}

/// The names that one programme's rules can use. `now` is known without it.
pub(crate) trait Vocabulary {
    /// The fact at a path from the root, such as `credit.evaluations.zhima.score`.
    fn lookup(&self, path: &str) -> Lookup;

    /// A field of the records of a list, such as `via.role` of `credit.listings`.
    fn field(&self, list: &str, field: &str) -> Lookup;

    /// What the author may have meant by a path that is [`Lookup::Missing`]: a field where `list`
    /// is given and has one like it, else a path from the root. [`closest`] helps.
    fn suggestion(&self, list: Option<&str>, path: &str) -> Option<String>;
}

/// The candidate that is most like `word`, if any is like it: at most a third of its letters
/// inserted, deleted or replaced. The first wins a tie.
pub(crate) fn closest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
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
