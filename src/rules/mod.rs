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
//! condition is true, false, or *unknown*. These combine by Kleene's strong connectives: a result is known
//! as soon as the unknown could not change it. Suppose that the points above are hidden:
//!
//! - `{">=": [points, 650]}` is unknown.
//! - With a serious warning shown, the whole is false: whatever the points are, it cannot hold.
//! - With no warning, it is unknown: the points decide.
//! - `{"or": [{">=": [points, 650]}, {">=": [points, 0]}]}` is unknown too. Each leaf stands for itself.
//!   That asks for more than is needed at times, and never grants what the whole would not.
//!
//! A list may hold elements that are hidden, or of which it is open whether they count. `some`, `all`, `none`,
//! `count` and `sum` consider both: a verdict is known where it is the same however the list is completed.
//!
//! # From text to verdict
//!
//! A [`Vocabulary`] says what names stand for, and what reasons call them. An [`Expr`] is read once, against one
//! vocabulary: every error of form and type is found then. Evaluation cannot fail. It gives a [`Verdict`], and
//! its [explanations](Expr::explanations) where they are wanted.

#[cfg(feature = "authoring")]
pub(crate) mod analysis;
mod change_points;
mod check;
mod evaluate;
mod explain;
mod expr;
mod fact;
#[cfg(feature = "authoring")]
mod leaves;
mod literal;
#[cfg(feature = "authoring")]
mod nearness;
mod needs;
mod operators;
mod quantity;
mod range;
mod reading;
mod reason_details;
mod sources;
#[cfg(feature = "authoring")]
mod supposed;
mod syntax;
mod verdict;
mod view;
mod vocabulary;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use self::tests::operators_schema;

use self::change_points::ChangePoints;
use self::check::FailFast;
use self::view::View;
use crate::error::Error;
use crate::json::Value;
use crate::time::Day;

#[cfg(feature = "authoring")]
pub(crate) use self::check::Findings;
pub(crate) use self::explain::{Explanations, LeafReason, LeafReasons, Why};
pub(crate) use self::expr::Condition;
#[cfg(feature = "authoring")]
pub(crate) use self::expr::{Leaf, Operand, Path, Quantity, Values};
pub(crate) use self::fact::{
    Cause, Element, Fact, FactName, Further, List, Members, Scalar, Unknown,
};
#[cfg(feature = "authoring")]
pub(crate) use self::leaves::{LeafPlace, LeafVerdicts};
#[cfg(feature = "authoring")]
pub(crate) use self::nearness::WHOLE as NEAREST;
pub(crate) use self::needs::Needs;
#[cfg(feature = "authoring")]
pub(crate) use self::operators::{Quantifier, Relation};
pub(crate) use self::syntax::Budget;
pub use self::verdict::Verdict;
pub(crate) use self::view::Environment;
pub(crate) use self::vocabulary::{
    Bound, Codes, Fault, Lookup, NOW, PROMISED, REQUEST, RESERVED, Scale, Type, Vocabulary,
};

/// A checked expression whose value is a boolean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expr {
    condition: Condition,
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
        let condition = check::condition(value, vocabulary, budget, pointer, &mut FailFast)?;
        Ok(Self { condition })
    }

    /// Checks the expression at `pointer` of its document, and notes all that is wrong or odd.
    #[cfg(feature = "authoring")]
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

    /// The verdict: true or false only if it is so whatever the unknown turns out to be.
    pub(crate) fn evaluate(&self, facts: Environment<'_>) -> Verdict {
        View::new(facts).verdict(&self.condition)
    }

    /// Why [`evaluate`](Self::evaluate) comes to its verdict.
    ///
    /// For true and false these are the fewest leaves that suffice for it, and other sets that do. For unknown
    /// it is every leaf that is unknown and can still change it, each taken as independent of the others. The
    /// reasons are added to `reasons`, and the explanations name them by number.
    pub(crate) fn explanations(
        &self,
        facts: Environment<'_>,
        reasons: &mut LeafReasons,
    ) -> Explanations {
        View::new(facts).explanations(&self.condition, reasons)
    }

    /// The days from `facts.today` to `end` on which the verdict may differ from that of the day before, if
    /// what is unknown stays unknown. There may be days among them on which it does not; none is missing.
    pub(crate) fn change_points(&self, facts: Environment<'_>, end: Day) -> Vec<Day> {
        self.collect_change_points(facts, end).into_days()
    }

    /// Whether some period of working days ends in a year whose holidays have not been announced. Its end is
    /// then an estimate, which is worth a warning.
    pub(crate) fn is_estimated(&self, facts: Environment<'_>) -> bool {
        self.collect_change_points(facts, facts.today).estimated
    }

    fn collect_change_points<'f>(&self, facts: Environment<'f>, end: Day) -> ChangePoints<'f> {
        let mut points = ChangePoints::new(facts.today..=end, facts.calendar, facts.work);
        points.condition(&self.condition, View::new(facts));
        points
    }
}
