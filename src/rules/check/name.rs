//! Names: what a `var` stands for, and lists with the names of their elements.

use super::super::expr::Path;
use super::super::literal::literal_type;
use super::super::operators::Meaning;
use super::super::syntax::{At, Call, SyntaxNode};
use super::super::vocabulary::{Codes, Lookup, NOW, Type};
use super::checker::Checker;
use crate::error::{Code, Error, Problem};
use crate::limits;

/// Which names are known besides those from the root.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) element: Option<ElementType<'s>>,
    /// Quantifiers around this place, `count` and `sum` among them.
    quantifiers: usize,
}

#[derive(Clone, Copy)]
pub(super) enum ElementType<'s> {
    /// A record of the list at this path.
    Record(&'s str),
    Text(Codes),
}

impl<'s> Scope<'s> {
    pub(super) const ROOT: Self = Self {
        element: None,
        quantifiers: 0,
    };

    /// The list whose records the elements are.
    pub(super) fn record(self) -> Option<&'s str> {
        match self.element {
            Some(ElementType::Record(list)) => Some(list),
            _ => None,
        }
    }
}

/// What a path was found to name.
pub(super) enum Named {
    Fact(Path, Type),
    /// The element itself, a record.
    Element,
    Today,
}

impl Named {
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Fact(_, of) => of.name(),
            Self::Element => Type::Object.name(),
            Self::Today => Type::Day.name(),
        }
    }
}

impl Checker<'_> {
    /// The list that is the first operand, and what `read` makes of the rest, with the names of the
    /// list's elements known.
    pub(super) fn over_list<T>(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
        read: impl FnOnce(&mut Self, Scope<'_>) -> Result<T, Error>,
    ) -> Result<(Path, T), Error> {
        // The cost of one evaluation is a product over nested quantifiers.
        let quantifiers = scope.quantifiers + 1;
        if quantifiers > limits::RULE_QUANTIFIERS {
            return Err(at
                .fail(Code::LimitDepth)
                .with("limit", limits::RULE_QUANTIFIERS)
                .because(Problem::Quantifiers));
        }
        let no_list = |of| call.operand_at(at, 0, |_, at| Err(at.wrong_type("list", of)));
        let (list, of) = match self.operand_named(call, 0, at, scope)? {
            Named::Fact(path, of) => (path, of),
            other => return no_list(other.type_name()),
        };
        let path = match scope.element {
            Some(ElementType::Record(outer)) if list.in_element => format!("{outer}.{list}"),
            _ => list.to_string(),
        };
        let element = match of {
            Type::List => ElementType::Record(&path),
            Type::Texts(codes) => ElementType::Text(codes),
            other => return no_list(other.name()),
        };
        let inner = Scope {
            element: Some(element),
            quantifiers,
        };
        let rest = read(self, inner)?;
        Ok((list, rest))
    }

    /// An operand that has to be a `var`.
    pub(super) fn operand_named(
        &mut self,
        call: &Call<'_>,
        index: usize,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Named, Error> {
        call.operand_at(at, index, |value, at| {
            match SyntaxNode::read(value, at, self.budget)? {
                SyntaxNode::Call(var) => self.named(&var, at, scope),
                other => Err(at.wrong_type("var", literal_type(&other))),
            }
        })
    }

    /// What a `var` names.
    pub(super) fn named(
        &mut self,
        var: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Named, Error> {
        var.operand_at(at, 0, |value, at| {
            match SyntaxNode::read(value, at, self.budget)? {
                SyntaxNode::Text(name) if var.operator.meaning == Meaning::Var => {
                    self.name(name, at, scope)
                }
                other => Err(at.wrong_type("path", literal_type(&other))),
            }
        })
    }

    /// A name may be a field of the element or a path from the root; both at once would let a new
    /// alias change what a rule means.
    fn name(&self, name: &str, at: &At<'_>, scope: Scope<'_>) -> Result<Named, Error> {
        if name.is_empty() {
            return match scope.element {
                Some(ElementType::Record(_)) => Ok(Named::Element),
                Some(ElementType::Text(codes)) => {
                    Ok(Named::Fact(Path::in_element(name), Type::Text(codes)))
                }
                None => Err(at.fail(Code::ProgrammePath).with("path", name)),
            };
        }
        let record = scope.record();
        let field = record.map_or(Lookup::Missing, |list| self.vocabulary.field(list, name));
        let fact = match name {
            NOW => Lookup::Found(Type::Day),
            _ => self.vocabulary.lookup(name),
        };
        match (field, fact) {
            (Lookup::Found(of), Lookup::Missing) => Ok(Named::Fact(Path::in_element(name), of)),
            (Lookup::Missing, Lookup::Found(_)) if name == NOW => Ok(Named::Today),
            (Lookup::Missing, Lookup::Found(of)) => {
                let path = Path::from_root(name, self.vocabulary.moves(name));
                Ok(Named::Fact(path, of))
            }
            (Lookup::Missing, Lookup::Missing) => {
                if self.is_in_list(name) {
                    return Err(at.bad_path(name, Problem::Element));
                }
                let suggestion = self.vocabulary.suggestion(record, name);
                Err(at.bad_path(name, Problem::Unknown).suggesting(suggestion))
            }
            (Lookup::Forbidden(why), Lookup::Missing)
            | (Lookup::Missing, Lookup::Forbidden(why)) => Err(at.bad_path(name, why)),
            _ => Err(at.bad_path(name, Problem::Ambiguous)),
        }
    }

    /// Whether a path goes on behind a list, whose elements only a quantifier reaches.
    fn is_in_list(&self, name: &str) -> bool {
        let mut path = name;
        while let Some((outer, _)) = path.rsplit_once('.') {
            if self.vocabulary.lookup(outer) == Lookup::Found(Type::List) {
                return true;
            }
            path = outer;
        }
        false
    }
}

impl At<'_> {
    pub(super) fn bad_path(&self, name: &str, problem: Problem) -> Error {
        self.fail(Code::ProgrammePath)
            .with("path", name)
            .because(problem)
    }
}
