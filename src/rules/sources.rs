//! What would have to be known: the sources of an unknown verdict.

use super::expr::{Condition, Leaf, Operand, Path, Values};
use super::fact::Unknown;
use super::verdict::Verdict;
use super::view::View;
use crate::sorted_set::SortedSet;

impl<'f> View<'f> {
    /// The sources of a leaf that is unknown.
    pub(super) fn leaf_sources(&self, leaf: &'f Leaf, into: &mut SortedSet<Unknown>) {
        match leaf {
            Leaf::Compare { operands, .. } => {
                for operand in operands {
                    self.operand_sources(operand, into);
                }
            }
            Leaf::Exists(path) | Leaf::Flag(path) => self.path_source(path, into),
            Leaf::In { item, values } => {
                self.operand_sources(item, into);
                if let Values::Fact(path) = values {
                    self.path_source(path, into);
                }
            }
            Leaf::Quantified {
                quantifier,
                list,
                body,
            } => {
                for candidate in &self.candidates(list) {
                    if self.hit(*quantifier, body, candidate) == Verdict::False {
                        continue;
                    }
                    if !candidate.certain {
                        into.extend(candidate.why.as_deref().cloned());
                    }
                    self.on(candidate).condition_sources(body, into);
                }
            }
            Leaf::Within { date, .. } => self.operand_sources(date, into),
        }
    }

    /// The sources of a condition: none if it is known.
    fn condition_sources(&self, condition: &'f Condition, into: &mut SortedSet<Unknown>) {
        if self.verdict(condition) != Verdict::Unknown {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition_sources(part, into);
                }
            }
            Condition::Constant(_) => {}
            Condition::Leaf(leaf) => self.leaf_sources(leaf, into),
            Condition::Not(inner) => self.condition_sources(inner, into),
        }
    }

    fn operand_sources(&self, operand: &'f Operand, into: &mut SortedSet<Unknown>) {
        match operand {
            Operand::Age(birth) => self.operand_sources(birth, into),
            Operand::Condition(condition) => self.condition_sources(condition, into),
            Operand::Fact(path) => self.path_source(path, into),
            Operand::Literal(_) | Operand::Today => {}
        }
    }

    fn path_source(&self, path: &'f Path, into: &mut SortedSet<Unknown>) {
        into.extend(
            self.find(path)
                .unknown()
                .map(|unknown| unknown.into_owned()),
        );
    }
}
