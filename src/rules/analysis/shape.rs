//! What rules ask: of which facts, and of which lists.

use std::sync::Arc;

use super::formula::Formula;
use crate::rules::Verdict;
use crate::rules::expr::{Condition, Leaf, Operand, Path, Quantity, Values};
use crate::rules::fact::Scalar;
use crate::rules::operators::{Quantifier, Relation};
use crate::rules::vocabulary::{Codes, Lookup, Type, Vocabulary};

/// What is asked of facts that belong together: of all facts, or of an element of a list.
#[derive(Debug)]
pub(super) struct Level {
    pub(super) place: Place,
    pub(super) variables: Vec<Variable>,
    pub(super) lists: Vec<List>,
    pub(super) atoms: Vec<Atom>,
}

/// Whose facts they are.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place {
    Root,
    /// A record of the list at this path.
    Record(String),
    /// A string.
    Text(Codes),
}

/// A fact that is no list.
#[derive(Debug)]
pub(super) struct Variable {
    /// From the root of its level.
    pub(super) path: Path,
    pub(super) of: Type,
}

/// A list, and what is asked of its elements.
#[derive(Debug)]
pub(super) struct List {
    pub(super) path: Path,
    pub(super) element: Level,
    /// Conditions on an element.
    pub(super) bodies: Vec<Formula>,
    /// Sums: the body, and the field.
    pub(super) sums: Vec<(usize, Path)>,
}

/// A question about facts whose answers are tabled.
#[derive(Debug, PartialEq)]
pub(super) enum Atom {
    /// Nothing is known of the answer. It stands for a leaf of a form that is not gone into.
    Free,
    List(usize, Question),
    /// A leaf over these variables, with paths from the root of the level.
    Scalar(Leaf, Vec<usize>),
}

/// A question about a list.
#[derive(Debug, PartialEq)]
pub(super) enum Question {
    Quantified(Quantifier, usize),
    /// How many elements satisfy a body: a leaf over a number, which stands at the [`NUMBER`].
    Count(usize, Leaf),
    /// The same of a sum.
    Sum(usize, Leaf),
}

/// Where a count or a sum stands, for the leaf that asks for it.
pub(super) const NUMBER: &str = "#";

/// Where a string stands that is itself an element.
const TEXT: &str = "";

