//! Parts of a rule whose place makes them hardly what is meant: `all` of what may be empty, and what is absent where
//! that counts in favour.

use super::domains::{Domains, Presence};
use crate::rules::Expr;
use crate::rules::expr::{Condition, Leaf, Operand, Path, Quantity, Values};
use crate::rules::operators::{Quantifier, Relation};
use crate::time::Period;

/// What is odd about a part, at this place among the operands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Odd {
    /// `all` over a list that may be empty, with nothing beside it that asks for an element.
    AllOfNone { place: Vec<usize>, list: String },
    /// Where the fact is absent, this comes out in favour.
    Absent { place: Vec<usize>, fact: String },
}

/// A look back over a list: how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LookBack {
    pub(crate) place: Vec<usize>,
    pub(crate) list: String,
    pub(crate) period: Period,
}

/// A list that a rule asks about.
pub(crate) fn lists(rule: &Expr) -> Vec<String> {
    let mut walk = Walk::new(None);
    walk.condition(&rule.condition, false, &mut Vec::new(), None);
    walk.lists
}

/// What is odd about a rule by the places of its parts.
pub(crate) fn odd(rule: &Expr, domains: &dyn Domains) -> Vec<Odd> {
    let mut walk = Walk::new(Some(domains));
    // What is asked to exist anywhere in the rule was thought of.
    walk.condition(&rule.condition, false, &mut Vec::new(), None);
    let Walk {
        odd,
        exists,
        filled,
        ..
    } = walk;
    let mut kept: Vec<Odd> = Vec::new();
    for (found, path) in odd {
        let is_meant = match &found {
            Odd::Absent { .. } => exists.contains(&path),
            Odd::AllOfNone { list, .. } => filled.contains(list),
        };
        if !is_meant && !kept.contains(&found) {
            kept.push(found);
        }
    }
    kept
}

/// How far a rule looks back over lists.
pub(crate) fn look_backs(rule: &Expr) -> Vec<LookBack> {
    let mut walk = Walk::new(None);
    walk.condition(&rule.condition, false, &mut Vec::new(), None);
    walk.look_backs
}

/// A fact of the element of a list, or from the root.
type Known = (Option<String>, String);

struct Walk<'w> {
    domains: Option<&'w dyn Domains>,
    odd: Vec<(Odd, Known)>,
    look_backs: Vec<LookBack>,
    lists: Vec<String>,
    /// What is asked to exist, or known to by a comparison beside.
    exists: Vec<Known>,
    /// Lists that something is asked to be in.
    filled: Vec<String>,
}

impl<'w> Walk<'w> {
    fn new(domains: Option<&'w dyn Domains>) -> Self {
        Self {
            domains,
            odd: Vec::new(),
            look_backs: Vec::new(),
            lists: Vec::new(),
            exists: Vec::new(),
            filled: Vec::new(),
        }
    }

