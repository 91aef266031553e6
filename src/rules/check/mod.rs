//! Types: from form to a typed expression, or what does not fit.
//!
//! There is no truthiness and no coercion but one: a literal string next to a day is a day.

mod checker;
mod constant;
mod name;
mod reporter;
mod value;

use super::expr::{Condition, Leaf, Operand, Values};
use super::fact::Scalar;
use super::literal::{Typed, literal_type};
use super::operators::{Meaning, Quantifier, Relation};
use super::syntax::{At, Budget, Call, SyntaxNode};
use super::vocabulary::{Codes, Type, Vocabulary};
use crate::error::{Code, Error};
use crate::json::Value;

use self::checker::Checker;
use self::constant::Bounds;
use self::name::{Named, Scope};

#[cfg(feature = "authoring")]
pub(crate) use self::reporter::Findings;
pub(crate) use self::reporter::{FailFast, Reporter};

/// Reads and checks a whole condition.
pub(super) fn condition(
    value: &Value,
    vocabulary: &dyn Vocabulary,
    budget: &mut Budget,
    pointer: &str,
    reporter: &mut dyn Reporter,
) -> Result<Condition, Error> {
    let mut checker = Checker {
        vocabulary,
        budget,
        reporter,
    };
    checker.condition(value, &At::root(pointer), Scope::ROOT)
}

