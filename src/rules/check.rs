//! Types: from form to a typed expression, or the first thing that does not fit.
//!
//! There is no truthiness and no coercion but one: a literal string next to a day is a day.

use super::expr::{Condition, Leaf, Operand, Path, Values};
use super::fact::Scalar;
use super::literal::{Typed, fit, literal, literal_type};
use super::operators::{Meaning, Quantifier, Relation};
use super::syntax::{At, Budget, Call, Node};
use super::vocabulary::{Codes, Lookup, Type, Vocabulary};
use crate::error::{Code, Error};
use crate::json::Value;
use crate::limits;
use crate::time::Period;

/// The reserved path that stands for today.
pub(super) const NOW: &str = "now";

/// Reads and checks a whole condition.
pub(super) fn condition(
    value: &Value,
    vocabulary: &dyn Vocabulary,
    budget: &mut Budget,
    pointer: &str,
) -> Result<Condition, Error> {
    let mut checker = Checker { vocabulary, budget };
    checker.condition(value, &At::root(pointer), Scope::ROOT)
}

struct Checker<'c> {
    vocabulary: &'c dyn Vocabulary,
    budget: &'c mut Budget,
}

/// Which names are known besides those from the root.
#[derive(Clone, Copy)]
struct Scope<'s> {
    element: Option<ElementType<'s>>,
    /// Quantifiers around this place.
    quantifiers: usize,
}

#[derive(Clone, Copy)]
enum ElementType<'s> {
    /// A record of the list at this path.
    Record(&'s str),
    Text(Codes),
}

impl Scope<'_> {
    const ROOT: Self = Self {
        element: None,
        quantifiers: 0,
    };
}

/// What a path was found to name.
enum Named {
    Fact(Path, Type),
    /// The element itself, a record.
    Element,
    Today,
}