impl Level {
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            variables: Vec::new(),
            lists: Vec::new(),
            atoms: Vec::new(),
        }
    }

    /// Takes a condition in.
    pub(super) fn formula(
        &mut self,
        condition: &Condition,
        vocabulary: &dyn Vocabulary,
    ) -> Formula {
        let mut all = |parts: &[Condition]| {
            let parts = parts.iter();
            parts.map(|part| self.formula(part, vocabulary)).collect()
        };
        match condition {
            Condition::All(parts) => Formula::All(all(parts)),
            Condition::Any(parts) => Formula::Any(all(parts)),
            Condition::Constant(value) => Formula::Known((*value).into()),
            Condition::Leaf(leaf) => self.leaf(leaf, vocabulary),
            Condition::Not(inner) => self.formula(inner, vocabulary).negated(),
        }
    }

    fn leaf(&mut self, leaf: &Leaf, vocabulary: &dyn Vocabulary) -> Formula {
        if let Some((condition, holds)) = compared_with_constant(leaf) {
            let inner = self.formula(condition, vocabulary);
            return if holds { inner } else { inner.negated() };
        }
        let atom = match leaf {
            Leaf::Quantified {
                quantifier,
                list,
                body,
            } => self.list(list, vocabulary).map(|list| {
                let body = self.body(list, body, vocabulary);
                Atom::List(list, Question::Quantified(*quantifier, body))
            }),
            Leaf::In {
                item: item @ Operand::Literal(_),
                values: Values::Fact(path),
            } => self.list(path, vocabulary).map(|list| {
                let is_item = Condition::Leaf(Leaf::Compare {
                    op: "==",
                    relation: Relation::Equal,
                    operands: vec![Operand::Fact(Path::in_element(TEXT)), item.clone()],
                });
                let body = self.body(list, &is_item, vocabulary);
                Atom::List(list, Question::Quantified(Quantifier::Any, body))
            }),
            _ => match quantity(leaf) {
                Some((quantity, test)) => self.measured(quantity, test, vocabulary),
                None => self.scalar(leaf, vocabulary),
            },
        };
        let atom = atom.unwrap_or(Atom::Free);
        // What is free is free each time.
        let known = self.atoms.iter().position(|known| *known == atom);
        let number = known.filter(|_| atom != Atom::Free).unwrap_or_else(|| {
            self.atoms.push(atom);
            self.atoms.len() - 1
        });
        Formula::Atom(number)
    }

    fn measured(
        &mut self,
        quantity: &Quantity,
        test: Leaf,
        vocabulary: &dyn Vocabulary,
    ) -> Option<Atom> {
        let list = self.list(&quantity.list, vocabulary)?;
        let body = self.body(list, &quantity.body, vocabulary);
        let Some(field) = &quantity.field else {
            return Some(Atom::List(list, Question::Count(body, test)));
        };
        let sum = (body, from_root(field));
        let sums = &mut self.lists.get_mut(list)?.sums;
        let place = sums
            .iter()
            .position(|known| *known == sum)
            .unwrap_or_else(|| {
                sums.push(sum);
                sums.len() - 1
            });
        Some(Atom::List(list, Question::Sum(place, test)))
    }

    /// The number of a list of this level.
    fn list(&mut self, path: &Path, vocabulary: &dyn Vocabulary) -> Option<usize> {
        let of = self.type_of(path, vocabulary)?;
        let path = from_root(path);
        if let Some(known) = self.lists.iter().position(|list| list.path == path) {
            return Some(known);
        }
        let place = match (of, &self.place) {
            (Type::List, Place::Root) => Place::Record(path.to_string()),
            (Type::List, Place::Record(outer)) => Place::Record(format!("{outer}.{path}")),
            (Type::Texts(codes), _) => Place::Text(codes),
            _ => return None,
        };
        self.lists.push(List {
            path,
            element: Self::new(place),
            bodies: Vec::new(),
            sums: Vec::new(),
        });
        Some(self.lists.len() - 1)
    }

    /// The number of a body of a list.
    fn body(&mut self, list: usize, body: &Condition, vocabulary: &dyn Vocabulary) -> usize {
        let Some(list) = self.lists.get_mut(list) else {
            return 0;
        };
        let body = list.element.formula(body, vocabulary);
        let known = list.bodies.iter().position(|known| *known == body);
        known.unwrap_or_else(|| {
            list.bodies.push(body);
            list.bodies.len() - 1
        })
    }

    /// A leaf over scalars, if it is of a form that cells can be cut for.
    fn scalar(&mut self, leaf: &Leaf, vocabulary: &dyn Vocabulary) -> Option<Atom> {
        let mut leaf = leaf.clone();
        let mut paths = Vec::new();
        let mut moved = 0;
        if !each_path(&mut leaf, &mut |path, is_moved| {
            paths.push(path.clone());
            moved += usize::from(is_moved);
            *path = from_root(path);
        }) {
            return None;
        }
        let mut variables = Vec::new();
        for path in &paths {
            let of = self.type_of(path, vocabulary)?;
            if matches!(of, Type::Texts(_) | Type::Group | Type::List) {
                return None;
            }
            let path = from_root(path);
            let known = self.variables.iter().position(|known| known.path == path);
            let number = known.unwrap_or_else(|| {
                self.variables.push(Variable { path, of });
                self.variables.len() - 1
            });
            if !variables.contains(&number) {
                variables.push(number);
            }
        }
        // How the ends of two periods compare depends on the months between: no finite set of days shows it.
        if paths.len() > 1 && moved > 0 {
            return None;
        }
        Some(Atom::Scalar(leaf, variables))
    }

    /// The type of a fact of this level.
    fn type_of(&self, path: &Path, vocabulary: &dyn Vocabulary) -> Option<Type> {
        let found = match (&self.place, path.in_element) {
            (Place::Root, false) => vocabulary.lookup(&path.to_string()),
            (Place::Record(list), true) => vocabulary.field(list, &path.to_string()),
            (Place::Text(codes), true) => Lookup::Found(Type::Text(*codes)),
            // A fact from outside the quantifier.
            _ => Lookup::Missing,
        };
        match found {
            Lookup::Found(of) => Some(of),
            Lookup::Forbidden(_) | Lookup::Missing => None,
        }
    }
}

/// The same path from the root of its level.
fn from_root(path: &Path) -> Path {
    let mut path = path.clone();
    path.in_element = false;
    if path.segments.is_empty() {
        path.segments.push(Arc::from(TEXT));
    }
    path
}

