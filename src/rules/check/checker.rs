//! The state of checking one expression.

use super::super::syntax::Budget;
use super::super::vocabulary::Vocabulary;
use super::reporter::Reporter;

/// Checks one expression. Not generic over its `Reporter`, so that the WebAssembly module holds it once.
pub(super) struct Checker<'c> {
    pub(super) vocabulary: &'c dyn Vocabulary,
    pub(super) budget: &'c mut Budget,
    pub(super) reporter: &'c mut dyn Reporter,
}