impl Checker<'_> {
    fn condition(
        &mut self,
        value: &Value,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        match Node::read(value, at, self.budget)? {
            Node::Bool(value) => Ok(Condition::Constant(value)),
            Node::Call(call) => self.condition_of(&call, at, scope),
            other => Err(at.wrong_type("boolean", literal_type(&other))),
        }
    }

    /// An operator in a place where a condition is needed.
    fn condition_of(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        match call.operator.meaning {
            Meaning::And => self.conditions(call, at, scope).map(Condition::All),
            Meaning::Or => self.conditions(call, at, scope).map(Condition::Any),
            Meaning::Not => {
                let inner = self.operand_condition(call, 0, at, scope)?;
                Ok(Condition::Not(Box::new(inner)))
            }
            Meaning::Compare(relation) => self.compare(relation, call, at, scope),
            Meaning::Exists => self.exists(call, at, scope),
            Meaning::In => self.membership(call, at, scope),
            Meaning::Quantify(quantifier) => self.quantified(quantifier, call, at, scope),
            Meaning::Within => self.within(call, at, scope),
            Meaning::Var => match self.named(call, at, scope)? {
                Named::Fact(path, Type::Bool) => Ok(Condition::Leaf(Leaf::Flag(path))),
                Named::Fact(_, of) => Err(at.wrong_type("boolean", of.name())),
                Named::Element => Err(at.wrong_type("boolean", Type::Object.name())),
                Named::Today => Err(at.wrong_type("boolean", Type::Day.name())),
            },
            Meaning::Age => Err(at.wrong_type("boolean", Type::Number.name())),
            Meaning::Unsupported => Err(at.fail(Code::InputUnsupported)),
        }
    }

    fn conditions(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Vec<Condition>, Error> {
        (0..call.operands.len())
            .map(|i| self.operand_condition(call, i, at, scope))
            .collect()
    }

    fn operand_condition(
        &mut self,
        call: &Call<'_>,
        index: usize,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        call.operand_at(at, index, |value, at| self.condition(value, at, scope))
    }

    fn compare(
        &mut self,
        relation: Relation,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        let typed: Vec<Typed> = (0..call.operands.len())
            .map(|i| call.operand_at(at, i, |value, at| self.value(value, at, scope)))
            .collect::<Result<_, _>>()?;
        let of = typed
            .iter()
            .find(|typed| !typed.is_text_literal())
            .map_or(Type::Text(None), |typed| typed.of);
        let equality = matches!(relation, Relation::Equal | Relation::NotEqual);
        if !(of.is_ordered() || equality && of.is_scalar()) {
            let expected = if equality {
                "value"
            } else {
                "number, date or money"
            };
            return Err(at.wrong_type(expected, of.name()));
        }
        let operands = typed
            .into_iter()
            .enumerate()
            .map(|(i, typed)| call.operand_at(at, i, |_, at| fit(typed, of, at)))
            .collect::<Result<_, _>>()?;
        Ok(Condition::Leaf(Leaf::Compare { relation, operands }))
    }

    fn exists(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        Ok(match self.operand_named(call, 0, at, scope)? {
            // Whether there is a record is for a quantifier to ask, which knows of hidden ones.
            Named::Fact(_, of @ (Type::List | Type::Group)) => {
                return call.operand_at(at, 0, |_, at| Err(at.wrong_type("value", of.name())));
            }
            Named::Fact(path, _) => Condition::Leaf(Leaf::Exists(path)),
            Named::Element | Named::Today => Condition::Constant(true),
        })
    }

    fn membership(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        let item = call.operand_at(at, 0, |value, at| self.value(value, at, scope))?;
        if !item.of.is_scalar() {
            return call.operand_at(at, 0, |_, at| Err(at.wrong_type("value", item.of.name())));
        }
        let of = item.of;
        let (values, of) = call.operand_at(at, 1, |value, at| {
            match Node::read(value, at, self.budget)? {
                Node::List(elements) => {
                    // Next to a literal item there is nothing to say which codes are meant.
                    let literals = self.literals(elements, of, at)?;
                    Ok((Values::Literal(literals), of))
                }
                Node::Call(var) => match self.named(&var, at, scope)? {
                    Named::Fact(path, Type::Texts(codes)) => {
                        Ok((Values::Fact(path), Type::Text(codes)))
                    }
                    Named::Fact(_, of) => Err(at.wrong_type("strings", of.name())),
                    Named::Element => Err(at.wrong_type("strings", Type::Object.name())),
                    Named::Today => Err(at.wrong_type("strings", Type::Day.name())),
                },
                other => Err(at.wrong_type("list of literals", literal_type(&other))),
            }
        })?;
        let item = call.operand_at(at, 0, |_, at| fit(item, of, at))?;
        Ok(Condition::Leaf(Leaf::In { item, values }))
    }

    /// The elements of a literal list, all of one type.
    fn literals(
        &mut self,
        elements: &[Value],
        of: Type,
        at: &At<'_>,
    ) -> Result<Vec<Scalar>, Error> {
        let mut literals = Vec::with_capacity(elements.len());
        for (i, element) in elements.iter().enumerate() {
            let at = &at.index(i);
            let node = Node::read(element, at, self.budget)?;
            let found = literal_type(&node);
            let typed = literal(node).ok_or_else(|| at.wrong_type("literal", found))?;
            match fit(typed, of, at)? {
                Operand::Literal(scalar) => literals.push(scalar),
                _ => return Err(at.wrong_type("literal", found)),
            }
        }
        Ok(literals)
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        // The cost of one evaluation is a product over nested quantifiers.
        let quantifiers = scope.quantifiers + 1;
        if quantifiers > limits::RULE_QUANTIFIERS {
            return Err(at
                .fail(Code::LimitDepth)
                .with("limit", limits::RULE_QUANTIFIERS));
        }
        let no_list =
            |of: Type| call.operand_at(at, 0, |_, at| Err(at.wrong_type("list", of.name())));
        let (list, of) = match self.operand_named(call, 0, at, scope)? {
            Named::Fact(path, of) => (path, of),
            Named::Element => return no_list(Type::Object),
            Named::Today => return no_list(Type::Day),
        };
        let path = match scope.element {
            Some(ElementType::Record(outer)) if list.in_element => format!("{outer}.{list}"),
            _ => list.to_string(),
        };
        let element = match of {
            Type::List => ElementType::Record(&path),
            Type::Texts(codes) => ElementType::Text(codes),
            other => return no_list(other),
        };
        let inner = Scope {
            element: Some(element),
            quantifiers,
        };
        let body = self.operand_condition(call, 1, at, inner)?;
        Ok(Condition::Leaf(Leaf::Quantified {
            quantifier,
            list,
            body: Box::new(body),
        }))
    }

    fn within(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        let date = self.operand_day(call, at, scope)?;
        let period = call.operand_at(at, 1, |value, at| {
            match Node::read(value, at, self.budget)? {
                Node::Text(text) => Period::parse(text)
                    .ok_or_else(|| at.fail(Code::ProgrammeValue).with("expected", "period")),
                other => Err(at.wrong_type("period", literal_type(&other))),
            }
        })?;
        Ok(Condition::Leaf(Leaf::Within { date, period }))
    }

    /// The first operand of an operator that works on a day.
    fn operand_day(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Operand, Error> {
        call.operand_at(at, 0, |value, at| {
            fit(self.value(value, at, scope)?, Type::Day, at)
        })
    }

    /// A value to compare: a literal, a fact, or what an operator gives.
    fn value(&mut self, value: &Value, at: &At<'_>, scope: Scope<'_>) -> Result<Typed, Error> {
        let call = match Node::read(value, at, self.budget)? {
            Node::Call(call) => call,
            node => {
                let found = literal_type(&node);
                return literal(node).ok_or_else(|| at.wrong_type("value", found));
            }
        };
        let (operand, of) = match call.operator.meaning {
            Meaning::Var => match self.named(&call, at, scope)? {
                Named::Fact(path, of) => (Operand::Fact(path), of),
                Named::Element => return Err(at.wrong_type("value", Type::Object.name())),
                Named::Today => (Operand::Today, Type::Day),
            },
            Meaning::Age => {
                let birth = self.operand_day(&call, at, scope)?;
                (Operand::Age(Box::new(birth)), Type::Number)
            }
            _ => {
                let condition = self.condition_of(&call, at, scope)?;
                (Operand::Condition(Box::new(condition)), Type::Bool)
            }
        };
        Ok(Typed { operand, of })
    }

    /// An operand that has to be a `var`.
    fn operand_named(
        &mut self,
        call: &Call<'_>,
        index: usize,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Named, Error> {
        call.operand_at(at, index, |value, at| {
            match Node::read(value, at, self.budget)? {
                Node::Call(var) => self.named(&var, at, scope),
                other => Err(at.wrong_type("var", literal_type(&other))),
            }
        })
    }

    /// What a `var` names. A name may be a field of the element or a path from the root; both at
    /// once would let a new alias change what a rule means.
    fn named(&mut self, var: &Call<'_>, at: &At<'_>, scope: Scope<'_>) -> Result<Named, Error> {
        var.operand_at(at, 0, |value, at| {
            let name = match Node::read(value, at, self.budget)? {
                Node::Text(name) if var.operator.meaning == Meaning::Var => name,
                other => return Err(at.wrong_type("path", literal_type(&other))),
            };
            if name.is_empty() {
                return match scope.element {
                    Some(ElementType::Record(_)) => Ok(Named::Element),
                    Some(ElementType::Text(codes)) => {
                        Ok(Named::Fact(Path::new(true, name), Type::Text(codes)))
                    }
                    None => Err(at.fail(Code::ProgrammePath).with("path", name)),
                };
            }
            let record = match scope.element {
                Some(ElementType::Record(list)) => Some(list),
                _ => None,
            };
            let field = record.map_or(Lookup::Missing, |list| self.vocabulary.field(list, name));
            let fact = match name {
                NOW => Lookup::Found(Type::Day),
                _ => self.vocabulary.lookup(name),
            };
            let fail = |problem| {
                at.fail(Code::ProgrammePath)
                    .with("path", name)
                    .with("problem", problem)
            };
            match (field, fact) {
                (Lookup::Found(of), Lookup::Missing) => Ok(Named::Fact(Path::new(true, name), of)),
                (Lookup::Missing, Lookup::Found(_)) if name == NOW => Ok(Named::Today),
                (Lookup::Missing, Lookup::Found(of)) => Ok(Named::Fact(Path::new(false, name), of)),
                (Lookup::Missing, Lookup::Missing) => {
                    let suggestion = self.vocabulary.suggestion(record, name);
                    Err(fail("unknown").suggesting(suggestion))
                }
                (Lookup::Forbidden, Lookup::Missing) | (Lookup::Missing, Lookup::Forbidden) => {
                    Err(fail("forbidden"))
                }
                _ => Err(fail("ambiguous")),
            }
        })
    }
}
