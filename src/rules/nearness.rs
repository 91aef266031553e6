//! How near an expression is to a verdict, for a search that goes from facts to facts.

use super::Expr;
use super::expr::Condition;
use super::verdict::Verdict;
use super::view::{Environment, View};

/// Of what comes to the verdict.
pub(crate) const WHOLE: u64 = 1_000_000;

impl Expr {
    /// How near it is to `wanted`: the more of its parts come to what they would have to, the nearer. Most is what has
    /// come there; it is more than anything that has not.
    pub(crate) fn nearness(&self, facts: Environment<'_>, wanted: bool) -> u64 {
        of(&self.condition, &View::new(facts), wanted)
    }
}

/// How near a condition is to `wanted`, as seen from one place.
pub(super) fn of<'f>(condition: &'f Condition, view: &View<'f>, wanted: bool) -> u64 {
    let each = |parts: &'f [Condition]| parts.iter().map(|part| of(part, view, wanted));
    match (condition, wanted) {
        (Condition::Leaf(leaf), _) => of_verdict(view.leaf(leaf), wanted),
        (Condition::Constant(value), _) => of_verdict((*value).into(), wanted),
        (Condition::Not(inner), _) => of(inner, view, !wanted),
        // All have to come there: their mean, rounded down.
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            let count = parts.len() as u64;
            each(parts).sum::<u64>().checked_div(count).unwrap_or(WHOLE)
        }
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            each(parts).max().unwrap_or_default()
        }
    }
}

fn of_verdict(verdict: Verdict, wanted: bool) -> u64 {
    match verdict {
        Verdict::Unknown => WHOLE / 4,
        verdict if verdict == wanted.into() => WHOLE,
        _ => 0,
    }
}
