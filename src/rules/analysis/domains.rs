//! What facts may be, beyond their types.

use std::sync::Arc;

use super::given::Given;
use crate::rules::vocabulary::Vocabulary;
use crate::time::Day;

/// What an analysis knows of the facts of a vocabulary.
pub(crate) trait Domains {
    /// The names and their types.
    fn vocabulary(&self) -> &dyn Vocabulary;

    /// Whether a fact, or a field of the records of a list, is always there.
    fn presence(&self, list: Option<&str>, path: &[Arc<str>]) -> Presence;

    /// The latest day that a fact may be on a day; none: any.
    fn latest(&self, list: Option<&str>, path: &[Arc<str>], today: Day) -> Option<Day>;

    /// The only codes that a fact may be, where these are fewer than its type has.
    fn codes(&self, list: Option<&str>, path: &[Arc<str>]) -> Option<Vec<&str>>;

    /// Whether a fact says something of another one as well, so that the two are not free to differ.
    fn is_entangled(&self, path: &[Arc<str>]) -> bool;

    /// Which way a fact is better.
    fn better(&self, path: &[Arc<str>]) -> Option<Better>;

    /// Whether one more record like this is better or worse.
    fn better_record(&self, list: &str, record: &Given) -> Option<Better>;
}

/// When a fact is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Always,
    Maybe,
    /// Whenever the object is that holds it.
    WithObject,
}

/// Which way facts are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    Less,
    More,
}
