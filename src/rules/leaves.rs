//! The leaves of an expression one by one: where each stands, and what it comes to. Authors ask, not verifiers.
//!
//! Nothing is cut short here. A leaf that the rest of its rule makes no difference to is evaluated all the same, and
//! the leaves inside of a quantifier on each element by itself.

use super::Expr;
use super::expr::{Condition, Leaf, Operand, Path, Quantity};
use super::nearness;
use super::verdict::Verdict;
use super::view::{Environment, View};
use crate::json::{Value, pointer_push};

/// A leaf in its place.
pub(crate) struct LeafPlace<'e> {
    /// Its JSON pointer in the document.
    pub(crate) pointer: String,
    pub(crate) leaf: &'e Leaf,
    /// The lists on whose elements it is asked, from the outside in. None for a leaf that stands outside of all
    /// quantifiers.
    pub(crate) lists: Vec<&'e Path>,
}

/// What a leaf came to, and the conditions inside of it on the elements of their lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct LeafVerdicts {
    pub(crate) own: Verdicts,
    /// Of the body of a quantifier, a count or a sum: what it comes to on each element.
    pub(crate) body: Verdicts,
    /// How near the body is to being true on the element on which it is nearest, in millionths.
    pub(crate) near: u64,
}

/// Which verdicts a leaf came to: of one that is asked on elements there may be several, or none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Verdicts {
    seen: [bool; 3],
}

impl Verdicts {
    pub(crate) fn has(self, verdict: Verdict) -> bool {
        self.seen.get(verdict as usize).copied().unwrap_or_default()
    }

    /// The one verdict that was come to.
    pub(super) fn only(self) -> Option<Verdict> {
        let mut seen = Verdict::ALL.iter().filter(|verdict| self.has(**verdict));
        let only = seen.next().copied();
        only.filter(|_| seen.next().is_none())
    }

    pub(crate) fn add(&mut self, verdict: Verdict) {
        if let Some(seen) = self.seen.get_mut(verdict as usize) {
            *seen = true;
        }
    }
}

impl Expr {
    /// What it is made of.
    pub(crate) fn condition(&self) -> &Condition {
        &self.condition
    }

    /// Its leaves, in the order in which they are written. `rule` is what it was read from, at `pointer`.
    pub(crate) fn leaves<'e>(&'e self, rule: &Value, pointer: &str) -> Vec<LeafPlace<'e>> {
        let mut found = Vec::new();
        let at = Place {
            value: rule,
            pointer: pointer.to_owned(),
        };
        place(&self.condition, &at, &[], &mut found);
        found
    }

    /// What each of its leaves comes to, in the order of [`leaves`](Self::leaves).
    pub(crate) fn leaf_verdicts(&self, facts: Environment<'_>) -> Vec<LeafVerdicts> {
        let mut found = Vec::new();
        evaluate(&self.condition, Some(View::new(facts)), &mut 0, &mut found);
        found
    }
}

/// A condition inside of a leaf.
struct Inner<'e> {
    body: &'e Condition,
    /// The operands that lead to it.
    operands: Vec<usize>,
    /// The list on whose elements it is asked.
    list: Option<&'e Path>,
}

impl Leaf {
    fn inside(&self) -> Vec<Inner<'_>> {
        match self {
            Self::AtLeast { grade, .. } => grade.inside(0).into_iter().collect(),
            Self::Compare { operands, .. } => {
                let operands = operands.iter().enumerate();
                operands.filter_map(|(at, o)| o.inside(at)).collect()
            }
            Self::In { item, .. } => item.inside(0).into_iter().collect(),
            Self::Quantified { list, body, .. } => vec![Inner {
                body,
                operands: vec![1],
                list: Some(list),
            }],
            Self::Exists(_) | Self::Flag(_) | Self::Within { .. } => Vec::new(),
        }
    }
}

