//! What an expression would come to, were one of its leaves to come to something else.

use super::Expr;
use super::evaluate::conjunction;
use super::expr::Condition;
use super::leaves::{LeafVerdicts, leaf_count};
use super::verdict::Verdict;

impl Expr {
    /// What it comes to if the leaf of that number, which stands outside of all others, comes to `verdict`. `known` is
    /// what its leaves come to, in the order of [`leaves`](Self::leaves).
    pub(crate) fn verdict_if(
        &self,
        known: &[LeafVerdicts],
        leaf: usize,
        verdict: Verdict,
    ) -> Verdict {
        let supposed = Supposed {
            known,
            leaf,
            verdict,
        };
        supposed.of(&self.condition, &mut 0)
    }
}

struct Supposed<'v> {
    known: &'v [LeafVerdicts],
    leaf: usize,
    verdict: Verdict,
}

impl Supposed<'_> {
    fn of(&self, condition: &Condition, next: &mut usize) -> Verdict {
        match condition {
            Condition::All(parts) => {
                let each: Vec<Verdict> = parts.iter().map(|part| self.of(part, next)).collect();
                conjunction(each.into_iter())
            }
            Condition::Any(parts) => {
                let each: Vec<Verdict> = parts.iter().map(|part| !self.of(part, next)).collect();
                !conjunction(each.into_iter())
            }
            Condition::Constant(value) => (*value).into(),
            Condition::Not(inner) => !self.of(inner, next),
            Condition::Leaf(_) => {
                let number = *next;
                *next += leaf_count(condition);
                let known = self.known.get(number).and_then(|leaf| leaf.own.only());
                match number == self.leaf {
                    true => self.verdict,
                    false => known.unwrap_or(Verdict::Unknown),
                }
            }
        }
    }
}
