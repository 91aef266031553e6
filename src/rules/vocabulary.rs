//! What rules may name: the types, and the interface by which `rules` asks for names.

use std::sync::Arc;

use crate::error::Problem;
use crate::time::Day;

/// The reserved path that stands for today.
pub(crate) const NOW: &str = "now";

/// The reserved path of the list of what the holder promises to whoever decides.
pub(crate) const PROMISED: &str = "promised";

/// The reserved segment for what is asked for.
pub(crate) const REQUEST: &str = "request";

/// First segments of paths that no input may have for its alias.
pub(crate) const RESERVED: [&str; 3] = [NOW, PROMISED, REQUEST];

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
    /// Facts each of which is a disclosure of its own. Rules can ask nothing of the group as a whole: nobody
    /// could tell an empty one from a hidden one.
    Group,
    /// A list of records, whose fields [`Vocabulary::field`] knows.
    List,
}

/// Which codes a string may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codes {
    /// Any string.
    Any,
    /// One of these.
    Closed(&'static [&'static str]),
    /// Any of the form that the vocabulary [has](Vocabulary::misformed) by this name.
    Formed(&'static str),
    /// One of those that the vocabulary [has](Vocabulary::codes) by this name.
    Named(&'static str),
}

impl Codes {
    /// The codes; none where any string may stand.
    pub(super) fn among(self, vocabulary: &dyn Vocabulary) -> Option<Vec<&str>> {
        match self {
            Self::Any | Self::Formed(_) => None,
            Self::Closed(codes) => Some(codes.to_vec()),
            Self::Named(list) => {
                let codes = vocabulary.codes(list).iter();
                Some(codes.map(String::as_str).collect())
            }
        }
    }
}

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

    /// Whether values of the two types compare. A list of codes does not make a type of its own; but codes of
    /// two lists that share none cannot be equal.
    pub(super) fn matches(self, other: Self, vocabulary: &dyn Vocabulary) -> bool {
        let same = std::mem::discriminant(&self) == std::mem::discriminant(&other);
        let (Self::Text(a), Self::Text(b)) = (self, other) else {
            return same;
        };
        match (a.among(vocabulary), b.among(vocabulary)) {
            (Some(a), Some(b)) => a.iter().any(|code| b.contains(code)),
            _ => same,
        }
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

/// What is wrong with a constant, and what may have been meant.
pub(crate) type Fault = (Problem, Option<String>);

/// What no known value of a fact goes beyond.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "authoring"), expect(dead_code))]
pub(crate) enum Bound {
    /// No number and no amount below zero.
    NotNegative,
    /// No day after this one.
    Until(Day),
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup {
    Found(Type),
    /// It exists, but rules may not read it, and why.
    Forbidden(Problem),
    Missing,
}

/// An order of grades that a programme declares.
#[derive(Debug, PartialEq)]
pub(crate) struct Scale {
    pub(crate) name: String,
    /// From the worst to the best, each once.
    pub(crate) grades: Vec<Arc<str>>,
}

impl Scale {
    /// The place of a grade, the worst being 0.
    pub(super) fn place(&self, grade: &str) -> Option<usize> {
        self.grades.iter().position(|known| **known == *grade)
    }
}

/// The names that one programme's rules can use, and what they stand for. `now` is known without it.
pub(crate) trait Vocabulary {
    /// The fact at a path from the root.
    fn lookup(&self, path: &str) -> Lookup;

    /// A field of the records of the list at a path.
    fn field(&self, list: &str, field: &str) -> Lookup;

    /// Whether the day at a path from the root is the one on which the facts were drawn: it moves to today
    /// whenever they are drawn again.
    fn moves(&self, path: &str) -> bool;

    /// What the fact at a path from the root is called in reasons, in the singular. The path may go on to an
    /// element of a list. The empty path stands for a leaf that reads no fact.
    fn noun<'p>(&self, path: &'p str) -> &'p str;

    /// The codes of a list that a [`Codes::Named`] stands for.
    fn codes(&self, list: &str) -> &[String];

    /// Why no text of the form that a [`Codes::Formed`] stands for is this one.
    fn misformed(&self, form: &str, text: &str) -> Option<Fault>;

    /// Whether the texts of the form that a [`Codes::Formed`] stands for are regions.
    fn is_region(&self, form: &str) -> bool;

    /// Why a text of the form is hardly meant. For lints.
    fn doubtful(&self, form: &str, text: &str) -> Option<Fault>;

    /// What the fact at a path from the root, or at one in the records of a list, never goes beyond. For lints.
    fn bound(&self, list: Option<&str>, path: &[Arc<str>]) -> Option<Bound>;

    /// The orders of grades that are declared.
    fn scales(&self) -> &[Arc<Scale>];

    /// What the author may have meant by a path that is [`Lookup::Missing`]: a field of `list`, where it is
    /// given and has one like it, else a path from the root. [`suggestion_for`](crate::suggestion::suggestion_for)
    /// finds the nearest of a list.
    fn suggestion(&self, list: Option<&str>, path: &str) -> Option<String>;
}
