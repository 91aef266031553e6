//! Finding facts: what a path leads to, and what a list may hold.

use std::borrow::Cow;
use std::slice;
use std::sync::Arc;

use super::expr::Path;
use super::fact::{Cause, Element, Fact, Further, List, Members, Scalar, Unknown};
use super::vocabulary::Vocabulary;
use crate::time::{Calendar, Day};
use crate::work::Work;

/// What an expression is evaluated over: the facts and their names, the day, and the work that may be spent.
#[derive(Clone, Copy)]
pub(crate) struct Environment<'f> {
    /// The inputs by alias, and `request`.
    pub(crate) root: &'f Members,
    /// The vocabulary that the expression was read against.
    pub(crate) vocabulary: &'f dyn Vocabulary,
    /// The day in China Standard Time that `now` stands for.
    pub(crate) today: Day,
    /// Which days are worked.
    pub(crate) calendar: &'f Calendar,
    pub(crate) work: &'f Work,
}

/// The facts as seen from one place in an expression.
#[derive(Clone, Copy)]
pub(super) struct View<'f> {
    pub(super) root: &'f Members,
    pub(super) vocabulary: &'f dyn Vocabulary,
    pub(super) today: Day,
    pub(super) calendar: &'f Calendar,
    pub(super) work: &'f Work,
    /// The element of the innermost quantifier.
    element: Option<Content<'f>>,
}

/// What stands at a path.
#[derive(Clone, Copy)]
pub(super) enum Resolved<'f> {
    Absent,
    Fact(&'f Fact),
    /// Not known; with a name where an object may have it among its further members.
    Hidden(&'f [Unknown], Option<&'f str>),
    /// A string that is itself an element.
    Text(&'f Arc<str>),
}

/// What is or may be in a list: one element or, without an index, any number of further ones.
pub(super) struct Candidate<'f> {
    /// Its place in the list as it was drawn.
    pub(super) index: Option<usize>,
    /// It is there, and counts.
    pub(super) certain: bool,
    /// Why it may not be there, or why its content is not known.
    pub(super) why: Option<Cow<'f, Unknown>>,
    content: Option<Content<'f>>,
}