/// The condition that `{"==": [condition, true]}` and its like ask for, and whether it is to hold.
fn compared_with_constant(leaf: &Leaf) -> Option<(&Condition, bool)> {
    let Leaf::Compare {
        relation: relation @ (Relation::Equal | Relation::NotEqual),
        operands,
        ..
    } = leaf
    else {
        return None;
    };
    match operands.as_slice() {
        [
            Operand::Condition(condition),
            Operand::Literal(Scalar::Bool(value)),
        ]
        | [
            Operand::Literal(Scalar::Bool(value)),
            Operand::Condition(condition),
        ] => Some((condition, *value == (*relation == Relation::Equal))),
        _ => None,
    }
}

/// The only quantity of a leaf that reads nothing else, and the leaf with a fact in its place.
fn quantity(leaf: &Leaf) -> Option<(&Quantity, Leaf)> {
    let (operands, mut test): (&[Operand], Leaf) = match leaf {
        Leaf::Compare { operands, .. } => (operands, leaf.clone()),
        Leaf::In {
            item,
            values: Values::Literal(_),
        } => (std::slice::from_ref(item), leaf.clone()),
        _ => return None,
    };
    let mut found = None;
    for (i, operand) in operands.iter().enumerate() {
        match operand {
            Operand::Quantity(quantity) if found.is_none() => found = Some((i, quantity)),
            Operand::Literal(_) => {}
            _ => return None,
        }
    }
    let (place, quantity) = found?;
    let number = Operand::Fact(Path::from_root(NUMBER, false));
    match &mut test {
        Leaf::Compare { operands, .. } => *operands.get_mut(place)? = number,
        Leaf::In { item, .. } => *item = number,
        _ => return None,
    }
    Some((quantity, test))
}

/// Calls `visit` with each path, and whether something is computed from the fact there. Returns false for a leaf with
/// parts that are no plain values.
fn each_path(leaf: &mut Leaf, visit: &mut impl FnMut(&mut Path, bool)) -> bool {
    match leaf {
        Leaf::AtLeast { grade, .. } => each_path_of(grade, false, visit),
        Leaf::Compare { operands, .. } => operands
            .iter_mut()
            .all(|operand| each_path_of(operand, false, visit)),
        Leaf::Exists(path) | Leaf::Flag(path) => {
            visit(path, false);
            true
        }
        Leaf::In {
            item,
            values: Values::Literal(_),
        } => each_path_of(item, false, visit),
        Leaf::Within { date, .. } => each_path_of(date, false, visit),
        Leaf::In { .. } | Leaf::Quantified { .. } => false,
    }
}

fn each_path_of(
    operand: &mut Operand,
    is_moved: bool,
    visit: &mut impl FnMut(&mut Path, bool),
) -> bool {
    match operand {
        Operand::Age(inner) | Operand::Plus(inner, _) => each_path_of(inner, true, visit),
        Operand::Fact(path) => {
            visit(path, is_moved);
            true
        }
        Operand::Literal(_) | Operand::Today => true,
        // Of a share nothing is claimed.
        Operand::Condition(_) | Operand::Percent(..) | Operand::Quantity(_) => false,
    }
}

impl Level {
    /// Whether an answer may be another on another day.
    pub(super) fn moves(&self) -> bool {
        let atoms = self.atoms.iter();
        let scalar = |atom: &Atom| match atom {
            Atom::Scalar(leaf, variables) => {
                let is_day = |number: &usize| {
                    let variable = self.variables.get(*number);
                    variable.is_some_and(|variable| variable.of == Type::Day)
                };
                mentions_today(leaf) || variables.iter().any(is_day)
            }
            Atom::Free | Atom::List(..) => false,
        };
        let mut atoms = atoms.map(scalar);
        atoms.any(|moves| moves) || self.lists.iter().any(|list| list.element.moves())
    }
}

fn mentions_today(leaf: &Leaf) -> bool {
    fn reads(operand: &Operand) -> bool {
        match operand {
            Operand::Age(_) | Operand::Today => true,
            Operand::Plus(inner, _) => reads(inner),
            _ => false,
        }
    }
    match leaf {
        Leaf::Within { .. } => true,
        Leaf::Compare { operands, .. } => operands.iter().any(reads),
        Leaf::In { item, .. } => reads(item),
        _ => false,
    }
}

/// The verdict that a table gives where nothing is known.
pub(super) const OPEN: [Verdict; 3] = [Verdict::True, Verdict::False, Verdict::Unknown];
