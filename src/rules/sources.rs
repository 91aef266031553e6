//! What would have to be known: the sources of an unknown verdict.

use alloc::borrow::Cow;

use super::evaluate::Reading;
use super::expr::{Condition, Leaf, Operand, Path, Quantity, Values};
use super::fact::{Cause, Scalar, Unknown};
use super::verdict::Verdict;
use super::view::View;
use crate::sorted_set::SortedSet;

impl<'f> View<'f> {
    /// The sources of a leaf that is unknown.
    pub(super) fn leaf_sources(&self, leaf: &'f Leaf, into: &mut SortedSet<Unknown>) {
        match leaf {
            Leaf::AtLeast { grade, scale, .. } => {
                self.operand_sources(grade, into);
                if let Reading::Known(known) = self.read(grade)
                    && let Scalar::Text(text) = &*known
                    && scale.place(text).is_none()
                {
                    into.insert(Unknown {
                        cause: Cause::UnknownGrade,
                        unit: grade.path().into(),
                    });
                }
            }
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
            Operand::Age(date) | Operand::Plus(date, _) => self.operand_sources(date, into),
            Operand::Condition(condition) => self.condition_sources(condition, into),
            Operand::Fact(path) => self.path_source(path, into),
            Operand::Literal(_) | Operand::Today => {}
            Operand::Quantity(quantity) => self.quantity_sources(quantity, into),
        }
    }

    fn quantity_sources(&self, quantity: &'f Quantity, into: &mut SortedSet<Unknown>) {
        for candidate in &self.candidates(&quantity.list) {
            let adds = self.contribution(quantity, candidate);
            if adds.high == Some(adds.low) {
                continue;
            }
            if !candidate.certain {
                into.extend(candidate.why.as_deref().cloned());
            }
            let view = self.on(candidate);
            view.condition_sources(&quantity.body, into);
            if let Some(field) = &quantity.field {
                view.path_source(field, into);
            }
        }
    }

    fn path_source(&self, path: &'f Path, into: &mut SortedSet<Unknown>) {
        into.extend(self.find(path).unknowns().map(Cow::into_owned));
    }
}