/// What is known of an element.
#[derive(Clone, Copy)]
enum Content<'f> {
    Hidden(&'f Unknown),
    /// Of an element that may be there: what it would hold, and why the rest is not known.
    Possible(&'f Further),
    Record(&'f Members),
    Text(&'f Arc<str>),
}

impl<'f> View<'f> {
    /// The view from outside all quantifiers.
    pub(super) fn new(facts: Environment<'f>) -> Self {
        Self {
            root: facts.root,
            vocabulary: facts.vocabulary,
            today: facts.today,
            calendar: facts.calendar,
            work: facts.work,
            element: None,
        }
    }

    /// The view from within a quantifier, on one candidate.
    pub(super) fn on<'c>(&self, candidate: &'c Candidate<'f>) -> View<'c> {
        let why = || candidate.why.as_deref().map(Content::Hidden);
        View {
            element: candidate.content.or_else(why),
            ..*self
        }
    }

    /// What stands at a path. The vocabulary has given it a type; a fact of another type counts as absent. Eight
    /// names of an object are looked through in a step.
    pub(super) fn find(&self, path: &'f Path) -> Resolved<'f> {
        let mut members = match (path.in_element, self.element) {
            (false, _) => self.root,
            (true, Some(Content::Possible(further))) => return further.find(path),
            (true, Some(Content::Record(record))) => record,
            (true, Some(Content::Hidden(unknown))) => {
                return Resolved::Hidden(slice::from_ref(unknown), None);
            }
            (true, Some(Content::Text(text))) => return Resolved::Text(text),
            (true, None) => return Resolved::Absent,
        };
        let mut segments = path.segments.iter().peekable();
        while let Some(name) = segments.next() {
            if !self.work.spend(1 + members.known.len() / 8) {
                return Resolved::Absent;
            }
            let known = members.known.iter().find(|(known, _)| **known == **name);
            match (known.map(|(_, fact)| fact), &members.open) {
                (None, None) | (Some(Fact::Absent), _) => return Resolved::Absent,
                (None, Some(object)) => {
                    return Resolved::Hidden(slice::from_ref(object), Some(name));
                }
                (Some(Fact::Unknown(unknowns)), _) => return Resolved::Hidden(unknowns, None),
                (Some(fact), _) if segments.peek().is_none() => return Resolved::Fact(fact),
                (Some(Fact::Object(inner)), _) => members = inner,
                (Some(_), _) => return Resolved::Absent,
            }
        }
        Resolved::Absent
    }

    /// What is or may be in the list at a path. An absent list is empty; a hidden one may hold
    /// anything. Each takes a step.
    pub(super) fn candidates(&self, path: &'f Path) -> Vec<Candidate<'f>> {
        let found = self.find(path);
        let count = match found {
            Resolved::Fact(Fact::List(list)) => list.elements.len() + list.open.len(),
            Resolved::Fact(Fact::Known(Scalar::Texts(texts))) => texts.len(),
            Resolved::Absent | Resolved::Fact(_) | Resolved::Hidden(..) | Resolved::Text(_) => 1,
        };
        if !self.work.spend(count) {
            return Vec::new();
        }
        match found {
            Resolved::Fact(Fact::List(list)) => list.candidates(path),
            Resolved::Fact(Fact::Known(Scalar::Texts(texts))) => texts
                .iter()
                .enumerate()
                .map(|(index, text)| Candidate {
                    index: Some(index),
                    certain: true,
                    why: None,
                    content: Some(Content::Text(text)),
                })
                .collect(),
            Resolved::Hidden(..) => found.unknowns().map(further).collect(),
            Resolved::Absent | Resolved::Fact(_) | Resolved::Text(_) => Vec::new(),
        }
    }
}

impl<'f> Resolved<'f> {
    /// Why it is not known, and the units that would tell; none if it is known.
    pub(super) fn unknowns(self) -> impl Iterator<Item = Cow<'f, Unknown>> {
        let (unknowns, member) = match self {
            Self::Hidden(unknowns, member) => (unknowns, member),
            Self::Absent | Self::Fact(_) | Self::Text(_) => (&[][..], None),
        };
        unknowns.iter().map(move |unknown| match member {
            None => Cow::Borrowed(unknown),
            Some(name) => Cow::Owned(Unknown {
                cause: unknown.cause,
                unit: format!("{}.{name}", unknown.unit).into(),
            }),
        })
    }
}

impl List {
    fn candidates(&self, path: &Path) -> Vec<Candidate<'_>> {
        let elements = self.elements.iter().map(|element| element.candidate(path));
        let further = self.open.iter().map(|sort| Candidate {
            content: Some(Content::Possible(sort)),
            ..further(Cow::Borrowed(&sort.why))
        });
        elements.chain(further).collect()
    }
}

impl Further {
    /// What it would have at a path: a known value, or an unknown one.
    fn find(&self, path: &Path) -> Resolved<'_> {
        let known = match path.segments.as_slice() {
            [name] => self.known.iter().find(|(known, _)| **known == **name),
            _ => None,
        };
        match known {
            Some((_, fact)) => Resolved::Fact(fact),
            None => Resolved::Hidden(slice::from_ref(&self.why), None),
        }
    }
}

impl Element {
    fn candidate(&self, path: &Path) -> Candidate<'_> {
        let hidden = || {
            Cow::Owned(Unknown {
                cause: Cause::Undisclosed,
                unit: format!("{path}[{}]", self.index).into(),
            })
        };
        let doubt = self.doubt.as_ref().map(Cow::Borrowed);
        Candidate {
            index: Some(self.index),
            certain: doubt.is_none(),
            why: match (doubt, &self.record) {
                (None, None) => Some(hidden()),
                (doubt, _) => doubt,
            },
            content: self.record.as_deref().map(Content::Record),
        }
    }
}

/// Any number of further elements.
fn further(why: Cow<'_, Unknown>) -> Candidate<'_> {
    Candidate {
        index: None,
        certain: false,
        why: Some(why),
        content: None,
    }
}
