//! The sources of an unknown verdict: what would have to be known to settle it.

use super::expr::{Condition, Leaf, Operand, Path, Quantity, Values};
use super::fact::{Cause, Scalar, Unknown};
use super::reading::Reading;
use super::verdict::Verdict;
use super::view::{Candidate, View};
use crate::sorted;

impl<'f> View<'f> {
    /// The sources of a leaf that is unknown, in order.
    pub(super) fn leaf_sources(&self, leaf: &'f Leaf, into: &mut Vec<Unknown>) {
        match leaf {
            Leaf::AtLeast { grade, scale, .. } => {
                self.operand_sources(grade, into);
                if let Reading::Known(known) = self.read(grade)
                    && let Scalar::Text(text) = &*known
                    && self.place(scale, text).is_none()
                {
                    let unit = grade.path().into();
                    self.note(
                        Unknown {
                            cause: Cause::UnknownGrade,
                            unit,
                        },
                        into,
                    );
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
                    self.note_doubt(candidate, into);
                    self.on(candidate).condition_sources(body, into);
                }
            }
            Leaf::Within { date, .. } => self.operand_sources(date, into),
        }
    }

    /// The sources of a condition: none if it is known.
    fn condition_sources(&self, condition: &'f Condition, into: &mut Vec<Unknown>) {
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

    fn operand_sources(&self, operand: &'f Operand, into: &mut Vec<Unknown>) {
        match operand {
            Operand::Age(inner) | Operand::Percent(_, inner) | Operand::Plus(inner, _) => {
                self.operand_sources(inner, into);
            }
            Operand::Condition(condition) => self.condition_sources(condition, into),
            Operand::Fact(path) => self.path_source(path, into),
            Operand::Literal(_) | Operand::Today => {}
            Operand::Quantity(quantity) => self.quantity_sources(quantity, into),
        }
    }

    fn quantity_sources(&self, quantity: &'f Quantity, into: &mut Vec<Unknown>) {
        for candidate in &self.candidates(&quantity.list) {
            let adds = self.contribution(quantity, candidate);
            if adds.high == Some(adds.low) {
                continue;
            }
            self.note_doubt(candidate, into);
            let view = self.on(candidate);
            view.condition_sources(&quantity.body, into);
            if let Some(field) = &quantity.field {
                view.path_source(field, into);
            }
        }
    }

    fn path_source(&self, path: &'f Path, into: &mut Vec<Unknown>) {
        for unknown in self.find(path).unknowns() {
            self.note(unknown.into_owned(), into);
        }
    }

    /// Why an element may not be there.
    fn note_doubt(&self, candidate: &Candidate<'_>, into: &mut Vec<Unknown>) {
        if let (false, Some(why)) = (candidate.certain, candidate.why.as_deref()) {
            self.note(why.clone(), into);
        }
    }

    /// Adds one. Finding its place takes more steps, the more there are.
    fn note(&self, unknown: Unknown, into: &mut Vec<Unknown>) {
        if self.work.spend(2 + into.len() / 64) {
            sorted::insert(into, unknown);
        }
    }
}
