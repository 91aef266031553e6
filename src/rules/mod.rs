//! The rule language, version 1: JsonLogic's surface, static types, three values.
//!
//! ```json
//! {"and": [{">=": [{"var": "member.points"}, 650]},
//!          {"none": [{"var": "member.warnings"}, {"==": [{"var": "severity"}, "serious"]}]}]}
//! ```
//!
//! # Three values
//!
//! A fact can be known, known to be absent, or not known: hidden by its holder, disputed, too old. So a
//! condition is true, false, or *unknown*, and these combine by Kleene's strong connectives: a result is known
//! as soon as the unknown could not change it. Say that the points above are hidden:
//!
//! - `{">=": [points, 650]}` is unknown.
//! - With a serious warning shown, the whole is false: whatever the points are, it cannot hold.
//! - With no warning, it is unknown: the points decide.
//! - `{"or": [{">=": [points, 650]}, {">=": [points, 0]}]}` is unknown too. Each leaf stands for itself.
//!   That asks for more than is needed at times, and never grants what the whole would not.
//!
//! A list may hold elements that are hidden, or that may or may not count. `some`, `all`, `none`, `count` and `sum` go
//! through it both ways: a verdict is known where every way of completing the list agrees.
//!
//! # From text to verdict
//!
//! What the names stand for, and what reasons call it, is for a [`Vocabulary`] to say. An [`Expr`] is
//! read once, against one; every form and type error is found then.
//! Evaluation cannot fail: it gives a [`Verdict`], and its [explanations](Expr::explanations) on demand.

mod check;
mod evaluate;
mod explain;
mod expr;
mod fact;
mod finding;
mod literal;
mod operators;
mod quantity;
mod range;
mod reading;
mod sources;
mod syntax;
mod turning;
mod verdict;
mod view;
mod vocabulary;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use self::tests::operators_schema;

use self::check::First;
use self::turning::Turning;
use self::view::View;
use crate::error::Error;
use crate::json::Value;
use crate::time::Day;

pub(crate) use self::check::Findings;
pub(crate) use self::explain::{Explanations, Reason, Reasons, Why};
pub(crate) use self::fact::{Cause, Element, Fact, Further, List, Members, Scalar, Unknown};
pub(crate) use self::syntax::Budget;
pub use self::verdict::Verdict;
pub(crate) use self::view::Facts;
pub(crate) use self::vocabulary::{Lookup, NOW, REQUEST, RESERVED, Scale, Type, Vocabulary};

/// A checked expression whose value is a boolean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expr {
    condition: expr::Condition,
}

impl Expr {
    /// Reads and checks the expression at `pointer` of its document. One budget serves all
    /// expressions of a programme.
    ///
    /// # Errors
    /// `programme.operator`, `programme.path`, `programme.type`, `programme.value`, `limit.depth`
    /// and `limit.nodes`, each with the JSON pointer to its place, as `pointer`.
    pub(crate) fn read(
        value: &Value,
        pointer: &str,
        vocabulary: &dyn Vocabulary,
        budget: &mut Budget,
    ) -> Result<Self, Error> {
        let condition = check::condition(value, vocabulary, budget, pointer, &mut First)?;
        Ok(Self { condition })
    }

    /// Checks the expression at `pointer` of its document, and notes all that is wrong or odd.
    pub(crate) fn lint(
        value: &Value,
        pointer: &str,
        vocabulary: &dyn Vocabulary,
        budget: &mut Budget,
        findings: &mut Findings,
    ) {
        if let Err(error) = check::condition(value, vocabulary, budget, pointer, findings) {
            findings.errors.push(error);
        }
    }

    /// True or false only if it stays so whatever the unknown turns out to be.
    pub(crate) fn evaluate(&self, facts: Facts<'_>) -> Verdict {
        View::new(facts).verdict(&self.condition)
    }

    /// Why [`evaluate`](Self::evaluate) comes to its verdict.
    ///
    /// For true and false: the fewest leaves that suffice for it, and other ways. For unknown: every
    /// leaf that is unknown and can still change it, each taken as independent of the others. They are
    /// made of `reasons`, to which new ones are added.
    pub(crate) fn explanations(&self, facts: Facts<'_>, reasons: &mut Reasons) -> Explanations {
        View::new(facts).explanations(&self.condition, reasons)
    }

    /// The days from `facts.today` to `end` on which the verdict may differ from that of the day before,
    /// unknowns staying unknown: never too few.
    pub(crate) fn turning_days(&self, facts: Facts<'_>, end: Day) -> Vec<Day> {
        self.walk(facts, end).into_days()
    }

    /// Whether the end of some period of working days is an estimate, because it lies in a year
    /// whose holidays have not been announced: worth a warning.
    pub(crate) fn is_estimated(&self, facts: Facts<'_>) -> bool {
        self.walk(facts, facts.today).estimated
    }

    fn walk<'f>(&self, facts: Facts<'f>, end: Day) -> Turning<'f> {
        let mut turning = Turning::new(facts.today..=end, facts.work);
        turning.condition(&self.condition, View::new(facts));
        turning
    }
}
