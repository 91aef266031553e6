//! What is at hand while an expression is checked.

use super::super::syntax::Budget;
use super::super::vocabulary::Vocabulary;
use super::report::Report;

// Not generic over whom it tells: there is one of it in the WebAssembly module, not two.
pub(super) struct Checker<'c> {
    pub(super) vocabulary: &'c dyn Vocabulary,
    pub(super) budget: &'c mut Budget,
    pub(super) report: &'c mut dyn Report,
}