impl Checker<'_> {
    fn condition(
        &mut self,
        value: &Value,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        match SyntaxNode::read(value, at, self.budget)? {
            SyntaxNode::Bool(value) => Ok(Condition::Constant(value)),
            SyntaxNode::Call(call) => self.condition_of(&call, at, scope),
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
        let leaf = match call.operator.meaning {
            Meaning::And => return self.conditions(call, at, scope).map(Condition::All),
            Meaning::Or => return self.conditions(call, at, scope).map(Condition::Any),
            Meaning::Not => {
                let inner = self.operand_condition(call, 0, at, scope)?;
                return Ok(Condition::Not(Box::new(inner)));
            }
            Meaning::Exists => return self.exists(call, at, scope),
            Meaning::Var => {
                return match self.named(call, at, scope)? {
                    Named::Fact(path, Type::Bool) => Ok(Condition::Leaf(Leaf::Flag(path))),
                    other => Err(at.wrong_type("boolean", other.type_name())),
                };
            }
            Meaning::AtLeast => self.at_least(call, at, scope)?,
            Meaning::Compare(relation) => self.compare(relation, call, at, scope)?,
            Meaning::CompareDays(relation) => self.compare_days(relation, call, at, scope)?,
            Meaning::In => self.membership(call, at, scope)?,
            Meaning::InRegion => self.in_region(call, at, scope)?,
            Meaning::Quantify(quantifier) => self.quantified(quantifier, call, at, scope)?,
            Meaning::Within => Leaf::Within {
                date: self.operand_day(call, 0, at, scope)?,
                period: self.operand_period(call, 1, at)?,
            },
            Meaning::Age | Meaning::Count => {
                return Err(at.wrong_type("boolean", Type::Number.name()));
            }
            Meaning::PlusTime => return Err(at.wrong_type("boolean", Type::Day.name())),
            Meaning::PercentOf | Meaning::Sum => {
                return Err(at.wrong_type("boolean", "number or money"));
            }
        };
        let bounds = Bounds {
            vocabulary: self.vocabulary,
            list: scope.record(),
        };
        if self.reporter.warns()
            && let Some(outcome) = leaf.constant(bounds)
        {
            self.reporter.warn(
                at.fail(Code::ProgrammeConstant)
                    .with("operator", call.operator.name)
                    .with("always", outcome),
            );
        }
        Ok(Condition::Leaf(leaf))
    }

    fn conditions(
        &mut self,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Vec<Condition>, Error> {
        let each = 0..call.operands.len();
        each.map(|i| self.operand_condition(call, i, at, scope))
            .collect()
    }

    /// A condition among the operands. What is wrong with it need not keep the reader of the report
    /// from what is wrong with the next.
    fn operand_condition(
        &mut self,
        call: &Call<'_>,
        index: usize,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Condition, Error> {
        let read = call.operand_at(at, index, |value, at| self.condition(value, at, scope));
        read.or_else(|error| {
            self.reporter.fail(error)?;
            Ok(Condition::Constant(true))
        })
    }

    fn compare(
        &mut self,
        relation: Relation,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Leaf, Error> {
        let each = 0..call.operands.len();
        let typed: Vec<Typed> = each
            .map(|i| call.operand_at(at, i, |value, at| self.value(value, at, scope)))
            .collect::<Result<Vec<_>, _>>()?;
        let of = typed
            .iter()
            .find(|typed| !typed.is_text_literal())
            .map_or(Type::Text(Codes::Any), |typed| typed.of);
        let equality = matches!(relation, Relation::Equal | Relation::NotEqual);
        if !(of.is_ordered() || equality && of.is_scalar()) {
            let expected = if equality {
                "value"
            } else {
                "number, date or money"
            };
            return Err(at.wrong_type(expected, of.name()));
        }
        let typed = typed.into_iter().enumerate();
        let operands = typed
            .map(|(i, typed)| call.operand_at(at, i, |_, at| self.fit(typed, of, at)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Leaf::Compare {
            op: call.operator.name,
            relation,
            operands,
        })
    }

    fn compare_days(
        &mut self,
        relation: Relation,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Leaf, Error> {
        let each = 0..call.operands.len();
        let operands = each
            .map(|i| self.operand_day(call, i, at, scope))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Leaf::Compare {
            op: call.operator.name,
            relation,
            operands,
        })
    }

    /// A grade, a threshold and the scale that both are on.
    fn at_least(&mut self, call: &Call<'_>, at: &At<'_>, scope: Scope<'_>) -> Result<Leaf, Error> {
        let grade = call.operand_at(at, 0, |value, at| {
            let typed = self.value(value, at, scope)?;
            self.fit(typed, Type::Text(Codes::Any), at)
        })?;
        let name = self.operand_text(call, 2, at)?;
        let scales = self.vocabulary.scales();
        let Some(scale) = scales.iter().find(|scale| scale.name == name) else {
            let known: Vec<&str> = scales.iter().map(|scale| &*scale.name).collect();
            let declared = known.join(", ");
            let error =
                call.operand_at(at, 2, |_, at| at.no_such("scale", name, known.into_iter()));
            return Err(error.with("declared", declared));
        };
        let off_scale = |index, grade: &str| {
            let grades = scale.grades.iter().map(|grade| &**grade);
            call.operand_at(at, index, |_, at| at.no_such("grade", grade, grades))
                .with("scale", name)
        };
        let threshold = self.operand_text(call, 1, at)?;
        let place = scale.place(threshold);
        let threshold = place.ok_or_else(|| off_scale(1, threshold))?;
        if let Operand::Literal(Scalar::Text(text)) = &grade
            && scale.place(text).is_none()
        {
            return Err(off_scale(0, text));
        }
        Ok(Leaf::AtLeast {
            grade,
            threshold,
            scale: scale.clone(),
        })
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
    ) -> Result<Leaf, Error> {
        let item = call.operand_at(at, 0, |value, at| self.value(value, at, scope))?;
        if !item.of.is_scalar() {
            return call.operand_at(at, 0, |_, at| Err(at.wrong_type("value", item.of.name())));
        }
        let of = item.of;
        let (values, of) = call.operand_at(at, 1, |value, at| {
            match SyntaxNode::read(value, at, self.budget)? {
                SyntaxNode::List(elements) => {
                    // Next to a literal item there is nothing to say which codes are meant.
                    let literals = self.literals(elements, of, at)?;
                    Ok((Values::Literal(literals), of))
                }
                SyntaxNode::Call(var) => match self.named(&var, at, scope)? {
                    Named::Fact(path, Type::Texts(codes)) => {
                        Ok((Values::Fact(path), Type::Text(codes)))
                    }
                    other => Err(at.wrong_type("strings", other.type_name())),
                },
                other => Err(at.wrong_type("list of literals", literal_type(&other))),
            }
        })?;
        let item = call.operand_at(at, 0, |_, at| self.fit(item, of, at))?;
        Ok(Leaf::In { item, values })
    }

    fn in_region(&mut self, call: &Call<'_>, at: &At<'_>, scope: Scope<'_>) -> Result<Leaf, Error> {
        let region = call.operand_at(at, 0, |value, at| {
            let typed = self.value(value, at, scope)?;
            match typed.of {
                Type::Text(Codes::Formed(form)) if self.vocabulary.is_region(form) => Ok(typed),
                // What an app says of the application has no form of its own.
                Type::Text(Codes::Any) if typed.operand.is_request() => Ok(typed),
                other => Err(at.wrong_type("region", other.name())),
            }
        })?;
        let kind = call.operator.operand(1);
        let regions = call.operand_at(at, 1, |value, at| {
            match SyntaxNode::read(value, at, self.budget)? {
                SyntaxNode::List(elements) => self.regions(elements, region.of, at),
                other => Err(at.wrong_type(kind.name(), literal_type(&other))),
            }
        })?;
        Ok(Leaf::In {
            item: region.operand,
            values: Values::Regions(regions),
        })
    }

    fn quantified(
        &mut self,
        quantifier: Quantifier,
        call: &Call<'_>,
        at: &At<'_>,
        scope: Scope<'_>,
    ) -> Result<Leaf, Error> {
        let (list, body) = self.over_list(call, at, scope, |checker, inner| {
            checker.operand_condition(call, 1, at, inner)
        })?;
        Ok(Leaf::Quantified {
            quantifier,
            list,
            body: Box::new(body),
        })
    }
}
