//! What has to be known for a rule to hold.

use super::Expr;
use super::expr::{Condition, Leaf, Operand, Path, Values};
use crate::sorted;

/// Sets of names. Whenever a condition is true, one of them tells why: it is true by what these names stand for,
/// whatever else is unknown. Without a set it is never true.
///
/// There are at most so many sets as asked for; where there would be more, one with all names stands for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Each in the order of the names.
    pub(crate) sets: Vec<Vec<String>>,
    most: usize,
}

impl Needs {
    /// Those of a condition that is true in any case.
    pub(crate) fn nothing(most: usize) -> Self {
        Self {
            sets: vec![Vec::new()],
            most,
        }
    }

    /// Those of a condition that is never true.
    pub(crate) fn never(most: usize) -> Self {
        Self {
            sets: Vec::new(),
            most,
        }
    }

    /// Those of both conditions together.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let mut both = Self::never(self.most);
        for one in &self.sets {
            for more in &other.sets {
                let mut set = one.clone();
                sorted::extend(&mut set, more.iter().cloned());
                both.push(set);
            }
        }
        both
    }

    /// Those of either condition.
    pub(crate) fn or(mut self, other: Self) -> Self {
        for set in other.sets {
            self.push(set);
        }
        self
    }

    fn push(&mut self, set: Vec<String>) {
        if self.sets.contains(&set) {
            return;
        }
        self.sets.push(set);
        if self.sets.len() > self.most {
            let all = std::mem::take(&mut self.sets);
            let mut whole = Vec::new();
            for set in all {
                sorted::extend(&mut whole, set);
            }
            self.sets.push(whole);
        }
    }
}

impl Expr {
    /// The paths of facts, from the root, that it takes for the verdict true, in at most `most` sets.
    pub(crate) fn needs(&self, most: usize) -> Needs {
        of_condition(&self.condition, true, most)
    }
}

/// Those for a condition to be true, or to be false.
fn of_condition(condition: &Condition, holds: bool, most: usize) -> Needs {
    match (condition, holds) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            let mut needs = Needs::nothing(most);
            for part in parts {
                needs = needs.and(&of_condition(part, holds, most));
            }
            needs
        }
        (Condition::All(parts), false) | (Condition::Any(parts), true) => {
            let mut needs = Needs::never(most);
            for part in parts {
                needs = needs.or(of_condition(part, holds, most));
            }
            needs
        }
        (Condition::Constant(constant), _) if *constant == holds => Needs::nothing(most),
        (Condition::Constant(_), _) => Needs::never(most),
        (Condition::Not(inner), _) => of_condition(inner, !holds, most),
        (Condition::Leaf(leaf), _) => {
            let mut paths = Vec::new();
            of_leaf(leaf, &mut paths);
            Needs {
                sets: vec![paths],
                most,
            }
        }
    }
}

fn of_leaf(leaf: &Leaf, into: &mut Vec<String>) {
    match leaf {
        Leaf::AtLeast { grade: operand, .. } | Leaf::Within { date: operand, .. } => {
            of_operand(operand, into);
        }
        Leaf::Compare { operands, .. } => {
            for operand in operands {
                of_operand(operand, into);
            }
        }
        Leaf::Exists(path) | Leaf::Flag(path) => of_path(path, into),
        Leaf::In { item, values } => {
            of_operand(item, into);
            if let Values::Fact(path) = values {
                of_path(path, into);
            }
        }
        Leaf::Quantified { list, body, .. } => {
            of_path(list, into);
            all_of(body, into);
        }
    }
}

fn of_operand(operand: &Operand, into: &mut Vec<String>) {
    match operand {
        Operand::Age(inner) | Operand::Percent(_, inner) | Operand::Plus(inner, _) => {
            of_operand(inner, into);
        }
        Operand::Condition(condition) => all_of(condition, into),
        Operand::Fact(path) => of_path(path, into),
        Operand::Literal(_) | Operand::Today => {}
        Operand::Quantity(quantity) => {
            of_path(&quantity.list, into);
            all_of(&quantity.body, into);
        }
    }
}

/// Every path of a condition, whichever way it comes out.
fn all_of(condition: &Condition, into: &mut Vec<String>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                all_of(part, into);
            }
        }
        Condition::Constant(_) => {}
        Condition::Not(inner) => all_of(inner, into),
        Condition::Leaf(leaf) => of_leaf(leaf, into),
    }
}

/// A field of an element is known with its list.
fn of_path(path: &Path, into: &mut Vec<String>) {
    if !path.in_element {
        sorted::insert(into, path.to_string());
    }
}
