//! Names among many.

use std::collections::BTreeMap;

/// Names, each with a number, from 0 on as they come. There is one type of them for sets and for places in a list:
/// each type that a tree of the standard library holds takes 1 KB of the compressed module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names(BTreeMap<String, usize>);

impl Names {
    /// Adds a name. Says whether it is new.
    pub(crate) fn add(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.number(name);
        self.0.len() > before
    }

    /// The number of a name, which is added if it is new: the number of names before it.
    pub(crate) fn number(&mut self, name: &str) -> usize {
        let next = self.0.len();
        self.get(name).unwrap_or_else(|| {
            self.0.insert(name.to_owned(), next);
            next
        })
    }

    /// The number of a name that is there.
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// In the order of the names, each with its number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(name, number)| (name.as_str(), *number))
    }
}

impl<'a> FromIterator<&'a str> for Names {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        let mut all = Self::default();
        for name in names {
            all.number(name);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_number() {
        let mut names: Names = ["b", "a", "b"].into_iter().collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), [("a", 1), ("b", 0)]);
        assert!(!names.add("a") && names.add("c"));
        assert_eq!((names.number("c"), names.number("d")), (2, 3));
        assert_eq!(
            (names.get("b"), names.get("e"), names.len()),
            (Some(0), None, 4)
        );
    }
}