    /// `against`: whether the rule holds where this fails.
    fn condition(
        &mut self,
        condition: &Condition,
        against: bool,
        place: &mut Vec<usize>,
        list: Option<&str>,
    ) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                // What is compared beside it, and has to hold with it, is there.
                if matches!(condition, Condition::All(_)) && !against {
                    for part in parts {
                        if let Condition::Leaf(leaf) = part {
                            self.present(leaf, list);
                        }
                    }
                }
                for (number, part) in parts.iter().enumerate() {
                    place.push(number);
                    self.condition(part, against, place, list);
                    place.pop();
                }
            }
            Condition::Constant(_) => {}
            Condition::Leaf(leaf) => self.leaf(leaf, against, place, list),
            Condition::Not(inner) => {
                place.push(0);
                self.condition(inner, !against, place, list);
                place.pop();
            }
        }
    }

    /// Takes note of what is there wherever a leaf is true.
    fn present(&mut self, leaf: &Leaf, list: Option<&str>) {
        let relation = match leaf {
            Leaf::Compare { relation, .. } => Some(*relation),
            _ => None,
        };
        if relation != Some(Relation::NotEqual) {
            for path in paths(leaf) {
                self.exists.push(known(path, list));
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf, against: bool, place: &mut Vec<usize>, list: Option<&str>) {
        match leaf {
            Leaf::Exists(path) => self.exists.push(known(path, list)),
            Leaf::Quantified {
                quantifier,
                list: path,
                body,
            } => {
                let inner = self.list(path, list);
                let against = match quantifier {
                    Quantifier::No => !against,
                    Quantifier::All | Quantifier::Any => against,
                };
                match quantifier {
                    Quantifier::Any => self.filled.push(inner.clone()),
                    Quantifier::All if !against && **body != Condition::Constant(false) => {
                        let odd = Odd::AllOfNone {
                            place: place.clone(),
                            list: inner.clone(),
                        };
                        self.odd.push((odd, known(path, list)));
                    }
                    Quantifier::All | Quantifier::No => {}
                }
                place.push(1);
                self.condition(body, against, place, Some(&inner));
                place.pop();
            }
            Leaf::Within { date, period } => {
                if let (Operand::Fact(path), Some(list)) = (date, list)
                    && path.in_element
                {
                    self.look_backs.push(LookBack {
                        place: place.clone(),
                        list: list.to_owned(),
                        period: *period,
                    });
                }
                self.absent(leaf, against, place, list);
            }
            Leaf::Compare {
                relation, operands, ..
            } => {
                self.operands(*relation, operands, against, place, list);
                self.absent(
                    leaf,
                    against || *relation == Relation::NotEqual,
                    place,
                    list,
                );
            }
            Leaf::In { item, values } => {
                if let Values::Fact(path) = values {
                    self.list(path, list);
                }
                self.operand(item, true, 0, place, list);
                self.absent(leaf, against, place, list);
            }
            Leaf::AtLeast { .. } | Leaf::Flag(_) => self.absent(leaf, against, place, list),
        }
    }

    fn operands(
        &mut self,
        relation: Relation,
        operands: &[Operand],
        against: bool,
        place: &mut Vec<usize>,
        list: Option<&str>,
    ) {
        for (number, operand) in operands.iter().enumerate() {
            // Few are better where a count is to be low.
            let low = match relation {
                Relation::Less | Relation::LessOrEqual => number == 0,
                Relation::Greater | Relation::GreaterOrEqual => number > 0,
                Relation::Equal | Relation::NotEqual => true,
            };
            let against = if operands.len() == 2 {
                low != against
            } else {
                true
            };
            self.operand(operand, against, number, place, list);
        }
    }

    fn operand(
        &mut self,
        operand: &Operand,
        against: bool,
        number: usize,
        place: &mut Vec<usize>,
        list: Option<&str>,
    ) {
        place.push(number);
        match operand {
            Operand::Condition(condition) => self.condition(condition, true, place, list),
            Operand::Quantity(quantity) => {
                let Quantity { list: of, body, .. } = &**quantity;
                let inner = self.list(of, list);
                self.filled.push(inner.clone());
                place.push(1);
                self.condition(body, against, place, Some(&inner));
                place.pop();
            }
            _ => {}
        }
        place.pop();
    }

    fn list(&mut self, path: &Path, outer: Option<&str>) -> String {
        let path = match outer {
            Some(outer) if path.in_element => format!("{outer}.{path}"),
            _ => path.to_string(),
        };
        if !self.lists.contains(&path) {
            self.lists.push(path.clone());
        }
        path
    }

    fn absent(&mut self, leaf: &Leaf, against: bool, place: &[usize], list: Option<&str>) {
        let Some(domains) = self.domains.filter(|_| against) else {
            return;
        };
        for path in paths(leaf) {
            // Strings that are elements themselves are there.
            if path.segments.is_empty() {
                continue;
            }
            let of = list.filter(|_| path.in_element);
            if domains.presence(of, &path.segments) != Presence::Always {
                let odd = Odd::Absent {
                    place: place.to_vec(),
                    fact: path.to_string(),
                };
                self.odd.push((odd, known(path, list)));
            }
        }
    }
}

fn known(path: &Path, list: Option<&str>) -> Known {
    let list = list.filter(|_| path.in_element);
    (list.map(str::to_owned), path.to_string())
}

/// The facts that a leaf reads, but for lists.
fn paths(leaf: &Leaf) -> Vec<&Path> {
    fn of(operand: &Operand) -> Option<&Path> {
        match operand {
            Operand::Age(inner) | Operand::Percent(_, inner) | Operand::Plus(inner, _) => of(inner),
            Operand::Fact(path) => Some(path),
            _ => None,
        }
    }
    match leaf {
        Leaf::AtLeast { grade, .. } => of(grade).into_iter().collect(),
        Leaf::Compare { operands, .. } => operands.iter().filter_map(of).collect(),
        Leaf::Flag(path) => vec![path],
        Leaf::In { item, .. } => of(item).into_iter().collect(),
        Leaf::Within { date, .. } => of(date).into_iter().collect(),
        Leaf::Exists(_) | Leaf::Quantified { .. } => Vec::new(),
    }
}