impl Operand {
    fn inside(&self, at: usize) -> Option<Inner<'_>> {
        match self {
            Self::Condition(body) => Some(Inner {
                body,
                operands: vec![at],
                list: None,
            }),
            Self::Quantity(quantity) => {
                let Quantity { list, body, .. } = &**quantity;
                Some(Inner {
                    body,
                    operands: vec![at, 1],
                    list: Some(list),
                })
            }
            Self::Percent(_, of) => of.inside(1).map(|inner| Inner {
                operands: [vec![at], inner.operands].concat(),
                ..inner
            }),
            // What is computed from a day has no condition inside.
            Self::Age(_) | Self::Fact(_) | Self::Literal(_) | Self::Plus(..) | Self::Today => None,
        }
    }
}

/// How many leaves it has, those inside of others among them.
pub(super) fn leaf_count(condition: &Condition) -> usize {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().map(leaf_count).sum(),
        Condition::Constant(_) => 0,
        Condition::Leaf(leaf) => {
            let inside = leaf.inside().into_iter();
            1 + inside.map(|inner| leaf_count(inner.body)).sum::<usize>()
        }
        Condition::Not(inner) => leaf_count(inner),
    }
}

/// A part of a rule, with its pointer.
struct Place<'v> {
    value: &'v Value,
    pointer: String,
}

impl<'v> Place<'v> {
    /// An operand. `{"op": x}` is short for `{"op": [x]}`.
    fn operand(&self, index: usize) -> Option<Place<'v>> {
        let (name, operands) = self.value.as_object()?.iter().next()?;
        let mut pointer = self.pointer.clone();
        pointer_push(&mut pointer, name);
        match operands.as_array() {
            None => Some(Place {
                value: operands,
                pointer,
            }),
            Some(operands) => {
                pointer_push(&mut pointer, &index.to_string());
                let value = operands.get(index)?;
                Some(Place { value, pointer })
            }
        }
    }

    fn inside(&self, operands: &[usize]) -> Option<Place<'v>> {
        let (first, rest) = operands.split_first()?;
        let first = self.operand(*first)?;
        match rest {
            [] => Some(first),
            rest => first.inside(rest),
        }
    }
}

fn place<'e>(
    condition: &'e Condition,
    at: &Place<'_>,
    lists: &[&'e Path],
    found: &mut Vec<LeafPlace<'e>>,
) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for (i, part) in parts.iter().enumerate() {
                if let Some(at) = at.operand(i) {
                    place(part, &at, lists, found);
                }
            }
        }
        Condition::Constant(_) => {}
        Condition::Leaf(leaf) => {
            found.push(LeafPlace {
                pointer: at.pointer.clone(),
                leaf,
                lists: lists.to_vec(),
            });
            for inner in leaf.inside() {
                if let Some(at) = at.inside(&inner.operands) {
                    let lists: Vec<&Path> = lists.iter().copied().chain(inner.list).collect();
                    place(inner.body, &at, &lists, found);
                }
            }
        }
        Condition::Not(inner) => {
            if let Some(at) = at.operand(0) {
                place(inner, &at, lists, found);
            }
        }
    }
}

/// Adds what each leaf from number `next` on comes to. Without a view they only get their numbers.
fn evaluate<'f>(
    condition: &'f Condition,
    view: Option<View<'f>>,
    next: &mut usize,
    found: &mut Vec<LeafVerdicts>,
) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                evaluate(part, view, next, found);
            }
        }
        Condition::Constant(_) => {}
        Condition::Leaf(leaf) => {
            let number = *next;
            *next += 1;
            found.resize(found.len().max(*next), LeafVerdicts::default());
            if let (Some(view), Some(own)) = (view, found.get_mut(number)) {
                own.own.add(view.leaf(leaf));
            }
            for inner in leaf.inside() {
                let first = *next;
                evaluate(
                    inner.body,
                    view.filter(|_| inner.list.is_none()),
                    next,
                    found,
                );
                let (Some(view), Some(list)) = (view, inner.list) else {
                    continue;
                };
                for candidate in &view.candidates(list) {
                    let view = view.on(candidate);
                    if let Some(own) = found.get_mut(number) {
                        own.body.add(view.verdict(inner.body));
                        own.near = own.near.max(nearness::of(inner.body, &view, true));
                    }
                    let mut again = first;
                    evaluate(inner.body, Some(view), &mut again, found);
                }
            }
        }
        Condition::Not(inner) => evaluate(inner, view, next, found),
    }
}
